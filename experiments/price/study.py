"""How customers answer a price: the procedure by which the three weights of price are chosen.

The published mean elasticity is -2.62 (Bijmolt, van Heerde and Pieters 2005). It says nothing on how that splits into worse value felt (`experience.price`),
leaving (`loyalty.price_leave`) and newcomers who stay away (`loyalty.price_come`), and little on when. Newcomers compare the price itself. Word of
mouth makes more of what they do, and a market with an end less (`loyalty.share`): 1 / (1 - .4 + .25 / .75) in the long run. So their weight must lie below
2.62 * (1 - .4 + .25 / .75). Each customer gets used to a price, newcomers from the one at which they came (`experience.used_weeks`,
`experience.used_share`): so what they do comes early. We ask for an elasticity of customer numbers
within -1.5 to -3.5 after three years (mean of the three levels), near -2.6 and not below -3.2 after ten, and for a voice of customers that a dear price
does not raise while it is new. The first set is the default. How fast head-count follows customers matters too:
a firm that keeps its people serves those who stay better. Run: `python experiments/price/study.py`; a run stands in `expected.csv`.
"""

from __future__ import annotations

import csv
import sys

import numpy as np

from sim.engine.run import run_with
from sim.measures import reading
from sim.reference.run import reference_of
from sim.scenario import load_scenario

NAMES = ("experience.price", "loyalty.price_leave", "loyalty.price_come", "experience.used_share", "experience.used_weeks")
TRIED = ((5.0, 3.5, 2.2, 0.85, 104.0), (5.0, 3.5, 1.4, 0.85, 104.0), (5.0, 3.5, 2.2, 0.75, 104.0), (6.0, 3.5, 2.2, 0.85, 104.0), (3.0, 6.0, 2.2, 0.8, 78.0),
         (5.0, 3.5, 2.2, 0.5, 104.0))
"""The second set is that of the version before, with a market without end."""
PRICES, YEARS, REPLICATIONS, SEED = (0.9, 1.1, 1.15), (1, 3, 5, 10), 32, 9


def main() -> None:
    """Elasticity of customer numbers (around each year's end) and voice of customers (mean of the year), against the same companies at the ordinary price."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow([*NAMES, "price level", *(f"elasticity {year} y" for year in YEARS), *(f"voice of customers {year} y" for year in YEARS)])
    # At the ordinary price none of the weights does anything: all sets share one reference.
    balance, yardstick, _ = reference_of(load_scenario("reference"))
    for values in TRIED:
        base = load_scenario("reference").with_(weeks=524, parameters=dict(zip(NAMES, values, strict=True)))
        asked = [base, *(base.with_(policy={"price_level": level}) for level in PRICES)]
        usual, *found = run_with(asked, [balance] * len(asked), [yardstick] * len(asked), replications=REPLICATIONS, seed=SEED, weeks=524)
        for level, one in zip(PRICES, found, strict=True):
            near = [slice(52 * year - 4, 52 * year + 4) for year in YEARS]
            elastic = [np.log(one.weekly["customers"][:, at].mean() / usual.weekly["customers"][:, at].mean()) / np.log(level) for at in near]
            voices = reading(one)("voice_customer") - reading(usual)("voice_customer")
            felt = [float(np.nanmean(voices[:, 52 * year - 52 : 52 * year])) for year in YEARS]
            table.writerow([*values, level, *(f"{each:+.2f}" for each in elastic), *(f"{each:+.1f}" for each in felt)])
        sys.stdout.flush()


if __name__ == "__main__":
    main()
