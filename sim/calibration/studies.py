"""The studies repeated lane by lane: units of one organisation surveyed year by year, people followed from one moment to a later one, trials with a twin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calibration.targets import NAMES
from sim.measures.responses import OUTPUT_SPREAD
from sim.measures.units import Study, by_unit, by_year, correlation, surveyed, unit_study

Numbers = NDArray[np.float64]
ORDER = NAMES
NEW_WEEKS = 104.0
OUTPUT_SD = OUTPUT_SPREAD
CUSTOMERS_ASKED, CUSTOMER_SD = 25.0, 1.0


def of_units(units: dict[str, Numbers], number: int) -> dict[str, Numbers]:
    """Links between units (V1 to V5) of each lane: arrays are [week, unit or team, lane]."""
    found: dict[str, list[float]] = {name: [] for name in ("V1", "V2", "V3", "V4", "V5")}
    for lane in range(units["revenue"].shape[2]):
        one = {name: array[:, :, lane].astype(np.float64) for name, array in units.items()}
        heads = by_unit(one["heads"], number)
        year = {name: by_year(by_unit(one[name], number) if name in ("quits",) else one[name], how="sum") for name in ("revenue", "cost", "quits")}
        people, engagement = by_year(heads), by_year(by_unit(one["engagement"], number, one["heads"]))
        outcomes = {
            "V1": surveyed(by_year(one["satisfaction"]), CUSTOMERS_ASKED, CUSTOMER_SD, seed=2),
            "V2": year["revenue"] / people,
            "V3": 1.0 - year["cost"] / year["revenue"],
            "V4": year["quits"] / people,
        }
        study = unit_study(engagement[None], {name: values[None] for name, values in outcomes.items()}, Study())
        for name in outcomes:
            found[name].append(study[name].observed)
        found["V5"].append(study["V4"].split.relative)
    return {name: np.array(values) for name, values in found.items()}


def of_people(moments: Sequence[dict[str, Any]], team_first_person: NDArray[Any]) -> dict[str, Numbers]:
    """Links between people (V6, V7, V10) of each lane, from snapshots a quarter apart."""
    seats = np.diff(team_first_person)
    lanes = moments[0]["people.present"].shape[1]
    found: dict[str, list[float]] = {name: [] for name in ("V6", "V7", "V10")}
    for lane in range(lanes):
        here = [{name: array[:, lane] for name, array in moment.items()} for moment in moments]
        years = [(here[k], here[k + 4]) for k in range(0, len(here) - 4, 4)]
        found["V6"].append(_pooled([(a["people.engagement"][a["people.present"] > 0.5], _left(a, b)) for a, b in years]))
        new, old = np.zeros(2), np.zeros(2)
        for a, b in pairwise(here):
            young = a["people.tenure"][a["people.present"] > 0.5] < NEW_WEEKS
            left = _left(a, b)
            new += (left[young].sum(), young.sum())
            old += (left[~young].sum(), (~young).sum())
        found["V7"].append(float((new[0] / new[1]) / (old[0] / old[1])) if old[0] > 0 and new[1] > 0 else np.nan)
        rooms = [np.clip(np.repeat(a["teams.autonomy"], seats) + a["people.room_in_job"], -6.0, 6.0) for a, _ in years]
        found["V10"].append(_pooled([(room[a["people.present"] > 0.5], a["people.engagement"][a["people.present"] > 0.5])
                                     for room, (a, _) in zip(rooms, years, strict=True)]))
    return {name: np.array(values) for name, values in found.items()}


def _left(a: dict[str, Any], b: dict[str, Any]) -> Numbers:
    """Of those who were there at the first moment, who is gone at the second (1) or not (0)."""
    here = a["people.present"] > 0.5
    stayed = (b["people.present"] > 0.5) & (b["people.generation"] == a["people.generation"])
    return np.asarray(~stayed[here], dtype=np.float64)


def _pooled(pairs: Sequence[tuple[Any, Any]]) -> float:
    """The mean of the correlations of several moments."""
    found = [correlation(x, y) for x, y in pairs]
    return float(np.nanmean(found)) if np.isfinite(found).any() else float("nan")


def of_levels(weekly: dict[str, Numbers]) -> dict[str, Numbers]:
    """Levels of the reference itself (V8, V9)."""
    return {"V8": 52.0 * weekly["quits"].mean(axis=0) / weekly["heads"].mean(axis=0), "V9": (weekly["burnt_out"] / weekly["heads"]).mean(axis=0)}


def of_trials(weekly: dict[str, Numbers], tried: dict[str, Any], wage: Numbers) -> dict[str, Numbers]:
    """What trials do (V9 stress, V11, V12, V13), against the reference's own weeks under the same luck."""
    stress, bonus, empty = tried["stress"], tried["bonus"], tried["empty"]
    year, half = slice(0, stress["heads"].shape[0]), slice(stress["heads"].shape[0] // 2, stress["heads"].shape[0])
    burnt = (stress["burnt_out"] / stress["heads"])[half].mean(axis=0) - (weekly["burnt_out"] / weekly["heads"])[half].mean(axis=0)
    gain = np.log(bonus["kpi_reported"][13:].mean(axis=0) / weekly["kpi_reported"][13 : bonus["kpi_reported"].shape[0]].mean(axis=0))
    cut = np.log(stress["time_spent"] / stress["standard"]) - np.log(weekly["time_spent"] / weekly["standard"])[year]
    pushed = stress["pressure"] - weekly["pressure"][year]
    gap = (stress["standard"] - stress["time_spent"]) - (weekly["standard"] - weekly["time_spent"])[year]
    fall = -(np.diff(stress["standard"], axis=0) - np.diff(weekly["standard"][year], axis=0))
    weeks = empty["profit"].shape[0]
    quits = (empty["quits"] - weekly["quits"][:weeks]).sum(axis=0)
    lost = (weekly["profit"][:weeks] - empty["profit"]).sum(axis=0)
    return {
        "V9 stress": burnt,
        "V11 quantity": gain / OUTPUT_SD,
        "V11 sales": tried["team bonus"] / tried["valid"] - 1.0,
        "V12 corners": cut.mean(axis=0) / pushed.mean(axis=0),
        "V12 standard": gap[:-1].mean(axis=0) / fall.mean(axis=0),
        "V13": lost / np.maximum(quits, 1.0) / (52.0 * wage),
    }
