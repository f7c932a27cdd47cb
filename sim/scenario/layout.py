"""Where each key stands in a TOML text, and whether the text is too deep for a parser: tomllib tells neither.

One pass over the tokens of the text. It accepts any text without failing; what is not TOML is for tomllib to refuse.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from sim.scenario.errors import Path

DEEPEST = 16
MOST_DOTS = 8
MOST_KEYS = 2000

# Every alternative matches without looking further than it takes, so that no text can make the scan slow.
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.|\\\Z)*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*"?'
    r"|'[^'\n]*'?"
    r"|\#[^\n]*|\n|[\[\]{}=,.]|[^\S\n]+|[^\s\"'#\[\]{}=,.]+",
    re.DOTALL,
)


@dataclass
class Layout:
    """The line of every key and table, and the first thing that is too deep, as (line, what is wrong)."""

    lines: dict[Path, int] = field(default_factory=dict)
    too_deep: tuple[int, str] | None = None

    def line_of(self, path: Path) -> int:
        """The line of a key, or else of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
            # A parameter is looked for by its dotted name, whichever way its tables were written.
            if path[0] == "parameters" and length == 2 and (dotted := _joined(path[:2])) in self._parameters:
                return self._parameters[dotted]
        return 1

    @functools.cached_property
    def _parameters(self) -> dict[str, int]:
        return {_joined(path): line for path, line in reversed(self.lines.items()) if path[0] == "parameters"}


def _joined(path: Path) -> str:
    return ".".join(str(part) for part in path)


class _Scan:
    """Reads statement after statement: a header, or a key with its value."""

    def __init__(self, most_keys: int) -> None:
        self.layout, self.most_keys = Layout(), most_keys
        self.line = 1
        self.table: Path = ()
        self.counts: dict[Path, int] = {}
        self.deepest = self.keys = 0
        self.start_statement()

    def start_statement(self) -> None:
        """The next token begins a new statement."""
        self.mode = "key"
        self.parts: list[str] = []
        self.depth = self.dots = self.brackets = 0

    def refuse(self, wrong: str) -> None:
        """Only the first thing that is too deep is told: the parser is never reached."""
        if self.layout.too_deep is None:
            self.layout.too_deep = (self.line, wrong)

    def take(self, token: str) -> None:
        """One token is taken in."""
        if token == "\n":
            self.end_line()
        elif token[0] in " \t\r\f\v#":
            return
        elif token == ".":
            self.dots += 1
            if self.dots > MOST_DOTS:
                self.refuse(f"a key has more than {MOST_DOTS} dots")
        elif self.mode == "key" and token == "[" and not self.parts:
            self.mode, self.brackets = "header", 1
        elif self.mode == "value":
            self.take_value(token)
        else:
            self.take_name(token)

    def take_name(self, token: str) -> None:
        """A token of a header or of a key."""
        if token == "[":
            self.brackets += 1
            self.note_depth(self.brackets)
        elif token == "=" and self.mode == "key":
            self.note_key()
            self.layout.lines.setdefault(self.resolved((*self.table, *self.parts)), self.line)
            self.mode, self.dots = "value", 0
        elif token not in "]{},=":
            self.parts.append(token.strip("\"'"))

    def take_value(self, token: str) -> None:
        """A token of a value: only brackets, separators and keys of inline tables matter."""
        if token in "[{":
            self.depth += 1
            self.note_depth(self.depth)
        elif token in "]}":
            self.depth -= 1
        elif token == "=":
            self.note_key()
        if token in "[]{},=":
            self.dots = 0

    def note_depth(self, depth: int) -> None:
        """Brackets within brackets are counted."""
        if depth > DEEPEST:
            self.refuse(f"lists and tables are nested more than {DEEPEST} deep")

    def note_key(self) -> None:
        """Keys are counted."""
        self.keys += 1
        if self.keys > self.most_keys:
            self.refuse(f"more than {self.most_keys} keys")

    def end_line(self) -> None:
        """A line ends; so does the statement, unless its value is still open."""
        if self.mode == "header" and self.parts:
            self.note_key()
            self.open_table()
        if self.mode != "value" or self.depth <= 0:
            self.start_statement()
        self.line += 1

    def open_table(self) -> None:
        """A header names the table of the keys that follow."""
        name = tuple(self.parts)
        if self.brackets == 2:
            inside = self.resolved(name[:-1]) + name[-1:]
            self.counts[inside] = self.counts.get(inside, -1) + 1
        self.table = self.resolved(name)
        self.layout.lines.setdefault(self.table, self.line)

    def resolved(self, path: Path) -> Path:
        """A name that stands for a list of tables means the last of them."""
        found: Path = ()
        for index, part in enumerate(path):
            found += (part,)
            already = index + 1 < len(path) and isinstance(path[index + 1], int)
            if found in self.counts and not already:
                found += (self.counts[found],)
        return found


def scan(text: str, most_keys: int = MOST_KEYS) -> Layout:
    """The layout of a text, whatever the text is."""
    reader = _Scan(most_keys)
    for match in _TOKEN.finditer(text + "\n"):
        token = match.group()
        reader.take(token)
        if len(token) > 1:
            reader.line += token.count("\n")
        if reader.layout.too_deep:
            break
    return reader.layout
