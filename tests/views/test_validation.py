"""The document of targets and patterns says what was found, failures as failures, and the picture is drawn."""

from __future__ import annotations

import math

import pytest

from sim.lab.otherwise import OTHERS, Retold
from sim.lab.patterns import PATTERNS, Checked
from sim.lab.studying import Found, Order
from sim.measures.intervals import Estimate
from sim.measures.targets import TARGETS
from sim.scenario.keys import parameter_keys
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


def others(shift):
    """Every other definition at the lower end of its band, or outside."""
    return [Retold(one, Estimate(one.other.low + shift, one.other.low + shift, one.other.low + shift, 9)) for one in OTHERS]


def test_every_target_and_pattern_stands_in_the_document():
    told = validation.document(found(), checked(True), "Made by hand.", others(0.0))
    assert ("Of 13 targets 13 are met in all their parts: 10 as the evidence states them (V7, V8, V13 of these read back a number that was put in), "
            "3 with a part whose definition or band is ours.") in told
    assert f"Of their {len(TARGETS)} parts {len(TARGETS)} are met, 0 of these on the edge." in told
    for target in TARGETS.values():
        assert f"| {target.id} | {target.title} |" in told
    asked = [one for one in PATTERNS.values() if one.parts]
    for pattern in PATTERNS.values():
        assert pattern.title in told
        assert pattern.parts or pattern.reason in told
    put_in = [one for one in asked if one.put_in]
    assert put_in
    assert f"{len(asked)} were asked. Holds: {len(asked) - len(put_in)}; does not hold: 0; unclear: 0; idle: 0; put in: {len(put_in)}." in told
    for one in OTHERS:
        assert one.other.formula in told


def test_failures_are_reported_as_failures():
    told = validation.document(found(-1.2), checked(False), "Made by hand.")
    assert "Of 13 targets 0 are met in all their parts" in told
    assert f"Of their {len(TARGETS)} parts 0 are met" in told
    assert told.count("**not met**") == len(TARGETS)
    assert told.count("**does not hold**") == sum(1 for one in PATTERNS.values() if one.parts)


def test_what_is_ours_is_said_where_the_verdict_stands():
    told = validation.document(found(), checked(True), "Made by hand.")
    lines = {line.split("|")[1].strip(): line for line in told.splitlines() if line.startswith("| V")}
    first = {name: next(line for line in told.splitlines() if line.startswith(f"| {name} |")) for name in lines}
    for name in ("V11 quantity", "V11 sales", "V11 profit", "V12 up"):
        assert "met, by a definition of ours" in first[name]
    for name in ("V1", "V12 corners", "V13"):
        assert "of ours" not in first[name]
    assert "| band (published) |" in told.replace("what | band", "| band")


def test_a_pattern_that_is_news_only_beside_another_is_idle_without_it():
    made = [Checked(one.pattern, Estimate(1.0, 0.9, 1.1, 9)) if one.pattern.id == "egocentric goals" else one for one in checked(True)]
    told = validation.document(found(), made, "Made by hand.")
    assert "**idle**" in next(line for line in told.splitlines() if line.startswith("| it does not harm teams that serve alone"))
    assert "does not hold: 1; unclear: 0; idle: 1; put in: 2." in told


def test_numbers_that_patterns_and_targets_read_back_are_there_and_named():
    told = validation.document(found(), checked(True), "Made by hand.")
    lines = told.splitlines()
    named = [name for pattern in PATTERNS.values() for name in (pattern.put_in, pattern.leans_on) if name]
    assert set(named) | {name for names in validation.SAME_STUDY.values() for name in names} <= parameter_keys().keys()
    assert set(validation.SAME_STUDY) <= TARGETS.keys()
    for pattern in PATTERNS.values():
        line = next((line for line in lines if line.startswith(f"| {pattern.title}")), "")
        assert (f"put in: `{pattern.put_in}`" in line) is bool(pattern.put_in)
        assert (f"leans on `{pattern.leans_on}`" in line) is bool(pattern.leans_on)
        assert ("**put in**" in line) is bool(pattern.put_in)


def test_the_order_is_told_with_its_intervals_and_counts_against_the_target():
    gap = Order("V3", "V2", Estimate(-0.01, -0.05, 0.03, 9))
    made = [one._replace(order=(gap,)) if one.target.id == "V3" else one for one in found()]
    told = validation.document(made, checked(True), "Made by hand.")
    assert "V2 less V3 -0.010 (-0.050 to +0.030): the other way round, though luck may explain it" in told
    assert "**not met: in its band, not in the published order**" in told


@pytest.mark.parametrize(("ends", "unit", "said"), [
    ((0.266, 0.264, 0.268), "SD", ("0.266", "0.264 to 0.268")),
    ((0.25, 0.22, 0.28), "correlation", ("0.25", "0.22 to 0.28")),
    ((-0.444, -0.477, -0.409), "share", ("-44.4 %", "-47.7 % to -40.9 %")),
    ((0.0212, 0.0211, 0.0213), "share", ("2.12 %", "2.11 % to 2.13 %")),
    ((0.96, 0.96, 0.96), "ratio", ("0.96", "0.96 to 0.96")),
    ((0.78, math.nan, math.nan), "ratio", ("0.78", validation.NO_INTERVAL)),
])
def test_numbers_have_the_digits_that_their_interval_leaves(ends, unit, said):
    assert validation.shown(Estimate(*ends, 9), unit) == said


def test_the_picture_is_drawn_also_of_what_lies_far_out(tmp_path):
    made = [*found()[:4], *(Found(one.target, Estimate(99.0), None) for one in found()[4:])]
    assert [path.name for path in save_plots(validation.Shown(made), tmp_path, ("png",))] == ["targets.png"]
