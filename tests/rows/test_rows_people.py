"""Rows of the catalogue that run through people: each lever moves its measure through the named path, and without the mechanism it does not.

Paired runs of a small organisation under common luck. Columns that another part of the model writes are held by hand where a test says so."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

from sim.engine.lanes import state_arrays
from sim.scenario import Event, Scenario, load_scenario
from tests.engine.firms import block, run

pytestmark = pytest.mark.thorough
LANES = 12
MANY = 96
"""Where what is asked lies near what twelve companies show by luck."""
NEWCOMERS = 0.01
"""What is left of a mood that is switched off: that of newcomers in their first week."""
CUSTOMERS_FIRST = {"voice_customer": 1.0, "voice_business": 0.02, "voice_employee": 0.02}
Fixed = tuple[tuple[str, float], ...]


def fixed(**values: float) -> Fixed:
    """Settings as something that can be remembered."""
    return tuple(values.items())


def small(policy: Fixed = (), world: Fixed = (), off: tuple[str, ...] = (), events: tuple[Event, ...] = (), parameters: Fixed = ()) -> Scenario:
    """One unit of forty people under some policy."""
    return load_scenario("small").with_(policy=dict(policy), world=dict(world), off=off, events=events, parameters=dict(parameters))


@functools.cache
def weekly(policy: Fixed = (), world: Fixed = (), off: tuple[str, ...] = (), events: tuple[Event, ...] = (), weeks: int = 104, parameters: Fixed = (),
           lanes: int = LANES) -> Any:
    """The weekly record, [replication, week] for each column."""
    return run(small(policy, world, off, events, parameters), replications=lanes, weeks=weeks)[0].weekly


def effect(column: str, policy: Fixed = (), *, against: Fixed = (), first: int = 52, last: int = 104, ratio: bool = False, **more: Any) -> float:
    """The mean difference (or ratio) of a column over some weeks that a policy makes under common luck."""
    one, other = (weekly(settings, weeks=last, **more)[column][:, first:] for settings in (policy, against))
    return float(one.mean() / other.mean()) if ratio else float((one - other).mean())


@functools.cache
def lived(hold: Fixed = (), push: Fixed = (), weeks: int = 52, off: tuple[str, ...] = (), policy: Fixed = (), parameters: Fixed = (),
          events: tuple[Event, ...] = (), lanes: int = LANES) -> Any:
    """Weekly means of a firm in which some arrays are held at a value every week, or pushed once. Gives the record, and the state at the end."""
    scenario = small(policy, off=off, parameters=parameters, events=events).with_(weeks=weeks)
    one = block(scenario, lanes=range(lanes), seed=3)
    one.run_in()
    arrays, path = state_arrays(one.state), scenario.paths()
    for name, value in push:
        arrays[name][:] += value
    rows: dict[str, list[np.ndarray]] = {}
    for week in range(weeks):
        for name, value in hold:
            arrays[name][:] = value
        record = {**one.advance(path[week : week + 1]), "done": arrays["teams.done"].sum(axis=0)[None, :]}
        for name, column in record.items():
            rows.setdefault(name, []).append(column[0])
    return {name: np.array(column) for name, column in rows.items()}, one


def moved(column: str, weeks: int = 52, last: int = 13, **how: Any) -> float:
    """How far a column is at the end from where it would be, with some arrays held or pushed by hand."""
    rest = {name: value for name, value in how.items() if name not in ("hold", "push")}
    one, other = lived(weeks=weeks, **how)[0][column], lived(weeks=weeks, **rest)[0][column]
    return float((one - other)[-last:].mean())


def vacancies(record: Any) -> np.ndarray:
    """People budgeted for whom nobody is there."""
    return np.asarray(record["heads_wanted"] - record["heads"])


def output_left(last: int = 13, weeks: int = 104, against: dict[str, Any] | None = None, **how: Any) -> float:
    """Work done in the last quarter, as a share of what would have been done."""
    one, other = lived(weeks=weeks, **how)[0]["done"], lived(weeks=weeks, **(against or {}))[0]["done"]
    return float(one[-last:].mean() / other[-last:].mean())


def by_motive(array: str, policy: Fixed, off: tuple[str, ...] = (), lanes: int = LANES) -> tuple[float, float]:
    """What a policy does to an array of people, for the prosocial and for those who are not."""
    states = [state_arrays(lived(policy=settings, off=off, lanes=lanes)[1].state) for settings in (policy, ())]
    means = []
    for chosen in (lambda z: z > 0.5, lambda z: z < -0.5):
        groups = [chosen(s["people.prosocial"]) & (s["people.present"] > 0.5) for s in states]
        means.append(float(states[0][array][groups[0]].mean() - states[1][array][groups[1]].mean()))
    return means[0], means[1]


def test_A2_customers_first_exhausts_those_who_do_the_work():
    """The other half of the row, value that rises first, comes with the pull to care that the choice of hours gives."""
    assert effect("exhaustion", fixed(**CUSTOMERS_FIRST)) > 0.2
    assert abs(effect("exhaustion", fixed(**CUSTOMERS_FIRST), off=("strain",))) < NEWCOMERS


def squeeze_and_exceptions_apart() -> float:
    """Of what customers first does to exhaustion, as much as is left without the squeeze and without exceptions that tire by themselves."""
    without = fixed(**{"strain.squeeze": 0.0, "strain.exceptions": 0.0})
    whole = effect("exhaustion", fixed(**CUSTOMERS_FIRST), lanes=MANY)
    return effect("exhaustion", fixed(**CUSTOMERS_FIRST), lanes=MANY, parameters=without) / whole


def test_A2_squeeze_and_exceptions_carry_a_quarter_of_it_at_least():
    assert squeeze_and_exceptions_apart() < 0.75


@pytest.mark.xfail(strict=True, reason="not shown (claim A2f): squeeze and exceptions carry 36 % of it (error 1 %, 96 companies)")
def test_A2_squeeze_and_exceptions_carry_two_fifths_of_it():
    assert squeeze_and_exceptions_apart() < 0.6


@pytest.mark.xfail(strict=True, reason="not shown (claim A2f): squeeze and exceptions carry 36 % of what customers first does to exhaustion; the rest goes by "
                                       "talks that managers no longer have time for, and by hours for care")
def test_A2_squeeze_and_exceptions_carry_more_than_half_of_it():
    assert squeeze_and_exceptions_apart() < 0.5


def test_A2_every_exception_that_is_accepted_tires_beside_its_hours():
    """A hundredth of an SD, for an exception a person comes once in four months; twelve companies are too few to see it."""
    yielding = fixed(yielding=1.0)
    many = effect("exhaustion", yielding, lanes=192) - effect("exhaustion", yielding, lanes=192, parameters=fixed(**{"strain.exceptions": 0.0}))
    assert many > 0.005


def test_A2_giving_in_tires():
    yielding = fixed(yielding=1.0)
    assert effect("exhaustion", yielding) > 0.005
    assert abs(effect("exhaustion", yielding, off=("strain",))) < NEWCOMERS


def test_A7_autonomy_frees_care_in_the_prosocial_more_than_in_others():
    free = fixed(autonomy=0.9)
    (warm, cool), (warm_help, cool_help) = by_motive("people.share_care", free), by_motive("people.share_help", free)
    assert warm + warm_help > cool + cool_help + 0.005
    assert by_motive("people.share_care", free, off=("choice",)) == pytest.approx((0.0, 0.0), abs=1e-6)


def test_A15_overload_brings_a_standstill():
    """Half of the people dismissed and not replaced, at the same demand: output falls below 60 %, and by more than it would without strain and fear."""
    cut = {"policy": fixed(staffing=0.5), "events": (Event("layoffs", 4, 0.5),)}
    assert output_left(**cut) < 0.6
    assert moved_by(cut, "exhaustion", weeks=52) > 0.8
    assert abs(moved_by(cut, "exhaustion", weeks=52, off=("strain",))) < NEWCOMERS


def moved_by(how: dict[str, Any], column: str, weeks: int, off: tuple[str, ...] = ()) -> float:
    """What a policy with events does to a column at the end."""
    return float((lived(weeks=weeks, off=off, **how)[0][column] - lived(weeks=weeks, off=off)[0][column])[-13:].mean())


def test_A15_energy_that_leaks_away_takes_output():
    """People who tire three SDs more easily: less is done, though no request more comes in. Without strain nothing changes."""
    drained = fixed(**{"people.stable_exhaustion": 3.0})
    assert output_left(push=drained) < 0.98
    assert output_left(push=drained, off=("strain",), against={"off": ("strain",)}) == 1.0


def test_A15_unheard_people_give_up():
    """Being heard is held far below the reference by hand (its writer is the mechanism of ideas)."""
    unheard = fixed(**{"teams.heard": -4.0})
    assert moved("resignation", hold=unheard) > 0.4
    assert moved("engagement", hold=unheard) < -0.1
    assert moved("resignation", hold=unheard, off=("engagement",)) == 0.0


def test_A15_unheard_people_give_up_by_half_an_sd():
    """Just: .53 SD within the year (error .01, 96 companies), since nobody gives up by more than two SDs."""
    assert moved("resignation", hold=fixed(**{"teams.heard": -4.0}), lanes=MANY) > 0.5


@pytest.mark.xfail(strict=True, reason="not shown (claim A15a): with effects of published size, newcomers and budgets make up for the tired; output falls by "
                                       "about 5 %")
def test_A15_energy_alone_brings_a_standstill():
    assert output_left(push=fixed(**{"people.stable_exhaustion": 3.0})) < 0.6


@pytest.mark.xfail(strict=True, reason="not shown (claim A15c): unheard people give up and leave sooner, but go on working; output hardly falls within two "
                                       "years")
def test_A15_being_unheard_alone_brings_a_standstill():
    assert output_left(hold=fixed(**{"teams.heard": -4.0})) < 0.6


def test_B1_purpose_engages_the_prosocial_more():
    warm, cool = by_motive("people.engagement", fixed(purpose=1.0), lanes=8 * LANES)
    assert warm > 0.03
    assert warm > cool + 0.02
    assert by_motive("people.engagement", fixed(purpose=1.0), off=("motives",)) == pytest.approx((0.0, 0.0), abs=0.03)


def test_B1_a_bonus_on_the_own_number_crowds_meaning_out():
    bonus = fixed(reward_intensity=0.25)
    assert effect("meaning", bonus) < -0.4
    assert effect("meaning", bonus, off=("motives",)) == 0.0
    assert effect("engagement", bonus) < effect("engagement", bonus, off=("motives",)) - 0.03


def test_B1_motives_drift_with_the_times():
    drift = fixed(motive_drift=0.1)
    one, other = weekly(world=drift)["pay_motive"], weekly()["pay_motive"]
    assert (one - other)[:, -1].mean() == pytest.approx(-0.19, abs=0.03)
    assert np.abs(weekly(world=drift, off=("motives",))["pay_motive"]).max() == 0.0


def test_B2_people_as_a_means_lose_meaning_and_fit():
    """The early gain of one way for all comes with the hours that standards save (the mechanism of rules)."""
    means = fixed(standardisation=1.0, shareholder_focus=1.0)
    assert effect("meaning", means) < -0.3
    assert effect("fit", means) < -0.3
    assert effect("engagement", means) < -0.05
    assert effect("engagement", means, off=("motives",)) > 0.6 * effect("engagement", means), "the rest is autonomy that one way for all takes away"


def test_B3_talent_goes_where_the_market_calls_and_stays_for_room():
    tight = fixed(labour_market=1.5)
    assert float((weekly(world=tight, weeks=156)["talent"] - weekly(weeks=156)["talent"])[:, 104:].mean()) < -0.03
    assert float((vacancies(weekly(world=tight, weeks=156)) - vacancies(weekly(weeks=156)))[:, 104:].mean()) > 0.3
    central, narrow = fixed(autonomy=0.9, purpose=0.9), fixed(autonomy=0.1, purpose=0.1)
    assert effect("talent", central, against=narrow, world=tight, first=104, last=156) > 0.05
    off = ("turnover",)
    assert abs(float((weekly(world=tight, off=off)["talent"] - weekly(off=off)["talent"]).mean())) < 1e-6


def test_B4_an_inspiring_culture_makes_a_name_and_fills_seats_sooner():
    """Inflow of customers reads firm.supplier in the mechanism of loyalty; here only the name itself. Seats are seen with the name held by hand."""
    central = fixed(autonomy=0.9, purpose=1.0, talent_room=0.8)
    assert effect("employer", central) > 0.4
    assert effect("employer", central, off=("reputation",)) == 0.0
    known, plain = (vacancies(lived(hold=fixed(**{"firm.employer": name}), weeks=104)[0])[26:].mean(axis=0) for name in (2.0, 0.0))
    assert (known - plain).mean() < -2 * (known - plain).std(ddof=1) / np.sqrt(LANES)
    glad = fixed(**{"customers.satisfaction": 0.5})
    assert moved("supplier", hold=glad) > 0.2
    assert moved("supplier", hold=glad, off=("reputation",)) == 0.0


def test_B5_a_volatile_world_strains_and_recovery_buffers():
    rough = fixed(volatility=0.4)
    strain = float((weekly(world=rough)["exhaustion"] - weekly()["exhaustion"])[:, 26:].mean())
    assert strain > 0.05
    assert effect("exhaustion", fixed(recovery=0.9), world=rough) < -0.1
    assert effect("burnt_out", fixed(recovery=0.9), world=rough) < 0.0
    assert abs(float((weekly(world=rough, off=("strain",))["exhaustion"] - weekly(off=("strain",))["exhaustion"]).mean())) < NEWCOMERS


PEOPLE = fixed(autonomy=0.8, responsibility=0.8, talent_room=0.5, recovery=0.5)


def test_B6_investing_in_people_reaches_customers_through_service():
    """It takes its hours first: customers notice it in the third year."""
    third = {"first": 104, "last": 156}
    assert effect("satisfaction", PEOPLE, **third) > 0.02
    assert abs(effect("satisfaction", PEOPLE, off=("quality",), **third)) < 0.5 * effect("satisfaction", PEOPLE, **third)


@pytest.mark.xfail(strict=True, reason="not shown (claim B6e): in the second year satisfaction is .010 SD up here (error .004, 96 companies)")
def test_B6_investing_in_people_reaches_customers_in_the_second_year():
    assert effect("satisfaction", PEOPLE, lanes=MANY) > 0.02


def test_B9_customers_joy_engages():
    glad = fixed(**{"customers.satisfaction": 0.5})
    assert moved("engagement", hold=glad) > 0.05
    blind = fixed(**{"engagement.customers": 0.0, "strain.customers": 0.0, "engagement.news": 0.0})
    assert moved("engagement", hold=glad, parameters=blind) < 0.5 * moved("engagement", hold=glad)
    assert abs(moved("engagement", hold=glad, off=("engagement",))) < NEWCOMERS


def test_B10_hardship_times_a_calling_exhausts_most_without_recovery():
    """The interaction, in a hard time (customers first): purpose exhausts where recovery is short, and less where it is not."""
    hard = {"voice_customer": 1.0, "voice_business": 0.02, "voice_employee": 0.02}
    tired = effect("exhaustion", fixed(**hard, purpose=1.0, recovery=0.0), against=fixed(**hard, recovery=0.0))
    rested = effect("exhaustion", fixed(**hard, purpose=1.0, recovery=0.9), against=fixed(**hard, recovery=0.9))
    assert tired > rested + 0.02
    without = fixed(**{"strain.commit": 0.0})
    plain_tired = effect("exhaustion", fixed(**hard, purpose=1.0, recovery=0.0), against=fixed(**hard, recovery=0.0), parameters=without)
    assert tired > plain_tired + 0.02


def test_B11_freedom_and_responsibility_together_make_people_do_what_they_are_good_at():
    both, free, answers = (effect("fit", one) for one in (fixed(autonomy=0.9, responsibility=0.9), fixed(autonomy=0.9), fixed(responsibility=0.9)))
    assert both > free + answers > 0.0
    assert effect("fit", fixed(autonomy=0.9, responsibility=0.9), off=("motives",)) == 0.0
    assert effect("exhaustion", fixed(autonomy=0.1, responsibility=1.0), against=fixed(autonomy=0.1)) > 0.05


CUT = (Event("layoffs", 10, 0.2),)


def test_C1_survivors_fear_tire_and_leave():
    """Per head, more of those who stay leave in the half-year after; without leaders' dismissals being felt, fewer do."""

    def survivors(column: str, off: tuple[str, ...] = ()) -> float:
        cut, calm = weekly(events=CUT, off=off), weekly(off=off)
        after = slice(11, 37)
        return float(cut[column][:, after].sum() / cut["heads"][:, after].sum() / (calm[column][:, after].sum() / calm["heads"][:, after].sum()))

    cut, calm = weekly(events=CUT), weekly()
    assert (cut["insecurity"] - calm["insecurity"])[:, 11:37].mean() > 0.7
    assert (cut["trust"] - calm["trust"])[:, 24:37].mean() < -0.1
    assert (cut["engagement"] - calm["engagement"])[:, 11:15].mean() < -0.2, "within weeks"
    assert (cut["engagement"] - calm["engagement"])[:, 24:37].mean() < -0.1
    unhurt = fixed(**{"engagement.dismissed": 0.0})
    soon = weekly(events=CUT, parameters=unhurt)["engagement"] - weekly(parameters=unhurt)["engagement"]
    assert abs(soon[:, 11:15].mean()) < 0.3 * abs((cut["engagement"] - calm["engagement"])[:, 11:15].mean())
    assert (cut["exhaustion"] - calm["exhaustion"])[:, 24:37].mean() > 0.1
    assert survivors("quits") > 1.3
    assert survivors("quits", off=("turnover",)) < 1.15


