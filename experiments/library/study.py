"""What does each scenario of the library show? Every scenario beside its yardstick, under common luck, over its own weeks.

What the files say to look at (`look_at`) was read from this table and from the pictures of `trivox compare`. Profit is summed and told in years of reference
profit with the half width of a 95 % interval; voices, engagement, exhaustion and satisfaction are those of the last year, less the yardstick's; `seen` gives
the measures that the file names, as yardstick -> scenario, in the last year. Scenarios of the organisations `branches` and `corporate` are left out: they
differ from the reference in size alone. Run: `python experiments/library/study.py > experiments/library/expected.csv` (some minutes; references of
the companies with other parameters are solved first). Names behind it choose scenarios; `--pictures folder` draws a sheet of each (`pictures.py`).
"""

from __future__ import annotations

import argparse
import csv
import sys

import numpy as np
from pictures import draw

from sim.engine.record import Record
from sim.measures import MEASURES, reading
from sim.measures.pairs import break_even_week
from sim.reference.run import run_scenarios
from sim.scenario import library, load_scenario

REPLICATIONS, SEED, AT_ONCE = 32, 1, 8
LEFT_OUT = ("branches", "corporate")
OWN = ("small", "branches40", "limit_easy_work", "limit_no_cash", "limit_short_horizon")
FELT = ("voice_employee", "voice_customer", "voice_business", "engagement", "exhaustion", "satisfaction")
YARDSTICKS = {"agile_bundle": "priority_shocks", "congruent_team_bonus": "congruent_kpi", "crisis_cuts": "crisis", "crisis_focus": "crisis",
    "crisis_savings_that_bind": "crisis", "principle_without_customer_focus": "principle_instead_of_rules", "volatile_world_calling": "volatile_world",
    "volatile_world_recovery": "volatile_world", "war_on_talent_answered": "war_on_talent"}
