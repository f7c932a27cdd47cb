"""Which policies serve employees, customers and the business at once, in many circumstances? What do they have in common, and how far
do standing policies of the library lie from them? The search is search.toml, through `trivox search`; what it found and the library are then lived together
under fresh luck, in draws of the circumstances (and in members of the ensemble, where the file names any) that the search has not seen.

Run: `python experiments/robust_policies/study.py` keeps what was lived in sweeps/robust_policies, so that a run that was stopped goes on and a second one costs
nothing, and writes the table to standard output and, with a file name behind it, the picture. What is said of it stands in README.md.
"""

from __future__ import annotations

import csv
import functools
import math
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.lab.search import Found, Kept, fresh_task, search
from sim.lab.search_aims import Task, front_of, over_futures, worst_part
from sim.lab.search_asked import load_search, task_of
from sim.lab.search_live import Living
from sim.measures import Numbers
from sim.measures.intervals import Estimate
from sim.scenario import load_scenario
from sim.views.sweep_progress import progress

HERE = Path(__file__).parent
FOLDER = Path("sweeps") / "robust_policies"
LIBRARY = ("people_first", "people_first_sober", "chase_dropped_alone", "joint_okrs", "self_managing_teams", "twenty_percent", "customer_obsession",
           "profit_chase", "kpi_machine", "people_as_a_means")
FRONT = 10
HEAD = ("kind", "name", "figure", "value", "low", "high", "worst_tenth", "clear")


class Compared(NamedTuple):
    """Policies of the front (by number) and of the library, with their effects against the baseline by [policy, aim, draw, member] in futures that the search
    has not seen."""

    task: Task
    found: Found
    names: tuple[str, ...]
    effects: Numbers

    @property
    def means(self) -> Numbers:
        """The mean over futures by [policy, aim]."""
        return np.asarray(self.effects.mean(axis=(2, 3)), dtype=np.float64)

    @property
    def worst(self) -> Numbers:
        """The mean of the worst tenth of futures by [policy, aim]."""
        return worst_part(self.effects.reshape(*self.effects.shape[:2], -1), self.task.signs)

    @property
    def front(self) -> list[int]:
        """The places of found policies that no other found one betters in all aims, here."""
        own = [place for place, name in enumerate(self.names) if name.isdigit()]
        return [own[place] for place in front_of(self.means[own], self.task.signs)]


def compared() -> Compared:
    """The search, and everybody lived together afresh."""
    task, generations = task_of(load_search(HERE / "search.toml"))
    live = Living(threads=1)
    with progress(quiet=False) as tell:
        found = search(task, generations, live, FOLDER, FRONT, tell)
        usual = task.base.policy
        library = {name: {lever: value for lever, value in load_scenario(name).policy.items() if value != usual[lever]} for name in LIBRARY}
        everybody = [dict(one.levers) for one in found.policies] + list(library.values())
        later = fresh_task(task)[0]
        tell("living the library beside the front", 0.95)
        lived = Kept(task, FOLDER).lived("compared", everybody, functools.partial(live, later, everybody, 1))
    names = (*(str(one.number) for one in found.policies), *library)
    return Compared(task, found, names, lived.effects.reshape(len(names), len(task.aims), later.draws, later.members))


def rounded(value: float) -> float | str:
    """Four digits, so that the last ones of another processor do not show."""
    return float(f"{value:.4g}") if math.isfinite(value) else ""


def over_members(values: Numbers) -> Estimate:
    """The mean of [draw, member] with its interval over members; over draws where there is one member."""
    return over_futures(values.mean(axis=0) if values.shape[1] > 1 else values[:, 0])


def figures(one: Estimate, worst: float | None = None) -> list[Any]:
    """Value, ends and worst tenth."""
    return [*map(rounded, (one.value, one.low, one.high)), "" if worst is None else rounded(worst)]


def rows_of_policies(whole: Compared) -> list[list[Any]]:
    """What each policy gives against the baseline, and what the policies of the front are."""
    rows, on_front = [], set(whole.front)
    for place, name in enumerate(whole.names):
        kind = "policy" if name.isdigit() else "scenario"
        for k, aim in enumerate(whole.task.aims):
            one = over_members(whole.effects[place, k])
            rows.append([kind, name, aim.name, *figures(one, whole.worst[place, k]), one.low > 0 or one.high < 0])
        voices = [k for k, aim in enumerate(whole.task.aims) if aim.name != "price"]
        better = (whole.effects[place][voices] * whole.task.signs[voices, None, None] > 0).all(axis=0)
        rows.append([kind, name, "share of futures better in all three voices", rounded(float(better.mean())), "", "", "", ""])
        if kind == "policy":
            rows += [[kind, name, f"lever {lever}", rounded(value), "", "", "", ""] for lever, value in whole.found.policies[place].levers.items()]
            rows.append([kind, name, "on the front", int(place in on_front), "", "", "", ""])
    return rows


