"""A study from file to table in one call, for scripts and notebooks."""

from __future__ import annotations

from pathlib import Path

from sim.lab.sweep.clock import Tell
from sim.lab.sweep.drive import Ways, drive
from sim.lab.sweep.study_file import load_study
from sim.lab.sweep.table import Sweep, open_sweep


def run_study(file: str | Path, folder: str | Path | None = None, workers: int | None = None, tell: Tell | None = None) -> Sweep:
    """The finished sweep of a study file: what is missing is run first, by so many processes (0: this one), and nothing is run twice.

    The folder is the one that `trivox sweep` takes, sweeps/NAME, unless told otherwise. Raises ScenarioError for a wrong file or folder, and
    KeyboardInterrupt when it was stopped: what was run is kept, and the same call goes on.
    """
    study = load_study(file)
    place = Path(folder) if folder is not None else Path("sweeps") / study.name
    if drive(study, place, Ways(workers, tell=tell)).paused:
        raise KeyboardInterrupt
    return open_sweep(place)
