"""A small chart drawn straight into SVG for the page: colours come from the page's style sheet, so that light, dark and print each get their own."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

import numpy as np

from sim.views import seen, style
from sim.views.seen import Numbers

NARROW, WIDE, HEIGHT = 330.0, 400.0, 235.0
LEFT, RIGHT, TOP, BOTTOM = 38.0, 68.0, 24.0, 32.0
MOST_POINTS = 131


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers between two ends, about as many as asked."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [low] if math.isfinite(low) else []
    raw = (high - low) / about
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * 0.999)
    return [round(place * step, 12) + 0.0 for place in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def reach(lines: Sequence[Numbers], must: Sequence[float] = (), air: float = 0.06) -> tuple[float, float]:
    """The range that shows all lines and the values that must be seen, with a little air."""
    known = np.concatenate([np.asarray(must, dtype=np.float64), *(line[np.isfinite(line)] for line in lines)])
    if not known.size:
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    room = air * (high - low) or max(abs(high), 1.0) * 0.1
    return low - room, high + room


class Chart:
    """One pair of axes. Everything drawn is kept as text; `svg` puts it together with a sentence for those who cannot see it."""

    def __init__(self, count: int, low: float, high: float, unit: str, width: float = NARROW) -> None:
        """`count` weeks on the horizontal axis, `low` to `high` on the vertical one."""
        self.count, self.low, self.high, self.width = max(count, 2), low, high, width
        self.parts: list[str] = []
        self._ends: list[tuple[float, str, str]] = []
        self._axes(unit)

    def x(self, week: float) -> float:
        """Where the end of a week (from 1) lies."""
        return LEFT + (self.width - LEFT - RIGHT) * week / self.count

    def y(self, value: float) -> float:
        """Where a value lies, kept within sight."""
        share = (value - self.low) / (self.high - self.low)
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(share, -0.05), 1.05))

    def _axes(self, unit: str) -> None:
        for value in ticks(self.low, self.high):
            self.parts.append(f'<path class="grid" d="M{LEFT:.0f} {self.y(value):.1f}H{self.width - RIGHT:.0f}"/>')
            self.text(LEFT - 5, self.y(value) + 4, f"{value:,g}".replace("-", "−"), "tick", "end")
        yearly = self.count >= style.WEEKS_A_YEAR
        scale = style.WEEKS_A_YEAR if yearly else 1
        for value in ticks(0, self.count / scale, 5):
            if value == int(value) or not yearly:
                self.text(self.x(value * scale), HEIGHT - BOTTOM + 15, f"{value:g}", "tick", "middle")
        self.text((LEFT + self.width - RIGHT) / 2, HEIGHT - 3, "years" if yearly else "weeks", "tick", "middle")
        self.parts.append(f'<path class="axis" d="M{LEFT:.0f} {HEIGHT - BOTTOM:.0f}H{self.width - RIGHT:.0f}"/>')
        self.text(0, 10, unit, "tick", "start")

    def text(self, x: float, y: float, words: str, kind: str, anchor: str = "start", colour: str = "") -> None:
        """Words at a place."""
        fill = f' style="fill:{colour}"' if colour else ""
        self.parts.append(f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{fill}>{html.escape(words)}</text>')

    def level(self, value: float) -> None:
        """A dotted line at a value that means something."""
        self.parts.append(f'<path class="level" d="M{LEFT:.0f} {self.y(value):.1f}H{self.width - RIGHT:.0f}"/>')

    def band(self, low: Numbers, high: Numbers, colour: str, strong: bool = False) -> None:
        """A shade between two lines; gaps stay open."""
        for weeks in _stretches(np.isfinite(low) & np.isfinite(high)):
            edge = [f"{self.x(week + 1):.1f} {self.y(high[week]):.1f}" for week in weeks]
            edge += [f"{self.x(week + 1):.1f} {self.y(low[week]):.1f}" for week in reversed(weeks)]
            self.parts.append(f'<path class="band{" strong" if strong else ""}" style="fill:{colour}" d="M{"L".join(edge)}Z"/>')

    def line(self, values: Numbers, colour: str, kind: str = "", end: str | None = None) -> None:
        """A line through the weeks, with words at its end; gaps stay open."""
        for weeks in _stretches(np.isfinite(values)):
            points = [f"{self.x(week + 1):.1f} {self.y(values[week]):.1f}" for week in weeks]
            points = points if len(points) > 1 else points * 2
            self.parts.append(f'<path class="line {kind}" style="stroke:{colour}" d="M{"L".join(points)}"/>')
        known = values[np.isfinite(values)]
        if end is not None and known.size:
            self._ends.append((self.y(float(known[-1])), end, colour))

    def mark(self, week: float, value: float, shape: str, colour: str, name: str) -> None:
        """A triangle (dip), a diamond (break-even) or a cross (end) at a week."""
        x, y = self.x(week), self.y(value)
        shapes = {
            "dip": f"M{x - 6:.1f} {y - 9:.1f}h12l-6 10Z",
            "break-even": f"M{x:.1f} {y - 7:.1f}l6 7l-6 7l-6 -7Z",
            "end": f"M{x - 8:.1f} {y - 5:.1f}l3 -3l5 5l5 -5l3 3l-5 5l5 5l-3 3l-5 -5l-5 5l-3 -3l5 -5Z",
        }
        about = f'class="mark" data-mark="{shape}" data-week="{week:g}" style="fill:{colour}"'
        self.parts.append(f'<path {about} d="{shapes[shape]}"><title>{html.escape(name)}</title></path>')

    def svg(self, sentence: str) -> str:
        """The chart as one SVG element."""
        heights = seen.spread([row[0] for row in self._ends], 13.0, TOP, HEIGHT - BOTTOM)
        for (_, words, colour), height in zip(self._ends, heights, strict=True):
            self.text(self.width - RIGHT + 5, height + 4, words, "end", "start", colour)
        said = html.escape(sentence, quote=True)
        return f'<svg viewBox="0 0 {self.width:.0f} {HEIGHT:.0f}" role="img" aria-label="{said}">{"".join(self.parts)}</svg>'


def _stretches(known: np.ndarray) -> list[list[int]]:
    """Runs of weeks without a gap, thinned to what the eye can see on a small chart; first and last weeks are kept."""
    places = np.flatnonzero(known)
    if not places.size:
        return []
    step = max(1, math.ceil(known.size / MOST_POINTS))
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    return [[int(week) for week in run if week in (run[0], run[-1]) or week % step == 0] for run in runs]
