"""Is any lever a free lunch? Each lever alone, at five doses over its range, for five years in the reference company at the default parameters.

A lever whose best dose is an end of its range, with a gain that is more than luck, is listed: it is to be re-priced, given its overdose, or justified in
`docs/decisions`. Profit is not the only aim, so the voices of customers (those who left counted as they left) and employees stand beside it; firms that have
ended have none, and fall out of these two. Run: `python experiments/free_lunch/study.py`; a run
stands in `expected.csv`.
"""

from __future__ import annotations

import csv
import sys

import numpy as np

from sim.measures import reading
from sim.policy import Policy
from sim.reference.run import run_scenarios
from sim.scenario import load_scenario
from sim.vocabulary import rows

YEARS, REPLICATIONS, SEED, WEIGHTS = 5, 32, 13, ("kpi_weight", "csat_weight", "joint_okr_weight")


def doses(low: float, high: float, reference: float) -> list[float]:
    """The ends of the range, the reference, and the middles between them."""
    return sorted({low, (low + reference) / 2, reference, (reference + high) / 2, high})


def policy(name: str, dose: float) -> dict[str, float]:
    """One lever at a dose. The three parts of variable pay share one pot: what the own KPI lets go of, the others may take."""
    if name in WEIGHTS[1:]:
        return {name: dose, "kpi_weight": 1.0 - dose}
    return {name: dose}


def main() -> None:
    """One line for each dose of each lever; what is best at an end of its range goes to standard error."""
    table = csv.writer(sys.stdout)
    table.writerow(["lever", "dose", "years of reference profit", "+-", "engagement (SD)", "satisfaction (SD)", "burn-out (share)"])
    asked = sys.argv[1:]
    for lever in [row for row in rows(Policy) if not asked or row.name in asked]:
        base = load_scenario("reference").with_(weeks=52 * YEARS)
        at = doses(lever.about.low, lever.about.high, lever.default)
        found = run_scenarios([base, *(base.with_(policy=policy(lever.name, dose)) for dose in at)], replications=REPLICATIONS, seed=SEED, weeks=52 * YEARS)
        year, usual = 52 * found[0].yardstick["profit_week"], found[0].weekly
        seen = [reading(one) for one in found]
        gains, halves = [], []
        for dose, one, of in zip(at, found[1:], seen[1:], strict=True):
            gain = (one.weekly["profit"] - usual["profit"]).sum(axis=1) / year
            gains.append(float(gain.mean()))
            halves.append(float(1.96 * gain.std(ddof=1) / np.sqrt(REPLICATIONS)))
            felt = [float(np.nanmean((of(name) - seen[0](name))[:, -52:])) for name in ("engagement", "satisfaction_with_leavers")]
            ill = float(np.nanmean(of("burnout_share")[:, -52:]))
            table.writerow([lever.name, f"{dose:g}", f"{gains[-1]:+.3f}", f"{halves[-1]:.3f}", *(f"{v:+.3f}" for v in felt), f"{ill:.3f}"])
        best = int(np.argmax(gains))
        if best in (0, len(at) - 1) and gains[best] > halves[best] and gains[best] > 0.02:
            print(f"{lever.name}: best at {at[best]:g}, an end of its range, by {gains[best]:+.2f} +- {halves[best]:.2f} years of profit", file=sys.stderr)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
