"""Pieces of Markdown that the generated documents are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def table(head: Iterable[str], body: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in body]
    return "\n".join(lines)


def number(value: object) -> str:
    """A number as it is written in a table."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,g}" if isinstance(value, float) else str(value)


def span(about: Any) -> str:
    """The range of a declared field."""
    return f"{number(about.low)} to {number(about.high)}"


def first_line(text: str | None) -> str:
    """The first line of a docstring."""
    return (text or "").strip().split("\n", 1)[0]


def fenced(text: str) -> str:
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
