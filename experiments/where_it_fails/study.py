"""Where does people first lose to the reference within five years? Doses of its measures, the company that takes them and its circumstances
(circumstances.toml), and the members of the ensemble in eight circumstances (companies.toml), through `trivox discover`: boxes are found in two thirds of the
points (of the members) and judged on the third that was held back.

Run: `python experiments/where_it_fails/study.py` runs what is missing (into sweeps, where `trivox sweep` puts it too, so that a second run costs nothing),
writes the table to standard output and, with a folder named behind it, the maps. What is said of it stands in README.md.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path
from typing import Any

from scipy.stats import rankdata

from sim.ensemble.store import SHIPPED
from sim.lab.discovery import Discovery, discover, looked_at
from sim.lab.finished import Asked, ask, where
from sim.lab.finished_members import ByMember
from sim.lab.sweep.asking import run_study
from sim.lab.sweep.table import Sweep
from sim.measures.intervals import fisher
from sim.views import style
from sim.views.discovery_words import answer_of
from sim.views.plots import figure
from sim.views.sweep_progress import progress

HERE = Path(__file__).parent
HEAD = ("study", "outcome", "where", "kind", "what", "value", "low", "high", "clear", "count")
QUESTIONS = (("gain", "< 0"), ("gain", "< -0.5"), ("engagement", "< 0"), ("satisfaction", "< 0"))
MOST_RANKS = 24


def rounded(value: float) -> float | str:
    """Four digits, so that the last ones of another processor do not show; nothing for no end."""
    return float(f"{value:.4g}") if math.isfinite(value) else ""


def rows_of(study: str, outcome: str, found: Discovery) -> list[list[Any]]:
    """How often it happens, and every box: its limits, and its density and coverage among the points held back."""
    at = [study, outcome, str(found.where)]
    share = found.share
    rows = [[*at, "share", "all points", *map(rounded, (share.value, share.low, share.high)), "", len(found.asked.points)],
            [*at, "wrong side by luck", "all points", rounded(found.doubtful), "", "", "", len(found.asked.points)]]
    for number, one in enumerate(found.regions, 1):
        name, clear = f"box {number} ({one.by.split()[0]})", one.stands_out(share.value)
        rows += [[*at, f"{name} limit", limit, "", rounded(low), rounded(high), clear, ""] for limit, (low, high) in one.limits.items()]
        for kind, told in (("density", one.held_density), ("coverage", one.held_coverage)):
            rows.append([*at, f"{name} {kind}", "held back", *map(rounded, (told.value, told.low, told.high)), clear, told.firms])
    return rows


def ranks_of(study: str, asked: Asked, names: tuple[str, ...]) -> list[list[Any]]:
    """How inputs go with the outcome over all points: rank correlations; of many inputs those in which boxes are looked for. The interval (Fisher's) takes
    points as independent: of a sweep over members it is told for members' means, with as many numbers as there are members."""
    block = int(asked.about.get("block", 1))
    rows = []
    for name in names:
        values, means = asked.points[:, asked.names.index(name)], asked.means
        if block > 1 and "world." not in name:
            values, means = values.reshape(-1, block)[:, 0], means.reshape(-1, block).mean(axis=1)
        a, b = rankdata(values), rankdata(means)
        r = float(((a - a.mean()) * (b - b.mean())).mean() / (a.std() * b.std()))
        low, high = fisher(r, len(values))
        rows.append([study, asked.outcome, "", "rank correlation", name, *map(rounded, (r, low, high)), low > 0 or high < 0, len(values)])
    return sorted(rows, key=lambda row: -abs(row[5]))[:MOST_RANKS]


def answered(study: str, sweep: Sweep, by_member: bool) -> tuple[list[list[Any]], Discovery]:
    """Every row, and the discovery that is drawn."""
    rows, first = [], None
    for outcome, condition in QUESTIONS:
        asked = ask(ByMember(sweep) if by_member else sweep, outcome)
        found = discover(asked, where(condition))
        first = first or found
        rows += rows_of(study, outcome, found)
        if condition == "< 0":
            rows += ranks_of(study, asked, looked_at(asked, found.held))
    assert first is not None
    return rows, first


def main() -> None:
    """The table, and the maps where a folder is named."""
    table, maps = [], {}
    for study, by_member in (("circumstances", False), ("companies", True)):
        if by_member and not SHIPPED.exists():
            print("no ensemble comes along: companies.toml is left out", file=sys.stderr)
            continue
        with progress(quiet=False) as tell:
            rows, maps[study] = answered(study, run_study(HERE / f"{study}.toml", workers=0, tell=tell), by_member)
        table += rows
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(table)
    if len(sys.argv) > 1:
        for study, found in maps.items():
            if found.pictures:
                figure(answer_of(found), "discovery").savefig(Path(sys.argv[1]) / f"{study}.png", dpi=style.DOTS_PER_INCH, metadata={"Software": "trivox"})


if __name__ == "__main__":
    main()
