"""Rows of the catalogue on hours, structure and places of work: a lever moves what the row says, the way it says, and not when the mechanism is off.

All runs are paired: the same people meet the same luck. Columns that other mechanisms write can be held week by week (`held`), where a row needs them.
"""

import functools

import numpy as np
import pytest

from sim.arithmetic import WAITED_AT_LEAST
from sim.engine.lanes import state_arrays
from sim.reference.run import run_scenarios
from sim.scenario import load_scenario
from tests.engine.firms import block, ordinary

pytestmark = pytest.mark.thorough
LANES, BEFORE = 12, 30
MANY = 96
"""Where what is asked lies near what twelve companies show by luck."""


@functools.cache
def lived(policy=(), world=(), off=(), held=(), weeks=52, size=(), parameters=(), lanes=LANES):
    """The weekly record (lanes by weeks) of a small organisation under a policy, and where it stands at the end."""
    shape = {"organisation": dict(size)} if size else {}
    scenario = load_scenario("small").with_(policy=dict(policy), world=dict(world), off=off, weeks=weeks, parameters=dict(parameters), **shape)
    one = block(scenario, lanes=range(lanes), seed=7)
    one.advance(np.repeat(ordinary(), BEFORE, axis=0))
    path, rows = scenario.paths(), []
    if not held:
        return {name: column.T for name, column in one.advance(path).items()}, one
    for week in range(weeks):
        for name, value in held:
            state_arrays(one.state)[name][:] = value
        rows.append(one.advance(path[week : week + 1]))
    return {name: np.concatenate([row[name] for row in rows]).T for name in rows[0]}, one


def _measured(measure, weekly, last):
    values = measure(weekly) if callable(measure) else weekly[measure]
    return values[:, last].mean(axis=1)


def shift(measure, policy, against=None, last=slice(-26, None), **more):
    """Paired differences of a measure between a policy and another one (the reference's)."""
    one, _ = lived(tuple(sorted(policy.items())), **more)
    other, _ = lived(tuple(sorted((against or {}).items())), **more)
    return _measured(measure, one, last) - _measured(measure, other, last)


def rises(differences):
    """Whether paired differences lie above nought by more than twice their error."""
    return differences.mean() > 2.0 * differences.std(ddof=1) / np.sqrt(differences.size) + 1e-9


def falls(differences):
    """Whether they lie below nought."""
    return rises(-differences)


def per_request(weekly):
    """Hand-overs a request."""
    return weekly["hand_overs"] / np.maximum(weekly["requests"] + weekly["repeats"], 1.0)


def served(weekly):
    """Help given against help needed."""
    return np.log(np.maximum(weekly["help_given"], 1.0) / np.maximum(weekly["help_needed"], 1.0))


def before_programmes(weekly):
    """Profit before the price of the levers."""
    return weekly["profit"] + weekly["programmes"]


BUSY = (("demand", 1.15),)
PRESSED = (("teams.pressure", 0.25),)
PAID = {"reward_intensity": 0.3, "kpi_validity": 0.5}
JOINT = {"kpi_weight": 0.5, "joint_okr_weight": 0.5}


def gap(weekly):
    """What the KPI says beyond what is done for value."""
    return weekly["kpi_reported"] - weekly["kpi_true"]


# --- structure: E1, E2, E8, E10, E14, D11, C4 --------------------------------------------------------------------------------------------------------------


def test_E1_a_finer_division_hands_over_more_often_and_waits_longer():
    fine = {"task_division": 1.0}
    assert rises(shift(per_request, fine))
    assert rises(shift("wait", fine))
    apart = ("coordination", "change", "leadership")
    alone = np.median(np.abs(shift("wait", fine, off=apart)))
    assert alone < 0.01 * shift("wait", fine).mean(), "the tiring of a change, leaders who mind its price, and luck in a few companies apart"
    assert np.abs(shift(per_request, fine, off=("coordination",))).max() < 0.01


