"""A difference shared out over levers: on made-up games whose answer is known, and in real companies, where they add up to the whole."""

import dataclasses
import itertools

import numpy as np
import pytest

from sim.lab.experiment import run_all
from sim.lab.members import Chosen
from sim.lab.why_levers import Plan, plan_of, share_out, shared, worlds_of
from sim.lab.why_luck import Companies
from sim.lab.why_parts import Part, parts_between
from sim.lab.why_worlds import Care, Reading, ground_of
from sim.scenario import ScenarioError, load_scenario

PROFIT = Reading("cumulative_profit", 1, 26)
FIRST = load_scenario("small").with_(weeks=26, replications=4)


def parts(count):
    return [Part(f"lever_{k}", f"group_{k % 3}", (f"lever_{k}",)) for k in range(count)]


def made_up(plan, worth, companies=8, luck=0.1, seed=1):
    """What every world came to, [mask, company], from a function of the parts in it; companies differ by luck in how strongly parts work."""
    draws = np.random.default_rng(seed)
    strength, start = 1.0 + luck * draws.standard_normal((companies, len(plan.parts))), draws.standard_normal(companies)
    return np.array([[start[c] + worth([part for part in range(len(plan.parts)) if mask >> part & 1], strength[c]) for c in range(companies)]
                     for mask in plan.masks])


def adding(sizes):
    return lambda who, strength: sum(sizes[one] * strength[one] for one in who)


def test_levers_whose_effects_add_are_worth_their_own_effect_in_any_order():
    plan = plan_of(parts(3))
    found = shared(plan, made_up(plan, adding([2.0, -1.0, 0.0])), PROFIT, Companies())
    for one, size in zip(found.worths, (2.0, -1.0, 0.0), strict=True):
        assert one.value.mean == pytest.approx(size, abs=0.2)
        assert one.alone == one.last == dataclasses.replace(one.value) or one.alone.mean == pytest.approx(one.last.mean)
    assert [one.clear for one in found.worths] == [True, True, False]
    assert all(abs(pair.value.mean) < 1e-12 and not pair.clear for pair in found.pairs)


def test_a_lever_that_does_nothing_is_worth_nothing_in_every_company():
    plan = plan_of(parts(4))
    found = shared(plan, made_up(plan, lambda who, strength: sum(one for one in who if one != 2) * strength[0] ** len([o for o in who if o != 2])),
                   PROFIT, Companies())
    assert np.abs(found.by_company[2]).max() < 1e-12
    assert not found.worths[2].clear
    assert all(abs(pair.value.mean) < 1e-12 for pair in found.pairs if "lever_2" in (pair.one, pair.other))


def test_levers_that_need_each_other_are_told_as_a_pair_and_by_order():
    plan = plan_of(parts(3))
    found = shared(plan, made_up(plan, lambda who, strength: 3.0 * ({0, 1} <= set(who)) * strength[0] + (2 in who) * strength[2]), PROFIT, Companies())
    assert (found.pairs[0].one, found.pairs[0].other, found.pairs[0].clear) == ("lever_0", "lever_1", True)
    assert found.pairs[0].value.mean == pytest.approx(3.0, abs=0.3)
    assert [one.value.mean for one in found.worths[:2]] == pytest.approx([1.5, 1.5], abs=0.2)
    assert (found.worths[0].alone.mean, found.worths[0].last.mean) == pytest.approx((0.0, 3.0), abs=0.3)


@pytest.mark.parametrize("count", [2, 5, 8, 10])
def test_in_every_company_the_values_add_up_to_the_whole(count):
    plan = plan_of(parts(count), grouped=False, orders=6)
    assert plan.exact == (count <= 8)
    draws = np.random.default_rng(count)
    values = draws.standard_normal((len(plan.masks), 7))
    found = shared(plan, values, PROFIT, Companies())
    whole = values[plan.masks.index((1 << count) - 1)] - values[plan.masks.index(0)]
    assert np.allclose(found.by_company.sum(axis=0), whole, rtol=1e-12, atol=1e-12)
    assert sum(one.value.mean for one in found.worths) == pytest.approx(found.whole.mean)


