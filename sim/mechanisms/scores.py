"""Scores: measures see part of what teams do, late and with noise; targets ratchet; variable pay hangs on the scores that count.

true = value . hours by activity, by head; reported = (sensitivities of the KPI) . the same, gaming skill counted, times noise validity = kpi_validity + gain
* shared platform * (0.95 - kpi_validity): data of all teams let the KPI see more, never all target -> reported, faster up than down when leaders push
customers' score -> satisfaction of the unit + noise + begging; joint score -> exp(help given against needed, and quality along the journeys of the unit)
earned = sum over scores of weight * what it earns / sum of weights; own KPI: 1 + slope * (appraised / target - 1), within 0 and 1.5

A humble appraisal looks past the KPI to what was really done, the less the more leaders have to lean on reports. The customers' score comes a quarter late,
is shared by the unit, and is begged for when pay hangs on it. Rows: A13, E3, E4, E5, E8, E9, E10. Source: Baker 2002 (distortion); Bevan and Hood 2006
(ratchet); Manheim and Garrabrant 2018; sizes of customers' and joint scores assumed. Switched off: scores and targets 1, the KPI of the reference, all
variable pay earned.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, clip, exp, unit_sd, value_share
from sim.compiled import law, part, sweep
from sim.draws import SCORE_NOISE, SURVEY_SCORE, in_week, rough_normal, words
from sim.policy import Policy
from sim.vocabulary import Parameter

VALIDITY, REWARD = np.float32(Policy().kpi_validity), np.float32(Policy().reward_intensity)


class ScoresParameters(NamedTuple):
    """How the KPI measures and what follows."""

    noise: Annotated[float, Parameter(0.0, 0.3, "log ratio", "noise of the KPI, a week")] = 0.05
    ratchet: Annotated[float, Parameter(0.0, 0.2, "1/week", "how fast the target follows the score", "Bevan and Hood 2006 (form)", "published")] = 0.04
    push_ratchet: Annotated[float, Parameter(0.0, 1.0, "1", "how far leaders' full push holds the target up when the score falls")] = 0.8
    push_target: Annotated[float, Parameter(0.0, 0.5, "ratio", "how far leaders' full push sets the target above the score")] = 0.15
    earn_slope: Annotated[float, Parameter(0.0, 6.0, "1", "variable pay earned for each part by which the score beats the target")] = 2.0
    platform: Annotated[float, Parameter(0.0, 0.8, "share", "how far a full platform closes the gap between the KPI and the best that data allow")] = 0.35
    asked_noise: Annotated[float, Parameter(0.0, 2.0, "unit-level SD", "noise of customers' scores for one team, a week")] = 0.5
    asked_weeks: Annotated[float, Parameter(1, 52, "weeks", "how late customers' and joint scores are")] = 13.0
    begging: Annotated[float, Parameter(0.0, 1.0, "unit-level SD",
        "what gaming as in the reference adds to customers' scores when all variable pay hangs on them")] = 0.3
    csat_slope: Annotated[float, Parameter(0.0, 1.0, "1/unit-level SD", "variable pay earned for each unit-level SD of customers' score")] = 0.25
    joint_help: Annotated[float, Parameter(0.0, 1.0, "log ratio", "joint score from help given against help needed")] = 0.3
    joint_quality: Annotated[float, Parameter(0.0, 1.0, "log ratio for an SD", "joint score from quality along the unit's journeys")] = 0.2


@law
def value_of(output, care, aid, room):
    """What hours are worth to customers: output, care and help count fully, room a third."""
    return output + care + aid + 0.3 * room


@law
def score_of(output, care, aid, gaming, room, skill, kappa):
    """What the KPI sees: value and proxy mixed; gaming counts by skill."""
    return output + kappa * (care + aid + 0.3 * room) + 1.2 * (1.0 - kappa) * skill * gaming


@law
def next_target(target, reported, push, ratchet, hold, stretch):
    """The target follows the score; under push it runs ahead of it and is not let down."""
    aim = reported * (1.0 + stretch * max(push, 0.0))
    rate = ratchet if aim > target else ratchet * (1.0 - hold * max(push, 0.0))
    return clip(target + rate * (aim - target), 0.05, 8.0)


@law
def earned(reported, target, slope):
    """Share of the variable pay that a score earns."""
    return clip(1.0 + slope * (reported / max(target, 0.05) - 1.0), 0.0, 1.5)


@law
def validity_of(validity, platform, gain):
    """How far the KPI points the way of value: data of all teams on one platform close a part of the gap to the best there is."""
    return validity + gain * platform * max(0.95 - validity, 0.0)


@law
def appraised(reported, true, humility, reliance):
    """The score that appraisal goes by: the KPI, corrected for what was really done as far as appraisal is humble and does not lean on reports."""
    return reported + clip(humility / max(reliance, 0.1), 0.0, 1.0) * (true - reported)


@law
def next_customer_score(score, satisfaction, noise, begged, weeks):
    """Customers' score follows their satisfaction, late, noisy, and higher when it is begged for."""
    return score + (unit_sd(satisfaction) + noise + bounded(begged, 3.0) - score) / weeks


@law
def next_joint_score(score, help_ratio, quality, p_help, p_quality, weeks):
    """The score on shared goals follows help between teams and quality along the journeys."""
    return score + (exp(bounded(p_help * help_ratio + p_quality * quality, 0.8)) - score) / weeks


