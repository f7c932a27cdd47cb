"""Members share blocks, and each runs as it would alone."""

import json

import numpy as np
import pytest

from sim.balance import Balance
from sim.engine.run import run_with
from sim.ensemble import references
from sim.ensemble.references import constants_of
from sim.ensemble.run import parts_of, run_ensemble, run_members
from sim.ensemble.store import Ensemble, EnsembleError, Member
from sim.reference.run import reference_of
from sim.scenario import load_scenario

SMALL = load_scenario("small")


@pytest.fixture(scope="module")
def ensemble():
    usual = reference_of(SMALL)[0]
    other = Member("other", {"strain.load": 1.0, "quality.care": 0.4}, {"reference": {**usual, "price": 300.0}})
    return Ensemble((Member("plain", {}, {"reference": usual}), other), {})


def test_a_member_among_others_runs_as_it_would_alone(ensemble):
    policy = SMALL.with_(policy={"autonomy": 0.8})
    here = run_ensemble([SMALL, policy], ensemble, replications=10, seed=4, weeks=26)
    member = ensemble.members[1]
    alone = run_with([policy.with_(parameters=dict(member.parameters))], [member.balance_for(SMALL)], [{}], replications=20, seed=4, weeks=26)[0]
    plain = run_with([SMALL], [ensemble.members[0].balance_for(SMALL)], [{}], replications=20, seed=4, weeks=26)[0]
    for name in ("profit", "engagement", "satisfaction", "quits"):
        assert np.array_equal(here[1].weekly[name][10:], alone.weekly[name][10:]), name
        assert np.array_equal(here[0].weekly[name][:10], plain.weekly[name][:10]), name
    assert here[0].provenance["members"] == ["plain", "other"]


def test_scenarios_that_an_ensemble_cannot_run_are_refused_in_words(ensemble):
    with pytest.raises(EnsembleError, match="sets parameters itself"):
        run_ensemble([SMALL.with_(parameters={"strain.load": 1.0})], ensemble, replications=1, seed=1, weeks=1)
    with pytest.raises(EnsembleError, match="no reference constants"):
        run_ensemble([load_scenario("branches40")], ensemble, replications=1, seed=1, weeks=1)


def test_members_run_in_parts_as_they_would_all_at_once(ensemble):
    policy = SMALL.with_(policy={"autonomy": 0.8})
    asked = {"replications": 6, "seed": 4, "weeks": 13}
    whole = run_members([SMALL, policy], ensemble.members, **asked)
    later = run_members([SMALL, policy], ensemble.members[1:], first=1, **asked)
    both = run_ensemble([SMALL, policy], ensemble, **asked)
    for name in ("profit", "engagement", "quits"):
        assert np.array_equal(whole[1][1].weekly[name], later[1][0].weekly[name]), name
        assert np.array_equal(np.concatenate([one.weekly[name] for one in whole[1]]), both[1].weekly[name]), name
    assert whole[1][1].provenance["members"] == ["other"]


def test_a_member_is_told_in_its_own_profit(ensemble):
    dear = Member("dear", {}, {"reference": {**ensemble.members[0].balances["reference"], "profit_week": 77.0}})
    one, other = run_members([SMALL], [ensemble.members[0], dear], replications=1, seed=1, weeks=1)[0]
    assert other.yardstick["profit_week"] == 77.0 * SMALL.organisation.units
    assert one.yardstick["profit_week"] == ensemble.members[0].balance_for(SMALL)["profit_week"]


def test_members_are_cut_into_parts_of_whole_members():
    members = [Member(f"m{k}") for k in range(40)]
    parts = parts_of(members, 8)
    assert [first for first, _ in parts] == [0, 16, 32]
    assert [one for _, some in parts for one in some] == members
    assert [len(some) for _, some in parts_of(members[:2], 1000)] == [1, 1]


