"""How a week is written down, second page: what it is like to work in the teams, and how far practice lies from policy."""

import numpy as np

from sim.compiled import sweep


@sweep
def climate_is_counted(weekly, teams, row):
    """Means over teams of what it is like to work and to speak there, and of what is asked of them."""
    count = np.float64(1.0) / max(np.float64(teams.heads.shape[0]), np.float64(1.0))
    for lane in range(teams.heads.shape[1]):
        weekly.heads_wanted[row, lane] = 0.0
        weekly.vacancies[row, lane] = 0.0
        weekly.hire_chance[row, lane] = 0.0
        weekly.attainment[row, lane] = 0.0
        weekly.ideas[row, lane] = 0.0
        weekly.ideas_heard[row, lane] = 0.0
        weekly.heard[row, lane] = 0.0
        weekly.renewal[row, lane] = 0.0
        weekly.errors_hidden[row, lane] = 0.0
        weekly.errors_reported[row, lane] = 0.0
        weekly.meaning[row, lane] = 0.0
        weekly.fit[row, lane] = 0.0
        weekly.consistency[row, lane] = 0.0
        weekly.method[row, lane] = 0.0
        weekly.decisions_own[row, lane] = 0.0
        weekly.clarity[row, lane] = 0.0
        weekly.internal_service[row, lane] = 0.0
        weekly.csat_reported[row, lane] = 0.0
        weekly.joint_score[row, lane] = 0.0
        weekly.safety[row, lane] = 0.0
        weekly.example[row, lane] = 0.0
        weekly.given_up[row, lane] = 0.0
        weekly.hands[row, lane] = 0.0
    for t in range(teams.heads.shape[0]):
        for lane in range(teams.heads.shape[1]):
            weekly.heads_wanted[row, lane] += teams.heads_wanted[t, lane]
            weekly.vacancies[row, lane] += max(teams.heads_wanted[t, lane] - teams.heads[t, lane], np.float64(0.0))
            weekly.hire_chance[row, lane] += count * teams.hire_chance[t, lane]
            weekly.attainment[row, lane] += count * teams.attainment[t, lane]
            weekly.ideas[row, lane] += count * teams.ideas[t, lane]
            weekly.ideas_heard[row, lane] += count * teams.ideas_heard[t, lane]
            weekly.heard[row, lane] += count * teams.heard[t, lane]
            weekly.renewal[row, lane] += count * teams.renewal[t, lane]
            weekly.errors_hidden[row, lane] += count * teams.errors_hidden[t, lane]
            weekly.errors_reported[row, lane] += count * teams.errors_reported[t, lane]
            weekly.meaning[row, lane] += count * teams.meaning[t, lane]
            weekly.fit[row, lane] += count * teams.fit[t, lane]
            weekly.consistency[row, lane] += count * teams.consistency[t, lane]
            weekly.method[row, lane] += count * teams.method[t, lane]
            weekly.decisions_own[row, lane] += count * teams.decisions_own[t, lane]
            weekly.clarity[row, lane] += count * teams.clarity[t, lane]
            weekly.internal_service[row, lane] += count * teams.internal_service[t, lane]
            weekly.csat_reported[row, lane] += count * teams.csat_reported[t, lane]
            weekly.joint_score[row, lane] += count * teams.joint_score[t, lane]
            weekly.safety[row, lane] += count * teams.safety[t, lane]
            weekly.example[row, lane] += count * teams.example[t, lane]
            weekly.given_up[row, lane] += count * teams.given_up[t, lane]
            weekly.hands[row, lane] += count * teams.hands[t, lane]


@sweep
def practice_is_held_against_policy(weekly, blocks, levers, row):
    """How far what people meet lies from what leaders intend, as the mean over levers."""
    share = np.float64(1.0) / np.float64(levers.span.size)
    for lane in range(blocks.practice.shape[1]):
        weekly.practice_gap[row, lane] = 0.0
    for k in range(levers.span.size):
        for lane in range(blocks.practice.shape[1]):
            weekly.practice_gap[row, lane] += share * (abs(blocks.path[row, k, lane] - blocks.practice[k, lane]) / levers.span[k])
