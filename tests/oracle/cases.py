"""The small organisations and the strong policies on which engine and twin are compared."""

from __future__ import annotations

from typing import Any

from sim.scenario import Event, Scenario, Step, load_scenario

ORGANISATIONS: dict[str, dict[str, Any]] = {
    "three teams": {"units": 1, "teams_per_unit": 3, "team_size": 4, "customers_per_unit": 12},
    "two units": {"units": 2, "teams_per_unit": 2, "team_size": 3, "customers_per_unit": 9, "unit_spread": 0.2},
    "five teams": {"units": 1, "teams_per_unit": 5, "team_size": 2, "customers_per_unit": 30},
    "one team": {"units": 1, "teams_per_unit": 1, "team_size": 5, "customers_per_unit": 20},
    "single journeys": {"units": 2, "teams_per_unit": 3, "team_size": 3, "customers_per_unit": 10, "journey": "single"},
    "no customers": {"units": 1, "teams_per_unit": 2, "team_size": 3, "customers_per_unit": 0},
    "one employee": {"units": 1, "teams_per_unit": 1, "team_size": 1, "customers_per_unit": 8},
    "no employees": {"units": 1, "teams_per_unit": 2, "team_size": 0, "customers_per_unit": 8},
    "nobody": {"units": 0},
}

POLICIES: dict[str, dict[str, float]] = {
    "reference": {},
    "profit first": {"profit_chasing": 1.0, "voice_business": 1.0, "voice_customer": 0.02, "voice_employee": 0.02},
    "focus": {"prioritisation": 1.0, "slack_share": 0.3, "yielding": 0.0},
    "yield to all": {"yielding": 1.0, "voice_customer": 1.0, "task_division": 0.0},
    "fine division": {"task_division": 1.0, "reward_intensity": 0.4, "kpi_weight": 0.4, "csat_weight": 0.3, "joint_okr_weight": 0.3},
    "fear": {"control": 1.0, "autonomy": 0.0, "psychological_safety": 0.0, "manager_doubt": 1.0, "leader_listening": 0.0, "compliance_load": 0.25},
    "trust": {"control": 0.0, "autonomy": 1.0, "psychological_safety": 1.0, "manager_doubt": 0.0, "leader_listening": 1.0, "recovery": 1.0,
              "manager_customer_contact": 1.0, "kpi_validity": 0.95, "kpi_humility": 1.0},
    "game the number": {"reward_intensity": 0.4, "kpi_validity": 0.4, "kpi_humility": 0.0, "slack_share": 0.0},
    "new ways": {"standardisation": 0.9, "customer_process": 0.8, "guiding_principle": 0.9, "rule_density": 0.0, "shared_platform": 1.0, "home_working": 4.0,
                 "internal_frame": 0.0, "diversity": 0.9, "sponsorship": 1.0, "kpi_weight": 0.5, "joint_okr_weight": 0.5, "environment_redesign": 0.8,
                 "prioritisation": 0.5},
    "teams decide": {"self_management": 1.0, "decisiveness": 1.0, "explanation": 1.0, "maturity_belief": 1.0, "involvement": 1.0, "dialogue_platform": 1.0,
                     "diversity": 1.0, "talent_room": 1.0, "room_for_mistakes": 1.0, "results_steering": 1.0, "guiding_principle": 1.0, "rule_density": 0.0,
                     "shared_platform": 1.0, "customer_participation": 1.0, "home_working": 5.0},
    "asked, not heard": {"involvement": 1.0, "measure_engagement": 12.0, "leader_listening": 0.0, "psychological_safety": 0.0, "diversity": 1.0,
                         "results_steering": 1.0, "room_for_mistakes": 0.0, "rule_density": 1.0, "standardisation": 1.0, "decisiveness": 0.0,
                         "maturity_belief": 0.0, "cost_cut": 0.3, "slack_share": 0.0},
    "means": {"executive_pay_gap": 1.0, "shareholder_focus": 1.0, "standardisation": 1.0, "responsibility": 1.0, "autonomy": 0.1, "purpose": 1.0,
              "recovery": 0.0, "training": 0.0},
    "talent": {"talent_room": 1.0, "diversity": 1.0, "purpose": 0.8, "responsibility": 0.9, "autonomy": 0.8, "training": 3.0, "communication": 0.9},
    "words and steps": {"vision": 1.0, "inspiration": 1.0, "culture_campaign": 1.0, "follow_through": 0.2, "message_order": 1.0, "change_style": 1.0,
                        "leader_visibility": 12.0, "leader_customer_contact": 8.0, "measure_engagement": 12.0, "communication": 1.0, "patience_weeks": 8.0,
                        "csat_weight": 0.5, "joint_okr_weight": 0.3, "kpi_weight": 0.2, "shared_platform": 1.0, "shareholder_focus": 1.0, "training": 4.0},
    "too few": {"staffing": 0.4, "manager_own": 0.02, "manager_power": 1.0},
}

EVENTS = (Event("layoffs", 6, 0.3), Event("crisis", 10, 0.6, weeks=5), Event("labour_squeeze", 12, 2.0, weeks=6), Event("layoffs", 20, 0.2, refill=True),
          Event("reorganisation", 4, 0.5), Event("priority_shock", 8, 0.6), Event("competitor", 9, 1.0, weeks=8), Event("cost_cut", 5, 0.2, weeks=9),
          Event("labour_slump", 25, 1.0, weeks=3))
TIMELINE = (Step("autonomy", "ramp", 3, 15, 0.9), Step("slack_share", "on-off", 5, 40, 0.3, 4, 4))


def case(organisation: str = "three teams", policy: str = "reference", *, events: bool = False, off: tuple[str, ...] = (), **more: Any) -> Scenario:
    """One scenario of the comparison. `more` goes to `Scenario.with_`."""
    changes: dict[str, Any] = {"organisation": ORGANISATIONS[organisation], "policy": POLICIES[policy], "off": off, **more}
    if events:
        changes |= {"events": EVENTS, "timeline": TIMELINE}
    return load_scenario("reference").with_(**changes)
