"""One outcome of a finished sweep as arrays: what questions of sensitivity and discovery read.

With one arm the outcome is taken as it is; with several it is an arm less the baseline (the first arm), pair by pair of identical companies, as the question
is what a policy changes. Points that lack a run which nearly all others have are left out, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.lab.words import counted
from sim.measures import Numbers
from sim.scenario.errors import ScenarioError, cut, did_you_mean, one_line

if TYPE_CHECKING:
    import pandas

NEARLY_ALL = 0.95
"""A run (a member's replication) that this share of the points has is asked of every point."""
RUN = ["member", "replication"]


class Finished(Protocol):
    """A finished sweep, as `sim.lab.sweep.table.open_sweep` gives it."""

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms."""

    @property
    def baseline(self) -> str:
        """The arm that others are held against."""

    @property
    def inputs(self) -> Sequence[Any]:
        """What varies: name, kind, low, high, unit, arms (in which it is set; none named: in all)."""

    @property
    def outcomes(self) -> Sequence[Any]:
        """What was read off: name, title, unit."""

    @property
    def design(self) -> Mapping[str, Any]:
        """How points were drawn: kind, levels."""

    @property
    def points(self) -> pandas.DataFrame:
        """The design: a row for each point by number, lived or not, a column for each input."""

    def frame(self, arms: Sequence[str] | None = None) -> pandas.DataFrame:
        """A row for each point, arm, member and replication that was lived: inputs and outcomes under their names."""


@dataclass(frozen=True)
class Asked:
    """One outcome of a sweep. `points` is [point, input] in the inputs' own units, `values` is [point, member, replication], `numbers` are the points' places
    in the design, from nought. `baseline` is empty where values are levels, not differences. `about` is how the design was drawn."""

    outcome: str
    title: str
    unit: str
    inputs: tuple[Any, ...]
    points: Numbers
    values: Numbers
    numbers: NDArray[np.int64]
    left_out: int = 0
    arm: str = ""
    baseline: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs' names."""
        return tuple(str(one.name) for one in self.inputs)

    @property
    def means(self) -> Numbers:
        """The mean over members and replications by [point]."""
        return np.asarray(self.values.mean(axis=(1, 2)), dtype=np.float64)

    @property
    def runs(self) -> int:
        """How many runs each point has."""
        return int(self.values.shape[1] * self.values.shape[2])

    @property
    def what(self) -> str:
        """The outcome in words: its title, and against what."""
        return f"{self.title}, {self.arm} against {self.baseline}" if self.baseline else self.title

    def errors(self) -> Numbers:
        """The standard error of each point's mean by luck, by [point]; NaN for one run a point."""
        if self.values.shape[2] < 2:
            return np.full(len(self.points), np.nan)
        return np.asarray(np.sqrt(self.values.var(axis=2, ddof=1).mean(axis=1) / self.runs), dtype=np.float64)


def ask(sweep: Finished, outcome: str, arm: str = "", levels: bool = False) -> Asked:
    """One outcome of a finished sweep, of an arm against the baseline where there are several (`levels`: the arm's own values).

    Raises ScenarioError, with a line for each reason, for an outcome or arm that is not there, or a sweep without a whole point."""
    chosen, base = _known(sweep, outcome, arm)
    against = base if base != chosen and not levels else ""
    lived = {chosen, *([against] if against else [])}
    frame, design = sweep.frame(sorted(lived)), sweep.points
    frame = frame.assign(arm=frame["arm"].astype(str), member=frame["member"].astype(str))
    table = _by_run(frame, chosen, outcome)
    if against:
        table = table - _by_run(frame, against, outcome)
    told = next(one for one in sweep.outcomes if one.name == outcome)
    varied = tuple(one for one in sweep.inputs if design[one.name].nunique() > 1 and (not getattr(one, "arms", ()) or lived & set(one.arms)))
    whole, values = _whole(table)
    if not varied or not whole.any():
        raise ScenarioError([f"--outcome: {outcome}: " + ("no input of this sweep varies" if not varied else "no point of this sweep has all its runs")])
    kept = table.index[whole]
    points = design.loc[kept, [one.name for one in varied]].to_numpy(np.float64)
    places = kept.to_numpy(np.int64) - int(design.index.min())
    return Asked(outcome, str(told.title), str(told.unit), varied, points, values, places, len(design) - len(kept), chosen, against, dict(sweep.design))


def _known(sweep: Finished, outcome: str, arm: str) -> tuple[str, str]:
    """The arm that is asked about and the baseline. Raises ScenarioError."""
    problems, names = [], [str(one.name) for one in sweep.outcomes]
    if outcome not in names:
        problems.append(_unknown("--outcome", outcome, names))
    arms = [str(one) for one in sweep.arms]
    others = [one for one in arms if one != sweep.baseline]
    if arm and arm not in arms:
        problems.append(_unknown("--arm", arm, arms))
    if not arm and len(others) > 1:
        problems.append(f"--arm: this sweep has {len(arms)} arms; say which one is asked about - {', '.join(others)}")
    if problems:
        raise ScenarioError(problems)
    return arm or (others or arms)[0], sweep.baseline


def _unknown(option: str, given: str, known: Sequence[str]) -> str:
    hint = did_you_mean(given, list(known))
    return f'{option}: "{cut(one_line(given))}" is not in this sweep - {", ".join(known)}' + (f" - {hint}" if hint else "")


def _by_run(frame: pandas.DataFrame, arm: str, outcome: str) -> pandas.DataFrame:
    """An outcome of one arm with a row for each point and a column for each run."""
    own = frame[frame["arm"].astype(str) == arm]
    return own.pivot_table(index="point", columns=RUN, values=outcome, aggfunc="first")


def _whole(table: pandas.DataFrame) -> tuple[NDArray[np.bool_], Numbers]:
    """Which points have every run that nearly all points have, and their values by [point, member, replication]."""
    known = np.isfinite(table.to_numpy(np.float64))
    some = known.any(axis=1)
    usual = known[some].mean(axis=0) >= NEARLY_ALL if some.any() else np.zeros(table.shape[1], dtype=np.bool_)
    if not usual.any():
        return np.zeros(len(table), dtype=np.bool_), np.empty((0, 0, 0))
    columns = [column for column, kept in zip(table.columns, usual, strict=True) if kept]
    members = list(dict.fromkeys(member for member, _ in columns))
    each = min(sum(member == one for one, _ in columns) for member in members)
    taken = [next_ for member in members for next_ in [column for column in columns if column[0] == member][:each]]
    values = table[taken].to_numpy(np.float64)
    whole = np.isfinite(values).all(axis=1)
    return whole, values[whole].reshape(int(whole.sum()), len(members), each)


CONDITION = re.compile(r"\s*(<=|>=|<|>)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*")


@dataclass(frozen=True)
class Where:
    """A condition on an outcome, such as "< 0"."""

    sign: str
    limit: float

    def __str__(self) -> str:
        return f"{self.sign} {self.limit:g}"

    def holds(self, values: Numbers) -> NDArray[np.bool_]:
        """Where it holds."""
        tests = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}
        return np.asarray(tests[self.sign](values, self.limit), dtype=np.bool_)


def where(text: str) -> Where:
    """A condition read from a text. Raises ScenarioError."""
    found = CONDITION.fullmatch(text[:80])
    if not found:
        raise ScenarioError([f'--where: "{cut(one_line(text))}" is no condition - allowed: <, <=, > or >= and a number, such as "< 0"'])
    return Where(found[1], float(found[2]))


def left_out(asked: Asked) -> str:
    """How many points were left out, in a sentence; empty where none was."""
    return f"{counted(asked.left_out, 'point')} left out, because runs are missing." if asked.left_out else ""
