"""The generated tables of docs/ODD.md, read from the declarations themselves, so that document and model cannot part.

    python -m sim.views.documents            rewrite the tables
    python -m sim.views.documents --check    leave the file alone; exit code 1 when it is out of step

A table stands between two marks in the document, `<!-- generated: NAME -->` and `<!-- end -->`; `PARTS` maps each name to its maker.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.vocabulary import Column, Condition, Constant, Lever, Parameter, Row, rows

DOCUMENT = Path(__file__).parents[2] / "docs" / "ODD.md"
_PART = re.compile(r"(<!-- generated: (?P<name>[a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _table(head: Iterable[str], body: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in body]
    return "\n".join(lines)


def _number(value: object) -> str:
    return f"{value:,g}" if isinstance(value, int | float) else str(value)


def _range(about: Any) -> str:
    return f"{_number(about.low)} to {_number(about.high)}"


def _first(text: str | None) -> str:
    """The first line of a docstring."""
    return (text or "").strip().split("\n", 1)[0]


def declared(declaration: type, kind: type, path: str = "") -> Iterator[tuple[str, Row]]:
    """Every field of a declaration described by `kind`, with its dotted name; declarations within declarations are entered."""
    for name, hint in inspect.get_annotations(declaration, eval_str=True).items():
        if hasattr(hint, "_fields"):
            yield from declared(hint, kind, f"{path}{name}.")
    try:
        own = rows(declaration)
    except TypeError:
        return
    yield from ((f"{path}{row.name}", row) for row in own if isinstance(row.about, kind))


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
        body = [(f"`{row.name}`", row.about.unit, _range(row.about), row.about.kind, row.about.meaning) for row in rows(group)]
        parts.append(f"#### `{name}`: {_first(group.__doc__)}\n\n" + _table(("array", "unit", "meaningful range", "kept as", "meaning"), body))
    return "\n\n".join(parts)


def overview() -> str:
    """Process overview: a numbered list of what happens in a week."""
    return "\n".join(f"{number}. {_first(function.__doc__)} (`{_short(function.__module__)}`)" for number, function in enumerate(week(), start=1))


def submodels() -> str:
    """Submodels: the text of each mechanism file."""
    return "\n\n".join(f"#### `{_short(module.__name__)}`\n\n{_markdown(inspect.cleandoc(module.__doc__ or ''))}" for module in mechanisms())


def _short(module: str) -> str:
    return module.removeprefix("sim.mechanisms.")


def _markdown(text: str) -> str:
    """A docstring as Markdown: indented lines are equations and get a fence."""
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        equation = line.startswith("    ") or (inside and not line.strip())
        if equation != inside:
            while inside and lines[-1] == "":
                lines.pop()
            lines += ["```", ""] if inside else ["```text"]
            inside = equation
        lines.append(line[4:] if equation else line)
    return "\n".join([*lines, "```"] if inside else lines).rstrip()


def parameters() -> str:
    """Uncertain numbers (X)."""
    from sim.parameters import Parameters

    body = [
        (f"`{name}`", _number(row.default), _range(row.about), row.about.unit, row.about.meaning, row.about.source, row.about.grade)
        for name, row in declared(Parameters, Parameter)
    ]
    return _table(("parameter", "default", "range", "unit", "meaning", "source", "grade"), body)


def constants() -> str:
    """Numbers that the reference solver finds."""
    from sim.balance import Balance

    body = [(f"`{name}`", row.about.unit, _number(row.about.target), row.about.meaning) for name, row in declared(Balance, Constant)]
    return _table(("constant", "unit", "must produce", "meaning"), body)


def levers() -> str:
    """What leaders can choose (L), with prices, delays and overdose."""
    from sim.policy import Policy

    body = [
        (f"`{name}`", row.about.group, _number(row.default), _range(row.about), row.about.unit, row.about.meaning, row.about.overdose, row.about.source)
        for name, row in declared(Policy, Lever)
    ]
    prices = [(f"`{n}`", *(_number(x) for x in _price(r.about))) for n, r in declared(Policy, Lever)]
    head = ("lever", "weeks up", "weeks back", "euro once", "euro a year", "hours of each person a week", "hours of each manager a week")
    return (
        _table(("lever", "group", "reference", "range", "unit", "meaning", "overdone", "source"), body)
        + "\n\nPrices, per unit of dose above the reference, for each person employed; practice follows policy with the weeks stated.\n\n"
        + _table(head, prices)
    )


def _price(lever: Lever) -> tuple[float, ...]:
    return (lever.ramp_weeks, lever.fade_weeks, lever.euro_once, lever.euro_per_year, lever.hours_per_person, lever.manager_hours)


def conditions() -> str:
    """What the world decides."""
    from sim.policy import World

    body = [(f"`{n}`", _number(r.default), _range(r.about), r.about.unit, r.about.meaning) for n, r in declared(World, Condition)]
    return _table(("condition", "ordinary", "range", "unit", "meaning"), body)


def record() -> str:
    """What is written down each week."""
    from sim.engine.weekly import Weekly

    return _table(("column", "unit", "meaning"), [(f"`{n}`", r.about.unit, r.about.meaning) for n, r in declared(Weekly, Column)])


def measures() -> str:
    """What is computed from the record: by week, and for whole runs, pairs and policies."""
    from sim.engine.weekly import Weekly
    from sim.measures import MEASURES, OUTCOMES, Measure, Outcome

    found: list[Measure | Outcome] = [*(one for name, one in MEASURES.items() if name not in Weekly._fields), *OUTCOMES.values()]
    body = [(f"`{one.id}`", one.title, one.unit, one.better, getattr(one, "of", "week"), one.formula) for one in found]
    return _table(("measure", "title", "unit", "better", "one value for a", "formula"), body)


PARTS: dict[str, Callable[[], str]] = {
    "entities": entities,
    "process overview": overview,
    "submodels": submodels,
    "parameters": parameters,
    "constants": constants,
    "levers": levers,
    "world conditions": conditions,
    "weekly record": record,
    "measures": measures,
}


def rewritten(text: str) -> str:
    """The document with every generated part made anew. Raises ValueError when it names an unknown part or lacks one."""
    found = [match["name"] for match in _PART.finditer(text)]
    if sorted(found) != sorted(PARTS):
        raise ValueError(f"generated parts of the document: {sorted(found)}; expected {sorted(PARTS)}")
    return _PART.sub(lambda match: f"{match[1]}\n{PARTS[match['name']]()}\n\n{match[3]}", text)


def main(arguments: list[str] | None = None) -> int:
    """Rewrite the document, or with `--check` say whether it is in step."""
    check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    old = DOCUMENT.read_text(encoding="utf-8")
    new = rewritten(old)
    if old == new:
        return 0
    if check:
        print(f"docs/{DOCUMENT.name} is out of step with the model: run make docs", file=sys.stderr)
        return 1
    DOCUMENT.write_text(new, encoding="utf-8")
    print(f"docs/{DOCUMENT.name} rewritten")
    return 0


if __name__ == "__main__":
    sys.exit(main())
