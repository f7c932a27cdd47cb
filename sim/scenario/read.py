"""A scenario is read from a file or from the library, with every scenario that it extends."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sim.scenario.errors import Report, ScenarioError, one_line, one_of_these, show
from sim.scenario.model import Scenario, replaced
from sim.scenario.names import RULE, composed, good_name, name_from_file
from sim.scenario.overlay import overlay
from sim.scenario.text import Document, read_document

DEEPEST_EXTENDS = 8


class Titled(NamedTuple):
    """A scenario of the library: its name, and what it is in one line."""

    name: str
    title: str


@dataclass(frozen=True)
class _File:
    """A scenario file on the way: where it is, and how it is shown in messages."""

    path: Path
    shown: str

    @property
    def name(self) -> str:
        return self.path.stem


def library_folder() -> Path:
    """The folder of the scenarios that come along: inside the package when installed, else at the top of the repository."""
    packaged = Path(__file__).resolve().parents[1] / "library"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "scenarios"


def library_names() -> list[str]:
    """The names of the scenarios in the library, in alphabetical order."""
    return sorted(path.stem for path in library_folder().glob("*.toml"))


def library() -> list[Titled]:
    """The scenarios in the library with their titles."""
    return [Titled(name, load_scenario(name).title) for name in library_names()]


def load_scenario(name_or_path: str | os.PathLike[str]) -> Scenario:
    """The scenario of a library name, or of a file (a path, or a text that ends in .toml or contains a slash).

    Raises ScenarioError, with one line per problem, and nothing else.
    """
    try:
        given = os.fspath(name_or_path)
    except TypeError:
        raise ScenarioError([f"{show(str(name_or_path))}: a scenario is a name or a path"]) from None
    if not isinstance(given, str):
        raise ScenarioError(["a scenario is a name or a path written as a text"])
    is_path = not isinstance(name_or_path, str) or given.endswith(".toml") or "/" in given or os.sep in given
    return _read(_File(Path(given), given) if is_path else _in_library(given), ())


def _in_library(name: str) -> _File:
    """The library file of a name; an unknown name is answered with the nearest one."""
    known = library_names()
    if name not in known:
        beside = f"a file is given with its ending: {show(f'{name}.toml')}" if _is_file(Path(f"{name}.toml")) else ""
        near = beside or one_of_these(name, known) or "a file is given with its ending .toml"
        raise ScenarioError([f"{show(name)}: there is no scenario of this name - {near} - `trivox scenarios` lists all {len(known)}"])
    return _File(library_folder() / f"{name}.toml", f"{name}.toml")


def _read(file: _File, below: tuple[_File, ...]) -> Scenario:
    """One file laid over the scenario that it extends; `below` are the files that led here."""
    report = Report(one_line(file.shown))
    document = read_document(file.path, report)
    base = Scenario(name="")
    if "extends" in document.content:
        try:
            base = _parent(document.content["extends"], (*below, file), report)
        except ScenarioError as error:
            report.earlier += error.problems
    made = overlay(base, document.content, report)
    name = _own_name(document, file, report)
    report.stop()
    return replaced(made, name=name, title=made.title or name, files=((file.path.name, document.sha256), *base.files))


def _own_name(document: Document, file: _File, report: Report) -> str:
    name = document.content.get("name", name_from_file(file.name))
    if isinstance(name, str) and not good_name(composed(name)):
        report.add(("name",), "is not a usable name", name, RULE)
    return composed(name) if isinstance(name, str) else ""


def _parent(extends: object, chain: tuple[_File, ...], report: Report) -> Scenario:
    """The scenario that a file extends; a circle, a missing one and a chain that is too long are reported."""
    missing = Scenario(name="")
    if not isinstance(extends, str):
        return missing
    if not good_name(extends):
        bare = extends.removesuffix(".toml").rsplit("/", 1)[-1]
        hint = f'write extends = "{bare}"' if good_name(bare) and bare != extends else ""
        report.add(("extends",), "is not the name of a scenario", extends, "a name only, from the library or the same folder: no path, no address", hint)
        return missing
    parent = _found(extends, chain[-1])
    if parent is None:
        near = sorted({*library_names(), *_neighbours(chain[-1])})
        report.add(("extends",), "there is no such scenario, neither in the same folder nor in the library", extends, known=near, word=extends)
        return missing
    ways = [_real(file.path) for file in chain]
    if _real(parent.path) in ways:
        circle = [file.name for file in chain[ways.index(_real(parent.path)) :]] + [parent.name]
        report.add(("extends",), "goes round in a circle: " + " -> ".join(circle))
        return missing
    if len(chain) > DEEPEST_EXTENDS:
        report.add(("extends",), "too many scenarios extend each other", allowed=f"at most {DEEPEST_EXTENDS}")
        return missing
    return _read(parent, chain)


def _found(name: str, child: _File) -> _File | None:
    """The file of a name: beside the child first, then in the library. A file never means itself when the library has the name."""
    beside = child.path.parent / f"{name}.toml"
    ours = library_folder() / f"{name}.toml"
    means_itself = _real(beside) == _real(child.path) and _is_file(ours) and _real(ours) != _real(child.path)
    # A link that leads out of the folder is no neighbour.
    if _is_file(beside) and not means_itself and _real(beside).parent == _real(beside.parent):
        return _File(beside, str(Path(child.shown).parent / beside.name))
    return _File(ours, ours.name) if _is_file(ours) else None


def _is_file(path: Path) -> bool:
    """Whether there is such a file. Unlike the method of Path, this never fails: names too long and links in a circle are no files."""
    return os.path.isfile(path)  # noqa: PTH113


def _real(path: Path) -> Path:
    """The path with its links followed; unlike the method of Path, this never fails."""
    return Path(os.path.realpath(path))


def _neighbours(file: _File) -> list[str]:
    return [path.stem for path in list(file.path.parent.glob("*.toml"))[:100] if not path.is_symlink()]

