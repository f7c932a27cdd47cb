"""The document of targets and patterns says what was found, failures as failures, and the picture is drawn."""

from __future__ import annotations

import math

from sim.lab.patterns import PATTERNS, Checked
from sim.lab.studying import Found
from sim.measures.intervals import Estimate
from sim.measures.targets import TARGETS
from sim.views import validation
from sim.views.plots import save_plots


def found(shift=0.0):
    """Every target in the middle of its band, or below it."""
    made = []
    for target in TARGETS.values():
        wide = min(target.high - target.low, 20.0)
        value = target.low + wide * (0.5 + shift)
        made.append(Found(target, Estimate(value, value - 0.1 * wide, value + 0.1 * wide, 9), None))
    return made


def checked(verdicts_hold):
    """Every pattern where it is expected, or nowhere near."""
    made = []
    for pattern in PATTERNS.values():
        inside = max(pattern.low, min(pattern.high, 0.0)) + (0.01 if pattern.low == 0.0 else -0.01 if pattern.high == 0.0 else 0.0)
        value = inside if verdicts_hold else (pattern.low - 1.0 if math.isfinite(pattern.low) else pattern.high + 1.0)
        made.append(Checked(pattern, Estimate(value, value, value, 9) if pattern.parts else Estimate(math.nan)))
    return made


def test_every_target_and_pattern_stands_in_the_document():
    told = validation.document(found(), checked(True), "Made by hand.")
    assert f"{len(TARGETS)} of {len(TARGETS)} are met" in told
    for target in TARGETS.values():
        assert f"| {target.id} | {target.title} |" in told
    asked = [one for one in PATTERNS.values() if one.parts]
    for pattern in PATTERNS.values():
        assert pattern.title in told
        assert pattern.parts or pattern.reason in told
    assert f"{len(asked)} were asked: {len(asked)} hold, 0 do not hold, 0 are unclear." in told


def test_failures_are_reported_as_failures():
    told = validation.document(found(-1.2), checked(False), "Made by hand.")
    assert f"0 of {len(TARGETS)} are met" in told
    assert told.count("**not met**") == len(TARGETS)
    assert told.count("**does not hold**") == sum(1 for one in PATTERNS.values() if one.parts)


def test_the_picture_is_drawn_also_of_what_lies_far_out(tmp_path):
    made = [*found()[:4], *(Found(one.target, Estimate(99.0), None) for one in found()[4:])]
    assert [path.name for path in save_plots(validation.Shown(made), tmp_path, ("png",))] == ["targets.png"]
