"""A problem in an input is told in one line: where, which key, what is wrong, what is allowed, and the nearest right name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sim.vocabulary import near, nearest

MOST_PROBLEMS = 20
LONGEST_SHOWN = 60
NOTHING = object()
Path = tuple[str | int, ...]


class ScenarioError(Exception):
    """An input cannot be used; `problems` holds one line for each thing that is wrong with it."""

    def __init__(self, problems: Sequence[str]) -> None:
        """The lines are kept as they are, so that a caller can print them one by one."""
        super().__init__("\n".join(problems))
        self.problems = list(problems)

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[list[str]]]:
        """Problems survive the way from one process to another."""
        return (ScenarioError, (self.problems,))


def one_line(text: str) -> str:
    """What is shown is one line of printable characters, so that no input can forge a line or turn text around."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape", "backslashreplace").decode("ascii") for letter in text)


def cut(text: str) -> str:
    """Long texts are cut at 60 characters."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def show(value: object) -> str:
    """A value is shown the way it would stand in a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # Cut before escaping too: a text of 64 KiB need not be escaped to show 60 characters of it.
        return cut('"' + one_line(value[: LONGEST_SHOWN + 1]) + '"')
    if isinstance(value, int) and value.bit_length() > 256:
        return f"a whole number of about {int(value.bit_length() * 0.30103) + 1} digits"
    if isinstance(value, dict | list):
        return f"a table of {len(value)} key{'' if len(value) == 1 else 's'}" if isinstance(value, dict) else f"a list of {len(value)}"
    return cut(one_line(str(value)))


def dotted(path: Path) -> str:
    """A path is written `policy.autonomy` or `timeline[2].to`; entries of a list count from 1."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part + 1}]"
        else:
            plain = part if re.fullmatch(r"[\w.-]+", part) else show(part)
            written += ("." if written else "") + cut(plain)
    return written


@dataclass
class Report:
    """All problems of one input are gathered, with their place, before anything is refused."""

    place: str
    line_of: Callable[[Path], int] | None = None
    problems: list[tuple[int, Callable[[], str]]] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)

    def add(self, path: Path, wrong: str, value: object = NOTHING, allowed: str = "", hint: str = "",
            known: Sequence[str] = (), word: str = "") -> None:
        """One more problem is noted. The `known` name nearest to the word, or else to the key, is looked up only when the problem is shown."""
        line = self.line_of(path) if self.line_of else 0
        near = word or (str(path[-1]) if path else "")
        self.problems.append((line, lambda: self._written(line, path, wrong, value, allowed, hint or did_you_mean(near, known))))

    def _written(self, line: int, path: Path, wrong: str, value: object, allowed: str, hint: str) -> str:
        where = one_line(self.place) + (f":{line}" if line else "") + ": " + (f"{dotted(path)}: " if path else "")
        shown = "" if value is NOTHING else f" ({show(value)})"
        return where + " - ".join(part for part in (one_line(wrong) + shown, allowed, hint) if part)

    def lines(self) -> list[str]:
        """At most twenty lines, in the order of the file; when there are more problems, the last line says how many."""
        total = len(self.earlier) + len(self.problems)
        most = MOST_PROBLEMS if total <= MOST_PROBLEMS else MOST_PROBLEMS - 1
        shown = self.earlier[:most]
        # Sorting keeps the order of finding within a line.
        shown += [write() for _, write in sorted(self.problems, key=lambda problem: problem[0])[: most - len(shown)]]
        return shown if total <= MOST_PROBLEMS else [*shown, f"and {total - most} more problems"]

    def stop(self) -> None:
        """Raises ScenarioError when there is any problem."""
        if self.problems or self.earlier:
            raise ScenarioError(self.lines())


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The nearest known name is offered, capitals set aside."""
    close = nearest(word[:64].lower(), known) if known else ""
    return f"did you mean {close}?" if close else ""


def one_of_these(word: str, known: Sequence[str], most: int = 3) -> str:
    """The few nearest known names are offered, capitals set aside; an empty text when none is close."""
    close = near(word[:64].lower(), known, most)
    return f"did you mean {', '.join(close[:-1])} or {close[-1]}?" if len(close) > 1 else did_you_mean(word, known)