def test_E1_without_coordination_the_wait_stands_still_in_the_mean_company_too():
    """Claim E1d. In twelve companies one that loses an employee more may hide it."""
    fine, apart = {"task_division": 1.0}, ("coordination", "change", "leadership")
    assert np.abs(shift("wait", fine, off=apart, lanes=MANY)).mean() < 0.01 * shift("wait", fine, lanes=MANY).mean()


DIVISIONS = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)


def best_division(team_size, customers, off=()):
    """The division with the highest profit before its own price, after the first half year."""
    size = (("units", 1), ("teams_per_unit", 4), ("team_size", team_size), ("customers_per_unit", customers))
    gains = [before_programmes(lived((("task_division", d),), weeks=104, size=size, off=off, lanes=MANY)[0])[:, 26:].mean() for d in DIVISIONS]
    return DIVISIONS[int(np.argmax(gains))]


def test_E2_the_best_division_lies_inside_and_large_teams_need_more_of_it():
    small, middle, large = best_division(4, 160), best_division(10, 400), best_division(30, 1200)
    assert 0.0 < small <= middle < large < 1.0, (small, middle, large)
    assert small < large


def test_E2_who_must_master_every_step_masters_each_less():
    alone, unspread = {"task_division": 0.0}, (("quality.breadth", 0.0),)
    assert falls(shift("quality", alone) - shift("quality", alone, parameters=unspread))
    assert np.abs(shift("quality", alone, off=("coordination",)) - shift("quality", alone, off=("coordination",), parameters=unspread)).max() < 1e-6


def test_E2_without_coordination_division_makes_no_difference():
    """Both ends cost the same; what their price does to leaders' push is left."""
    both = [before_programmes(lived((("task_division", d),), weeks=104, off=("coordination",))[0]).mean() for d in (0.0, 1.0)]
    assert both[0] == pytest.approx(both[1], rel=1e-6)


def test_E8_a_shared_platform_loses_less_in_hand_overs():
    whole = {"shared_platform": 1.0}
    assert falls(shift("hand_over_loss", whole, weeks=78))
    assert np.abs(shift("hand_over_loss", whole, weeks=78, off=("coordination",))).max() < 1e-6


def test_E8_service_is_alike_only_as_far_as_the_data_are_used_to_coordinate():
    whole = {"shared_platform": 1.0}
    used, unused = shift("consistency", {**whole, **JOINT}, JOINT, weeks=78), shift("consistency", whole, weeks=78)
    assert rises(unused)
    assert rises(used - 2.0 * unused)
    assert np.abs(shift("consistency", whole, weeks=78, off=("rules",))).max() < 1e-6


def test_E10_shared_goals_bring_help_and_ties_and_sponsors_bring_more():
    sponsored = {**JOINT, "sponsorship": 1.0}
    assert rises(shift("share_help", JOINT))
    assert rises(shift("share_help", sponsored, JOINT))
    assert rises(shift("tie_strength", JOINT, weeks=78))
    assert rises(shift("tie_strength", sponsored, JOINT, weeks=78))
    assert np.abs(shift("share_help", sponsored, off=("choice",))).max() < 1e-6
    assert np.abs(shift("tie_strength", sponsored, off=("coordination",), weeks=78)).max() < 1e-6


def test_E14_teams_that_are_pressed_serve_each_other_worse_and_shared_data_serve_better():
    busy = lived(world=BUSY)[0]["internal_service"][:, -26:].mean(axis=1) - lived()[0]["internal_service"][:, -26:].mean(axis=1)
    assert falls(busy)
    assert rises(shift("internal_service", {"shared_platform": 1.0}, weeks=78))
    assert np.abs(lived(world=BUSY, off=("coordination",))[0]["internal_service"]).max() < 1e-6


