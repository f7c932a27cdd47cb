"""The ledger is run once for all claims, goes on after a stop, and knows what has changed."""

import dataclasses
import json

import numpy as np
import pytest

from sim.ensemble.store import Ensemble, Member, load
from sim.lab.claims_file import load_ledger
from sim.lab.claims_members import ALONE, drawn, ensemble
from sim.lab.claims_readings import read
from sim.lab.claims_runs import Settings, run_ledger
from sim.lab.result import Result
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.keys import parameter_keys
from tests.lab.claims import GOOD, Counting, written
from tests.lab.fake import YARDSTICK, fake

PLANTED = {"free": 0.5, "freer": 0.7}


@pytest.fixture
def ledger(tmp_path):
    return load_ledger(written(tmp_path))


def test_each_arm_is_run_once_and_each_claim_is_judged(ledger):
    engine = Counting(**PLANTED)
    first, second = run_ledger(ledger, settings=Settings(8), runner=engine)
    assert sorted(engine.asked) == ["free", "freer", "reference"]
    assert (first.verdict, first.effect.mean) == ("holds", pytest.approx(0.5))
    assert (second.verdict, second.effect.mean) == ("contradicted", pytest.approx(-0.3))


def test_what_is_done_is_not_done_again(ledger, tmp_path):
    settings = Settings(8, out=tmp_path / "out")
    before = run_ledger(ledger, settings=settings, runner=Counting(**PLANTED))
    again = Counting(**PLANTED)
    assert run_ledger(ledger, settings=settings, runner=again) == before
    assert again.asked == []


