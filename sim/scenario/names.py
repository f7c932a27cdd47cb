"""Names of scenarios are safe as file names on every system: letters, digits, space, dot, underscore, dash."""

from __future__ import annotations

import re
import unicodedata

RULE = "1 to 64 letters, digits, spaces or ._- that begin with a letter or digit and end with neither dot nor space"
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}


def good_name(name: str) -> bool:
    """Whether a name can be used, on Windows too."""
    plain = re.fullmatch(r"[^\W_][\w .-]{0,63}", name) and not name.endswith((".", " ")) and ".." not in name
    return bool(plain) and name.split(".")[0].rstrip().lower() not in _RESERVED


def composed(name: str) -> str:
    """The same letters are the same name, however they were typed (NFC)."""
    return unicodedata.normalize("NFC", name)


def name_from_file(stem: str) -> str:
    """The name of a scenario that does not name itself: its file's name, with odd characters replaced."""
    name = re.sub(r"[^\w .-]", "-", composed(stem)).strip(" ._-")[:64].rstrip(" .")
    return name if good_name(name) else "scenario"
