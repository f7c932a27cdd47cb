"""Sensitivity finds what is known: indices of functions whose answers are published, with luck told apart."""

from __future__ import annotations

import numpy as np
import pytest

from sim.lab.finished import ask, where
from sim.lab.luck_shares import shares_of
from sim.lab.sensitivity import analyse
from sim.lab.sensitivity_pawn import _salib, gaps
from sim.lab.sensitivity_sobol import product
from sim.scenario import ScenarioError
from tests.lab.sweeps import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, g_indices, inputs, ishigami, lived, morris, saltelli, sobol_g, sweep

PI = inputs(3, -np.pi, np.pi)


def asked(points, some, values, **more):
    return ask(sweep(points, some, values), "score", **more)


def by_name(found):
    return {one.name: one.figures for one in found.ranks}


def holds(estimate, truth, widened=1.3):
    middle, half = (estimate.low + estimate.high) / 2, (estimate.high - estimate.low) / 2
    return abs(truth - middle) <= widened * half + 1e-6


def test_sobol_indices_of_ishigami_lie_in_their_intervals_without_luck():
    points = saltelli(PI, 512)
    found = analyse(asked(points, PI, lived(points, ishigami)))
    assert (found.method, found.blocks, found.freed) == ("sobol", 512, False)
    for one, first, total in zip(PI, ISHIGAMI_FIRST, ISHIGAMI_TOTAL, strict=True):
        assert holds(by_name(found)[one.name]["first"], first)
        assert holds(by_name(found)[one.name]["total"], total)
    assert found.ranks[0].name == "input_1"
    assert not found.luck.known


def test_sobol_indices_of_the_g_function_lie_in_their_intervals():
    some = inputs(5)
    points = saltelli(some, 512)
    found = by_name(analyse(asked(points, some, lived(points, sobol_g))))
    for one, first, total in zip(some, *g_indices(), strict=True):
        assert holds(found[one.name]["first"], first)
        assert holds(found[one.name]["total"], total)


@pytest.mark.parametrize("luck", [{"rough": 4.0}, {"smooth": lambda points: points[:, 1]}, {"alone": 10.0, "rough": 2.0}])
def test_luck_is_taken_out_of_the_indices_however_it_works(luck):
    points = saltelli(PI, 1024)
    found = analyse(asked(points, PI, lived(points, ishigami, replications=4, **luck)))
    assert found.freed
    for one, first, total in zip(PI, ISHIGAMI_FIRST, ISHIGAMI_TOTAL, strict=True):
        assert by_name(found)[one.name]["first"].value == pytest.approx(first, abs=0.13)
        assert by_name(found)[one.name]["total"].value == pytest.approx(total, abs=0.13)


def test_luck_left_in_the_indices_moves_them_and_taken_out_it_does_not():
    points = saltelli(PI, 1024)
    found = analyse(asked(points, PI, lived(points, ishigami, replications=2, rough=4.0)))
    freed, raw = by_name(found)["input_2"], found.raw["input_2"]
    assert raw["first"].value < 0.35
    assert raw["total"].value > 0.6
    assert freed["first"].value == pytest.approx(0.4424, abs=0.12)
    assert freed["total"].value == pytest.approx(0.4424, abs=0.12)


def test_where_luck_hides_what_inputs_do_no_indices_are_told():
    points = saltelli(PI, 32)
    found = analyse(asked(points, PI, lived(points, lambda x: 0 * x[:, 0], replications=2, rough=1.0)))
    assert found.hidden
    assert found.pictures == ("sensitivity",)
    assert not any(found.above_floor(one) for one in found.ranks)


def test_without_luck_the_freed_indices_are_those_of_salib():
    points = saltelli(PI, 256)
    found = analyse(asked(points, PI, lived(points, ishigami, replications=3)))
    for name, figures in by_name(found).items():
        assert figures["total"].value == pytest.approx(found.raw[name]["total"].value, abs=1e-6)
        assert figures["first"].value == pytest.approx(found.raw[name]["first"].value, abs=0.02)


def test_products_of_different_replications_hold_no_luck():
    luck = np.random.default_rng(2).standard_normal((20_000, 3))
    assert product(2.0 + luck, 2.0 + luck).mean() == pytest.approx(4.0, abs=0.1)
    assert ((2.0 + luck).mean(axis=1) ** 2).mean() == pytest.approx(4.333, abs=0.1)


def test_second_order_indices_come_with_the_blocks_that_hold_them():
    points = saltelli(PI, 256, second=True)
    found = analyse(asked(points, PI, lived(points, ishigami)))
    first, second, estimate = found.pairs[0]
    assert {first, second} == {"input_1", "input_3"}
    assert holds(estimate, 0.2437)