def test_C1_telling_and_fairness_soften_the_fear():

    def blow(policy: Fixed = (), parameters: Fixed = ()) -> float:
        cut, calm = (weekly(policy, events=events, parameters=parameters)["trust"] for events in (CUT, ()))
        return float((cut - calm)[:, 24:37].mean())

    told = fixed(communication=0.9)
    assert blow(told) > blow() + 0.01
    assert blow(told) > blow(told, fixed(**{"motives.told": 0.0})) + 0.01


def test_C1_telling_softens_what_a_lay_off_does_to_strain_and_to_leaving():

    def half_year(column: str, policy: Fixed = (), parameters: Fixed = ()) -> float:
        cut, calm = (weekly(policy, events=events, parameters=parameters) for events in (CUT, ()))
        if column == "quits":
            return float(cut[column][:, 11:37].sum() / cut["heads"][:, 11:37].sum() - calm[column][:, 11:37].sum() / calm["heads"][:, 11:37].sum())
        return float((cut[column] - calm[column])[:, 11:37].mean())

    told, deaf = fixed(communication=0.9), fixed(**{"motives.told": 0.0})
    for column in ("exhaustion", "quits"):
        assert half_year(column, told) < half_year(column, told, deaf)
    assert np.abs(weekly(told, events=CUT, off=("motives",))["fairness"]).max() == 0.0


