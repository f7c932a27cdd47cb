"""Many worlds for the same companies: the same bytes as the ordinary run, however blocks are filled, stopped or kept."""

import dataclasses

import numpy as np
import pytest

from sim.ensemble.store import Ensemble, Member
from sim.lab import why_worlds
from sim.lab.experiment import run_all
from sim.lab.members import Chosen, run_chosen
from sim.lab.why_worlds import Care, Ground, Reading, ground_of, lived, seconds_for
from sim.reference.run import reference_of
from sim.scenario import load_scenario

WEEKS = 13
FIRST = load_scenario("small").with_(weeks=WEEKS)
SECOND = dataclasses.replace(FIRST.with_(policy={"autonomy": 0.8, "slack_share": 0.2}), name="freer")
READINGS = [Reading("cumulative_profit", 1, WEEKS), Reading("engagement", 1, WEEKS), Reading("cumulative_profit", 1, 4)]
PATHS = [one.paths() for one in (FIRST, SECOND)]


@pytest.fixture(scope="module")
def ground():
    return ground_of(FIRST, Chosen(), Care())


def expected(scenarios, replications, year, **settings):
    """The readings of the ordinary run."""
    found = []
    for one in run_all(scenarios, replications=replications, **settings):
        money = one.series("cumulative_profit") / year
        found.append(np.stack([money[:, -1], one.series("engagement").mean(axis=1), money[:, 3]], axis=1))
    return np.stack(found)


@pytest.mark.parametrize("companies", [1, 3, 16, 19])
def test_a_world_is_the_ordinary_run_however_many_share_a_block(ground, companies):
    found = lived(ground, ground.companies(companies), PATHS, READINGS, Care(seed=4, threads=1))
    year = 52 * ground.yardsticks[0]["profit_week"]
    assert np.allclose(found, expected([FIRST, SECOND], companies, year, seed=4), rtol=1e-12, atol=1e-12)


def test_many_paths_in_one_block_are_the_same_as_one_by_one(ground):
    paths = [FIRST.with_(policy={"autonomy": value}).paths() for value in np.linspace(0.3, 0.7, 11)]
    together = lived(ground, ground.companies(2), paths, READINGS, Care(threads=2))
    alone = [lived(ground, ground.companies(2), [path], READINGS, Care(threads=1))[0] for path in paths]
    assert np.array_equal(together, np.stack(alone))


def test_what_is_switched_off_is_off_in_that_start_alone(ground):
    starts = [one._replace(off=off) for off in ((), ("engagement",), ("quality",)) for one in ground.companies(3)]
    found = lived(ground, starts, PATHS, READINGS, Care(threads=1))
    year = 52 * ground.yardsticks[0]["profit_week"]
    for k, off in enumerate(((), ("engagement",), ("quality",))):
        scenarios = [one.with_(off=off) for one in (FIRST, SECOND)]
        assert np.allclose(found[:, 3 * k : 3 * k + 3], expected(scenarios, 3, year), rtol=1e-12, atol=1e-12), off


def test_what_is_off_in_the_scenario_stays_off():
    first = FIRST.with_(off=("ideas",))
    ground = ground_of(first, Chosen(), Care())
    found = lived(ground, ground.companies(2), [SECOND.paths()], READINGS, Care(threads=1))
    year = 52 * ground.yardsticks[0]["profit_week"]
    assert np.allclose(found, expected([SECOND.with_(off=("ideas",))], 2, year), rtol=1e-12, atol=1e-12)


def test_what_was_stopped_goes_on_and_what_is_kept_is_not_lived_again(ground, tmp_path, monkeypatch):
    care, starts = Care(threads=1, out=tmp_path), ground.companies(16)
    paths = [FIRST.with_(policy={"autonomy": value}).paths() for value in np.linspace(0.3, 0.7, 9)]
    whole = lived(ground, starts, paths, READINGS, Care(threads=1))
    live, done = why_worlds._live, []

    def stopping(*given):
        if len(done) == stop:
            raise KeyboardInterrupt
        done.append(len(given[2]))
        return live(*given)

    monkeypatch.setattr(why_worlds, "_live", stopping)
    stop = 2
    with pytest.raises(KeyboardInterrupt):
        lived(ground, starts, paths, READINGS, care)
    stop = -1
    assert np.array_equal(lived(ground, starts, paths, READINGS, care), whole)
    assert sum(done) == len(paths)
    next(tmp_path.iterdir()).write_text("{")
    assert np.array_equal(lived(ground, starts, paths, READINGS, care), whole), "a damaged file counts as none"
    lived(ground, starts, paths, READINGS, dataclasses.replace(care, seed=2))
    assert sum(done) > 2 * len(paths), "other luck is another world"


def test_members_live_as_in_a_comparison_each_against_its_own_reference():
    usual = reference_of(FIRST)[0]
    members = tuple(Member(f"near {k}", own, {"reference": {**usual, "profit_week": usual["profit_week"] * (1 + k / 10)}})
                    for k, own in enumerate(({}, {"strain.load": 1.02}, {"quality.care": 0.41})))
    chosen = Chosen(Ensemble(members, {"grade": "made up"}), "made up")
    ground = ground_of(FIRST, chosen, Care())
    assert (ground.members, len(ground.companies(2))) == (("near 0", "near 1", "near 2"), 6)
    found = lived(ground, ground.companies(2), PATHS, READINGS, Care(seed=FIRST.seed, threads=1))
    pair = [one.with_(replications=2) for one in (FIRST, SECOND)]
    for k, one in enumerate(run_chosen(pair, chosen)):
        year = 52 * np.repeat([usual["profit_week"] * (1 + m / 10) for m in range(3)], 2)
        assert np.allclose(found[k, :, 0], one.series("cumulative_profit")[:, -1] / year, rtol=1e-12)
        assert np.allclose(found[k, :, 1], one.series("engagement").mean(axis=1), rtol=1e-12)


def test_progress_is_told_and_the_cost_beforehand(ground):
    told = []
    lived(ground, ground.companies(1), PATHS, READINGS, Care(threads=1, tell=lambda text, share: told.append((text, share))), "policies")
    assert told[-1][1] == 1.0
    assert told[-1][0].startswith("policies: 2 of 2, ")
    assert isinstance(ground, Ground)
    assert 0.0 < seconds_for(ground, 16, 2, 26, Care(threads=1)) < seconds_for(ground, 16, 20, 260, Care(threads=1))
