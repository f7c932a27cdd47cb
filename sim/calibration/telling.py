"""The outcome of a calibration in words and tables (Markdown), for people who want to know what was fitted, what was not, and what nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calibration.matching import conflicts
from sim.calibration.outcome import Outcome
from sim.calibration.prior import uncertain
from sim.calibration.stages import STANDS
from sim.calibration.table import Table
from sim.calibration.targets import TARGETS, centres, spreads

Numbers = NDArray[np.float64]


def rows_of(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)])


def span(values: Numbers) -> str:
    """The middle 90 % of some values."""
    known = values[np.isfinite(values)]
    return "no data" if not known.size else "{:.3g} to {:.3g}".format(*np.quantile(known, [0.05, 0.95]))


def of_defaults(usual: Table) -> str:
    """Each target at the default parameters, with the 95 % interval of its mean."""
    rows = []
    for k, target in enumerate(TARGETS):
        values = usual.values[:, k][np.isfinite(usual.values[:, k])]
        mean, reach = float(values.mean()), 1.96 * float(values.std(ddof=1)) / np.sqrt(values.size)
        said = "yes" if target.holds(mean) else "within its interval" if target.holds(mean - reach) or target.holds(mean + reach) else "no"
        rows.append([target.name, target.meaning, f"{target.low:g} to {target.high:g}", f"{mean:.3g} ({mean - reach:.3g} to {mean + reach:.3g})", said])
    return rows_of(["target", "what", "band", "at the defaults", "met"], rows)


def of_sets(found: Outcome, tried: Table | None, kept: NDArray[np.bool_] | None) -> str:
    """Each target over the prior, over the sets left, and over the members."""
    rows, model = [], found.emulator.at(found.solid.shares)
    for k, target in enumerate(TARGETS):
        row = [target.name, f"{target.low:g} to {target.high:g}", span(model[:, k]), span(model[found.left, k]), f"{found.emulator.explained[k]:.2f}",
               f"{found.reckoning[k] / spreads()[k]:.2f}"]
        if tried is not None and kept is not None:
            inside = np.mean([target.holds(value) for value in tried.values[kept, k]]) if kept.any() else np.nan
            row += [span(tried.values[kept, k]), f"{100 * inside:.0f} %"]
        rows.append(row)
    more = ["members, measured", "members in the band"] if tried is not None else []
    return rows_of(["target", "band", "prior (emulated)", "sets left", "variance explained", "error of the reckoning / target's spread", *more], rows)


def of_parameters(found: Outcome) -> str:
    """Which parameters are narrowed or moved by more than chance does, and by which targets."""
    about, told = uncertain(), found.told
    whole, shift = told.narrowing[-1], told.shift
    beyond = (np.abs(whole) > told.luck_narrowing) | (np.abs(shift) > told.luck_shift)
    rows = []
    for place in np.argsort(-np.maximum(whole / told.luck_narrowing, np.abs(shift) / told.luck_shift), kind="stable")[: int(beyond.sum())]:
        alone = told.narrowing[:-1, place]
        best = [f"{TARGETS[k].name} ({alone[k]:.2f})" for k in np.argsort(-alone)[:3] if alone[k] > told.luck_alone]
        one = about[place]
        rows.append([one.name, f"{one.low:g} to {one.high:g}", f"{whole[place]:.2f}", f"{shift[place]:+.2f}", ", ".join(best) or "none by itself"])
    head = (f"Of {len(about)} parameters {int((whole > told.luck_narrowing).sum())} are narrowed by more than {told.luck_narrowing:.2f} and "
            f"{int((np.abs(shift) > told.luck_shift).sum())} moved by more than {told.luck_shift:.2f}, which of made-up numbers that no target can know one in "
            f"twenty are by luck (so about {0.05 * len(about):.0f} here). A target by itself narrows such a number by up to {told.luck_alone:.2f}. "
            "Of the others nothing is told.")
    return f"{head}\n\n" + rows_of(["parameter", "range", "narrowed", "moved", "narrowed most by"], rows)


def of_recovery(found: Outcome) -> str:
    """How well simulated truths are found again."""
    uneven, covered = found.recovery.unevenness(), found.recovery.covered
    error = 1.96 * float(np.sqrt(covered.mean() * (1.0 - covered.mean()) / found.recovery.ranks.size)) * WITHIN
    ranks = (f"smallest chance of so uneven ranks {uneven.min():.2g} over {uneven.size} parameters (times their number: "
             f"{min(1.0, uneven.min() * uneven.size):.2g})")
    return (f"{len(found.recovery.ranks)} sets taken as truth, their targets disturbed as studies and the reckoning would; posteriors are made as the "
            f"ensemble's is. Ranks of the truth among {found.recovery.draws} draws: {ranks}; the middle 90 % hold {100 * covered.mean():.1f} % of truths (give "
            f"or take {100 * error:.1f}). Draws that ignore the targets hold {100 * found.recovery.blind:.1f} %: this tells whether the posterior is too sure "
            "of itself, not whether it knows much.")


WITHIN = 2.0
"""Ranks of one truth hang together a little: the error of their mean is taken twice as large as that of so many strangers."""


def of_measures() -> str:
    """How each target is measured here where that is not as the studies and the validation do."""
    return "\n".join(f"- {one.name}: {one.measured}" + (f" ({one.otherwise})" if one.otherwise else "") for one in TARGETS)


def of_order(usual: Table, found: Outcome) -> str:
    """Whether links weaken from customers over productivity to profit, as the studies found. It is not fitted."""
    model, mean = found.emulator.at(found.solid.shares)[found.left][:, :3], np.nanmean(usual.values[:, :3], axis=0)
    falling = np.mean((model[:, 0] > model[:, 1]) & (model[:, 1] > model[:, 2])) if len(model) else np.nan
    usually = "yes" if mean[0] > mean[1] > mean[2] else "no"
    return (f"Order V3 < V2 < V1 (looked at, not fitted): at the defaults {usually}; in {100 * falling:.0f} % of the sets left. "
            "V8 is met by construction: the reference is solved for it.")


def of_bands(tried: Table, kept: NDArray[np.bool_]) -> str:
    """In how many bands members lie at once."""
    inside = np.sum([[one.holds(value) for value in tried.values[kept, k]] for k, one in enumerate(TARGETS)], axis=0)
    return (f"No target rules a set out within three SD of band and discrepancy together. Within the bands themselves lies less: the median member is inside "
            f"{np.median(inside):.0f} of {len(TARGETS)}, and {100 * np.mean(inside == len(TARGETS)):.0f} % are inside all of them.")


def report(usual: Table, table: Table, found: Outcome, tried: Table | None = None, kept: NDArray[np.bool_] | None = None, after: str = "") -> str:
    """The whole outcome. `after` says what became of the candidates in the years after."""
    measured = {} if tried is None else {(one, other): share for one, other, share in conflicts(tried.values, centres(), spreads(), [t.name for t in TARGETS])}
    worst = [f"{one} with {other} ({share:.2f}" + (f"; candidates as measured {measured[one, other]:.2f})" if (one, other) in measured else ")")
             for one, other, share in found.conflicts[:6] if share < 0.8]
    parts = [
        "# Calibration: what agrees with the targets", "Written by `make calibrate`.",
        f"{len(table)} sets of {table.shares.shape[1]} parameters; {len(found.solid)} have an organisation that stands still (residual at most {STANDS:g}); "
        f"{int(found.left.sum())} of these no target rules out."
        + ("" if found.enough else " These are too few: the posterior was taken from the nearest of all sets and is a sketch."),
        "## At the default parameters", of_defaults(usual),
        "How each is measured here, and where that is not as in [validation.md](validation.md), why:", of_measures(),
        "## Over the sets", of_sets(found, tried, kept), of_order(usual, found),
        "## Targets that are seldom met together",
        f"Share of sets (emulated) meeting both within one spread, against what it would be were they strangers: {'; '.join(worst)}." if worst else "None.",
        "## What the targets say of parameters",
        "Narrowed: 1 - spread after / spread before; moved: of the mean, in spreads before; both as normal scores of the prior.",
        of_parameters(found),
        "## Recovery",
        of_recovery(found),
        *(["## The ensemble", f"{len(tried)} draws from the posterior were solved and measured themselves. Of those that no target ruled out, {after}"]
          if tried is not None and after else []),
        *([of_bands(tried, kept)] if tried is not None and kept is not None and kept.any() else []),
    ]
    return "\n\n".join(parts) + "\n"