def help_left(**parameters: float) -> float:
    """What a lay-off adds to the support of those who stay, in the half-year after."""
    kept = fixed(**{"engagement." + name: value for name, value in parameters.items()})
    cut, calm = (weekly(events=events, parameters=kept, lanes=MANY)["support"] for events in (CUT, ()))
    return float((cut - calm)[:, 11:37].mean())


def test_C1_managers_keep_away_from_those_who_stay():
    """Fewer heads to talk with give nobody more of a manager in the first half-year; without fear's part they would."""
    assert help_left() < 0.02
    assert help_left(withdrawn=0.0) > help_left() + 0.05


@pytest.mark.xfail(strict=True, reason="not shown (claim C1i): fear takes 0.077, since a fifth dismissed make one SD of it and no longer 1.6")
def test_C1_fear_keeps_managers_away_by_eight_hundredths():
    assert help_left(withdrawn=0.0) > help_left() + 0.08


@pytest.mark.xfail(strict=True, reason="not shown (claim C1e): 0.71 SD in the half-year after, since fear ends at one SD (record 0016)")
def test_C1_survivors_fear_by_more_than_an_sd():
    cut, calm = weekly(events=CUT), weekly()
    assert (cut["insecurity"] - calm["insecurity"])[:, 11:37].mean() > 1.0


