"""A fit finds the situation of a company that was made by a known member, weighs members only by what repeats itself, and says what it does not know."""

import json

import numpy as np
import pytest

from sim.balance import Balance
from sim.ensemble.store import Ensemble, Member, load, save
from sim.lab import fit_files
from sim.lab.fit import Repeats, fit, repeated, weights_of
from sim.lab.fit_aggregates import AGGREGATES, latent_answer
from sim.lab.fit_company import Company
from sim.lab.fit_report import drawn, parameters_found, report
from sim.lab.fit_situation import HANDLES, handles_for, layout_of
from sim.scenario import ScenarioError, load_scenario
from tests.lab.fit_world import FakeWorld, company, simulated

TOLD = ("turnover", "absence", "engagement", "satisfaction", "margin", "churn")
PEOPLE = 80.0


def members(count, **more):
    draws = np.random.default_rng(2)
    lows = {"strain.load": (1.0, 2.0), "quality.care": (0.3, 0.6), "turnover.engagement": (0.35, 0.6)}
    return [Member(f"set {k}", {name: round(float(draws.uniform(*ends)), 5) for name, ends in lows.items()}, **more) for k in range(count)]


def fitted(one, layout, world):
    return fit(one, layout, [f"set {k}" for k in range(world.members)], world.lived, PEOPLE)


def covered(trials, told=TOLD):
    """How often the range of nine of ten holds the situation that a company was made in, by handle, and how large it is against none."""
    inside, wide = [], []
    for seed in range(trials):
        draws = np.random.default_rng(1000 + seed)
        layout = layout_of(company(told))
        truth = draws.standard_normal(len(layout.handles))
        made, layout, world = simulated(told, int(draws.integers(24)), truth, seed)
        places = drawn(fitted(made, layout, world), 2000)
        low, high = np.quantile(places, [0.05, 0.95], axis=0)
        inside.append((low <= truth) & (truth <= high))
        wide.append(places.std(axis=0))
    return np.array(inside), np.array(wide)


def test_the_situation_of_a_made_company_lies_in_its_range_about_as_often_as_is_said():
    inside, wide = covered(40)
    assert 0.82 < inside.mean() < 0.97
    names = [one.name for one in layout_of(company(TOLD)).handles]
    left = dict(zip(names, wide.mean(axis=0), strict=True))
    assert left["labour_market"] < 0.6
    assert left["alternatives"] < 0.7


@pytest.mark.thorough
def test_the_range_of_each_circumstance_holds_what_is_true_in_nine_of_ten_companies():
    inside, _ = covered(100)
    reach = 3 * np.sqrt(0.9 * 0.1 / 100)
    assert np.all(np.abs(inside.mean(axis=0) - 0.9) < reach + 0.04), inside.mean(axis=0)


def test_levels_alone_hardly_part_members_and_own_levels_do():
    plain, layout, world = simulated(("turnover", "margin", "engagement"), 3, np.zeros(8), 1)
    assert fitted(plain, layout, world).effective > 12
    telling, layout, world = simulated(("payroll", "overtime", "burnout", "turnover"), 3, np.zeros(8), 1)
    found = fitted(telling, layout, world)
    assert found.effective < 8
    assert found.weights[3] > 2 / 24
    assert found.repeats.share > 0.8


def test_members_that_are_alike_keep_equal_weights_whatever_luck_says():
    one = company(TOLD, turnover=0.2)
    world = FakeWorld(layout_of(one), unlike=0.0, seed=9)
    found = fitted(one, layout_of(one), world)
    assert found.effective > 20
    assert found.weights.max() < 0.12


def test_an_ordinary_company_gets_the_ordinary_situation():
    one = company(TOLD)
    found = fitted(one, layout_of(one), FakeWorld(layout_of(one)))
    assert np.abs(found.common).max() < 0.15
    assert np.abs(found.off).max() < 0.5


def test_the_common_situation_moves_the_way_the_numbers_do():
    one = company(TOLD, turnover=0.25, margin=0.04)
    found = dict(zip([h.name for h in layout_of(one).handles], fitted(one, layout_of(one), FakeWorld(layout_of(one))).common, strict=True))
    assert found["labour_market"] > 0.3
    assert found["competitor"] > 0.2
    assert found["price_level"] < -0.2


def test_a_company_like_none_is_told_so_with_what_it_is_near_and_off():
    one = company(("turnover", "utilisation", "engagement"), utilisation=0.35)
    told = report(fitted(one, layout_of(one), FakeWorld(layout_of(one))), members(24))
    assert told.outside
    assert told.far == ("utilisation",)
    assert "engagement" in told.near
    assert not report(fitted(company(TOLD), layout_of(company(TOLD)), FakeWorld(layout_of(company(TOLD)))), members(24)).outside


def test_what_is_known_is_set_and_not_looked_for():
    bare = company(("turnover", "engagement"))
    one = Company("ours", 400, None, None, bare.told, {"autonomy": 0.7}, {})
    assert "autonomy" not in {handle.name for handle in handles_for(one)}
    layout = layout_of(one)
    assert layout.values(np.zeros((2, len(layout.handles))))[:, -1].tolist() == [0.7, 0.7]
    assert layout.ordinary(1)[0, -1] == 0.5
    assert fit_files.situation_of(fitted(one, layout, FakeWorld(layout)))["autonomy"] == 0.7


