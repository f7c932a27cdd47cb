"""Effort: what working hours amount to, by skill, mood, room and load.

    effective hours = present * hours * skill * exp(mood * engagement - fatigue * exhaustion - drained * max(exhaustion - 1.5, 0) + bonus on shared scores + room - control + pace
                                                    + fit + talent * (1 + use * fit) + quiet at home - scatter - overturned priorities - reorganisation)
    pay for the own score adds bonus to output and gaming, and bonus * its part of value to care, help and room: it buys what it counts
    pace = rise * (min(load, peak) - 0.85) - fall * max(load - peak, 0): load is need against capacity as a level, not a deviation
    skill = trained * (1 - gap * exp(-tenure / learning weeks));   trained -> gain * (sqrt(training / its reference) - 1) within a year;   hours = contract * (1 - overhead - procedures) - programmes, plus overtime, worth less beyond 48 hours a week

A part of a manager's own hours with customers is care; hours are never below none. Training also shortens a newcomer's learning. Energy that is gone is no slope but a hole: beyond 1.5 SD of exhaustion hours yield little.
Rows: A7, A13, A15 (energy), B5, B6, B11, C1, C2 (scatter), C10, C11, E5 (effort). Source: Bellet et al. 2019 (mood to output, 13 % over the full range); Oxford Economics 2014 (28 weeks to proficiency);
Pencavel 2014 (hours beyond 48 give less, beyond 63 nothing); Falk and Kosfeld 2006 with Ziegelmeyer et al. 2012 (cost of control, small);
KC and Terwiesch 2009, Tan and Netessine 2014 (load speeds up, overload slows down), Berry Jaeker and Tucker 2017 (the peak at 93 %);
Hunter, Schmidt and Judiesch 1990 (people differ by a fifth and more in output; here far less); Arthur et al. 2003 (training, direction); Kristof-Brown et al. 2005 (fit).
Switched off: effort 1 for everybody.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import clip, exp, value_share
from sim.compiled import law, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

TRAINING = np.float32(Policy().training)


class EffortParameters(NamedTuple):
    """What hours amount to."""

    contract_hours: Annotated[float, Parameter(8, 48, "hours a week", "contract")] = 36.0
    overhead: Annotated[float, Parameter(0.0, 0.4, "share", "leave, illness, meetings")] = 0.14
    full_worth_hours: Annotated[float, Parameter(40, 55, "hours a week", "hours up to which one more yields in full", "Pencavel 2014", "published")] = 48.0
    no_worth_hours: Annotated[float, Parameter(56, 80, "hours a week", "hours from which one more yields nothing", "Pencavel 2014", "published")] = 63.0
    mood: Annotated[float, Parameter(0.0075, 0.0325, "log ratio for an SD", "output from engagement in the same week", "Bellet, De Neve and Ward 2019", "published")] = 0.032
    fatigue: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "output lost to exhaustion", "Swider and Zimmerman 2010 (direction)", "assumed")] = 0.02
    bonus: Annotated[float, Parameter(0.0, 0.1, "log ratio", "output that the own score measures from one more bonus of the reference's size; other hours gain by the score's part of value", "Garbers and Konradt 2014; Friebel et al. 2017", "published")] = 0.03
    control: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "output lost to control, for an SD of prosocial motive",
        "Ziegelmeyer et al. 2012", "published")] = 0.015
    autonomy: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "output from room, for an SD of prosocial motive")] = 0.015
    pace_rise: Annotated[float, Parameter(0.0, 1.0, "log ratio for a unit of load", "how much a fuller week speeds people up",
        "KC and Terwiesch 2009; Tan and Netessine 2014 (direction)", "assumed")] = 0.3
    pace_peak: Annotated[float, Parameter(0.8, 1.0, "ratio", "load at which speeding up ends", "Berry Jaeker and Tucker 2017", "published")] = 0.93
    pace_fall: Annotated[float, Parameter(0.0, 1.0, "log ratio for a unit of load", "how much overload slows people down",
        "KC and Terwiesch 2009 (direction)", "assumed")] = 0.3
    drained: Annotated[float, Parameter(0.0, 0.3, "log ratio for an SD", "output lost for each SD of exhaustion beyond one and a half",
        "Swider and Zimmerman 2010 (direction)", "assumed")] = 0.08
    fit: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "output from doing what one is good at", "Kristof-Brown et al. 2005 (direction)", "assumed")] = 0.015
    talent: Annotated[float, Parameter(0.0, 0.2, "log ratio for an SD", "output from talent, at the reference's room for it",
        "Hunter, Schmidt and Judiesch 1990 (far below)", "assumed")] = 0.06
    talent_use: Annotated[float, Parameter(0.0, 1.0, "share for an SD", "how much more of a talent is used for an SD of fit")] = 0.3
    turbulence: Annotated[float, Parameter(0.0, 1.0, "log ratio", "output lost when the priorities of all work are overturned")] = 0.3
    redrawn: Annotated[float, Parameter(0.0, 1.0, "log ratio", "output lost in the week in which the whole organisation is redrawn")] = 0.3
    training: Annotated[float, Parameter(0.0, 0.12, "log ratio", "skill that four times the reference's training builds", "Arthur et al. 2003 (direction)", "assumed")] = 0.05
    training_weeks: Annotated[float, Parameter(13, 104, "weeks", "how soon training builds skill, and how soon it is forgotten")] = 52.0
    training_speed: Annotated[float, Parameter(0.0, 0.6, "log ratio", "how much faster newcomers learn with four times the reference's training")] = 0.2
    own_care: Annotated[float, Parameter(0.0, 1.0, "share", "part of a manager's own hours with customers that is care for the work at hand")] = 0.7
    start_skill: Annotated[float, Parameter(0.3, 0.95, "ratio", "skill of a newcomer", "Oxford Economics 2014", "published")] = 0.5
    learning_weeks: Annotated[float, Parameter(2, 40, "weeks", "time in which most of the gap is learned", "Oxford Economics 2014", "published")] = 13.0


@law
def working_hours(contract, overhead, procedures, programme_hours):
    """Hours a week that are left for the five activities; a tenth of the contract at the least."""
    return max(contract * (1.0 - overhead - procedures) - programme_hours, 0.1 * contract)


@law
def worth_of_overtime(overtime, contract, full_hours, no_more_hours):
    """What overtime is worth: an hour counts in full up to 48 a week, less and less beyond, and nothing more from 63 on."""
    full = max(full_hours / contract - 1.0, 0.0)
    end = max(no_more_hours / contract - 1.0, full + 0.01)
    beyond = clip(overtime - full, 0.0, end - full)
    return min(overtime, full) + beyond - 0.5 * beyond * beyond / (end - full)


@law
def skill_at(tenure, start, weeks):
    """Skill by tenure: a learning curve that ends at 1."""
    return 1.0 - (1.0 - start) * exp(-tenure / weeks)


@law
def effort_of(engagement, exhaustion, bonus, prosocial, autonomy, control, talented, p_mood, p_fatigue, p_control, p_autonomy, p_drained):
    """Output of an hour against the reference."""
    trusted = (p_autonomy * autonomy - p_control * control) * min(max(prosocial, -2.0), 2.0)
    worn = p_fatigue * exhaustion + p_drained * max(exhaustion - 1.5, 0.0)
    return exp(p_mood * engagement - worn + bonus + trusted + talented)


@law
def talent_used(fit, p_talent, p_use):
    """What an SD of talent adds to the output of an hour: more where people do what they are good at."""
    return p_talent * clip(1.0 + p_use * fit, 0.0, 2.5)


@law
def circumstances(fit, quiet, scatter, turbulence, redrawn, p_fit, p_turbulence, p_redrawn):
    """What fit and quiet add to everybody's output here, and what scattered action, overturned priorities and a reorganisation take."""
    return p_fit * fit + quiet - scatter - p_turbulence * turbulence - p_redrawn * redrawn


