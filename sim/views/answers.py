"""What `--json` answers: the same bytes for the same question. No times, no paths, no threads; missing numbers are null; keys are sorted."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.lab.compare import Comparison
    from sim.lab.result import Result
    from sim.measures import Measure, Numbers, Outcome
    from sim.scenario import Scenario
    from sim.views.texts import Texts

UNSTABLE = frozenset({"threads", "seconds", "duration", "started", "finished", "time", "host", "path", "batch", "lanes"})
"""Provenance that may differ between two runs of the same question."""


def text(answer: Any) -> str:
    """An answer as JSON text with a line end."""
    return json.dumps(clean(answer), sort_keys=True, indent=1, allow_nan=False, ensure_ascii=True) + "\n"


def clean(thing: Any) -> Any:
    """Plain JSON values only: arrays become lists, what is not finite becomes null."""
    if hasattr(thing, "tolist"):
        thing = thing.tolist()
    if isinstance(thing, Mapping):
        return {str(key): clean(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [clean(value) for value in thing]
    if isinstance(thing, float):
        return thing if math.isfinite(thing) else None
    return thing if thing is None or isinstance(thing, bool | int | str) else str(thing)


def provenance(result: Result) -> dict[str, Any]:
    """Where the numbers come from, as far as it is the same in every run of the question."""
    return {key: value for key, value in result.provenance.items() if key not in UNSTABLE}


def scenario(thing: Scenario) -> dict[str, Any]:
    """A scenario: its texts, its fingerprint, and all that its results depend on."""
    return {
        "name": thing.name,
        "title": thing.title,
        "question": thing.question,
        "look_at": thing.look_at,
        "source": thing.source,
        "group": thing.group,
        "fingerprint": thing.fingerprint(),
        "settings": thing.canonical(),
    }


def price(thing: Scenario) -> dict[str, float]:
    """What the policy costs beyond the reference by its declared prices, in euro for each person employed, over the horizon."""
    from sim.scenario.budget import price_of

    found = price_of(thing)
    return {**found._asdict(), "total": found.total}


def differences(mine: Scenario, base: Scenario) -> list[dict[str, Any]]:
    """Every setting in which a scenario differs from its base."""
    return [{"setting": path, "value": ours, "base": theirs} for path, ours, theirs in mine.differences(base)]


def weekly(result: Result) -> dict[str, dict[str, Numbers]]:
    """Headline measures by week: mean and the middle 80 % of companies."""
    from sim.measures import HEADLINES

    answer = {}
    for name in HEADLINES:
        low, high = result.band(name)
        answer[name] = {"mean": result.mean(name), "low": low, "high": high}
    return answer


def run(result: Result) -> dict[str, Any]:
    """The answer to `trivox run`."""
    return {
        "kind": "trivox run",
        "scenario": scenario(result.scenario),
        "provenance": provenance(result),
        "summary": result.summary(),
        "weekly": weekly(result),
        "bankrupt": result.bankrupt(),
        "ended_in_weeks": result.ended(),
        "growth_cut_off": result.cut_off(),
        "outcomes": outcomes(result),
        "who_helps": silos(result),
        "luck_of_a_year_euro": result.luck_of_a_year(),
    }


def outcomes(result: Result) -> dict[str, dict[str, Any]]:
    """Outcomes of the whole run: the mean over companies that have data, and how many have."""
    from sim.measures import OUTCOMES

    found = {}
    for name in (one.id for one in OUTCOMES.values() if one.of == "run"):
        known = [float(value) for value in result.outcome(name) if math.isfinite(value)]
        found[name] = {"mean": sum(known) / len(known) if known else math.nan, "with_data": len(known)}
    return found


def silos(result: Result) -> dict[str, Any]:
    """Who helps whom, and how closed functions are."""
    value, neutral = result.ei_index()
    return {"hours": result.who_helps, "ei_index": value, "ei_index_neutral": neutral, "modularity": result.modularity()}


def compare(comparison: Comparison) -> dict[str, Any]:
    """The answer to `trivox compare`."""
    return {
        "kind": "trivox compare",
        "baseline": comparison.labels[comparison.baseline],
        "weeks": comparison.weeks,
        "replications": comparison.replications,
        **members(comparison),
        "table": comparison.table(),
        "pareto_share": comparison.pareto(),
        "comparisons": [_pair(comparison, place) for place in comparison.others],
        "scenarios": [
            {
                "label": label,
                "scenario": scenario(result.scenario),
                "provenance": provenance(result),
                "summary": result.summary(),
                "bankrupt": result.bankrupt(),
                "ended_in_weeks": result.ended(),
                "growth_cut_off": result.cut_off(),
            }
            for label, result in zip(comparison.labels, comparison.results, strict=True)
        ],
    }


def members(comparison: Comparison) -> dict[str, Any]:
    """Which companies were compared, where they are members of an ensemble; or why they are not, where one that is there was left out."""
    if not comparison.members:
        return {"note": comparison.note} if comparison.note else {}
    return {"members": comparison.members, "replications_a_member": comparison.each, "ensemble": comparison.base.provenance.get("ensemble")}


def _doubts(comparison: Comparison, place: int) -> dict[str, Any]:
    """Luck within a company and what is not known about companies, in summed profit (SDs, euro), where several members tell them apart."""
    over = comparison.profit(scenario=place).over
    if over is None:
        return {}
    luck, unknown = (dataclasses.asdict(one) for one in comparison.doubts(place))
    told = {"members": over.members, "members_better": over.better, "members_low": over.lowest, "members_high": over.highest,
            "luck_sd": {key: luck[key] for key in ("value", "low", "high")}, "unknown_sd": {key: unknown[key] for key in ("value", "low", "high")},
            "member_means_sd": over.together}
    return {"doubts": told}


def _pair(comparison: Comparison, place: int) -> dict[str, Any]:
    gap, dip, even, year = comparison.profit(scenario=place), comparison.dip(place), comparison.break_even(place), comparison.year_of_profit()
    return {
        "scenario": comparison.labels[place],
        "verdict": comparison.verdict(place),
        "settings": differences(comparison.results[place].scenario, comparison.base.scenario),
        "profit": {
            "difference_euro": gap.mean,
            "low": gap.low,
            "high": gap.high,
            "pairs": gap.pairs,
            "pairs_better": gap.better,
            "difference_years_of_reference_profit": gap.mean / year if year else math.nan,
            **_doubts(comparison, place),
        },
        "dip": None
        if dip is None
        else {"depth_euro_a_week": dip.depth, "low": dip.low, "high": dip.high, "week": dip.week, "weeks_below": dip.weeks_below, "clear": dip.is_clear},
        "break_even": {"week": even.week, "share_of_companies": even.share},
    }


def measures(found: Sequence[Measure | Outcome], texts: Texts) -> list[dict[str, Any]]:
    """The answer to `trivox measures`. `of` says what a measure has one value for: a week, a run, a pair, who helps whom, or policies compared."""
    from sim.measures import columns

    return [
        {
            "measure": one.id,
            "title": one.title,
            "unit": one.unit,
            "better": one.better,
            "sight": one.sight,
            "formula": one.formula,
            "group": one.group,
            "of": getattr(one, "of", "week"),
            "needs": one.needs,
            "columns": sorted(columns(one.id)),
            "text": dataclasses.asdict(texts.measure(one)),
        }
        for one in found
    ]


def levers(names: Sequence[str], texts: Texts) -> list[dict[str, Any]]:
    """The answer to `trivox levers`."""
    from sim.policy import Policy
    from sim.vocabulary import rows

    return [
        {"lever": row.name, "reference": row.default, **dataclasses.asdict(row.about), "text": dataclasses.asdict(texts.lever(row.name))}
        for row in rows(Policy)
        if row.name in names
    ]