def test_D11_colleagues_help_more_and_lose_less_than_suppliers_and_customers():
    colleagues, suppliers = {"internal_frame": 1.0}, {"internal_frame": 0.0}
    assert rises(shift("share_help", colleagues, suppliers))
    assert falls(shift("hand_over_loss", colleagues, suppliers))
    assert rises(shift("internal_service", colleagues, suppliers))
    assert np.abs(shift("share_help", colleagues, suppliers, off=("choice",))).max() < 1e-6
    assert np.abs(shift("hand_over_loss", colleagues, suppliers, off=("coordination",))).max() < 1e-6


def test_D11_E14_where_help_and_ties_are_gone_suppliers_and_customers_lose_less():
    """So both sides of the quarrel have their case. Ties are held torn; hours for help are pressed away."""
    torn = (("ties.strength", -3.0), ("teams.pressure", 0.8))
    assert rises(shift("hand_over_loss", {"internal_frame": 1.0}, {"internal_frame": 0.0}, held=torn))


def test_C4_processes_for_the_customer_cut_hand_overs_and_cost_before_they_save():
    redesigned = {"customer_process": 0.9}
    assert falls(shift(per_request, redesigned, weeks=78))
    assert rises(shift("method", redesigned, weeks=78, last=slice(0, 8)))
    assert falls(shift("method", redesigned, weeks=78))
    assert np.abs(shift("method", redesigned, weeks=78, off=("rules",))).max() < 1e-6


# --- KPI and pay: E4, E5, E7 ---------------------------------------------------------------------------------------------------------------------------------


def valid(measure, validity, off=()):
    """A measure under strong pay on a KPI of some validity. The KPI's validity is held, too, for it has another writer than the lever."""
    weekly, _ = lived((("kpi_validity", validity), ("reward_intensity", 0.3)), held=(("firm.validity", validity),), off=off)
    return _measured(measure, weekly, slice(-26, None))


def test_E4_a_kpi_that_points_to_value_is_gamed_less_and_never_wholly_true():
    assert falls(valid("share_gaming", 0.95) - valid("share_gaming", 0.45))
    assert falls(valid(gap, 0.95) - valid(gap, 0.45))
    assert np.abs(valid("share_gaming", 0.95, off=("choice",)) - valid("share_gaming", 0.45, off=("choice",))).max() < 1e-6


def test_E5_pay_on_a_flawed_kpi_raises_the_score_more_than_the_value_and_teaches_gaming():
    paid = {"reward_intensity": 0.3}
    assert rises(shift("kpi_reported", paid) - shift("kpi_true", paid))
    assert rises(shift("share_gaming", paid))
    assert rises(shift("gaming_skill", paid))
    assert np.abs(shift(gap, paid, off=("choice", "effort"))).max() < 0.02, "pay for a number moves hours and the effort that it counts"
    assert shift(gap, paid, off=("choice",)).mean() < 0.25 * shift(gap, paid).mean(), "hours most of all"
    assert np.abs(shift("gaming_skill", paid, off=("choice",))).max() < 1e-6


@pytest.mark.xfail(strict=True, reason="not shown (claim E5a): 0.02 of 0.20 is left where hours stand still, since pay for a number moves effort for it too")
def test_E5_where_hours_stand_still_score_and_value_do_not_part():
    assert np.abs(shift(gap, {"reward_intensity": 0.3}, off=("choice",))).max() < 0.02


@pytest.mark.xfail(strict=True, reason="not shown (claim E7a): a fifth of it is left where hours stand still, by effort for the number and by budgets")
def test_E7_where_hours_stand_still_help_does_not_fall():
    assert not falls(shift(served, PAID, weeks=78, off=("choice",)))


def test_E7_silos_come_against_peoples_own_wish():
    assert falls(shift(served, PAID, weeks=78))
    assert rises(shift("dissonance", PAID, weeks=78))
    assert rises(shift("resignation", PAID, weeks=78))
    assert shift(served, PAID, weeks=78, off=("choice",)).mean() > 0.25 * shift(served, PAID, weeks=78).mean(), "the rest: effort for the number, and budgets"
    assert np.abs(shift("resignation", PAID, weeks=78, off=("choice",))).mean() < 0.01 * shift("resignation", PAID, weeks=78).mean()


