"""What the page is told about one comparison: sentences in every language, tiles and turns with their intervals, and lines to draw."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.app import choices
from sim.app.companies import HELPS
from sim.app.protocol import Named, Question, Size, frame
from sim.app.telling import Teller
from sim.app.words import Speech, page_words
from sim.lab.compare import Comparison, Difference
from sim.lab.result import BAND, Result
from sim.lab.spread import interval
from sim.lab.student import reach_of
from sim.measures import WEEKS_A_YEAR, Numbers
from sim.views import seen
from sim.views.texts import LANGUAGES
from sim.views.turns import turns

MOST_POINTS = 131
PERCENT = 100.0


class Remembered(Comparison):
    """A comparison that finds each difference once, however many sentences and tiles tell it."""

    def __init__(self, results: Sequence[Result]) -> None:
        super().__init__(results)
        self._found: dict[tuple[str, int | None, int | None], Difference] = {}

    def difference(self, measure: str, horizon_weeks: int | None = None, scenario: int | None = None) -> Difference:
        """As `Comparison.difference`."""
        key = (measure, horizon_weeks, scenario)
        if key not in self._found:
            self._found[key] = super().difference(measure, horizon_weeks, scenario)
        return self._found[key]


def told(question: Question, comparison: Comparison) -> bytes:
    """The answer to a question as one frame, without the question's number."""
    says = {language: _sentences(question, comparison, language) for language in LANGUAGES}
    head, series = parts(question.size, comparison, says)
    return frame({"kind": "answer", **head}, series)


def parts(size: Size, comparison: Comparison, says: Mapping[str, list[str]]) -> tuple[dict[str, Any], list[Named]]:
    """All that the page draws of a comparison: what is told, and lines by week."""
    places = points(comparison.weeks)
    people = comparison.base.scenario.organisation.employees
    head = {
        "size": size, "weeks": comparison.weeks, "companies": len(comparison.members), "people": people, "says": says,
        "profit": _profit(comparison), "tiles": [_tile(comparison.difference(name)) for name in choices.TILES],
        "turns": _turns(comparison), "ended": _ended(comparison),
        "hours": [_tile(comparison.difference(name)) for name in choices.ACTIVITIES], "goodhart": _goodhart(comparison),
        "silos": _silos(comparison),
    }
    return head, [Named("week", places + 1.0), *_voices(comparison, places), *_gain(comparison, places)]


