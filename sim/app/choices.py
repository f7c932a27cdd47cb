"""What the page chooses to show, and nothing that is declared elsewhere: which levers stand in front, which scenarios are presets, which numbers are tiles."""

from __future__ import annotations

FRONT = (
    "profit_chasing", "leader_listening", "vision", "follow_through", "leader_visibility",
    "autonomy", "control",
    "reward_intensity", "kpi_weight", "csat_weight", "joint_okr_weight",
    "slack_share", "prioritisation", "recovery",
    "staffing", "shared_platform",
    "manager_customer_contact", "yielding",
    "training", "home_working")
"""Levers in sight at once; all others wait behind "more"."""

PRESET_GROUPS = {
    "start": ("reference", "people_first", "profit_chase"),
    "rewards": ("kpi_machine", "congruent_kpi", "joint_okrs"),
    "room": ("twenty_percent", "self_managing_teams", "principle_instead_of_rules", "home_working_half"),
    "customers": ("customer_obsession", "decisive_managers", "empty_promises"),
    "change": ("small_steps", "big_programme", "culture_only", "shared_platform"),
    "means": ("people_as_a_means", "talent_and_diversity"),
    "world": ("crisis", "crisis_cuts", "crisis_focus", "crisis_savings_that_bind", "war_on_talent", "war_on_talent_answered", "volatile_world",
              "volatile_world_recovery"),
}
"""Scenarios of the library that can be picked, in groups; all are of the reference's organisation, so that they can be compared."""
PRESETS = tuple(name for names in PRESET_GROUPS.values() for name in names)
FIRST, FIRST_BASELINE = "people_first", "reference"
"""What somebody sees who comes without a link."""

TILES = ("voice_employee", "voice_customer", "voice_business", "satisfaction", "quit_rate_year", "silo_index")
"""Measures with a number of their own; profit comes first and apart."""
ACTIVITIES = ("share_output", "share_care", "share_help", "share_room", "share_gaming")
VOICES = ("voice_employee", "voice_customer", "voice_business")
