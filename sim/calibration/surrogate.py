"""`python -m sim.calibration.surrogate`: learn to foretell constants from a calibration's table, and ship what was learnt (`make surrogate`).

    table      sets solved for the base of measuring, of one text of the rules; a part is held out to say how good the guess is, and then used too
    transfer   to the base that most of the library stands on: from the calibration's candidates, which are solved on both bases; without any, some sets are
               solved there too (`--both`), or usual constants and slopes alone are carried over

Judging is not done here: whoever uses a foretold start sees what it left (`sim.ensemble.companies`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.balance import Balance
from sim.calibration import prior
from sim.calibration.prediction import Numbers, learn
from sim.calibration.stages import MEASURED_ON, NEAR_REACH, SHIPPED_ON, STANDS, Setting, slopes_of, usual_vector
from sim.calibration.table import COLUMNS, Table, Tell, joined, read_whole
from sim.ensemble.companies import PROFIT, Asked, improve
from sim.ensemble.surrogate import SHIPPED, Surrogate, Transfer, moved_to, place_of, save, stretch_of, to_learn
from sim.parameters import Parameters
from sim.reference.many import Slopes, pushes, size_of, step_matrix
from sim.reference.residuals import to_vector
from sim.reference.run import solving
from sim.reference.store import rules_hash, shape_of
from sim.scenario import load_scenario

HELD_OUT, ENOUGH, PLENTY = 0.15, 8, 60
"""The part of the table on which a first fit is judged; so many sets solved on both bases teach how far they lie apart; so many what parameters do to that."""
NOTHING, FLOOR, STRANGE = 1e-3, 0.15, 0.3
"""A constant that luck does not move on the first base (where no team hands anything over, say) taught nothing of the second: there it is doubted far more."""
SURE = 3.0
"""A constant that differs more on one base than on the other must do so by so many standard errors before that is believed."""
MOST = 80
"""Parameters whose products count too. Held-out error in residuals, median: linear .26, with squares .17, with products of 40 .106, of 80 .102, of 120 .096
(twelve times as slow); a network of 64 cells on top of products made it no smaller (6,800 sets, single lanes)."""
FIRST_ROUNDS = 4
"""A table counts whose sets took at least so many rounds."""


def tables_in(where: Path) -> tuple[Table, dict[str, Any]]:
    """All sets in a calibration's folder that were solved for the base of measuring under one text of the rules (today's, else the one with most sets), and
    what is known of them. Shards that are being made are left out. Raises FileNotFoundError when there are none."""
    found: dict[str, list[Table]] = {}
    names = [one.name for one in prior.uncertain()]
    for page in sorted(where.glob(f"{MEASURED_ON}-*/about.json")):
        about = json.loads(page.read_text(encoding="utf-8"))
        if about["constants"] != list(Balance._fields) or about["parameters"] != names or about["rounds"] < FIRST_ROUNDS or "twins" in about["start"]:
            continue
        shards = [read_whole(one, COLUMNS) for one in sorted(page.parent.glob("[0-9]*.npz"))]
        found.setdefault(str(about["rules"]), []).extend(Table(**one) for one in shards if one is not None and one["vectors"].shape[1] == len(Balance._fields))
    found = {rules: some for rules, some in found.items() if some}
    if not found:
        raise FileNotFoundError(f"{where}: no table of sets that today's parameters and constants fit; `make calibrate` makes one")
    rules = rules_hash() if rules_hash() in found else max(found, key=lambda one: len(found[one]))
    return joined(found[rules]), {"rules": rules, "base": MEASURED_ON}


def _ranges() -> dict[str, tuple[float, float, float]]:
    return {one.name: (one.low, one.default, one.high) for one in prior.uncertain()}


def _as_shares(places: Numbers) -> Numbers:
    """Points of the unit cube whose places, as `prediction` reckons them, are these."""
    return np.where(places < 0.0, 0.5 * (1.0 + places) ** 2, 1.0 - 0.5 * (1.0 - places) ** 2)


def learnt(shares: Numbers, vectors: Numbers, transfer: Transfer, about: dict[str, Any], most: int = MOST) -> Surrogate:
    """A surrogate of sets at these points of the unit cube; `vectors` are their constants for one unit. `transfer` is that of their own make-up of units."""
    values = prior.values_at(prior.uncertain(), shares)
    parameters, ranges = prior.as_parameters(prior.uncertain(), values), _ranges()
    outputs = to_learn(vectors, parameters)
    fitted = learn(_as_shares(places_at(shares)), outputs, most)
    pairs = _pairs(fitted.curved, len(ranges))
    used = np.any(fitted.weights != 0.0, axis=1)
    made = Surrogate(ranges, pairs[used], fitted.middle - fitted.centre @ fitted.weights, fitted.weights[used], outputs.min(axis=0), outputs.max(axis=0),
                     (transfer,), about)
    left = to_learn(made.here(parameters), parameters) - outputs
    doubt = without_luck(np.cov(left.T), transfer.slopes, made.here([Parameters()])[0])
    own = Transfer(transfer.shape, made.here([Parameters()])[0], np.zeros(len(Balance._fields)), doubt, transfer.slopes)
    return Surrogate(made.ranges, made.pairs, made.middle, made.weights, made.low, made.high, (own,), about)


def without_luck(spread: Numbers, slopes: Slopes, usual: Numbers) -> Numbers:
    """How far predictions miss ([constant, constant]), of how far they miss constants that were solved in a single lane: these bear that lane's luck.

    In the directions in which luck would explain all that is missed, a tenth of the variance is left."""
    gain = step_matrix(slopes, NEAR_REACH)
    luck = gain @ np.diag(slopes.luck**2) @ gain.T / np.outer(*[stretch_of(usual)] * 2)
    size = np.sqrt(np.maximum(np.diag(spread), 1e-12))
    values, axes = np.linalg.eigh(spread / np.outer(size, size) + 1e-6 * np.eye(size.size))
    root, back = axes * np.sqrt(values) @ axes.T, axes / np.sqrt(values) @ axes.T
    share, ways = np.linalg.eigh(back @ (luck / np.outer(size, size)) @ back)
    whole = root @ (ways * np.maximum(1.0 - share, 0.1) @ ways.T) @ root
    return np.asarray(whole * np.outer(size, size))


def money(base: str) -> Numbers:
    """What a vector of constants for one unit lacks to be one of the organisation on which a base is solved (as `stages` has it)."""
    return np.asarray(np.eye(len(Balance._fields))[PROFIT] * np.log(max(load_scenario(base).organisation.units, 1)))


def slopes_there(setting: Setting, base: str) -> Slopes:
    """Slopes of a base, and luck in one lane of the organisation on which its references are solved."""
    scenario, found = load_scenario(base), slopes_of(setting, base)
    return Slopes(found.slopes, found.luck * np.sqrt(scenario.organisation.units / solving(scenario).organisation.units))


def held_out(table: Table, vectors: Numbers, transfer: Transfer, seed: int) -> dict[str, Any]:
    """How far a fit without some sets misses these, in residuals: median and 90 % of sets. The luck of the lane in which each was solved is in it."""
    order = np.random.default_rng(seed).permutation(len(table))
    cut = max(int(HELD_OUT * len(table)), 1)
    asked, rest = order[:cut], order[cut:]
    fitted = learnt(table.shares[rest], vectors[rest], transfer, {})
    parameters = prior.as_parameters(prior.uncertain(), prior.values_at(prior.uncertain(), table.shares[asked]))
    missed = size_of((fitted.here(parameters) - vectors[asked]) @ transfer.slopes.slopes.T)
    return {"held_out": cut, "missed_median": round(float(np.median(missed)), 4), "missed_90": round(float(np.quantile(missed, 0.9)), 4)}


def first_transfer(made: Surrogate, base: str, slopes: Slopes) -> Transfer:
    """What can be said of another base before any set was solved there: its usual constants, and twice the doubt."""
    usual, known = usual_vector(base) - money(base), made.transfers[0].doubt
    floor = np.where(made.transfers[0].slopes.luck > NOTHING * pushes(), FLOOR * pushes(), STRANGE) ** 2
    return Transfer(shape_of(load_scenario(base).organisation), usual, np.zeros_like(usual), 2.0 * known + np.diag(floor), slopes)


def away_from_usual(made: Surrogate, shares: Numbers) -> Numbers:
    """How far foretold constants of sets at these points of the unit cube lie from the usual ones."""
    parameters = prior.as_parameters(prior.uncertain(), prior.values_at(prior.uncertain(), shares))
    return made.here(parameters) - made.here([Parameters()])


def candidates_in(where: Path, rules: str) -> tuple[Numbers, Numbers]:
    """Sets that a calibration solved on both bases and that stand still on both: points of the unit cube, and constants on the second base for one unit."""
    shares, solved, count = [], [], len(Balance._fields)
    for page in sorted(where.glob(f"{MEASURED_ON}-*/about.json")):
        about = json.loads(page.read_text(encoding="utf-8"))
        if about["rules"] != rules or not about["start"].startswith("candidates") or about["constants"] != list(Balance._fields):
            continue
        for part in (read_whole(one, COLUMNS) for one in sorted(page.parent.glob("[0-9]*.npz"))):
            if part is not None and part["vectors"].shape[1] == 2 * count:
                still = part["residual"] <= STANDS
                shares.append(part["shares"][still])
                solved.append(part["vectors"][still, count:] - money(SHIPPED_ON))
    nothing = np.zeros((0, len(prior.uncertain()))), np.zeros((0, count))
    return (np.concatenate(shares), np.concatenate(solved)) if shares else nothing


def solved_there(first: Transfer, base: str, shares: Numbers, away: Numbers, threads: int | None, tell: Tell) -> tuple[Numbers, Numbers]:
    """The same for sets that are solved now: which of them stood still ([set], yes or no), and the constants of those."""
    plain = solving(load_scenario(base))
    parameters = prior.as_parameters(prior.uncertain(), prior.values_at(prior.uncertain(), shares))
    whole = np.eye(len(Balance._fields))[PROFIT] * np.log(plain.organisation.units)
    asked = [Asked(one, moved_to(first, far) + whole, "predicted", first) for one, far in zip(parameters, away, strict=True)]
    found = []
    with ThreadPoolExecutor(threads) as pool:
        for one in pool.map(lambda company: improve(plain, company), asked):
            found.append(one)
            tell(f"{base}: {len(found)} of {len(asked)} sets solved there too", len(found) / len(asked))
    stood = np.array([not one.refused for one in found])
    return stood, np.array([to_vector(one.constants) for one in found])[stood]


def fitted_transfer(first: Transfer, made: Surrogate, solved: Numbers, shares: Numbers) -> Transfer:
    """The transfer under which these sets lie where they were solved: a shift, a stretch of those constants that surely have one, and with many sets what
    parameters do besides (what is handed over between teams, say, where the first base hands nothing over)."""
    away = away_from_usual(made, shares)
    missed = solved - moved_to(first, away)
    middle, far = missed.mean(axis=0), away - away.mean(axis=0)
    size = np.maximum((far**2).sum(axis=0), 1e-12)
    scale = ((missed - middle) * far).sum(axis=0) / size
    error = np.sqrt(((missed - middle - scale * far) ** 2).sum(axis=0) / (len(solved) - 2) / size)
    scale = np.where(np.abs(scale) > SURE * error, scale, 0.0)
    left = missed - middle - scale * far
    shift, pairs, weights = middle - scale * away.mean(axis=0), first.pairs, first.weights
    if len(solved) >= PLENTY:
        fitted = learn(_as_shares(places_at(shares)), left)
        used = np.any(fitted.weights != 0.0, axis=1)
        pairs, weights = _pairs(fitted.curved, shares.shape[1])[used], fitted.weights[used]
        shift = shift + fitted.middle - fitted.centre @ fitted.weights
        left = left - fitted.at(_as_shares(places_at(shares)))
    spread = (left / stretch_of(first.offset)).std(axis=0, ddof=1)
    known = made.transfers[0].doubt
    doubt = known + np.diag(np.maximum(spread**2 - np.diag(known), 0.0))
    return replace(first, offset=first.offset + shift, scale=scale, doubt=doubt, pairs=pairs, weights=weights)


def places_at(shares: Numbers) -> Numbers:
    """Places of all parameters at points of the unit cube."""
    values = prior.values_at(prior.uncertain(), shares)
    return np.column_stack([place_of(values[:, k], *ends) for k, ends in enumerate(_ranges().values())])


def _pairs(curved: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The pairs of places that make the terms of a regression, in its order."""
    first, second = np.triu_indices(curved.size, 1)
    alone = np.arange(count)
    return np.concatenate([np.column_stack([alone, np.full(count, count)]), np.column_stack([alone, alone]), np.column_stack([curved[first], curved[second]])])


