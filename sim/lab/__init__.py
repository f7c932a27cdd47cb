"""The laboratory: run scenarios, read their results, compare them in identical companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.lab.compare import BreakEven, Comparison, Difference, Dip
    from sim.lab.experiment import run, run_all
    from sim.lab.result import Result

_HOME = {
    "Result": "sim.lab.result",
    "Comparison": "sim.lab.compare",
    "Difference": "sim.lab.compare",
    "Dip": "sim.lab.compare",
    "BreakEven": "sim.lab.compare",
    "run": "sim.lab.experiment",
    "run_all": "sim.lab.experiment",
}


def __getattr__(name: str) -> Any:
    """Fetch a name from its file when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'sim.lab' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOME[name]), name)


__all__ = ["BreakEven", "Comparison", "Difference", "Dip", "Result", "run", "run_all"]
