"""What lies in a store, as tables: courses by point, runs, problems, constants; and the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.balance import Balance
from sim.lab.sweep.design import problem_of
from sim.lab.sweep.identity import BYTES, run_numbers
from sim.lab.sweep.packing import Known
from sim.lab.sweep.plan import Plan
from sim.lab.sweep.store import Store, StoreError, manifest_of, shards_of, tables
from sim.lab.sweep.study import Study
from sim.lab.sweep.work import Rows


def manifest(study: Study, model: str) -> dict[str, Any]:
    """What a folder says of itself: everything that a reader of its tables must know."""
    from sim.reference.store import rules_hash

    inputs = [{"name": one.name, "kind": one.kind, "low": one.low, "high": one.high, "unit": one.unit, "title": one.title, "default": one.default,
               "log": one.log, "whole": one.whole, "values": list(one.values), "arms": list(one.arms)} for one in study.inputs]
    outcomes = [{"name": one.name, "measure": one.measure, "first_week": one.first, "last_week": one.last, "unit": one.unit, "title": one.title,
                 "better": one.better, "relative": one.relative, "key": one.key} for one in study.outcomes]
    design = {"kind": study.design.kind, "points": study.design.points, "seed": study.design.seed, "second_order": study.design.second_order,
              "levels": study.design.levels, "problem": problem_of(study)}
    until = None if study.until is None else {"outcome": study.until.outcome, "width": study.until.width, "most": study.until.most, "arm": study.until.arm}
    return {"name": study.name, "title": study.title, "study": study.fingerprint(), "model": model, "rules": rules_hash(), "readings": study.readings,
            "arms": [one.name for one in study.arms], "baseline": study.arms[0].name, "weeks": study.weeks, "seed": study.seed,
            "replications": study.replications, "until": until, "members": [one.name for one in study.members], "members_asked": study.members_asked,
            "grade": study.ensemble.grade if study.ensemble else "", "inputs": inputs, "outcomes": outcomes, "design": design, "content": study.content()}


def difference(held: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Which parts of a study differ."""
    return ", ".join(name for name in now if held.get(name) != now[name]) or "its form"


def courses(plan: Plan) -> Any:
    """A row for each point, arm and member: inputs, course, and what is known of its company."""
    import pyarrow as pa

    study, shape = plan.study, plan.company.shape
    point, arm, member = (axis.ravel() for axis in np.indices(shape))
    own = plan.company.ravel()
    columns: dict[str, Any] = {"point": pa.array(point.astype(np.int32))}
    for column, one in enumerate(study.inputs):
        columns[one.name] = plan.design[point, column]
    columns["arm"] = pa.DictionaryArray.from_arrays(arm.astype(np.int32), [one.name for one in study.arms])
    columns["member"] = pa.DictionaryArray.from_arrays(member.astype(np.int32), [one.name for one in study.members])
    columns["course"] = _named(plan.course.reshape(-1, BYTES))
    columns["residual"] = np.array([one.residual for one in plan.companies] + [np.nan])[own]
    columns["evaluations"] = np.array([one.evaluations for one in plan.companies] + [0], dtype=np.int32)[own]
    columns["reference"] = pa.array([plan.companies[place].how if place >= 0 else "" for place in own]).dictionary_encode()
    columns["problem"] = pa.array([str(why) for why in plan.problem.ravel()]).dictionary_encode()
    return pa.table(columns)


def _named(names: NDArray[np.uint8]) -> Any:
    import pyarrow as pa

    flat = np.ascontiguousarray(names)
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(BYTES), len(flat), [None, pa.py_buffer(flat.tobytes())])


def names_in(column: Any) -> NDArray[np.uint8]:
    """Names of courses as rows of sixteen bytes."""
    whole = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    return np.frombuffer(b"".join(whole.to_pylist()), np.uint8).reshape(-1, BYTES)


def runs(rows: Rows, outcomes: Sequence[str]) -> Any:
    """The finished runs of a shard."""
    import pyarrow as pa

    values = np.array(rows.outcomes, dtype=np.float64).reshape(len(rows.courses), len(outcomes))
    columns = {"course": pa.array(rows.courses, pa.binary(BYTES)), "replication": np.array(rows.replications, np.int32) + 1}
    return pa.table({**columns, **{name: values[:, k] for k, name in enumerate(outcomes)}})


