"""Where does the best dose of a lever lie, and what moves it? Slack, task division, home working, procedures, autonomy by motive, rules against a principle.

Every dose is held for five years from the first week, in companies that share their luck with a company at the reference dose. The catalogue (rows E2, E11,
A3, C11, A7, B8) expects the best dose inside the range; whether it lies there is what this study looks at, and `expected.csv` holds what it found, ends of the
range included. What is said of it stands in README.md.

Run: `python experiments/optima/study.py` writes the table to standard output and, with a file name behind it, the picture.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.measures import reading
from sim.reference.run import run_scenarios
from sim.scenario import Scenario, load_scenario

YEARS, REPLICATIONS, SEED = 5, 32, 11


class Case(NamedTuple):
    """One question: levers that move together over their doses, and the companies in which the question is asked."""

    title: str
    unit: str
    doses: tuple[float, ...]
    levers: tuple[tuple[str, float, float], ...]
    companies: Mapping[str, Mapping[str, Mapping[str, float]]]

    def policy(self, dose: float) -> dict[str, float]:
        """The levers at one dose: each is start + slope * dose."""
        return {name: start + slope * dose for name, start, slope in self.levers}


TENTHS = tuple(round(0.1 * k, 1) for k in range(11))

CASES = (
    Case("slack", "share of hours", (0.0, 0.03, 0.06, 0.1, 0.14, 0.18, 0.22, 0.26, 0.3, 0.4), (("slack_share", 0, 1),),
         {"exponent .05": {"parameters": {"capability.exponent": 0.05}}, "exponent .2": {}, "exponent .5": {"parameters": {"capability.exponent": 0.5}}}),
    Case("task division", "0-1", TENTHS, (("task_division", 0, 1),),
         {"4 teams of 10": {}, "4 teams of 5": {"organisation": {"team_size": 5, "customers_per_unit": 200}},
          "4 teams of 20": {"organisation": {"units": 3, "team_size": 20, "customers_per_unit": 800}}}),
    Case("home working", "days a week", (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0), (("home_working", 0, 1),),
         {"reference": {}, "twice the hand-overs": {"policy": {"task_division": 1.0}}, "hardly any hand-overs": {"policy": {"task_division": 0.1}}}),
    Case("procedures", "share of hours", (0.005, 0.02, 0.04, 0.06, 0.08, 0.1, 0.13, 0.17, 0.21, 0.25), (("compliance_load", 0, 1),),
         {"failures prevented .04": {"parameters": {"quality.procedures": 0.04}}, "failures prevented .12": {},
          "failures prevented .4": {"parameters": {"quality.procedures": 0.4}}}),
    Case("autonomy", "0-1", TENTHS, (("autonomy", 0, 1),),
         {"motives to pay": {"parameters": {"choice.wish_strength": 0.2}, "world": {"motive_drift": -0.2}}, "reference": {},
          "motives to contributing": {"parameters": {"choice.wish_strength": 1.5}, "world": {"motive_drift": 0.2}}}),
    Case("principle in place of rules", "share of principle", TENTHS, (("guiding_principle", 0, 1), ("rule_density", 1, -1)),
         {"reference": {}, "low trust": {"policy": {"follow_through": 0.1, "control": 0.8, "vision": 0.1}},
          "high trust": {"policy": {"follow_through": 0.8, "control": 0.2, "vision": 0.7}}}),
)


def gained(case: Case, company: Mapping[str, Mapping[str, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Five years' profit of each dose above the company's own dose, in years of reference profit, its half width, and satisfaction and engagement."""
    base: Scenario = load_scenario("reference").with_(weeks=52 * YEARS, **company)
    doses = [base.with_(policy={**base.policy, **case.policy(dose)}) for dose in case.doses]
    records = run_scenarios([base, *doses], replications=REPLICATIONS, seed=SEED, weeks=52 * YEARS)
    year = 52 * records[0].yardstick["profit_week"]
    profit = np.array([(one.weekly["profit"] - records[0].weekly["profit"]).sum(axis=1) / year for one in records[1:]])
    felt = np.array([[np.nanmean(reading(one)(name)[:, -52:]) for name in ("satisfaction_with_leavers", "engagement")] for one in records[1:]])
    return profit.mean(axis=1), 1.96 * profit.std(axis=1, ddof=1) / np.sqrt(REPLICATIONS), felt


def draw(found: dict[tuple[str, str], tuple[np.ndarray, np.ndarray, np.ndarray]], target: Path) -> None:
    """One panel for each question, one line for each company, the best dose marked."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(2, 3, figsize=(13, 7), layout="constrained")
    for case, panel in zip(CASES, panels.flat, strict=True):
        for style, company in zip(("-", "--", ":"), case.companies, strict=False):
            mean, half, _ = found[case.title, company]
            best = int(np.argmax(mean))
            line = panel.plot(case.doses, mean, style, label=f"{company} (best at {case.doses[best]:g})")[0]
            panel.fill_between(case.doses, mean - half, mean + half, color=line.get_color(), alpha=0.15, linewidth=0)
            panel.plot(case.doses[best], mean[best], "o", color=line.get_color())
        panel.axhline(0, color="0.7", linewidth=0.8, zorder=0)
        panel.set(title=case.title, xlabel=case.unit, ylabel="years of reference profit, in 5 years")
        panel.legend(fontsize=8, frameon=False)
    figure.savefig(target, dpi=110)


def main() -> None:
    """The table of all questions, and the picture when a file is named."""
    table = csv.writer(sys.stdout)
    table.writerow(["question", "company", "dose", "years of reference profit", "+-", "satisfaction (SD)", "engagement (SD)"])
    found = {}
    for case in CASES:
        for name, company in case.companies.items():
            found[case.title, name] = mean, half, felt = gained(case, company)
            for row in zip(case.doses, mean, half, felt[:, 0], felt[:, 1], strict=True):
                table.writerow([case.title, name, f"{row[0]:g}", *(f"{v:+.3f}" for v in row[1:])])
            print(f"{case.title}, {name}: best at {case.doses[int(np.argmax(mean))]:g}", file=sys.stderr)
    if len(sys.argv) > 1:
        draw(found, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
