"""A company's numbers from a CSV file, as offices save them: commas or semicolons, decimal commas, Dutch or English names, one line or one row for each number.

    long:  kenmerk;waarde;respondenten        wide:  medewerkers;teams;verloop;verloop respondenten
           verloop;15,2 %;410                        480;40;15,2 %;410
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from sim.lab.fit_aggregates import AGGREGATES
from sim.lab.fit_cells import COUNTS, FIELDS, GROUPS, SIZES, is_formula, is_mail, is_personal, normal, number_in
from sim.scenario.errors import Report, ScenarioError, show

Raw = dict[str, dict[str, object]]
KEY_WORDS = ("key", "kenmerk", "aggregate", "what", "wat", "item", "indicator", "maat", "measure", "kpi", "onderwerp")
MOST_ROWS, MOST_COLUMNS = 200, 200


@dataclass
class Sheet:
    """What a table tells: by name, each field as it was written; where each stands; and what a reader should know."""

    told: Raw = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def words() -> Mapping[str, str]:
    """Every name that is understood, and what it stands for."""
    known = {normal(word): name for name, some in SIZES.items() for word in (name, *some)}
    for one in AGGREGATES.values():
        known |= {normal(word): one.name for word in (one.name, one.title, *one.words)}
    return known


def field_words() -> Mapping[str, str]:
    """Names of fields, and what they stand for."""
    return {normal(word): name for name, some in FIELDS.items() for word in (name, *some)}


def text_of(raw: bytes, report: Report, notes: list[str]) -> str:
    """The text of a file: UTF-8 with or without its mark, else the letters of Windows in Western Europe, which is said."""
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        stop(report, "this is a spreadsheet, not a CSV file", "in the spreadsheet: save as CSV (UTF-8)")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        stop(report, "the file is UTF-16 or no text", "save it as CSV (UTF-8)")
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        notes.append("The file is not UTF-8; it was read as Windows-1252 (Latin-1).")
        return raw.decode("cp1252", "replace")


def stop(report: Report, wrong: str, allowed: str = "", hint: str = "") -> NoReturn:
    """The file cannot be read further: this is its only problem."""
    report.line_of = None
    report.problems.clear()
    report.add((), wrong, allowed=allowed, hint=hint)
    raise ScenarioError(report.lines())


def read_sheet(raw: bytes, report: Report) -> Sheet:
    """The table of a CSV file. Raises ScenarioError for a file that is no such table, or that holds data on persons or groups."""
    sheet = Sheet()
    rows = _rows(text_of(raw, report, sheet.notes), report)
    if not rows:
        stop(report, "the file is empty", "a row for each number, such as: turnover;0,15")
    _refuse_persons(rows, report)
    head = [normal(cell) for cell in rows[0][1]]
    report.line_of = lambda path: sheet.lines.get((str(path[0]), str(path[-1])), sheet.lines.get((str(path[0]), "value"), 0)) if path else 0
    if _is_titled(head) or (head and head[0] in words() and (len(head) < 2 or head[1] not in words())):
        _long(rows, head, sheet, report)
    else:
        _wide(rows, head, sheet, report)
    return sheet


def _is_titled(head: Sequence[str]) -> bool:
    """Whether the first row names columns of a table with a row for each number: one that holds the names, whatever it is called, and one with the values.

    A `name` at its head names numbers then, not the company."""
    if not head:
        return False
    if head[0] in KEY_WORDS and (len(head) < 2 or head[1] not in words()):
        return True
    return words().get(head[0], "name") == "name" and "value" in (field_words().get(word) for word in head[1:])


def _rows(text: str, report: Report) -> list[tuple[int, list[str]]]:
    """Rows with their line, those without any content left out."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max(";\t,", key=first.count) if any(sign in first for sign in ";\t,") else ";"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    found: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            kept = [cell.strip() for cell in cells]
            if any(kept) and not kept[0].startswith("#"):
                found.append((reader.line_num, kept))
            if len(found) > MOST_ROWS or len(kept) > MOST_COLUMNS:
                stop(report, f"more than {MOST_ROWS} rows or {MOST_COLUMNS} columns: this looks like a list of persons or groups",
                     "the totals of one whole company: a row for each number, or one row for all")
    except csv.Error as error:
        stop(report, f"not a CSV file, line {reader.line_num}: {error}")
    return found


