"""The weekly record as the twin's agents tell it: sums in the order of seats, in double precision."""

from __future__ import annotations

from typing import Any

from sim.engine.writing import BURNT_OUT, TALENTED
from sim.policy import LEVERS

OF_PEOPLE = ("engagement", "exhaustion", "trust", "resignation", "dissonance", "support", "gaming_skill", "talent", "share_output", "share_care", "share_help",
             "share_gaming", "share_room")
MEANS_OF_TEAMS = {name: name for name in ("overtime", "pressure", "utilisation", "wait", "standard", "time_spent", "capability", "obstacles", "quality",
                                          "kpi_true", "kpi_reported", "target", "doubt", "insight", "decision_weeks", "skill",
                                          "hire_chance", "attainment", "ideas", "ideas_heard", "heard", "renewal", "errors_hidden", "errors_reported",
                                          "meaning", "fit", "consistency", "method", "decisions_own", "clarity", "internal_service", "csat_reported",
                                          "joint_score", "safety", "example", "given_up", "hands")}
MEANS_OF_TEAMS |= {"autonomy_lived": "autonomy", "control_lived": "control"}
SUMS_OF_TEAMS = {"hours": "hours", "backlog": "backlog", "help_needed": "help_needed", "hired": "hired", "help_given": "hours_help",
                 "exceptions_accepted": "exceptions", "heads_wanted": "heads_wanted"}
SUMS_OF_UNITS = {"customers": "customers", "customers_joined": "joined", "customers_left": "left", "expectation_gap": "expectation_gap",
                 "delighted": "delighted", "loss_making": "loss_making", "exceptions_asked": "asked", "dropped": "dropped",
                 "complaints": "complaints"}
OF_FIRM = ("attention_customer", "attention_business", "attention_employee", "insecurity", "demand", "quits", "dismissed", "revenue", "payroll", "bonuses",
           "fixed", "material", "turnover_cost", "programmes", "interest", "owners", "profit", "cash", "alive",
           "customer_seen", "employee_seen", "leader_insight", "reliance", "leader_time", "resolve", "change", "programme_hours", "credibility",
           "belief", "cynicism", "alignment", "scatter", "fatigue", "know_how", "turbulence", "fairness", "pay_motive", "employer", "supplier",
           "validity", "meeting")
CALLED = {"policy_intended": "intended", "policy_lived": "lived"}


def weekly_row(model: Any) -> dict[str, Any]:
    """One row of the weekly record."""
    d = model.rules.double
    row = {"leader_pressure": d(model.firm.pressure), **{name: d(getattr(model.firm, name)) for name in OF_FIRM},
           **{name: d(getattr(model.firm, column)) for name, column in CALLED.items()}}
    return row | _of_people(model) | _of_teams(model) | _of_customers(model) | {"practice_gap": _distance_from_policy(model)}


def _distance_from_policy(model: Any) -> Any:
    one, share, gap = model.rules.number, model.rules.double(1.0) / model.rules.double(len(LEVERS)), model.rules.double(0.0)
    for k, name in enumerate(LEVERS):
        gap = gap + share * (abs(one(model.coming[k]) - getattr(model.practice, name)) / model.levers[name].span)
    return gap


def _of_people(model: Any) -> dict[str, Any]:
    d, people = model.rules.double, model.people
    row = {name: d(0.0) for name in ("heads", "absent", "burnt_out", "talented", *OF_PEOPLE)}
    for one in people:
        row["heads"] = row["heads"] + one.present
        if one.absence > 0.5:
            row["absent"] = row["absent"] + one.present
        if one.exhaustion > BURNT_OUT:
            row["burnt_out"] = row["burnt_out"] + one.present
        if one.talent > TALENTED:
            row["talented"] = row["talented"] + one.present
        for name in OF_PEOPLE:
            row[name] = row[name] + one.present * getattr(one, name)
    each = d(1.0) / max(row["heads"], d(1.0))
    return row | {name: row[name] * each for name in OF_PEOPLE}


def _of_teams(model: Any) -> dict[str, Any]:
    d = model.rules.double
    count, pairs = d(1.0) / max(d(len(model.teams)), d(1.0)), d(1.0) / max(d(len(model.ties)), d(1.0))
    row = dict.fromkeys((*MEANS_OF_TEAMS, *SUMS_OF_TEAMS, "tie_strength", "hand_over_loss", "hand_overs", "vacancies"), d(0.0))
    for team in model.teams:
        row["vacancies"] = row["vacancies"] + max(team.heads_wanted - team.heads, d(0.0))
        for name, column in MEANS_OF_TEAMS.items():
            row[name] = row[name] + count * getattr(team, column)
        for name, column in SUMS_OF_TEAMS.items():
            row[name] = row[name] + getattr(team, column)
    for tie in model.ties:
        row["tie_strength"] = row["tie_strength"] + pairs * tie.strength
        row["hand_over_loss"] = row["hand_over_loss"] + pairs * tie.loss
        row["hand_overs"] = row["hand_overs"] + tie.flow
    return row


def _of_customers(model: Any) -> dict[str, Any]:
    d = model.rules.double
    row = dict.fromkeys((*SUMS_OF_UNITS, "satisfaction", "satisfaction_with_leavers", "requests", "repeats"), d(0.0))
    contacts = d(0.0)
    for unit in model.units:
        contacts = contacts + unit.contacts
        row["satisfaction"] = row["satisfaction"] + unit.customers * unit.satisfaction
        row["satisfaction_with_leavers"] = row["satisfaction_with_leavers"] + unit.customers * unit.voice
        for name, column in SUMS_OF_UNITS.items():
            row[name] = row[name] + getattr(unit, column)
    for journey in model.journeys:
        row["requests"], row["repeats"] = row["requests"] + journey.requests, row["repeats"] + journey.repeats
    each, served = d(1.0) / max(row["customers"], d(1.0)), d(1.0) / max(contacts, d(1.0))
    for name, share in (("satisfaction", each), ("satisfaction_with_leavers", each), ("loss_making", each), ("expectation_gap", served), ("delighted", served)):
        row[name] = row[name] * share
    return row
