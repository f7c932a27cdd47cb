"""Work: queues, hand-overs, capability, quality and money, with limits and values worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.arithmetic import room_ratio
from sim.mechanisms.capability import next_capability
from sim.mechanisms.coordination import division_work, hand_over_loss, hand_over_scale, help_balance, next_tie
from sim.mechanisms.quality import against as against_reference
from sim.mechanisms.quality import (
    along_the_journey,
    as_a_rule,
    effort_met,
    hands_felt,
    knowing,
    repeats,
    sales_on_contact,
    service_quality,
    ways_quality,
)
from sim.mechanisms.turnover import heads_budgeted
from sim.mechanisms.work import (
    felt_pressure,
    next_hands,
    next_staff_need,
    next_standard,
    overtime_worked,
    people_asked_for,
    person_weeks,
    servers_of,
    share_given_up,
    time_spent,
    waiting_line,
    withdrawn_work,
    work_needed,
)
from tests.laws.domains import against, arguments, call, names, single


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        *[pytest.param(work_needed, name, +1, id=f"more_{name}_never_need_fewer_hours") for name in ("visits", "rework", "exceptions", "obstacles")],
        pytest.param(felt_pressure, "need", +1, id="more_need_never_relieves"),
        pytest.param(felt_pressure, "backlog", +1, id="more_backlog_never_relieves"),
        pytest.param(felt_pressure, "capacity", -1, id="more_capacity_never_presses"),
        pytest.param(time_spent, "pressure", -1, id="pressure_never_lengthens_a_request"),
        pytest.param(next_standard, "spent", +1, id="more_time_never_erodes_the_standard"),
        pytest.param(overtime_worked, "pressure", +1, id="pressure_never_shortens_the_week"),
        pytest.param(waiting_line, "load", +1, id="more_load_never_shortens_the_line"),
        pytest.param(waiting_line, "servers", -1, id="more_servers_never_lengthen_the_line"),
        pytest.param(withdrawn_work, "backlog", +1, id="a_longer_line_never_keeps_more"),
        pytest.param(withdrawn_work, "patience", -1, id="the_patient_never_withdraw_more"),
        pytest.param(people_asked_for, "visits_hours", +1, id="more_work_never_asks_for_fewer_people"),
        pytest.param(people_asked_for, "capacity", -1, id="more_capacity_never_asks_for_more_people"),
        pytest.param(next_staff_need, "wanted", +1, id="a_greater_ask_never_lowers_the_budget"),
        pytest.param(next_hands, "heads", +1, id="more_people_are_never_fewer_hands"),
        pytest.param(next_hands, "wanted", -1, id="more_people_asked_for_are_never_more_hands"),
        pytest.param(servers_of, "interchange", +1, id="who_can_stand_in_for_others_never_shortens_the_counter"),
        pytest.param(person_weeks, "capacity", -1, id="more_output_never_keeps_a_request_longer_in_hand"),
        pytest.param(share_given_up, "withdrawn", +1, id="more_withdrawn_never_is_less_given_up"),
        pytest.param(next_capability, "ratio", +1, id="more_slack_never_lowers_capability"),
        pytest.param(next_capability, "lost", -1, id="lost_knowledge_never_raises_capability"),
        pytest.param(room_ratio, "room_hours", +1, id="more_room_never_counts_as_less"),
        pytest.param(hand_over_scale, "division", +1, id="finer_division_never_saves_hand_overs"),
        pytest.param(help_balance, "given", +1, id="more_help_never_counts_as_less"),
        pytest.param(help_balance, "needed", -1, id="more_need_never_counts_as_help"),
        pytest.param(hand_over_loss, "balance", -1, id="help_never_costs_work_in_hand_overs"),
        pytest.param(hand_over_loss, "tie", -1, id="ties_never_cost_work_in_hand_overs"),
        pytest.param(next_tie, "aim", +1, id="help_never_loosens_a_tie"),
        pytest.param(next_tie, "lost", -1, id="dismissals_never_tighten_a_tie"),
        *[pytest.param(service_quality, name, +1, id=f"more_{name}_never_lowers_quality")
          for name in ("care", "skill", "time", "capability", "mood", "insight", "procedures")],
        pytest.param(service_quality, "loss", -1, id="more_loss_never_raises_quality"),
        pytest.param(along_the_journey, "waited", -1, id="waiting_along_a_journey_never_raises_quality"),
        pytest.param(hands_felt, "hands", +1, id="more_hands_never_leave_more_undone"),
        pytest.param(hands_felt, "enough", +1, id="more_uncounted_work_never_leaves_spare_hands_less_to_do"),
        pytest.param(repeats, "quality", -1, id="better_quality_never_comes_back_more"),
        pytest.param(repeats, "hidden", +1, id="hidden_errors_never_come_back_less"),
        pytest.param(repeats, "given_up", +1, id="what_is_given_up_never_comes_back_less"),
        pytest.param(knowing, "insight", +1, id="another_talk_with_a_customer_never_teaches_less"),
        *[pytest.param(ways_quality, name, +1, id=f"more_{name}_never_spoils_quality") for name in ("consistency", "renewal", "fit", "alignment", "breadth")],
        pytest.param(ways_quality, "cut", -1, id="worn_tools_never_serve_better"),
        pytest.param(along_the_journey, "worst_inside", +1, id="better_service_inside_never_spoils_what_customers_meet"),
        pytest.param(sales_on_contact, "effort", +1, id="effort_never_sells_less"),
        pytest.param(effort_met, "output", +1, id="more_output_of_an_hour_is_never_less_effort"),
        pytest.param(sales_on_contact, "care", +1, id="care_never_sells_less"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


@pytest.mark.parametrize(
    ("servers", "waits"), [(5, (0.277, 0.577, 1.543, 3.525)), (10, (0.089, 0.219, 0.678, 1.655))], ids=["five servers", "ten servers"]
)
def test_the_waiting_line_is_sakasegawas(servers, waits):
    for load, wait in zip((0.7, 0.8, 0.9, 0.95), waits, strict=True):
        assert float(call(waiting_line, load, servers)) == pytest.approx(wait, abs=6e-4)


@pytest.mark.parametrize(("servers", "exact"), [(5, (0.252, 0.554, 1.525, 3.511)), (10, (0.074, 0.205, 0.669, 1.651))])
def test_the_waiting_line_lies_within_a_fifth_of_erlangs_where_lines_matter(servers, exact):
    for load, wait in zip((0.7, 0.8, 0.9, 0.95), exact, strict=True):
        assert float(call(waiting_line, load, servers)) == pytest.approx(wait, rel=0.21)


def test_one_server_waits_as_in_the_line_that_has_an_exact_answer():
    for load, wait in ((0.7, 7 / 3), (0.8, 4.0), (0.9, 9.0), (0.95, 19.0)):
        assert float(call(waiting_line, load, 1.0)) == pytest.approx(wait, rel=2e-5)


def test_eroding_standards_follow_oliva_and_sterman():
    """Fixed load: the pressure of a tenth fades as standards fall (closed form and weekly values of evidence (3), 7)."""
    alpha, standard, seen = 0.64, 1.0, {}
    for week in range(105):
        pressure = math.log(1.1 * standard)
        seen[week] = 1.1 * standard
        spent = call(time_spent, standard, pressure, alpha)
        standard = float(call(next_standard, standard, spent, 18.83, 1e9, 0.0, 0.0))
    for week, pressure in {13: 1.0639, 26: 1.0409, 52: 1.0168, 104: 1.0029}.items():
        assert seen[week] == pytest.approx(pressure, abs=1.5e-3)
    assert call(time_spent, 1.0, math.log(1.1), alpha) == pytest.approx(1.1**-0.64, rel=1e-6)


@given(arguments(next_standard))
def test_a_standard_stays_within_sense_and_rests_when_nothing_differs(given_):
    assert np.float32(0.2) <= call(next_standard, **given_) <= 2.0
    assert call(next_standard, 1.0, 1.0, given_["down"], given_["up"], given_["back"], 0.0) == 1.0


def test_standards_fall_sooner_than_they_rise():
    fall = 1.0 - call(next_standard, 1.0, 0.9, 19.0, 52.0, 0.0, 0.0)
    rise = call(next_standard, 1.0, 1.1, 19.0, 52.0, 0.0, 0.0) - 1.0
    assert fall == pytest.approx(0.1 * (1 - math.exp(-1 / 19)), rel=1e-4)
    assert rise == pytest.approx(0.1 * (1 - math.exp(-1 / 52)), rel=1e-4)


@given(arguments(withdrawn_work))
def test_nobody_withdraws_more_than_half_of_what_waits(given_):
    assert 0.0 <= call(withdrawn_work, **given_) <= 0.5 * given_["backlog"] * (1 + 1e-6)
    assert call(withdrawn_work, **{**given_, "backlog": given_["capacity"] * given_["patience"] * 0.99}) == 0.0


@given(arguments(overtime_worked))
def test_overtime_never_exceeds_three_fifths(given_):
    assert 0.0 <= call(overtime_worked, **given_) <= 0.6 + 1e-6


@given(single(0.05, 0.5), single(20, 156))
def test_capability_rests_at_one_with_the_room_of_the_reference(exponent, weeks):
    assert call(next_capability, 1.0, 1.0, exponent, 1.0, weeks, 0.0) == 1.0


def test_output_is_greatest_where_the_capability_trap_says():
    """Output in rest, (1 - slack) * slack^phi, has its top at phi / (1 + phi) (evidence (3), 19)."""
    for phi, best in ((0.25, 0.2), (0.5, 1 / 3)):
        shares = np.linspace(0.1, 0.45, 15)
        output = []
        for share in shares:
            capability = 1.0
            for _ in range(500):
                capability = call(next_capability, capability, share / 0.1, phi, 1.0, 52.0, 0.0)
            output.append((1 - share) * float(capability))
        assert shares[int(np.argmax(output))] == pytest.approx(best, abs=0.0251)


@given(arguments(hand_over_loss))
def test_a_hand_over_never_loses_less_than_nothing_nor_more_than_twice_the_work(given_):
    assert 0.0 <= call(hand_over_loss, **given_) <= 2.0


@given(arguments(help_balance))
def test_without_need_there_is_no_lack_of_help(given_):
    assert call(help_balance, given_["given"], 0.0) == 0.0
    assert abs(call(help_balance, **given_)) <= 2.5 + 1e-6


@given(arguments(division_work))
def test_the_reference_division_takes_the_reference_hours(given_):
    assert call(division_work, **{**given_, "division": 0.5}) == pytest.approx(1.0, rel=2e-6)


@given(arguments(service_quality))
def test_quality_rests_at_nought_when_nothing_differs(given_):
    weights = {name: value for name, value in given_.items() if name.startswith("w_")}
    assert call(service_quality, **{**dict.fromkeys(names(service_quality), 0.0), **weights}) == 0.0


@given(arguments(against_reference))
def test_a_ratio_against_the_reference_stays_within_sense(given_):
    assert abs(call(against_reference, **given_)) <= 2.5
    assert call(against_reference, 1.0, 0.0) == 0.0


@given(arguments(repeats))
def test_repeats_are_bounded_and_at_the_reference_as_its_base(given_):
    assert 0.0 <= call(repeats, **given_) <= 2.0
    assert call(repeats, **{**given_, "quality": 0.0, "hidden": 0.0, "given_up": 0.0}) == np.float32(given_["base"])


def test_staff_asked_for_follows_demand_and_rests_at_the_reference():
    assert call(next_staff_need, 0.0, call(people_asked_for, 300.0, 300.0, 10.0, 10.0, 0.0), 1 / 26) == 0.0
    assert call(next_staff_need, 0.0, call(people_asked_for, 300.0 * math.e, 300.0, 10.0, 10.0, 0.0), 0.25) == pytest.approx(0.25, rel=1e-6)


@pytest.mark.parametrize("need", [-0.3, 0.0, 0.4])
def test_a_team_with_the_people_that_budgets_grant_has_the_hands_it_needs(need):
    """Whatever the size of a team: budget and hands measure the same."""
    for size in (5.0, 10.0):
        granted = float(call(heads_budgeted, size, 1.0, need, 1.0, 1.0, 0.0, 0.0, 0.0))
        assert call(next_hands, 0.0, granted, size, need, 1.0) == pytest.approx(0.0, abs=1e-6)


def test_missing_hands_count_in_full_and_spare_ones_soon_find_nothing_to_do():
    assert call(hands_felt, 0.0, 0.1) == 0.0
    assert call(hands_felt, -0.7, 0.1) == np.float32(-0.7)
    assert call(hands_felt, 0.1, 0.1) == pytest.approx(0.1 / math.sqrt(2), rel=1e-6)
    felt = [float(call(hands_felt, 0.05 * k, 0.1)) for k in range(-4, 20)]
    assert all(later - now <= now - before + 1e-6 for before, now, later in zip(felt, felt[1:], felt[2:], strict=False)), "concave"
    assert felt[-1] < 0.1


@given(arguments(as_a_rule))
def test_what_is_off_stands_at_what_is_usual(given_):
    assert call(as_a_rule, **{**given_, "acts": 0.0}) == np.float32(given_["usual"])
    assert call(as_a_rule, **{**given_, "acts": 1.0}) == pytest.approx(given_["value"], abs=1e-6)


@given(arguments(share_given_up))
def test_what_is_given_up_is_a_share_of_what_came_in(given_):
    assert 0.0 <= call(share_given_up, **given_) <= 1.0
    assert call(share_given_up, 10.0, 100.0) == pytest.approx(0.1, rel=1e-6)
    assert call(share_given_up, 0.0, given_["created"]) == 0.0


def test_ten_colleagues_of_whom_three_know_the_request_are_three():
    assert call(servers_of, 10.0, 0.3) == pytest.approx(3.0, rel=1e-6)
    assert call(servers_of, 2.0, 0.3) == 1.0
    assert call(person_weeks, 2.0, 10.0, 200.0) == pytest.approx(0.1, rel=1e-6)


def test_values_worked_by_hand():
    assert call(work_needed, 80.0, 10.0, 5.0, 0.6, 2.0, 4.0, 0.015, 4.0, 1.0, 0.0) == pytest.approx(186.0, rel=1e-6)
    assert call(felt_pressure, 100.0, 1.0, 100.0, 100.0, 0.0) == pytest.approx(math.log(1.5), rel=1e-6)
    assert call(time_spent, 1.0, 9.0, 0.5) == pytest.approx(math.exp(-0.35), rel=1e-6)
    assert call(overtime_worked, 0.1, 0.1, 0.24) == pytest.approx(0.02 * math.log(2), rel=1e-6)
    assert call(withdrawn_work, 1000.0, 100.0, 4.0) == pytest.approx(300.0, rel=1e-6)
    assert call(room_ratio, 7.0, 35.0, 0.1) == pytest.approx(2.0, rel=1e-6)
    assert call(next_capability, 1.0, 0.01, 0.5, 1.0, 50.0, 0.0) == pytest.approx(0.982, rel=1e-6)
    assert call(next_capability, 1.0, 1.0, 0.5, 1.0, 50.0, 0.05) == pytest.approx(0.95, rel=1e-6)
    assert call(hand_over_scale, 0.75) == 1.5
    assert call(division_work, 1.0, 2.0, 0.25, 0.05, 4.0, 10.0) == pytest.approx(1.5**-0.25 * math.exp(0.05 * (math.sqrt(2.5) - math.sqrt(10))), rel=1e-6)
    assert call(division_work, 0.0, 2.0, 0.25, 0.05, 4.0, 10.0) == pytest.approx(2**0.25 * math.exp(0.05 * (math.sqrt(40) - math.sqrt(10))), rel=1e-6)
    assert call(help_balance, 2.0, 1.0) == pytest.approx(math.log(2) / math.sqrt(1 + (math.log(2) / 2.5) ** 2), rel=1e-6)
    assert call(hand_over_loss, 0.12, 0.0, 0.0, 0.5, 0.3, 1.0, 0.0) == np.float32(0.12)
    assert call(hand_over_loss, 0.12, 1.0, 1.0, 0.5, 0.3, 1.0, 0.0) == pytest.approx(0.12 * math.exp(-0.8), rel=1e-6)
    assert call(next_tie, 0.52, 0.0, 26.0, 0.1) == pytest.approx(0.4, rel=1e-6)
    assert call(service_quality, *[1.0] * 10, *[1.0] * 10) == pytest.approx(8.0, rel=1e-6)
    assert call(repeats, -1.0, 0.0, 0.2, 0.5, 0.15, 0.0, 0.5) == pytest.approx(0.2 * math.exp(0.5), rel=1e-6)
    assert call(repeats, 0.0, 0.0, 0.2, 0.5, 0.15, 0.1, 0.5) == pytest.approx(0.25, rel=1e-6)
    assert call(next_hands, 0.0, 10.0, 10.0, 0.0, 13.0) == 0.0
    assert call(next_hands, 0.0, 20.0, 10.0, 0.1, 1.0) == pytest.approx(math.log(2) - 0.1, rel=1e-6)
    assert call(sales_on_contact, 0.03, 0.5, 1.0, 0.2) == pytest.approx(math.exp(0.13), rel=1e-6)
    assert call(effort_met, 45.0, 0.9, 50.0, 100.0) == pytest.approx(0.0, abs=1e-6)
    assert call(effort_met, 54.0, 0.9, 50.0, 100.0) == pytest.approx(math.log(1.1), rel=1e-5)
    assert call(effort_met, 0.0, 0.0, 0.0, 0.0) == 0.0


@given(arguments(along_the_journey))
def test_service_inside_holds_a_journey_down_and_never_lifts_it(given_):
    given_ = {**given_, "waited": 0.0}
    assert call(along_the_journey, **given_) <= np.float32(given_["quality"])
    assert call(along_the_journey, **{**given_, "worst_inside": abs(given_["worst_inside"])}) == np.float32(given_["quality"])


def test_each_further_talk_teaches_less_and_the_ordinary_insight_is_zero():
    assert call(knowing, 1.0) == 0.0
    steps = [float(call(knowing, float(k))) for k in range(8)]
    assert all(later - now > next_ - later > 0 for now, later, next_ in zip(steps, steps[1:], steps[2:], strict=False))
    assert call(knowing, 2.0) == pytest.approx(math.log(1.5) / math.sqrt(1 + math.log(1.5) ** 2), rel=1e-5)
    assert call(ways_quality, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.06, 0.2, 0.04, 0.03, 0.2, 0.6) == pytest.approx(0.23, rel=1e-6)
    assert call(along_the_journey, 0.5, 0.0, -1.0, 0.3, 0.12) == pytest.approx(0.38, rel=1e-6)
    assert call(along_the_journey, 0.5, 1.0, 1.0, 0.3, 0.12) == pytest.approx(0.2, rel=1e-6)
