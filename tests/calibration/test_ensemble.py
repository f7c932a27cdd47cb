"""An ensemble is data: what does not belong to today's rules is refused with a line that says why."""

import json

import pytest

from sim.balance import Balance
from sim.ensemble.store import EnsembleError, Member, load, load_or_default, save
from sim.reference.store import rules_hash
from sim.scenario import load_scenario

CONSTANTS = {name: 0.5 + 0.001 * place for place, name in enumerate(Balance._fields)} | {"profit_week": 1234.5678}
MEMBERS = [Member(f"set {k}", {"strain.load": 2.0 + 0.1 * k}, {"reference": CONSTANTS, "branches40": CONSTANTS}) for k in range(3)]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plausible.json"
    save(path, MEMBERS, {"seed": 1, "points": 3})
    return path


def spoilt(file, change):
    found = json.loads(file.read_text())
    change(found)
    file.write_text(json.dumps(found))
    return file


def test_what_is_written_is_read(file):
    found = load(file)
    assert [one.name for one in found] == ["set 0", "set 1", "set 2"]
    assert found.members[1].parameters == {"strain.load": 2.1}
    assert found.members[0].balances["reference"] == pytest.approx(CONSTANTS, rel=1e-6)
    assert found.provenance["rules"] == rules_hash()
    assert len(found.first(2)) == 2


def test_a_member_serves_every_organisation_of_the_same_make_up(file):
    one = load(file).members[0]
    assert one.balance_for(load_scenario("small"))["profit_week"] == pytest.approx(1234.568)
    assert one.balance_for(load_scenario("people_first"))["profit_week"] == pytest.approx(6 * 1234.568)
    assert one.balance_for(load_scenario("branches"))["profit_week"] == pytest.approx(200 * 1234.568)
    assert one.balance_for(load_scenario("one_big_team")) is None or load_scenario("one_big_team").organisation.teams_per_unit == 4


@pytest.mark.parametrize(("change", "words"), [
    (lambda found: found["provenance"].update(rules="0" * 16), "made for other rules"),
    (lambda found: found.pop("members"), "damaged"),
    (lambda found: found["members"].clear(), "holds no parameter set"),
    (lambda found: found["members"][0].update(name="set 1"), "bear one name"),
    (lambda found: found["members"][0]["parameters"].update({"strain.lode": 1.0}), "unknown parameter"),
    (lambda found: found["members"][0]["parameters"].update({"strain.load": 99.0}), "out of range"),
    (lambda found: found["members"][0]["balances"]["reference"].pop("price"), "reference constants"),
    (lambda found: found["members"][0].update(parameters=[1.0]), "must be a table"),
    (lambda found: found["members"][0]["parameters"].update({"finance.subscription": 0.8, "finance.sales": 0.3}), "add up to 1.1"),
    (lambda found: found["provenance"].pop("rules"), "rules: is missing"),
], ids=["rules", "no members", "empty", "names", "unknown", "outside", "constants", "list", "revenue", "no rules"])
def test_what_does_not_fit_is_refused_with_the_reason(file, change, words):
    with pytest.raises(EnsembleError, match=words):
        load(spoilt(file, change))


def test_without_an_ensemble_the_defaults_have_to_do_and_it_is_said(tmp_path):
    nothing, why = load_or_default(tmp_path / "none.json")
    assert nothing is None
    assert "default parameters alone" in why
    assert "make calibrate" in why
    (tmp_path / "torn.json").write_text('{"provenance": {"ru')
    assert "damaged" in load_or_default(tmp_path / "torn.json")[1]
