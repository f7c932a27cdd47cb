"""The table of a sweep, for whatever is asked of it: a row for each point, arm, member and replication, with inputs and outcomes under their names.

    sweep = open_sweep("sweeps/slack")
    sweep.frame()       # point, arm, member, replication, inputs, outcomes, residual
    sweep.means()       # by point and arm: mean and standard error of each outcome
    sweep.paired()      # by point and arm: difference from the baseline arm under the same luck
    sweep.differences() # the same, run by run
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.lab.sweep.store import COURSES, MANIFEST, MEMBERS, StoreError, is_whole, manifest_of, needs_parquet, shards_of, shown, tables
from sim.scenario.errors import one_line

if TYPE_CHECKING:
    import pandas
    import xarray

PLACE = ("point", "arm", "member")
ABOUT = ("course", "residual", "evaluations", "reference", "problem")


@dataclass(frozen=True)
class SweptInput:
    """An input: its name in the table, range, unit and title; `values` are its levels, if it has any."""

    name: str
    kind: str
    low: float
    high: float
    unit: str
    title: str
    default: float
    log: bool = False
    whole: bool = False
    values: tuple[float, ...] = ()
    arms: tuple[str, ...] = ()


@dataclass(frozen=True)
class SweptOutcome:
    """An outcome: its name in the table, title, unit and which way is better."""

    name: str
    title: str
    unit: str
    better: str
    measure: str
    first_week: int
    last_week: int
    relative: bool = False


@dataclass
class Sweep:
    """A sweep as it lies in its folder, finished or not."""

    folder: Path
    manifest: dict[str, Any]
    damaged: tuple[str, ...] = ()
    _held: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The study's name."""
        return str(self.manifest["name"])

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms; the first is the baseline."""
        return tuple(self.manifest["arms"])

    @property
    def baseline(self) -> str:
        """The arm that others are held against."""
        return str(self.manifest["baseline"])

    @property
    def inputs(self) -> tuple[SweptInput, ...]:
        """What varies, in the order of the design's columns."""
        return tuple(SweptInput(**{**one, "values": tuple(one["values"]), "arms": tuple(one["arms"])}) for one in self.manifest["inputs"])

    @property
    def outcomes(self) -> tuple[SweptOutcome, ...]:
        """What was read off."""
        return tuple(SweptOutcome(**{key: value for key, value in one.items() if key != "key"}) for one in self.manifest["outcomes"])

    @property
    def design(self) -> dict[str, Any]:
        """How points were drawn: kind, points, seed, second_order, levels, and the inputs as SALib describes them (`problem`)."""
        return dict(self.manifest["design"])

    @property
    def member_parameters(self) -> dict[str, dict[str, float]]:
        """The numbers of the model of each member that differ from the defaults; empty for a sweep without members. Raises StoreError when they are lost."""
        if self.manifest.get("members_asked", "none") == "none":
            return {}
        try:
            found = json.loads((self.folder / MEMBERS).read_text(encoding="utf-8"))
            return {name: dict(found[name]) for name in self.manifest["members"]}
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreError(f"{shown(self.folder)}: {MEMBERS} is missing or damaged - give `trivox sweep` again, which writes it anew") from None

    @property
    def courses(self) -> pandas.DataFrame:
        """A row for each point, arm and member, lived or not: inputs, residual of its reference, and the problem of what was left out."""
        if "courses" not in self._held:
            try:
                self._held["courses"] = next(tables([self.folder / COURSES])).to_pandas()
            except (OSError, ValueError) as trouble:
                why = one_line(str(trouble))[:80]
                raise StoreError(f"{shown(self.folder)}: {COURSES} is damaged ({why}) - give `trivox sweep` again, which writes it anew") from None
        return self._held["courses"]

    @property
    def points(self) -> pandas.DataFrame:
        """The design: a row for each point (index), a column for each input."""
        names = [one.name for one in self.inputs]
        return self.courses.drop_duplicates("point").set_index("point")[names]

    @property
    def runs(self) -> pandas.DataFrame:
        """A row for each run that was lived: course, replication (from 1), outcomes. Damaged shards are left out (`damaged` names them)."""
        if "runs" not in self._held:
            import pandas

            names = [one.name for one in self.outcomes]
            parts = [table.to_pandas() for table in self._whole("runs")]
            empty = pandas.DataFrame({"course": [], "replication": np.empty(0, np.int32), **{name: np.empty(0) for name in names}})
            self._held["runs"] = pandas.concat(parts, ignore_index=True).drop_duplicates(["course", "replication"]) if parts else empty
        return self._held["runs"]

    def _whole(self, kind: str) -> Iterator[Any]:
        return tables([shard for shard in shards_of(self.folder, kind) if f"{kind}/{shard.name}" not in self.damaged])

    def units(self) -> dict[str, str]:
        """The unit of each input and outcome, by its name in the tables."""
        return {one.name: one.unit for one in self.inputs} | {one.name: one.unit for one in self.outcomes}

    def frame(self, arms: Sequence[str] | None = None) -> pandas.DataFrame:
        """A row for each point, arm, member and replication that was lived: inputs and outcomes under their names, and the residual of its reference.

        Every table of inputs and outcomes bears their units: `frame().attrs["units"]`."""
        own = self.courses if arms is None else self.courses[self.courses["arm"].isin(arms)]
        joined = own[own["problem"] == ""].merge(self.runs, on="course", how="inner")
        names = [*PLACE, "replication", *(one.name for one in self.inputs), *(one.name for one in self.outcomes), "residual"]
        found = joined[names].sort_values([*PLACE, "replication"], kind="stable", ignore_index=True)
        found.attrs["units"] = self.units()
        return found

    def means(self, by_member: bool = False) -> pandas.DataFrame:
        """By point and arm (and member): inputs, and for each outcome its mean, standard error (`NAME.se`) and how many runs had data (`NAME.n`).

        Over members, the mean of members' means; its error is then that of a draw of members."""
        return self._told(self.frame(), by_member)

    def differences(self) -> pandas.DataFrame:
        """The rows of `frame` of arms other than the baseline, with outcomes less the baseline's own in the same point, member and replication (so under the
        same luck); no data where either has none."""
        names, key = [one.name for one in self.outcomes], ["point", "member", "replication"]
        whole = self.frame()
        base = whole[whole["arm"] == self.baseline].set_index(key)[names]
        rest = whole[whole["arm"] != self.baseline]
        against = base.reindex(rest.set_index(key).index)
        return rest.assign(**{name: rest[name].to_numpy() - against[name].to_numpy() for name in names})

    def paired(self, by_member: bool = False) -> pandas.DataFrame:
        """By point and arm other than the baseline: the difference from the baseline under the same luck, as `means` tells it."""
        return self._told(self.differences(), by_member)

    def _told(self, rows: pandas.DataFrame, by_member: bool) -> pandas.DataFrame:
        """Means, standard errors and counts."""
        names = [one.name for one in self.outcomes]
        rows = rows.assign(arm=rows["arm"].astype(str), member=rows["member"].astype(str))
        by, unit = ["point", "arm"], rows
        if by_member:
            by = [*by, "member"]
        elif len(self.manifest["members"]) > 1:
            unit = rows.groupby([*by, "member"], sort=False)[names].mean().reset_index()
        found = unit.groupby(by, sort=True)[names].agg(["mean", "sem", "count"])
        found.columns = [name if what == "mean" else f"{name}.{'se' if what == 'sem' else 'n'}" for name, what in found.columns]
        told = self.points.join(found.reset_index().set_index("point"), how="right").reset_index()
        told.attrs["units"] = self.units()
        return told

    @property
    def missing(self) -> int:
        """How many runs that the study asks for at first are neither there nor failed: more than none in a sweep that was paused, or is being run."""
        lived, most = self.courses[self.courses["problem"] == ""], int(self.manifest["replications"])
        failed = sum(int((table["replication"].to_numpy() <= most).sum()) for table in self._whole("problems"))
        return max(int(lived["course"].nunique()) * most - int((self.runs["replication"] <= most).sum()) - failed, 0)

    def left_out(self) -> pandas.DataFrame:
        """Points, arms and members that could not be lived, with the reason."""
        return self.courses[self.courses["problem"] != ""][[*PLACE, *(one.name for one in self.inputs), "residual", "problem"]]

    def failures(self) -> pandas.DataFrame:
        """Runs that failed, with the reason."""
        import pandas

        parts = [table.to_pandas() for table in self._whole("problems")]
        held = pandas.concat(parts, ignore_index=True) if parts else pandas.DataFrame({"course": [], "replication": [], "problem": []})
        places = self.courses.drop(columns=["problem", "evaluations", "reference"])
        return places.merge(held, on="course", how="inner").drop(columns="course")

    def to_xarray(self) -> xarray.Dataset:
        """The outcomes by [point, arm, member, replication], with inputs by [point]. Raises StoreError when xarray is not installed."""
        try:
            import xarray  # noqa: F401 - what makes `to_xarray` work
        except ImportError:
            raise StoreError("xarray is not installed: pip install 'trivox[research]'") from None
        whole = self.frame().assign(arm=lambda rows: rows["arm"].astype(str), member=lambda rows: rows["member"].astype(str))
        found: xarray.Dataset = whole.set_index([*PLACE, "replication"])[[one.name for one in self.outcomes]].to_xarray()
        return found.assign({one.name: ("point", self.points[one.name].reindex(found["point"].to_numpy()).to_numpy()) for one in self.inputs})

    def sql(self, query: str) -> pandas.DataFrame:
        """Ask DuckDB: the tables are `courses` and `runs`; joined by course they are the whole. Raises StoreError when it is not installed."""
        try:
            import duckdb
        except ImportError:
            raise StoreError("DuckDB is not installed: pip install 'trivox[sweep]'") from None
        shards = [str(shard) for shard in shards_of(self.folder) if f"runs/{shard.name}" not in self.damaged]
        with duckdb.connect() as database:
            database.from_parquet(str(self.folder / COURSES)).create_view("courses")
            if shards:
                database.from_parquet(shards).create_view("runs")
            return database.sql(query).df()


def open_sweep(folder: str | Path) -> Sweep:
    """The sweep that lies in a folder, finished or not. Raises StoreError (a ScenarioError) when there is none or it cannot be read."""
    needs_parquet()
    place = Path(folder)
    held = manifest_of(place)
    if not (place / COURSES).exists():
        raise StoreError(f"{shown(place)}: nothing has been planned yet ({COURSES} is missing, {MANIFEST} is there) - give `trivox sweep` again")
    damaged = tuple(f"{kind}/{shard.name}" for kind in ("runs", "problems") for shard in shards_of(place, kind) if not is_whole(shard))
    return Sweep(place, held, damaged)
