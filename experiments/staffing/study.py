"""Is the reference's staffing near an optimum? Permanent changes of head-count, with and without uncounted work (`quality.uncounted`).

With effect sizes of the literature alone, a permanent cut of a tenth pays in this model, and studies say that it should not (Park and Shaw 2013, Williams
et al. 2011). We do not tune other coefficients to that story. We state one assumption, with a switch: people do work that no account of hours counts, as
much as would make the reference's staffing near an optimum on a horizon of five to seven years. This study is the procedure: run it to see the profit of
other head-counts for several sizes of that assumption, and what a lay-off costs in years' pay for each person dismissed. By its rule (a twentieth fewer and
a twentieth more people both about as good as the reference, or a little worse) 3 would be taken under the rules of record 0016. The default stays at 2, where
the best head-count lies at the reference's after ten years: a larger size would favour what this project wants to show, and nobody has measured it.
What a refilled lay-off costs is held beside published orders (one to one and a half years' pay, over five years): a check.
Run: `python experiments/staffing/study.py`. Figures of a run stand in expected.csv.
"""

import csv
import sys

import numpy as np

from sim.engine.record import Record
from sim.reference.run import run_scenarios
from sim.scenario import Scenario, load_scenario
from sim.scenario.model import Event

SIZES = (0.0, 2.0, 2.5, 3.0, 3.5)
YEARS = (1, 2, 5, 6, 7, 10)


def companies(uncounted: float) -> dict[str, Scenario]:
    """The reference and its changes of staff, under one size of uncounted work."""
    base = load_scenario("reference").with_(parameters={"quality.uncounted": uncounted})
    return {
        "reference": base,
        "head-count 0.90": base.with_(policy={"staffing": 0.9}),
        "head-count 0.95": base.with_(policy={"staffing": 0.95}),
        "head-count 1.05": base.with_(policy={"staffing": 1.05}),
        "head-count 1.10": base.with_(policy={"staffing": 1.1}),
        "lay-off 10 %": base.with_(events=(Event("layoffs", 13, 0.1),)),
        "lay-off 10 %, refilled": base.with_(events=(Event("layoffs", 13, 0.1, 0, True),)),
    }


def pay_lost(record: Record, reference: Record, years: int = 5) -> str:
    """What each dismissal cost over some years of it, in years' pay of a head; nothing is written where nobody was dismissed for it."""
    until = 52 * years
    dismissed = (record.weekly["dismissed"] - reference.weekly["dismissed"])[:, :until].sum(axis=1).mean()
    lost = (reference.weekly["profit"] - record.weekly["profit"])[:, :until].sum(axis=1).mean()
    pay = 52 * reference.weekly["payroll"].mean() / reference.weekly["heads"].mean()
    return f"{lost / dismissed / pay:+.2f}" if dismissed > 0.5 else ""


def main() -> None:
    """Write cumulative profit against the reference, in years of reference profit, with the half width of a 95 % interval.

    The last column says what a dismissal costs."""
    table = csv.writer(sys.stdout)
    table.writerow(["uncounted work (SD)", "policy", *(f"{year} y" for year in YEARS), *(f"+- {year} y" for year in YEARS),
                    "years' pay lost for each dismissal (5 y)"])
    for size in SIZES:
        scenarios = companies(size)
        records = run_scenarios(list(scenarios.values()), replications=64, seed=9, weeks=520)
        year_profit = 52 * records[0].yardstick["profit_week"]
        for name, record in zip(scenarios, records, strict=True):
            gained = (record.weekly["profit"] - records[0].weekly["profit"]).cumsum(axis=1)[:, [52 * year - 1 for year in YEARS]] / year_profit
            half = 1.96 * gained.std(axis=0, ddof=1) / np.sqrt(len(gained))
            table.writerow([size, name, *(f"{v:+.2f}" for v in gained.mean(axis=0)), *(f"{v:.2f}" for v in half),
                            pay_lost(record, records[0])])


if __name__ == "__main__":
    main()