def test_A7_support_lasts_between_people():
    """A year later people still differ in support as they did, because some get on with their manager and some do not; without bonds less so."""

    def still(parameters: Fixed = ()) -> float:
        later, sooner = (state_arrays(lived(weeks=weeks, parameters=parameters)[1].state) for weeks in (104, 52))
        same = (later["people.present"] > 0.5) & (sooner["people.present"] > 0.5) & (later["people.tenure"] > 52)
        return float(np.corrcoef(later["people.support"][same], sooner["people.support"][same])[0, 1])

    assert 0.4 < still() < 0.7
    assert still(fixed(**{"engagement.bond": 0.0})) < still() - 0.1


def test_B3_the_talented_stay_a_little_longer_in_an_ordinary_market_and_leave_a_hot_one():
    unseen = fixed(**{"turnover.valued": 0.0})
    assert float((weekly(weeks=156)["talent"] - weekly(weeks=156, parameters=unseen)["talent"])[:, 104:].mean()) > 0.005
    tight = fixed(labour_market=1.5)
    assert float((weekly(world=tight, weeks=156)["talent"] - weekly(weeks=156)["talent"])[:, 104:].mean()) < -0.03


def test_C11_days_at_home_keep_people():
    """Two days against none: about a third fewer leave; beside rest and mood most of it is the days themselves."""

    def left(days: float, off: tuple[str, ...] = ()) -> float:
        record = weekly(fixed(home_working=days), off=off, weeks=156)
        return float(record["quits"].sum() / record["heads"].sum())

    assert 0.5 < left(2.0) / left(0.0) < 0.85
    assert left(2.0, ("workplace",)) == pytest.approx(left(0.0, ("workplace",)), rel=0.05), "what is left goes by control, which sees less at home"


