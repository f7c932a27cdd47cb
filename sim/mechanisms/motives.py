"""Motives: work that is seen to be good for somebody, done freely and answered for, carries people further than pay; a greedy top turns passion into salary.

    meaning  -> purpose + belief + insight in customers - standardisation - leaders' push - owners first - bonus beyond the reference's (crowding out)
    fit      -> 2 * freedom * responsibility / (freedom + responsibility), against the reference, + room for talent - standardisation
    fairness -> - gap to pay at the top - owners first,   and a blow when people are dismissed while owners are paid
    threat   -> counts less where things are told and the top is found fair: exp(-told - fairness), for fear for one's job and for blows, wherever they reach people
    motives  -> to pay with unfairness and push, to contributing with the drift of the times; slowly forgotten

Freedom is the autonomy that a manager leaves. Reads policy as lived, teams' autonomy and insight, belief, pressure, what owners were paid. Writes teams.meaning, teams.fit,
firm.fairness, firm.threat and firm.pay_motive. Rows: B1, B2, B8, B11, C5, C6, C10. Source: Humphrey et al. 2007 (significance); Grant et al. 2007 (who benefits is met: one
small experiment, so capped far below); Allan et al. 2019 (meaningful work, direction); Deci et al. 1999 against Kim et al. 2022 (crowding out is small);
Kristof-Brown et al. 2005 (fit, direction); Colquitt et al. 2001 (fairness, direction); Brockner (fairness and telling soften what a lay-off does to those who stay); sizes assumed. Switched off: all 0,
and a threat counts in full.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, clip, exp, lever_sd
from sim.compiled import law, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

PURPOSE, STANDARD, HOLDERS = np.float32(Policy().purpose), np.float32(Policy().standardisation), np.float32(Policy().shareholder_focus)
GAP, TALENT, BONUS = np.float32(Policy().executive_pay_gap), np.float32(Policy().talent_room), np.float32(Policy().reward_intensity)
TOLD = np.float32(Policy().communication)


class MotivesParameters(NamedTuple):
    """What work is felt to be good for, and what it does to people's motives."""

    meaning_weeks: Annotated[float, Parameter(4, 52, "weeks", "how soon meaning follows what people see", "Grant et al. 2007 (months at most)", "assumed")] = 13.0
    purpose: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "meaning from what the organisation does for society", "Humphrey et al. 2007 (direction)", "assumed")] = 0.2
    belief: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "meaning from belief in where the organisation is going")] = 0.25
    insight: Annotated[float, Parameter(0.0, 0.8, "SD", "meaning from a manager who knows customers twice as well: people learn whom they help",
        "Grant et al. 2007, capped far below", "assumed")] = 0.3
    standard: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "meaning lost to work that is done one way for all", "Humphrey et al. 2007 (direction)", "assumed")] = 0.1
    push: Annotated[float, Parameter(0.0, 1.0, "SD", "meaning lost to leaders' full push: people are a means")] = 0.3
    holders: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "meaning lost to owners before all else")] = 0.1
    crowding: Annotated[float, Parameter(0.0, 1.0, "SD", "meaning lost to one more bonus of the reference's size on the own number",
        "Deci et al. 1999; Kim et al. 2022 (small)", "assumed")] = 0.3
    fit_weeks: Annotated[float, Parameter(8, 104, "weeks", "how soon tasks and strengths find each other")] = 26.0
    fit_talent: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "fit from room for talent")] = 0.25
    fit_standard: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "fit lost to work that is done one way for all")] = 0.2
    fair_weeks: Annotated[float, Parameter(8, 104, "weeks", "how soon the judgement of those at the top follows what they take")] = 26.0
    fair_gap: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "fairness lost to pay at the top that runs ahead")] = 0.3
    fair_holders: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "fairness lost to owners before all else")] = 0.2
    fair_dismissal: Annotated[float, Parameter(0.0, 30.0, "SD for the whole staff", "fairness lost at once when people are dismissed while owners are paid",
        "Brockner (direction)", "assumed")] = 10.0
    told: Annotated[float, Parameter(0.0, 0.4, "log ratio for an SD", "how much less a threat counts where things are told", "Brockner (direction)", "assumed")] = 0.15
    told_fairly: Annotated[float, Parameter(0.0, 0.5, "log ratio for an SD", "how much less a threat counts where the top is found fair",
        "Brockner (fairness halves it; spread over three SDs)", "assumed")] = 0.2
    pay_unfair: Annotated[float, Parameter(0.0, 0.3, "SD a year for an SD", "motives that move to pay with unfairness")] = 0.05
    pay_push: Annotated[float, Parameter(0.0, 0.4, "SD a year", "motives that move to pay under leaders' full push")] = 0.1
    pay_weeks: Annotated[float, Parameter(104, 1040, "weeks", "how long a motive that has moved lasts")] = 520.0