def distances(whole: Compared) -> list[list[Any]]:
    """For each scenario of the library: how many policies of the front are better in every aim, and by how much the one that is best in its worst aim."""
    rows, spans = [], np.ptp(whole.means[whole.front], axis=0)
    for place, name in enumerate(whole.names):
        if name.isdigit():
            continue
        gaps = (whole.means[whole.front] - whole.means[place]) * whole.task.signs
        rows.append(["distance", name, "policies of the front that are better in every aim", int((gaps > 0).all(axis=1).sum()), "", "", "", ""])
        best = whole.front[int((gaps / spans).min(axis=1).argmax())]
        apart = [over_members(whole.effects[best, k] - whole.effects[place, k]) for k in range(len(whole.task.aims))]
        rows.append(["distance", name, "nearest in every aim: policy", int(whole.names[best]), "", "", "", ""])
        for k, aim in enumerate(whole.task.aims):
            rows.append(["distance", name, f"that policy less the scenario: {aim.name}", *figures(apart[k]), apart[k].low > 0 or apart[k].high < 0])
    return rows


def common(whole: Compared) -> list[list[Any]]:
    """What policies have in common that no other tried one bettered: middle and middle eight tenths of each lever; and beside it what a lever does to each aim
    over its whole stretch among all that was tried (least squares on all levers at once), since a lever can also drift in a search without doing anything."""
    found, task = whole.found, whole.task
    tried = np.array([[one[lever.name] for lever in task.levers] for one in found.levers])
    kept = np.isfinite(found.tried).all(axis=1)
    unit = (tried - [one.low for one in task.levers]) / [one.high - one.low for one in task.levers]
    rows: list[list[Any]] = []
    for k, lever in enumerate(task.levers):
        low, middle, high = np.quantile(tried[list(found.front), k], [0.1, 0.5, 0.9])
        rows.append(["common", lever.name, "middle of the front", *map(rounded, (middle, low, high)), "", ""])
    for a, aim in enumerate(task.aims):
        design = np.column_stack([np.ones(int(kept.sum())), unit[kept]])
        fitted = np.linalg.lstsq(design, found.tried[kept, a], rcond=None)[0]
        rest = found.tried[kept, a] - design @ fitted
        error = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * (rest**2).sum() / (len(rest) - design.shape[1]))
        for lever, slope, wide in zip(task.levers, fitted[1:], 1.96 * error[1:], strict=True):
            rows.append(["slope", lever.name, aim.name, *map(rounded, (slope, slope - wide, slope + wide)), "", abs(slope) > wide])
    return rows


def about(whole: Compared) -> list[list[Any]]:
    """How large the search was, and how far it had flattered its front."""
    found = whole.found
    facts = {"policies tried": len(found.tried), "left out": found.excluded, "on the front of the search": len(found.front), "shown": len(found.policies),
             "futures": whole.task.futures, "still on the front afresh": len(whole.front), "members not seen by the search": found.fresh_members}
    flattered = [["flattered", name, "", *figures(one), one.low > 0 or one.high < 0] for name, one in found.flattered.items()]
    return [["search", name, "", value, "", "", "", ""] for name, value in facts.items()] + flattered


def draw(whole: Compared, path: Path) -> None:
    """Profit against each other aim, over futures and in the worst tenth: found policies (blue; pale: bettered afresh) and the library (orange, named)."""
    import matplotlib

    from sim.views import style
    from sim.views.plots import canvas

    names = [one.name for one in whole.task.aims]
    panels = [("engagement", whole.means, "engagement, SD", "profit"), ("satisfaction_with_leavers", whole.means, "satisfaction, SD", "profit"),
              ("price", whole.means, "price, euro a head", "profit"),
              ("engagement", whole.worst, "engagement, SD (worst future)", "profit in the worst future")]
    letters = {name: chr(ord("a") + number) for number, name in enumerate(one for one in whole.names if not one.isdigit())}
    with matplotlib.rc_context(canvas.SETTINGS):
        told = "profit of five years against the reference policy, million euro; blue: found (pale: bettered); orange: the library"
        figure = canvas.sheet("Robust policies and the library, in circumstances that the search had not seen", told, height=11.0)
        for place, (aim, values, title, head) in enumerate(panels):
            axes = figure.add_axes((0.07 + 0.49 * (place % 2), 0.52 - 0.40 * (place // 2), 0.41, 0.31))
            x, y = values[:, names.index(aim)], values[:, names.index("cumulative_profit")] / 1e6
            for k, name in enumerate(whole.names):
                found = name.isdigit()
                colour = style.POLICY_COLOURS[0 if found else 1]
                axes.plot(x[k], y[k], "o" if found else "s", color=colour, markersize=6, alpha=1.0 if not found or k in whole.front else 0.35)
                axes.annotate(letters.get(name, name), (x[k], y[k]), xytext=(5, 4), textcoords="offset points", size=style.NOTE_SIZE,
                              color=style.INK if found else colour)
            axes.axhline(0, color=style.SECONDARY, linewidth=0.9)
            axes.axvline(0, color=style.SECONDARY, linewidth=0.9)
            axes.grid(axis="both")
            axes.margins(x=0.12, y=0.08)
            axes.set_xlabel(title)
            axes.set_title(head, size=style.LABEL_SIZE)
        said = [f"{letter} {name}" for name, letter in letters.items()]
        figure.text(0.07, 0.05, "   ".join(said[:5]) + "\n" + "   ".join(said[5:]), size=style.NOTE_SIZE, color=style.POLICY_COLOURS[1], va="top")
        figure.savefig(path, dpi=style.DOTS_PER_INCH, metadata={"Software": "trivox"})


def main() -> None:
    """The table, and the picture where a file is named."""
    whole = compared()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows([*about(whole), *rows_of_policies(whole), *common(whole), *distances(whole)])
    if len(sys.argv) > 1:
        draw(whole, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