# --- waiting and hands: C12, C1, E11 ------------------------------------------------------------------------------------------------------------------------


def test_C12_where_few_serve_many_customers_wait_longer():
    few, many = {"staffing": 0.8}, {"staffing": 1.2}
    assert rises(shift("wait", few, many))
    assert rises(lived(world=BUSY)[0]["wait"][:, :26].mean(axis=1) - lived()[0]["wait"][:, :26].mean(axis=1)), "until staff have followed"
    assert np.abs(shift("wait", few, many, off=("work",))).max() < 1e-6


def rushed(weeks=8, after=150, **parameters):
    """Requests asked, finished and still open after a rush of so many weeks at twice the demand, summed over journeys; week by week what was open."""
    scenario = load_scenario("small").with_(parameters={"work.interchange": 0.3, **parameters}, weeks=after)
    rush = scenario.with_(world={"demand": 2.0}, weeks=weeks)
    one, asked, finished, still = block(scenario, lanes=range(6), seed=7), 0.0, 0.0, []
    for row in np.concatenate([rush.paths(), scenario.paths()]):
        one.advance(row[None, :])
        journeys = one.state.journeys
        asked, finished = asked + journeys.requests.astype(np.float64).sum(axis=0), finished + journeys.finished.sum(axis=0)
        still.append(journeys.open.sum(axis=0))
    return asked, finished, np.array(still)


def test_C12_what_waits_in_a_rush_is_billed_in_the_end_less_what_is_given_up():
    asked, finished, still = rushed(**{"work.patience_weeks": 26.0})
    assert (still[7] > 10.0).all(), "otherwise the test would prove nothing"
    assert np.allclose(asked, finished + still[-1], rtol=1e-12)
    assert (still[-1] < 0.05 * still[7]).all()
    asked, finished, still = rushed(**{"work.patience_weeks": 1.0})
    lost = asked - finished - still[-1]
    assert (lost > 1.0).all()
    assert (lost < 0.1 * asked).all()


def test_C12_a_customer_waits_for_the_sum_of_the_waits_along_the_way():
    """One team that is stuck spoils the journey as much as the same wait shared out among its teams."""
    scenario = load_scenario("small").with_(parameters={"quality.internal": 0.0})
    one = block(scenario, lanes=range(6), seed=7)
    one.advance(np.repeat(ordinary(), BEFORE, axis=0))
    one.state.teams.backlog[0] += 600.0
    one.advance(ordinary())
    chart, teams, journeys, stuck = one.chart, one.state.teams, one.state.journeys, False
    for r, steps in enumerate(chart.journey_steps):
        along = chart.journey_team[r, :steps]
        waited = np.log(teams.wait[along].mean(axis=0) + WAITED_AT_LEAST) - one.balance.journey_wait_base
        spoilt = teams.quality[along].mean(axis=0) - journeys.quality[r]
        assert np.allclose(spoilt, 0.3 * np.clip(waited, -2.5, 2.5), atol=2e-5)
        stuck |= 0 in along and bool((spoilt > 0.2).all())
    assert stuck


@pytest.mark.parametrize("mechanism", ["work", "coordination"])
def test_switched_off_what_stands_is_the_references_mean(mechanism):
    """Overtime, hands and service inside stand at solved means, so that switching off moves neither overtime nor quality of the reference by itself."""
    reference = load_scenario("reference")
    on, off = (one.weekly for one in run_scenarios([reference, reference.with_(off=(mechanism,))], replications=16, seed=3, weeks=104))
    assert abs(off["overtime"].mean() - on["overtime"].mean()) < 0.001
    assert abs(off["quality"].mean() - on["quality"].mean()) < 0.06


