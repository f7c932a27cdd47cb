"""Sweeps: one question asked of many companies, policies and worlds at once (record 0017).

A study file says what varies and what is read off; `drive` runs what is not there yet, in processes that may die; `table.open_sweep` opens what came of it;
`asking.run_study` does all three.
"""

from sim.lab.sweep.table import Sweep, open_sweep

__all__ = ["Sweep", "open_sweep"]
