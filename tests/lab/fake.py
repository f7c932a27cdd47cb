"""A made-up record whose answers are known beforehand, so that measures and comparisons can be wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.engine.weekly import Weekly
from sim.scenario import Scenario

LEVELS = {
    "heads": 240.0,
    "hours": 8000.0,
    "customers": 2400.0,
    "requests": 600.0,
    "repeats": 90.0,
    "hand_overs": 900.0,
    "help_needed": 700.0,
    "help_given": 560.0,
    "wait": 1.0,
    "share_output": 0.58,
    "share_care": 0.20,
    "share_help": 0.09,
    "share_gaming": 0.03,
    "share_room": 0.10,
    "kpi_true": 1.0,
    "kpi_reported": 1.0,
    "target": 1.0,
    "alive": 1.0,
    "skill": 1.0,
    "support": 1.0,
    "standard": 1.0,
    "time_spent": 1.0,
    "capability": 1.0,
    "quits": 0.7,
    "hired": 0.7,
    "customers_left": 6.9,
    "customers_joined": 6.9,
    "exceptions_asked": 40.0,
    "exceptions_accepted": 20.0,
    "burnt_out": 43.0,
    "absent": 12.0,
    "utilisation": 0.85,
    "revenue": 400_000.0,
    "payroll": 300_000.0,
    "bonuses": 15_000.0,
    "fixed": 30_000.0,
    "material": 15_000.0,
    "turnover_cost": 4_000.0,
    "demand": 1.0,
    "insight": 1.0,
    "attention_customer": 0.33,
    "attention_business": 0.33,
    "attention_employee": 0.33,
    "cash": 1e6,
    "decision_weeks": 1.0,
    "decisions_own": 0.07,
    "ideas": 1.0,
    "ideas_heard": 1.0,
    "errors_hidden": 1.0,
    "errors_reported": 1.0,
    "obstacles": 3.0,
}
YARDSTICK = {
    "profit_week": 36_000.0,
    "revenue_week": 400_000.0,
    "margin": 0.09,
    "margin_year_sd": 0.02,
    "satisfaction_unit_sd": 0.3,
    "heads": 240.0,
    "customers": 2400.0,
}


@dataclass(frozen=True)
class FakeRecord:
    """What the engine leaves behind, made by hand."""

    scenario: Scenario
    weekly: dict[str, Any]
    parts: dict[str, Any] = field(default_factory=dict)
    who_helps: Any = None
    yardstick: dict[str, float] = field(default_factory=lambda: dict(YARDSTICK))
    provenance: dict[str, Any] = field(default_factory=dict)


def fake(scenario: Scenario | None = None, *, replications: int = 8, weeks: int = 104, seed: int = 1, luck: float = 20_000.0, **columns: Any) -> FakeRecord:
    """A record at rest with luck in revenue; columns are replaced by numbers or arrays that broadcast to [replication, week]."""
    scenario = scenario or Scenario()
    shape = (replications, weeks)
    weekly = {name: np.full(shape, LEVELS.get(name, 0.0)) for name in Weekly._fields}
    generator = np.random.default_rng(seed)
    weekly["revenue"] += luck * generator.standard_normal(shape)
    extra = columns.pop("extra_profit", 0.0)
    weekly["revenue"] += extra
    for name, values in columns.items():
        weekly[name] = np.broadcast_to(np.asarray(values, dtype=np.float64), shape).copy()
    if "profit" not in columns:
        weekly["profit"] = weekly["revenue"] - sum(
            weekly[name] for name in ("payroll", "bonuses", "fixed", "material", "turnover_cost", "programmes", "interest")
        )
    about = {
        "version": "0.0",
        "source_hash": "f" * 64,
        "scenario_hash": scenario.fingerprint(),
        "seed": seed,
        "replications": replications,
        "weeks": weeks,
        "libraries": {"numpy": "1"},
        "seconds": id(weekly),
    }
    return FakeRecord(scenario, weekly, who_helps=np.zeros((4, 4)), provenance=about)


def engine(**effects: float) -> Callable[..., list[FakeRecord]]:
    """An engine that gives each scenario, by name, a constant extra weekly profit after a costly first half year."""

    def run_scenarios(
        scenarios: Sequence[Scenario],
        *,
        replications: int,
        seed: int,
        weeks: int,
        threads: int | None = None,
        record: Sequence[str] = (),
        progress: Any = None,
    ) -> list[FakeRecord]:
        if progress:
            progress("running", 1.0)
        made = []
        for scenario in scenarios:
            gain = effects.get(scenario.name, 0.0)
            path = np.where(np.arange(weeks) < 26, -abs(gain), gain)
            made.append(fake(scenario, replications=replications, weeks=weeks, seed=seed, extra_profit=path, engagement=gain / 20_000))
        return made

    return run_scenarios
