"""The generated tables of docs/ODD.md, docs/mechanisms.md and docs/trace.md, read from the declarations themselves, so that documents and model cannot part.

    python -m sim.views.documents            rewrite the tables
    python -m sim.views.documents --check    leave the file alone; exit code 1 when it is out of step

A table stands between two marks in its document, `<!-- generated: NAME -->` and `<!-- end -->`; `PAPERS` maps each document's names to their makers.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.views import document_tables as tables
from sim.views import trace
from sim.views.document_tables import declared
from sim.views.markdown import fenced, first_line, span, table
from sim.vocabulary import rows

__all__ = ["CATALOGUE", "DOCUMENT", "TRACE", "declared", "main", "rewritten", "week"]

DOCUMENT = Path(__file__).parents[2] / "docs" / "ODD.md"
CATALOGUE = DOCUMENT.with_name("mechanisms.md")
TRACE = DOCUMENT.with_name("trace.md")
_PART = re.compile(r"(<!-- generated: (?P<name>[a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


# --- mechanisms and the order of the week ---------------------------------------------------------------------------------------------------------------


def mechanisms() -> list[ModuleType]:
    """The mechanism modules, in the order in which the week first calls them (those it never calls come last)."""
    package = importlib.import_module("sim.mechanisms")
    modules = [importlib.import_module(f"sim.mechanisms.{info.name}") for info in pkgutil.iter_modules(package.__path__)]
    order = [function.__module__ for function in week()]
    return sorted(modules, key=lambda m: (order.index(m.__name__) if m.__name__ in order else len(order), m.__name__))


def week() -> list[Callable[..., Any]]:
    """The functions of mechanisms that a week calls, in order, from the page `sim/engine/week.py`. Pages within the page are entered where they are called."""
    module = importlib.import_module("sim.engine.week")
    calls = {node.name: _calls(node) for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.FunctionDef)}
    called = {name for names in calls.values() for name in names}
    found: list[Callable[..., Any]] = []

    def enter(page: str) -> None:
        for name in calls[page]:
            if name in calls:
                enter(name)
                continue
            function = _resolve(module, name)
            if callable(function) and str(getattr(function, "__module__", "")).startswith("sim.mechanisms.") and function not in found:
                found.append(function)

    for page in calls:
        if page not in called:
            enter(page)
    return found


def _calls(function: ast.FunctionDef) -> list[str]:
    """The dotted names that a function calls, in the order of the text."""
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset))]


def _resolve(module: ModuleType, dotted: str) -> Any:
    value: Any = module
    for part in dotted.split("."):
        value = getattr(value, part, None)
    return value


# --- the parts ------------------------------------------------------------------------------------------------------------------------------------------


def entities() -> str:
    """Entities and state variables: one table for each group of arrays."""
    from sim.state import GROUPS

    parts = []
    for name, group in GROUPS.items():
        body = [(f"`{row.name}`", row.about.unit, span(row.about), row.about.kind, row.about.meaning) for row in rows(group)]
        parts.append(f"#### `{name}`: {first_line(group.__doc__)}\n\n" + table(("array", "unit", "meaningful range", "kept as", "meaning"), body))
    return "\n\n".join(parts)


def overview() -> str:
    """Process overview: a numbered list of what happens in a week."""
    return "\n".join(f"{number}. {first_line(function.__doc__)} (`{_short(function.__module__)}`)" for number, function in enumerate(week(), start=1))


def submodels() -> str:
    """Submodels: the text of each mechanism file."""
    return "\n\n".join(f"#### `{_short(module.__name__)}`\n\n{fenced(inspect.cleandoc(module.__doc__ or ''))}" for module in mechanisms())


def _short(module: str) -> str:
    return module.removeprefix("sim.mechanisms.")


def catalogue() -> str:
    """One row for each claim of the catalogue: what works it, what moves it, what turns it off, what tests it, what shows it."""
    from sim.views.catalogue import CLAIMS, NO_LEVER, files, tests

    named, tested = files(), tests()
    body = []
    for claim in CLAIMS:
        stems = named.get(claim.row, [])
        shown = [f"`{one.name}`" + (f" ({one.not_shown})" if one.not_shown else "") for one in tested.get(claim.row, [])]
        levers = claim.levers if claim.levers == NO_LEVER else _coded(claim.levers.split())
        links = ", ".join(f"[{stem}](../sim/mechanisms/{stem}.py)" for stem in stems)
        body.append((claim.row, claim.claim, links, levers, _coded(stems), ", ".join(shown), _coded(claim.measures.split())))
    return table(("row", "claim", "mechanism", "lever, condition or event", "switch", "direction test", "measures"), body)


def _coded(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


PARTS: dict[str, Callable[[], str]] = {
    "entities": entities,
    "sizes": tables.sizes,
    "world conditions": tables.conditions,
    "events": tables.events,
    "process overview": overview,
    "luck": tables.luck,
    "weekly record": tables.record,
    "measures": tables.measures,
    "constants": tables.constants,
    "levers": tables.levers,
    "submodels": submodels,
    "parameters": tables.parameters,
}
PAPERS: dict[Path, dict[str, Callable[[], str]]] = {DOCUMENT: PARTS, CATALOGUE: {"catalogue": catalogue}, TRACE: trace.PARTS}


def rewritten(text: str, paper: Path = DOCUMENT) -> str:
    """A document with every generated part made anew. Raises ValueError when it names an unknown part or lacks one."""
    parts = PAPERS[paper]
    found = [match["name"] for match in _PART.finditer(text)]
    if sorted(found) != sorted(parts):
        raise ValueError(f"generated parts of {paper.name}: {sorted(found)}; expected {sorted(parts)}")
    return _PART.sub(lambda match: f"{match[1]}\n{parts[match['name']]()}\n\n{match[3]}", text)


def main(arguments: list[str] | None = None) -> int:
    """Rewrite the documents, or with `--check` say whether they are in step."""
    check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    late = 0
    for paper in PAPERS:
        old = paper.read_text(encoding="utf-8")
        new = rewritten(old, paper)
        if old != new and check:
            print(f"docs/{paper.name} is out of step with the model: run make docs", file=sys.stderr)
            late = 1
        elif old != new:
            paper.write_text(new, encoding="utf-8")
            print(f"docs/{paper.name} rewritten")
    return late


if __name__ == "__main__":
    sys.exit(main())
