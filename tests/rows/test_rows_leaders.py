"""Rows of the catalogue that leaders carry: each lever moves what the row names, in the stated direction, and the switch that turns the path off takes it away.

Paired runs of a small firm under common luck. What people and customers then make of belief, fatigue or turbulence is tested where those mechanisms stand.
"""

import functools

import numpy as np
import pytest

from sim.policy import LEVERS, Policy
from sim.scenario.model import Event, Step
from tests.engine.firms import block, firm, run

pytestmark = pytest.mark.thorough

BUNDLE = {"leader_listening": 0.8, "autonomy": 0.8, "communication": 0.7, "involvement": 0.6, "customer_process": 0.7, "talent_room": 0.7,
          "self_management": 0.6, "decisiveness": 0.8, "explanation": 0.8, "recovery": 0.7}
STRUCTURE = {"reward_intensity": 0.0, "control": 0.1, "slack_share": 0.2}
WORDS = {"vision": 0.8, "inspiration": 0.8}
CAMPAIGN = {"culture_campaign": 1.0, "vision": 0.6, "inspiration": 0.6}
SACKED = (Event("layoffs", 12, 0.15),)


@functools.cache
def watched(changes, off=(), weeks=104):
    """The weekly record of one firm, [replication, week] for each column. `changes` is a tuple of (field, value) with mappings as tuples."""
    fields = {name: dict(value) if name in ("policy", "world", "parameters", "organisation") else value for name, value in changes}
    return run(firm(off=off, **fields), replications=8, weeks=weeks)[0].weekly


def weekly(policy=(), off=(), weeks=104, **more):
    """The record of the small firm under a policy, some mechanisms off."""
    given = {"policy": dict(policy), **more}
    frozen = tuple(sorted((name, tuple(sorted(value.items())) if isinstance(value, dict) else value) for name, value in given.items()))
    return watched(frozen, off, weeks)


def practised(levers, weeks=104, **changes):
    """How much of what is intended with some levers is lived, week by week: a share of each lever's step, mean of levers and lanes."""
    scenario = firm(weeks=weeks, **changes)
    one, path, shares = block(scenario, lanes=range(8)), scenario.paths(), []
    one.run_in()
    for week in range(weeks):
        one.advance(path[week : week + 1])
        lived = {name: one.practice[LEVERS.index(name)] for name in levers}
        shares.append(np.mean([(lived[name] - getattr(Policy(), name)) / (to - getattr(Policy(), name)) for name, to in levers.items()]))
    return np.array(shares)


def late(record, name, weeks=26):
    """Mean of a column over the last weeks and all replications."""
    return float(record[name][:, -weeks:].mean())


def test_a1_a_voice_that_lags_draws_leaders_attention_and_one_that_weighs_more_too():
    hard = {"recovery": 0.0, "leader_listening": 0.0, "autonomy": 0.2}
    assert late(weekly(hard), "engagement") < late(weekly(), "engagement") - 0.1
    drawn = late(weekly(hard), "attention_employee") - late(weekly(), "attention_employee")
    assert drawn > 0.005
    assert late(weekly({"voice_business": 0.8}), "attention_business") > late(weekly(), "attention_business") + 0.1
    assert late(weekly(hard, off=("leadership",)), "attention_employee") == pytest.approx(late(weekly(off=("leadership",)), "attention_employee"), abs=1e-6)


def told_of_a_drop(policy, **more):
    """How far leaders' picture of the mood falls in the half year after dismissals, against the same firm without them, and how far the mood itself does."""
    calm, shaken = weekly(policy, weeks=40, **more), weekly(policy, events=SACKED, weeks=40, **more)
    seen, true = (float((shaken[name] - calm[name])[:, 20:40].mean()) for name in ("employee_seen", "engagement"))
    return seen, true / 0.35


def test_a6_leaders_who_listen_and_are_seen_know_of_a_drop_that_no_survey_shows():
    asked = {"measure_engagement": 0.0}
    seen, true = told_of_a_drop({**asked, "leader_listening": 0.9, "leader_visibility": 8.0})
    unseen, hidden = told_of_a_drop({**asked, "leader_listening": 0.05, "leader_visibility": 0.0})
    assert true < -0.1
    assert hidden < -0.1
    assert seen / true > 3 * unseen / hidden
    deaf, _ = told_of_a_drop({**asked, "leader_listening": 0.9, "leader_visibility": 8.0}, parameters={"leadership.floor": 0.0})
    assert abs(deaf) < 0.05 * abs(seen)