@law
def training_dose(hours, usual):
    """Training against the reference, with falling gain: 0 there, 1 at four times as much, -1 without any."""
    return np.sqrt(hours / usual) - 1.0


@law
def next_trained(trained, dose, gain, weeks):
    """Skill that training has built: it comes and goes within a year or so."""
    return trained + (gain * dose - trained) / weeks


@law
def learning_time(weeks, dose, speed):
    """Weeks in which a newcomer learns most: fewer with training."""
    return weeks * exp(-speed * dose)


@law
def bonus_effort(intensity, csat, joint, dilution, gain):
    """Effort in all that is done from variable pay on shared scores, diluted; four reference bonuses count at most."""
    return gain * min(intensity / 0.05 * dilution * (csat + joint), 4.0)


@law
def measured_effort(intensity, own, gain):
    """Effort in what the own score measures, from pay for it beyond the reference's; four reference bonuses count at most."""
    return gain * min(intensity / 0.05 * own - 1.0, 4.0)


@law
def pace_at(load, rise, peak, fall):
    """Speed of work by load, as a log ratio: idle time is filled, a full week speeds up, overload slows down (an absolute level, with its peak)."""
    return rise * (min(load, peak) - 0.85) - fall * min(max(load - peak, 0.0), 1.0)


@law
def care_by_managers(own, share, hours):
    """Care in a manager's own hours with customers, against the reference; nobody cares alone for a team that is not there."""
    return share * own if hours > 0.0 else 0.0


