"""Scores: the KPI sees part of what teams do, with noise; targets ratchet; variable pay hangs on target and score.

    true     = value . hours by activity, by head;   reported = (sensitivities of the KPI) . the same, gaming skill counted, times noise
    target  -> reported, faster up than down when leaders push;   earned = 1 + slope * (reported / target - 1), within 0 and 1.5

Rows: E3, E4, E5, A13. Source: Baker 2002 (distortion); Bevan and Hood 2006 (ratchet); Manheim and Garrabrant 2018. Switched off: scores and targets 1, all variable pay earned.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import clip, exp, value_share
from sim.compiled import law, sweep
from sim.draws import SCORE_NOISE, in_week, rough_normal, words
from sim.vocabulary import Parameter


class ScoresParameters(NamedTuple):
    """How the KPI measures and what follows."""

    noise: Annotated[float, Parameter(0.0, 0.3, "log ratio", "noise of the KPI, a week")] = 0.05
    ratchet: Annotated[float, Parameter(0.0, 0.2, "1/week", "how fast the target follows the score", "Bevan and Hood 2006 (form)", "published")] = 0.04
    push_ratchet: Annotated[float, Parameter(0.0, 1.0, "1", "how far leaders' full push holds the target up when the score falls")] = 0.8
    push_target: Annotated[float, Parameter(0.0, 0.5, "ratio", "how far leaders' full push sets the target above the score")] = 0.15
    earn_slope: Annotated[float, Parameter(0.0, 6.0, "1", "variable pay earned for each part by which the score beats the target")] = 2.0
    visibility: Annotated[float, Parameter(0.0, 0.3, "share a layer", "what each layer of managers takes from the noise of single teams, and from what leaders see of the work")] = 0.1


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


@sweep
def scores_are_measured(people, teams, firm, practice, balance, chart, p, effort, luck, on, week, unit):
    """Scores are measured, targets move, variable pay is earned."""
    lanes = firm.alive.size
    skill = np.zeros(lanes)
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
            room, kappa = np.float32(teams.hours_room[t, lane]) * each, value_share(practice.kpi_validity[lane])
            first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(t), in_week(week, SCORE_NOISE))
            noise = exp(p.noise[lane] * rough_normal(first, second))
            seen = score_of(output, care, aid, gaming, room, np.float32(skill[lane] / heads), kappa) * noise
            ordinary = score_of(0.58, 0.2, 0.09, 0.03, 0.1, 1.0, kappa)
            teams.kpi_true[t, lane] = 1.0 + acts * (value_of(output, care, aid, room) / (0.9 * balance.kpi_true_base[lane]) - 1.0)
            teams.kpi_reported[t, lane] = 1.0 + acts * (seen / (ordinary * balance.kpi_reported_base[lane]) - 1.0)
            moved = next_target(teams.target[t, lane], teams.kpi_reported[t, lane], firm.pressure[lane], p.ratchet[lane], p.push_ratchet[lane],
                                p.push_target[lane])
            teams.target[t, lane] = 1.0 + acts * (moved - 1.0)
            teams.attainment[t, lane] = 1.0 + acts * (earned(teams.kpi_reported[t, lane], teams.target[t, lane], p.earn_slope[lane]) - 1.0)
