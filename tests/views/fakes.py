"""Results and comparisons made up for pictures: plausible curves in real results, without an engine."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.engine.weekly import Weekly
from sim.lab.compare import Comparison
from sim.lab.result import Result
from sim.scenario.model import Scenario

HELP = np.array([[0.0, 62, 40, 12], [55, 0, 70, 20], [38, 66, 0, 18], [9, 14, 16, 0]])
PROFIT, REVENUE = 29_000.0, 320_000.0
YARDSTICK = {
    "profit_week": PROFIT, "revenue_week": REVENUE, "margin": PROFIT / REVENUE, "margin_year_sd": 0.012, "satisfaction_unit_sd": 0.35, "heads": 240.0,
    "kpi_true": 1.0, "kpi_reported": 1.0, "help_given": 1850.0, "help_needed": 2000.0, "wait": 0.4, "share_room": 0.1, "exceptions_asked": 40.0,
    "exceptions_accepted": 20.0}
POLICIES = {
    "people_first": {"autonomy": 0.7, "slack_share": 0.16, "reward_intensity": 0.0, "leader_listening": 0.6},
    "profit_chase": {"profit_chasing": 0.9, "reward_intensity": 0.2, "voice_business": 0.8, "control": 0.7}}


def moved(weeks: int, companies: int, seed: int, end: float, noise: float, dip: float = 0.0, when: float = 0.45) -> np.ndarray:
    """Curves from 0 to `end` with a dip of the given depth around the given year, and luck, by [company, week]."""
    year, luck = np.arange(1, weeks + 1) / 52, np.random.default_rng(seed)
    walk = np.cumsum(luck.normal(0, noise, (companies, weeks)), axis=1) * 0.12
    return np.asarray(end * (1 - np.exp(-year / 1.5)) - dip * np.exp(-(((year - when) / 0.35) ** 2)) + walk + luck.normal(0, noise, (companies, weeks)))


def fake_weekly(strength: float, weeks: int, companies: int) -> dict[str, np.ndarray]:
    """Weekly columns of a policy that helps (strength 1) or harms (-1) people, customers and, after a dip, profit."""
    flat, slow = np.ones((companies, weeks)), np.ones((companies, 1)) * (1 - np.exp(-np.arange(weeks) / 60))
    week = dict.fromkeys(Weekly._fields, 0.0 * flat)
    gaming, care = np.clip(0.03 - 0.05 * strength * slow, 0.006, 1), 0.20 + 0.05 * strength * slow
    helping, room = 0.45 * care, 0.10 + 0.05 * max(strength, -1.2) * slow
    week |= {"share_gaming": gaming, "share_care": care, "share_help": helping, "share_room": room, "share_output": 1 - gaming - care - helping - room}
    true = 1 + moved(weeks, companies, 5, 0.10 * strength, 0.01)
    week |= {"kpi_true": true, "kpi_reported": true + max(0.0, 0.02 - 0.22 * strength) * slow}
    week["engagement"], week["exhaustion"] = moved(weeks, companies, 6, 0.4 * strength, 0.02), moved(weeks, companies, 7, -0.3 * strength, 0.02)
    week["satisfaction"] = week["satisfaction_with_leavers"] = moved(weeks, companies, 8, 0.12 * strength, 0.008)
    week["profit"] = PROFIT + 1000 * moved(weeks, companies, 4, 9 * strength, 3.0, 16 * strength)
    week["revenue"] = REVENUE * (1 + moved(weeks, companies, 9, 0.06 * strength, 0.01))
    week |= {"heads": 240 * flat, "burnt_out": 43 * (1 - 0.3 * strength * slow), "quits": 0.7 * (1 - 0.4 * strength * slow), "hours": 8000 * flat}
    week |= {"customers": 2400 * (1 + 0.05 * strength * slow), "customers_left": 7 * (1 - 0.3 * strength * slow), "requests": 600 * flat, "alive": flat.copy()}
    week |= {"repeats": 60 * (1 - 0.3 * strength * slow), "wait": 0.4 * (1 - 0.2 * strength * slow), "help_needed": 2000 * flat, "cash": 1e6 * flat}
    return week | {"help_given": 1850 * (1 + 0.06 * strength * slow)}


def fake_result(name: str = "people_first", strength: float = 1.0, weeks: int = 260, companies: int = 16, **replace: Any) -> Result:
    """A result with made-up weekly columns; `replace` puts other arrays or fields in their place."""
    weekly = fake_weekly(strength, weeks, companies)
    weekly |= {key: value for key, value in replace.items() if key in weekly}
    words = {key: replace.get(key, "") for key in ("question", "title", "source")}
    scenario = Scenario(name=name, policy=POLICIES.get(name, {}), weeks=weeks, replications=companies, **words)
    provenance = {"version": "0.1.0", "source_hash": "a1b2c3d4e5f6", "scenario_hash": scenario.fingerprint()[:16], "seed": 7, "libraries": {"numpy": "2.4.6"}}
    matrix = replace.get("who_helps", HELP * (1 + 0.5 * strength))
    return Result(SimpleNamespace(scenario=scenario, weekly=weekly, parts={}, who_helps=matrix, yardstick=dict(YARDSTICK), provenance=provenance))


def fake_comparison(**replace: Any) -> Comparison:
    """The three classic policies: reference (the baseline), people first, profit chase."""
    return Comparison([fake_result("reference", 0.0, **replace), fake_result("people_first", 1.0, **replace), fake_result("profit_chase", -1.0, **replace)])
