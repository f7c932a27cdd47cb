"""Rows of the catalogue about managers, ideas and errors: the lever moves the behaviour through its path, and the switch takes the path away.

Paired runs of the small organisation under common luck; a direction counts when it is more than three standard errors from nothing.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.run import run_with
from sim.scenario import load_scenario
from tests.engine.firms import block, constants, firm, ordinary

pytestmark = pytest.mark.thorough

WEEKS, LAST = 104, slice(52, None)
TRUSTING = {"autonomy": 0.9, "control": 0.1}
POLICIES = {
    "reference": {},
    "listening": {"leader_listening": 0.9},
    "not listening": {"leader_listening": 0.0},
    "asked": {"involvement": 0.9},
    "asked and heard": {"involvement": 0.9, "leader_listening": 0.9},
    "asked and not heard": {"involvement": 0.9, "leader_listening": 0.0},
    "trusting": TRUSTING,
    "trusting, and doubting": {**TRUSTING, "manager_doubt": 0.9},
    "doubting": {"manager_doubt": 0.9},
    "chasing": {"profit_chasing": 1.0},
    "room to decide": {"autonomy": 0.9},
    "no room to decide": {"autonomy": 0.1},
    "facilitating": {"manager_content": 0.6},
    "talking": {"manager_interaction": 0.7},
    "own actions": {"manager_own": 0.7},
    "deciding": {"manager_power": 0.5},
    "dialogue": {"dialogue_platform": 1.0},
    "listening in room": {"leader_listening": 0.9, "slack_share": 0.2},
    "listening without room": {"leader_listening": 0.9, "slack_share": 0.01},
    "self-managing": {"self_management": 0.9},
    "self-managing, informed": {"self_management": 0.9, "shared_platform": 1.0},
    "room for mistakes": {"room_for_mistakes": 0.9},
    "results": {"results_steering": 0.9},
    "results in room": {"results_steering": 0.9, "room_for_mistakes": 0.9},
    "results without room": {"results_steering": 0.9, "room_for_mistakes": 0.0},
    "no room for mistakes": {"room_for_mistakes": 0.0},
    "diverse": {"diversity": 1.0},
    "unsafe": {"psychological_safety": 0.0},
    "diverse and unsafe": {"diversity": 1.0, "psychological_safety": 0.0},
    "safe": {"psychological_safety": 0.9},
    "diverse and safe": {"diversity": 1.0, "psychological_safety": 0.9},
    "decisive": {"decisiveness": 1.0},
    "hesitant": {"decisiveness": 0.0},
    "blind": {"manager_customer_contact": 104.0},
    "decisive and blind": {"decisiveness": 1.0, "manager_customer_contact": 104.0},
    "contact each six weeks": {"manager_customer_contact": 6.0},
    "contact each week": {"manager_customer_contact": 1.0},
    "believing": {"maturity_belief": 0.6},
    "disbelieving": {"maturity_belief": 0.0},
    "believing too much": {"maturity_belief": 1.0},
    "cutting": {"cost_cut": 0.3},
    "watched, gaming for pay": {"control": 0.8, "reward_intensity": 0.2},
    "unwatched, gaming for pay": {"control": 0.0, "reward_intensity": 0.2},
    "leaders on the floor": {"leader_visibility": 12.0},
}
OFF = {  # switches, and the policies that are lived without them
    "management": ("doubting", "trusting", "trusting, and doubting", "facilitating", "talking", "own actions", "deciding", "self-managing", "decisive",
                   "hesitant", "disbelieving", "contact each six weeks", "cutting"),
    "vision": ("leaders on the floor",),
    "vision management": ("leaders on the floor",),
    "management change vision": ("facilitating", "talking", "own actions", "deciding"),
    "ideas": ("listening", "asked", "asked and not heard", "dialogue", "listening in room", "diverse and safe", "diverse and unsafe"),
    "leadership": ("no room to decide", "room to decide"),
    "learning": ("room for mistakes", "results without room", "results in room"),
}


@pytest.fixture(scope="module")
def lived():
    """Means over the second year, one a replication, by (policy, switched off)."""
    asked = [(name, "") for name in POLICIES] + [(name, off) for off, names in OFF.items() for name in ("reference", *names)]
    scenarios = [load_scenario("small").with_(name=f"case_{k}", policy=POLICIES[name], off=tuple(off.split())) for k, (name, off) in enumerate(asked)]
    known = constants(1)
    records = run_with(scenarios, [known] * len(asked), [{}] * len(asked), replications=12, seed=11, weeks=WEEKS, threads=2)
    return dict(zip(asked, records, strict=True))


@pytest.fixture(scope="module")
def gain(lived):
    """Difference that a policy makes to a measure, one a replication."""

    def between(measure, policy, other="reference", off=""):
        one, two = (lived[name, off].weekly[measure][:, LAST].mean(axis=1) for name in (policy, other))
        return one - two

    return between


def sure(difference, direction):
    """Whether a difference goes this way beyond luck."""
    error = difference.std(ddof=1) / np.sqrt(difference.size)
    return direction * difference.mean() > 3.0 * max(error, 1e-9)


def test_A6_listening_makes_signals_known_solves_obstacles_and_is_felt(gain):
    assert sure(gain("ideas_heard", "listening"), +1)
    assert sure(gain("heard", "listening"), +1)
    assert sure(gain("heard", "not listening"), -1)
    assert not gain("heard", "listening", off="ideas").any()
    deaf = gain("obstacles", "listening", off="ideas")
    assert sure(gain("obstacles", "listening") - deaf, -1), "signals that are heard solve obstacles"
    assert sure(deaf, +1), "without being heard, the hours of listening only cost"


@pytest.mark.xfail(strict=True, reason="not shown (claim A6c): listening at 0.9 takes managers' hours: signals take 0.45 obstacles away, lost hours "
                                       "add 0.54, so 0.08 more remain (error 0.02); at 0.5 there are 0.04 fewer (error 0.014)")
def test_A6_the_more_listening_the_fewer_obstacles(gain):
    assert sure(gain("obstacles", "listening"), -1)


def test_A7_doubting_managers_take_back_the_autonomy_that_policy_gives(gain):
    assert sure(gain("autonomy_lived", "trusting"), +1)
    assert sure(gain("autonomy_lived", "trusting, and doubting", "trusting"), -1)
    assert sure(gain("control_lived", "trusting, and doubting", "trusting"), +1)
    without = gain("autonomy_lived", "trusting, and doubting", "trusting", off="management")
    assert np.abs(without).max() < 0.01 * abs(gain("autonomy_lived", "trusting, and doubting", "trusting").mean())


def test_A7_where_pay_hangs_on_a_number_watching_deters_gaming(gain):
    assert sure(gain("share_gaming", "watched, gaming for pay", "unwatched, gaming for pay"), -1)


def test_A8_obstacles_that_only_leaders_can_remove_wait_for_leaders_who_are_elsewhere(gain):
    alone = gain("obstacles", "leaders on the floor", off="vision")
    assert sure(alone, +1)
    assert not gain("obstacles", "leaders on the floor", off="vision management").any()


def test_A8_managers_hours_remove_obstacles(gain):
    assert sure(gain("obstacles", "facilitating"), -1)
    assert not gain("obstacles", "facilitating", off="management").any()


def test_C1_cuts_on_tools_and_support_come_back_as_obstacles(gain):
    assert sure(gain("obstacles", "cutting"), +1)
    assert not gain("obstacles", "cutting", off="management").any()


def test_A9_dialogue_gives_insight_and_a_say(gain):
    assert sure(gain("insight", "dialogue"), +1)
    assert sure(gain("heard", "dialogue"), +1)
    assert sure(gain("clarity", "dialogue"), +1)
    assert not gain("heard", "dialogue", off="ideas").any()


def test_A17_ideas_heard_in_room_renew_the_service_and_it_rests_without_room(gain):
    assert sure(gain("renewal", "listening in room"), +1)
    assert sure(gain("renewal", "listening"), +1)
    assert sure(gain("renewal", "listening without room"), -1)
    assert not gain("renewal", "listening in room", off="ideas").any()


def test_B7_doubt_breeds_control_and_is_unlearned_only_where_there_is_room(gain):
    assert sure(gain("control_lived", "doubting"), +1)
    assert sure(gain("autonomy_lived", "doubting"), -1)
    assert sure(gain("doubt", "room to decide"), -1)
    assert not sure(gain("doubt", "no room to decide"), -1)
    unpushed = (gain("doubt", policy, off="leadership").mean() for policy in ("no room to decide", "room to decide"))
    assert abs(next(unpushed)) < 0.1 * abs(next(unpushed)), "leaders who push where profit suffers breed doubt by another way"
    assert not gain("control_lived", "doubting", off="management").any()


def test_B7_leaders_who_chase_profit_make_managers_doubt(gain):
    assert sure(gain("doubt", "chasing"), +1)


def test_C4_teams_that_decide_themselves_wait_less_and_need_information(gain):
    assert sure(gain("decisions_own", "self-managing"), +1)
    assert sure(gain("decision_weeks", "self-managing"), -1)
    assert sure(gain("decisions_own", "self-managing, informed", "self-managing"), +1)
    assert sure(gain("clarity", "self-managing, informed", "self-managing"), +1)
    assert not gain("decision_weeks", "self-managing", off="management").any()


def test_C8_room_for_mistakes_brings_errors_to_the_table_and_ends_them(gain):
    assert sure(gain("errors_reported", "room for mistakes"), +1)
    assert sure(gain("errors_hidden", "room for mistakes"), -1)
    assert not gain("errors_hidden", "room for mistakes", off="learning").any()


def test_C8_steering_on_results_helps_with_room_and_hides_errors_without(gain):
    assert sure(gain("errors_hidden", "results in room", "room for mistakes"), -1)
    assert sure(gain("errors_hidden", "results without room", "no room for mistakes"), +1)
    assert not gain("errors_hidden", "results without room", off="learning").any()


def test_C9_asked_and_heard_is_best_and_asked_and_not_heard_is_worse_than_not_asked(gain):
    assert sure(gain("heard", "asked"), +1)
    assert sure(gain("heard", "asked and heard", "listening"), +1)
    assert sure(gain("heard", "asked and not heard", "not listening"), -1)
    assert sure(gain("ideas", "asked and not heard"), +1)
    assert not gain("heard", "asked and not heard", off="ideas").any()


def test_C10_difference_brings_ideas_where_it_is_safe_to_differ_and_costs_where_it_is_not(gain):
    assert sure(gain("ideas_heard", "diverse"), +1)
    safe = gain("ideas_heard", "diverse and safe", "safe")
    assert sure(safe - gain("ideas_heard", "diverse"), +1)
    assert sure(gain("ideas_heard", "diverse and unsafe", "unsafe"), -1)
    assert not gain("ideas_heard", "diverse and safe", off="ideas").any()


def by_leaning(trait, measure, *off):
    """How far a trait of managers goes with what they do, over teams and lanes."""
    one = block(firm(organisation={"teams_per_unit": 6}, off=off), lanes=range(8))
    one.advance(np.repeat(ordinary(), 30, axis=0))
    cause, effect = (getattr(one.state.teams, name).ravel().astype(np.float64) for name in (trait, measure))
    return 0.0 if np.allclose(effect, effect[0]) else float(np.corrcoef(cause, effect)[0, 1])


def test_D2_managers_weigh_the_three_interests_each_in_their_own_way():
    assert by_leaning("leaning_customer", "example") > 0.5
    assert by_leaning("style", "talk_chance") > 0.3
    assert by_leaning("style", "decision_weeks") < 0.3
    assert by_leaning("leaning_customer", "example", "management") == 0.0


@pytest.mark.parametrize(
    ("policy", "measure", "direction"),
    [("own actions", "example", +1), ("talking", "support", +1), ("facilitating", "obstacles", -1), ("deciding", "decision_weeks", -1)],
)
def test_D3_each_of_the_four_groups_of_managers_work_has_its_own_effect(gain, policy, measure, direction):
    assert sure(gain(measure, policy), direction)
    assert not gain(measure, policy, off="management change vision").any()


@pytest.mark.xfail(strict=True, reason="not shown (claim D3g): the norm rises, but obstacles that stay undone press care away, and the two nearly cancel")
def test_D3_more_hours_for_own_actions_bring_more_care(gain):
    assert sure(gain("share_care", "own actions"), +1)


def test_D4_decisiveness_shortens_waits_and_clarifies_when_customers_are_known(gain):
    assert sure(gain("decision_weeks", "decisive"), -1)
    assert sure(gain("clarity", "decisive"), +1)
    weighed, deaf = gain("clarity", "decisive"), gain("clarity", "decisive and blind", "blind")
    assert sure(weighed - deaf, +1)
    assert not gain("decision_weeks", "decisive", off="management").any()
    assert not gain("clarity", "decisive", off="management").any()


def test_D4_decisions_that_wait_delay_the_removal_of_obstacles(gain):
    assert sure(gain("obstacles", "decisive", "hesitant"), -1)
    assert not gain("obstacles", "decisive", "hesitant", off="management").any()


def test_D5_managers_leave_power_unused_unless_asked_and_not_without_their_reluctance():
    known = constants(1)
    waits = []
    for reluctance in (0.0, 0.5, 0.8):
        firms = [load_scenario("small").with_(name=f"d{k}", policy={"decisiveness": k}, parameters={"management.reluctance": reluctance}) for k in (0.5, 1.0)]
        usual, best = run_with(firms, [known] * 2, [{}] * 2, replications=4, seed=11, weeks=52, threads=1)
        waits.append(float(np.mean(usual.weekly["decision_weeks"][:, 26:]) - np.mean(best.weekly["decision_weeks"][:, 26:])))
    assert abs(waits[0]) < 0.03
    assert 0.1 < waits[1] < waits[2]


def test_D6_regular_talks_teach_what_matters_with_falling_gain_and_at_the_price_of_hours(gain):
    assert sure(gain("insight", "contact each six weeks"), +1)
    assert sure(gain("insight", "contact each week", "contact each six weeks"), +1)
    assert sure(gain("insight", "blind"), -1)
    first, more = gain("insight", "contact each six weeks").mean(), gain("insight", "contact each week", "contact each six weeks").mean()
    talks_a_week = np.diff([1 / 12, 1 / 6, 1.0])
    assert first / talks_a_week[0] > 2.0 * more / talks_a_week[1]
    assert sure(gain("support", "contact each week"), -1)
    assert not gain("insight", "contact each six weeks", off="management").any()


def test_D8_managers_who_underestimate_customers_hide_and_decide_late(gain):
    assert sure(gain("decision_weeks", "disbelieving"), +1)
    assert sure(gain("clarity", "disbelieving"), -1)
    assert sure(gain("clarity", "believing"), +1)
    assert sure(gain("clarity", "believing too much", "believing"), -1)
    assert not gain("clarity", "disbelieving", off="management").any()
