"""What must hold when a mechanism is switched off: its outputs stand at their reference, in a firm where everything else moves.

`python -m tests.engine.ablations strain` checks one mechanism and says what is wrong: so a copy of the package with a planted fault can be checked too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from sim.engine.lanes import Block, state_arrays
from sim.mechanisms.experience import ExperienceParameters
from sim.mechanisms.scores import VALIDITY
from sim.parameters import MECHANISMS
from sim.scenario.model import Event
from tests.engine.firms import RESTLESS, block, firm, ordinary

WEEKS = 40
Check = Callable[[Block], bool]


def restless(*off: str, **changes: object) -> Block:
    """A firm under a restless policy with lay-offs and a crisis, some mechanisms switched off, after some months."""
    scenario = firm(**{**RESTLESS, "off": off, "events": (Event("layoffs", 12, 0.2), Event("crisis", 20, 0.4, 10)), "weeks": WEEKS, **changes})
    one = block(scenario, lanes=(0, 1, 2))
    one.advance(np.repeat(ordinary(), 20, axis=0))
    one.advance(scenario.paths())
    return one


def always(value: float, *names: str, settled: bool = False) -> Check:
    """Whether arrays have one value everywhere; `settled` leaves out who came this very week."""

    def check(one: Block) -> bool:
        arrays = state_arrays(one.state)
        kept = arrays["people.tenure"] >= 1 if settled else ...
        return all(np.allclose(arrays[name][kept], value, rtol=0, atol=1e-6) for name in names)

    return check


def moved_by(one: Block, cause: str, effects: list[str], push: float) -> bool:
    """Whether a week goes another way when an array is pushed."""
    pushed = one.copy()
    state_arrays(pushed.state)[cause][:] += push
    calm = one.copy()
    calm.advance(ordinary())
    pushed.advance(ordinary())
    return any(state_arrays(calm.state)[name].tobytes() != state_arrays(pushed.state)[name].tobytes() for name in effects)


def unmoved(cause: str, *effects: str, push: float = 2.0) -> Check:
    """Whether an array that is pushed leaves some others as they were a week later."""
    return lambda one: not moved_by(one, cause, list(effects), push)


def shares_are_the_references(one: Block) -> bool:
    """Everybody divides hours as in the reference."""
    names = ("output", "care", "help", "gaming", "room")
    weights = np.array([np.exp(getattr(one.balance, f"offset_{name}")[0].astype(np.float64)) for name in names])
    shares = np.array([getattr(one.state.people, f"share_{name}") for name in names])
    return bool(np.allclose(shares, (weights / weights.sum())[:, None, None], rtol=1e-5))


def practice_is_policy(one: Block) -> bool:
    """What people meet is what leaders intend, at once."""
    later, path = one.copy(), firm(**RESTLESS).paths()[:1]
    later.advance(path)
    return bool(np.allclose(later.practice, path[0, : later.practice.shape[0], None], rtol=1e-6, atol=1e-6))


def nobody_ends_the_firm(one: Block) -> bool:
    """Debt beyond all credit bears no interest and ends nothing."""
    one = one.copy()
    one.state.firm.cash[:] = -1e12
    one.advance(ordinary())
    return bool((one.state.firm.alive == 1).all() and (one.state.firm.interest == 0).all())


def nothing_waits(one: Block) -> bool:
    """A heap of work that lies there is gone a week later."""
    one = one.copy()
    one.state.teams.backlog[:] += 10_000.0
    one.advance(ordinary())
    return bool((one.state.teams.backlog == 0).all())


def exceptions_are_ordinary(one: Block) -> bool:
    """Whatever leaders and managers want, a twentieth of requests ask for an exception, half of them get it, and nothing is dropped."""
    one = one.copy()
    asked = got = kept = dropped = 0.0
    for _ in range(60):
        one.advance(firm(policy={"yielding": 1.0, "prioritisation": 1.0}).paths()[:1])
        arrays = state_arrays(one.state)
        asked, got, kept = (sum_so_far + float(arrays[name].sum()) for sum_so_far, name in (
            (asked, "units.asked"), (got, "journeys.exceptions"), (kept, "journeys.requests")))
        dropped += float(arrays["units.dropped"].sum())
    return dropped == 0.0 and abs(asked / kept - 0.05) < 0.01 and abs(got / asked - 0.5) < 0.1


CHECKS: dict[str, list[Check]] = {
    "world": [always(1.0, "firm.demand")],
    "practice": [practice_is_policy, always(0.0, "firm.change")],
    "leadership": [always(0.0, "firm.pressure", "firm.insecurity", "firm.confidence", "firm.news"),
                   unmoved("firm.profit_seen", "firm.attention_business"),
                   always(1.0, "firm.leader_insight", "firm.reliance", "firm.leader_time", "firm.resolve", "firm.hope"), always(0.0, "firm.disappointed")],
    "change": [always(0.0, "firm.fatigue", "firm.turbulence"), always(1.0, "firm.know_how")],
    "vision": [always(0.0, "firm.belief", "firm.cynicism", "firm.alignment", "firm.scatter", "firm.structure"), always(1.0, "firm.credibility")],
    "workplace": [always(0.0, "firm.rest_at_home", "firm.quiet_at_home", "firm.kept_at_home"), always(1.0, "firm.meeting")],
    "management": [always(0.0, "teams.doubt", "teams.example", "teams.clarity", "teams.own_hours"), always(1.0, "teams.talk_worth", "teams.decision_weeks"),
                   always(0.07, "teams.decisions_own"), unmoved("teams.style", "teams.talk_chance"), unmoved("teams.leaning_customer", "teams.talk_chance"),
                   unmoved("teams.ideas_heard", "teams.obstacles", push=15.0)],
    "rules": [always(0.0, "teams.consistency"), always(0.0, "teams.method", "firm.method_learned")],
    "demand": [exceptions_are_ordinary, unmoved("customers.demanding", "customers.answer"), unmoved("customers.expectation", "journeys.repeats"),
               unmoved("teams.leaning_customer", "customers.answer", push=10.0)],
    "experience": [unmoved("journeys.quality", "customers.satisfaction", "customers.expectation"),
                   unmoved("customers.grievance", "customers.satisfaction"), unmoved("customers.maturity", "customers.satisfaction"),
                   unmoved("customers.price_usual", "customers.satisfaction"), unmoved("journeys.given_up", "customers.satisfaction")],
    "complaints": [always(float(np.float32(ExperienceParameters().ordinary_grievance)), "customers.grievance"),
                   unmoved("customers.maturity", "customers.grievance", push=10.0)],
    "loyalty": [unmoved("customers.satisfaction", "customers.active", "units.join_chance", push=-6.0),
                unmoved("units.satisfaction", "customers.active", "units.join_chance"),
                unmoved("firm.supplier", "units.join_chance"), unmoved("customers.price_usual", "customers.active", push=-2.0)],
    "motives": [always(0.0, "teams.meaning", "teams.fit", "firm.fairness", "firm.pay_motive"), always(1.0, "firm.threat")],
    "choice": [always(0.0, *[f"people.pull_{k}" for k in ("output", "care", "help", "gaming", "room")], settled=True), shares_are_the_references,
               always(0.0, "people.dissonance"), always(1.0, "people.gaming_skill")],
    "effort": [unmoved("people.prosocial", "teams.hours_output", "teams.hours_care"), unmoved("people.talent", "teams.hours_output"),
               always(0.0, "teams.trained")],
    "coordination": [always(0.0, "ties.strength"), always(1.0, "teams.division_work"), always(0.12, "ties.loss"),
                     always(0.0, "teams.internal_service"), always(0.0, "teams.between"), always(0.0, "teams.breadth")],
    "work": [always(1.0, "teams.standard", "teams.time_spent"), always(0.0, "teams.pressure"), always(0.0, "teams.hands"), nothing_waits,
             unmoved("teams.heads", "teams.wait", push=-6.0)],
    "capability": [always(1.0, "teams.capability")],
    "learning": [always(0.0, "teams.safety"), always(1.0, "teams.errors_hidden", "teams.errors_reported"),
                 unmoved("teams.quality", "teams.errors_reported", "teams.errors_hidden"), unmoved("firm.insecurity", "teams.safety")],
    "ideas": [always(1.0, "teams.ideas", "teams.ideas_heard"), always(0.0, "teams.heard", "teams.renewal"),
              unmoved("teams.safety", "teams.ideas", "teams.heard", "teams.renewal"), unmoved("teams.engagement", "teams.ideas", "teams.heard")],
    "quality": [always(0.0, "teams.quality", "journeys.quality"), always(1.0, "teams.sales_pull"), unmoved("teams.engagement", "journeys.repeat_rate")],
    "scores": [always(1.0, "teams.kpi_true", "teams.kpi_reported", "teams.target", "teams.attainment", "teams.joint_score"),
               always(0.0, "teams.csat_reported"), always(float(VALIDITY), "firm.validity")],
    "strain": [always(0.0, "people.exhaustion", settled=True)],
    "engagement": [always(0.0, "people.engagement", "people.trust", "people.resignation", settled=True), always(1.0, "people.support")],
    "turnover": [always(0.0, "people.generation"),
                 unmoved("people.engagement", "people.present", push=-15.0), unmoved("people.exhaustion", "people.present", "people.absence", push=15.0)],
    "reputation": [always(0.0, "firm.employer", "firm.supplier")],
    "finance": [nobody_ends_the_firm],
}
"""For each mechanism, what must hold when it is off (and, for most, must not hold when it is on)."""


def off_for(mechanism: str) -> tuple[str, ...]:
    """What else is switched off, so that only the mechanism in question could carry an influence."""
    return (mechanism, "choice") if mechanism == "effort" else (mechanism,)


def failures(mechanism: str, off: bool = True) -> list[int]:
    """Which checks of a mechanism fail (by place), with the mechanism off, or on."""
    one = restless(*(off_for(mechanism) if off else off_for(mechanism)[1:]))
    return [number for number, check in enumerate(CHECKS[mechanism]) if not check(one)]


if __name__ == "__main__":
    asked = sys.argv[1:] or list(MECHANISMS)
    wrong = {name: failed for name in asked if (failed := failures(name))}
    print(f"switched off, but still at work: {wrong}" if wrong else "all quiet")
    sys.exit(1 if wrong else 0)
