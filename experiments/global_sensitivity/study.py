"""Which inputs decide over what people first gains on the reference (profit over five years, engagement and customer satisfaction in the fifth)? Its measures
and the circumstances by Morris screening (measures.toml), six of them by Sobol indices (few.toml), and numbers of the model over the members of the ensemble,
each with its own reference, by PAWN and by rank correlation (companies.toml). Luck is an input of its own everywhere.

Run: `python experiments/global_sensitivity/study.py` runs what is missing (into sweeps, where `trivox sweep` puts it too, so that a second run costs nothing),
writes the table to standard output and, with a file name behind it, the picture. What is said of it stands in README.md.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import rankdata

from sim.ensemble.store import SHIPPED
from sim.lab.finished import Asked, ask
from sim.lab.finished_members import ByMember
from sim.lab.sensitivity import Rank, Sensitivity, analyse
from sim.lab.sweep.asking import run_study
from sim.measures.intervals import Estimate, fisher
from sim.views.sweep_progress import progress

HERE = Path(__file__).parent
STUDIES = {"measures": "screening of all", "few": "shares of six", "companies": "numbers of the model"}
OUTCOMES = {"gain": "profit over five years", "engagement": "engagement", "satisfaction": "customer satisfaction"}
HEAD = ("study", "outcome", "method", "what", "figure", "value", "low", "high", "floor", "clear", "count")
DEALS, MOST_NUMBERS, DRAWN = 1000, 30, 9
"""Deals for the bound of rank correlations; so many numbers of the model are written down, and so many inputs drawn in a panel."""


def rounded(value: float) -> float | str:
    """Four digits, so that the last ones of another processor do not show."""
    return float(f"{value:.4g}") if math.isfinite(value) else ""


def ends(one: Estimate) -> list[float | str]:
    """A number with its interval."""
    return [rounded(value) for value in (one.value, one.low, one.high)]


def rows_of(study: str, outcome: str, found: Sensitivity) -> list[list[Any]]:
    """Every figure of every input, and what luck does to one run; of very many inputs, those that rank first."""
    at, asked = [study, outcome, found.method], found.asked
    mean, error = asked.means.mean(), asked.means.std(ddof=1)
    rows: list[list[Any]] = [[*at, "all points", "mean", rounded(mean), "", "", "", "", len(asked.means)],
                             [*at, "all points", "SD between points", rounded(error), "", "", "", "", len(asked.means)],
                             [*at, "all points", "share below nought", rounded(float((asked.means < 0).mean())), "", "", "", "", len(asked.means)],
                             [*at, "all points", "left out", asked.left_out + found.dropped, "", "", "", "", len(asked.means) + asked.left_out]]
    rows += [[*at, "one run", f"share of {name.replace('_', ' ')}", *ends(getattr(found.luck, name)), "", "", ""]
             for name in ("inputs", "members", "luck", "luck_alone")]
    for rank in found.ranks[:MOST_NUMBERS]:
        rows += [[*at, rank.name, name, *ends(one), rounded(found.floor.get(rank.name, math.nan)) if name == found.lead else "",
                  found.above_floor(rank) if name == found.lead else "", found.blocks] for name, one in rank.figures.items()]
    return rows


def correlations(asked: Asked) -> tuple[list[tuple[str, Estimate]], float]:
    """Rank correlations of every number of the model with the outcome, the largest first, and the bound that the largest of them all stays within in 95 of 100
    deals in which the outcomes are dealt out anew."""
    ranks = rankdata(asked.points, axis=0)
    ranks = (ranks - ranks.mean(axis=0)) / ranks.std(axis=0)
    means = rankdata(asked.means)
    means = (means - means.mean()) / means.std()
    luck = np.random.default_rng(1)
    largest = [np.abs(luck.permutation(means) @ ranks / len(means)).max() for _ in range(DEALS)]
    found = [(name, Estimate(float(r), *fisher(float(r), len(means)), len(means))) for name, r in zip(asked.names, means @ ranks / len(means), strict=True)]
    return sorted(found, key=lambda one: -abs(one[1].value)), float(np.quantile(largest, 0.95))


def answered(study: str) -> tuple[list[list[Any]], dict[str, Any]]:
    """The rows of a study, and what is drawn of it by outcome."""
    with progress(quiet=False) as tell:
        sweep = run_study(HERE / f"{study}.toml", workers=0, tell=tell)
    rows, drawn = [], {}
    for outcome in OUTCOMES:
        asked = ask(ByMember(sweep) if study == "companies" else sweep, outcome)
        found = analyse(asked)
        rows += rows_of(study, outcome, found)
        drawn[outcome] = found
        if study == "companies":
            told, bound = correlations(asked)
            rows += [[study, outcome, "rank correlation", name, "rank correlation", *ends(one), rounded(bound), abs(one.value) > bound, one.firms]
                     for name, one in told[:MOST_NUMBERS]]
            drawn[outcome] = told, bound
    return rows, drawn


def draw(found: dict[str, dict[str, Any]], path: Path) -> None:
    """A row of panels for each outcome, a column for each study."""
    import matplotlib

    from sim.views import style
    from sim.views.plots import canvas

    titles = {"measures": "screening: mean size over the range", "few": "Sobol: share in all (filled), alone", "companies": "ensemble: rank correlation"}
    with matplotlib.rc_context({**canvas.SETTINGS, "axes.titlesize": style.LABEL_SIZE}):
        told = "blue: clear of luck or chance; orange ticks and lines: what luck or chance alone gives; bars: 95 % intervals"
        figure = canvas.sheet("What decides over what people first gains", told, height=14.5)
        for row, (outcome, name) in enumerate(OUTCOMES.items()):
            for column, (study, drawn) in enumerate(found.items()):
                axes = figure.add_axes((0.18 + 0.332 * column, 0.66 - 0.305 * row, 0.145, 0.215))
                panel(axes, drawn[outcome], style)
                axes.set_title((f"{name}\n" if not column else "\n") + titles[study], x=-1.05)
        figure.savefig(path, dpi=style.DOTS_PER_INCH, metadata={"Software": "trivox"})


def panel(axes: Any, drawn: Any, style: Any) -> None:
    """Inputs that rank first, with intervals."""
    if isinstance(drawn, Sensitivity):
        ranks = drawn.ranks[:DRAWN]
        names = [one.name for one in ranks]
        for place, one in enumerate(ranks):
            bars(axes, drawn, one, place, style)
    else:
        told, bound = drawn
        names = [name for name, _ in told[:DRAWN]]
        for place, (_, one) in enumerate(told[:DRAWN]):
            colour = style.POLICY_COLOURS[0] if abs(one.value) > bound else style.BASELINE
            axes.plot([one.low, one.high], [place, place], color=colour, linewidth=2.0, alpha=0.7)
            axes.plot(one.value, place, "o", color=colour, markersize=7)
        for end in (-bound, bound):
            axes.axvline(end, color=style.POLICY_COLOURS[1], linewidth=1.2, linestyle="--")
    axes.axvline(0.0, color=style.SECONDARY, linewidth=1.0)
    axes.set_yticks(range(len(names)), names, size=style.NOTE_SIZE)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.margins(x=0.06)


def bars(axes: Any, found: Sensitivity, rank: Rank, place: int, style: Any) -> None:
    """An input's leading figure, filled, and for Sobol its share alone, hollow."""
    colour = style.POLICY_COLOURS[0] if found.above_floor(rank) else style.BASELINE
    for name, shift, filled in ((found.lead, -0.14 if found.method == "sobol" else 0.0, True), *([("first", 0.14, False)] if found.method == "sobol" else [])):
        one = rank.figures[name]
        axes.plot([one.low, one.high], [place + shift] * 2, color=colour, linewidth=2.0, alpha=0.7)
        axes.plot(one.value, place + shift, "o", markersize=7, markerfacecolor=colour if filled else style.PAPER, markeredgecolor=colour)
    if rank.name in found.floor:
        axes.plot([found.floor[rank.name]] * 2, [place - 0.3, place + 0.3], color=style.POLICY_COLOURS[1], linewidth=2.0)


def main() -> None:
    """The table, and the picture where a file is named."""
    table, found = [], {}
    for study in STUDIES:
        if study == "companies" and not SHIPPED.exists():
            print("no ensemble comes along: companies.toml is left out", file=sys.stderr)
            continue
        rows, found[study] = answered(study)
        table += rows
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(table)
    if len(sys.argv) > 1:
        draw(found, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