def _refuse_persons(rows: Sequence[tuple[int, list[str]]], report: Report) -> None:
    """Data on persons are refused before anything is read; cells are not shown."""
    head = rows[0][1]
    named = [cell for cell in head if is_personal(cell)] + [cells[0] for _, cells in rows[1:] if is_personal(cells[0])]
    if named:
        columns = ", ".join(show(cell) for cell in dict.fromkeys(named))
        stop(report, f"holds data on persons ({columns}); nothing of it was used",
             "totals of the whole company only")
    if any(is_mail(cell) for _, cells in rows for cell in cells):
        stop(report, "holds e-mail addresses; nothing of it was used", "totals of the whole company only")
    groups = [cell for cell in head if normal(cell) in GROUPS]
    if groups and len(rows) > 2:
        stop(report, f"tells groups apart (column {show(groups[0])}, {len(rows) - 1} rows); nothing of it was used",
             "one number for the whole company; groups below 5 people are never read")


def _long(rows: Sequence[tuple[int, list[str]]], head: Sequence[str], sheet: Sheet, report: Report) -> None:
    """A row for each number: its name, then fields as the first row names them (without such a row: its value)."""
    titled = _is_titled(head)
    fields = ["key", *(field_words().get(word, word) for word in head[1:])] if titled else ["key", "value", "error", "respondents"]
    for place, name in enumerate(fields[1:] if titled else [], 1):
        if name not in FIELDS:
            report.add((rows[0][1][place] or f"column {place + 1}",), "unknown column", known=[*FIELDS, *(word for some in FIELDS.values() for word in some)])
    body = rows[1:] if titled else rows
    if len(body) > (0 if titled and head[0] not in KEY_WORDS else 3) and not any(normal(cells[0]) in words() for _, cells in body):
        rows_told = f"{len(body)} row{'s' if len(body) > 1 else ''}"
        stop(report, f"{rows_told}, none of which is a known number of a company: this looks like a list of persons or groups",
             "a row for each number, such as: turnover;0,15")
    for line, cells in body:
        known = words().get(normal(cells[0]))
        if known is None:
            unknown(cells[0], line, sheet, report)
            continue
        if known in sheet.told:
            report.add((known,), f"is told twice, again in line {line}")
        _put(sheet, report, known, line, {what: cell for what, cell in zip(fields[1:], cells[1:], strict=False) if cell and what in FIELDS})


def _wide(rows: Sequence[tuple[int, list[str]]], head: Sequence[str], sheet: Sheet, report: Report) -> None:
    """Names in the first row, numbers in the second; a name may end with a field, such as `turnover respondents`."""
    if len(rows) != 2:
        wrong = f"{len(rows) - 1} rows of numbers: this looks like a list of persons or groups" if len(rows) > 2 else "no row of numbers below the names"
        stop(report, wrong, "one row for the whole company; groups below 5 people are never read" if len(rows) > 2 else "a second row with the numbers")
    line, cells = rows[1]
    gathered: dict[str, dict[str, str]] = {}
    for title, word, cell in zip(rows[0][1], head, cells, strict=False):
        split = _split(word)
        if split is None:
            if word or cell:
                unknown(title, rows[0][0], sheet, report)
        elif cell:
            if split[1] in gathered.setdefault(split[0], {}):
                report.add((split[0],), "is told twice")
            gathered[split[0]][split[1]] = cell
    for name, some in gathered.items():
        _put(sheet, report, name, line, some)


def _split(word: str) -> tuple[str, str] | None:
    """A name of the first row as number and field."""
    if word in words():
        return words()[word], "value"
    for ending, name in field_words().items():
        if word.endswith(f" {ending}") and word.removesuffix(f" {ending}") in words():
            return words()[word.removesuffix(f" {ending}")], name
    return None


def unknown(title: str, line: int, sheet: Sheet, report: Report) -> None:
    """A name that nobody knows, with the nearest one."""
    sheet.lines.setdefault((title, "value"), line)
    report.add((title,), "unknown name", known=list(words()), word=normal(title))


def _put(sheet: Sheet, report: Report, name: str, line: int, fields: Mapping[str, str]) -> None:
    """The cells of one number, read."""
    percent = "%" in fields.get("unit", "") or normal(fields.get("unit", "")) in ("percent", "procent", "per cent")
    for what, cell in fields.items():
        sheet.lines[(name, what)] = line
        if what == "unit":
            continue
        if is_formula(cell):
            report.add((name, what), "is a formula", allowed="a number: in the spreadsheet, paste values only")
        elif name == "name":
            sheet.told[name] = {"value": cell}
        elif (found := number_in(cell, whole=name in COUNTS or what == "respondents")) is None:
            report.add((name, what), "is no number", cell, "such as 0,15 or 0.15")
        else:
            share = (found[1] or percent) and what != "respondents"
            sheet.told.setdefault(name, {})[what] = found[0] / 100.0 if share else found[0]
            if share and name in AGGREGATES and not AGGREGATES[name].share:
                report.add((name, what), "is written in per cent", cell, f"a number in {AGGREGATES[name].unit}, without a sign")
