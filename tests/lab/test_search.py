"""A search finds the known front, goes on where it was stopped, and does not believe its own luck."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.balance import Balance
from sim.ensemble import store
from sim.ensemble.store import Ensemble, Member
from sim.lab.members import Chosen
from sim.lab.search import Lived, Reserved, fresh_task, search
from sim.lab.search_aims import Stretch, Task, aims_of, drawn, far_apart, front_of, mean_known, over_futures, problems, scored, stretches
from sim.lab.search_asked import reserved
from sim.lab.search_live import Living, filled
from sim.reference.run import reference_of
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.budget import price_of
from sim.views.search_words import gone

BASE = load_scenario("small").with_(weeks=26, replications=2, seed=5)
LEVERS = (Stretch("slack_share", 0.0, 0.4), Stretch("autonomy", 0.0, 1.0))
AIMS = aims_of(["engagement", "profit"])
TASK = Task(BASE, LEVERS, AIMS, population=20)


def traded(rough=0.0, futures=1):
    """More slack engages and costs profit; autonomy away from .7 harms both. Luck of each policy and lot has the given SD. Counts what it lives."""
    calls = []

    def live(task, policies, lot):
        calls.append((lot, len(policies)))
        slack, autonomy = (np.array([one[name] for one in policies]) for name in ("slack_share", "autonomy"))
        harm = (autonomy - 0.7) ** 2
        luck = np.random.default_rng([lot, len(calls)]).standard_normal((len(policies), 2, futures)) * rough
        effects = np.stack([slack / 0.4 - harm, 1 - (slack / 0.4) ** 2 - harm], axis=1)[:, :, None] + luck
        return Lived(effects, np.where(autonomy > 0.95, 0.5, 0.0))

    live.calls = calls
    return live


def test_the_known_front_is_found_and_no_policy_that_ends_companies_is_on_it(tmp_path):
    found = search(TASK, 12, traded(), tmp_path)
    assert len(found.policies) >= 8
    assert all(abs(one.levers["autonomy"] - 0.7) < 0.15 for one in found.policies)
    assert max(one.levers["slack_share"] for one in found.policies) > 0.3
    assert min(one.levers["slack_share"] for one in found.policies) < 0.1
    assert found.excluded > 0
    assert found.tried.shape == (240, 2)


@pytest.mark.parametrize("sampler", ["nsga2", "nsga3"])
def test_the_same_seed_finds_the_same_policies_and_another_others(tmp_path, sampler):
    task = dataclasses.replace(TASK, sampler=sampler)
    one, other = (search(task, 3, traded(), tmp_path / name) for name in "ab")
    assert [each.levers for each in one.policies] == [each.levers for each in other.policies]
    third = search(dataclasses.replace(task, base=BASE.with_(seed=6)), 3, traded(), tmp_path / "c")
    assert [each.levers for each in one.policies] != [each.levers for each in third.policies]


def test_a_search_that_was_stopped_goes_on_and_ends_where_it_would_have(tmp_path):
    whole = search(TASK, 4, traded(), tmp_path / "whole")
    live = traded()

    def stopped(task, policies, lot):
        if len(live.calls) == 2:
            raise KeyboardInterrupt
        return live(task, policies, lot)

    with pytest.raises(KeyboardInterrupt):
        search(TASK, 4, stopped, tmp_path / "parts")
    again = traded()
    on = search(TASK, 4, again, tmp_path / "parts")
    assert [lot for lot, _ in again.calls] == [0, 0, 1]
    assert [one.levers for one in on.policies] == [one.levers for one in whole.policies]
    longer = traded()
    search(TASK, 5, longer, tmp_path / "parts")
    assert [lot for lot, _ in longer.calls] == [0, 1]
    idle = traded()
    search(TASK, 5, idle, tmp_path / "parts")
    assert idle.calls == []


def test_a_damaged_generation_is_evaluated_anew(tmp_path):
    search(TASK, 2, traded(), tmp_path)
    place = next((tmp_path / "generations").glob("*1.json"))
    place.write_text(place.read_text()[:50])
    again = traded()
    search(TASK, 2, again, tmp_path)
    assert [lot for lot, _ in again.calls] == [0]


def test_a_folder_of_another_search_is_refused(tmp_path):
    search(TASK, 1, traded(), tmp_path)
    with pytest.raises(ScenarioError, match="holds another search"):
        search(dataclasses.replace(TASK, levers=LEVERS[:1]), 1, traded(), tmp_path)


def test_luck_flatters_the_front_and_the_fresh_look_takes_it_back(tmp_path):
    found = search(TASK, 6, traded(rough=0.5), tmp_path)
    assert found.flattered["engagement"].value + found.flattered["profit"].value > 0.3
    assert all(one.thought != {name: told.value for name, told in one.fresh.items()} for one in found.policies)
    assert not all(one.holds for one in found.policies)


def test_without_luck_nothing_is_flattered(tmp_path):
    found = search(TASK, 3, traded(), tmp_path)
    assert found.flattered["engagement"].value == pytest.approx(0.0)
    assert all(one.holds for one in found.policies)


def test_regret_counts_what_was_within_reach_in_the_same_future():
    task = dataclasses.replace(TASK, robust="regret", conditions=(Stretch("demand", 0.9, 1.1),), draws=2)
    effects = np.array([[[1.0, -5.0], [0.0, 0.0]], [[0.0, -4.0], [0.0, 0.0]]])
    best = np.array([[1.0, -4.0], [0.0, 0.0]])
    assert scored(task, effects, best)[:, 0].tolist() == [-1.0, -1.0]
    assert scored(dataclasses.replace(task, robust="worst-decile"), effects)[:, 0].tolist() == [-5.0, -4.0]
    assert scored(dataclasses.replace(task, robust="mean"), effects)[:, 0].tolist() == [-2.0, -2.0]


def test_for_aims_that_less_is_better_the_worst_is_the_most():
    task = dataclasses.replace(TASK, aims=aims_of(["exhaustion", "price"]), robust="worst-decile")
    assert scored(task, np.array([[[1.0, 3.0], [0.0, 2.0]]])).tolist() == [[3.0, 2.0]]


def test_the_front_holds_what_no_other_betters():
    scores = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 2.0], [1.0, 0.5], [1.0, 1.0]])
    assert front_of(scores, np.array([1.0, 1.0])) == [0, 1, 2, 4]
    assert front_of(scores, np.array([1.0, -1.0])) == [1]


def test_a_large_front_is_shown_by_policies_that_lie_far_apart():
    line = np.linspace(0, 1, 101)
    taken = far_apart(np.stack([line, 1 - line], axis=1), 5)
    assert taken == [0, 25, 50, 75, 100] or np.ptp(np.diff(taken)) <= 26


def test_fresh_luck_is_other_luck_and_fresh_members_are_those_left_over():
    whole = Ensemble(tuple(Member(f"m{k}") for k in range(6)))
    task = dataclasses.replace(TASK, chosen=Reserved(Ensemble(whole.members[:4]), "a file", "", Ensemble(whole.members[4:])))
    later, seen = fresh_task(task)
    assert (later.base.seed != BASE.seed, later.base.replications, seen) == (True, 4, 2)
    assert [one.name for one in later.chosen.ensemble] == ["m4", "m5"]
    same, none = fresh_task(dataclasses.replace(TASK, chosen=Chosen(whole, "a file")))
    assert (same.chosen.ensemble, none) == (whole, 0)


def test_conditions_are_drawn_evenly_and_afresh_for_another_lot():
    task = dataclasses.replace(TASK, conditions=(Stretch("demand", 0.8, 1.2), Stretch("competitor", 0.0, 1.0)), draws=4)
    demand = sorted(one["demand"] for one in drawn(task, 0))
    assert [0.8 + 0.1 * k <= value <= 0.9 + 0.1 * k for k, value in enumerate(demand)] == [True] * 4
    assert drawn(task, 0) == drawn(task, 0)
    assert drawn(task, 0) != drawn(task, 1)


# --- what is not known --------------------------------------------------------------------------------------------------------------------------------


def test_what_is_not_known_of_a_company_that_ended_is_the_worst_there_and_never_better_than_the_baseline():
    gaps = np.array([[[[0.5, 0.2]], [[-3.0, -4.0]]], [[[-0.3, np.nan]], [[-9.0, -9.0]]], [[[np.nan, np.nan]], [[-8.0, np.nan]]]])
    over = np.array([[[[False, False]]], [[[False, True]]], [[[True, False]]]])
    told = filled(gaps, over, np.array([1.0, 1.0]))
    assert told[1, 0, 0].tolist() == [-0.3, 0.0], "the other policy is better than the baseline there, so nought is worse"
    assert told[2, 0, 0, 0] == -0.3
    assert np.isnan(told[2, 0, 0, 1]), "not because its company ended"
    assert told[2, 1, 0, 0] == -8.0, "what is known stays"
    assert filled(-gaps, over, np.array([-1.0, -1.0]))[2, 0, 0, 0] == 0.3


def test_a_future_in_which_the_baseline_ends_drops_no_policy_and_one_in_which_a_policy_ends_is_its_worst(monkeypatch):
    import sim.lab.search_live as living

    class Lives:
        weeks = 26

        def __init__(self, scenario):
            demand, slack = scenario.world["demand"], scenario.policy["slack_share"]
            self.ends = demand < 0.9 or (slack > 0.25 and demand < 1.0)
            self.engagement = np.nan if self.ends else slack

        def series(self, name):
            return np.full((2, 26), 0.0 if self.ends else 1.0)

        def reading_at(self, name, week):
            return np.full(2, self.engagement if name == "engagement" else 0.0 if self.ends else 100.0)

    monkeypatch.setattr(living, "run_chosen", lambda scenarios, chosen, **settings: [Lives(one) for one in scenarios])
    monkeypatch.setattr(living, "drawn", lambda task, lot: [{"demand": demand} for demand in (0.85, 0.95, 1.05)])
    task = dataclasses.replace(TASK, conditions=(Stretch("demand", 0.8, 1.2),), draws=3)
    lived = Living()(task, [{"slack_share": 0.3, "autonomy": 0.7}, {"slack_share": 0.05, "autonomy": 0.7}], 0)
    assert np.isnan(lived.effects[:, 0, 0]).all(), "nothing to compare with, for nobody"
    assert lived.effects[:, 0, 1] == pytest.approx([0.05 - 0.1] * 2), "as bad as the worst other policy there"
    assert lived.effects[:, 0, 2] == pytest.approx([0.2, -0.05])
    assert lived.effects[0, 1].tolist() == [0.0, -100.0, 0.0], "it earns nothing from then on"
    assert lived.ended == pytest.approx([1 / 3, 0.0])
    assert np.isfinite(scored(task, lived.effects)).all()


def test_a_search_goes_on_over_futures_that_say_nothing_and_counts_them(tmp_path):
    task = dataclasses.replace(TASK, conditions=(Stretch("demand", 0.9, 1.1),), draws=3)
    lives = traded(0.1, futures=3)

    def live(task, policies, lot):
        found = lives(task, policies, lot)
        found.effects[:, 0, 1] = np.nan
        return Lived(found.effects, np.full(len(policies), 0.02))

    found = search(task, 2, live, tmp_path)
    assert (found.excluded, found.silent) == (0, 1)
    assert all(np.isfinite(one.fresh["engagement"].value) and one.ended == 0.02 for one in found.policies)
    told = gone(found)
    assert "policy 1 (2 % of them more than under the baseline)" in told
    assert "In 1 fresh future the baseline's own companies ended" in told


def test_the_worst_tenth_and_the_mean_are_of_what_is_known():
    values = np.array([[[np.nan, 3.0, 1.0], [np.nan, np.nan, np.nan]]])
    assert mean_known(values)[0, 0] == 2.0
    assert np.isnan(mean_known(values)[0, 1])
    assert scored(dataclasses.replace(TASK, robust="worst-decile"), values)[0, 0] == 1.0
    assert np.isnan(scored(dataclasses.replace(TASK, robust="worst-decile"), values)[0, 1])


def test_futures_of_one_member_are_not_taken_for_independent():
    luck, covered, narrow = np.random.default_rng(4), 0, 0
    for _ in range(400):
        member, draw = luck.standard_normal((1, 4)), 0.5 * luck.standard_normal((8, 1))
        values = (member + draw + 0.3 * luck.standard_normal((8, 4))).ravel()
        told, naive = over_futures(values, 4), over_futures(values)
        covered += told.low <= 0.0 <= told.high
        narrow += naive.low <= 0.0 <= naive.high
    assert 0.92 <= covered / 400 <= 0.99
    assert narrow / 400 < 0.7
    alone = over_futures(np.array([1.0, 2.0, 3.0]))
    assert over_futures(np.array([1.0, np.nan, 2.0, 3.0])).low == pytest.approx(alone.low)
    assert over_futures(np.array([1.0, 2.0, 3.0]), 3).low == pytest.approx(alone.low), "one draw of several members"


# --- what is asked ------------------------------------------------------------------------------------------------------------------------------------


def test_levers_are_read_with_their_stretch_or_their_whole_range():
    assert stretches("--lever", ["slack_share=0:0.3", "autonomy"]) == (Stretch("slack_share", 0.0, 0.3), Stretch("autonomy", 0.0, 1.0))
    assert stretches("--condition", ["world.demand=0.8:1.2"]) == (Stretch("demand", 0.8, 1.2),)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["slack"], "is no lever"),
        (["autonmy"], "did you mean"),
        (["autonomy=0"], "write autonomy=LOW:HIGH"),
        (["autonomy=0:2"], "a stretch within 0 to 1"),
        (["autonomy=0.5:0.5"], "a stretch within 0 to 1"),
        (["autonomy=nan:1"], "a stretch within 0 to 1"),
        (["autonomy", "autonomy=0:1"], "is named twice"),
        ([], "name what may be chosen"),
    ],
)
def test_levers_that_cannot_be_searched_are_refused(given, said):
    with pytest.raises(ScenarioError, match=said):
        stretches("--lever", given)


@pytest.mark.parametrize(
    ("names", "said"), [(["enagement", "profit"], "did you mean"), (["engagement"], "two to 8 aims"), (["engagement", "heads"], "better neither way")]
)
def test_aims_that_cannot_be_traded_are_refused(names, said):
    with pytest.raises(ScenarioError, match=said):
        aims_of(names)


def test_the_usual_aims_are_three_voices_and_the_price():
    assert [(one.name, one.better) for one in aims_of([])] == [("engagement", "up"), ("satisfaction", "up"), ("cumulative_profit", "up"), ("price", "down")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"population": 5}, "even number"),
        ({"robust": "best"}, "--robust"),
        ({"sampler": "tpe"}, "--sampler"),
        ({"draws": 3}, "nothing to draw"),
        ({"robust": "regret"}, "several futures"),
    ],
)
def test_numbers_of_a_search_that_make_no_sense_are_told(change, said):
    assert any(said in line for line in problems(dataclasses.replace(TASK, **change), 3))


# --- with the engine ----------------------------------------------------------------------------------------------------------------------------------


def test_policies_are_lived_in_every_future_beside_the_baseline():
    task = dataclasses.replace(TASK, aims=aims_of(["engagement", "cumulative_profit", "price"]), conditions=(Stretch("demand", 0.8, 1.2),), draws=2)
    lived = Living()(task, [{"slack_share": BASE.policy["slack_share"], "autonomy": BASE.policy["autonomy"]}, {"slack_share": 0.3, "autonomy": 0.7}], 0)
    assert lived.effects.shape == (2, 3, 2)
    assert np.abs(lived.effects[0]).max() == 0.0
    assert (lived.effects[1, 1] != 0).all()
    assert lived.effects[1, 1, 0] != lived.effects[1, 1, 1]
    assert lived.effects[1, 2, 0] == lived.effects[1, 2, 1] > 0
    assert lived.ended.tolist() == [0.0, 0.0]


def test_a_policy_that_takes_more_hours_than_a_member_has_is_left_out_of_the_search():
    usual = reference_of(BASE)[0]
    policy = {"prioritisation": 1.0, "leader_listening": 0.9}
    BASE.with_(policy=policy)
    members = (Member("usual", {}, {"reference": usual}), Member("dear", {"practice.price_level": 3.0}, {"reference": usual}))
    task = dataclasses.replace(TASK, chosen=Chosen(Ensemble(members, {}), "a file"))
    lived = Living()(task, [policy, {"slack_share": 0.2}], 0)
    assert np.isnan(lived.effects[0]).all()
    assert np.isnan(lived.ended[0])
    assert np.isfinite(lived.effects[1]).all()


def test_a_policy_has_one_price_in_all_worlds_and_it_is_reckoned_once(monkeypatch):
    import sim.lab.search_live as living

    asked = []

    def reckoned(scenario):
        asked.append(scenario.policy["slack_share"])
        return price_of(scenario)

    monkeypatch.setattr(living, "price_of", reckoned)
    task = dataclasses.replace(TASK, aims=aims_of(["engagement", "price"]), conditions=(Stretch("demand", 0.8, 1.2),), draws=3)
    lived = Living()(task, [{"slack_share": 0.3, "autonomy": 0.7}], 0)
    assert asked == [BASE.policy["slack_share"], 0.3]
    policy, base = BASE.with_(policy={"slack_share": 0.3, "autonomy": 0.7}), BASE
    assert lived.effects[0, 1] == pytest.approx(price_of(policy.with_(world={"demand": 1.2})).total - price_of(base).total)


def test_futures_are_draws_and_within_them_members_and_members_differ():
    usual = reference_of(BASE)[0]
    members = [Member(f"near {k}", one, {"reference": usual}) for k, one in enumerate(({}, {"strain.load": 1.05}))]
    chosen = Chosen(Ensemble(tuple(members), {}), "a file")
    task = dataclasses.replace(TASK, conditions=(Stretch("demand", 0.8, 1.2),), draws=2, chosen=chosen)
    policy = {"slack_share": 0.3, "autonomy": 0.7}
    lived = Living()(task, [policy], 0)
    assert lived.effects.shape == (1, 2, 4)
    alone = Living()(dataclasses.replace(task, chosen=Chosen()), [policy], 0)
    assert np.allclose(lived.effects[0, :, ::2], alone.effects[0])
    assert not np.allclose(lived.effects[0, :, 1], lived.effects[0, :, 0])


@pytest.mark.parametrize(("asked", "count", "spare"), [(None, 8, 8), ("4", 4, 4), ("30", 20, 20), ("all", 20, 20), ("none", 0, 0)])
def test_members_are_kept_back_for_the_fresh_look(tmp_path, monkeypatch, asked, count, spare):
    path = tmp_path / "plausible.json"
    store.save(path, [Member(f"set {k}", {}, {"reference": dict.fromkeys(Balance._fields, 0.5)}) for k in range(40)], {})
    monkeypatch.setattr(store, "SHIPPED", path)
    found = reserved(asked, BASE.with_(replications=50))
    assert len(found.ensemble or ()) == count
    kept = getattr(found, "spare", None) or ()
    assert len(kept) == spare
    assert not {one.name for one in kept} & {one.name for one in found.ensemble or ()}


def test_levers_that_contradict_each_other_are_not_lived():
    task = dataclasses.replace(TASK, levers=(Stretch("slack_share", 0, 0.4), Stretch("compliance_load", 0, 0.25)))
    impossible = {"kpi_weight": 1.0, "csat_weight": 1.0, "joint_okr_weight": 1.0}
    lived = Living()(task, [impossible, {"slack_share": 0.2}], 0)
    assert np.isnan(lived.effects[0]).all()
    assert np.isnan(lived.ended[0])
    assert np.isfinite(lived.effects[1]).all()
