"""Discovery finds planted boxes, judges them on points that were held back, and says so where nothing stands out."""

from __future__ import annotations

import numpy as np
import pytest

from sim.lab.discovery import discover, held_back
from sim.lab.finished import ask, where
from sim.scenario import ScenarioError
from tests.lab.sweeps import inputs, lived, saltelli, sweep

SOME = inputs(5)


def corner(points):
    """Fails (below nought) where the first input is small and the second large."""
    return np.where((points[:, 0] < 0.35) & (points[:, 1] > 0.6), -1.0, 1.0)


def asked(points, function, **luck):
    return ask(sweep(points, SOME, lived(points, function, **luck)), "score")


def points(count=600, seed=1):
    return np.random.default_rng(seed).random((count, 5))


def without(monkeypatch, *libraries):
    """These libraries are not installed."""
    import importlib

    real = importlib.import_module

    def lacking(name, *more):
        if name.split(".")[0] in libraries:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name.split(".")[0])
        return real(name, *more)

    monkeypatch.setattr(importlib, "import_module", lacking)


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_the_planted_corner_is_found_and_holds_among_points_held_back(method):
    found = discover(asked(points(), corner, replications=2, rough=0.3), where("< 0"), method)
    box = found.regions[0]
    assert set(box.limits) == {"input_1", "input_2"}
    assert box.limits["input_1"][1] == pytest.approx(0.35, abs=0.05)
    assert box.limits["input_2"][0] == pytest.approx(0.6, abs=0.05)
    assert box.held_density.value > 0.8
    assert box.held_coverage.value > 0.8
    assert box.stands_out(found.share.value)
    assert all(chance < 1e-3 for chance in box.chance.values())


def test_without_the_workbench_our_own_peeling_finds_the_corner_too(monkeypatch):
    without(monkeypatch, "ema_workbench")
    found = discover(asked(points(), corner), where("< 0"), "prim")
    assert found.regions[0].by == "PRIM (our own peeling)"
    assert set(found.regions[0].limits) == {"input_1", "input_2"}
    assert found.regions[0].held_density.value > 0.8


def test_without_scikit_learn_cart_is_refused_and_both_says_what_is_missing(monkeypatch):
    without(monkeypatch, "sklearn")
    with pytest.raises(ScenarioError, match=r"needs the library sklearn, which is not installed - pip install 'trivox\[research\]'"):
        discover(asked(points(), corner), where("< 0"), "cart")
    found = discover(asked(points(), corner), where("< 0"))
    assert "sklearn" in found.notes[0]
    assert found.regions


def test_two_corners_give_two_boxes():
    def both(x):
        return np.minimum(corner(x), np.where((x[:, 2] > 0.8) & (x[:, 0] > 0.5), -1.0, 1.0))

    found = discover(asked(points(900), both), where("< 0"), "prim")
    assert {"input_1", "input_2"} in [set(one.limits) for one in found.regions]
    assert any("input_3" in one.limits for one in found.regions)
    assert sum(one.held_coverage.value for one in found.regions) > 0.7


def test_where_only_luck_decides_no_box_stands_out():
    clear = 0
    for seed in range(6):
        found = discover(asked(points(300, seed), lambda x: 0 * x[:, 0], rough=1.0, seed=seed), where("< -0.5"), seed=seed)
        clear += any(one.stands_out(found.share.value) for one in found.regions)
    assert clear <= 1


def test_too_few_cases_are_said_not_boxed():
    found = discover(asked(points(), lambda x: x[:, 0]), where("< 0.01"))
    assert found.regions == ()
    assert "too few points" in found.notes[0]
    assert found.share.high < 0.03


def test_luck_near_the_limit_puts_points_on_the_wrong_side_and_that_is_told():
    sure = discover(asked(points(), corner, replications=4, rough=0.1), where("< 0"))
    unsure = discover(asked(points(), lambda x: x[:, 0] - 0.5, replications=4, rough=1.0), where("< 0"))
    assert sure.doubtful < 0.001
    assert 0.1 < unsure.doubtful < 0.5


def test_points_of_one_block_are_held_back_together():
    some = inputs(3)
    drawn = saltelli(some, 32)
    told = ask(sweep(drawn, some, lived(drawn, lambda x: x[:, 0])), "score")
    held = held_back(told, 1).reshape(32, 5)
    assert (held.all(axis=1) | ~held.any(axis=1)).all()
    assert held[:, 0].mean() == pytest.approx(1 / 3, abs=0.02)


def test_the_same_seed_finds_the_same_boxes():
    one, other = (discover(asked(points(), corner, rough=0.5), where("< 0"), seed=4) for _ in range(2))
    assert [box.limits for box in one.regions] == [box.limits for box in other.regions]


@pytest.mark.parametrize(("change", "said"), [({"method": "tree"}, "--method"), ({"boxes": 0}, "--boxes"), ({"count": 20}, "60 points or more")])
def test_what_cannot_be_asked_is_refused(change, said):
    told = asked(points(change.pop("count", 100)), corner)
    with pytest.raises(ScenarioError, match=said):
        discover(told, where("< 0"), **change)