def tell(text: str, share: float) -> None:
    """Show how far it is."""
    print(f"\r{text} {share:4.0%}   ", end="", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, judge on sets held out, fit on all, learn the transfer, write."""
    parser = argparse.ArgumentParser(prog="python -m sim.calibration.surrogate", description="Learn to foretell constants from a calibration's table.")
    parser.add_argument("--where", type=Path, default=Path("out/calibration"), help="the calibration's folder")
    parser.add_argument("--both", type=int, default=0, help="sets to be solved on the second base too, where no candidates of the calibration are")
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--write", type=Path, default=SHIPPED, help="where the surrogate goes")
    wanted = parser.parse_args(arguments)
    setting = Setting(wanted.where, threads=wanted.threads, tell=tell)
    whole, about = tables_in(wanted.where)
    table = whole.some(whole.stands(STANDS))
    vectors, count = table.vectors - money(MEASURED_ON), len(Balance._fields)
    here = Transfer(shape_of(load_scenario(MEASURED_ON).organisation), np.zeros(count), np.zeros(count), np.eye(count), slopes_there(setting, MEASURED_ON))
    about |= {"sets": len(table), "of": len(whole), **held_out(table, vectors, here, setting.seed)}
    made = learnt(table.shares, vectors, here, about)
    there = first_transfer(made, SHIPPED_ON, slopes_there(setting, SHIPPED_ON))
    shares, solved = candidates_in(wanted.where, about["rules"])
    if len(solved) < ENOUGH and wanted.both >= ENOUGH:
        save(wanted.write, replace(made, transfers=(*made.transfers, there)))
        drawn = table.shares[np.random.default_rng(setting.seed).choice(len(table), size=min(wanted.both, len(table)), replace=False)]
        stood, solved = solved_there(there, SHIPPED_ON, drawn, away_from_usual(made, drawn), wanted.threads, tell)
        shares = drawn[stood]
    if len(solved) >= ENOUGH:
        there = fitted_transfer(there, made, solved, shares)
    made = replace(made, transfers=(*made.transfers, there), about={**about, f"solved_on_{SHIPPED_ON}": len(solved)})
    save(wanted.write, made)
    print(f"\n{wanted.write}: " + ", ".join(f"{name} {value}" for name, value in made.about.items()))


if __name__ == "__main__":
    main()