SEEN = {
    "action_without_vision": ("scatter", "fatigue", "alignment", "belief", "capability", "share_output", "wait"),
    "agile_bundle": ("wait", "turbulence", "know_how", "ideas", "capability"),
    "big_programme": ("practice_gap", "fatigue", "know_how", "change", "belief"),
    "chase_dropped_alone": ("share_room", "target", "leader_pressure"),
    "congruent_kpi": ("hand_overs", "hand_over_loss", "wait", "validity", "kpi_true"),
    "congruent_team_bonus": ("customers", "revenue", "help_given", "hand_over_loss", "share_gaming", "share_care", "bonuses", "kpi_true", "dissonance"),
    "cost_cuts": ("fixed", "material", "obstacles", "support", "wait"),
    "crisis": ("revenue", "cash", "customers", "pressure", "insecurity"),
    "crisis_cuts": ("skill", "tie_strength", "insecurity", "quits", "supplier", "customers", "heads", "cash"),
    "crisis_focus": ("quits", "cash", "insecurity", "customers", "capability"),
    "crisis_savings_that_bind": ("quits", "cash", "fixed", "programmes", "insecurity", "customers", "capability"),
    "culture_only": ("cynicism", "belief", "programmes", "share_care", "share_help", "credibility"),
    "culture_then_structure": ("cynicism", "belief", "share_care", "share_help", "credibility"),
    "customer_obsession": ("exceptions_accepted", "exceptions_asked", "pressure", "customers", "wait", "revenue"),
    "decisive_managers": ("decision_weeks", "clarity", "support", "heard", "exceptions_accepted", "customers"),
    "demanding_customers": ("expectation_gap", "pressure", "customers"),
    "diversity_without_safety": ("ideas", "ideas_heard", "pressure", "safety", "share_help", "wait", "capability", "renewal"),
    "empty_promises": ("customers_joined", "customers_left", "expectation_gap", "customers"),
    "fearful_managers": ("doubt", "control_lived", "autonomy_lived", "errors_hidden", "ideas_heard", "decision_weeks", "cynicism", "trust"),
    "home_working_full": ("tie_strength", "hand_over_loss", "fixed", "capability", "share_output"),
    "home_working_half": ("tie_strength", "hand_over_loss", "fixed"),
    "home_working_low": ("tie_strength", "hand_over_loss", "fixed"),
    "impatient_leaders": ("resolve", "cynicism"),
    "joint_okrs": ("help_given", "share_help", "tie_strength", "hand_over_loss", "silo_index", "programme_hours", "bonuses"),
    "kpi_machine": ("kpi_reported", "kpi_true", "goodhart_gap", "share_gaming", "help_given", "share_care", "customers", "resignation"),
    "limit_captive_customers_people_first": ("customers",),
    "limit_congruent_kpi_people_first": ("customers", "capability"),
    "limit_customer_time": ("wait", "share_care", "pressure", "programme_hours", "customers", "hours"),
    "limit_light_load_people_first": ("pressure",),
    "neither_vision_nor_action": ("belief", "cynicism", "credibility", "alignment"),
    "new_competitor": ("expectation_gap", "customers_left", "customers"),
    "one_big_team": ("hand_overs", "hand_over_loss", "skill", "standard", "pressure", "wait", "time_spent", "backlog", "capability", "quality"),
    "order_employees_alone": ("customers",),
    "order_employees_only": ("customers",),
    "people_as_a_means": ("share_output", "standard", "meaning", "autonomy_lived", "fit", "customers"),
    "people_first": ("share_room", "share_care", "capability", "pressure", "customers", "insight", "ideas_heard", "share_gaming"),
    "people_first_sober": ("share_room", "overtime"),
    "people_levers_alone": ("share_room",),
    "principle_instead_of_rules": ("consistency", "programme_hours", "trust", "alignment"),
    "principle_without_customer_focus": ("insight", "consistency", "meaning", "customers"),
    "priority_shocks": ("turbulence", "wait", "scatter"),
    "profit_chase": ("leader_pressure", "share_room", "control_lived", "target", "share_care", "share_help", "customers"),
    "restless_top": ("trust", "fairness", "pay_motive", "quits", "customers", "owners"),
    "self_managing_teams": ("decision_weeks", "clarity", "skill", "decisions_own", "programme_hours", "wait"),
    "shared_platform": ("hand_over_loss", "validity", "consistency", "programmes"),
    "small_steps": ("practice_gap", "fatigue", "know_how", "change", "belief"),
    "stall_drained": ("absent", "burnt_out", "stall", "hours"),
    "stall_overloaded": ("pressure", "backlog", "stall", "wait", "time_spent", "quality"),
    "stall_unheard": ("ideas_heard", "obstacles", "resignation", "stall", "heard", "quits"),
    "structure_then_culture": ("cynicism", "belief", "share_care", "share_help", "credibility"),
    "talent_and_diversity": ("ideas", "ideas_heard", "renewal", "skill", "talent", "talented", "employer", "programme_hours"),
    "twenty_percent": ("share_room", "capability", "backlog", "pressure", "wait", "dropped", "revenue"),
    "view_balance_with_power": ("decision_weeks", "insight"),
    "view_colleagues": ("help_given", "wait", "internal_service", "silo_index"),
    "view_customer_focus_essential": ("insight", "customers"),
    "view_customer_focus_superfluous": ("insight", "meaning", "customers"),
    "view_flawed_kpis": ("goodhart_gap", "share_gaming", "share_care", "share_help", "programme_hours"),
    "view_follows_by_itself": ("voice_tension",),
    "view_incentives": ("share_gaming", "bonuses", "share_care"),
    "view_internal_customers": ("help_given", "wait", "internal_service", "silo_index", "validity"),
    "view_intrinsic_motives": ("share_gaming", "meaning", "fit", "share_care"),
    "view_no_rules": ("consistency", "programme_hours", "trust"),
    "view_people_first": ("ideas_heard", "insight"),
    "view_platforms": ("fatigue", "hand_over_loss", "programmes"),
    "view_power": ("decision_weeks", "clarity", "heard", "trust"),
    "view_results_steering": ("errors_reported", "errors_hidden", "share_output", "share_gaming"),
    "view_small_steps": ("fatigue", "know_how", "insight", "practice_gap"),
    "view_some_structure": ("consistency", "programme_hours", "autonomy_lived"),
    "view_structure_first": ("silo_index", "hand_over_loss", "share_help"),
    "view_talk_half_yearly": ("insight", "share_care", "dropped"),
    "view_talk_weekly": ("insight", "meaning"),
    "view_tension_never_disappears": ("voice_tension", "tension_squeeze", "tension_control", "tension_renewal"),
    "view_trust": ("doubt", "decision_weeks", "trust"),
    "view_vision_first": ("belief", "alignment", "credibility", "cynicism"),
    "vision_and_action": ("belief", "cynicism", "credibility", "alignment", "scatter", "fatigue"),
    "vision_without_action": ("belief", "cynicism", "credibility", "alignment"),
    "volatile_world": ("burnt_out", "wait", "pressure"),
    "volatile_world_calling": ("burnt_out", "absent"),
    "volatile_world_recovery": ("burnt_out", "absent", "programmes"),
    "war_on_talent": ("quits", "heads", "talent", "talented"),
    "war_on_talent_answered": ("quits", "heads", "talent", "talented", "employer", "programmes"),
}
"""The measures that a file's `look_at` names, apart from those every row has."""