def test_convergence_narrows_with_points():
    points = saltelli(PI, 512)
    found = analyse(asked(points, PI, lived(points, ishigami)))
    widths = [step.figures["input_1"].high - step.figures["input_1"].low for step in found.path]
    assert [step.points for step in found.path] == [5 * blocks for blocks in (32, 64, 128, 256, 512)]
    assert widths[-1] < sorted(widths[:3])[1] / 2
    assert found.pictures == ("sensitivity", "convergence")


def linear(points):
    return points @ np.array([3.0, -1.0, 0.0])


def test_morris_tells_the_effect_over_the_whole_range_and_its_sign():
    some = inputs(3, 10.0, 20.0)
    points = morris(some, 12)
    found = analyse(asked(points, some, lived(points, linear)))
    assert found.method == "morris"
    assert [one.name for one in found.ranks] == ["input_1", "input_2", "input_3"]
    figures = by_name(found)
    assert figures["input_1"]["mu_star"].value == pytest.approx(30.0)
    assert figures["input_2"]["mu"].value == pytest.approx(-10.0)
    assert figures["input_2"]["mu_star"].value == pytest.approx(10.0)
    assert figures["input_1"]["sigma"].value == pytest.approx(0.0, abs=1e-9)


def test_inputs_of_few_levels_may_stand_still_in_a_step():
    some = inputs(3)
    points = morris(some, 20)
    points[:, 0] = np.floor(points[:, 0] * 1.4)
    points[:, 1] = 10.0 ** points[:, 1]
    table = sweep(points, some, lived(points, lambda x: 2 * x[:, 0] + np.log10(x[:, 1])), design={"kind": "morris", "levels": 4})
    figures = by_name(analyse(ask(table, "score")))
    assert figures["input_2"]["mu_star"].value == pytest.approx(1.0)
    assert figures["input_1"]["mu_star"].value > 1.0
    assert figures["input_3"]["mu_star"].value == 0.0


def test_morris_sees_curves_and_interactions_in_sigma():
    points = morris(PI, 40, levels=6)
    figures = by_name(analyse(asked(points, PI, lived(points, ishigami))))
    assert figures["input_2"]["sigma"].value > 1.0
    assert figures["input_2"]["sigma"].low <= figures["input_2"]["sigma"].value <= figures["input_2"]["sigma"].high


def test_an_input_that_does_nothing_does_not_rise_above_the_floor_of_luck():
    some = inputs(3)
    points = morris(some, 40)
    found = analyse(asked(points, some, lived(points, linear, replications=4, rough=0.5)))
    told = {one.name: found.above_floor(one) for one in found.ranks}
    assert told == {"input_1": True, "input_2": True, "input_3": False}
    assert by_name(found)["input_3"]["mu_star"].value == pytest.approx(found.floor["input_3"], rel=0.4)
    assert by_name(found)["input_1"]["sigma"].value < 0.3


def test_pawn_reads_points_drawn_in_any_way_and_ranks_them():
    some = inputs(4)
    points = np.random.default_rng(3).random((400, 4))
    found = analyse(asked(points, some, lived(points, lambda x: 3 * x[:, 2] + np.where(x[:, 0] > 0.7, 1.0, 0.0), replications=2, rough=0.2)))
    assert found.method == "pawn"
    assert [one.name for one in found.ranks][:2] == ["input_3", "input_1"]
    assert [found.above_floor(one) for one in found.ranks] == [True, True, False, False]
    for one in found.ranks:
        assert one.figures["pawn"].low <= one.figures["pawn"].value <= one.figures["pawn"].high


@pytest.mark.parametrize("count", [50, 61, 75, 96, 137, 300])
def test_pawn_cuts_any_number_of_points_into_slices(count):
    some = inputs(2)
    points = np.random.default_rng(count).random((count, 2))
    assert analyse(asked(points, some, lived(points, lambda x: x[:, 0]))).ranks[0].name == "input_1"


def test_pawn_of_samples_drawn_anew_is_salibs_index():
    luck = np.random.default_rng(4)
    points = np.concatenate([luck.random((130, 2)), luck.integers(3, size=(130, 1)) / 2], axis=1)
    values = np.round(points[:, 0] + luck.random(130), 1)
    assert gaps(points, values) == pytest.approx(_salib(points, values, ("a", "b", "c")))


@pytest.mark.parametrize("wanted", ["sobol", "morris"])
def test_a_method_that_the_points_were_not_drawn_for_is_refused(wanted):
    points = np.random.default_rng(3).random((60, 3))
    with pytest.raises(ScenarioError, match="the points of this sweep are not") as refused:
        analyse(asked(points, inputs(3), lived(points, linear)), wanted)
    assert "--method pawn reads any sweep" in refused.value.problems[0]


