"""A sequence of measures as plain data: what `--json` answers and files hold. The same question gives the same bytes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from sim.lab.sequence_verdict import gone_back, is_clear
from sim.views import answers
from sim.views.sequence_words import sentences

if TYPE_CHECKING:
    from sim.lab.sequence import Sequenced
    from sim.measures.intervals import Estimate

PATIENCE = (13, 26, 52, 104)
"""Other patience that is told beside the one asked about."""


def estimate(one: Estimate) -> dict[str, float]:
    """A number with its interval."""
    return {"value": one.value, "low": one.low, "high": one.high}


def plan(found: Sequenced, place: int) -> dict[str, Any]:
    """One plan of the ranking."""
    one = found.ranked[place]
    limit = found.question.base.policy["patience_weeks"]
    dip = one.dip
    return {
        "rank": place + 1,
        "plan": one.plan.label,
        "order": list(one.plan.order),
        "pacing": one.plan.pacing,
        "start_weeks": list(one.plan.starts),
        "left_out": list(one.plan.left_out),
        "stands_for_orders": one.plan.stands_for,
        "spent_euro_a_head_by_year": list(one.plan.spent),
        "gain": estimate(one.gain),
        "behind_best": estimate(one.behind),
        "may_be_best": one.may_be_best,
        "regret": estimate(one.regret),
        "regret_90": one.worst_regret,
        "best_in_share": one.best_in,
        "profit_euro": estimate(one.profit),
        "last_year_euro_a_week": estimate(one.last_year),
        "dip_euro_a_week": estimate(dip.depth) if dip else {"value": None, "low": None, "high": None},
        "dip_week": dip.week if dip else None,
        "dip_weeks_below": dip.weeks_below if dip else None,
        "break_even_week": one.break_even_week,
        "ahead_share": one.ahead_in,
        **{name: estimate(value) for name, value in one.voices.items()},
        "leaders_go_back": estimate(one.back),
        "leaders_go_back_by_patience": {f"{weeks}": float(gone_back(one.lived, weeks).mean()) for weeks in PATIENCE if weeks <= limit},
        "ended": one.ended,
        "fingerprint": one.plan.scenario.fingerprint(),
    }


def step(found: Sequenced, place: int) -> dict[str, Any]:
    """One step by itself."""
    one, bundle = found.alone[place], found.question.bundles[place]
    return {"step": one.name, "levers": [move.lever for move in bundle.moves], "to": [move.to for move in bundle.moves],
            "price_full_year_euro_a_head": one.price, "gain_alone": estimate(one.gain)}


def before(found: Sequenced) -> list[dict[str, Any]]:
    """What pairs of steps gain by their order, and steps by coming first."""
    return [{"step": one.first, "against": one.second or "all orders", "kind": "before" if one.second else "first", "effect": estimate(one.effect),
             "clear": is_clear(one.effect), "plans": one.plans} for one in (*found.before, *found.first)]


def answer(found: Sequenced) -> dict[str, Any]:
    """The answer to `trivox sequence`."""
    question = found.question
    return {
        "kind": "trivox sequence",
        "base": answers.scenario(question.base),
        "question": {
            "steps": [{"name": one.name, "moves": [dataclasses.asdict(move) for move in one.moves]} for one in question.bundles],
            "budget_euro_a_head_by_year": list(question.budget), "pacing": list(question.pacings), "over_weeks": question.over_weeks,
            "patience_weeks": question.patience_weeks, "rank_by": question.rank_by, "left_out": list(question.left_out),
        },
        "measure": {"name": found.measure.id, "title": found.measure.title, "unit": found.measure.unit, "better": found.measure.better},
        "weeks": question.weeks, "companies": found.companies, "members": found.counting.members, "seed": found.settings.seed,
        **({"ensemble": found.chosen.about()} if found.chosen.ensemble is not None else {}),
        "plans": [plan(found, place) for place in range(len(found.ranked))],
        "steps": [step(found, place) for place in range(len(found.alone))],
        "orders": before(found),
        "paces": [{"pacing": one.pacing, "plans": one.plans, "gain": estimate(one.gain),
                   "best_less_worst": None if one.between is None else estimate(one.between)} for one in found.paces],
        "interplay": None if found.interplay is None else {
            "best": list(found.interplay.best), "worst": list(found.interplay.worst), "whole": estimate(found.interplay.whole),
            "by_time": estimate(found.interplay.by_time), "rest": estimate(found.interplay.rest)},
        "leaders_go_back_by_luck_alone": estimate(found.luck_back),
        "leaders_who_act_on_it": [{"plan": label, "gain": estimate(gain)} for label, gain in found.impatient],
        "cannot_be_lived": [{"plan": label, "why": why} for label, why in found.planned.refused],
        "looked_for": [{"how": how, "order": list(order)} for how, order in found.looked_for],
        "reach_standard_errors": found.reach,
        "verdict": sentences(found),
    }
