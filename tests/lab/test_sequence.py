"""What first: the order that was made to be best is found, nothing is found where nothing is there, and a run that was stopped goes on."""

import math

import numpy as np
import pytest

from sim.ensemble.store import Ensemble, Member
from sim.lab.members import run_chosen
from sim.lab.sequence import plans, sequence
from sim.lab.sequence_file import asked
from sim.lab.sequence_runs import COUNTER, Settings
from sim.lab.sequence_verdict import gone_back, is_clear
from sim.scenario import ScenarioError, load_scenario
from tests.lab.sequences import STEPS, WEEKS, made_up, question

WORTH = {"room": 500.0, "pay": 500.0, "people": 500.0}


def run(tmp_path, asking=None, settings=None, **engine):
    """A question answered by the made-up engine."""
    how = settings or Settings(replications=12, out=tmp_path)
    return sequence(asking or question(pacing=["evenly"]), settings=how, runner=made_up(engine.pop("worth", WORTH), **engine))


def effect(found, first, second=""):
    """What is said of one step before another, or of one that comes first."""
    return next(one.effect for one in (*found.before, *found.first) if (one.first, one.second) == (first, second))


def test_the_order_that_was_made_best_is_found_and_the_others_are_clearly_worse(tmp_path):
    found = run(tmp_path, bonus=[("people", "pay", 4_000.0), ("people", "room", 4_000.0)])
    assert found.best.plan.order[0] == "people"
    assert {one.plan.order[0] for one in found.contenders} == {"people"}
    assert all(is_clear(one.behind) for one in found.ranked if one.plan.order[0] != "people")
    assert effect(found, "pay", "people").high < 0.0
    assert effect(found, "people").low > 0.0
    assert not is_clear(effect(found, "room", "pay"))


def test_gains_are_paired_with_the_same_company_that_stays_put(tmp_path):
    found = run(tmp_path, scatter=0.0, luck=50_000.0)
    first = next(one for one in found.ranked if one.plan.order == ("room", "pay", "people"))
    expected = sum(500.0 * (WEEKS - start) for start in first.plan.starts)
    assert (first.gain.value, first.gain.low, first.gain.high) == pytest.approx((expected,) * 3)
    assert first.profit.value == pytest.approx(expected)
    assert [one.gain.value for one in found.alone] == pytest.approx([500.0 * WEEKS] * 3)


def test_where_the_order_makes_no_difference_none_is_found(tmp_path):
    found = run(tmp_path)
    assert all(one.may_be_best for one in found.ranked)
    assert not any(is_clear(one.effect) for one in (*found.before, *found.first))


def test_time_and_what_steps_do_to_each_other_are_told_apart(tmp_path):
    """By time alone: the step that brings most begins sooner. What comes on top was planted as interplay."""
    worth = {"room": 0.0, "pay": 400.0, "people": 800.0}
    plain = run(tmp_path / "plain", worth=worth, scatter=0.0).interplay
    assert (plain.best[0], plain.worst[-1]) == ("people", "people")
    assert plain.by_time.value == pytest.approx(plain.whole.value)
    assert plain.rest.value == pytest.approx(0.0, abs=1e-3)
    mixed = run(tmp_path / "mixed", worth=worth, bonus=[("people", "room", 500.0)], scatter=0.0).interplay
    assert mixed.rest.value == pytest.approx(mixed.whole.value - mixed.by_time.value)
    assert mixed.rest.value > 500.0
    assert run(tmp_path, question(pacing=["at_once"])).interplay is None


def test_regret_is_counted_in_the_same_company_and_the_best_everywhere_has_none(tmp_path):
    found = run(tmp_path, bonus=[("people", "pay", 3_000.0), ("people", "room", 3_000.0), ("pay", "room", 3_000.0)])
    assert found.best.plan.order == ("people", "pay", "room")
    assert found.best.regret.value == pytest.approx(0.0, abs=1.0)
    assert found.best.best_in == 1.0
    gaps = found.best.lived.readings["cumulative_profit"] - found.ranked[3].lived.readings["cumulative_profit"]
    assert found.ranked[3].regret.value == pytest.approx(gaps.mean())