def test_C1_missing_hands_spoil_more_than_spare_hands_mend():
    """And they do so by what people leave undone: `quality.uncounted` at nought silences both."""

    def met(hands, **more):
        return lived(held=(("teams.hands", hands),), **more)[0]["quality"][:, :13].mean(axis=1)

    lost, won = met(0.0) - met(-0.3), met(0.3) - met(0.0)
    assert rises(lost - 2.0 * won)
    assert rises(won)
    without = {"parameters": (("quality.uncounted", 0.0),)}
    assert np.abs(met(-0.3, **without) - met(0.3, **without)).max() < 1e-6


def test_E11_work_given_up_comes_back():
    """Backlog is held at many weeks of work, so that customers give up waiting."""

    def repeated(off=(), **parameters):
        weekly = lived(held=(("teams.backlog", 2000.0),), off=off, parameters=tuple(parameters.items()))[0]
        return weekly["given_up"].mean(), weekly["repeats"].sum(axis=1) / weekly["requests"].sum(axis=1)

    (given_up, back), (_, gone) = repeated(), repeated(**{"quality.again": 0.0})
    assert given_up > 0.02
    assert rises(back - gone)
    assert repeated(("work",))[0] == 0.0


# --- time: E6, E11, C14 --------------------------------------------------------------------------------------------------------------------------------------


def shrunk(activity, off=(), policy=()):
    """How far the share of an activity shrinks under work pressure (log ratio)."""
    calm = (("teams.pressure", 0.0),)
    pressed, easy = lived(policy, held=PRESSED, off=off)[0], lived(policy, held=calm, off=off)[0]
    return np.log(_measured(f"share_{activity}", pressed, slice(-26, None)) / _measured(f"share_{activity}", easy, slice(-26, None)))


def test_E6_pressure_eats_room_first_then_help_and_care_and_output_grows():
    assert falls(shrunk("room") - shrunk("help"))
    assert falls(shrunk("help"))
    assert falls(shrunk("care"))
    assert rises(shrunk("output"))
    assert np.abs(shrunk("room", off=("choice",))).max() < 1e-6


def test_E6_E11_priorities_protect_room_against_the_backlog():
    protected = shrunk("room", policy=(("prioritisation", 1.0),))
    assert rises(protected - shrunk("room"))
    assert np.abs(shrunk("room", off=("choice",), policy=(("prioritisation", 1.0),))).max() < 1e-6


def test_E11_priorities_take_up_one_thing_after_the_other():
    """Backlog is held at some weeks of work; what juggling costs shows in pressure, dropped requests, protected slack and the hours of deciding apart."""
    held, apart = (("teams.backlog", 600.0),), ("demand", "choice")

    def pressed(off=apart, **parameters):
        return shift("pressure", {"prioritisation": 1.0}, held=held, off=off, parameters=tuple(parameters.items()))

    assert falls(pressed() - pressed(**{"work.juggling": 0.0}))
    assert falls(pressed(**{"work.juggling": 0.1})), "where juggling costs much, priorities relieve in all"
    assert np.abs(pressed((*apart, "work"))).max() < 1e-6


def test_E11_priorities_relieve_by_order_alone():
    assert falls(shift("pressure", {"prioritisation": 1.0}, held=(("teams.backlog", 600.0),), off=("demand", "choice"), lanes=48))


def test_E11_the_best_slack_lies_inside():
    """At the default exponent of improvement, for which there is no evidence."""
    profit = [lived((("slack_share", s),), weeks=208)[0]["profit"][:, 52:].mean() for s in (0.0, 0.1, 0.2, 0.4)]
    assert int(np.argmax(profit)) in (1, 2)