def test_a10_surveys_show_a_drop_to_leaders_who_do_not_listen():
    unheard = {"leader_listening": 0.0, "leader_visibility": 0.0}
    often, drop = told_of_a_drop({**unheard, "measure_engagement": 4.0})
    once, same = told_of_a_drop({**unheard, "measure_engagement": 1.0})
    never, _ = told_of_a_drop({**unheard, "measure_engagement": 0.0})
    assert often / drop > once / same > 0.1
    assert abs(never) < 0.1 * abs(once)


def begun(lever, value, off=()):
    """Share of a bundle that begins in week 20 which is lived, week by week, with a lever at a value all the time; and how tired of change people are."""
    steps = {"timeline": tuple(Step(name, "step", 20, None, to) for name, to in sorted(BUNDLE.items()))}
    record, without = weekly({lever: value}, off=off, **steps), weekly({lever: value}, off=off)
    share = practised(BUNDLE, policy={lever: value}, off=off, **steps)[20:]
    return share, float((record["fatigue"] - without["fatigue"]).max(axis=1).mean())


def test_a12_small_steps_start_slower_tire_less_and_are_taken_over_better():
    (big, tired), (small, fresh) = begun("change_style", 0.0), begun("change_style", 1.0)
    assert small[6] < big[6] - 0.02
    assert small[-1] > big[-1] + 0.02
    assert fresh < 0.7 * tired
    for style in (0.0, 1.0):
        assert begun("change_style", style, off=("practice",))[0] == pytest.approx(1.0, abs=1e-4)


def left_of_a_push(style, off=()):
    """What is left, half a year after a push of a year has ended, of the practice that it had brought."""
    push = {"leader_listening": 0.9, "explanation": 0.9}
    steps = tuple(Step(name, "pulse", 4, 56, to) for name, to in push.items())
    gained = practised(push, weeks=70, policy={"change_style": style}, off=off, timeline=steps)
    return float(gained[68] / gained[55])


def test_d12_what_is_learned_in_small_doses_stays_longer_when_the_push_ends():
    assert left_of_a_push(1.0) > left_of_a_push(0.0) + 0.02
    assert left_of_a_push(1.0, off=("change",)) == pytest.approx(left_of_a_push(0.0, off=("change",)), abs=0.02)


CHANGING = {"timeline": tuple(Step(name, "on-off", 4, 104, 1.0, 4, 4) for name in sorted(BUNDLE))}
"""One programme after the other: what is begun is dropped a month later, and begun again."""


def test_c2_vision_and_action_multiply_and_each_alone_has_its_price():
    """Action is change that leaders carry through; all four firms meet the same programmes."""
    neither, words, deeds = weekly(**CHANGING), weekly(WORDS, **CHANGING), weekly({"follow_through": 1.0}, **CHANGING)
    both = weekly({**WORDS, "follow_through": 1.0}, **CHANGING)
    gain = {name: late(record, "belief") - late(neither, "belief") for name, record in (("words", words), ("deeds", deeds), ("both", both))}
    assert gain["both"] > gain["words"] + gain["deeds"]
    assert late(words, "cynicism") > late(both, "cynicism") + 0.3
    assert late(deeds, "scatter") > late(both, "scatter") + 0.01
    assert late(deeds, "fatigue") > late(both, "fatigue")
    off = weekly({**WORDS, "follow_through": 1.0}, off=("vision",), **CHANGING)
    assert all((off[name] == 0).all() for name in ("belief", "cynicism", "alignment", "scatter"))


def test_c2_keeping_ones_word_scatters_nothing_where_nothing_changes():
    kept = weekly({"follow_through": 1.0})
    assert late(kept, "scatter") < 0.0005
    silent = {"vision": 0.05, "inspiration": 0.1, "follow_through": 0.85}
    assert late(weekly(silent, **CHANGING), "scatter") > late(weekly(silent), "scatter") + 0.01


