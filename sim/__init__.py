"""Trivox: a simulator of organisations. What leaders choose, what people and customers then do, and what becomes of profit.

    import sim
    comparison = sim.compare("reference", "people_first")
    print(comparison.verdict())

Nothing is imported until it is used, so that looking at a scenario costs a blink and only a run costs a compiler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.lab.compare import Comparison
    from sim.lab.experiment import compare, run, run_all
    from sim.lab.result import Result
    from sim.measures import MEASURES, Measure
    from sim.policy import CONDITIONS, LEVERS, Policy, World
    from sim.scenario import Scenario, ScenarioError, load_scenario

__version__ = "0.1.0"

_HOME = {
    "Comparison": "sim.lab.compare",
    "Result": "sim.lab.result",
    "compare": "sim.lab.experiment",
    "run": "sim.lab.experiment",
    "run_all": "sim.lab.experiment",
    "MEASURES": "sim.measures",
    "Measure": "sim.measures",
    "Policy": "sim.policy",
    "World": "sim.policy",
    "LEVERS": "sim.policy",
    "CONDITIONS": "sim.policy",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.scenario",
    "load_scenario": "sim.scenario",
}


def __getattr__(name: str) -> Any:
    """Fetch a name from its file when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}; it offers {', '.join(sorted(_HOME))}")
    import importlib

    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """What a user may ask for, before it was fetched too."""
    return sorted({*globals(), *_HOME})


__all__ = [
    "CONDITIONS",
    "LEVERS",
    "MEASURES",
    "Comparison",
    "Measure",
    "Policy",
    "Result",
    "Scenario",
    "ScenarioError",
    "World",
    "compare",
    "load_scenario",
    "run",
    "run_all",
]