def test_C14_hours_move_sooner_where_people_know_what_matters():
    def moved(alignment, off=()):
        held = (("firm.alignment", alignment),)
        return (lived((("slack_share", 0.25),), held=held, off=off)[0]["share_room"] - lived(held=held, off=off)[0]["share_room"])[:, 2:12].mean(axis=1)

    assert rises(moved(1.5) - moved(-1.5))
    assert np.abs(moved(1.5, ("choice",)) - moved(-1.5, ("choice",))).max() < 1e-6


def test_E3_a_push_falls_on_gaming_where_leaders_lean_on_reports():
    far, near = {"leader_customer_contact": 104.0, "leader_visibility": 0.0}, {"leader_customer_contact": 8.0, "leader_visibility": 8.0}
    push = {"profit_chasing": 1.0}

    def gamed(off=(), **push):
        return shift("share_gaming", {**far, **push}, {**near, **push}, off=off)

    assert rises(shift("reliance", far, near))
    assert rises(gamed(**push) - gamed())
    assert np.abs(gamed(("choice",), **push)).max() < 1e-6
    assert np.abs(gamed(("leadership",), **push)).mean() < 0.1 * gamed(**push).mean()


# --- rules, autonomy and places: A2, A3, A7, A11, B2, B8, C11 -------------------------------------------------------------------------------------------------


CUSTOMERS = {"voice_customer": 1.0, "voice_business": 0.05, "voice_employee": 0.05}


def test_A2_where_customers_dominate_care_goes_up_first():
    early = slice(4, 26)
    assert rises(shift("share_care", CUSTOMERS, last=early))
    assert rises(shift("exceptions_accepted", CUSTOMERS, last=early))
    assert np.abs(shift("share_care", CUSTOMERS, last=early, off=("choice",))).max() < 1e-6


def test_A2_where_customers_dominate_value_goes_up_first():
    assert rises(shift("satisfaction", CUSTOMERS, last=slice(4, 26)))


@functools.cache
def earned_by_procedures(off=()):
    """Profit before programmes from the second half-year to the end of the second year, by hours for procedures, in 24 companies of the reference."""
    loads = (0.0, 0.015, 0.03, 0.25)
    records = run_scenarios([load_scenario("reference").with_(policy={"compliance_load": load}, off=off) for load in loads], replications=24, seed=7, weeks=104)
    return {load: before_programmes(one.weekly)[:, 26:].mean(axis=1) for load, one in zip(loads, records, strict=True)}


def test_A3_some_procedures_pay_and_too_many_eat_the_week():
    earned, blind = earned_by_procedures(), earned_by_procedures(("quality",))
    assert rises(earned[0.015] - earned[0.0])
    assert rises(earned[0.015] - earned[0.25])
    assert not rises(blind[0.015] - blind[0.0])


def test_A3_half_the_usual_procedures_pay():
    earned = earned_by_procedures()
    assert rises(earned[0.03] - earned[0.0])


def test_A7_autonomy_gives_help_and_care_to_those_who_want_to_do_right():
    """The effect depends on the motive: people who care for doing right use room for it."""
    def used(autonomy, off=()):
        _, one = lived((("autonomy", autonomy),), off=off)
        people, here = one.state.people, one.state.people.present > 0.5
        right = people.share_care + people.share_help
        keen, others = here & (people.prosocial > 0.5), here & (people.prosocial < -0.5)
        return np.array([right[keen[:, k], k].mean() - right[others[:, k], k].mean() for k in range(LANES)])

    assert rises(used(0.8) - used(0.5))
    assert np.abs(used(0.8, ("choice",)) - used(0.5, ("choice",))).max() < 1e-6


def test_A7_autonomy_overdone_makes_service_unlike_and_the_more_the_farther():
    some, more = shift("consistency", {"autonomy": 0.7}), shift("consistency", {"autonomy": 0.9}, {"autonomy": 0.7})
    assert falls(some)
    assert falls(more - some)
    assert np.abs(shift("consistency", {"autonomy": 0.9}, off=("rules",))).max() < 1e-6