def test_c5_leaders_who_inspire_and_act_are_believed_and_belief_comes_late():
    inspired = weekly({"inspiration": 0.9, "follow_through": 0.9})
    gained = (inspired["belief"] - weekly({"follow_through": 0.9})["belief"]).mean(axis=0)
    assert gained[-26:].mean() > 0.1
    assert gained[6] < 0.5 * gained[-26:].mean()
    assert (weekly({"inspiration": 0.9, "follow_through": 0.9}, off=("vision",))["belief"] == 0).all()


def test_c7_words_of_leaders_whom_nobody_sees_reach_fewer():
    moved = {"inspiration": 0.9, "vision": 0.7, "follow_through": 0.9}

    def effect(hours, off=()):
        seen = {"leader_visibility": hours}
        return late(weekly({**moved, **seen}, off=off), "belief") - late(weekly(seen, off=off), "belief")

    assert effect(8.0) > 1.3 * effect(0.5)
    assert effect(8.0, off=("vision",)) == effect(0.5, off=("vision",)) == 0.0


def test_c7_where_there_are_more_layers_it_takes_more_hours_until_everybody_is_reached():
    def further(**more):
        """What the second six hours on the floor add."""
        most, half = (weekly({"leader_visibility": hours}, weeks=60, **more) for hours in (12.0, 6.0))
        return late(most, "belief") - late(half, "belief")

    assert further(organisation={"units": 6}) > further() + 0.03


@pytest.mark.xfail(strict=True, reason="not shown (claim C7c): reach is a share of people against the same organisation's own, so hours taken away cost a "
                                       "large one (which reached fewer) less: belief -0.27 against -0.32 in a small one")
def test_c7_the_same_hours_reach_fewer_where_there_are_more_layers():
    seen = {"leader_visibility": 0.5}
    many = weekly(seen, organisation={"units": 6}, weeks=60)
    assert late(many, "belief") < late(weekly(seen, weeks=60), "belief")


def test_c9_telling_and_sharing_plans_let_people_know_what_matters():
    for lever in ("communication", "involvement"):
        assert late(weekly({lever: 0.9}), "alignment") > late(weekly(), "alignment") + 0.1
        assert (weekly({lever: 0.9}, off=("vision",))["alignment"] == 0).all()


def test_c13_why_before_how_starts_later_and_is_believed_more():
    moved = {**WORDS, "follow_through": 0.9}
    why, how = weekly({**moved, "message_order": 1.0}), weekly({**moved, "message_order": 0.0})
    assert late(why, "belief") > late(how, "belief") + 0.1
    assert late(why, "alignment") > late(how, "alignment") + 0.05
    assert begun("message_order", 1.0)[0][6] < begun("message_order", 0.0)[0][6] - 0.02
    assert (weekly(moved, off=("vision",))["belief"] == 0).all()


SHOCK = {"events": (Event("priority_shock", 60, 0.6),)}


def test_b5_overturned_priorities_and_a_swinging_world_leave_work_that_no_longer_matters():
    assert weekly(**SHOCK)["turbulence"][:, 60].mean() > 0.5
    assert late(weekly(world={"volatility": 0.3}), "turbulence") > late(weekly(), "turbulence") + 0.05
    assert (weekly(off=("change",), **SHOCK)["turbulence"] == 0).all()


def test_c14_the_bundle_turns_sooner_to_new_priorities():
    agile = {**WORDS, "follow_through": 0.9, "communication": 0.8, "autonomy": 0.8, "involvement": 0.6}
    lost = [weekly(policy, **SHOCK)["turbulence"][:, 60:90].sum(axis=1).mean() for policy in (agile, {})]
    assert lost[0] < 0.8 * lost[1]
    assert (weekly(agile, off=("change",), **SHOCK)["turbulence"] == 0).all()


def test_e3_leaders_far_from_the_work_lean_on_reports_and_talks_bring_them_nearer():
    far, near = weekly(organisation={"units": 6}, weeks=60), weekly(weeks=60)
    assert late(far, "reliance") > late(near, "reliance") + 0.1
    assert late(weekly({"leader_customer_contact": 8.0}, weeks=60), "reliance") < late(near, "reliance") - 0.1
    assert (weekly(off=("leadership",), organisation={"units": 6}, weeks=60)["reliance"] == 1).all()


