"""Management: managers divide scarce hours over talks, obstacles, decisions and their own example; doubt makes them grant less and check more.

    hours of a group = (38 * (1 - administration) - programmes) * its share;   talk chance = hours for talks / (hours a talk * heads)
    doubt -> doubt taught + pressure - safety - compliance seen (only where there was room to show it)
    insight(t+1) = insight(t) * (1 - 1/26) + visit * gain

Hours act on named targets: a talk with a person, an obstacle of a team, a decision that waits, a customer visited. Rows: D2, D3, B7, A7, A8, D6.
Source: four groups of managers' activities (article D); hours of each act are assumed. Switched off: every manager as in the reference.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import chance, clip, exp, lever_sd, log, power
from sim.compiled import law, part, sweep
from sim.draws import MANAGER_VISIT, TEAM_OBSTACLE, in_week, uniform, words
from sim.policy import Policy
from sim.vocabulary import Parameter

SAFETY, DOUBT = np.float32(Policy().psychological_safety), np.float32(Policy().manager_doubt)
AUTONOMY, CONTROL = np.float32(Policy().autonomy), np.float32(Policy().control)
LISTENING, CONTACT = np.float32(Policy().leader_listening), np.float32(Policy().manager_customer_contact)
OWN, TALKS = np.float32(Policy().manager_own), np.float32(Policy().manager_interaction)
CONTENT, POWER = np.float32(Policy().manager_content), np.float32(Policy().manager_power)


class ManagementParameters(NamedTuple):
    """How managers' hours work."""

    week_hours: Annotated[float, Parameter(24, 60, "hours a week", "a manager's week")] = 38.0
    administration: Annotated[float, Parameter(0.0, 0.5, "share", "part of it that goes to meetings and administration")] = 0.2
    talk_hours: Annotated[float, Parameter(0.5, 6, "hours", "one talk with a person, follow-up included")] = 2.6
    visit_hours: Annotated[float, Parameter(0.5, 12, "hours", "one talk with a customer, travel included")] = 4.0
    style_weight: Annotated[float, Parameter(0.0, 0.5, "log ratio for an SD", "how far a manager's leaning shifts hours to people or to content")] = 0.15
    listening_gain: Annotated[float, Parameter(0.0, 1.0, "ratio for an SD", "how much more a talk gives when people are heard out",
        "Slemp et al. 2018 (direction)", "published")] = 0.25
    doubt_weeks: Annotated[float, Parameter(8, 104, "weeks", "how soon doubt grows or fades")] = 26.0
    doubt_pressure: Annotated[float, Parameter(0.0, 1.5, "SD", "doubt from full pressure")] = 0.6
    doubt_safety: Annotated[float, Parameter(0.0, 1.0, "SD for an SD", "doubt that safety takes away")] = 0.3
    doubt_seen: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "doubt that compliance takes away where there is room to show it")] = 0.15
    doubt_autonomy: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "autonomy that doubt withholds")] = 0.3
    doubt_control: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "control that doubt adds")] = 0.3
    pressure_control: Annotated[float, Parameter(0.0, 1.5, "SD", "control that full pressure adds")] = 0.5
    visit_gain: Annotated[float, Parameter(0.1, 1.0, "ratio", "insight from one talk with a customer (a talk each 12 weeks keeps it at 1)",
        "Grant et al. 2007, far below", "published")] = 0.4615
    insight_weeks: Annotated[float, Parameter(4, 104, "weeks", "how soon insight is out of date")] = 26.0
    obstacle_chance: Annotated[float, Parameter(0.05, 0.9, "chance a week", "a new obstacle for a team")] = 0.35
    obstacle_removal: Annotated[float, Parameter(0.01, 0.5, "1/week", "obstacles removed with the reference's hours, for each open one")] = 0.108
    decision_start: Annotated[float, Parameter(0.1, 6, "weeks", "wait for a decision in the reference")] = 1.0
    decision_exponent: Annotated[float, Parameter(0.2, 1.2, "1", "how far more hours shorten that wait")] = 0.7
    decision_doubt: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "how far doubt or fear lengthens that wait")] = 0.15


@law
def hours_left(week_hours, administration, programme_hours):
    """Hours of a manager that are free for people, content, deciding and own actions; a fifth always remains."""
    return max(week_hours * (1.0 - administration) - programme_hours, 0.2 * week_hours)


@law
def next_doubt(doubt, taught, pressure, safety, autonomy, engagement, p_pressure, p_safety, p_seen, weeks):
    """Doubt follows what is taught and pressed, less safety, less compliance seen where there was room to show it."""
    seen = p_seen * max(autonomy, 0.0) * 2.0 * chance(engagement)
    return doubt + (taught + p_pressure * pressure - p_safety * safety - seen - doubt) / weeks


@law
def talk_chance(hours, talk_hours, heads):
    """Chance that a person has a talk with the manager this week."""
    return clip(hours / (talk_hours * max(heads, 1.0)), 0.0, 0.95)