def test_a_measure_of_which_less_is_better_puts_the_lowest_first(tmp_path):
    found = run(tmp_path, question(pacing=["evenly"], rank_by="cost"), worth={"room": -100.0})
    assert found.measure.better == "down"
    assert found.best.gain.value == min(one.gain.value for one in found.ranked)


def test_dip_and_break_even_are_those_of_the_mean_pair(tmp_path):
    found = run(tmp_path, question(pacing=["at_once"]), worth={"room": -1_000.0}, scatter=0.0)
    assert (found.best.dip.depth.value, found.best.break_even_week, found.best.ahead_in) == (pytest.approx(-1_000.0), None, 0.0)
    assert found.best.dip.weeks_below == WEEKS - 12
    assert run(tmp_path / "other", question(pacing=["at_once"])).best.break_even_week == 1


def test_leaders_go_back_where_their_disappointment_outlasts_their_patience_and_luck_is_told_beside(tmp_path):
    def counter(one, begins):
        weeks = np.arange(one.weeks)
        return np.where(np.arange(12)[:, None] < 9, weeks, 0) if "people" in begins else np.where(np.arange(12)[:, None] < 3, weeks, 0)

    found = run(tmp_path, question(pacing=["at_once"], patience=40), disappointed=counter)
    assert found.best.back.value == pytest.approx(9 / 12)
    assert 0.4 < found.best.back.low < 0.75 < found.best.back.high
    assert found.luck_back.value == pytest.approx(3 / 12)
    assert gone_back(found.best.lived, WEEKS).sum() == 0


def test_without_a_record_of_disappointment_nothing_is_said_of_leaders(tmp_path):
    found = run(tmp_path, question(pacing=["at_once"]))
    assert math.isnan(found.best.back.value)


def test_a_few_plans_are_lived_with_leaders_who_do_go_back(tmp_path):
    calls = []
    found = run(tmp_path, question(patience=30), calls=calls)
    assert found.impatient[0][0] == found.best.plan.label
    impatient = found.best.plan.scenario.with_(policy={"patience_weeks": 30.0}, replications=12, seed=1)
    assert impatient.fingerprint() in calls[-1]


def test_more_than_four_steps_are_sampled_and_the_orders_that_pairs_speak_for_are_added(tmp_path):
    levers = ("slack_share", "kpi_weight", "autonomy", "vision", "recovery")
    steps = {name: {name: 0.45} if name != "slack_share" else {name: 0.15} for name in levers}
    found = run(tmp_path, question(steps=steps, pacing=["evenly"], sample=10), worth={"people": 900.0}, bonus=[("people", "room", 2_000.0)])
    assert [how for how, _ in found.looked_for] == ["by own gain, largest first", "agrees best with all pairs"]
    assert found.looked_for[0][1][0] == "autonomy"
    agreeing = found.looked_for[1][1]
    assert agreeing.index("autonomy") < agreeing.index("slack_share")
    assert found.best.plan.order in {order for _, order in found.looked_for} | {one.order for one in plans(found.question).plans}
    assert found.planned.orders >= 10