def test_e3_a_humble_appraisal_is_less_humble_where_leaders_lean_on_reports():
    gamed = {"reward_intensity": 0.3, "kpi_validity": 0.45, "kpi_humility": 0.8, "profit_chasing": 0.6}
    near = late(weekly({**gamed, "leader_customer_contact": 4.0, "leader_visibility": 8.0}), "attainment")
    far = late(weekly({**gamed, "leader_customer_contact": 208.0, "leader_visibility": 0.0}), "attainment")
    assert near < far


def test_e8_one_platform_lets_the_kpi_see_more_of_value_and_never_all():
    shared, apart = weekly({"shared_platform": 1.0}), weekly()
    assert late(shared, "validity") > late(apart, "validity") + 0.05
    assert late(weekly({"shared_platform": 1.0, "kpi_validity": 0.95}), "validity") <= 0.95 + 1e-6
    assert np.ptp(weekly({"shared_platform": 1.0}, off=("scores",))["validity"]) == 0.0


def test_e9_customers_scores_are_measured_paid_for_and_begged_for():
    pay = {"reward_intensity": 0.2, "kpi_weight": 0.3, "csat_weight": 0.7}
    worse = {"staffing": 0.7}
    fallen = late(weekly({**pay, **worse}), "csat_reported")
    assert fallen < late(weekly(pay), "csat_reported") - 0.2
    assert late(weekly({**pay, **worse}), "attainment") < late(weekly(pay), "attainment")
    flattered = {name: late(weekly({**pay, "csat_weight": weight}), "csat_reported") for name, weight in (("paid", 0.7), ("unpaid", 0.0))}
    truth = {name: late(weekly({**pay, "csat_weight": weight}), "satisfaction") for name, weight in (("paid", 0.7), ("unpaid", 0.0))}
    assert flattered["paid"] - flattered["unpaid"] > (truth["paid"] - truth["unpaid"]) / 0.12 * 0.3
    assert weekly(pay, off=("scores",))["attainment"] == pytest.approx(1.0, abs=1e-6)


def test_e10_shared_goals_are_measured_by_help_and_quality_along_the_journey():
    joint = {"reward_intensity": 0.2, "kpi_weight": 0.3, "joint_okr_weight": 0.7}
    own = {"reward_intensity": 0.2, "kpi_weight": 1.0, "kpi_validity": 0.5}
    assert late(weekly(joint), "joint_score") > late(weekly(own), "joint_score")
    assert weekly(joint, off=("scores",))["joint_score"] == pytest.approx(1.0, abs=1e-6)


def in_order(first, then, off=()):
    """The same levers, one set at once and the other after a year and a half (what comes first also costs longer: this is not yet the same budget)."""
    steps = [Step(name, "step", week, None, value) for levers, week in ((first, 0), (then, 78)) for name, value in sorted(levers.items())]
    return weekly(off=off, timeline=tuple(steps), weeks=156)


def test_e12_words_on_unchanged_structure_are_not_believed_and_words_after_it_are_believed_more():
    alone, before = weekly(CAMPAIGN, weeks=156), weekly(weeks=156)
    assert late(alone, "cynicism") > late(before, "cynicism") + 0.3
    assert late(alone, "credibility") < late(before, "credibility") - 0.1
    structure_first, words_first = in_order(STRUCTURE, CAMPAIGN), in_order(CAMPAIGN, STRUCTURE)
    assert structure_first["cynicism"].mean() < words_first["cynicism"].mean()
    assert late(structure_first, "belief", 52) > late(words_first, "belief", 52)
    assert (in_order(STRUCTURE, CAMPAIGN, off=("vision",))["belief"] == 0).all()


@pytest.mark.xfail(strict=True, reason="not shown (claim E12f): a full campaign on unchanged structure costs 0.16 of credibility, since bigger words "
                                       "ask less than as much bigger deeds")
def test_e12_words_on_unchanged_structure_cost_a_fifth_of_credibility():
    assert late(weekly(CAMPAIGN, weeks=156), "credibility") < 0.8