def test_C5_belief_gives_meaning_engagement_care_and_customers_notice():
    """Belief is held by hand (its writer is the mechanism of vision): the chain from there."""
    belief = fixed(**{"firm.belief": 2.0})
    assert moved("meaning", hold=belief) > 0.3
    assert moved("engagement", hold=belief) > 0.04
    assert moved("share_care", hold=belief, weeks=104) > 0.0005
    assert moved("satisfaction", hold=belief, weeks=104) > 0.003
    off = ("motives", "engagement", "reputation")
    assert moved("engagement", hold=belief, off=off) == 0.0
    assert moved("meaning", hold=belief, off=off) == 0.0


def test_C6_a_greedy_top_costs_fairness_trust_and_passion():
    greedy = fixed(executive_pay_gap=1.0, shareholder_focus=1.0)
    assert effect("fairness", greedy) < -0.8
    assert effect("trust", greedy) < -0.1
    assert effect("pay_motive", greedy) > 0.04
    assert effect("engagement", greedy) < -0.08
    for column in ("fairness", "pay_motive"):
        assert effect(column, greedy, off=("motives",)) == 0.0
    assert effect("engagement", greedy, off=("motives",)) > 0.4 * effect("engagement", greedy)


def test_C6_dismissals_while_owners_are_paid_are_unfair():
    assert (weekly(events=CUT)["fairness"] - weekly()["fairness"])[:, 11:20].mean() < -0.3
    assert np.abs(weekly(events=CUT, off=("motives",))["fairness"]).max() == 0.0