@law
def bonus_beyond(intensity, own, usual):
    """Pay on the own number beyond the reference's, in bonuses of its size; within sense."""
    return bounded(intensity * own / usual - 1.0, 4.0)


@law
def meaning_aim(purpose, belief, insight, standard, push, holders, bonus, p_purpose, p_belief, p_insight, p_standard, p_push, p_holders, p_crowding):
    """Where meaning is heading: what the work does for somebody, less what makes people a means."""
    good = p_purpose * purpose + p_belief * belief + p_insight * insight
    return bounded(good - p_standard * standard - p_push * push - p_holders * holders - p_crowding * bonus, 4.0)


@law
def freedom(autonomy):
    """Autonomy as a level between 0 and 1; the reference is a half."""
    return 0.5 + 0.5 * bounded(0.4 * autonomy, 1.0)


@law
def free_to_answer(free, answers):
    """Freedom and responsibility together, in SDs: one without the other hardly works (their harmonic mean; 0 where both are a half)."""
    less, more = max(free, 0.02), max(answers, 0.02)
    return (2.0 * less * more / (less + more) - 0.5) / 0.2


@law
def fit_aim(together, talent, standard, p_talent, p_standard):
    """Where fit is heading: freedom with responsibility, room for talent (with falling gain), less of one way for all."""
    return bounded(together + p_talent * bounded(talent, 2.0) - p_standard * standard, 4.0)


@law
def moved_to(value, aim, weeks):
    """What people see moves to its aim, in so many weeks."""
    return value + (aim - value) / weeks


@law
def next_fairness(fairness, gap, holders, dismissed, owners_paid, p_gap, p_holders, p_dismissal, weeks):
    """Fairness follows what the top takes, and falls at once when people go while owners are paid."""
    blow = p_dismissal * dismissed * (1.0 if owners_paid > 0.0 else 0.0)
    return max(fairness + (-p_gap * gap - p_holders * holders - fairness) / weeks - blow, -4.9)


@law
def softened(told, fairness, p_told, p_fairly):
    """What is left of a threat where things are told and the top is found fair."""
    return exp(-p_told * told - p_fairly * bounded(fairness, 4.0))


@law
def next_pay_motive(motive, fairness, push, drift, p_unfair, p_push, weeks):
    """Motives move to pay with unfairness and push, to contributing with the times, and are slowly forgotten (drift in SD a year)."""
    return clip(motive + (p_push * push - p_unfair * fairness - drift) / 52.0 - motive / weeks, -3.9, 3.9)


@sweep
def people_judge_those_at_the_top(firm, practice, world, p, on):
    """People judge what those at the top take and do; their own motives move with it."""
    for lane in range(firm.alive.size):
        gap, holders = lever_sd(practice.executive_pay_gap[lane], GAP), lever_sd(practice.shareholder_focus[lane], HOLDERS)
        fair = next_fairness(firm.fairness[lane], gap, holders, world.dismissal[lane], np.float32(firm.owners[lane]), p.fair_gap[lane], p.fair_holders[lane],
                             p.fair_dismissal[lane], p.fair_weeks[lane])
        firm.fairness[lane] = on.motives[lane] * fair
        left = softened(lever_sd(practice.communication[lane], TOLD), firm.fairness[lane], p.told[lane], p.told_fairly[lane])
        firm.threat[lane] = 1.0 + on.motives[lane] * (left - 1.0)
        moved = next_pay_motive(firm.pay_motive[lane], firm.fairness[lane], firm.pressure[lane], world.motive_drift[lane], p.pay_unfair[lane], p.pay_push[lane],
                                p.pay_weeks[lane])
        firm.pay_motive[lane] = on.motives[lane] * moved


@sweep
def people_see_what_their_work_is_for(teams, firm, practice, chart, p, on, unit):
    """People see what their work is good for, and come to do what they are good at."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(firm.alive.size):
            acts, standard = on.motives[lane], lever_sd(practice.standardisation[lane], STANDARD)
            bonus = bonus_beyond(practice.reward_intensity[lane], practice.kpi_weight[lane], BONUS)
            aim = meaning_aim(lever_sd(practice.purpose[lane], PURPOSE), firm.belief[lane], bounded(teams.insight[t, lane] - 1.0, 1.0), standard, firm.pressure[lane],
                              lever_sd(practice.shareholder_focus[lane], HOLDERS), bonus, p.purpose[lane], p.belief[lane], p.insight[lane], p.standard[lane],
                              p.push[lane], p.holders[lane], p.crowding[lane])
            teams.meaning[t, lane] = acts * moved_to(teams.meaning[t, lane], aim, p.meaning_weeks[lane])
            together = free_to_answer(freedom(teams.autonomy[t, lane]), practice.responsibility[lane])
            suited = fit_aim(together, lever_sd(practice.talent_room[lane], TALENT), standard, p.fit_talent[lane], p.fit_standard[lane])
            teams.fit[t, lane] = acts * moved_to(teams.fit[t, lane], suited, p.fit_weeks[lane])