@sweep
def people_give_their_hours(people, teams, firm, practice, world, balance, chart, p, dilution, on, unit):
    """People give their hours: skill and effort make them count."""
    lanes = firm.alive.size
    week, extra, skills = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32), np.zeros(lanes)
    weeks, used, trained = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    scored, other = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            ordinary = working_hours(p.contract_hours[lane], p.overhead[lane], practice.compliance_load[lane], firm.programme_hours[lane])
            week[lane] = ordinary * (1.0 + worth_of_overtime(teams.overtime[t, lane], p.contract_hours[lane], p.full_worth_hours[lane], p.no_worth_hours[lane]))
            paid = on.effort[lane] * measured_effort(practice.reward_intensity[lane], practice.kpi_weight[lane], p.bonus[lane])
            scored[lane], other[lane] = exp(paid), exp(value_share(firm.validity[lane]) * paid)
            extra[lane] = bonus_effort(practice.reward_intensity[lane], practice.csat_weight[lane], practice.joint_okr_weight[lane], dilution[lane], p.bonus[lane])
            load = exp(teams.pressure[t, lane] + balance.pressure_base[lane])
            extra[lane] += pace_at(load, p.pace_rise[lane], p.pace_peak[lane], p.pace_fall[lane])
            extra[lane] += circumstances(teams.fit[t, lane], firm.quiet_at_home[lane], firm.scatter[lane], firm.turbulence[lane], world.reorganisation[lane],
                                         p.fit[lane], p.turbulence[lane], p.redrawn[lane])
            used[lane] = talent_used(teams.fit[t, lane], p.talent[lane], p.talent_use[lane])
            dose = on.effort[lane] * training_dose(practice.training[lane], TRAINING)
            weeks[lane] = learning_time(p.learning_weeks[lane], dose, p.training_speed[lane])
            teams.trained[t, lane] = on.effort[lane] * next_trained(teams.trained[t, lane], dose, p.training[lane], p.training_weeks[lane])
            trained[lane] = exp(teams.trained[t, lane])
            skills[lane] = 0.0
            teams.hours[t, lane] = 0.0
            teams.hours_output[t, lane] = 0.0
            teams.hours_care[t, lane] = 0.0
            teams.hours_help[t, lane] = 0.0
            teams.hours_gaming[t, lane] = 0.0
            teams.hours_room[t, lane] = 0.0
        for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
            for lane in range(lanes):
                works = people.present[i, lane] if people.absence[i, lane] < 0.5 else 0.0
                hours = works * week[lane]
                skill = trained[lane] * skill_at(people.tenure[i, lane], p.start_skill[lane], weeks[lane])
                effort = effort_of(people.engagement[i, lane], people.exhaustion[i, lane], extra[lane], people.prosocial[i, lane], teams.autonomy[t, lane],
                                   teams.control[t, lane], people.talent[i, lane] * used[lane], p.mood[lane], p.fatigue[lane], p.control[lane],
                                   p.autonomy[lane], p.drained[lane])
                counts = hours * (1.0 + on.effort[lane] * (effort - 1.0))
                skills[lane] += hours * skill
                teams.hours[t, lane] += hours
                teams.hours_output[t, lane] += counts * scored[lane] * skill * people.share_output[i, lane]
                teams.hours_care[t, lane] += counts * other[lane] * people.share_care[i, lane]
                teams.hours_help[t, lane] += counts * other[lane] * people.share_help[i, lane]
                teams.hours_gaming[t, lane] += counts * scored[lane] * people.share_gaming[i, lane]
                teams.hours_room[t, lane] += counts * other[lane] * people.share_room[i, lane]
        for lane in range(lanes):
            own = care_by_managers(teams.own_hours[t, lane], p.own_care[lane], np.float32(teams.hours[t, lane]))
            teams.hours_care[t, lane] = max(teams.hours_care[t, lane] + np.float64(own), np.float64(0.0))
            teams.skill[t, lane] = np.float32(skills[lane] / max(teams.hours[t, lane], np.float64(0.01)))
