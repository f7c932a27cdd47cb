"""What a study will cost before it is begun: runs, time and disk, from a short measurement of the organisation at hand."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from sim.balance import Balance
from sim.engine.lanes import RUN_IN, Block
from sim.engine.run import LANES, warm_up
from sim.lab.sweep.design import count, drawn
from sim.lab.sweep.points import lived
from sim.lab.sweep.solving import lane_weeks
from sim.lab.sweep.study import Study
from sim.reference.many import ordinary
from sim.reference.run import lender, solving
from sim.reference.store import shape_of, stored
from sim.scenario.model import replaced

WATCHED, OVERHEAD = 13, 1.1
BYTES_A_NUMBER, BYTES_A_RUN = 9, 20


@dataclass(frozen=True)
class Estimate:
    """What a study comes to. `runs` counts all of them; baselines that no input touches are lived once, so it is an upper bound."""

    points: int
    arms: int
    members: int
    replications: int
    runs: int
    there: int
    solved: int
    searched: int
    seconds: float
    bytes: float
    cost: float

    @property
    def missing(self) -> int:
        """How many are still to be run."""
        return max(self.runs - self.there, 0)


def cost_of_a_week(study: Study) -> float:
    """Seconds that one lane of the first arm takes for a week, measured over some weeks of sixteen lanes."""
    warm_up()
    scenario = study.arms[0]
    block = Block(scenario, dict.fromkeys(Balance._fields, 1.0), 0, range(LANES))
    block.advance(ordinary(1))
    start = time.perf_counter()
    with np.errstate(all="ignore"):
        block.advance(ordinary(WATCHED))
    return max((time.perf_counter() - start) / (WATCHED * LANES), 1e-9)


def _new_make_ups(study: Study) -> int:
    """How many make-ups of a unit have no reference yet: each is searched for alone, which takes a minute or more."""
    sized = [column for column, one in enumerate(study.inputs) if one.kind == "organisation"]
    rows = np.unique(drawn(study)[:, sized], axis=0) if sized else np.zeros((1, 0))
    found = set()
    for arm in range(len(study.arms)):
        for row in rows:
            whole = np.array([one.default for one in study.inputs], dtype=np.float64)
            whole[sized] = row
            base = lender(replaced(lived(study, arm, whole), parameters={}))
            if stored(base) is None:
                found.add(shape_of(base.organisation))
    return len(found)


def _own_numbers(study: Study) -> int:
    """How many sets of the model's numbers the points come to, each with a reference of its own in each size; the defaults, where they are met, have one."""
    columns = [column for column, one in enumerate(study.inputs) if one.kind in ("parameter", "organisation")]
    rows = np.unique(drawn(study)[:, columns], axis=0)
    numbers = [place for place, column in enumerate(columns) if study.inputs[column].kind == "parameter"]
    usual = np.array([study.inputs[columns[place]].default for place in numbers])
    return int((rows[:, numbers] != usual).any(axis=1).sum())


def _solving_weeks(study: Study) -> float:
    """About how many weeks of a lane of the first arm the constants of one company take; they are found on an organisation of its own size."""
    people, whole = study.arms[0].organisation.employees, solving(study.arms[0]).organisation.employees
    return lane_weeks() * whole / max(people, 1)


def estimated(study: Study, workers: int, there: int = 0) -> Estimate:
    """The cost of a study on so many workers."""
    points, arms, members = count(study.design, study.inputs), len(study.arms), len(study.members)
    most = study.until.most if study.until else study.replications
    runs = points * arms * members * most
    own = any(one.kind == "parameter" for one in study.inputs)
    solved = _own_numbers(study) * members if own else sum(1 for one in study.members if one.parameters and not one.balances)
    cost = cost_of_a_week(study)
    run_ins = max(solved, members) * most
    weeks = max(runs - there, 0) * study.weeks + (run_ins * RUN_IN if runs > there else 0)
    seconds = (weeks * OVERHEAD + solved * _solving_weeks(study)) * cost / max(workers, 1)
    room = float(runs) * (BYTES_A_RUN + BYTES_A_NUMBER * len(study.outcomes))
    return Estimate(points, arms, members, most, runs, there, solved, _new_make_ups(study), seconds, room, cost)
