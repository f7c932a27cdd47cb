"""Does "stop chasing profit, care for people first, and profit comes as a consequence" emerge? The reference, people first, a chase of profit, care for people
under leaders who chase, and an end to the chase alone, over one to ten years: in the default company by luck, with three numbers without evidence low and high,
and in the companies of the ensemble.

Run: `python experiments/paradox_of_results/study.py` runs what is missing of numbers.toml and companies.toml (into sweeps, where `trivox sweep` puts it too, so
that a second run costs nothing) and writes the table to standard output and, with a file name behind it, the picture. What is said of it stands in README.md.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas

from sim.ensemble.store import SHIPPED
from sim.lab.sweep.asking import run_study
from sim.lab.sweep.table import Sweep
from sim.measures.intervals import Estimate, fisher, resampled, wilson
from sim.measures.measure import Numbers
from sim.views.sweep_progress import progress

HERE = Path(__file__).parent
YEARS = (1, 2, 3, 5, 10)
ARMS = ("people_first", "profit_chase", "people_and_chase", "chase_dropped_alone")
NUMBERS = ("capability.exponent", "finance.repeats_billed", "quality.uncounted")
USUAL = (0.2, 0.0, 2.0)
SETTINGS = {USUAL: "default", (0.05, 0.0, 2.0): "exponent .05", (0.5, 0.0, 2.0): "exponent .5", (0.2, 0.5, 2.0): "half of repeats billed",
            (0.2, 1.0, 2.0): "all repeats billed", (0.2, 0.0, 0.0): "no uncounted work", (0.2, 0.0, 3.5): "uncounted work 3.5"}
NEVER = 1000.0
FELT = {"engagement": "engagement (SD, year 5)", "satisfaction": "satisfaction (SD, year 5)", "exhaustion": "exhaustion (SD, year 5)",
        "share_room": "hours for improvement (share, year 5)"}
HEAD = ("kind", "companies", "policy", "against", "years", "value", "low", "high", "ahead", "ahead_low", "ahead_high", "count")


class Companies:
    """Companies of one kind. `gain` is profit gained on the reference, in years of reference profit, by [draw, horizon], for each policy.

    A draw is a company of the default numbers, or a member of the ensemble with the mean over its companies; `each` holds the single companies."""

    def __init__(self, rows: pandas.DataFrame, members: bool) -> None:
        self.weeks = sorted(int(name.removeprefix("gain_")) for name in rows.columns if name.startswith("gain_"))
        self.names = [f"gain_{week}" for week in self.weeks]
        self.draws = "member" if members else "replication"
        rows = rows.assign(member=rows["member"].astype(str), arm=rows["arm"].astype(str))
        self.of_arm = {arm: rows[rows["arm"] == arm].set_index(["member", "replication"]).sort_index() for arm in ARMS if (rows["arm"] == arm).any()}

    def each(self, arm: str, name: str) -> pandas.Series:
        """An outcome of a policy less the reference's, for every company; nought for the reference itself."""
        return self.of_arm[arm][name] if arm in self.of_arm else self.of_arm[ARMS[0]][name] * 0.0

    def by_draw(self, values: pandas.Series) -> Numbers:
        """Means by draw."""
        return values.groupby(level=self.draws).mean().to_numpy(np.float64)

    def gain(self, arm: str) -> Numbers:
        """The curve of a policy by [draw, horizon]."""
        return np.stack([self.by_draw(self.each(arm, name)) for name in self.names], axis=1)

    def dip(self, curves: Numbers) -> Numbers:
        """How deep mean curves [horizon, ...] fall below the reference: their lowest point, nought where they never do."""
        return np.asarray(np.minimum(curves.min(axis=0), 0.0), dtype=np.float64)

    def even(self, curves: Numbers) -> Numbers:
        """Years until mean curves [horizon, ...] are above nought for good; NEVER where they are not at the end."""
        whole, weeks = curves.reshape(len(self.weeks), -1), np.array([0, *self.weeks], dtype=np.float64)
        whole = np.concatenate([np.zeros((1, whole.shape[1])), whole])
        last = np.array([np.flatnonzero(one <= 0.0)[-1] for one in whole.T])
        after = np.minimum(last + 1, len(weeks) - 1)
        low, high = np.take_along_axis(whole, last[None], 0)[0], np.take_along_axis(whole, after[None], 0)[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            place = weeks[last] + (weeks[after] - weeks[last]) * np.where(low == high, 0.0, -low / (high - low))
        return np.asarray(np.where(last == len(weeks) - 1, NEVER, place / 52.0).reshape(curves.shape[1:]), dtype=np.float64)


def mean(values: Numbers) -> Estimate:
    """A mean over draws with its interval."""
    return resampled(values.reshape(-1, 1), lambda parts: parts[0])


def rounded(value: float) -> float | str:
    """Four digits, so that the last ones of another processor do not show."""
    return float(f"{value:.4g}") if math.isfinite(value) else ""


def years_or_never(value: float) -> float | str:
    """Years, or that it does not happen within the horizon."""
    return "never" if value > YEARS[-1] else rounded(value)


NOTHING = Estimate(math.nan)


def row(kind: str, name: str, policy: str, against: str, years: float | str, found: Estimate, ahead: Estimate = NOTHING) -> list[Any]:
    """A line of the table."""
    told = [rounded(value) for one in (found, ahead) for value in (one.value, one.low, one.high)]
    return [kind, name, policy, against, years, *told, max(found.firms, ahead.firms)]


def told(one: Companies, apart: pandas.Series) -> tuple[Estimate, Estimate]:
    """The mean of what is apart by company, and in which share it is above nought (members drawn anew; Wilson where there are none, or all agree)."""
    ahead = one.by_draw((apart > 0.0).astype(float))
    share = mean(ahead)
    if one.draws != "member" or share.low == share.high:
        share = Estimate(share.value, *wilson(float(ahead.sum()), len(ahead)), len(ahead))
    return mean(one.by_draw(apart)), share


def ahead_of(one: Companies, arm: str, against: str, week: int) -> tuple[Estimate, Estimate]:
    """By how much a policy is ahead of another by some week, and in which share of companies."""
    return told(one, one.each(arm, f"gain_{week}") - one.each(against, f"gain_{week}"))


def rows_of(name: str, one: Companies) -> list[list[Any]]:
    """Gains and shares at every horizon, the lowest point and when it is made good, and what is felt."""
    pairs = [(arm, "reference") for arm in one.of_arm] + [("people_first", other) for other in one.of_arm if other != "people_first"]
    rows = [row("gain", name, arm, other, years, *ahead_of(one, arm, other, 52 * years)) for arm, other in pairs for years in YEARS]
    for years in YEARS:
        gains = {arm: one.each(arm, f"gain_{52 * years}") for arm in ("people_first", "reference", "profit_chase", "people_and_chase")}
        rest = pandas.concat([gain for arm, gain in gains.items() if arm != "people_first"], axis=1).max(axis=1)
        rows.append(row("leads all", name, "people_first", "the best of the others", years, *told(one, gains["people_first"] - rest)))
    for arm in one.of_arm:
        curve = one.gain(arm)
        place = int(curve.mean(axis=0).argmin())
        rows.append(row("lowest", name, arm, "reference", rounded(one.weeks[place] / 52), resampled(curve, one.dip)))
        rows += [row(title, name, arm, "reference", 5, mean(one.by_draw(one.each(arm, outcome)))) for outcome, title in FELT.items()]
        rows.append(row("not alive in year 10 (share)", name, arm, "reference", 10, mean(-one.by_draw(one.each(arm, "alive")))))
    for arm, other in pairs:
        if "chase_dropped_alone" not in (arm, other):
            when = resampled(one.gain(arm) - one.gain(other), one.even)
            rows.append(["ahead for good after (years)", name, arm, other, "", *map(years_or_never, (when.value, when.low, when.high)), "", "", "", when.firms])
    return rows


def moved(found: dict[str, Companies]) -> list[list[Any]]:
    """How far the gain of a policy moves when one number goes from low to high, company by company of the same luck."""
    ends = {"capability.exponent, .05 to .5": ("exponent .05", "exponent .5"), "finance.repeats_billed, 0 to 1": ("default", "all repeats billed"),
            "quality.uncounted, 0 to 3.5": ("no uncounted work", "uncounted work 3.5")}
    rows = []
    for title, (low, high) in ends.items():
        for arm in ARMS[:3]:
            apart = found[high].gain(arm) - found[low].gain(arm)
            rows += [row("moved by", title, arm, "reference", years, mean(apart[:, found[low].weeks.index(52 * years)])) for years in YEARS]
    return rows


def ranks(one: Companies, numbers: pandas.DataFrame) -> list[list[Any]]:
    """How the gain of people first goes with members' own numbers: rank correlations with 95 % intervals (Fisher)."""
    rows = []
    for years in YEARS:
        gain = one.each("people_first", f"gain_{52 * years}").groupby(level="member").mean()
        for name in NUMBERS:
            if numbers[name].nunique() > 1:
                r = float(gain.rank().corr(numbers[name].reindex(gain.index).rank()))
                rows.append(row("rank correlation with gain", "ensemble", "people_first", name, years, Estimate(r, *fisher(r, len(gain)), len(gain))))
    return rows


def draw(found: dict[str, Companies], path: Path) -> None:
    """Curves of five years by luck and, where it was lived, over the ensemble; the share of companies in which people first leads; what the numbers do."""
    import matplotlib

    from sim.views import style
    from sim.views.plots import canvas

    colours = dict(zip(ARMS, style.POLICY_COLOURS, strict=False))
    with matplotlib.rc_context({**canvas.SETTINGS, "axes.titlesize": style.LABEL_SIZE, "lines.linewidth": 2.0}):
        about = "profit summed since the start, less the reference's under the same luck, in years of reference profit; bands and bars: 95 %"
        figure = canvas.sheet("Care for people dips, then pays, in half of plausible companies within five years, in most within ten", about, height=9.4)
        curves(figure.add_axes((0.06, 0.49, 0.4, 0.29)), found["default"], colours, "default company (band: luck), ten years")
        lead(figure.add_axes((0.53, 0.49, 0.27, 0.29)), found, style)
        dots(figure.add_axes((0.16, 0.08, 0.3, 0.29)), found, colours, 5)
        dots(figure.add_axes((0.66, 0.08, 0.3, 0.29)), found, colours, 10)
        figure.savefig(path, dpi=style.DOTS_PER_INCH, metadata={"Software": "trivox"})


def curves(axes: Any, one: Companies, colours: dict[str, str], title: str) -> None:
    """Summed gain of every policy."""
    years = [0.0, *(week / 52 for week in one.weeks)]
    for arm in one.of_arm:
        ends = [mean(values) for values in one.gain(arm).T]
        axes.plot(years, [0.0, *(each.value for each in ends)], color=colours[arm], label=arm)
        axes.fill_between(years, [0.0, *(each.low for each in ends)], [0.0, *(each.high for each in ends)], color=colours[arm], alpha=0.2, linewidth=0)
    axes.axhline(0.0, color="#5A6675", linewidth=1.0, linestyle="--")
    axes.set_ylim(-2.2, 2.4)
    axes.set(title=title, xlabel="years")
    axes.legend(frameon=False, fontsize=11, loc="lower left")


def lead(axes: Any, found: dict[str, Companies], style: Any) -> None:
    """In which share of companies people first is ahead, by horizon."""
    asked = [("reference", "-", "reference"), ("profit_chase", "--", "profit chase"), ("people_and_chase", ":", "the mix")]
    for name, colour in zip((name for name in ("default", "ensemble") if name in found), ("#0072B2", "#C24E00"), strict=False):
        for against, line, word in asked:
            weeks = found[name].weeks
            ends = [ahead_of(found[name], "people_first", against, week)[1] for week in weeks]
            axes.plot([week / 52 for week in weeks], [each.value for each in ends], line, color=colour, label=f"of {word}, {name}")
    axes.set_xlim(0.0, 10.0)
    axes.set_ylim(-0.03, 1.03)
    axes.set(title="share of companies in which people first is ahead", xlabel="years")
    axes.legend(frameon=False, fontsize=style.NOTE_SIZE - 1, loc="center left", bbox_to_anchor=(1.0, 0.5))


def dots(axes: Any, found: dict[str, Companies], colours: dict[str, str], years: int) -> None:
    """What every policy gains under other numbers and in the ensemble."""
    for place, one in enumerate(found.values()):
        for number, arm in enumerate(ARMS[:3]):
            if arm in one.of_arm:
                gain, height = ahead_of(one, arm, "reference", 52 * years)[0], place + 0.22 * (number - 1)
                axes.plot([gain.low, gain.high], [height] * 2, color=colours[arm], linewidth=3, alpha=0.5)
                axes.plot(gain.value, height, "o", color=colours[arm], markersize=6)
    axes.axvline(0.0, color="#5A6675", linewidth=1.0, linestyle="--")
    axes.set_yticks(range(len(found)), list(found))
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.margins(x=0.05)
    axes.set(title=f"gain after {years} years (colours as above)", xlabel="years of reference profit")


def numbers_of(sweep: Sweep) -> dict[str, Companies]:
    """The default company, and those with another number."""
    rows = sweep.differences()
    return {name: Companies(rows[np.isclose(rows[list(NUMBERS)].to_numpy(np.float64), place).all(axis=1)], members=False) for place, name in SETTINGS.items()}


def main() -> None:
    """The table, and the picture where a file is named."""
    with progress(quiet=False) as tell:
        found = numbers_of(run_study(HERE / "numbers.toml", tell=tell))
        ensemble = run_study(HERE / "companies.toml", tell=tell) if SHIPPED.exists() else None
    table = [each for name, one in found.items() for each in rows_of(name, one)] + moved(found)
    if ensemble is not None:
        from sim.ensemble.store import load

        found["ensemble"] = Companies(ensemble.differences(), members=True)
        own = {one.name: {name: one.parameters.get(name, usual) for name, usual in zip(NUMBERS, USUAL, strict=True)} for one in load()}
        table.append(row("left out (policies of members)", "ensemble", "", "", "", Estimate(len(ensemble.left_out()))))
        table += rows_of("ensemble", found["ensemble"]) + ranks(found["ensemble"], pandas.DataFrame.from_dict(own, orient="index"))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(table)
    if len(sys.argv) > 1:
        draw(found, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
