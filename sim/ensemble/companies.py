"""A company's own reference, cheaply: foretold from its parameters, improved in a few evaluations, judged under luck that it was not fitted to.

    evaluation    one company lives in LANES[k] lanes side by side, each RUN_IN + WEEKS weeks (156 + 208), under luck that it has not met before
    residual      root mean square over the constants of how far means of that evaluation are from what they must be
    luck          what the lanes' own luck makes of that, told by groups of lanes that live apart

Every evaluation judges the constants it was given before it improves them, so that nothing is fitted to the luck that judges it. A company whose residual is
small enough is taken at once; after the last evaluation the best of those that counted is kept, and what is not still enough is refused, with the reason.
The same company always has the same luck, whatever stands beside it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.balance import Balance
from sim.compiled import cache_root, keep_file
from sim.engine.lanes import Block
from sim.engine.run import Progress, warm_up
from sim.ensemble import belief, surrogate
from sim.ensemble.belief import Belief, first_belief, improved, luck_of
from sim.ensemble.references import slopes_for
from sim.ensemble.surrogate import OBSTACLES, Surrogate, Transfer, doubt_of, unruly
from sim.parameters import Parameters, fingerprint, side_by_side, with_values
from sim.reference import many
from sim.reference.many import WEEKS, Numbers, Sets, constants_of, pushes, quiet, residuals_by_set, size_of, watched
from sim.reference.residuals import from_vector, to_vector
from sim.reference.run import lender, reference_of, solving
from sim.reference.store import rules_hash, shape_of, stored
from sim.scenario import Scenario

LANES = (16, 32, 32, 64, 64)
"""Lanes of each evaluation: the first only shows the way, each of the others can be the last; what is left by then needs more of them."""
JUDGES, GROUPS = 32, 8
"""An evaluation of at least so many lanes may end the search; its lanes are told apart in so many groups."""
STILL, LOUD = 0.02, 0.015
"""Residual below which a company stands still, and luck above which an evaluation does not end the search: luck alone leaves about .008 in 32 lanes of an
ordinary company, and twice that where obstacles come fast and go slowly; such a company goes on to the evaluations with more lanes."""
SEED = 20_260_103
"""Luck of these evaluations: neither that of the search for a single reference nor that of a calibration."""
SEARCHED_REACH = 2.0
"""How far constants are off where nothing was foretold (in pushes)."""
PROFIT = Balance._fields.index("profit_week")


class Company(NamedTuple):
    """A company's reference: constants for one unit, the residual under fresh luck, how many evaluations it took, how its start was found ("default",
    "stored", "predicted" or "searched"), why it is refused, or nothing, and what luck alone makes of that residual."""

    constants: dict[str, float]
    residual: float
    evaluations: int
    how: str
    refused: str = ""
    luck: float = 0.0

    @property
    def left(self) -> float:
        """The residual without what luck makes of it."""
        return without(self.residual, self.luck)


def without(residual: float, luck: float) -> float:
    """A residual without the part of luck, which adds up in squares."""
    return float(np.sqrt(max(residual**2 - luck**2, 0.0))) if np.isfinite(residual) else residual


class Seen(NamedTuple):
    """One evaluation: residuals of all lanes together, those of groups of lanes ([group, residual]), and how many lanes."""

    found: Numbers
    groups: Numbers
    lanes: int

    @property
    def residual(self) -> float:
        """The root mean square residual; infinite where it cannot be reckoned."""
        return float(size_of(self.found))


class Asked(NamedTuple):
    """A company that has to be solved: its parameters, where its constants are foretold to lie (the whole organisation's money), how its start was found,
    and what belongs to its make-up of units."""

    parameters: Parameters
    start: Numbers
    how: str
    transfer: Transfer


def evaluate(plain: Scenario, parameters: Parameters, vector: Numbers, luck: Sequence[int]) -> Seen:
    """One evaluation of a company's constants (as `to_vector` makes them, money for the whole organisation), in one lane for each number of luck."""
    lanes = len(luck)
    block = Block(quiet(plain), constants_of(vector[None], lanes), SEED, luck, side_by_side([parameters], lanes))
    block.run_in()
    weekly, moments = watched(block, WEEKS)
    whole = residuals_by_set(plain, Sets([parameters], 0, lanes), vector[None], weekly, moments)[0]
    groups = residuals_by_set(plain, Sets([parameters] * GROUPS, 0, lanes // GROUPS), np.repeat(vector[None], GROUPS, axis=0), weekly, moments)
    return Seen(whole, groups, lanes)


def lucks(parameters: Parameters, first: int, turn: int) -> list[int]:
    """Numbers of the luck that a company meets in an evaluation: its own, and never the same twice."""
    own = int(hashlib.sha256(f"{fingerprint(parameters)}|{first}".encode()).hexdigest()[:6], 16)
    before = own * 256 + sum(LANES[:turn])
    return list(range(before, before + LANES[turn]))


class _Judged(NamedTuple):
    """Constants that were evaluated in enough lanes, and what was seen of them."""

    lanes: int
    residual: float
    luck: float
    vector: Numbers
    found: Numbers


def improve(plain: Scenario, asked: Asked, first: int = 0) -> Company:
    """Evaluations of one company until it stands still, at most as many as LANES has; then the best of those that judge."""
    usual = np.array(asked.transfer.slopes.luck)
    usual[OBSTACLES] *= unruly(asked.parameters)
    spread = doubt_of(asked.start, asked.transfer.doubt)
    now: Belief = first_belief(asked.start, spread, asked.transfer.slopes.slopes)
    judged: list[_Judged] = []
    for turn, lanes in enumerate(LANES):
        seen = evaluate(plain, asked.parameters, now.vector, lucks(asked.parameters, first, turn))
        groups = np.where(np.isfinite(seen.groups), seen.groups, 0.0)
        luck = luck_of(groups, usual, lanes)
        if lanes >= JUDGES:
            judged.append(_Judged(lanes, seen.residual, float(np.sqrt(np.mean(luck))), now.vector, seen.found))
            if seen.residual < STILL and judged[-1].luck < LOUD:
                break
        if turn + 1 < len(LANES):
            now = improved(now, seen.found, luck)
    best = judged[-1] if judged[-1].residual < STILL else min((one for one in judged if one.lanes == judged[-1].lanes), key=lambda one: one.residual)
    constants = from_vector(best.vector - np.eye(best.vector.size)[PROFIT] * np.log(plain.organisation.units))
    return Company(constants, best.residual, turn + 1, asked.how, _reason(best.residual, best.luck, best.found), best.luck)


def _reason(residual: float, luck: float, found: Numbers) -> str:
    """Why a company is refused, or nothing."""
    if not np.isfinite(residual):
        return "no organisation: with these parameters it grows or shrinks beyond what can be reckoned"
    if without(residual, luck) < STILL:
        return ""
    worst = int(np.argmax(np.abs(found)))
    what = "luck is too large to tell" if luck >= STILL else "it does not stand still"
    return f"{what}: residual {residual:.3f}, of which luck {luck:.3f}; furthest off is {Balance._fields[worst]} ({found[worst]:+.3f})"


def solve_companies(base: Scenario, parameters: Sequence[Mapping[str, float]], *, first: int = 0, threads: int | None = None,
                    progress: Progress | None = None) -> list[Company]:
    """The reference of each company: the base's organisation (and its own parameters, which those of the company go before) with these parameters.

    What was solved before is read from the user's cache; each company is kept as soon as it is solved. `first` names another luck. Raises KeyError for an
    unknown parameter, ValueError for one out of its range."""
    plain = lender(base)
    values = [{**plain.parameters, **one} for one in parameters]
    whole = [with_values(one) for one in values]
    found: list[Company | None] = [_known(plain, one, parts, first) for one, parts in zip(values, whole, strict=True)]
    missing = [k for k, one in enumerate(found) if one is None]
    if missing:
        warm_up(progress)
        organisation, usual = solving(plain), _usual(plain, progress)
        asked = _asked(organisation, [whole[k] for k in missing], usual, progress)

        def solve(place: int) -> Company:
            one = improve(organisation, asked[place], first)
            unknown = _not_learnt(values[missing[place]]) if one.refused else ""
            one = one._replace(refused=one.refused + unknown)
            keep_file(_place(plain, whole[missing[place]], first), json.dumps(one._asdict()).encode())
            return one

        with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
            waiting = [pool.submit(solve, place) for place in range(len(missing))]
            try:
                for number, (place, one) in enumerate(zip(missing, waiting, strict=True)):
                    found[place] = one.result()
                    if progress:
                        progress(f"references of companies: {number + 1} of {len(missing)}", (number + 1) / len(missing))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    return [one for one in found if one is not None]


def _known(plain: Scenario, values: Mapping[str, float], parameters: Parameters, first: int) -> Company | None:
    """A company's reference where it is known: solved alone (shipped or by the user), or by this procedure before."""
    alone = stored(plain.with_(parameters=dict(values)))
    if alone is not None:
        return Company(dict(alone["balance"]), float(alone["residual"]), 0, "default" if parameters == Parameters() else "stored")
    try:
        kept = json.loads(_place(plain, parameters, first).read_text(encoding="utf-8"))
        one = Company(**kept)
        return one if set(one.constants) == set(Balance._fields) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


@functools.cache
def _procedures() -> str:
    """A name for rules, procedures and the surrogate: others solve anew."""
    texts = [Path(str(page)).read_bytes() for page in (many.__file__, belief.__file__, surrogate.__file__, __file__)]
    learnt = surrogate.SHIPPED.read_bytes() if surrogate.SHIPPED.exists() else b""
    return hashlib.sha256(b"|".join([rules_hash().encode(), *texts, learnt])).hexdigest()


def _place(plain: Scenario, parameters: Parameters, first: int) -> Path:
    about = f"{_procedures()}|{shape_of(plain.organisation)}|{fingerprint(parameters)}|{first}"
    return cache_root() / "companies" / f"{hashlib.sha256(about.encode()).hexdigest()[:24]}.json"


def _usual(plain: Scenario, progress: Progress | None) -> Numbers | None:
    """Constants of one unit at the default parameters, for a make-up of units that the surrogate did not learn (searched for once, which takes minutes)."""
    learnt = surrogate.load()
    if learnt is not None and learnt.transfer(shape_of(plain.organisation)) is not None:
        return None
    balance = reference_of(plain.with_(parameters={}), progress)[0]
    return to_vector({**balance, "profit_week": balance["profit_week"] / max(plain.organisation.units, 1)})


def _asked(organisation: Scenario, parameters: Sequence[Parameters], usual: Numbers | None, progress: Progress | None) -> list[Asked]:
    """Where each company's search begins."""
    learnt, shape, money = surrogate.load(), shape_of(organisation.organisation), np.eye(len(Balance._fields))[PROFIT] * np.log(organisation.organisation.units)
    foretold = None if learnt is None else learnt.start(parameters, shape, usual)
    if foretold is not None:
        return [Asked(one, vector + money, "predicted", foretold[1]) for one, vector in zip(parameters, foretold[0], strict=True)]
    assert usual is not None
    doubt = np.diag((SEARCHED_REACH * pushes()) ** 2)
    slopes = slopes_for(organisation, usual + money, progress)
    transfer = Transfer(shape, usual, np.zeros_like(usual), doubt / np.outer(*[surrogate.stretch_of(usual)] * 2), slopes)
    return [Asked(one, usual + money, "searched", transfer) for one in parameters]


def _not_learnt(values: Mapping[str, float]) -> str:
    """What the surrogate could not have known of a company, in words."""
    learnt: Surrogate | None = surrogate.load()
    away = () if learnt is None else learnt.not_learnt(values)
    return f"; the surrogate has not learnt {', '.join(away)}" if away else ""
