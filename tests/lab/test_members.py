"""Policies compared in members of an ensemble: which ones are taken, what is refused, and that members are what is counted."""

import dataclasses
import json

import numpy as np
import pytest
from scipy import stats

from sim.balance import Balance
from sim.ensemble import store
from sim.ensemble.store import Ensemble, EnsembleError, Member, save
from sim.lab.compare import Comparison
from sim.lab.experiment import compare
from sim.lab.members import Plausible, choose
from sim.lab.result import Result
from sim.reference.run import reference_of
from sim.scenario import load_scenario
from tests.lab.fake import fake

SMALL = load_scenario("small")
POLICY = dataclasses.replace(SMALL.with_(policy={"autonomy": 0.8}), name="freer")
NAMES = [f"set {k}" for k in range(10)]
CONSTANTS = dict.fromkeys(Balance._fields, 0.5)


def over(unknown, luck, each=2, members=10, **settings):
    """A baseline and a policy over made-up members, whose own effects and luck have known spreads (euro a week)."""
    draws = np.random.default_rng(3)
    extra = 1_000.0 + np.repeat(unknown * draws.standard_normal((members, 1)), each, axis=0) + luck * draws.standard_normal((members * each, 1))
    records = [fake(replications=members * each, **settings), fake(replications=members * each, extra_profit=extra, **settings)]
    for one in records:
        one.provenance.update(members=NAMES[:members], replications_a_member=each)
    return Comparison([Result(one) for one in records])


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """An ensemble that comes along, for the units of the reference; its constants are placeholders, and nothing is run with them."""
    path = tmp_path / "plausible.json"
    monkeypatch.setattr(store, "SHIPPED", path)

    def write(members=100):
        save(path, [Member(f"set {k}", {"strain.load": 2.0}, {"reference": CONSTANTS}) for k in range(members)], {"grade": "calibrated"})
        return path

    return write


@pytest.fixture(scope="module")
def real():
    """Three members near the default that borrow its own reference constants: right for the first, nearly right for the others."""
    usual = reference_of(SMALL)[0]
    own = ({}, {"strain.load": 1.02}, {"quality.care": 0.41})
    members = [Member(f"near {k}", one, {"reference": {**usual, "profit_week": usual["profit_week"] * (1 + k / 10)}}) for k, one in enumerate(own)]
    return Ensemble(tuple(members), {"grade": "made up"})


def test_members_are_what_the_interval_counts():
    comparison = over(unknown=800.0, luck=300.0)
    gap = comparison.difference("profit")
    means = comparison.paired("profit")[:, -52:].mean(axis=1).reshape(10, 2).mean(axis=1)
    expected = stats.ttest_1samp(means, 0.0).confidence_interval(0.95)
    assert (gap.mean, gap.low, gap.high) == pytest.approx((means.mean(), expected.low, expected.high))
    assert gap.counted == (int((means > 0).sum()), 10)
    assert gap.pairs == 20
    assert gap.scenario - gap.baseline == pytest.approx(gap.mean)
    dip = comparison.dip()
    assert dip.high - dip.low > 2 * (Comparison([_bare(one) for one in comparison.results]).dip().high - dip.depth)


def _bare(result):
    """The same companies, as if they were of no members."""
    return Result(dataclasses.replace(result.record, provenance={**result.provenance, "members": []}))


def test_the_two_kinds_of_doubt_are_told_apart_in_a_table_and_in_words():
    comparison = over(unknown=3_000.0, luck=1_000.0)
    luck, unknown = comparison.doubts()
    assert unknown.value > 2 * luck.value > 0
    row = comparison.table(("profit",))[0]
    assert (row["members"], row["pairs"]) == (10, 20)
    assert row["unknown_sd"] > row["luck_sd"] > 0
    assert row["members_low"] < row["difference"] < row["members_high"]
    verdict = comparison.verdict()
    for piece in ("10 plausible companies", "each by its mean", "luck alone makes ± €", "what we do not know about companies makes ± €", "the middle 90 %"):
        assert piece in verdict
    assert "pairs of identical companies" not in verdict


def test_one_replication_tells_nothing_apart_and_says_so():
    verdict = over(unknown=800.0, luck=300.0, each=1).verdict()
    assert "cannot be told apart" in verdict
    assert "luck alone makes" not in verdict


def test_where_luck_explains_all_it_is_said():
    comparison = next(one for one in (over(0.0, 1_000.0, members=k) for k in range(4, 11)) if one.profit().over.unknown == 0)
    assert "no further apart than luck explains" in comparison.verdict()


def test_what_is_earned_back_is_counted_by_member():
    comparison = over(unknown=3_000.0, luck=0.0)
    assert comparison.break_even().share == pytest.approx(np.mean(comparison.paired("cumulative_profit")[::2, -1] >= 0))


def test_without_members_nothing_is_said_of_them():
    plain = Comparison([Result(fake()), Result(fake(extra_profit=1_000.0))])
    assert plain.difference("profit").over is None
    assert "members" not in plain.table(("profit",))[0]
    assert "plausible" not in plain.verdict()
    with pytest.raises(ValueError, match="several members"):
        plain.doubts()


def test_results_of_other_members_do_not_pair():
    one, other = over(1.0, 1.0), over(1.0, 1.0)
    other.results[1].record.provenance["members"] = NAMES[::-1]
    with pytest.raises(ValueError, match="same members"):
        Comparison([one.results[0], other.results[1]])