def problem_rows(problems: Sequence[tuple[bytes, int, str]]) -> Any:
    """Runs that failed."""
    import pyarrow as pa

    return pa.table({"course": pa.array([one[0] for one in problems], pa.binary(BYTES)), "replication": np.array([one[1] for one in problems], np.int32) + 1,
                     "problem": [one[2] for one in problems]})


def constants_table(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Reference constants that were found, a row for each company."""
    import pyarrow as pa

    return pa.table({name: [row[name] for row in rows] for name in ("company", *Balance._fields, "residual", "evaluations", "how", "refused")})


def constants(store: Store) -> dict[str, dict[str, Any]]:
    """Reference constants that were found before, here or by studies beside this one that lived under the same rules."""
    found: dict[str, dict[str, Any]] = {}
    for folder in (*beside(store), store.folder):
        for table in tables(shards_of(folder, "companies")):
            found |= {str(row["company"]): row for row in table.to_pylist()}
    return found


def numbers_of(rows: Rows) -> NDArray[np.uint64]:
    """The numbers of a shard's runs, those that failed included."""
    names = b"".join([*rows.courses, *(one[0] for one in rows.problems)])
    replications = np.array([*rows.replications, *(one[1] for one in rows.problems)])
    return run_numbers(np.frombuffer(names, np.uint8), replications)


def known(store: Store) -> Known:
    """The runs that a store holds; those that failed count, so that they are not tried for ever."""
    parts = [np.empty(0, np.uint64)]
    for kind in ("runs", "problems"):
        held = tables(shards_of(store.folder, kind), ["course", "replication"])
        parts += [run_numbers(names_in(table["course"]), table["replication"].to_numpy() - 1) for table in held]
    return Known(np.concatenate(parts))


def problems(store: Store) -> Counter[str]:
    """Runs that failed before, by reason."""
    return Counter(why for table in tables(shards_of(store.folder, "problems"), ["problem"]) for why in table["problem"].to_pylist())


def count(shard: Path) -> int:
    """How many rows a shard has."""
    import pyarrow.parquet

    return int(pyarrow.parquet.ParquetFile(shard).metadata.num_rows)


def beside(store: Store) -> list[Path]:
    """Folders of studies that stand beside this one and belong to the same model."""
    own, found = manifest_of(store.folder), []
    for folder in sorted(path for path in store.folder.resolve().parent.iterdir() if path.is_dir() and path != store.folder.resolve()):
        try:
            if manifest_of(folder).get("model") == own["model"]:
                found.append(folder)
        except StoreError:
            continue
    return found


def adopt(store: Store, plan: Plan, there: Known) -> int:
    """Take over runs that studies beside this one have lived, where they read off all that this one needs, and no replication beyond those it asks for (so that
    all its points have as many). Says how many."""
    needs, adopted = plan.study.readings, 0
    most = plan.study.until.most if plan.study.until else plan.study.replications
    wanted = np.sort(plan.names.view(f"V{BYTES}").ravel())
    for folder in beside(store) if wanted.size else ():
        there.settle()
        theirs = {key: name for name, key in manifest_of(folder).get("readings", {}).items()}
        if not set(needs.values()) <= set(theirs):
            continue
        columns = {name: theirs[key] for name, key in needs.items()}
        for table in tables(shards_of(folder), ["course", "replication", *dict.fromkeys(columns.values())]):
            adopted += _adopted(store, table, columns, wanted, there, most)
    return adopted


def _adopted(store: Store, table: Any, columns: Mapping[str, str], wanted: NDArray[Any], there: Known, most: int) -> int:
    import pyarrow as pa

    names, replications = names_in(table["course"]), table["replication"].to_numpy()
    numbers = run_numbers(names, replications - 1)
    mine = np.isin(np.ascontiguousarray(names).view(f"V{BYTES}").ravel(), wanted) & ~there.has(numbers) & (replications <= most)
    if not mine.any():
        return 0
    taken = table.filter(pa.array(mine))
    store.write("runs", pa.table({"course": taken["course"], "replication": taken["replication"], **{name: taken[theirs] for name, theirs in columns.items()}}))
    there.add(numbers[mine])
    return int(mine.sum())
