"""A file, a setting or a change is laid over the scenario it starts from, and the whole is checked for sense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.scenario.check import checked, plain
from sim.scenario.course import follow
from sim.scenario.entries import Own, inherited_within_horizon, own_events, own_steps, own_within_horizon, tell_overlaps
from sim.scenario.errors import Path, Report
from sim.scenario.hours import shortage
from sim.scenario.keys import SECTIONS, TABLES, TOP, mechanism_names, parameter_keys
from sim.scenario.model import MOST_CUSTOMERS, MOST_EMPLOYEES, MOST_WORK, Organisation, Scenario, Step, replaced

TEXTS = ("title", "question", "look_at", "source", "group")
REWARD_SHARES = ("kpi_weight", "csat_weight", "joint_okr_weight")
REVENUE_SHARES = ("finance.subscription", "finance.sales")
PEOPLE_PER_CUSTOMER = 0.1
"""A customer costs about a tenth of the work of an employee in a simulated week."""


def overlay(base: Scenario, content: Mapping[str, Any], report: Report, whole_file: bool = True) -> Scenario:
    """The base with the content laid over it; all problems go to the report. In a whole file, every week must lie before the horizon."""
    clean = plain(dict(content), (), report)
    top = checked({key: value for key, value in clean.items() if key not in SECTIONS}, TOP, (), report)
    organisation = base.organisation._replace(**_table("organisation", clean, report))
    policy = {**base.policy, **_numbers(_table("policy", clean, report))}
    world = {**base.world, **_numbers(_table("world", clean, report))}
    steps = own_steps(clean.get("timeline", []), report)
    events = own_events(clean.get("event", []), report)
    texts = {text: top.get(text, "" if whole_file else getattr(base, text)) for text in TEXTS}
    made = replaced(
        base,
        **texts,
        organisation=organisation._replace(unit_spread=float(organisation.unit_spread)),
        policy=policy,
        world=world,
        timeline=base.timeline + tuple(step for _, step in steps),
        events=base.events + tuple(event for _, event in events),
        parameters=_parameters(base, clean, report),
        off=_off(base, top, report),
        weeks=top.get("weeks", base.weeks),
        replications=top.get("replications", base.replications),
        seed=top.get("seed", base.seed),
    )
    if whole_file:
        own_within_horizon(steps, events, made.weeks, report)
        inherited_within_horizon(base, made.weeks, report)
    tell_overlaps(steps, base.timeline, report)
    tell_reward_shares(made, clean, report)
    if set(REVENUE_SHARES) & set(made.parameters):
        tell_revenue_shares(made, clean, report)
    tell_size(made, clean, report)
    tell_hours(made, clean, steps, report)
    return made


def _table(section: str, content: Mapping[str, Any], report: Report) -> dict[str, Any]:
    return checked(content[section], TABLES[section], (section,), report) if section in content else {}


def _numbers(values: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in values.items()}


def _parameters(base: Scenario, content: Mapping[str, Any], report: Report) -> Mapping[str, float]:
    """Uncertain numbers, written `[parameters.strain]` or `"strain.wear" = …`; only what differs from its default is kept."""
    if "parameters" not in content:
        return base.parameters
    keys = parameter_keys()
    given = content["parameters"]
    if not isinstance(given, dict):
        report.add(("parameters",), "must be a table", given, "[parameters.strain] with keys below it")
        return base.parameters
    flat = _flattened(given, ("parameters",), report)
    merged = {**base.parameters, **_numbers(checked(flat, keys, ("parameters",), report))}
    return {name: value for name, value in sorted(merged.items()) if value != float(keys[name].default)}


def _flattened(given: Mapping[str, Any], path: Path, report: Report) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in given.items():
        inner = {f"{name}.{key}": item for key, item in value.items()} if isinstance(value, dict) else {name: value}
        for key, item in inner.items():
            if key in flat:
                report.add((*path, key), "this parameter is written twice", item)
            flat[key] = item
    return flat


def _off(base: Scenario, top: Mapping[str, Any], report: Report) -> tuple[str, ...]:
    """The mechanisms that are switched off, each of which must exist."""
    if not top.get("off"):
        return () if "off" in top else base.off
    known = mechanism_names()
    for name in top["off"]:
        if name not in known:
            report.add(("off",), "unknown mechanism", name, known=known, word=name)
    return tuple(sorted(set(top["off"])))


def tell_reward_shares(made: Scenario, content: Mapping[str, Any], report: Report) -> None:
    """The parts of the variable pay cannot add up to more than the whole, in any week."""
    courses = [follow(made.policy[name], (step for step in made.timeline if step.setting == name), made.weeks) for name in REWARD_SHARES]
    starts = [[made.policy[name]] for name in REWARD_SHARES]
    for week, shares in enumerate(zip(*(start + course for start, course in zip(starts, courses, strict=True)), strict=True)):
        if sum(shares) > 1 + 1e-9:
            when = f" in week {week - 1}" if week else ""
            given = content.get("policy")
            mine = [name for name in REWARD_SHARES if isinstance(given, dict) and name in given]
            sums = " + ".join(f"{name} {share:.4g}" for name, share in zip(REWARD_SHARES, shares, strict=True))
            report.add(("policy", mine[-1] if mine else REWARD_SHARES[0]), f"the parts of the variable pay add up to {sum(shares):.9g}{when} ({sums})",
                allowed="at most 1 together", hint="lower kpi_weight as well" if shares[0] > 0 else "")
            return


def tell_revenue_shares(made: Scenario, content: Mapping[str, Any], report: Report) -> None:
    """What is not subscription and not sold on contact is fees: the two cannot add up to more than all revenue."""
    shares = {name: float(made.parameters.get(name, parameter_keys()[name].default)) for name in REVENUE_SHARES}
    if sum(shares.values()) > 1 + 1e-9:
        given = content.get("parameters")
        own = _flattened(given, ("parameters",), Report("")) if isinstance(given, dict) else {}
        mine = [name for name in REVENUE_SHARES if name in own]
        sums = " + ".join(f"{name} {share:.4g}" for name, share in shares.items())
        report.add(("parameters", mine[-1] if mine else REVENUE_SHARES[0]), f"the parts of revenue add up to {sum(shares.values()):.9g} ({sums})",
            allowed="at most 1 together", hint="the rest are fees for requests")


def tell_hours(made: Scenario, content: Mapping[str, Any], steps: Own[Step], report: Report) -> None:
    """Levers cannot take more hours of people, managers or leaders than there are, in any week."""
    names = dict.fromkeys(step.setting for step in made.timeline)
    courses = {name: follow(made.policy[name], (step for step in made.timeline if step.setting == name), made.weeks) for name in names if name in made.policy}
    short = shortage(made, courses)
    if short is None:
        return
    given = content.get("policy")
    own = {step.setting: path for path, step in steps}
    places: dict[str, Path] = {name: ("policy", name) for name in given} if isinstance(given, dict) else {}
    where = next(({**own, **places}[name] for name, _ in short.levers if name in own or name in places), ())
    most = ", ".join(f"{name} {hours:.3g}" for name, hours in short.levers)
    report.add(where, f"the levers take {short.hours:.1f} hours a week of each {short.who} in week {short.week}, beyond the reference ({most})",
        allowed=f"at most {short.most:.1f}", hint="ask less of one of them, or begin one when another is over")


def tell_size(made: Scenario, content: Mapping[str, Any], report: Report) -> None:
    """An organisation or a run beyond what a computer can do is refused with its numbers."""
    size: Organisation = made.organisation
    where: Path = ("organisation",) if "organisation" in content else ()
    sums = f"{size.units} units x {size.teams_per_unit} teams x {size.team_size} people = {size.employees:,} employees"
    if size.employees > MOST_EMPLOYEES:
        report.add(where, f"too large: {sums}", allowed=f"at most {MOST_EMPLOYEES:,}")
    if size.customers > MOST_CUSTOMERS:
        report.add(where, f"too large: {size.units} units x {size.customers_per_unit} = {size.customers:,} customers", allowed=f"at most {MOST_CUSTOMERS:,}")
    people = max(float(size.employees), size.customers * PEOPLE_PER_CUSTOMER)
    work = people * made.weeks * made.replications
    if work > MOST_WORK:
        report.add(("replications",) if "replications" in content else ("weeks",) if "weeks" in content else where,
            f"too much work: {people:,.0f} people (or customers / 10) x {made.weeks} weeks x {made.replications} replications = {work:.3g} person-weeks",
            allowed=f"at most {MOST_WORK:.0e}", hint="fewer replications, fewer weeks or a smaller organisation")


def _as_in_a_file(value: Any) -> Any:
    """Tuples, mappings and NumPy's numbers become what a file would hold."""
    if isinstance(value, Mapping):
        return {name: _as_in_a_file(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return list(value)
    return value.item() if hasattr(value, "item") else value


def changed(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with some fields changed and checked; the work behind `Scenario.with_`."""
    unknown = set(changes) - set(Scenario.__dataclass_fields__)
    if unknown:
        raise TypeError(f"a scenario has no {', '.join(sorted(unknown))}; it has {', '.join(Scenario.__dataclass_fields__)}")
    base, content, kept = scenario, dict[str, Any](), dict[str, Any]()
    for name, value in changes.items():
        if name in ("timeline", "events"):
            base = replaced(base, **{name: ()})
            content["timeline" if name == "timeline" else "event"] = [item.entry() for item in value]
        elif name in ("name", "files", *TEXTS):
            kept[name] = value
        elif isinstance(value, Organisation):
            content[name] = value._asdict()
        else:
            content[name] = _as_in_a_file(value)
    report = Report("with_")
    made = overlay(base, content, report, whole_file=False)
    report.stop()
    return replaced(made, **kept)

