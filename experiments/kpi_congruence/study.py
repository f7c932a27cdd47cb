"""Where does paying for a KPI help, and where does it hurt? Four sizes of pay on the team's own number, by how well that number fits what customers value, and
by how much teams need each other; each company is compared with one of the same luck that has the same number and division of work, and no pay on it.

Run: `python experiments/kpi_congruence/study.py` runs what is missing of bonus.toml (into sweeps/kpi_congruence, where `trivox sweep` puts it too, so that a
second run costs nothing) and writes the table to standard output and, with a file name behind it, the picture. What is said of it stands in README.md.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

from sim.lab.student import reach_of
from sim.lab.sweep.asking import run_study
from sim.lab.sweep.table import Sweep
from sim.measures.intervals import Estimate, resampled
from sim.measures.measure import Numbers
from sim.views.sweep_progress import progress

HERE = Path(__file__).parent
OUTCOMES = {
    "gain_52": ("profit gained in 1 year", 1), "gain_104": ("profit gained in 2 years", 1), "gain_260": ("profit gained in 5 years", 1),
    "pay": ("wages and bonuses in 5 years", -1), "engagement": ("engagement, year 5", 1), "silo_index": ("silo index, year 5", -1),
    "hand_over_loss": ("lost in hand-overs, year 5", -1), "gaming": ("gaming, hours a week, year 5", -1), "goodhart_gap": ("report ahead of truth, year 5", -1),
    "satisfaction_first": ("satisfaction, year 1", 1), "satisfaction": ("satisfaction, year 5", 1),
    "customers": ("customers, share of those at the start, year 5", 1),
}
"""What it is called, and which way is better."""
HEAD = ("kind", "outcome", "bonus", "validity", "division", "to", "value", "low", "high", "verdict", "companies")


class Cells:
    """Outcomes with a bonus less those without, by [company, bonus, validity, division]."""

    def __init__(self, sweep: Sweep) -> None:
        self.rows = sweep.differences()
        self.bonus, self.validity, self.division = (np.sort(self.rows[name].unique()) for name in ("reward_intensity", "kpi_validity", "task_division"))
        self.shape = (len(self.bonus), len(self.validity), len(self.division))

    def of(self, outcome: str) -> Numbers:
        """One outcome; what pay costs is wages and bonuses together, in years of reference profit over five years, as profit is."""
        if outcome == "pay":
            return 5.0 * (self.of("bonuses") + self.of("payroll"))
        columns = ["reward_intensity", "kpi_validity", "task_division"]
        table = self.rows.pivot_table(index="replication", columns=columns, values=outcome, dropna=False)
        return table.to_numpy(np.float64).reshape(-1, *self.shape)

    def best(self, gains: Numbers) -> Numbers:
        """The bonus with the largest gain, none among them, of gains [bonus, ...]."""
        whole = np.concatenate([np.zeros((1, *gains.shape[1:])), gains])
        return np.asarray(np.concatenate([[0.0], self.bonus])[whole.argmax(axis=0)], dtype=np.float64)


def told(values: Numbers, better: int, cells: int = 1) -> tuple[Estimate, str]:
    """A mean with its 95 % interval by Student; it helps or hurts where that holds in so many cells at once (Bonferroni)."""
    count = len(values)
    mean, error = float(values.mean()), float(values.std(ddof=1) / math.sqrt(count))
    reach, far = (reach_of(1.0 - 0.05 / many, count - 1) for many in (1, cells))
    verdict = "not told apart" if abs(mean) <= far * error else "helps" if mean * better > 0 else "hurts"
    return Estimate(mean, mean - reach * error, mean + reach * error, count), verdict


def rounded(value: float) -> float | str:
    """Four digits, so that the last ones of another processor do not show."""
    return float(f"{value:.4g}") if math.isfinite(value) else ""


def row(kind: str, outcome: str, place: tuple[Any, ...], found: Estimate, verdict: str = "") -> list[Any]:
    """A line of the table."""
    return [kind, outcome, *place, rounded(found.value), rounded(found.low), rounded(found.high), verdict, found.firms]


def rows_of(cells: Cells, outcome: str) -> list[list[Any]]:
    """What the bonus does in each cell, and how much more at the best number than at the worst, and at fine than at coarse division."""
    values, (title, better), rows = cells.of(outcome), OUTCOMES[outcome], []
    for place in np.ndindex(cells.shape):
        where = (float(cells.bonus[place[0]]), float(cells.validity[place[1]]), float(cells.division[place[2]]), "")
        rows.append(row("effect", title, where, *told(values[:, *place], better, math.prod(cells.shape))))
    for b, bonus in enumerate(cells.bonus):
        for d, division in enumerate(cells.division):
            found = told(values[:, b, -1, d] - values[:, b, 0, d], better, len(cells.bonus) * len(cells.division))
            rows.append(row("by validity", title, (bonus, cells.validity[0], division, cells.validity[-1]), *found))
        for v, validity in enumerate(cells.validity):
            found = told(values[:, b, v, -1] - values[:, b, v, 0], better, len(cells.bonus) * len(cells.validity))
            rows.append(row("by division", title, (bonus, validity, cells.division[0], cells.division[-1]), *found))
    return rows


def best_of(cells: Cells) -> list[list[Any]]:
    """The bonus with the largest profit after two and five years, and how far luck moves it."""
    rows = []
    for outcome in ("gain_104", "gain_260"):
        values = cells.of(outcome)
        for v, d in np.ndindex(cells.shape[1:]):
            where = ("", float(cells.validity[v]), float(cells.division[d]), "")
            rows.append(row("best bonus", OUTCOMES[outcome][0], where, resampled(values[:, :, v, d], cells.best)))
    return rows


def panel(axes: Any, cells: Cells, outcome: str, division: int, title: str) -> None:
    """What the bonus does, by its size and by the number's validity: blue helps, orange hurts, a grey number is not told apart from nothing."""
    from matplotlib.colors import LinearSegmentedColormap

    from sim.views import style

    values, better = cells.of(outcome)[..., division], OUTCOMES[outcome][1]
    means = values.mean(axis=0)
    reach = float(np.abs(means if outcome == "silo_index" else cells.of(outcome).mean(axis=0)).max())
    colours = LinearSegmentedColormap.from_list("hurts to helps", ["#E08A5B", "#FFFFFF", "#6FB1DE"])
    axes.imshow(np.sign(means) * np.sqrt(np.abs(means)) * better, cmap=colours, vmin=-math.sqrt(reach), vmax=math.sqrt(reach), aspect="auto", origin="lower")
    for b, v in np.ndindex(means.shape):
        _, verdict = told(values[:, b, v], better, math.prod(cells.shape))
        seen = verdict != "not told apart"
        axes.text(v, b, f"{means[b, v]:+.2f}", ha="center", va="center", size=style.NOTE_SIZE - 1, color=style.INK if seen else style.BASELINE,
            weight="bold" if seen else "normal", style="normal" if seen else "italic")
    axes.set_xticks(range(len(cells.validity)), [f"{value:g}" for value in cells.validity])
    axes.set_yticks(range(len(cells.bonus)), [f"{value:g}" for value in cells.bonus])
    axes.grid(visible=False)
    axes.set(title=title, xlabel="validity of the KPI (cosine)")