def test_C6_a_reorganisation_costs_trust_at_once():
    """The event that sets the condition belongs to the scenario's events; here its one week is set by hand."""
    assert redrawn(()) < -0.2
    assert abs(redrawn(("engagement",))) < NEWCOMERS


def redrawn(off: tuple[str, ...]) -> float:
    """What one week of redrawing everything does to trust a quarter later."""
    scenario = small(off=off).with_(weeks=13)
    calm = block(scenario, lanes=range(LANES), seed=3)
    calm.run_in()
    other, path = calm.copy(), scenario.paths()
    changed = path.copy()
    from sim.engine.lanes import settings_order

    changed[0, settings_order().index("reorganisation")] = 1.0
    return float((other.advance(changed)["trust"] - calm.advance(path)["trust"])[-1].mean())


def test_C10_room_for_talent_and_training_make_fit_and_skill_and_draw_people():
    assert effect("fit", fixed(talent_room=0.7)) > 0.3
    assert effect("skill", fixed(training=2.0)) > 0.01
    assert effect("skill", fixed(training=2.0), off=("effort",)) == pytest.approx(0.0, abs=0.005)
    assert effect("employer", fixed(diversity=0.8, talent_room=0.7)) > 0.2
    assert effect("fit", fixed(talent_room=0.7), off=("motives",)) == 0.0
    counted = fixed(**{"engagement.talent": 0.0})
    assert effect("engagement", fixed(talent_room=1.0)) < effect("engagement", fixed(talent_room=1.0), parameters=counted), "the rest lose heart"


def test_E6_output_first_eats_slack_care_and_help():
    chase = fixed(profit_chasing=1.0, slack_share=0.03)
    for column in ("share_room", "share_care", "share_help"):
        assert effect(column, chase) < -0.005
        assert effect(column, chase, off=("choice",)) == pytest.approx(0.0, abs=1e-6)


def test_E7_people_act_against_their_wish_and_give_up():
    chase = fixed(profit_chasing=1.0, slack_share=0.03, reward_intensity=0.2)
    assert effect("dissonance", chase) > 0.3
    assert effect("resignation", chase) > 0.15
    assert effect("dissonance", chase, off=("choice",)) == 0.0
    unmoved = fixed(**{"engagement.resignation": 0.0, "engagement.dissonance": 0.0})
    assert effect("engagement", chase) < effect("engagement", chase, parameters=unmoved)
