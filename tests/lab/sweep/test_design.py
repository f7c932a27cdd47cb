"""Designs: how points are drawn, and what cannot be drawn is said before anything runs."""

import numpy as np
import pytest

from sim.lab.sweep.design import count, drawn, problem_of
from sim.lab.sweep.points import refused
from sim.lab.sweep.study_file import load_study
from sim.scenario import ScenarioError
from tests.lab.sweep.small import written

INPUTS = """
[inputs.slack_share]
low = 0.05
high = 0.25
[inputs."capability.exponent"]
range = true
[inputs.organisation]
units = [1, 2, 4]
[outcomes.profit]
"""


def study(folder, design, inputs=INPUTS, top='arms = ["small"]\n'):
    """A study with a design."""
    return load_study(written(folder, f"{top}[design]\n{design}\n{inputs}", "study"))


def problems(folder, design, inputs=INPUTS, top='arms = ["small"]\n'):
    """What is wrong with a study."""
    with pytest.raises(ScenarioError) as caught:
        study(folder, design, inputs, top)
    return "\n".join(line.removeprefix(str(folder)) for line in caught.value.problems)


@pytest.mark.parametrize(("design", "size"), [
    ('kind = "latin_hypercube"\npoints = 30', 30), ('kind = "sobol"\npoints = 32', 32),
    ('kind = "saltelli"\npoints = 8', 40), ('kind = "saltelli"\npoints = 8\nsecond_order = true', 64),
    ('kind = "morris"\npoints = 5', 20),
])
def test_points_lie_within_their_ranges_and_the_same_study_draws_the_same(design, size, tmp_path):
    one = study(tmp_path, design)
    points = drawn(one)
    assert points.shape == (size, 3) == (count(one.design, one.inputs), 3)
    for column, about in zip(points.T, one.inputs, strict=True):
        assert column.min() >= about.low
        assert column.max() <= about.high
        assert np.unique(column).size > 1
    assert set(points[:, 2]) <= {1.0, 2.0, 4.0}
    assert np.array_equal(points, drawn(one))
    assert not np.array_equal(points, drawn(study(tmp_path, design + "\nseed = 2")))
    assert problem_of(one)["names"] == ["slack_share", "capability.exponent", "organisation.units"]


def test_a_latin_hypercube_has_one_point_in_each_stretch(tmp_path):
    points = drawn(study(tmp_path, 'kind = "latin_hypercube"\npoints = 20'))
    places = np.floor((points[:, 0] - 0.05) / 0.2 * 20).astype(int)
    assert sorted(places) == list(range(20))


def test_a_grid_is_the_product_of_its_levels_the_last_input_fastest(tmp_path):
    one = study(tmp_path, 'kind = "grid"', "[inputs]\nslack_share = [0.1, 0.2]\nautonomy = { low = 0.2, high = 0.6, steps = 3 }\n")
    assert drawn(one).tolist() == [[0.1, 0.2], [0.1, 0.4], [0.1, 0.6], [0.2, 0.2], [0.2, 0.4], [0.2, 0.6]]


def test_levels_in_the_logarithm_have_even_ratios(tmp_path):
    one = study(tmp_path, 'kind = "grid"', '[inputs."world.demand"]\nlow = 0.8\nhigh = 1.25\nsteps = 3\nlog = true\n')
    assert one.inputs[0].values == pytest.approx((0.8, 1.0, 1.25))


def test_a_list_is_taken_as_it_stands(tmp_path):
    one = study(tmp_path, 'kind = "list"\nrows = [[0.1, 0.5], [0.2, 0.6]]', "[inputs.slack_share]\nrange = true\n[inputs.autonomy]\nrange = true\n")
    assert drawn(one).tolist() == [[0.1, 0.5], [0.2, 0.6]]


@pytest.mark.parametrize(("design", "inputs", "why"), [
    ('kind = "gird"', INPUTS,
     'study.toml:3: design.kind: unknown word ("gird") - one of grid, latin_hypercube, sobol, saltelli, morris, list - did you mean grid?'),
    ('kind = "sobol"\npoints = 100', INPUTS, "design.points: a sobol design takes a power of two (100) - 64 or 128"),
    ('kind = "sobol"', INPUTS, "design.points: is missing: a sobol design needs it"),
    ('kind = "morris"\npoints = 5\nlevels = 3', INPUTS, "design.levels: must be even (3)"),
    ('kind = "grid"', INPUTS, "inputs.slack_share: a grid needs its values - values = ["),
    ('kind = "sobol"\npoints = 4', "", "inputs: nothing varies"),
    ('kind = "grid"', "[inputs.slak_share]\nvalues = [0.1]", "inputs.slak_share: nothing of this name can vary"),
    ('kind = "grid"', "[inputs.slack_share]\nlow = 0.3\nhigh = 0.1\nsteps = 3", "inputs.slack_share.high: must lie above low (0.3) (0.1)"),
    ('kind = "grid"', "[inputs]\nslack_share = [0.1, 20]", "is out of range (20) - 0 to 0.4 share of hours - write 0.20 for 20 %"),
    ('kind = "list"\nrows = [[0.1, 2.0]]', "[inputs.slack_share]\nrange = true", "design.rows[1]: must be a list of numbers, one for each input"),
    ('kind = "list"\nrows = [[9.0]]', "[inputs.slack_share]\nrange = true", "design.rows[1]: is out of range for slack_share (9.0) - 0 to 0.4"),
    ('kind = "sobol"\npoints = 4', '[inputs.slack_share]\nlow = 0.0\nhigh = 0.1\nlog = true', "inputs.slack_share.log: the logarithm needs a range above 0"),
    ('kind = "grid"', "[inputs]\nslack_share = [0.1]\n[outcomes.profits]",
     'outcomes.profits.measure: there is no such measure ("profits") - did you mean profit?'),
    ('kind = "grid"', "[inputs]\nslack_share = [0.1]\n[until]\noutcome = 'x'\nwidth = 1.0\nmost = 20", "until.outcome: is no outcome of this study"),
])
def test_what_cannot_be_drawn_is_said_in_one_line(design, inputs, why, tmp_path):
    assert why in problems(tmp_path, design, inputs)


def test_a_million_million_points_are_refused_at_once(tmp_path):
    inputs = "".join(f"[inputs.{name}]\nrange = true\nsteps = 10000\n" for name in ("slack_share", "autonomy", "control"))
    assert "design: too many points: 10000 x 10000 x 10000 = 1e+12 - at most 2,000,000" in problems(tmp_path, 'kind = "grid"', inputs)


def test_points_that_no_week_has_hours_for_are_left_out_with_the_reason(tmp_path):
    inputs = "[inputs]\nkpi_weight = [0.5, 1.0]\ncsat_weight = [0.2, 0.6]\n"
    one = study(tmp_path, 'kind = "grid"', inputs)
    reasons = refused(one, drawn(one), 0)
    assert [bool(why) for why in reasons] == [False, True, True, True]
    assert "the parts of the variable pay add up to" in reasons[1]