def draw(cells: Cells, path: Path) -> None:
    """Profit at three divisions of work, and four other outcomes at the ordinary one."""
    import matplotlib

    from sim.views import style
    from sim.views.plots import canvas

    with matplotlib.rc_context({**canvas.SETTINGS, "axes.titlesize": style.LABEL_SIZE}):
        about = "after five years, less the same company without a bonus; lower row: ordinary hand-overs; bold: told apart (95 %), italics: not"
        figure = canvas.sheet("Paying for a KPI can pay in profit where the KPI is right; people and customers lose everywhere", about, height=9.2)
        names = ("hardly any hand-overs", "ordinary hand-overs", "almost twice as many")
        for place, name in enumerate(names):
            axes = figure.add_axes((0.07 + 0.32 * place, 0.50, 0.27, 0.28))
            panel(axes, cells, "gain_260", place, f"profit: {name}")
        for place, outcome in enumerate(("engagement", "silo_index", "gaming", "satisfaction")):
            axes = figure.add_axes((0.07 + 0.24 * place, 0.09, 0.195, 0.28))
            panel(axes, cells, outcome, 1, OUTCOMES[outcome][0].replace(", hours a week, year 5", ", hours a week").replace(", year 5", " (5th year)"))
        for axes in (figure.axes[0], figure.axes[3]):
            axes.set_ylabel("bonus, share of pay")
        figure.savefig(path, dpi=style.DOTS_PER_INCH, metadata={"Software": "trivox"})


def main() -> None:
    """The table, and the picture where a file is named."""
    with progress(quiet=False) as tell:
        cells = Cells(run_study(HERE / "bonus.toml", tell=tell))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEAD)
    for outcome in OUTCOMES:
        writer.writerows(rows_of(cells, outcome))
    writer.writerows(best_of(cells))
    if len(sys.argv) > 1:
        draw(cells, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
