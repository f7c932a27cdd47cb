"""A scenario file is opened with limits: size, kind of file, UTF-8, odd characters, long lines and depth are checked before the parser sees it."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tomllib
import unicodedata
from dataclasses import dataclass
from typing import Any, NoReturn

from sim.scenario.errors import Report, ScenarioError, cut, one_line
from sim.scenario.layout import MOST_KEYS, Layout, scan

MOST_BYTES = 64 * 1024
LONGEST_LINE = 1000
_INVISIBLE = {0x200B, 0x200C, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF}


@dataclass(frozen=True)
class Document:
    """A file as read: its content, where its keys stand, and the hash of its bytes."""

    content: dict[str, Any]
    layout: Layout
    sha256: str


def read_document(path: str | os.PathLike[str], report: Report, most_bytes: int = MOST_BYTES, most_keys: int = MOST_KEYS) -> Document:
    """The content of a TOML file. Raises ScenarioError, and nothing else, when the file cannot be used."""
    raw = read_bytes(path, report, most_bytes)
    text = decoded(raw, report)
    layout = scan(text, most_keys)
    report.line_of = layout.line_of
    if layout.too_deep:
        _stop(report, *layout.too_deep, "write it flatter")
    return Document(parsed(text, report), layout, hashlib.sha256(raw).hexdigest())


def read_bytes(path: str | os.PathLike[str], report: Report, most: int = MOST_BYTES) -> bytes:
    """At most 64 KiB of a regular file, unless told otherwise; a pipe, a device or a folder is never read."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        _stop(report, 0, "there is no such file")
    except IsADirectoryError:
        _stop(report, 0, "not a regular file")
    except (OSError, ValueError) as error:
        _stop(report, 0, f"cannot be read: {_reason(error)}")
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            _stop(report, 0, "not a regular file")
        # Read one byte more than the limit: a file can grow after its size was asked.
        raw = b"" if about.st_size > most else os.read(handle, most + 1)
        if about.st_size > most or len(raw) > most:
            _stop(report, 0, f"too large ({max(about.st_size, len(raw))} bytes)", f"at most {most // 1024} KiB")
        return raw
    except OSError as error:
        _stop(report, 0, f"cannot be read: {_reason(error)}")
    finally:
        os.close(handle)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else "not a usable file name").lower()


def decoded(raw: bytes, report: Report) -> str:
    """UTF-8 text without control characters, lines of at most 1,000 characters; the mark that some editors put in front is dropped."""
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        _stop(report, raw[: error.start].count(b"\n") + 1, f"not UTF-8 at byte {error.start}", "save the file as UTF-8")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            _stop(report, number, f"a line of {len(line)} characters", f"at most {LONGEST_LINE}")
        if not line.isascii() or not line.replace("\t", "").isprintable():
            odd = odd_character(line.replace("\t", ""))
            if odd:
                _stop(report, number, f"contains {odd}", "plain text without control characters")
    return text


def odd_character(text: str) -> str:
    """The first character that is invisible, turns text around or breaks lines, by its code; empty when there is none."""
    for letter in text:
        kind = unicodedata.category(letter)
        if kind in ("Cc", "Cs", "Zl", "Zp") or ord(letter) in _INVISIBLE or unicodedata.bidirectional(letter) in _TURNING or letter in "\u200e\u200f\u061c":
            return f"the control character U+{ord(letter):04X}"
    return ""


_TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def parsed(text: str, report: Report) -> dict[str, Any]:
    """The content of a TOML text; an error of the parser is reworded and keeps its line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        wrong, line = _reworded(str(error), text)
        _stop(report, line, f"not valid TOML: {wrong}", hint=_advice(text.split("\n")[line - 1]))
    except (ValueError, RecursionError, MemoryError, OverflowError):
        _stop(report, 1, "the file is too complex to read, or holds a number with too many digits")


def _reworded(message: str, text: str) -> tuple[str, int]:
    last = text.rstrip("\n").count("\n") + 1
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = min(int(place[1]), last) if place and place[1] else last
    plain = message[: place.start()] if place else message
    for pattern, wording in (
        (r"Cannot overwrite a value", "this key is written twice"),
        (r"Cannot declare \(?(.*?),?\)? twice", r"the table \1 is written twice"),
        (r"Cannot mutate immutable namespace \(?(.*?),?\)?$", r"\1 is closed already and cannot be added to"),
        (r"Expected newline or end of document after a statement", "something is left over after the value"),
        (r"Invalid value", "this is no value"),
    ):
        plain, times = re.subn(f"^{pattern}.*$" if "\\1" not in wording else f"^{pattern}", wording, plain)
        if times:
            break
    return cut(one_line(plain)) if len(plain) > 120 else one_line(plain), line


def _advice(line: str) -> str:
    """The usual slips get their answer."""
    percent = re.search(r"=\s*(\d+(?:\.\d+)?)\s*%", line)
    if percent:
        return f"write {float(percent[1]) / 100:.2f} for {percent[1]} %"
    comma = re.search(r"=\s*(\d+),(\d+)\s*(?:#.*)?$", line)
    if comma:
        return f"write {comma[1]}.{comma[2]}, with a point"
    word = re.search(r"=\s*([A-Za-z][\w-]*)\s*(?:#.*)?$", line)
    return f'write "{cut(word[1])}", in quotes' if word and word[1] not in ("true", "false", "inf", "nan") else ""


def _stop(report: Report, line: int, wrong: str, allowed: str = "", hint: str = "") -> NoReturn:
    """The file cannot be read further: this is its only problem."""
    report.line_of = (lambda _path: line) if line else None
    report.add((), wrong, allowed=allowed, hint=hint)
    raise ScenarioError(report.lines())
