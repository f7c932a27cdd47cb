"""Companies that differ from one another, side by side: each lane has parameters, conditions of the world, switches and luck of its own.

They serve the question why a claim holds (`why_along`, `why_carriers`, `why_boundary`). A company with other parameters has reference constants of its own:
solved as lanes (`sim.reference.many`), kept by the name of all that they depend on. What arms' readings came to is kept by blocks, so that a run goes on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.balance import Balance
from sim.calibration.stages import WIDE_REACH, Setting, slopes_of, usual_vector
from sim.calibration.table import Clock
from sim.compiled import cache_root, keep_file
from sim.engine.lanes import Block, Switches
from sim.engine.record import Record
from sim.engine.run import LANES, warm_up
from sim.lab.claims import Claim, Ledger, digest
from sim.lab.claims_readings import OF_PROFIT, YEARS, read, recorded_for, unit_of
from sim.lab.claims_runs import Settings, content, key_of, rules
from sim.lab.claims_verdict import effects_of
from sim.lab.result import Result
from sim.measures import Numbers
from sim.parameters import MECHANISMS, side_by_side, with_values
from sim.reference.many import Sets, Slopes, constants_of, observe_sets, size_of, solve_sets, step_matrix
from sim.reference.run import reference_of
from sim.reference.store import rules_hash, shape_of
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.model import REFERENCE_WORLD

BASE = "reference"
LANES_AT_ONCE = 32
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Company:
    """What sets one company apart: numbers, conditions and mechanisms switched off; `luck` names what befalls it."""

    luck: int = 0
    parameters: Mapping[str, float] = field(default_factory=dict)
    world: Mapping[str, float] = field(default_factory=dict)
    off: tuple[str, ...] = ()

    def plain(self) -> list[Any]:
        """As plain data, for a name."""
        return [self.luck, sorted(self.parameters.items()), sorted(self.world.items()), sorted(self.off)]


@dataclass(frozen=True)
class Constants:
    """Reference constants of a set of parameters (as a vector of the search), and how far it is from standing still with them."""

    vector: Numbers
    residual: float


class Lived(NamedTuple):
    """The effect of each claim by company (NaN where a company ended), and how far each company's reference is from standing still."""

    effects: dict[str, Numbers]
    residual: Numbers


class Care(NamedTuple):
    """How well references are solved: in so many lanes a set, in so many rounds from the default constants."""

    lanes: int = 8
    rounds: int = 6


def usable(ledger: Ledger) -> None:
    """Raises ScenarioError for a claim whose arms cannot be lived side by side."""
    problems, base = [], shape_of(load_scenario(BASE).organisation)
    for claim in ledger.claims:
        arms = [ledger.arms[name] for name in claim.arms]
        if any(arm.parameters or arm.off for arm in arms):
            problems.append(f"{claim.id}: an arm sets parameters or switches itself")
        if any(shape_of(arm.organisation) != base or arm.organisation.units != arms[0].organisation.units for arm in arms):
            problems.append(f"{claim.id}: its organisation is not made up as that of {BASE}")
        if recorded_for(claim.measure):
            problems.append(f"{claim.id}: {claim.measure} is read off single teams or people")
    if problems:
        raise ScenarioError(problems)


def _folder(settings: Settings) -> Path:
    return settings.out or cache_root() / "why"