@law
def earned_by_customers(score, slope):
    """Share of the variable pay that customers' score earns."""
    return clip(1.0 + slope * score, 0.0, 1.5)


@law
def earned_of_all(own, csat, joint, by_own, by_csat, by_joint):
    """Share of all variable pay that is earned: each score by its weight."""
    whole = own + csat + joint
    return (own * by_own + csat * by_csat + joint * by_joint) / max(whole, 0.0001) if whole > 0.0001 else 1.0


@sweep
def the_kpi_sees_what_data_allow(firm, practice, p, on):
    """The KPI sees what data allow: more with data of all teams on one platform."""
    for lane in range(firm.alive.size):
        shown = validity_of(practice.kpi_validity[lane], practice.shared_platform[lane], p.platform[lane])
        firm.validity[lane] = VALIDITY + on.scores[lane] * (shown - VALIDITY)


@part
def _shared_scores(teams, units, firm, practice, p, luck, acts, week, begging, unit, t, lane, helped, quality):
    """The scores that a team shares: customers' satisfaction, and goals of the whole unit; then what all scores together earn."""
    own, csat, joint = practice.kpi_weight[lane], practice.csat_weight[lane], practice.joint_okr_weight[lane]
    paid = min(practice.reward_intensity[lane] / REWARD, 1.0)
    begged = p.begging[lane] * paid * csat / max(own + csat + joint, 0.0001) * begging
    first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(t), in_week(week, SURVEY_SCORE))
    said = next_customer_score(teams.csat_reported[t, lane], units.satisfaction[unit, lane], p.asked_noise[lane] * rough_normal(first, second), begged,
                               p.asked_weeks[lane])
    teams.csat_reported[t, lane] = acts * said
    shared = next_joint_score(teams.joint_score[t, lane], helped, quality, p.joint_help[lane], p.joint_quality[lane], p.asked_weeks[lane])
    teams.joint_score[t, lane] = 1.0 + acts * (shared - 1.0)
    weighed = appraised(teams.kpi_reported[t, lane], teams.kpi_true[t, lane], practice.kpi_humility[lane], firm.reliance[lane])
    by_own = earned(weighed, teams.target[t, lane], p.earn_slope[lane])
    by_joint = earned(teams.joint_score[t, lane], 1.0, p.earn_slope[lane])
    whole = earned_of_all(own, csat, joint, by_own, earned_by_customers(teams.csat_reported[t, lane], p.csat_slope[lane]), by_joint)
    teams.attainment[t, lane] = 1.0 + acts * (whole - 1.0)


@sweep
def scores_are_measured(people, teams, journeys, units, firm, practice, balance, chart, p, effort, luck, on, week, unit):
    """Scores are measured, targets move, variable pay is earned."""
    lanes = firm.alive.size
    skill, helped, quality = np.zeros(lanes), np.zeros(lanes), np.zeros(lanes)
    teams_here = max(np.float64(chart.unit_first_team[unit + 1] - chart.unit_first_team[unit]), np.float64(1.0))
    journeys_here = max(np.float64(chart.unit_first_journey[unit + 1] - chart.unit_first_journey[unit]), np.float64(1.0))
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            helped[lane] += teams.help_ratio[t, lane]
    for r in range(chart.unit_first_journey[unit], chart.unit_first_journey[unit + 1]):
        for lane in range(lanes):
            quality[lane] += journeys.quality[r, lane]
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            skill[lane] = 0.0
        for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
            for lane in range(lanes):
                skill[lane] += people.present[i, lane] * people.gaming_skill[i, lane]
        for lane in range(lanes):
            acts = on.scores[lane]
            heads = max(teams.heads[t, lane], np.float64(0.5))
            each = 1.0 / (np.float32(heads) * effort.contract_hours[lane] * (0.94 - effort.overhead[lane]))
            output, care = np.float32(teams.hours_output[t, lane]) * each, np.float32(teams.hours_care[t, lane]) * each
            aid, gaming = np.float32(teams.hours_help[t, lane]) * each, np.float32(teams.hours_gaming[t, lane]) * each
            room, kappa = np.float32(teams.hours_room[t, lane]) * each, value_share(firm.validity[lane])
            first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(t), in_week(week, SCORE_NOISE))
            noise = exp(p.noise[lane] * rough_normal(first, second))
            seen = score_of(output, care, aid, gaming, room, np.float32(skill[lane] / heads), kappa) * noise
            ordinary = score_of(0.58, 0.2, 0.09, 0.03, 0.1, 1.0, kappa)
            teams.kpi_true[t, lane] = 1.0 + acts * (value_of(output, care, aid, room) / (0.9 * balance.kpi_true_base[lane]) - 1.0)
            teams.kpi_reported[t, lane] = 1.0 + acts * (seen / (ordinary * balance.kpi_reported_base[lane]) - 1.0)
            moved = next_target(teams.target[t, lane], teams.kpi_reported[t, lane], firm.pressure[lane], p.ratchet[lane], p.push_ratchet[lane],
                                p.push_target[lane])
            teams.target[t, lane] = 1.0 + acts * (moved - 1.0)
            begging = gaming / 0.03 * np.float32(skill[lane] / heads)
            _shared_scores(teams, units, firm, practice, p, luck, acts, week, begging, unit, t, lane, np.float32(helped[lane] / teams_here),
                           np.float32(quality[lane] / journeys_here))
