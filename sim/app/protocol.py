"""What page and server say to each other: a question as JSON text, an answer as one binary frame."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

from sim.app.choices import PRESETS
from sim.policy import LEVERS
from sim.scenario.errors import cut, one_line

VERSION = 1
LONGEST_FRAME = 16 * 1024
FIELDS = frozenset({"v", "id", "scenario", "baseline", "levers", "size"})
Size = Literal["preview", "full"]
SIZES: tuple[Size, ...] = ("preview", "full")


class Malformed(ValueError):  # noqa: N818 - a frame is malformed
    """A frame that no page of ours sends; the text says what is wrong with it."""


@dataclass(frozen=True)
class Question:
    """Which policy, against which baseline, how thoroughly. `levers` differ from the scenario's own."""

    id: int
    scenario: str
    baseline: str
    size: Size
    levers: Mapping[str, float] = field(default_factory=dict)


class Named(NamedTuple):
    """A series by name."""

    name: str
    values: np.ndarray[Any, Any]


def question(text: str) -> Question:
    """Read a frame. Raises Malformed, saying what is wrong."""
    if len(text) > LONGEST_FRAME:
        raise Malformed("the question is too long")
    try:
        asked = json.loads(text, parse_constant=no_number)
    except (ValueError, RecursionError):
        raise Malformed("the question is no JSON") from None
    if not isinstance(asked, dict) or set(asked) - FIELDS:
        raise Malformed(f"a question has these fields and no others: {', '.join(sorted(FIELDS))}")
    if asked.get("v") != VERSION or isinstance(asked.get("v"), bool):
        raise Malformed(f"v must be {VERSION}: reload the page")
    size = asked.get("size")
    if size not in SIZES:
        raise Malformed(f"size must be one of {', '.join(SIZES)}")
    return Question(whole(asked.get("id")), _preset("scenario", asked), _preset("baseline", asked), size, _levers(asked.get("levers", {})))


def no_number(text: str) -> float:
    """Refuse NaN and infinities in JSON. Raises ValueError."""
    raise ValueError(text)


def whole(value: Any) -> int:
    """The number of a question. Raises Malformed."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise Malformed("id must be a whole number from 0 to 2147483647")
    return value


def _preset(what: str, asked: Mapping[str, Any]) -> str:
    value = asked.get(what)
    if not isinstance(value, str) or value not in PRESETS:
        raise Malformed(f"{what} must be a scenario that this page offers ({cut(one_line(str(value)[:80]))})")
    return value


def _levers(values: Any) -> dict[str, float]:
    if not isinstance(values, dict) or len(values) > len(LEVERS):
        raise Malformed("levers must be an object of numbers by name")
    found = {}
    for name, value in values.items():
        if name not in LEVERS:
            raise Malformed(f"there is no lever {cut(one_line(name[:80]))}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not -1e6 < value < 1e6:
            raise Malformed(f"{name} must be a finite number")
        found[name] = float(value)
    return found


def frame(head: Mapping[str, Any], series: list[Named]) -> bytes:
    """An answer: length of the head (uint32), the head (JSON, padded to four bytes), then float32 series in the order of `layout`."""
    layout = [[one.name, int(one.values.size)] for one in series]
    text = json.dumps(tidy({**head, "layout": layout}), separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    numbers = np.concatenate([one.values for one in series]) if series else np.empty(0)
    return struct.pack("<I", len(text)) + text + numbers.astype("<f4").tobytes()


def with_id(answer: bytes, number: int) -> bytes:
    """A kept answer for another question: the number of the question goes behind the series."""
    return answer + struct.pack("<I", number)


def tidy(thing: Any) -> Any:
    """Plain values for JSON: five digits, and null for what is not finite."""
    if isinstance(thing, Mapping):
        return {str(key): tidy(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [tidy(value) for value in thing]
    if isinstance(thing, bool | int | str) or thing is None:
        return thing
    value = float(thing)
    return float(f"{value:.5g}") if math.isfinite(value) else None