def test_without_a_shipped_ensemble_the_default_company_is_taken_and_nothing_said(monkeypatch, tmp_path):
    monkeypatch.setattr(store, "SHIPPED", tmp_path / "none.json")
    assert (choose(None, [SMALL]).ensemble, choose(None, [SMALL]).note) == (None, "")
    for asked in ("all", "8", 8):
        with pytest.raises(EnsembleError, match="make calibrate"):
            choose(asked, [SMALL])


def test_a_shipped_ensemble_is_taken_unasked_and_no_more_of_it_than_scenarios_bear(shipped):
    shipped()
    assert len(choose(None, [SMALL, POLICY]).ensemble) == 64
    assert len(choose(None, [SMALL.with_(replications=20), SMALL]).ensemble) == 20
    assert len(choose(None, [SMALL.with_(replications=1)]).ensemble) == 8
    assert choose("none", [SMALL]).ensemble is None
    assert [len(choose(asked, [SMALL]).ensemble) for asked in ("all", "100", 7)] == [100, 100, 7]
    assert choose(None, [SMALL]).about()["source"] == "plausible.json"


def test_what_is_asked_for_and_not_there_is_refused(shipped, tmp_path):
    shipped(9)
    for asked in ("0", "10", "-1", 99999999999):
        with pytest.raises(EnsembleError, match="between 1 and 9"):
            choose(asked, [SMALL])
    for asked in ("al", tmp_path, tmp_path / "none.json", "new\nline"):
        with pytest.raises(EnsembleError, match="no such file") as refused:
            choose(asked, [SMALL])
        assert "\n" not in refused.value.problems[0]


def test_a_shipped_ensemble_that_does_not_fit_is_left_out_and_the_reason_said(shipped):
    path = shipped(9)
    own = choose(None, [SMALL, SMALL.with_(parameters={"strain.load": 1.1})])
    other = choose(None, [load_scenario("branches40")])
    for chosen, why in ((own, "sets numbers of the model itself (strain.load)"), (other, "has no reference for units as in branches40")):
        assert chosen.ensemble is None
        assert why in chosen.note
        assert "--members 9" in chosen.note
    found = json.loads(path.read_text())
    found["provenance"]["rules"] = "0" * 16
    path.write_text(json.dumps(found))
    stale = choose(None, [SMALL])
    assert stale.ensemble is None
    assert "made for other rules" in stale.note
    with pytest.raises(EnsembleError, match="made for other rules"):
        choose(path, [SMALL])
    path.write_text("{")
    assert "damaged" in choose(None, [SMALL]).note


def test_a_comparison_lives_in_members_each_against_its_own_reference(real):
    comparison = compare(SMALL, POLICY, members=real, weeks=60, seed=4)
    assert comparison.members == ["near 0", "near 1", "near 2"]
    assert (comparison.replications, comparison.each) == (6, 2)
    base = comparison.base
    assert isinstance(base, Plausible)
    assert base.provenance["ensemble"] == {"source": "an ensemble", "hash": real.fingerprint(), "grade": "made up", "rules": "any"}
    assert np.array_equal(base.series("margin_year")[4:], base.parts[2].series("margin_year"))
    assert base.parts[2].reading.yard("profit_week") == pytest.approx(1.2 * base.parts[0].reading.yard("profit_week"))
    assert comparison.year_of_profit() == pytest.approx(52 * 1.1 * base.parts[0].reading.yard("profit_week"))
    yearly = base.series("profit")[:, :52].sum(axis=1).reshape(3, 2)
    assert base.luck_of_a_year() == pytest.approx(np.sqrt(yearly.var(axis=1, ddof=1).mean()))
    assert base.outcome("stall_week").shape == (6,)


def test_the_default_member_lives_as_the_default_company_does(real):
    comparison = compare(SMALL, POLICY, members=Ensemble(real.members[:1]), replications=3, weeks=13, seed=4)
    plain = compare(SMALL, POLICY, members="none", replications=3, weeks=13, seed=4)
    for name in ("profit", "engagement", "voice_customer"):
        assert np.array_equal(comparison.paired(name), plain.paired(name)), name
    assert not comparison.several
    assert comparison.profit() == plain.profit()


def test_scenarios_of_other_organisations_keep_their_places(real):
    larger = dataclasses.replace(SMALL.with_(organisation={"units": 2}), name="larger")
    comparison = compare(SMALL, larger, POLICY, members=real, weeks=4, replications=1)
    assert [one.scenario.name for one in comparison.results] == ["small", "larger", "freer"]
    assert comparison.results[1].mean("heads")[0] > 1.5 * comparison.results[0].mean("heads")[0]
    assert comparison.results[2].mean("heads")[0] == pytest.approx(comparison.results[0].mean("heads")[0])


def test_more_companies_of_a_member_cost_no_other_luck_of_the_first_ones(real):
    few, many = (compare(SMALL, POLICY, members=Ensemble(real.members[:1]), replications=count, weeks=8) for count in (2, 4))
    assert np.array_equal(few.base.series("profit"), many.base.series("profit")[:2])


@pytest.mark.slow
def test_numbers_of_a_scenario_go_before_the_members_and_references_are_solved(real):
    changed = SMALL.with_(parameters={"quality.care": 0.45})
    comparison = compare(SMALL, changed, members=Ensemble(real.members[1:]), weeks=26)
    assert comparison.members == ["near 1", "near 2"]
    assert not np.array_equal(comparison.base.series("quality"), comparison.results[1].series("quality"))