def test_blocks_with_missing_runs_are_dropped_and_counted():
    points = saltelli(PI, 64)
    values = lived(points, ishigami, replications=2)
    values[7, 0, 1] = np.nan
    found = analyse(asked(points, PI, values))
    assert (found.blocks, found.dropped, found.asked.left_out) == (63, 4, 1)


# --- luck as an input ---------------------------------------------------------------------------------------------------------------------------------


def test_shares_of_variance_are_the_known_ones():
    points = np.random.default_rng(5).random((2000, 1))
    values = lived(points, lambda x: np.sqrt(12.0) * 2.0 * x[:, 0], replications=16, alone=1.0, rough=2.0, seed=2)
    found = shares_of(values)
    assert found.inputs.value == pytest.approx(4 / 9, abs=0.06)
    assert found.luck.value == pytest.approx(5 / 9, abs=0.06)
    assert found.luck_alone.value == pytest.approx(1 / 9, abs=0.07)
    assert found.luck_alone.low < 1 / 9 < found.luck_alone.high


def test_intervals_of_shares_hold_the_truth_in_most_sweeps():
    held = 0
    for seed in range(40):
        points = np.random.default_rng(seed).random((60, 1))
        found = shares_of(lived(points, lambda x: np.sqrt(12.0) * x[:, 0], replications=4, rough=1.0, seed=seed))
        held += found.luck.low <= 0.5 <= found.luck.high
    assert held >= 34


def test_members_have_a_share_of_their_own():
    points = np.random.default_rng(6).random((300, 1))
    values = lived(points, lambda x: np.sqrt(12.0) * x[:, 0], replications=3, rough=0.1, members=40, member=1.0)
    found = shares_of(values)
    assert found.members.value == pytest.approx(0.5, abs=0.12)
    assert found.inputs.value + found.members.value + found.luck.value == pytest.approx(1.0)


def test_one_run_a_point_cannot_tell_luck():
    assert not shares_of(np.zeros((10, 1, 1))).known


# --- what is asked of a sweep -------------------------------------------------------------------------------------------------------------------------


def test_with_two_arms_the_outcome_is_the_difference_pair_by_pair():
    points = np.random.default_rng(1).random((60, 2))
    base = lived(points, lambda x: 0 * x[:, 0], replications=3, alone=50.0, seed=9)
    other = lived(points, lambda x: x[:, 0], replications=3, alone=50.0, seed=9)
    two = sweep(points, inputs(2), base, other, arms=("old", "new"))
    told = ask(two, "score")
    assert (told.arm, told.baseline) == ("new", "old")
    assert told.what == "Score, new against old"
    assert np.allclose(told.means, points[:, 0])
    assert np.abs(ask(two, "score", levels=True).means.mean()) > 1.0


def test_inputs_that_do_not_vary_are_left_out():
    points = np.random.default_rng(1).random((60, 3))
    points[:, 1] = 0.4
    assert asked(points, inputs(3), lived(points, linear)).names == ("input_1", "input_3")


def test_points_that_lack_a_run_are_left_out_and_more_runs_than_most_have_are_not_used():
    points = np.random.default_rng(1).random((60, 2))
    values = lived(points, lambda x: x[:, 0], replications=4)
    values[3:, :, 2:] = np.nan
    values[5] = np.nan
    told = asked(points, inputs(2), values)
    assert told.values.shape == (59, 1, 2)
    assert told.left_out == 1
    assert told.numbers.tolist() == [k for k in range(60) if k != 5]


def test_what_is_not_in_a_sweep_is_refused_with_the_nearest_name():
    points = np.random.default_rng(1).random((60, 2))
    one = sweep(points, inputs(2), *[lived(points, lambda x: x[:, 0])] * 3, arms=("base", "new", "newer"))
    with pytest.raises(ScenarioError) as refused:
        ask(one, "scor", arm="nev")
    assert len(refused.value.problems) == 2
    assert "did you mean" in refused.value.problems[0]
    with pytest.raises(ScenarioError, match="say which one"):
        ask(one, "score")


@pytest.mark.parametrize(
    ("text", "kept"), [("< 0", [True, False, False]), (">=0", [False, True, True]), ("  <= 1e0 ", [True, True, True]), ("> -.5", [False, True, True])]
)
def test_a_condition_is_read(text, kept):
    assert where(text).holds(np.array([-1.0, 0.0, 1.0])).tolist() == kept


@pytest.mark.parametrize("text", ["", "0", "<", "< zero", "=< 0", "< nan", "<0; import os", "< 1 2"])
def test_what_is_no_condition_is_refused(text):
    with pytest.raises(ScenarioError, match="is no condition"):
        where(text)
