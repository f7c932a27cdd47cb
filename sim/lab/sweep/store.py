"""The store: a folder of Parquet shards with a manifest. A shard is written beside its place, synced, and put there at once: it is whole or it is not there.

    manifest.json       which study, model and measures; what the columns hold
    members.json        the numbers of the model of each member, where the study has members
    courses.parquet     a row for each point, arm and member: inputs, course, residual, and why it was left out if it was
    runs/*.parquet      a row for each run: course, replication (from 1), outcomes
    problems/*.parquet  runs that failed, with the reason
    companies/*.parquet reference constants that were found for points of their own
    lock                names the process that writes

A shard's name ends in the beginning of its checksum; one that does not fit is put aside and its runs are made anew.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.lab.sweep.lock import Lock
from sim.scenario.errors import ScenarioError, cut, one_line

FORMAT = 1
MANIFEST, MEMBERS, COURSES = "manifest.json", "members.json", "courses.parquet"
KINDS = ("runs", "problems", "companies")
CHECK, MARK = 16, b"trivox"


FULL = tuple(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))


class StoreError(ScenarioError):
    """A folder of results that cannot be used or written, with a line for each reason."""

    def __init__(self, problem: str) -> None:
        """One line."""
        super().__init__([problem])


def needs_parquet() -> None:
    """Raises StoreError when the library that reads and writes shards is missing."""
    import importlib.util

    if importlib.util.find_spec("pyarrow") is None:
        raise StoreError("sweeps are kept as Parquet, which pyarrow reads and writes; it is not installed: pip install 'trivox[sweep]'")


def shown(folder: Path) -> str:
    """A folder as messages name it."""
    return cut(one_line(folder.name or str(folder)))


def told(folder: Path, trouble: OSError) -> StoreError:
    """What stands in the way of writing, and what to do about it."""
    if trouble.errno in FULL:
        return StoreError(f"{shown(folder)}: the disk is full - what was finished is kept; make room and give the same command again")
    if trouble.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError(f"{shown(folder)}: cannot be written ({(trouble.strerror or 'no access').lower()}) - choose another folder with --out")
    return StoreError(f"{shown(folder)}: cannot be written: {one_line(trouble.strerror or str(trouble)).lower()}")


def put(path: Path, content: bytes) -> None:
    """Put a file in place, whole or not at all, and see to it that it stays there when the power fails."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make a change of names last; where a folder cannot be opened (Windows), the system sees to it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def as_bytes(table: Any) -> bytes:
    """A table as a Parquet file."""
    import pyarrow.parquet

    held = io.BytesIO()
    pyarrow.parquet.write_table(table, held, compression="zstd")
    return held.getvalue()


def manifest_of(folder: Path) -> dict[str, Any]:
    """What a folder says of itself. Raises StoreError when it is no store, is damaged, or is of another form."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StoreError(f"{shown(folder)}: holds no sweep ({MANIFEST} is missing)") from None
    except (OSError, ValueError) as trouble:
        raise StoreError(f"{shown(folder)}: {MANIFEST} cannot be read: {one_line(str(trouble))[:120]}") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise StoreError(f"{shown(folder)}: {MANIFEST} is of another form ({one_line(str(found)[:40])}); this program reads form {FORMAT}")
    return found


def shards_of(folder: Path, kind: str = "runs") -> list[Path]:
    """The finished shards of a kind, in the order in which they were written."""
    return sorted(path for path in (folder / kind).glob("*.parquet") if not path.name.startswith("."))


def is_whole(shard: Path) -> bool:
    """Whether a shard is as it was written."""
    try:
        return hashlib.sha256(shard.read_bytes()).hexdigest()[:CHECK] == shard.stem.rpartition("-")[2]
    except OSError:
        return False


class Store:
    """A folder that this process may write. Use it as a context: the lock is taken on entering and given back on leaving."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._lock, self._number = folder, Lock(folder / "lock"), 0
        self.damaged: list[str] = []
        self._mark = b""

    def __enter__(self) -> Store:
        needs_parquet()
        try:
            for kind in KINDS:
                (self.folder / kind).mkdir(parents=True, exist_ok=True)
            self._lock.take()
            self._tidy()
        except OSError as trouble:
            self._lock.give_back()
            raise told(self.folder, trouble) from None
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.give_back()

    @property
    def taken_over(self) -> int:
        """The process that died while it held the lock; 0 when the last one gave it back."""
        return self._lock.was

    def _tidy(self) -> None:
        """Half-written files of processes that died are removed; damaged shards are put aside."""
        for place in (self.folder, *(self.folder / kind for kind in KINDS)):
            for left in place.glob(".*.part"):
                left.unlink(missing_ok=True)
        for kind in KINDS:
            for shard in shards_of(self.folder, kind):
                if not is_whole(shard):
                    aside = self.folder / "damaged"
                    aside.mkdir(exist_ok=True)
                    os.replace(shard, aside / f"{kind}-{shard.name}")
                    self.damaged.append(f"{kind}/{shard.name}")
        numbers = [int(shard.name[:7]) for kind in KINDS for shard in shards_of(self.folder, kind) if shard.name[:7].isdigit()]
        self._number = max(numbers, default=-1) + 1

    def describe(self, about: dict[str, Any]) -> None:
        """Write the manifest. Every shard from now on bears the study and model that it belongs to."""
        self._mark = mark_of(about)
        self._put(self.folder / MANIFEST, json.dumps({"format": FORMAT, **about}, indent=1, ensure_ascii=False).encode() + b"\n")

    def write(self, kind: str, table: Any) -> Path:
        """Add a shard."""
        content = as_bytes(table.replace_schema_metadata({MARK: self._mark}))
        place = self.folder / kind / f"{self._number:07d}-{hashlib.sha256(content).hexdigest()[:CHECK]}.parquet"
        self._put(place, content)
        self._number += 1
        return place

    def write_courses(self, table: Any) -> None:
        """Write what is lived at each point."""
        self._put(self.folder / COURSES, as_bytes(table))

    def write_members(self, members: Mapping[str, Mapping[str, float]]) -> None:
        """Write whose numbers of the model are lived."""
        self._put(self.folder / MEMBERS, json.dumps(members, ensure_ascii=False).encode() + b"\n")

    def forget(self, kind: str) -> None:
        """Remove all shards of a kind."""
        for shard in shards_of(self.folder, kind):
            shard.unlink()

    def _put(self, path: Path, content: bytes) -> None:
        try:
            put(path, content)
        except OSError as trouble:
            raise told(self.folder, trouble) from None


def mark_of(about: Mapping[str, Any]) -> bytes:
    """What a shard bears of its manifest."""
    return json.dumps({name: about.get(name) for name in ("study", "model", "readings")}, sort_keys=True).encode()


def bear(folder: Path, mark: bytes) -> bool:
    """Whether a folder has shards of runs and all of them that are whole bear one mark."""
    import pyarrow.parquet

    marks = [(pyarrow.parquet.read_schema(shard).metadata or {}).get(MARK) for shard in shards_of(folder) if is_whole(shard)]
    return bool(marks) and set(marks) == {mark}


def tables(shards: Sequence[Path], columns: Sequence[str] | None = None) -> Iterator[Any]:
    """The shards' tables, one after another."""
    import pyarrow.parquet

    for shard in shards:
        yield pyarrow.parquet.ParquetFile(shard).read(columns=list(columns) if columns is not None else None)
