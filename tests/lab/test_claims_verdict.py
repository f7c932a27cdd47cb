"""A verdict says what the pairs show and no more: planted effects are found, luck and trifles are not, and the member is the unit between members."""

import numpy as np
import pytest

from sim.lab.claims import Pair
from sim.lab.claims_verdict import in_member, judged
from tests.lab.claims import claim, readings


def verdict(gap, spread=0.05, **changes):
    asked = claim(**changes)
    return judged(asked, [in_member(asked, "shipped", readings(gap, spread))]).verdict


@pytest.mark.parametrize(
    ("gap", "way", "expected"),
    [
        (0.5, "up", "holds"),
        (-0.5, "up", "contradicted"),
        (-0.5, "down", "holds"),
        (0.5, "down", "contradicted"),
        (0.0, "up", "not shown"),
        (0.05, "up", "not shown"),  # clear, and too small to count
        (-0.05, "up", "not shown"),
        (0.0, "equal", "holds"),
        (0.05, "equal", "holds"),
        (0.5, "equal", "contradicted"),
        (-0.5, "equal", "contradicted"),
        (0.1, "equal", "not shown"),
        (0.5, "no worse", "holds"),
        (-0.05, "no worse", "holds"),
        (-0.1, "no worse", "not shown"),
        (-0.5, "no worse", "contradicted"),
    ],
)
def test_planted_effects_get_their_verdict(gap, way, expected):
    assert verdict(gap, way=way) == expected


def test_no_worse_goes_by_what_is_better():
    """Of exhaustion, less is better."""
    assert verdict(-0.5, way="no worse", measure="exhaustion") == "holds"
    assert verdict(0.5, way="no worse", measure="exhaustion") == "contradicted"


def test_luck_is_not_shown():
    assert verdict(0.5, spread=3.0) == "not shown"
    assert verdict(0.5, spread=3.0, way="equal") == "not shown"


def test_a_trifle_that_is_clear_is_told_as_such():
    asked = claim()
    assert "clear, but smaller than 0.1" in judged(asked, [in_member(asked, "shipped", readings(0.05))]).why


def test_an_effect_beyond_another_is_the_difference_of_both():
    asked = claim(beyond=Pair("two", "reference"))
    one = in_member(asked, "shipped", readings(0.5, two=0.5))
    assert one.effect.mean == pytest.approx(0.0, abs=1e-9)
    assert one.verdict == "not shown"
    assert in_member(asked, "shipped", readings(0.5, two=0.2)).verdict == "holds"


def test_companies_that_ended_drop_out_with_their_twins_and_are_counted():
    held = readings(0.5)
    held["one"][:3] = np.nan
    asked = claim()
    one = in_member(asked, "shipped", held)
    assert (one.dropped, one.effect.count) == (3, 13)
    assert "3 pairs without data" in judged(asked, [one]).why
    held["one"][:] = np.nan
    gone = judged(asked, [in_member(asked, "shipped", held)])
    assert gone.verdict == "not shown"
    assert "fewer than two pairs" in gone.why


def members(gaps):
    asked = claim()
    return judged(asked, [in_member(asked, f"m{number}", readings(gap)) for number, gap in enumerate(gaps)])


def test_between_members_the_member_is_the_unit():
    """Sixteen companies in each of four members are four, not sixty-four: members that disagree widen the interval."""
    found = members([0.1, 0.9, 0.5, 0.7])
    assert found.effect.count == 4
    assert found.effect.mean == pytest.approx(0.55)
    assert found.effect.high - found.effect.low > 0.8


@pytest.mark.parametrize(
    ("gaps", "expected", "share"),
    [
        ([0.5, 0.6, 0.4, 0.5], "holds", 1.0),
        ([0.5, 0.6, -0.5, 0.0], "depends", 0.5),
        ([-0.5, 0.0, -0.05, 0.0], "depends", 0.0),
        ([0.0, 0.05, -0.05, 0.0], "not shown", 0.0),
        ([-0.5, -0.6, -0.4, -0.5], "contradicted", 0.0),
        ([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0], "depends", 0.75),
        ([1.0] * 15 + [0.0] * 5, "mostly holds", 0.75),
        ([-1.0] * 15 + [0.5] + [0.0] * 4, "mostly contradicted", 0.05),
        ([-1.0] * 10 + [0.02] * 10, "depends", 0.0),
    ],
)
def test_a_claim_holds_where_nearly_all_members_agree(gaps, expected, share):
    found = members(gaps)
    assert (found.verdict, found.share) == (expected, share)


def test_gains_here_and_losses_there_do_not_make_equal():
    asked = claim(way="equal")
    found = judged(asked, [in_member(asked, f"m{number}", readings(gap)) for number, gap in enumerate([0.5, -0.5] * 5)])
    assert abs(found.effect.mean) < 1e-9
    assert found.verdict == "contradicted"


def test_a_member_without_any_pair_is_no_member():
    gone = readings(0.5) | {"one": np.full(16, np.nan)}
    asked = claim()
    found = judged(asked, [in_member(asked, f"m{number}", gone if number == 0 else readings(0.5)) for number in range(5)])
    assert (found.verdict, found.share, sum(one.known for one in found.members)) == ("holds", 1.0, 4)


@pytest.mark.parametrize("way", ["up", "down", "equal", "no worse"])
def test_one_pair_shows_nothing(way):
    asked = claim(way=way)
    assert in_member(asked, "shipped", readings(0.5, size=2) | {"reference": np.array([0.0, np.nan])}).verdict == "not shown"
