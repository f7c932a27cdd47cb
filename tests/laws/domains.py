"""Where laws are tried: for each law the range of every argument, as declared or somewhat wider. Tests of directions and of machine code share it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st

from sim import arithmetic as a
from sim import draws
from sim.compiled import plain
from sim.engine import birth
from sim.mechanisms import (
    capability,
    change,
    choice,
    complaints,
    coordination,
    demand,
    effort,
    engagement,
    experience,
    finance,
    ideas,
    leadership,
    learning,
    loyalty,
    management,
    motives,
    practice,
    quality,
    reputation,
    rules,
    scores,
    strain,
    turnover,
    vision,
    work,
    workplace,
    world,
)

Law = Callable[..., Any]
SD, SHARE, WEIGHT, FEEL, FEW, WEEKS, LEVER, PUSH = (-4, 4), (0, 1), (0, 0.6), (-3, 3), (0, 3), (2, 520), (0, 1), (-1, 1)
HOURS, LOG_CHANCE, RATIO = (0, 500), (-9, -3), (0.05, 5)

DOMAINS: dict[Law, list[tuple[float, float]]] = {
    a.exp: [(-90, 90)], a.log: [(1e-30, 1e30)], a.power: [(0.01, 100), (-3, 3)], a.bounded: [(-50, 50), (0.5, 12)], a.softplus: [(-40, 40)],
    a.clip: [(-9, 9), (-3, 0), (0, 3)], a.chance: [(-20, 20)], a.lever_sd: [LEVER, LEVER], a.support_sd: [(0, 8)], a.unit_sd: [SD],
    a.value_share: [(0.4, 0.95)],
    birth.chance_to_have_stayed: [SD, SD, (-2, 2), (0, 3000), LOG_CHANCE, (0.3, 0.8), (0, 0.5), (2.3, 3.8), (0, 0.5), (0, 0.5)],
    birth.lasting_variance: [(0.005, 0.12), (0, 0.3)], birth.lasting_engagement: [SD, FEEL, SD, FEEL, PUSH, *[WEIGHT] * 6],
    birth.left_by_the_team: [(0.005, 0.03), (0, 0.1)],
    birth.lasting_exhaustion: [SD, SD, FEEL, PUSH, WEIGHT, WEIGHT, WEIGHT], birth.need_at_start: [(0.9, 1.1), (0.04, 0.4), SHARE],
    a.room_ratio: [HOURS, (1, 500), (0.05, 0.2)],
    capability.next_capability: [(0.1, 8), (0.01, 8), (0.05, 0.5), (0.8, 1.2), (20, 156), (0, 0.5)],
    change.next_fatigue: [(0, 5), (0, 3), SD, FEEL, WEIGHT, (0, 2), (0, 0.5), (0, 0.4), (0, 0.5), (8, 104)],
    change.next_know_how: [(0, 3), (0, 3), (0, 3.4), (0, 0.03), (26, 520)],
    change.settling_weeks: [(1, 52), FEEL, SD, SD, (0, 0.5)],
    change.next_turbulence: [SHARE, SHARE, (-0.03, 1), (0.5, 104), (0, 0.2)],
    choice.score_pull: [(0, 0.4), SHARE, SHARE, SHARE, (0.1, 1), (0, 1.5), (0, 1.5), (0, 1.5)],
    choice.moved_by_pay: [(-5, 5), WEIGHT], choice.room_to_choose: [(-6, 6), (-6, 6), (0.05, 0.6)],
    choice.wish_of: [(-5, 5), (-6, 6), (0.2, 1.5), (0, 0.9), SHARE],
    choice.freed_wish: [(-5, 5), (-6, 6), (0.2, 1.5), (0, 0.9), SHARE],
    choice.next_pull: [SD, (-9, 9), (0.03, 0.5)], choice.distance: [*[(0.01, 1)] * 5, (0.5, 5), *[(0.01, 1)] * 5, (0.5, 5)],
    choice.next_gaming_skill: [(0, 5), SHARE, (0.005, 0.1), (0.03, 0.03)], choice.behind: [RATIO, RATIO],
    complaints.told_why: [SHARE, FEEL, SD, (0, 0.3), (0, 0.3)],
    complaints.next_grievance: [(0, 6), (0, 1), (0, 1), SHARE, (0, 1), (0, 1.5), (0.005, 0.2)],
    complaints.complaint_chance: [(0, 6), (0, 0.3), (0, 0.5)], complaints.recovered_share: [SHARE, (0, 0.9)],
    choice.example_of_leaders: [(0, 12), (-2, 2), (0, 0.5)], choice.sponsored_goals: [SHARE, SD, WEIGHT],
    choice.habit_now: [(0.03, 0.5), FEEL, SD, (0, 0.4)],
    coordination.hand_over_scale: [LEVER], coordination.division_work: [LEVER, (1, 4), (0.05, 0.5), (0, 0.12), (1, 40), (1, 200)],
    coordination.breadth_of: [LEVER, (1, 4)],
    coordination.hand_overs: [LEVER, SD, (0, 0.3)], coordination.friction_of: [SD, FEEL, (0, 0.06)], coordination.reach_of: [SD, (0, 0.4)],
    coordination.eased: [LEVER, SD, (0, 1.2), (0, 0.3)], coordination.between_teams: [SHARE, (1, 4), (0, 2.5), SD, (0, 0.3)],
    coordination.tie_aim: [(-2.5, 2.5), (0.1, 1.2), SHARE, (0, 1.5), (0, 2)],
    coordination.service_felt: [(0, 2), (0.02, 0.4), (0, 400), (-1.5, 0.5), (0.1, 3), FEW, (0, 6)],
    coordination.help_balance: [HOURS, (0.01, 500)],
    coordination.hand_over_loss: [(0.02, 0.4), (-2.5, 2.5), (-5, 5), (0.1, 1), (0, 0.8), (0.2, 1.8), (-0.6, 1.8)],
    coordination.next_tie: [(-5, 5), (-2.5, 2.5), (8, 104), (0, 2)],
    demand.requests_expected: [(0, 6), (0, 5), (0.05, 0.6)], demand.how_often: [(0, 60), SHARE],
    demand.exception_chance: [SD, (0, 0.3)], demand.asked_more: [SD, SD, WEIGHT],
    demand.accepted_share: [SHARE, SHARE, FEEL, FEEL, FEEL, (0, 2), (0, 0.2), (0, 0.15), (0, 0.15)],
    demand.next_demanding: [SD, (-1, 1), (0, 0.5), (0, 0.1)], demand.next_hours_used: [HOURS, (0, 20), (-1, 1), (1, 8), (0, 20), (0, 3)],
    effort.working_hours: [(8, 48), (0, 0.4), (0, 0.25), (-5, 20)], effort.worth_of_overtime: [SHARE, (8, 48), (40, 55), (56, 80)],
    effort.skill_at: [(0, 3000), (0.3, 0.95), (2, 40)],
    effort.effort_of: [SD, SD, (-0.1, 0.4), (-5, 5), SD, SD, (-0.5, 0.5), (0, 0.04), *[(0, 0.06)] * 3, (0, 0.3)],
    effort.talent_used: [SD, (0, 0.2), SHARE], effort.circumstances: [SD, (-0.2, 0.2), SHARE, SHARE, SHARE, (0, 0.06), SHARE, SHARE],
    effort.care_by_managers: [(-100, 100), SHARE, HOURS],
    effort.training_dose: [(0, 4), (0.8, 0.8)], effort.next_trained: [(-0.2, 0.2), (-1, 1.3), (0, 0.12), (13, 104)],
    effort.learning_time: [(2, 40), (-1, 1.3), (0, 0.6)],
    effort.pace_at: [(0, 3), (0, 1), (0.8, 1), (0, 1)],
    effort.bonus_effort: [(0, 0.4), SHARE, SHARE, (0.1, 1), (0, 0.1)], effort.measured_effort: [(0, 0.4), SHARE, (0, 0.1)],
    engagement.next_support: [(0, 8), SHARE, (0.1, 3), (0.02, 0.3), (0.05, 0.95)],
    engagement.worth_of_bond: [(-5, 5), (0, 0.4)], engagement.worth_in_fear: [(0.1, 3), (0, 12), WEIGHT],
    engagement.next_trust: [SD, *[FEEL] * 7, SHARE, (-0.5, 0.5), FEEL, (0.01, 0.1), *[WEIGHT] * 6],
    engagement.standing_of_the_top: [SD, FEW, (0, 6), SD, (-2, 4), *[WEIGHT] * 5], motives.softened: [(-2, 4), (-5, 5), (0, 0.4), (0, 0.5)],
    engagement.shared_mood: [*[SD] * 5, *[WEIGHT] * 5],
    engagement.even_luck: [SHARE], engagement.blow_of_a_layoff: [SHARE, (0, 3), (0, 20)],
    engagement.work_that_suits: [*[SD] * 4, *[WEIGHT] * 4],
    engagement.chosen_few: [(-5, 5), (-1, 4), (-1, 1.5), (0, 0.2)],
    engagement.meaning_counts: [(-5, 5), SD, SHARE],
    engagement.next_resignation: [SD, (-2, 8), SD, (0.005, 0.08), SHARE],
    engagement.engagement_target: [*[FEEL] * 15, *[WEIGHT] * 13],
    engagement.next_engagement: [SD, SD, SD, (0, 3), (0.005, 0.03), (0, 0.1), (-0.7, 0.7)],
    experience.hardness_of_a_no: [FEEL, FEEL, SD, FEEL, *[(0, 0.5)] * 4],
    experience.answer_felt: [(-1, 1), SHARE, (0, 20), (0.1, 2.5), (-4, 6), WEIGHT, (0, 2), (0, 0.8), (0, 1), (0, 0.3)],
    experience.price_felt: [(-0.3, 0.3), (-0.3, 0.3), SHARE, (0, 6)], experience.next_usual_price: [(-0.3, 0.3), (-0.3, 0.3), (13, 260)],
    experience.part_felt: [(-0.5, 4.5), (0, 0.1), (0, 0.03)],
    experience.promised_and_seen: [(-1, 3), (-1, 3), SHARE, SHARE],
    experience.experience_met: [SD, SD, FEEL, FEEL, (0.3, 1), (0.3, 0.7), (0.5, 2)],
    experience.next_expectation: [SD, SD, FEEL, SHARE, (0.02, 0.2), (-0.2, 0.2)],
    experience.next_satisfaction: [SD, SD, SD, SHARE, (0.05, 0.5), (0.05, 0.5), (1.5, 3), (-1, 1)],
    finance.money_in: [(50, 1000), (0.5, 2), (0, 1000), FEW, HOURS, HOURS, HOURS, HOURS, (0.05, 0.6), (0.2, 0.6), SHARE, (0, 0.3), SHARE, SHARE, SHARE],
    finance.share_finished: [HOURS, HOURS], finance.share_withdrawn: [HOURS, HOURS, HOURS], finance.credited: [HOURS, HOURS, SHARE],
    finance.grown: [HOURS, HOURS, SHARE], finance.next_owed: [HOURS, HOURS, SHARE, SHARE], finance.served_after_all: [HOURS, HOURS, HOURS],
    finance.wages_of: [HOURS, HOURS, (0, 40), (200, 4000), (0, 2), (1, 4), SHARE, (-0.05, 0.35)],
    finance.variable_part: [SHARE, SHARE, SHARE, (0, 1.5)], finance.spending: [(-1, 4), (0, 0.3), (0, 0.06), SHARE],
    finance.making_good: [HOURS, HOURS, (50, 1000), FEW], finance.cash_held: [(0.3, 52), (-1.5, 3.5), (0, 0.3)],
    finance.lost_for_good: [SHARE, (0, 0.8)], finance.loss_hours: [(0.8, 1.3), (0.5, 0.9), (0.05, 0.5), (0.05, 0.6), (1, 20)],
    finance.paid_to_owners: [(-1e6, 1e6), (0, 1e6), SHARE],
    ideas.variety_of: [(-1.5, 3.5), (-5, 5), (0, 0.2), (0, 0.05)], ideas.asked_of: [(-1, 4), (0, 12), (1, 1), SHARE],
    ideas.said: [(0.01, 8), (0.1, 1), (-5, 5)], ideas.urge_to_speak: [(-5, 5), (-5, 5), SD, (-2, 5), (-1, 4), *[WEIGHT] * 5],
    ideas.hearing: [(-1.5, 3.5), (-1, 4), LEVER, (0.05, 5), (0.05, 20), *[WEIGHT] * 5],
    ideas.next_waiting: [(0, 100), (0, 30), (0, 20), (0.05, 0.95), (3, 26)],
    ideas.next_heard: [(-5, 5), (0, 20), (0.001, 30), (-2, 5), (0.5, 5), (0, 0.3), (4, 52)],
    ideas.kinds_of: [(-1.5, 3.5), (-5, 5), (0, 0.3)], ideas.next_renewal: [(-3, 3), (0, 20), (0.01, 8), PUSH, PUSH, (0, 1.5), SHARE, WEIGHT, (13, 156)],
    ideas.talk_hours_ratio: [(0, 0.95), (0.5, 6), (0, 40), (0.5, 60)],
    learning.next_safety: [(-5, 5), (-2, 3), (-1.5, 3.5), (-6, 6), PUSH, SD, FEEL, (0, 1.2), (0, 0.8), (0, 0.8), (0, 1.5), WEIGHT, WEIGHT, (3, 52)],
    learning.results_and_room: [(-1.5, 3.5), LEVER, (0.2, 0.9), (0, 0.4)], learning.told_share: [(0.1, 0.9), (-5, 5), (-1.5, 1.5), (0, 1.2)],
    learning.carelessness: [(-1.5, 3.5), (-1.5, 3.5), (-2.5, 2.5), (0, 0.2)], learning.errors_made: [(-6, 6), (-5, 5), SHARE, SHARE, WEIGHT],
    learning.lessons: [(0, 20), (0.01, 8)], learning.next_hidden: [(0, 20), (0, 20), (0, 4), (0, 0.9), (4, 104)],
    leadership.follow: [SD, SD, WEEKS], leadership.next_ambition: [SD, SD, (8, 104), (26, 520)],
    leadership.profit_planned: [SD, SD, LEVER, (0.2, 0.2), WEIGHT, SHARE],
    leadership.next_hope: [SHARE, SD, (0, 0.5), SHARE, (13, 208)],
    leadership.push: [SD, LEVER, (0.5, 8), FEW, SHARE, (-0.3, 0.6)], leadership.drawn_attention: [(0.02, 1), SD, SHARE],
    leadership.next_insecurity: [SHARE, SHARE, (5, 60), (1, 5), (8, 104)], leadership.next_doubted: [(0, 5), SHARE, (0, 6), (8, 104)],
    leadership.survey: [SD, (0.1, 1), SD, SHARE],
    loyalty.drawn_away: [(-1, 3), (-0.3, 0.3), (-0.3, 0.3), SHARE, WEIGHT, (0, 9)],
    loyalty.appeal: [(-1, 3), (-1, 3), (-0.3, 0.3), (0, 0.5), WEIGHT, (0, 5)], loyalty.still_to_win: [(0, 1000), (0, 1000), WEIGHT],
    loyalty.talk_of_delight: [HOURS, HOURS, (0.05, 0.5), (0, 2)],
    loyalty.leave_chance: [SD, PUSH, LOG_CHANCE, (0.3, 1.2), (0, 2), (0, 0.05), SHARE],
    loyalty.leave_by_kind: [SD, (0.3, 1), (0.3, 1.2)], loyalty.remembered: [HOURS, HOURS],
    loyalty.joiners: [(0, 1000), (0, 1000), FEW, (0.001, 0.01), (0, 0.8), FEW, PUSH, PUSH, PUSH],
    leadership.surveys_answered: [(0, 12), (0, 0.3)],
    leadership.report_rate: [(0, 12)],
    leadership.floor_rate: [(0, 0.1), LEVER, (0, 12), (0, 4)],
    leadership.mood_seen: [SD, SD, SD, (0, 0.4), (0, 0.5)],
    leadership.next_leader_insight: [(0, 12), (1, 208), (0, 12), (0, 4), (0, 0.25), (8, 104)],
    leadership.reliance_on_reports: [(0, 12), (0, 4), (0, 0.3)],
    leadership.leaders_hours_left: [(-20, 80), (1, 208), (16, 60), (1, 24)],
    leadership.next_disappointed: [(0, 500), SD, SD, (0, 0.5), FEW],
    leadership.next_resolve: [SHARE, (0, 500), (8, 520)], leadership.next_abandoned: [(0, 80), (0, 80), SHARE, SHARE, (13, 260)],
    loyalty.customer_size: [(-5, 5), (0, 0.8)],
    management.hours_left: [(24, 60), (0, 0.5), (-5, 60)], management.next_doubt: [SD, SD, PUSH, SD, SD, SD, (0, 1.5), SHARE, WEIGHT, (8, 104)],
    management.talk_chance: [(0, 40), (0.5, 6), (0, 200)], management.next_insight: [(0, 12), SHARE, (0.1, 1), (4, 104), (1.3, 6)],
    management.visit_pull: [(-5, 5), (0, 0.5)], management.arrivals: [(0.05, 0.9), (0, 0.3), (0, 6)],
    management.removal_speed: [(0, 10), (0.05, 20), (0, 20), WEIGHT, SHARE], management.autonomy_left: [(-2.5, 2.5), SD, (-5, 5), (0, 0.8)],
    management.ways_of_steering: [(-2, 3), (-2, 3), (-0.5, 4.5), (-1.5, 3.5), (-1, 4), (-2.5, 2.5), (0, 0.4), (0, 0.4), (0, 0.4)],
    management.power_used: [LEVER, (-2, 3), (0, 0.9), (0, 0.3)], management.able_to_decide: [(0, 2), (-0.6, 0.1), LEVER, (0, 0.8)],
    management.wait_for_leaders: [(0.05, 3), WEIGHT], management.mean_wait: [(0.01, 20), (0.4, 7), (-0.1, 0.95), SHARE],
    management.clarity_of: [FEEL, (-2.5, 2.5), (-2, 2), FEEL, (0, 1.5), *[WEIGHT] * 3, (0, 0.3)],
    management.not_understood: [LEVER, (0, 1.2), (0.1, 0.1), LEVER, LEVER, FEW, WEIGHT],
    management.next_obstacles: [(0, 40), SHARE, SHARE, SHARE, WEIGHT, (0.05, 4)],
    management.decision_wait: [(0.1, 6), (0.05, 4), (0.2, 1.2), SD, (0, 5), WEIGHT],
    management.leaning: [(0.02, 1), (-1, 1), SHARE, PUSH],
    practice.lost_on_the_way: [SHARE, SHARE, (0, 0.15), (0, 4), (0, 0.3), SD], practice.not_taken_over: [(0, 0.4), SD, (0, 5), (0, 3), WEIGHT, WEIGHT],
    practice.pace_of_change: [SD, SD, (0, 0.3), (0, 0.3)], practice.left_by_pressure: [PUSH, (0, 0.8)],
    practice.reached: [LEVER, LEVER, SHARE, (0, 0.8)], practice.ramp_now: [(0.01, 1), SHARE, (0.3, 2)], practice.fade_now: [(0.01, 1), SHARE, (0, 3)],
    practice.next_practice: [LEVER, LEVER, LEVER, (0.01, 1), (0.01, 1), SHARE], practice.rolled_out: [LEVER, LEVER, (0, 0.8)],
    practice.paid_once: [LEVER, LEVER, LEVER], practice.dear: [(-1, 1), (0.1, 1), (0, 3)], practice.taken_for: [(-1, 1), (-1, 3), (-5, 900)],
    quality.as_a_rule: [FEEL, FEEL, SHARE], quality.hands_felt: [FEEL, (0.02, 0.5)],
    quality.against: [(0, 50), FEEL], quality.service_quality: [*[(-2.5, 2.5)] * 10, *[WEIGHT] * 10],
    quality.repeats: [SD, (-2.5, 2.5), (0.1, 0.4), (0.2, 0.9), WEIGHT, SHARE, SHARE],
    quality.knowing: [(0, 12)], quality.ways_quality: [*[FEEL] * 5, (0, 0.3), *[WEIGHT] * 6],
    quality.along_the_journey: [SD, (-2.5, 2.5), FEEL, WEIGHT, WEIGHT],
    quality.sales_on_contact: [PUSH, FEEL, (0, 1.5), WEIGHT],
    rules.understood: [SD, (-1, 1), (-2, 2), (0, 5)],
    rules.alike_by_principle: [SD, (0, 4), (0, 0.8), (0, 0.9)],
    rules.used_to_coordinate: [SHARE, SD, SD],
    rules.worth: [SD], rules.consistency_of: [SD, SD, SD, FEEL, SHARE, SD, *[(0, 0.8)] * 2, (0, 0.5), (0, 2), SHARE],
    rules.way_of_working: [SD, SD, (0, 0.06), (0, 0.06)],
    rules.next_learned: [FEEL, FEEL, (2, 52)],
    rules.lived_method: [FEEL, FEEL, (0, 2)],
    scores.value_of: [SHARE] * 4,
    scores.score_of: [*[SHARE] * 5, (0, 5), SHARE],
    scores.validity_of: [(0.4, 0.95), SHARE, (0, 0.8)],
    scores.appraised: [RATIO, RATIO, SHARE, (0, 3)],
    scores.next_customer_score: [SD, SD, SD, FEW, (1, 52)],
    scores.next_joint_score: [(0.3, 3), (-2.5, 2.5), SD, SHARE, SHARE, (1, 52)],
    scores.earned_by_customers: [SD, SHARE],
    scores.earned_of_all: [SHARE, SHARE, SHARE, (0, 1.5), (0, 1.5), (0, 1.5)],
    quality.effort_met: [HOURS, (0, 1.2), HOURS, HOURS],
    scores.next_target: [RATIO, RATIO, PUSH, (0, 0.2), SHARE, WEIGHT], scores.earned: [RATIO, RATIO, (0, 6)],
    strain.exhaustion_target: [FEEL, FEEL, (0.5, 2), *[FEEL] * 12, (0, 30), *[WEIGHT] * 12],
    strain.common_demands: [FEEL, SHARE, SHARE, FEW, (0, 12), FEEL, *[WEIGHT] * 6],
    strain.burden_of: [(-3, 3), (-6, 6)], strain.calling: [(-2, 4), (-2, 4), (0, 0.4)], strain.hurt_by: [FEEL, (-5, 5)],
    strain.next_exhaustion: [SD, SD, (0.02, 0.12), (-1, 1), (0.5, 2), (0, 5)],
    turnover.quit_chance: [SD, SD, FEW, (-2, 2), FEEL, (0, 520), LOG_CHANCE, (0.3, 0.8), WEIGHT, WEIGHT, WEIGHT, (2.3, 3.8), SHARE],
    turnover.illness_chance: [SD, (-9, -5), (0.3, 1.1), SHARE], turnover.heads_budgeted: [(0, 200), (0.4, 1.25), FEEL, SHARE, (0.2, 2), SHARE, PUSH, (0, 0.3)],
    turnover.hire_chance: [(0, 250), (0, 250), (0, 50), (0.04, 0.4), (-2, 2), SD, WEIGHT, (0, 0.5), (0.9, 1.1)],
    turnover.offers_to_talent: [(-2, 2), SD, SD, WEIGHT, WEIGHT, WEIGHT],
    turnover.talent_appeal: [SD, (-2, 2), WEIGHT, WEIGHT],
    motives.bonus_beyond: [(0, 0.4), SHARE, (0.05, 0.05)],
    motives.meaning_aim: [*[FEEL] * 7, *[WEIGHT] * 7],
    motives.freedom: [(-6, 6)],
    motives.free_to_answer: [SHARE, SHARE],
    motives.fit_aim: [FEEL, FEEL, FEEL, WEIGHT, WEIGHT],
    motives.moved_to: [SD, SD, (4, 104)],
    motives.next_fairness: [SD, (-1.5, 3.5), (-1.5, 3.5), SHARE, (0, 1000), WEIGHT, WEIGHT, (0, 30), (8, 104)],
    motives.next_pay_motive: [FEEL, SD, PUSH, (-0.2, 0.2), (0, 0.3), (0, 0.4), (104, 1040)],
    reputation.purpose_believed: [(-1.5, 3.5), SD, WEIGHT],
    reputation.employer_aim: [*[FEEL] * 6, *[WEIGHT] * 6],
    reputation.supplier_aim: [FEEL, SD, WEIGHT, WEIGHT],
    reputation.next_name: [SD, SD, (26, 156)],
    work.work_needed: [HOURS, HOURS, HOURS, FEW, (1, 10), (0, 40), (0, 0.06), (2, 6), (0.5, 2), (-0.3, 0.3)],
    work.juggled: [HOURS, SHARE, (0, 0.1)],
    vision.words_spoken: [LEVER, LEVER, LEVER, (0.2, 0.8), (0, 1.5)],
    vision.reach_of_words: [(0, 12), (0, 4), (0, 0.8), (0.5, 10)],
    vision.structure_lived: [(0, 0.4), SD, (0, 0.4), SHARE, SHARE],
    vision.to_live_up_to: [(0, 4), SHARE], vision.deeds_seen: [LEVER, (-2, 2), (0, 0.8)],
    vision.next_credibility: [(0, 3), (0, 4), (0, 5), (0.3, 1.5), (2, 52), (13, 156)],
    vision.words_that_arrive: [(0, 5), (0, 4), SD, (0, 0.25)],
    vision.next_belief: [SD, (0, 12), (0, 1.3), (0.1, 1.5), (4, 52)],
    vision.next_cynicism: [(0, 5), (0, 5), (0, 4), (0, 0.1), (13, 260)],
    vision.next_alignment: [FEEL, SD, (0, 12), SD, (0.1, 1.5), (0, 0.5), SHARE, (0, 0.4), (0, 1.5), (4, 52)], vision.kept_to: [(0, 80), (0.5, 20)],
    vision.action_taken: [FEW, LEVER, (0, 6)], vision.next_scatter: [SHARE, (0, 8), (0, 5), (0, 0.15), (4, 52)],
    work.felt_pressure: [HOURS, (0.2, 2), HOURS, (0.01, 500), (-1, 1)], work.time_spent: [(0.2, 2), (-2, 4), (0.49, 0.75)],
    work.next_standard: [(0.2, 2), (0.2, 2), (8, 60), (60, 10000), (0, 0.03), (-0.001, 0.001)], work.overtime_worked: [(-2, 4), (0, 0.4), (0.05, 0.6)],
    work.waiting_line: [(0, 2), (1, 200)], work.withdrawn_work: [HOURS, (0.01, 500), (1, 26)],
    work.people_asked_for: [HOURS, (0.01, 500), (0, 200), (1, 200), (-1, 1)], work.next_staff_need: [FEEL, FEEL, (0.02, 1)],
    work.next_hands: [FEEL, (0, 200), (0, 200), FEEL, (4, 52)],
    work.servers_of: [(0, 200), (0.1, 1)],
    work.person_weeks: [(0, 20), (0, 200), (0.01, 500)], work.share_given_up: [HOURS, HOURS],
    workplace.kept_by_home: [(0, 5), (1, 1), (0, 1.2)],
    workplace.ease_at_home: [(0, 5)], workplace.gained_at_home: [(0, 5), (1, 1), FEW], workplace.lost_apart: [(0, 5), (0, 0.03)],
    workplace.meeting_of: [(0, 5), (1, 1), SHARE],
    world.next_swing: [FEEL, SHARE, (0.5, 0.99), SD], world.demand_now: [FEW, FEEL, SHARE, SHARE, SHARE],
}

WORDS: dict[Law, int] = {draws.words: 4, draws.in_week: 2, draws.at_birth: 2, draws.uniform: 1, draws.normals: 2, draws.rough_normal: 2}
"""Laws of luck, and how many 32-bit words they take."""


def names(law: Law) -> list[str]:
    """The names of a law's arguments."""
    return list(inspect.signature(law).parameters)