def test_circumstances_that_no_number_speaks_of_are_not_looked_for():
    assert {one.name for one in handles_for(company(("turnover",)))} == {"labour_market", "autonomy", "recovery"}
    assert {one.name for one in handles_for(company(("churn",)))} == {"competitor", "alternatives"}


def test_every_handle_is_a_lever_or_condition_that_explains_numbers_that_are_told():
    for one in HANDLES:
        assert one.value(np.array([-99.0, 0.0, 99.0])).tolist()[1] == one.reference
        assert set(one.moves) <= set(AGGREGATES)


def test_scores_that_do_not_repeat_are_drawn_together():
    score = np.array([0.0, -3.0, -6.0])
    assert weights_of(score, Repeats(0.0, 1.0)) == pytest.approx([1 / 3] * 3)
    assert weights_of(score, Repeats(1.0, 0.0))[0] > 0.9
    draws = np.random.default_rng(1)
    noise = draws.standard_normal((2, 200))
    assert repeated(noise[0], noise[1]).share < 0.25
    assert repeated(noise[0], noise[0] + 0.05 * noise[1]).share > 0.95


def test_weights_by_lot_move_no_number_clearly():
    some = members(40)
    weights = np.random.default_rng(4).dirichlet(np.ones(40))
    found, looked_at, furthest, narrowest = parameters_found(weights, some)
    assert looked_at == 3
    assert not found
    assert 0 < furthest < 1
    assert 0 < narrowest < 1
    load = np.array([one.parameters["strain.load"] for one in some])
    told, *_ = parameters_found(np.where(load > np.quantile(load, 0.8), 1.0, 0.0) / 8, some)
    assert [one.name for one in told] == ["strain.load"]
    assert told[0].left < 0.5


def test_drawing_by_weight_takes_each_as_often_as_it_weighs():
    weights = np.array([0.5, 0.25, 0.25, 0.0])
    assert np.bincount(fit_files.resampled(weights, 8), minlength=4).tolist() == [4, 2, 2, 0]
    assert fit_files.resampled(weights, 8) == fit_files.resampled(weights, 8)


def test_the_scenario_opens_and_holds_no_number_of_the_company(tmp_path):
    one = company(TOLD, turnover=0.2345, employees=487)
    found = fitted(one, layout_of(one), FakeWorld(layout_of(one)))
    text = fit_files.base_text(found, fit_files.organisation_of(one, own=False))
    (tmp_path / "ours.toml").write_text(text, encoding="utf-8")
    base = load_scenario(str(tmp_path / "ours.toml"))
    assert base.organisation.employees == 480
    assert base.world["labour_market"] > 0
    assert "2345" not in text
    (tmp_path / "plan.toml").write_text('extends = "ours"\n[[timeline]]\nlever = "autonomy"\nshape = "step"\nweek = 208\nto = 0.6\n', encoding="utf-8")
    assert load_scenario(str(tmp_path / "plan.toml")).timeline[0].start == fit_files.SETTLES


def test_the_companys_own_make_up_is_taken_when_asked_for():
    bare = company(TOLD, employees=360)
    own = fit_files.organisation_of(Company("ours", 360, 24, 3000, bare.told), own=True).organisation
    assert (own.units, own.teams_per_unit, own.team_size, own.customers_per_unit) == (6, 4, 15, 500)
    assert own.employees == 360
    with pytest.raises(ScenarioError, match="number of teams"):
        fit_files.organisation_of(bare, own=True)


def test_members_drawn_by_weight_keep_what_they_are_and_get_names_of_their_own(tmp_path):
    constants = dict.fromkeys(Balance._fields, 0.5)
    some = Ensemble(tuple(members(24, balances={"reference": constants})), {"grade": "made up", "seed": 3})
    one = company(("payroll", "turnover"), payroll=0.61, turnover=0.2345)
    found = fitted(one, layout_of(one), FakeWorld(layout_of(one)))
    save(tmp_path / "ours.json", *fit_files.weighted(some, found))
    again = load(tmp_path / "ours.json")
    assert len(again) == max(int(np.ceil(found.effective)), 2)
    assert len({member.name for member in again}) == len(again)
    known = {json.dumps(member.content(), sort_keys=True) for member in some}
    assert {json.dumps(member.content(), sort_keys=True) for member in again} <= known
    assert again.grade == "made up, fitted"
    assert again.provenance["fitted_to"] == "payroll, turnover"
    assert "2345" not in (tmp_path / "ours.json").read_text(encoding="utf-8").replace(json.dumps(constants), "")


@pytest.mark.parametrize("points", [-90, -20, 0, 15, 60])
def test_a_promoter_score_and_the_answers_behind_it_belong_together(points):
    assert float(AGGREGATES["nps"].back(np.array(latent_answer(points)))) == pytest.approx(points, abs=1e-6)


@pytest.mark.parametrize("about", AGGREGATES.values(), ids=lambda one: one.name)
def test_a_number_comes_back_from_the_scale_of_comparison(about):
    for value in (about.low if abs(about.low) < 100 else 3.0, 0.5 * (max(about.low, 0.0) + min(about.high, 1.0)), 0.2):
        assert float(about.back(about.on_scale(value, 1.7), 1.7)) == pytest.approx(value, abs=1e-6)
    assert about.slope(0.2) > 0
