"""Relations of direction and of limits (metamorphic relations 25 to 29, 32 and 35 to 41): under common luck, by the errors of paired differences."""

import numpy as np
import pytest

from sim.engine.lanes import Block
from sim.policy import Policy
from tests.engine.firms import constants, firm, ordinary, run
from tests.limits.test_incentives import SLOPE, shares
from tests.limits.worlds import live, set_parameters

UNIT = {"units": 1, "teams_per_unit": 4, "team_size": 10, "customers_per_unit": 400}
pytestmark = pytest.mark.thorough


def change(column, calm, moved, **how):
    """How much a mean differs between two scenarios under common luck, replication by replication."""
    first, second = run(firm(organisation=UNIT, **calm), firm(organisation=UNIT, **moved), **{"replications": 48, "weeks": 104, **how})
    return (second.weekly[column] - first.weekly[column]).mean(axis=1)


def never_less(difference, clearly=False):
    """A mean difference that is not below zero by luck's measure (or clearly above it)."""
    z = difference.mean() / max(difference.std(ddof=1) / np.sqrt(difference.size), 1e-12)
    assert z > (3.0 if clearly else -2.0), f"mean {difference.mean():.4g}, {z:.1f} errors from nothing"


@pytest.mark.parametrize(("what", "column", "calm", "moved", "sign", "clearly"), [
    ("35 a market that minds prices less pays more in the end", "revenue", {"policy": {"price_level": 1.15}, "parameters": {"loyalty.price_leave": 8.0}},
     {"policy": {"price_level": 1.15}, "parameters": {"loyalty.price_leave": 0.5}}, 1, True),
    ("36 a market that draws people shortens no vacancy", "quits", {}, {"world": {"labour_market": 1.5}}, 1, True),
    ("37 a KPI that points elsewhere, well paid, is gamed no less", "share_gaming", {"policy": {"reward_intensity": 0.2, "kpi_validity": 0.9}},
     {"policy": {"reward_intensity": 0.2, "kpi_validity": 0.45}}, 1, True),
    ("37 and helps other teams no more", "share_help", {"policy": {"reward_intensity": 0.2, "kpi_validity": 0.9}},
     {"policy": {"reward_intensity": 0.2, "kpi_validity": 0.45}}, -1, True),
    ("40 more control is felt as less freedom to choose, by way of trust", "trust", {}, {"policy": {"control": 0.9}}, -1, True),
])
def test_directions(what, column, calm, moved, sign, clearly):
    never_less(sign * change(column, calm, moved), clearly)


def test_38_slack_takes_hours_from_output_before_it_gives_anything():
    early = change("share_output", {}, {"policy": {"slack_share": 0.2}}, weeks=13)
    never_less(-early, clearly=True)


def test_39_training_costs_more_this_very_quarter():
    never_less(change("programmes", {}, {"policy": {"training": 3.0}}, weeks=13), clearly=True)


def test_41_worse_service_never_satisfies_more():
    start = Block(firm(organisation=UNIT), constants(1), 5, range(48))
    start.advance(np.repeat(ordinary(), 26, axis=0))
    worse = start.copy()
    for one, push in ((start, 0.0), (worse, -1.0)):
        found = []
        for _ in range(13):
            one.state.journeys.quality[:] += push
            live(one, 1)
            found.append(one.state.units.satisfaction[0].copy())
        one.week_by_week = np.array(found)
    never_less((start.week_by_week - worse.week_by_week).mean(axis=0), clearly=True)


def test_25_pay_for_customers_satisfaction_alone_makes_no_silo():
    """Without a KPI of one's own, more reward takes no hours from help to output: help gains on output."""
    lanes = 9
    found, _ = shares(np.linspace(0.0, 0.4, lanes), kpi=0.0, csat=1.0)
    assert (np.diff(found[2] / found[0]) > 0).all()
    own, _ = shares(np.linspace(0.0, 0.4, lanes), kpi=1.0)
    assert (np.diff(own[2] / own[0]) < 0).all(), "the KPI of one's own does"
    assert SLOPE > 0


def test_26_without_management_a_managers_leaning_reaches_nobody():
    """Full autonomy with no control has no such limit here (managers still talk and clear the way); the mechanism switched off has."""
    one = Block(firm(off=("management",)), constants(), 5, [0, 1])
    other = one.copy()
    other.state.teams.style[:] += 1.0
    for block in (one, other):
        block.advance(np.repeat(ordinary(), 30, axis=0))
    assert one.state.people.engagement.tobytes() == other.state.people.engagement.tobytes()


def test_27_no_slack_is_as_little_as_can_be_told():
    """Log odds need a share above nothing: half a per cent and less are the same to the byte in what people do."""
    none, little = run(firm(policy={"slack_share": 0.0}, off=("practice",)), firm(policy={"slack_share": 0.004}, off=("practice",)))
    assert none.weekly["share_room"].mean() < Policy().slack_share / 5
    assert none.weekly["share_room"] == pytest.approx(little.weekly["share_room"], abs=2e-4)


def test_29_without_coming_and_going_heads_and_customers_stand_still():
    one = Block(firm(), constants(), 5, [0, 1])
    one.balance.quit_base[:], one.balance.join_base[:] = -60.0, 0.0
    set_parameters(one, {"turnover.fill_rate": 0.0})
    before = (one.state.people.present.copy(), one.state.customers.active.copy())
    live(one, 52, world={"alternatives": 0.0})
    assert np.array_equal(before[0], one.state.people.present)
    assert np.array_equal(before[1], one.state.customers.active)


@pytest.mark.parametrize("better", ["alternatives"])
def test_32_the_harder_it_is_to_switch_the_fewer_leave(better):
    course = [run(firm(world={better: value}), replications=8)[0].weekly["customers_left"].sum() for value in (0.0, 0.2, 0.5, 1.0)]
    assert course[0] == 0
    assert course == sorted(course)
