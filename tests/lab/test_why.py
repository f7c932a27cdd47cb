"""Why a claim holds: companies side by side are those of ordinary runs; curves, carriers and boundaries say what was planted."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.lab.claims import Claim, Ledger, Pair
from sim.lab.claims_readings import read
from sim.lab.claims_runs import Settings
from sim.lab.claims_verdict import Effect
from sim.lab.experiment import run_all
from sim.lab.why_along import Curve, Point, values_of
from sim.lab.why_boundary import NUMBERS, UNITS, Sample, boundary, drawn
from sim.lab.why_boxes import Box
from sim.lab.why_carriers import _carried
from sim.lab.why_companies import Care, Company, effects, paths, usable
from sim.measures.intervals import Estimate
from sim.policy import CONDITIONS, LEVERS
from sim.scenario import ScenarioError, load_scenario
from sim.views.why_page import in_words, on_curve

WEEKS = 26


def claim(**changes) -> Claim:
    made = Claim("X1", "People first pays in this test.", "headline", ("E",), Pair("people_first", "reference"), "engagement", 5, WEEKS, "up", 0.02, headline=1)
    return dataclasses.replace(made, **changes)


def ledger(one: Claim) -> Ledger:
    arms = {name: load_scenario(name).with_(organisation={"units": 1}, weeks=WEEKS) for name in one.arms}
    return Ledger((one,), arms)


@pytest.mark.parametrize("set_apart", [{}, {"off": ("engagement",)}, {"world": {"alternatives": 0.3}}])
def test_companies_side_by_side_are_those_of_ordinary_runs(tmp_path, set_apart) -> None:
    one = claim()
    asked = ledger(one)
    found = effects(asked, [*(Company(luck, **set_apart) for luck in range(3)), Company(0)], Settings(3, 1, tmp_path), Care()).effects["X1"]
    changed = [asked.arms[name].with_(off=set_apart.get("off", ()), world=set_apart.get("world", {})) for name in one.arms]
    usual = [read(result, one.measure, 5, WEEKS) for result in run_all(changed, replications=3, seed=1, weeks=WEEKS)]
    assert found[:3] == pytest.approx(usual[0] - usual[1], rel=1e-6, abs=1e-9)


def test_what_is_kept_is_read_again(tmp_path, monkeypatch) -> None:
    asked, settings = ledger(claim()), Settings(2, 1, tmp_path)
    first = effects(asked, [Company(0), Company(1)], settings, Care()).effects["X1"]
    monkeypatch.setattr("sim.lab.why_companies._founded", lambda *_: pytest.fail("run again"))
    assert effects(asked, [Company(0), Company(1)], settings, Care()).effects["X1"].tolist() == first.tolist()


def test_what_another_question_has_kept_of_the_same_companies_does_not_disturb(tmp_path, monkeypatch) -> None:
    """The first block has more readings than the second: those of another stretch of weeks."""
    monkeypatch.setattr("sim.lab.why_companies.LANES", 2)
    asked, other, settings = ledger(claim()), ledger(claim(first=1, last=10)), Settings(2, 1, tmp_path)
    effects(other, [Company(0), Company(1)], settings, Care())
    four = [Company(luck) for luck in range(4)]
    assert effects(asked, four, settings, Care()).effects["X1"].shape == (4,)
    assert effects(asked, four, settings, Care()).effects["X1"].shape == (4,)


def test_an_arms_own_world_goes_before_a_companys() -> None:
    arm = load_scenario("reference").with_(world={"demand": 1.15}, weeks=4)
    table, names = paths(arm, [Company(), Company(world={"demand": 0.9, "alternatives": 0.1})]), LEVERS + CONDITIONS
    assert np.allclose(table[:, names.index("demand")], 1.15)
    assert np.allclose(table[:, names.index("alternatives"), 1], 0.1)
    assert np.allclose(table[:, names.index("alternatives"), 0], 1.0)


def test_arms_that_set_parameters_are_refused() -> None:
    one = claim()
    arms = dict(ledger(one).arms)
    arms["people_first"] = arms["people_first"].with_(parameters={"capability.exponent": 0.3})
    with pytest.raises(ScenarioError, match="sets parameters"):
        usable(Ledger((one,), arms))


def test_a_curve_has_the_default_among_its_values() -> None:
    assert 0.2 in values_of("capability.exponent")
    assert values_of("capability.exponent")[0] == 0.05
    with pytest.raises(ScenarioError, match=r"did you mean capability\.exponent"):
        values_of("capability.exponant")


def test_a_curve_tells_where_it_passes_the_smallest_effect() -> None:
    points = tuple(Point(value, Effect(mean, mean - 0.1, mean + 0.1, 8), verdict, 0.01, value == 1.0)
                   for value, mean, verdict in ((0.0, -1.0, "contradicted"), (1.0, 1.0, "holds")))
    curve = Curve("X1", "It says so.", "a.b", "SD", 0.0, "up", points)
    assert curve.crossing() == [(0.0, 1.0, 0.5)]
    assert "between 0 and 1 (about 0.5 on a straight line)" in on_curve(curve)


@pytest.mark.parametrize(("way", "better", "means", "at"), [("equal", "none", (0.0, 0.4), 0.25), ("no worse", "up", (0.1, -0.3), 0.5),
                                                            ("no worse", "down", (-0.1, 0.3), 0.5), ("down", "up", (0.1, -0.3), 0.5)])
def test_a_curve_crosses_at_the_edge_that_its_verdict_has(way, better, means, at) -> None:
    points = tuple(Point(float(k), Effect(mean, mean, mean, 8), "holds", 0.0, False) for k, mean in enumerate(means))
    assert Curve("X1", "It says so.", "a.b", "SD", 0.1, way, points, better).crossing() == [(0.0, 1.0, pytest.approx(at))]


def test_carriers_stand_first_and_what_works_against_last() -> None:
    luck = np.random.default_rng(1).normal(0, 0.01, (4, 12))
    gaps = np.array([1.0, 0.9995, 0.1, 1.4])[:, None] + luck
    found = _carried(claim(), ("idle", "carrier", "brake"), gaps)
    assert [one.mechanism for one in found.carriers] == ["carrier", "idle", "brake"]
    assert found.share(found.carriers[0]) == pytest.approx(0.9, abs=0.02)
    assert found.share(found.carriers[2]) < -0.3
    assert [one.clear for one in found.carriers] == [True, False, True]
    assert found.carriers[0].part.low < 0.9 < found.carriers[0].part.high


def test_a_sample_is_drawn_within_its_ranges() -> None:
    names, points = drawn(64)
    assert names[: len(NUMBERS)] == NUMBERS
    assert set(points[:, -1]) == set(UNITS)
    assert points[:, 0].min() >= 0.05
    assert points[:, 0].max() <= 0.5
    assert drawn(32)[1].tolist() == points[:32].tolist()


def test_a_planted_boundary_is_told_in_words() -> None:
    names, points = drawn(512)
    gaps = np.where((points[:, 0] > 0.2) & (points[:, 3] > 0.8), 1.0, -1.0)
    seen = Sample(names, points, {"X1": gaps}, np.where(np.arange(512) < 10, 1.0, 0.01))
    found = boundary(claim(), seen)
    assert found.counted == 502
    assert set(found.holds.limits) == {names[0], names[3]}
    assert {found.telling[0][0], found.telling[1][0]} == {names[0], names[3]}
    assert "capability.exponent is 0.2" in in_words(found.holds, found.holds_apart, "holds")
    assert found.share.low < found.share.value < found.share.high
    assert found.holds_apart.value > 0.9


def test_where_nothing_is_planted_a_box_does_no_better_in_companies_it_has_not_seen() -> None:
    (names, points), luck, gains = drawn(512), np.random.default_rng(7), []
    for _ in range(20):
        gaps = np.where(luck.random(512) < 0.5, 1.0, -1.0)
        found = boundary(claim(), Sample(names, points, {"X1": gaps}, np.zeros(512)))
        gains.append((found.holds.inside - found.share.value, found.holds_apart.value - found.share.value))
    seen, unseen = np.mean(gains, axis=0)
    assert seen > 0.05
    assert unseen < 0.02


def test_a_box_that_does_no_better_in_companies_it_has_not_seen_is_not_told() -> None:
    box = Box({"demand": (0.9, 1.1)}, 0.8, 0.5, 0.3, 150)
    assert "demand lies from 0.9 to 1.1" in in_words(box, Estimate(0.7, 0.6, 0.8, 150), "holds")
    assert "demand" not in in_words(box, Estimate(0.55, 0.45, 0.65, 150), "holds")


def test_where_nothing_stands_out_it_is_said() -> None:
    assert "no stretch stands out" in in_words(Box({}, 0.5, 0.5, 1.0, 10), Estimate(0.5), "holds")
