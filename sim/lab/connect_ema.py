"""A connector to the EMA workbench: a scenario as a workbench model, and a finished sweep as the experiments and outcomes that its analyses read.

    model = ema_model(load_scenario("small"), levers=["slack_share=0:0.3"], conditions=["demand=0.8:1.2"], measures=["engagement", "profit"])
    results = perform_experiments(model, scenarios=100, policies=10)         # the workbench runs it, one point at a time
    experiments, outcomes = as_experiments(open_sweep("sweeps/slack"))       # or our own sweep, which runs points as lanes, is handed over

The second way is many times faster: the workbench asks for one point at a time, and knows no lanes. Luck is the same at every point (the scenario's seed).
Levers are the workbench's levers, conditions and numbers of the model its uncertainties.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.lab.experiment import run_all
from sim.lab.extras import fetched
from sim.lab.finished import Finished, ask
from sim.lab.search_aims import Stretch, stretches
from sim.measures import MEASURES, Numbers, UnknownMeasure
from sim.scenario import Scenario, ScenarioError
from sim.scenario.keys import parameter_keys

if TYPE_CHECKING:
    import pandas

ASKER = "the connector to the EMA workbench"
Run = Callable[[Scenario], dict[str, float]]


def ema_model(base: Scenario, levers: Sequence[str] = (), conditions: Sequence[str] = (), parameters: Sequence[str] = (),
              measures: Sequence[str] = ("engagement", "satisfaction", "profit"), run: Run | None = None) -> Any:
    """A workbench `Model` whose function runs one point: levers, conditions and parameters as `NAME=LOW:HIGH`, outcomes as means of the last year over the
    scenario's replications. A parameter other than its default has a reference of its own, which takes a minute for each new value.

    Raises ScenarioError for unknown names or ranges, or where the workbench is missing."""
    unknown = [str(UnknownMeasure(name, list(MEASURES))) for name in measures if name not in MEASURES]
    if unknown:
        raise ScenarioError(unknown)
    chosen, world = stretches("--lever", levers) if levers else (), stretches("--condition", conditions) if conditions else ()
    numbers = _numbers(parameters)
    workbench = _workbench("ema_workbench")
    names = {one.name for one in chosen}, {one.name for one in world}, {_safe(one.name): one.name for one in numbers}

    def point(**values: float) -> dict[str, float]:
        """One point, lived."""
        policy, conditions_, own = ({names[2].get(name, name): float(value) for name, value in values.items() if name in some} for some in names)
        return (run or _lived(measures))(base.with_(policy=policy, world=conditions_, parameters=own))

    model = workbench.Model("trivox", function=point)
    model.levers = [workbench.RealParameter(one.name, one.low, one.high) for one in chosen]
    model.uncertainties = [workbench.RealParameter(_safe(one.name), one.low, one.high) for one in (*world, *numbers)]
    kinds = {"up": workbench.ScalarOutcome.MAXIMIZE, "down": workbench.ScalarOutcome.MINIMIZE, "none": workbench.ScalarOutcome.INFO}
    model.outcomes = [workbench.ScalarOutcome(name, kind=kinds[MEASURES[name].better]) for name in measures]
    return model


def _workbench(module: str) -> Any:
    return fetched(module, ASKER)


def _safe(name: str) -> str:
    """The workbench passes inputs as arguments of a function, whose names hold no dot."""
    return name.replace(".", "_")


def _numbers(given: Sequence[str]) -> tuple[Stretch, ...]:
    """Numbers of the model read from `NAME=LOW:HIGH`. Raises ScenarioError."""
    keys, found, wrong = parameter_keys(), [], []
    for text in given:
        name, _, ends = text.partition("=")
        key = keys.get(name)
        try:
            low, high = (float(end) for end in ends.split(":")) if ends else (key.low, key.high) if key else (0.0, 0.0)
        except ValueError:
            low, high = 0.0, 0.0
        if key is None or not key.low <= low < high <= key.high:
            wrong.append(f"parameters: {text[:60]} - write NAME=LOW:HIGH with a number of the model" + (f", within {key.allowed}" if key else ""))
        else:
            found.append(Stretch(name, low, high))
    if wrong:
        raise ScenarioError(wrong)
    return tuple(found)


def _lived(measures: Sequence[str]) -> Run:
    """What a point comes to: the mean over replications of each measure in the last year."""
    def run(scenario: Scenario) -> dict[str, float]:
        result = run_all([scenario])[0]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # no company has data: the mean of nothing is "no data"
            return {name: float(np.nanmean(result.reading_at(name, result.weeks))) for name in measures}

    return run


def as_experiments(sweep: Finished, arm: str = "", levels: bool = False) -> tuple[pandas.DataFrame, dict[str, Numbers]]:
    """A finished sweep as (experiments, outcomes): a row for each point that has all its runs, with its inputs, `scenario`, `policy` and `model` as the
    workbench names them; outcomes are means over members and replications, of an arm less the baseline where there are several (`levels`: its own).

    Points that lack a run in any outcome are left out. Raises ScenarioError as `ask` does."""
    import pandas

    told = {one.name: ask(sweep, one.name, arm, levels) for one in sweep.outcomes}
    kept = sorted(set.intersection(*(set(one.numbers.tolist()) for one in told.values())))
    first = next(iter(told.values()))
    rows = {name: dict(zip(one.numbers.tolist(), one.means.tolist(), strict=True)) for name, one in told.items()}
    places = [int(np.flatnonzero(first.numbers == number)[0]) for number in kept]
    experiments = pandas.DataFrame(first.points[places], columns=list(first.names))
    experiments["scenario"], experiments["policy"], experiments["model"] = kept, first.arm, "trivox"
    return experiments, {name: np.array([own[number] for number in kept]) for name, own in rows.items()}