def test_constants_that_are_not_known_are_solved_once_and_kept(ensemble, monkeypatch, tmp_path):
    monkeypatch.setenv("TRIVOX_CACHE", str(tmp_path))
    usual, asked = dict(ensemble.members[0].balances["reference"]), []

    def solve(base, members, places, *_):
        asked.append((dict(base.parameters), [one.name for one in members], list(places)))
        return [{**usual, "price": 100.0 + place} for place in places]

    monkeypatch.setattr(references, "_solve", solve)
    bare = Member("bare", {"strain.load": 1.3})
    members = [ensemble.members[1], bare, Member()]
    found = constants_of(SMALL, members, first=4)
    assert [one["price"] for one in found] == [300.0, 105.0, reference_of(SMALL)[0]["price"]]
    assert constants_of(SMALL, members, first=4) == found
    assert asked == [({}, ["bare"], [5])]
    changed = constants_of(SMALL.with_(parameters={"strain.load": 1.1}), members, first=4)
    assert changed[0]["price"] == 104.0, "a member's own constants were made without the scenario's parameters"
    for file in (tmp_path / "members").glob("*.json"):
        file.write_text(json.dumps({"1": {"price": 3}}))
    assert constants_of(SMALL, members, first=4) == found
    assert len(asked) == 3


def test_the_search_for_a_member_begins_as_far_from_the_default_company_as_its_own_lies(ensemble):
    usual = dict(ensemble.members[0].balances["reference"])
    assert references._apart(Member("bare", {"strain.load": 1.3})).tolist() == [0.0] * len(usual)
    same = reference_of(load_scenario("reference"))[0]
    units = load_scenario("reference").organisation.units
    at_home = Member("home", {}, {"reference": {**same, "profit_week": same["profit_week"] / units}})
    assert np.abs(references._apart(at_home)).max() < 1e-12
    moved = Member("moved", {}, {"reference": {**at_home.balances["reference"], "quit_base": same["quit_base"] + 0.25}})
    apart = dict(zip(Balance._fields, references._apart(moved), strict=True))
    assert apart.pop("quit_base") == pytest.approx(0.25)
    assert max(map(abs, apart.values())) < 1e-12


def test_what_does_not_stand_still_is_tried_under_other_luck_before_it_is_searched_for_alone(monkeypatch, tmp_path):
    """Of three members one stands at once, one at the second attempt, one never; only that one is searched for alone."""
    monkeypatch.setenv("TRIVOX_CACHE", str(tmp_path))
    need, lots, alone = {1.1: 0, 1.2: 1, 1.3: 99}, [], []
    size = len(Balance._fields)

    def solve_sets(scenario, sets, starts, matrix, rounds):
        lots.append((sets.first, [round(one.strain.load, 2) for one in sets.parameters]))
        return references.many.Solved(starts, np.zeros((1, len(starts))))

    def observe_sets(scenario, sets, vectors):
        turn = (sets.first - references.FRESH) // references.ANEW
        return np.array([[0.0 if turn >= need[round(one.strain.load, 2)] else 1.0] * size for one in sets.parameters])

    monkeypatch.setattr(references, "solve_sets", solve_sets)
    monkeypatch.setattr(references, "observe_sets", observe_sets)
    monkeypatch.setattr(references, "slopes_for", lambda *_: None)
    monkeypatch.setattr(references, "step_matrix", lambda *_: None)
    monkeypatch.setattr(references, "size_of", lambda found: found.max(axis=1))
    monkeypatch.setattr(references, "_alone", lambda company, start, _: alone.append(company.parameters["strain.load"]) or start)
    constants_of(SMALL, [Member(f"m{load}", {"strain.load": load}) for load in need])
    assert [names for _, names in lots] == [[1.1, 1.2, 1.3], [1.2, 1.3], [1.3]]
    assert len({first for first, _ in lots}) == 3, "each attempt has luck of its own"
    assert alone == [1.3]


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_references_solved_side_by_side_stand_still(monkeypatch, tmp_path):
    monkeypatch.setenv("TRIVOX_CACHE", str(tmp_path))
    monkeypatch.setattr(references, "_alone", lambda *_: pytest.fail("searched for alone"))
    found = constants_of(SMALL, [Member("a", {"strain.load": 1.3}), Member("b", {"quality.care": 0.45})])
    assert found[0]["profit_week"] != found[1]["profit_week"]