def test_a_run_that_was_stopped_goes_on(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.lab.claims_runs.AT_ONCE", 1)
    settings = Settings(8, out=tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        run_ledger(ledger, settings=settings, runner=Counting(breaks_at=2, **PLANTED))
    rest = Counting(**PLANTED)
    found = run_ledger(ledger, settings=settings, runner=rest)
    assert len(rest.asked) == 1
    assert found == run_ledger(ledger, settings=Settings(8), runner=Counting(**PLANTED))


def test_a_new_claim_uses_what_was_run(tmp_path):
    settings = Settings(8, out=tmp_path / "out")
    run_ledger(load_ledger(written(tmp_path)), settings=settings, runner=Counting(**PLANTED))
    turned = load_ledger(written(tmp_path, GOOD.replace('direction = "up"', 'direction = "down"')))
    engine = Counting(**PLANTED)
    assert [one.verdict for one in run_ledger(turned, settings=settings, runner=engine)] == ["contradicted", "holds"]
    assert engine.asked == []


def test_an_effect_can_be_held_against_earlier_weeks(tmp_path):
    text = GOOD.replace("weeks = [53, 104]", "weeks = [53, 104]\nsince = [1, 52]", 1)
    first, _ = run_ledger(load_ledger(written(tmp_path, text)), settings=Settings(8), runner=Counting(**PLANTED))
    assert first.effect.mean == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("what", ["arm", "seed", "replications", "member"])
def test_what_has_changed_is_run_anew(ledger, tmp_path, what):
    settings = Settings(8, out=tmp_path / "out")
    run_ledger(ledger, settings=settings, runner=Counting(**PLANTED))
    company = ALONE
    if what == "arm":
        ledger = load_ledger(written(tmp_path, GOOD.replace("autonomy = 0.9", "autonomy = 0.8")))
    elif what == "member":
        company = Ensemble((Member("other", {"strain.commit": 0.2}),))
    else:
        settings = dataclasses.replace(settings, **{what: 9})
    engine = Counting(**PLANTED)
    run_ledger(ledger, company, settings, runner=engine)
    assert sorted(engine.asked) == (["free", "freer"] if what == "arm" else ["free", "freer", "reference"])


@pytest.mark.parametrize("rubbish", ["", "{", "[]", '{"engagement@53-104": 3}', '{"identity": 3}'])
def test_a_damaged_shard_counts_as_none(ledger, tmp_path, rubbish):
    settings = Settings(8, out=tmp_path / "out")
    before = run_ledger(ledger, settings=settings, runner=Counting(**PLANTED))
    for shard in (tmp_path / "out").rglob("*.json"):
        shard.write_text(rubbish, encoding="utf-8")
    assert run_ledger(ledger, settings=settings, runner=Counting(**PLANTED)) == before


def test_shards_are_plain_data(ledger, tmp_path):
    run_ledger(ledger, settings=Settings(8, out=tmp_path / "out"), runner=Counting(**PLANTED))
    for shard in (tmp_path / "out").rglob("*.json"):
        json.loads(shard.read_text(encoding="utf-8"), parse_constant=pytest.fail)


def test_members_are_tried_one_by_one(ledger):
    members = Ensemble((Member("a"), Member("b", {"strain.commit": 0.2})))
    found = run_ledger(ledger, members, Settings(8), runner=Counting(**PLANTED))
    assert [one.member for one in found[0].members] == ["a", "b"]
    assert (found[0].share, found[0].effect.count) == (1.0, 2)


def test_members_that_are_run_in_parts_are_judged_as_one_ensemble(ledger, monkeypatch, tmp_path):
    members = Ensemble(tuple(Member(f"m{k}") for k in range(5)))
    whole = run_ledger(ledger, members, Settings(8), runner=Counting(**PLANTED))
    monkeypatch.setattr("sim.ensemble.run.ROWS_AT_ONCE", 16)
    settings, engine = Settings(8, out=tmp_path / "out"), Counting(**PLANTED)
    assert run_ledger(ledger, members, settings, runner=engine) == whole
    assert len(engine.asked) == 3 * 3
    longer = Ensemble((*members.members[:4], *(Member(f"n{k}") for k in range(2))))
    again = Counting(**PLANTED)
    assert len(run_ledger(ledger, longer, settings, runner=again)[0].members) == 6
    assert len(again.asked) == 3, "whole parts that were run before are not run again"


# --- readings ---------------------------------------------------------------------------------------------------------------------------------------------


def test_profit_is_told_in_years_of_the_reference():
    result = Result(fake(luck=0.0, weeks=104))
    week = float(result.series("profit")[0, 0])
    assert read(result, "cumulative_profit", 1, 104)[0] == pytest.approx(104 * week / (52 * YARDSTICK["profit_week"]))
    assert read(result, "cumulative_profit", 53, 104)[0] == pytest.approx(52 * week / (52 * YARDSTICK["profit_week"]))
    assert read(result, "profit", 1, 52)[0] == pytest.approx(week / YARDSTICK["profit_week"])
    assert read(result, "customers", 1, 52)[0] == pytest.approx(1.0)


def test_weeks_are_counted_from_one_and_both_ends_count():
    result = Result(fake(weeks=104, wait=np.arange(1.0, 105.0)))
    assert read(result, "wait", 3, 5)[0] == pytest.approx(4.0)
    assert read(result, "wait", 104, 104)[0] == pytest.approx(104.0)


def test_single_places_are_read_from_what_was_recorded():
    record = fake(replications=2, weeks=4)
    record.parts["teams.example"] = np.broadcast_to(np.array([1.0, 3.0]), (2, 4, 2))
    record.parts["people.prosocial"] = np.broadcast_to(np.array([1.0, -1.0, 0.0, 2.0]), (2, 4, 4))
    record.parts["people.present"] = np.broadcast_to(np.array([1.0, 1.0, 1.0, 0.0]), (2, 4, 4))
    record.parts["people.engagement"] = np.broadcast_to(np.array([0.5, 0.1, 9.0, 9.0]), (2, 4, 4))
    assert read(Result(record), "spread(teams.example)", 1, 4) == pytest.approx(1.0)
    assert read(Result(record), "prosocial(people.engagement)", 1, 4) == pytest.approx(0.4)


def test_arms_are_recorded_where_a_claim_asks(tmp_path):
    text = GOOD.replace('measure = "engagement"', 'measure = "prosocial(people.engagement)"', 1).replace("weeks = [53, 104]", "weeks = [2, 4]")
    asked = []

    def engine(scenarios, members, *, record, **rest):
        asked.append(tuple(record))
        results = Counting()(scenarios, members, **rest)
        for (one,) in results:
            one.record.parts.update({name: np.ones((rest["replications"], rest["weeks"], 2)) for name in record})
        return results

    run_ledger(load_ledger(written(tmp_path, text)), settings=Settings(2), runner=engine)
    assert ("people.engagement", "people.present", "people.prosocial") in asked
    assert () in asked


# --- members ----------------------------------------------------------------------------------------------------------------------------------------------


def test_drawn_members_lie_within_their_ranges_about_the_default_and_are_the_same_again():
    some = drawn(4)
    assert some.members == drawn(4).members
    assert some.members == drawn(8).members[:4]
    assert some.grade == "assumed"
    for name, key in parameter_keys().items():
        values = [member.parameters[name] for member in some.members]
        assert all(key.low <= value <= key.high for value in values)
        assert len(set(values)) > 1
    load_scenario("reference").with_(parameters=dict(some.members[0].parameters))


def test_members_are_those_that_come_along_by_number_or_all_or_are_drawn_when_that_is_said():
    whole = load()
    assert ensemble("all").members == whole.members
    assert ensemble("3").members == whole.members[:3]
    assert ensemble("none") == ensemble(None) == ALONE
    assert ensemble("assumed:3").members == drawn(3).members
    for asked in (str(len(whole) + 1), "assumed:0"):
        with pytest.raises(ScenarioError, match="must lie between 1 and"):
            ensemble(asked)


def test_a_file_of_members_is_read_and_its_problems_are_told(tmp_path):
    path = tmp_path / "members.json"
    path.write_text(json.dumps({"provenance": {"seed": 3}, "members": [{"name": "a", "parameters": {"strain.commit": 0.1}}, {"parameters": {}}]}))
    found = ensemble(str(path))
    assert [one.name for one in found.members] == ["a", "member-2"]
    assert found.members[0].parameters == {"strain.commit": 0.1}
    for wrong, words in (
        ([{"parameters": {"strain.comit": 0.1}}], "did you mean strain.commit"),
        ([{"parameters": {"strain.commit": 1e9}}], "out of range"),
        ([{"balances": {"reference": {}}}], "lacks reference constants"),
        ([{"balances": {"referense": {}}}], "did you mean reference"),
        ([{"name": "a"}, {"name": "a"}], "bear one name"),
        ([], "no parameter set"),
        ([3], "must be a table"),
    ):
        path.write_text(json.dumps({"members": wrong}))
        with pytest.raises(ScenarioError, match=words):
            ensemble(str(path))
    path.write_text(json.dumps({"provenance": {"rules": "others"}, "members": [{"name": "a"}]}))
    with pytest.raises(ScenarioError, match="made for other rules"):
        ensemble(str(path))
    path.write_text("{")
    with pytest.raises(ScenarioError, match="damaged"):
        ensemble(str(path))
    for asked, words in (("0", "between 1"), ("nowhere.json", "no such file")):
        with pytest.raises(ScenarioError, match=words):
            ensemble(asked)


@pytest.mark.thorough
def test_two_claims_are_run_by_the_engine_itself(tmp_path):
    text = GOOD.replace("weeks = [53, 104]", "weeks = [1, 8]").replace("policy = { autonomy = 0.9 }", 'extends = "small", policy = { autonomy = 0.9 }')
    text = text.replace('scenario = "free"\n', 'scenario = "free"\nbaseline = "small"\n', 1).replace('"reference"]', '"small"]')
    first, second = run_ledger(load_ledger(written(tmp_path, text)), settings=Settings(4))
    assert first.effect.count == second.effect.count == 4
    assert np.isfinite([first.effect.low, second.effect.high]).all()
