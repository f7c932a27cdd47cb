"""Effort: what working hours amount to, by skill, mood, room and load.

    effective hours = present * hours * skill * exp(mood * engagement - fatigue * exhaustion + bonus + room - control + pace)
    pace = rise * (min(load, peak) - 0.85) - fall * max(load - peak, 0): load is need against capacity as a level, not a deviation
    skill = 1 - gap * exp(-tenure / learning weeks);   hours = contract * (1 - overhead - procedures) - programmes, plus overtime of falling worth

Rows: A13, B6, E5 (effort), A7. Source: Bellet et al. 2019 (mood to output, 13 % over the full range); Oxford Economics 2014 (28 weeks to proficiency);
Pencavel 2014 (hours beyond 48 give less, beyond 63 nothing); Falk and Kosfeld 2006 with Ziegelmeyer et al. 2012 (cost of control, small);
KC and Terwiesch 2009, Tan and Netessine 2014 (load speeds up, overload slows down), Berry Jaeker and Tucker 2017 (the peak at 93 %).
Switched off: effort 1 for everybody.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import exp
from sim.compiled import law, sweep
from sim.vocabulary import Parameter


class EffortParameters(NamedTuple):
    """What hours amount to."""

    contract_hours: Annotated[float, Parameter(8, 48, "hours a week", "contract")] = 36.0
    overhead: Annotated[float, Parameter(0.0, 0.4, "share", "leave, illness, meetings")] = 0.14
    mood: Annotated[float, Parameter(0.0075, 0.0325, "log ratio for an SD", "output from engagement in the same week", "Bellet, De Neve and Ward 2019", "published")] = 0.032
    fatigue: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "output lost to exhaustion", "Swider and Zimmerman 2010 (direction)", "published")] = 0.02
    bonus: Annotated[float, Parameter(0.0, 0.1, "log ratio", "output from one more bonus of the reference's size", "Garbers and Konradt 2014; Friebel et al. 2017", "published")] = 0.03
    control: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "output lost to control, for an SD of prosocial motive",
        "Ziegelmeyer et al. 2012", "published")] = 0.015
    autonomy: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "output from room, for an SD of prosocial motive")] = 0.015
    pace_rise: Annotated[float, Parameter(0.0, 1.0, "log ratio for a unit of load", "how much a fuller week speeds people up",
        "KC and Terwiesch 2009; Tan and Netessine 2014 (direction)", "published")] = 0.3
    pace_peak: Annotated[float, Parameter(0.8, 1.0, "ratio", "load at which speeding up ends", "Berry Jaeker and Tucker 2017", "published")] = 0.93
    pace_fall: Annotated[float, Parameter(0.0, 1.0, "log ratio for a unit of load", "how much overload slows people down",
        "KC and Terwiesch 2009 (direction)", "published")] = 0.3
    start_skill: Annotated[float, Parameter(0.3, 0.95, "ratio", "skill of a newcomer", "Oxford Economics 2014", "published")] = 0.5
    learning_weeks: Annotated[float, Parameter(2, 40, "weeks", "time in which most of the gap is learned", "Oxford Economics 2014", "published")] = 13.0


@law
def working_hours(contract, overhead, procedures, programme_hours):
    """Hours a week that are left for the five activities; a tenth of the contract at the least."""
    return max(contract * (1.0 - overhead - procedures) - programme_hours, 0.1 * contract)


@law
def worth_of_overtime(overtime):
    """What overtime is worth: less and less from the first hour, nothing more beyond 75 % above contract (63 hours)."""
    x = min(overtime, 0.75)
    return x - x * x / 1.5


@law
def skill_at(tenure, start, weeks):
    """Skill by tenure: a learning curve that ends at 1."""
    return 1.0 - (1.0 - start) * exp(-tenure / weeks)


@law
def effort_of(engagement, exhaustion, bonus, prosocial, autonomy, control, p_mood, p_fatigue, p_control, p_autonomy):
    """Output of an hour against the reference."""
    trusted = (p_autonomy * autonomy - p_control * control) * min(max(prosocial, -2.0), 2.0)
    return exp(p_mood * engagement - p_fatigue * exhaustion + bonus + trusted)


@law
def bonus_effort(intensity, own, csat, joint, dilution, gain):
    """Effort from variable pay beyond the reference's, shared scores diluted; four reference bonuses count at most."""
    return gain * min(intensity / 0.05 * (own + dilution * (csat + joint)) - 1.0, 4.0)


@law
def pace_at(load, rise, peak, fall):
    """Speed of work by load, as a log ratio: idle time is filled, a full week speeds up, overload slows down (an absolute level, with its peak)."""
    return rise * (min(load, peak) - 0.85) - fall * min(max(load - peak, 0.0), 1.0)


@sweep
def people_give_their_hours(people, teams, firm, practice, balance, chart, p, dilution, on, unit):
    """People give their hours: skill and effort make them count."""
    lanes = firm.alive.size
    week, extra, skills = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32), np.zeros(lanes)
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            ordinary = working_hours(p.contract_hours[lane], p.overhead[lane], practice.compliance_load[lane], firm.programme_hours[lane])
            week[lane] = ordinary * (1.0 + worth_of_overtime(teams.overtime[t, lane]))
            extra[lane] = bonus_effort(practice.reward_intensity[lane], practice.kpi_weight[lane], practice.csat_weight[lane],
                                       practice.joint_okr_weight[lane], dilution[lane], p.bonus[lane])
            load = exp(teams.pressure[t, lane] + balance.pressure_base[lane])
            extra[lane] += pace_at(load, p.pace_rise[lane], p.pace_peak[lane], p.pace_fall[lane])
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
                skill = skill_at(people.tenure[i, lane], p.start_skill[lane], p.learning_weeks[lane])
                effort = effort_of(people.engagement[i, lane], people.exhaustion[i, lane], extra[lane], people.prosocial[i, lane], teams.autonomy[t, lane],
                                   teams.control[t, lane], p.mood[lane], p.fatigue[lane], p.control[lane], p.autonomy[lane])
                counts = hours * (1.0 + on.effort[lane] * (effort - 1.0))
                skills[lane] += hours * skill
                teams.hours[t, lane] += hours
                teams.hours_output[t, lane] += counts * skill * people.share_output[i, lane]
                teams.hours_care[t, lane] += counts * people.share_care[i, lane]
                teams.hours_help[t, lane] += counts * people.share_help[i, lane]
                teams.hours_gaming[t, lane] += counts * people.share_gaming[i, lane]
                teams.hours_room[t, lane] += counts * people.share_room[i, lane]
        for lane in range(lanes):
            teams.skill[t, lane] = np.float32(skills[lane] / max(teams.hours[t, lane], np.float64(0.01)))