def test_orders_drawn_by_lot_come_near_and_their_interval_knows_it():
    """A game with three-way meetings, so that even an order with its reverse is not exact; the exact value is lived beside it."""
    count, draws = 9, np.random.default_rng(2)
    single, triple = draws.normal(size=count), draws.normal(size=(count,) * 3)

    def worth(who, strength):
        return sum(single[one] * strength[one] for one in who) + sum(triple[three] for three in itertools.combinations(who, 3)) / 6

    every = Plan(tuple(parts(count)), tuple(range(1 << count)))
    exact = shared(every, made_up(every, worth), PROFIT, Companies())
    inside, width = 0, {}
    for seed in range(8):
        for orders in (8, 64):
            plan = plan_of(parts(count), grouped=False, orders=orders, seed=seed)
            found = shared(plan, made_up(plan, worth), PROFIT, Companies())
            assert all(one.lots > 0 for one in found.worths)
            width.setdefault(orders, []).extend(one.lots for one in found.worths)
            if orders == 64:
                inside += sum(abs(one.value.mean - right.value.mean) < 2.04 * one.lots for one, right in zip(found.worths, exact.worths, strict=True))
    assert inside / (8 * count) > 0.88, "95 % of intervals of the draw hold the exact value"
    assert np.mean(width[64]) < 0.5 * np.mean(width[8])


def test_companies_without_a_number_in_some_world_are_left_out_of_all():
    plan = plan_of(parts(2))
    values = made_up(plan, adding([1.0, 2.0]))
    values[1, 3] = np.nan
    found = shared(plan, values, PROFIT, Companies())
    assert (found.dropped, found.whole.count, found.worths[0].value.count) == (1, 7, 7)
    assert sum(one.value.mean for one in found.worths) == pytest.approx(found.whole.mean)


def test_members_are_what_intervals_count():
    plan = plan_of(parts(2))
    found = shared(plan, made_up(plan, adding([1.0, 2.0]), companies=8), PROFIT, Companies(4))
    assert found.worths[0].value.count == 4
    assert not any(one.clear for one in found.worths), "four members cannot show what stands out"


def test_more_than_eight_join_by_group_or_are_drawn_and_too_many_are_refused():
    assert [part.name for part in plan_of(parts(9)).parts] == ["group_0", "group_1", "group_2"]
    assert plan_of(parts(9), grouped=False).orders
    assert len(plan_of(parts(8)).masks) == 256
    with pytest.raises(ScenarioError, match="--by group"):
        plan_of(parts(61), grouped=False)


@pytest.fixture(scope="module")
def real():
    """Three levers in a small company; the patience of leaders is no matter within half a year."""
    second = dataclasses.replace(FIRST.with_(policy={"autonomy": 0.8, "slack_share": 0.2, "patience_weeks": 500.0}), name="freer")
    ground, care = ground_of(FIRST, Chosen(), Care()), Care(seed=FIRST.seed, threads=1)
    plan = plan_of(parts_between(FIRST, second))
    readings = [PROFIT, Reading("voice_employee", 1, 26)]
    return second, plan, ground, share_out(plan, (FIRST, second), ground, ground.companies(4), readings, care)


def test_in_real_companies_the_values_add_up_to_what_a_comparison_shows(real):
    second, _, ground, found = real
    base, other = run_all([FIRST, second])
    gap = (other.series("cumulative_profit") - base.series("cumulative_profit"))[:, -1] / (52 * ground.yardsticks[0]["profit_week"])
    assert np.allclose(found[0].by_company.sum(axis=0), gap, rtol=1e-9)
    voice = (other.series("voice_employee") - base.series("voice_employee")).mean(axis=1)
    assert np.allclose(found[1].by_company.sum(axis=0), voice, rtol=1e-9)


def test_in_real_companies_a_lever_that_does_nothing_is_worth_nothing(real):
    _, plan, _, found = real
    idle = [part.name for part in plan.parts].index("patience_weeks")
    assert all(np.abs(one.by_company[idle]).max() == 0.0 for one in found)
    assert all(np.abs(np.delete(one.by_company, idle, axis=0)).min() > 0.0 for one in found)


def test_worlds_are_the_policies_in_the_order_of_masks(real):
    second, plan, _, _ = real
    worlds = worlds_of(plan, FIRST, second)
    assert np.array_equal(worlds[0].paths(), FIRST.paths())
    assert np.array_equal(worlds[-1].paths(), second.paths())