@law
def next_insight(insight, visited, gain, weeks):
    """Insight in customers fades and grows with each talk."""
    return insight - insight / weeks + gain * visited


@law
def next_obstacles(obstacles, arrival, removal, arrival_chance, removal_rate, hours_ratio):
    """One obstacle may come and one may go: the more are open and the more hours are spent, the sooner."""
    gone = 1.0 if removal < 1.0 - exp(-removal_rate * hours_ratio * obstacles) else 0.0
    come = 1.0 if arrival < arrival_chance else 0.0
    return max(obstacles + come - gone, 0.0)


@law
def decision_wait(start, hours_ratio, exponent, doubt, insecurity, weight):
    """Wait for a decision: shorter with more hours, longer with doubt and fear."""
    return min(start * power(hours_ratio, -exponent) * exp(weight * (doubt + 0.5 * insecurity)), 20.0)


@law
def leaning(weight, style, attention, sign):
    """A group's pull on a manager's hours: its weight, the manager's leaning, and leaders' attention."""
    return weight * exp(sign * style + 1.5 * (attention - 0.33333334))


@sweep
def managers_divide_their_hours(teams, firm, practice, chart, p, luck, on, week, unit):
    """Managers divide their hours over talks, obstacles, decisions and their own example."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(firm.alive.size):
            _one_manager(teams, firm, practice, p, luck, on.management[lane], week, t, lane)


@part
def _one_manager(teams, firm, practice, p, luck, on, week, t, lane):
    """One manager's week."""
    visits = p.visit_hours[lane] * (1.0 / practice.manager_customer_contact[lane] - 1.0 / CONTACT)
    free = hours_left(p.week_hours[lane], p.administration[lane], on * (firm.programme_manager_hours[lane] + visits))
    ordinary = hours_left(p.week_hours[lane], p.administration[lane], 0.0)
    style = p.style_weight[lane] * teams.style[t, lane]
    people = leaning(practice.manager_interaction[lane], style, firm.attention_employee[lane], 1.0)
    content = leaning(practice.manager_content[lane], style, firm.attention_business[lane], -1.0)
    own = leaning(practice.manager_own[lane], style, firm.attention_customer[lane], 0.0)
    power_weight = practice.manager_power[lane]
    whole = people + content + own + power_weight
    own_ratio = max(free * own / (whole * ordinary * OWN), 0.05)
    content_ratio = 1.0 + on * (free * content / (whole * ordinary * CONTENT) - 1.0)
    power_ratio = 1.0 + on * (free * power_weight / (whole * ordinary * POWER) - 1.0)
    talk = TALKS * ordinary + on * (free * people / whole - TALKS * ordinary)
    safety = lever_sd(practice.psychological_safety[lane], SAFETY)
    taught = lever_sd(practice.manager_doubt[lane], DOUBT)
    teams.doubt[t, lane] = on * next_doubt(teams.doubt[t, lane], taught, firm.pressure[lane], safety, teams.autonomy[t, lane], teams.engagement[t, lane],
                                           p.doubt_pressure[lane], p.doubt_safety[lane], p.doubt_seen[lane], p.doubt_weeks[lane])
    teams.autonomy[t, lane] = lever_sd(practice.autonomy[lane], AUTONOMY) - p.doubt_autonomy[lane] * teams.doubt[t, lane]
    pressed = p.doubt_control[lane] * teams.doubt[t, lane] + on * p.pressure_control[lane] * firm.pressure[lane]
    teams.control[t, lane] = lever_sd(practice.control[lane], CONTROL) + pressed
    teams.example[t, lane] = on * log(own_ratio)
    teams.talk_chance[t, lane] = talk_chance(talk, p.talk_hours[lane], np.float32(teams.heads[t, lane]))
    heard = p.listening_gain[lane] * lever_sd(practice.leader_listening[lane], LISTENING)
    teams.talk_worth[t, lane] = max(1.0 + on * heard, 0.1)
    first, _ = words(luck.seed[lane], luck.replication[lane], np.uint32(t), in_week(week, MANAGER_VISIT))
    each = CONTACT + on * (practice.manager_customer_contact[lane] - CONTACT)
    visited = 1.0 if uniform(first) * each < 1.0 else 0.0
    teams.insight[t, lane] = next_insight(teams.insight[t, lane], visited, p.visit_gain[lane], p.insight_weeks[lane])
    arrival, removal = words(luck.seed[lane], luck.replication[lane], np.uint32(t), in_week(week, TEAM_OBSTACLE))
    teams.obstacles[t, lane] = next_obstacles(teams.obstacles[t, lane], uniform(arrival), uniform(removal), p.obstacle_chance[lane],
                                              p.obstacle_removal[lane], content_ratio)
    teams.decision_weeks[t, lane] = decision_wait(p.decision_start[lane], power_ratio, p.decision_exponent[lane], teams.doubt[t, lane],
                                                  on * firm.insecurity[lane], p.decision_doubt[lane])