def points(weeks: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Weeks (from 0) that are drawn: the last one, and others at even steps before it."""
    return np.arange(weeks - 1, -1, -max(1, math.ceil(weeks / MOST_POINTS)))[::-1].copy()


def _sentences(question: Question, comparison: Comparison, language: str) -> list[str]:
    """The verdict; a policy that somebody changed has no name of its own."""
    page = page_words(language)["page"]
    ours = page["policy"] if question.levers or question.scenario == question.baseline else _name(question.scenario, language)
    return verdict(question.size, comparison, language, ours, _name(question.baseline, language))


def verdict(size: Size, comparison: Comparison, language: str, ours: str, theirs: str) -> list[str]:
    """The verdict of a policy and a baseline of these names."""
    teller = Teller(comparison, Speech(language), ours, theirs)
    found = teller.preview(_share(comparison)) if size == "preview" else teller.sentences()
    return [sentence[:1].upper() + sentence[1:] for sentence in found]


def _name(scenario: str, language: str) -> str:
    """What a scenario is called within a sentence."""
    return str(page_words(language)["names"].get(scenario, seen.plain(scenario)))


def _tile(gap: Difference) -> dict[str, Any]:
    """One number with what it is under the baseline, and the difference with its interval."""
    return {"measure": gap.measure, "value": gap.scenario, "base": gap.baseline, "mean": gap.mean, "low": gap.low, "high": gap.high,
            "clear": gap.is_clear, "better": gap.direction, "count": list(gap.counted)}


def _profit(comparison: Comparison) -> dict[str, Any]:
    """The difference in summed profit, in per cent of what the reference earns in that time."""
    gap, share = comparison.profit(), _share(comparison)
    return {**_tile(gap), "mean": share * gap.mean, "low": share * gap.low, "high": share * gap.high, "value": None, "base": None,
            "same": bool(gap.pairs and gap.equal == gap.pairs)}


def _share(comparison: Comparison) -> float:
    """What makes an amount in euro a percentage of the reference's profit over the whole time."""
    ordinary = comparison.year_of_profit() * comparison.weeks / WEEKS_A_YEAR
    return PERCENT / ordinary if ordinary > 0 else math.nan


def _turns(comparison: Comparison) -> dict[str, Any]:
    found = turns(comparison, next(view for view in seen.views(comparison) if not view.is_baseline))
    return {"dip": found.dip_week, "even": found.break_even_week}


def _ended(comparison: Comparison) -> dict[str, Any]:
    mine, base = comparison.results[comparison.others[0]].ended(), comparison.base.ended()
    return {"mine": len(mine), "base": len(base), "first": mine[0] if mine else None}


def _goodhart(comparison: Comparison) -> dict[str, Any]:
    """What the KPI reports and what is truly done, last year, as an index (100: reference), and the gap with its interval."""
    gap = comparison.difference("goodhart_gap")
    views = {view.is_baseline: view for view in seen.views(comparison)}
    own = {}
    for key, view in (("mine", views[False]), ("base", views[True])):
        reported, true = (_mean_of(view.indexed(name)[:, -WEEKS_A_YEAR:]) for name in ("kpi_reported", "kpi_true"))
        low, high = interval(reported - true)
        own[key] = {"reported": _mean(reported), "true": _mean(true), "low": low, "high": high}
    return {**own, "gap": _tile(gap)}


def _silos(comparison: Comparison) -> dict[str, Any]:
    """Hours a week that each function of a unit gives to each other one in the last week, means of companies; and all of them together with their interval."""
    given = {key: np.asarray(result.part(HELPS)[:, 0], dtype=np.float64)
             for key, result in (("mine", comparison.results[comparison.others[0]]), ("base", comparison.base))}
    between = {key: values.sum(axis=(1, 2)) - values.trace(axis1=1, axis2=2) for key, values in given.items()}
    gap = between["mine"] - between["base"]
    low, high = interval(gap)
    told = {key: {"matrix": values.mean(axis=0).tolist(), "between": float(between[key].mean())} for key, values in given.items()}
    return {**told, "mean": float(gap.mean()), "low": low, "high": high, "clear": low > 0 or high < 0}


def _mean_of(values: Numbers) -> Numbers:
    """Means of companies over weeks, of those that have any; companies that ended before have none."""
    known = np.isfinite(values)
    some = known.any(axis=1)
    return np.asarray(np.where(known, values, 0.0)[some].sum(axis=1) / known[some].sum(axis=1), dtype=np.float64)


def _mean(values: Numbers) -> float:
    return float(values.mean()) if values.size else math.nan


def _voices(comparison: Comparison, places: np.ndarray[Any, Any]) -> list[Named]:
    """Each voice under the policy with its band, and under the baseline."""
    mine, found = comparison.results[comparison.others[0]], []
    for voice in choices.VOICES:
        values = mine.series(voice)[:, places]
        low, high = _band(values)
        lines: Mapping[str, Numbers] = {"mean": seen.mean(values), "low": low, "high": high, "base": seen.mean(comparison.base.series(voice)[:, places])}
        found += [Named(f"{voice}.{name}", line) for name, line in lines.items()]
    return found


def _band(values: Numbers) -> tuple[Numbers, Numbers]:
    """The middle 80 % of companies at each place; at once where all have a value, which is far quicker."""
    edges = np.quantile(values, BAND, axis=0) if np.isfinite(values).all() else np.array(seen.band(values))
    return edges[0], edges[1]


def _gain(comparison: Comparison, places: np.ndarray[Any, Any]) -> list[Named]:
    """What is earned against the baseline since the start, in the unit of the verdict's number: mean and its 95 % interval."""
    gap = comparison.units(comparison.paired("cumulative_profit")[:, places]) * _share(comparison)
    known = np.isfinite(gap)
    count = known.sum(axis=0)
    mean = np.where(known, gap, 0.0).sum(axis=0) / np.maximum(count, 1)
    spread = np.sqrt(np.where(known, (gap - mean) ** 2, 0.0).sum(axis=0) / np.maximum(count - 1, 1))
    reach = spread * np.array([reach_of(0.95, max(int(one) - 1, 1)) for one in count]) / np.sqrt(np.maximum(count, 1))
    mean = np.where(count > 0, mean, np.nan)
    return [Named("gain.mean", mean), Named("gain.low", mean - reach), Named("gain.high", mean + reach)]