def yardstick(name: str) -> str:
    """What a scenario is compared with: what it answers, or the reference; a company of another size, other numbers or fewer weeks, with itself."""
    if name.startswith("limit_") and name.endswith("_people_first"):
        return name.removesuffix("_people_first")
    return name if name in OWN else YARDSTICKS.get(name, "reference")


def told(measure: str, mean: float) -> str:
    """Three digits that mean something, nothing for what is nothing, and why there is no number."""
    if np.isnan(mean):
        return f"– ({MEASURES[measure].nothing or 'no data'})"
    return "0" if abs(mean) < 5e-4 else f"{mean:.3g}"


def mean_of(values: np.ndarray) -> float:
    """The mean of what is known."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")


def row(name: str, one: Record, base: Record) -> list[str]:
    """One line of the table."""
    paired = one.weekly["profit"] - base.weekly["profit"]
    year, weeks = 52 * base.yardstick["profit_week"], paired.shape[1]
    gained = paired.cumsum(axis=1) / year
    ends = [end for end in (52, 104) if end < weeks]
    sums = [gained[:, end - 1] for end in (*ends, weeks)]
    blank = [""] * (3 - len(sums))
    quarters = paired[:, : weeks // 13 * 13].reshape(len(paired), -1, 13).mean(axis=(0, 2)) / base.yardstick["profit_week"]
    mine, theirs = reading(one), reading(base)
    last = {each: (mean_of(theirs(each)[:, -52:]), mean_of(mine(each)[:, -52:])) for each in (*FELT, *SEEN.get(name, ()))}
    even = break_even_week(paired)
    return [name, yardstick(name), str(weeks), *blank, *(f"{each.mean():+.2f}" for each in sums), *blank,
        *(f"{1.96 * each.std(ddof=1) / np.sqrt(len(each)):.2f}" for each in sums), f"{quarters.min():+.2f}", "" if np.isnan(even) else f"{even:.0f}",
        *(f"{last[each][1] - last[each][0]:+.0f}" for each in FELT[:3]), *(f"{last[each][1] - last[each][0]:+.2f}" for each in FELT[3:]),
        f"{1 - one.weekly['alive'][:, -1].mean():.2f}",
        "; ".join(f"{each} {told(each, last[each][0])} -> {told(each, last[each][1])}" for each in SEEN.get(name, ()))]


def main() -> None:
    """Write the table, company by company."""
    asked = argparse.ArgumentParser(description="What each scenario of the library shows, as a table (and as pictures).")
    asked.add_argument("names", nargs="*", help="scenarios; all without")
    asked.add_argument("--pictures", metavar="FOLDER", help="draw a sheet of each scenario into this folder")
    wanted = asked.parse_args()
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["scenario", "against", "weeks", "1 y", "2 y", "end", "+- 1 y", "+- 2 y", "+- end", "lowest quarter (of reference profit)",
        "break-even (week)", *(f"{each} (last year)" for each in FELT), "bankrupt (share)", "seen in the last year: yardstick -> scenario"])
    names = [name for name in (wanted.names or [entry.name for entry in library()]) if name not in LEFT_OUT]
    kinds: dict[str, list[str]] = {}
    for name in names:
        scenario = load_scenario(name)
        kinds.setdefault(repr((scenario.organisation, sorted(scenario.parameters.items()), scenario.weeks)), []).append(name)
    for kind in kinds.values():
        for some in (kind[start : start + AT_ONCE] for start in range(0, len(kind), AT_ONCE)):
            together = list(dict.fromkeys([*map(yardstick, some), *some]))
            weeks, companies = load_scenario(some[0]).weeks, [load_scenario(name) for name in together]
            records = dict(zip(together, run_scenarios(companies, replications=REPLICATIONS, seed=SEED, weeks=weeks), strict=True))
            table.writerows(row(name, records[name], records[yardstick(name)]) for name in some)
            for name in some if wanted.pictures else ():
                draw(wanted.pictures, name, yardstick(name), load_scenario(name).look_at, SEEN.get(name, ()), records[name], records[yardstick(name)])
            sys.stdout.flush()


if __name__ == "__main__":
    main()