def single(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers of single precision between two bounds."""
    return st.floats(float(np.float32(low)), float(np.float32(high)), width=32)


def arguments(law: Law) -> st.SearchStrategy[dict[str, float]]:
    """Arguments within a law's domain, by name."""
    return st.fixed_dictionaries({name: single(*bounds) for name, bounds in zip(names(law), DOMAINS[law], strict=True)})


def call(law: Law, *values: float, **named: float) -> Any:
    """The law in plain Python, in single precision."""
    given = {**dict(zip(names(law), values, strict=False)), **named}
    return plain(law)(*(np.float32(given[name]) for name in names(law)))


def against(law: Law, argument: str, direction: int, cases: int = 200) -> str:
    """Where a law goes against a direction when one argument grows and all else stays: a counterexample, or an empty text.

    Cases are drawn from the domain by a fixed seed, a third of all values at a bound."""
    luck = np.random.default_rng(len(argument) * 1000 + len(DOMAINS[law]))
    low, high = np.array(DOMAINS[law], np.float64).T
    place = names(law).index(argument)
    for _ in range(cases):
        at = luck.random((2, low.size))
        at = np.where(luck.random(at.shape) < 1 / 3, np.round(at), at)
        points = (low + (high - low) * at).astype(np.float32)
        less, more = points[0].copy(), points[0].copy()
        less[place], more[place] = sorted((points[0][place], points[1][place]))
        below, above = float(plain(law)(*less)), float(plain(law)(*more))
        if direction * (above - below) < -2e-5 * max(abs(below), abs(above), 1e-3):
            given = dict(zip(names(law), less, strict=True))
            return f"{law.__name__} goes from {below} to {above} when {argument} goes from {less[place]} to {more[place]}: {given}"
    return ""
