"""How much slack is best, after how many years, and where? Doses from none to two fifths of all hours, in companies whose hours for improvement bring little or
much, in a quiet and a busy world; each dose is held for ten years and compared with a company of the same luck that keeps a tenth.

Run: `python experiments/slack_dose_response/study.py` runs what is missing of slack.toml (into sweeps/slack_dose_response, where `trivox sweep` puts it too, so
that a second run costs nothing) and writes the table to standard output and, with a file name behind it, the picture. What is said of it stands in README.md.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

from sim.lab.sweep.asking import run_study
from sim.lab.sweep.table import Sweep
from sim.measures.intervals import Estimate, resampled
from sim.measures.measure import Numbers
from sim.views.sweep_progress import progress

HERE = Path(__file__).parent
YEARS = (1, 2, 5, 10)
STRETCHES = ((0.0, 0.1), (0.1, 0.18), (0.18, 0.26), (0.26, 0.4))
FELT = {"satisfaction": "satisfaction (SD)", "engagement": "engagement (SD)", "exhaustion": "exhaustion (SD)", "share_room": "hours of improvement (share)"}
SITUATIONS = {(1.0, 0.2): "reference", (1.0, 0.05): "exponent .05", (1.0, 0.5): "exponent .5", (0.9, 0.2): "demand .9", (1.1, 0.2): "demand 1.1"}
"""Demand and the exponent of improvement, and what such a company is called here."""
HEAD = ("kind", "company", "outcome", "years", "slack", "to", "value", "low", "high", "companies")


class Situation:
    """Companies of one kind: doses, and outcomes less those of a tenth of slack by [company, dose]."""

    def __init__(self, sweep: Sweep, demand: float, exponent: float) -> None:
        rows = sweep.differences()
        own = rows[np.isclose(rows["world.demand"], demand) & np.isclose(rows["capability.exponent"], exponent)]
        self.doses = np.sort(own["slack_share"].unique())
        self.own = own[own.groupby("replication")["slack_share"].transform("nunique") == len(self.doses)]

    def of(self, outcome: str) -> Numbers:
        """An outcome by [company, dose]."""
        return self.own.pivot_table(index="replication", columns="slack_share", values=outcome, dropna=False)[list(self.doses)].to_numpy(np.float64)

    def gain(self, years: int) -> Numbers:
        """Profit gained over so many years, in years of reference profit, by [company, dose]."""
        return self.of(f"gain_{52 * years}")

    def best(self, curves: Numbers) -> Numbers:
        """The best dose of curves [dose, ...]: the top of the parabola through the best dose that was tried and its neighbours, or the end of the range."""
        whole = curves.reshape(len(self.doses), -1)
        place = np.clip(whole.argmax(axis=0), 1, len(self.doses) - 2)
        x, y = [self.doses[place + step] for step in (-1, 0, 1)], [np.take_along_axis(whole, (place + step)[None], 0)[0] for step in (-1, 0, 1)]
        left, right = (x[1] - x[0]) * (y[1] - y[2]), (x[1] - x[2]) * (y[1] - y[0])
        with np.errstate(divide="ignore", invalid="ignore"):
            top = x[1] - 0.5 * ((x[1] - x[0]) * left - (x[1] - x[2]) * right) / (left - right)
        at_end = np.isin(whole.argmax(axis=0), (0, len(self.doses) - 1))
        found = np.where(at_end, self.doses[whole.argmax(axis=0)], top)
        return np.asarray(found.reshape(curves.shape[1:]), dtype=np.float64)


def rounded(value: float) -> float | str:
    """Four digits, so that the last ones of another processor do not show."""
    return float(f"{value:.4g}") if math.isfinite(value) else ""


def row(kind: str, company: str, outcome: str, years: int, place: tuple[float | str, float | str], found: Estimate) -> list[Any]:
    """A line of the table."""
    return [kind, company, outcome, years, *place, rounded(found.value), rounded(found.low), rounded(found.high), found.firms]


def mean(values: Numbers) -> Estimate:
    """The mean of companies with its interval over luck."""
    return resampled(values.reshape(-1, 1), lambda parts: parts[0])


def as_good(one: Situation, gains: Numbers) -> tuple[float, float]:
    """The lowest and highest dose that luck does not tell from the best one that was tried (95 %, pair by pair)."""
    top = int(gains.mean(axis=0).argmax())
    least = [mean(gains[:, top] - gains[:, place]).low if place != top else 0.0 for place in range(len(one.doses))]
    alike = one.doses[np.array(least) <= 0.0]
    return float(alike.min()), float(alike.max())


def rows_of(name: str, one: Situation, usual: Situation) -> list[list[Any]]:
    """Doses, best doses and by how much they differ from those of the reference, doses that are as good, and what a tenth more slack brings."""
    rows = []
    for years in YEARS:
        gains = one.gain(years)
        rows += [row("dose", name, "gain (years of profit)", years, (dose, ""), mean(gains[:, place])) for place, dose in enumerate(one.doses)]
        rows.append(row("best", name, "slack", years, ("", ""), resampled(gains, one.best)))
        top = int(gains.mean(axis=0).argmax())
        rows.append(row("best tried", name, "gain (years of profit)", years, (float(one.doses[top]), ""), mean(gains[:, top])))
        rows.append(row("as good", name, "slack", years, as_good(one, gains), Estimate(math.nan, firms=len(gains))))
        if one is not usual:
            both, count = np.hstack([gains, usual.gain(years)]), len(one.doses)
            apart = resampled(both, lambda parts, count=count: one.best(parts[:count]) - usual.best(parts[count:]))
            rows.append(row("best against the reference", name, "slack", years, ("", ""), apart))
    for outcome, title in FELT.items():
        values = one.of(outcome)
        rows += [row("dose", name, title, 5, (dose, ""), mean(values[:, place])) for place, dose in enumerate(one.doses)]
    for outcome, title in {"gain_260": "gain (years of profit)", **FELT}.items():
        values = one.of(outcome)
        for first, last in STRETCHES:
            a, b = (int(np.argmin(np.abs(one.doses - end))) for end in (first, last))
            rows.append(row("by a tenth more", name, title, 5, (first, last), mean((values[:, b] - values[:, a]) * 0.1 / (last - first))))
    alive = one.of("alive")
    rows += [row("dose", name, "alive in year 10 (share, against the reference)", 10, (dose, ""), mean(alive[:, place]))
             for place, dose in enumerate(one.doses) if (alive[:, place] != 0).any()]
    return rows


def banded(axes: Any, doses: Numbers, values: Numbers, colour: str, label: str) -> None:
    """A mean over companies by dose, with its interval."""
    line = [mean(column) for column in values.T]
    axes.plot(doses, [each.value for each in line], color=colour, label=label)
    axes.fill_between(doses, [each.low for each in line], [each.high for each in line], color=colour, alpha=0.2, linewidth=0)


def draw_best(axes: Any, found: dict[str, Situation], colours: dict[int, str]) -> None:
    """Where the best dose lies, in each company, after each horizon."""
    for place, one in enumerate(found.values()):
        for number, years in enumerate(YEARS):
            top, height = resampled(one.gain(years), one.best), place + 0.16 * (number - 1.5)
            axes.plot([top.low, top.high], [height] * 2, color=colours[years], linewidth=3, alpha=0.5)
            axes.plot(top.value, height, "o", color=colours[years], markersize=6)
    axes.set_yticks(range(len(found)), list(found))
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.set_xlim(-0.005, 0.4)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.set(title="the best dose for profit, by horizon (colours as above)", xlabel="slack, share of hours")


def draw(found: dict[str, Situation], path: Path) -> None:
    """Gain by dose after each horizon for the three exponents, where the best dose lies, and what people and customers feel."""
    import matplotlib

    from sim.views import style
    from sim.views.plots import canvas

    colours = dict(zip(YEARS, style.POLICY_COLOURS, strict=False))
    with matplotlib.rc_context({**canvas.SETTINGS, "axes.titlesize": style.LABEL_SIZE, "lines.linewidth": 2.0}):
        about = "against a company of the same luck with a tenth of slack; bands and bars: 95 % intervals, luck only; panels differ in scale"
        figure = canvas.sheet("How much slack is best? That hangs on patience, and on what hours for improvement bring", about, height=9.4)
        for place, name in enumerate(("exponent .05", "reference", "exponent .5")):
            axes = figure.add_axes((0.07 + 0.32 * place, 0.49, 0.26, 0.29))
            for years in YEARS:
                banded(axes, found[name].doses, found[name].gain(years), colours[years], f"{years} year{'s' if years > 1 else ''}")
            axes.axhline(0.0, color=style.SECONDARY, linewidth=1.0, linestyle="--")
            axes.set_ylim(((-2.6, 0.6), (-2.6, 1.8), (-2.6, 12.5))[place])
            axes.set(title={"reference": "exponent .2 (default)"}.get(name, name), xlabel="slack, share of hours")
        axes.legend(frameon=False, fontsize=style.NOTE_SIZE, loc="upper left")
        figure.axes[0].set_ylabel("profit gained, years of profit")
        draw_best(figure.add_axes((0.12, 0.08, 0.45, 0.29)), found, colours)
        axes = figure.add_axes((0.65, 0.08, 0.32, 0.29))
        for colour, (outcome, title) in zip(style.VOICE_COLOURS.values(), list(FELT.items())[:3], strict=True):
            banded(axes, found["reference"].doses, found["reference"].of(outcome), colour, title)
        axes.axhline(0.0, color=style.SECONDARY, linewidth=1.0, linestyle="--")
        axes.set(title="exponent .2: what is felt in the fifth year", xlabel="slack, share of hours")
        axes.legend(frameon=False, fontsize=style.NOTE_SIZE, loc="lower right")
        figure.savefig(path, dpi=style.DOTS_PER_INCH, metadata={"Software": "trivox"})


def main() -> None:
    """The table, and the picture where a file is named."""
    with progress(quiet=False) as tell:
        sweep = run_study(HERE / "slack.toml", tell=tell)
    found = {name: Situation(sweep, *place) for place, name in SITUATIONS.items()}
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEAD)
    for name, one in found.items():
        writer.writerows(rows_of(name, one, found["reference"]))
    if len(sys.argv) > 1:
        draw(found, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