def test_what_is_done_is_not_run_again_and_a_stopped_run_goes_on(tmp_path):
    calls = []
    whole = run(tmp_path / "whole", calls=calls)
    most = sum(map(len, calls))
    stopped = []
    engine = made_up(WORTH)

    def stop(scenarios, chosen, **settings):
        stopped.append(len(scenarios))
        if len(stopped) == 2:
            raise KeyboardInterrupt
        return engine(scenarios[:], chosen, **settings)

    import sim.lab.sequence_runs as runs

    usual, runs.MOST_BYTES = runs.MOST_BYTES, 12 * WEEKS * runs.BYTES_A_WEEK * 3
    try:
        with pytest.raises(KeyboardInterrupt):
            sequence(question(pacing=["evenly"]), settings=Settings(replications=12, out=tmp_path / "cut"), runner=stop)
    finally:
        runs.MOST_BYTES = usual
    again = []
    resumed = run(tmp_path / "cut", calls=again)
    assert sum(map(len, again)) == most - stopped[0]
    assert [one.gain for one in resumed.ranked] == [one.gain for one in whole.ranked]
    once_more = []
    run(tmp_path / "cut", calls=once_more)
    assert once_more == []


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not an archive", b"half"])
def test_a_damaged_file_is_run_again(tmp_path, damage):
    first = run(tmp_path)
    for path in tmp_path.glob("*.npz"):
        path.write_bytes(damage if damage != b"half" else path.read_bytes()[: path.stat().st_size // 2])
    calls = []
    again = run(tmp_path, calls=calls)
    assert sum(map(len, calls)) > 0
    assert [one.gain for one in again.ranked] == [one.gain for one in first.ranked]


def test_members_are_what_is_counted(tmp_path):
    ensemble = Ensemble(tuple(Member(f"set {k}", {"strain.load": 1.5 + k / 100}) for k in range(8)))
    found = sequence(question(pacing=["evenly"]), members=ensemble, settings=Settings(replications=2, out=tmp_path), runner=made_up(WORTH))
    assert (found.companies, found.counting.members, found.best.gain.firms, found.best.behind.firms) == (16, 8, 8, 8)
    alone = run(tmp_path, settings=Settings(replications=16, out=tmp_path / "alone"))
    assert alone.best.gain.firms == 16


def test_fewer_than_six_companies_tell_nothing_apart(tmp_path):
    found = run(tmp_path, settings=Settings(replications=4, out=tmp_path), bonus=[("people", "pay", 9_000.0)])
    assert math.isnan(found.reach)
    assert all(one.may_be_best for one in found.ranked)


def test_a_budget_for_nothing_is_refused():
    with pytest.raises(ScenarioError, match="no step fits"):
        plans(question(budget=1.0, steps={"room": {"slack_share": 0.15}, "rest": {"recovery": 0.6}}))


def test_orders_that_cannot_be_lived_are_named_and_the_others_are_run(tmp_path):
    steps = {"down": {"kpi_weight": 0.5}, "up": {"csat_weight": 0.5}, "people": STEPS["people"]}
    found = run(tmp_path, question(steps=steps, pacing=["evenly"]))
    assert len(found.ranked) == 3
    assert len(found.planned.refused) == 3
    assert all("parts of the variable pay" in why for _, why in found.planned.refused)
    assert math.isnan(found.alone[1].gain.value)


@pytest.mark.thorough
def test_leaders_counted_as_going_back_are_those_who_do_in_the_model(tmp_path):
    """The same plan with leaders who act: in just the companies whose disappointment reached their patience, they drop it."""
    base = load_scenario("small").with_(weeks=78)
    asking = asked(base, steps={"people": {"autonomy": 0.6}, "listening": {"leader_listening": 0.4}}, patience=20,
                   pacing=["at_once"])
    resolve = {}

    def watched(scenarios, chosen, **settings):
        results = run_chosen(scenarios, chosen, **settings)
        resolve.update({one.fingerprint(): result.series("resolve")[:, -1] for one, result in zip(scenarios, results, strict=True)})
        assert all(COUNTER in result.record.parts for result in results)
        return results

    found = sequence(asking, settings=Settings(replications=12, threads=1, out=tmp_path), runner=watched)
    acted = found.best.plan.scenario.with_(policy={"patience_weeks": 20.0}, replications=12, seed=1)
    counted = gone_back(found.best.lived, 20)
    assert 0 < counted.sum() < 12, "a test in which all or none go back shows nothing"
    assert counted.tolist() == (resolve[acted.fingerprint()] < 0.5).tolist()
    assert (resolve[found.best.plan.scenario.with_(replications=12, seed=1).fingerprint()] == 1.0).all()