def solved(sets: Sequence[Mapping[str, float]], settings: Settings, care: Care, tell: Tell | None = None) -> dict[str, Constants]:
    """The constants of every set of parameters, by the set's name; those that are kept are read."""
    found = {name_of(one): _kept(one, settings, care) for one in sets}
    wanted = {name_of(one): one for one in sets if found[name_of(one)] is None}
    if wanted:
        warm_up(tell)
        usual, slopes = usual_vector(BASE), slopes_of(Setting(cache_root() / "why_slopes", tell=tell), BASE)
        matrix = step_matrix(Slopes(slopes.slopes, slopes.luck / np.sqrt(care.lanes)), WIDE_REACH)
        clock = Clock(tell, "solving references", len(wanted), 0)
        at_once = max(LANES_AT_ONCE // care.lanes, 1)
        each = [list(wanted)[k : k + at_once] for k in range(0, len(wanted), at_once)]

        def work(names: list[str]) -> None:
            for name, one in zip(names, _solve([wanted[name] for name in names], usual, matrix, care), strict=True):
                found[name] = one
                keep_file(_place(wanted[name], settings, care), json.dumps({"vector": one.vector.tolist(), "residual": one.residual}).encode())
            clock.step(len(names))

        _in_threads(work, each, settings.threads)
    return {name: one for name, one in found.items() if one is not None}


def _solve(sets: Sequence[Mapping[str, float]], usual: Numbers, matrix: Numbers, care: Care) -> list[Constants]:
    """Constants of some sets, solved side by side; profit is kept by the unit."""
    base = load_scenario(BASE)
    lanes = Sets([with_values(one) for one in sets], 11_000_000, care.lanes)
    with np.errstate(all="ignore"):
        vectors = solve_sets(base, lanes, np.repeat(usual[None], len(sets), axis=0), matrix, care.rounds).vectors
        left = size_of(observe_sets(base, lanes, vectors))
    return [Constants(_sized(vector[None], 1.0 / base.organisation.units)[0], float(size)) for vector, size in zip(vectors, left, strict=True)]


def _sized(vectors: Numbers, times: float) -> Numbers:
    """Profit belongs to the whole organisation: so many times as many units."""
    from sim.reference.residuals import LOGARITHMIC

    place = Balance._fields.index("profit_week")
    out = vectors.copy()
    out[:, place] = out[:, place] + np.log(times) if "profit_week" in LOGARITHMIC else out[:, place] * times
    return out


def name_of(parameters: Mapping[str, float]) -> str:
    """The name of a set of parameters."""
    return digest(sorted((name, float(value)) for name, value in parameters.items()))


def _place(parameters: Mapping[str, float], settings: Settings, care: Care) -> Path:
    about = [rules_hash(), BASE, *care]
    return _folder(settings) / "solved" / f"{digest([about, name_of(parameters)])}.json"


def _kept(parameters: Mapping[str, float], settings: Settings, care: Care) -> Constants | None:
    if not parameters:
        usual = reference_of(load_scenario(BASE))
        units = load_scenario(BASE).organisation.units
        return Constants(_sized(usual_vector(BASE)[None], 1.0 / units)[0], float(usual[1]["residual"]))
    try:
        found = json.loads(_place(parameters, settings, care).read_text(encoding="utf-8"))
        return Constants(np.array(found["vector"]), float(found["residual"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _in_threads(work: Callable[[Any], None], parts: Sequence[Any], threads: int | None) -> None:
    pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)
    try:
        for waiting in [pool.submit(work, part) for part in parts]:
            waiting.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def effects(ledger: Ledger, companies: Sequence[Company], settings: Settings, care: Care, units: int | None = None, tell: Tell | None = None) -> Lived:
    """Every claim in every company. `units` makes the organisation smaller or larger."""
    usable(ledger)
    constants = solved(list({name_of(one.parameters): one.parameters for one in companies}.values()), settings, care, tell)
    warm_up(tell)
    blocks = [list(companies[k : k + LANES]) for k in range(0, len(companies), LANES)]
    clock, found = Clock(tell, "companies", len(companies), 0), {}

    def work(number: int) -> None:
        found[number] = _block(ledger, blocks[number], constants, settings, units)
        clock.step(len(blocks[number]))

    _in_threads(work, range(len(blocks)), settings.threads)
    whole = {arm: {key: np.concatenate([found[k][arm][key] for k in range(len(blocks))]) for key in found[0][arm]} for arm in found[0]}
    gaps = {claim.id: effects_of(claim, {arm: _taken(claim, whole[arm]) for arm in claim.arms}) for claim in ledger.claims}
    return Lived(gaps, np.array([constants[name_of(one.parameters)].residual for one in companies]))


def _taken(claim: Claim, readings: Mapping[str, Numbers]) -> Numbers:
    values = [readings[key_of(claim, window)] for window in claim.windows]
    return values[0] if len(values) == 1 else np.asarray(values[0] - values[1])


def _block(ledger: Ledger, companies: Sequence[Company], constants: Mapping[str, Constants], settings: Settings, units: int | None) -> dict[str, Any]:
    """The readings of every arm in some companies, by arm and key."""
    needs: dict[str, dict[str, tuple[str, int, int]]] = {}
    for claim in ledger.claims:
        for arm in claim.arms:
            needs.setdefault(arm, {}).update({key_of(claim, window): (claim.measure, *window) for window in claim.windows})
    about = [rules(), [one.plain() for one in companies], [constants[name_of(one.parameters)].vector.tolist() for one in companies], settings.seed, units]
    places = {arm: _folder(settings) / "lived" / f"{digest([about, content(ledger.arms[arm])])}.json" for arm in needs}
    found = {arm: _read(places[arm]) for arm in needs}
    wanted = [arm for arm in needs if not needs[arm].keys() <= found[arm].keys()]
    if wanted:
        start = _founded(ledger.arms[wanted[0]], companies, constants, settings.seed, units)
        for arm in wanted:
            found[arm] |= _lived(start.copy(), _sized_arm(ledger.arms[arm], units), companies, needs[arm])
            plain = {key: [float(v) if np.isfinite(v) else None for v in values] for key, values in found[arm].items()}
            keep_file(places[arm], json.dumps(plain).encode())
    return {arm: {key: found[arm][key] for key in keys} for arm, keys in needs.items()}


def _read(place: Path) -> dict[str, Numbers]:
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        return {key: np.array([np.nan if v is None else v for v in values], dtype=np.float64) for key, values in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _sized_arm(arm: Scenario, units: int | None) -> Scenario:
    return arm if units is None else arm.with_(organisation={"units": units})


def _founded(arm: Scenario, companies: Sequence[Company], constants: Mapping[str, Constants], seed: int, units: int | None) -> Block:
    """A block of companies, run in."""
    own = _sized_arm(arm, units)
    vectors = _sized(np.array([constants[name_of(one.parameters)].vector for one in companies]), max(own.organisation.units, 1))
    parameters = side_by_side([with_values(one.parameters) for one in companies])
    block = Block(own.with_(timeline=(), events=()), constants_of(vectors), seed, [one.luck for one in companies], parameters)
    block.switches = Switches(*(np.array([0.0 if name in one.off else 1.0 for one in companies], np.float32) for name in MECHANISMS))
    block.run_in()
    return block


def paths(arm: Scenario, companies: Sequence[Company]) -> Numbers:
    """Intended levers and conditions, [week, setting, company]. What an arm says of the world goes before what a company says."""
    def one(company: Company) -> Any:
        free = {name: value for name, value in company.world.items() if arm.world[name] == REFERENCE_WORLD[name]}
        return arm.with_(world=free).paths() if free else arm.paths()

    made = {repr(sorted(company.world.items())): company for company in companies}
    each = {name: one(company) for name, company in made.items()}
    return np.stack([each[repr(sorted(company.world.items()))] for company in companies], axis=2)


def _lived(block: Block, arm: Scenario, companies: Sequence[Company], needs: Mapping[str, tuple[str, int, int]]) -> dict[str, Numbers]:
    """What one arm's readings come to. Money is told in each company's own reference profit."""
    path = paths(arm, companies)
    weekly = block.advance(path)
    _, usual, _ = reference_of(arm)
    result = Result(Record(arm, {name: np.ascontiguousarray(column.T) for name, column in weekly.items()}, {}, np.zeros((1, 1)), usual, {}))
    scale = usual["profit_week"] / np.asarray(block.balance.profit_week, dtype=np.float64)
    found = {}
    for key, (measure, first, last) in needs.items():
        values = read(result, measure, first, last)
        found[key] = values * scale if unit_of(measure) in (YEARS, OF_PROFIT) else values
    return found
