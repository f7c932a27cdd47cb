"""Does the order matter in which measures are taken? For the measures of people_first, whose voice is served first, structure and culture, slack and
priorities. Each question is a file beside this one; every order, at every pace, lives five years in 32 companies that share their luck with one that stays put.

Run: `python experiments/order_matters/study.py` writes the table to standard output and, with a file name behind it, the picture. What is done is kept in the
cache, so that a run that was stopped goes on. One question alone, with its page: `trivox sequence --file experiments/order_matters/voices.toml -n 32 --page
voices.html`. What is said of it stands in README.md.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path
from typing import Any

from sim.lab.sequence import Sequenced, sequence
from sim.lab.sequence_file import load_question
from sim.lab.sequence_runs import Settings
from sim.measures.intervals import Estimate

COMPANIES, SEED = 32, 1
QUESTIONS = {"people_first": "The measures of people_first", "voices": "Whose voice first?", "structure_and_culture": "Structure or culture first?",
             "room": "Slack or priorities first?"}
HEAD = ("question", "kind", "rank", "what", "pacing", "gain", "low", "high", "clear", "regret", "dip_euro_a_week", "dip_clear", "dip_week", "break_even_week",
        "last_year", "last_year_low", "last_year_high", "leaders_go_back", "voice_employee", "voice_customer", "voice_business")


def rounded(value: float | None) -> float | str:
    """Four digits, so that the last ones of another processor do not show."""
    return "" if value is None or not math.isfinite(value) else float(f"{value:.4g}")


def ends(one: Estimate, year: float) -> tuple[float | str, ...]:
    """A number with its interval, in years of reference profit."""
    return tuple(rounded(value / year) for value in (one.value, one.low, one.high))


def rows_of(name: str, found: Sequenced, year: float) -> list[list[Any]]:
    """Plans (against staying put), pairs of steps (one before the other), first steps (against all orders), steps alone, and leaders by luck alone."""
    rows: list[list[Any]] = []
    for rank, one in enumerate(found.ranked, start=1):
        dip = (rounded(one.dip.depth.value), one.dip.depth.high < 0, one.dip.week) if one.dip else ("", "", "")
        what = "all together" if one.plan.together else " > ".join(one.plan.order)
        voices = [rounded(value.value) for value in one.voices.values()]
        last = Estimate(*(52 * value for value in (one.last_year.value, one.last_year.low, one.last_year.high)))
        rows.append([name, "plan", rank, what, one.plan.pacing, *ends(one.gain, year), not one.may_be_best,
                     rounded(one.regret.value / year), *dip, one.break_even_week or "", *ends(last, year), rounded(one.back.value), *voices])
    for one in (*found.before, *found.first):
        what = f"{one.first} before {one.second}" if one.second else f"{one.first} first"
        rows.append([name, "pair" if one.second else "first", "", what, "", *ends(one.effect, year), one.effect.low > 0 or one.effect.high < 0, *[""] * 12])
    rows += [[name, "alone", "", one.name, "at_once", *ends(one.gain, year), one.gain.low > 0 or one.gain.high < 0, *[""] * 12] for one in found.alone]
    if found.interplay is not None:
        best, worst = (" > ".join(order) for order in (found.interplay.best, found.interplay.worst))
        for kind, one in (("between orders", found.interplay.whole), ("by time", found.interplay.by_time), ("by interplay", found.interplay.rest)):
            rows.append([name, kind, "", f"{best} less {worst}", "evenly", *ends(one, year), one.low > 0 or one.high < 0, *[""] * 12])
    rows.append([name, "leaders by luck alone", "", "", "", *[""] * 12, rounded(found.luck_back.value), *[""] * 3])
    return rows


def tell(text: str, share: float) -> None:
    """Progress on the error stream."""
    print(f"{share:4.0%} {text}", end="\r", file=sys.stderr)


def answered() -> dict[str, tuple[Sequenced, float]]:
    """Every question with its answer, and a year of profit of the companies that stay put (euro)."""
    here, found = Path(__file__).parent, {}
    for name in QUESTIONS:
        one = sequence(load_question(here / f"{name}.toml"), settings=Settings(COMPANIES, SEED), tell=tell)
        found[name] = (one, float(one.base.profit.mean()) * 52)
    return found


def draw(found: dict[str, tuple[Sequenced, float]], path: Path) -> None:
    """A panel for each question: every plan's gain with its interval, by pace."""
    import matplotlib

    from sim.views import style
    from sim.views.plots import canvas

    with matplotlib.rc_context(canvas.SETTINGS):
        about = "five years of profit against staying put, in years of profit; a dot for each order, bar: its 95 % interval; blue: may be best"
        figure = canvas.sheet("Does the order matter?", about, height=8.2)
        for place, (name, (one, year)) in enumerate(found.items()):
            axes = figure.add_axes((0.09 + 0.49 * (place % 2), 0.52 - 0.43 * (place // 2), 0.39, 0.31))
            paces = one.question.pacings
            for row, pace in enumerate(paces):
                plans = [each for each in one.ranked if each.plan.pacing == pace]
                for number, each in enumerate(plans):
                    height = row + 0.7 * ((number + 0.5) / len(plans) - 0.5)
                    colour = style.POLICY_COLOURS[0 if each.may_be_best else 1]
                    axes.plot([each.gain.low / year, each.gain.high / year], [height] * 2, color=colour, alpha=0.35, linewidth=1.5)
                    axes.plot(each.gain.value / year, height, "o", color=colour, markersize=4)
            axes.axvline(0.0, color=style.SECONDARY, linewidth=1.2, linestyle="--")
            axes.set_yticks(range(len(paces)), [pace.replace("_", " ") for pace in paces])
            axes.set_ylim(len(paces) - 0.4, -0.6)
            axes.grid(visible=True, axis="x")
            axes.grid(visible=False, axis="y")
            axes.margins(x=0.06)
            axes.set_title(QUESTIONS[name])
        figure.savefig(path, dpi=style.DOTS_PER_INCH, metadata={"Software": "trivox"})


def main() -> None:
    """The table, and the picture where a file is named."""
    found = answered()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEAD)
    for name, (one, year) in found.items():
        writer.writerows(rows_of(name, one, year))
    if len(sys.argv) > 1:
        draw(found, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