def test_e13_leaders_who_meet_customers_set_an_example_only_where_structure_supports_it():
    talks = {"leader_customer_contact": 8.0}
    assert late(weekly(talks), "leader_insight") > late(weekly(), "leader_insight") + 0.3

    def effect(policy, parameters=None, off=()):
        """What the talks do to care, as the catalogue names it: the norm."""
        more = {"parameters": parameters} if parameters else {}
        return late(weekly({**policy, **talks}, off=off, **more), "share_care") - late(weekly(policy, off=off, **more), "share_care")

    without = {"choice.leading_care": 0.0}
    assert effect({}) == pytest.approx(effect({}, without), abs=2e-4)
    assert effect(STRUCTURE) > 0.005
    assert effect(STRUCTURE) > effect(STRUCTURE, without) + 0.005
    for mechanism in ("leadership", "choice"):
        assert effect(STRUCTURE, off=(mechanism,)) == pytest.approx(0.0, abs=1e-6)


COSTLY = {"staffing": 1.25, "recovery": 1.0, "training": 3.0}


def test_leaders_whose_policy_disappoints_go_back_for_good_when_patience_ends():
    impatient, patient = weekly({**COSTLY, "patience_weeks": 13.0}), weekly(COSTLY)
    assert impatient["resolve"][:, -1].mean() < 0.2
    assert (np.diff(impatient["resolve"], axis=1) <= 0).all()
    gone, kept = (practised(COSTLY, policy={**COSTLY, **more}) for more in ({"patience_weeks": 13.0}, {}))
    assert gone[-4:].mean() < 0.2 * kept[-4:].mean()
    assert (patient["resolve"] == 1).all()
    assert (weekly({**COSTLY, "patience_weeks": 13.0}, off=("leadership",))["resolve"] == 1).all()


def test_going_back_on_a_policy_is_a_change_too_and_costs_credibility():
    told = {**COSTLY, "autonomy": 0.9, "leader_listening": 0.8, "responsibility": 0.9}
    back, kept = weekly({**told, "patience_weeks": 8.0}), weekly(told)
    gone = back["resolve"][:, 51] == 0
    assert gone.mean() > 0.6
    after = slice(52, 78)
    assert back["change"][gone, after].mean() > kept["change"][gone, after].mean() + 0.003
    assert back["credibility"][gone, after].mean() < kept["credibility"][gone, after].mean() - 0.05
    assert back["cynicism"][gone, after].mean() > kept["cynicism"][gone, after].mean() + 0.02
    unforgotten = weekly({**told, "patience_weeks": 8.0}, parameters={"vision.ordinary_plans": 20.0})
    assert unforgotten["credibility"][gone, after].mean() > back["credibility"][gone, after].mean() + 0.03
    off = weekly({**told, "patience_weeks": 8.0}, off=("leadership",))
    assert (off["credibility"] == weekly(told, off=("leadership",))["credibility"]).all()


def test_c7_hours_on_the_floor_are_missed_where_the_business_is_run():
    seen, usual = weekly({"leader_visibility": 12.0}), weekly()
    assert late(seen, "leader_time") < 0.75
    assert late(seen, "decision_weeks") > late(usual, "decision_weeks") + 0.05
    steered = {"vision.aligned_steered": 0.0}
    assert late(seen, "alignment") < late(weekly({"leader_visibility": 12.0}, parameters=steered), "alignment") - 0.1


def test_pressure_squeezes_what_is_meant_for_later():
    meant = {"training": 3.0, "involvement": 0.8, "room_for_mistakes": 0.8}
    pushed = {**meant, "profit_chasing": 1.0, "voice_business": 1.0}
    assert late(weekly(pushed), "leader_pressure") > 0.2
    squeezed, eased = (practised(meant, policy=pushed, parameters=parameters)[-26:].mean() for parameters in ({}, {"practice.squeeze": 0.0}))
    assert squeezed < eased - 0.02


def test_managers_who_fear_keep_back_the_room_they_should_hand_on():
    room = {"autonomy": 0.9, "self_management": 0.6, "leader_listening": 0.8, "responsibility": 0.9}
    feared = {**room, "manager_doubt": 1.0}
    kept, handed_on = (practised(room, policy=feared, parameters=parameters)[-26:].mean() for parameters in ({}, {"practice.fear_loss": 0.0}))
    assert kept < 0.97 * handed_on