def test_A11_an_environment_that_makes_it_easy_moves_hours_at_equal_reward():
    easy = {"environment_redesign": 0.8}
    assert rises(shift("share_care", easy))
    assert rises(shift("share_help", easy))
    assert np.abs(shift("share_care", easy, off=("choice",))).max() < 1e-6


def test_B2_one_standard_is_efficient_at_first():
    """The later loss (autonomy, meaning, fit) is other mechanisms' and not tested here. The gain is small: many pairs of runs show it."""
    one_way, early = {"standardisation": 0.9}, slice(20, 52)
    assert falls(shift("method", one_way, last=early))
    assert falls(shift("pressure", one_way, last=early))
    assert rises(shift(before_programmes, one_way, last=slice(26, 78), weeks=78, lanes=96))
    assert np.abs(shift("method", one_way, last=early, off=("rules",))).max() < 1e-6
    assert not falls(shift("pressure", one_way, last=early, off=("rules",)))
    assert not rises(shift(before_programmes, one_way, last=slice(26, 78), weeks=78, off=("rules",)))


def test_B8_one_thought_replaces_rules_where_there_is_trust_and_only_there():
    """Trust is held, for it is another mechanism's; being freed of rules gives hours back. Three quarters of them can go where there is some trust."""
    thought = {"guiding_principle": 0.9, "rule_density": 0.1}
    assert rises(shift("consistency", thought, held=(("people.trust", 0.5),), weeks=40))
    assert falls(shift("consistency", thought, held=(("people.trust", -0.8),), weeks=40))
    assert falls(shift("programme_hours", {"rule_density": 0.0})), "and explaining the thought takes about as many again"
    assert rises(shift(lambda weekly: weekly["hours"] / weekly["heads"], {"rule_density": 0.0}))
    assert np.abs(shift("consistency", thought, held=(("people.trust", 0.5),), weeks=40, off=("rules",))).max() < 1e-6


def test_B8_one_thought_replaces_all_rules_where_trust_is_high():
    thought = {"guiding_principle": 0.9, "rule_density": 0.0}
    assert rises(shift("consistency", thought, held=(("people.trust", 1.0),), weeks=40, lanes=48))


@pytest.mark.xfail(strict=True, reason="not shown (claim B8b): without any rule service is 0.14 SD less alike (error 0.01) where trust is half an SD up; the "
                                       "first rules are worth the most")
def test_B8_one_thought_replaces_all_rules_where_there_is_some_trust():
    thought = {"guiding_principle": 0.9, "rule_density": 0.0}
    assert rises(shift("consistency", thought, held=(("people.trust", 0.5),), weeks=40))


AT_HOME = ("rest_at_home", "quiet_at_home")


def test_C11_days_at_home_rest_and_quiet_people_and_the_last_ones_loosen_ties():
    def at_home(days, name, off=()):
        return state_arrays(lived((("home_working", days),), weeks=78, off=off)[1].state)[f"firm.{name}"].mean()

    (rest, more_rest), (quiet, more_quiet) = ((at_home(2.5, name) - at_home(1.0, name), at_home(5.0, name) - at_home(2.5, name)) for name in AT_HOME)
    assert rest > more_rest > 0.0, "most of the rest comes from the first days"
    assert quiet > 0.0 > more_quiet, "and the quiet of the last days is lost to agreeing at a distance"
    assert all(at_home(5.0, name, ("workplace",)) == 0.0 for name in AT_HOME)
    few = shift("tie_strength", {"home_working": 2.5}, weeks=78)
    many = shift("tie_strength", {"home_working": 5.0}, {"home_working": 2.5}, weeks=78)
    assert falls(many - 3.0 * few)
    assert rises(shift("hand_over_loss", {"home_working": 5.0}, {"home_working": 2.5}, weeks=78))
    assert not falls(shift("tie_strength", {"home_working": 5.0}, weeks=78, off=("workplace",))), "what is left, managers who can check less"
