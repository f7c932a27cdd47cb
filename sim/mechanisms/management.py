"""Management: managers weigh three interests, divide scarce hours over talks, obstacles, decisions and their own example, and doubt makes them grant less.

    hours of a group = (38 * (1 - administration) - programmes - visits) * its share (the four add to 1);   own hours = those beyond the reference's;   talk chance = hours for talks / (hours a talk * heads)
    doubt -> doubt taught + pressure - safety - compliance seen (only where there was room to show it)
    insight(t+1) = insight(t) * (1 - 1/26) + gain * met * (limit - insight(t)) / (limit - 1)
    decision wait = manager's wait * (1 - more decided in the team) + little wait for those;  manager's wait ~ (hours * power used / decisions left)^-0.7
    clarity = quick + decided + weighed + explained - deaf - decided without skill or information - asked too much of customers

Hours act on named targets: a talk with a person, an obstacle of a team, a decision that waits, a customer visited. A visit teaches what the manager does not
know yet, and takes travel, preparation and follow-up. Managers use less of their power than customers would like (their reluctance). A decision that waits also
delays the removal of obstacles; some obstacles only leaders can remove. Rows: A7, A8, A9 (insight), B7, C4 (decisions), C8 (prescription), C11 (control), D2, D3, D4, D5, D6, D8.
Source: managers' activities and the worth of power (article D, five years of study, no sizes); hours and weights are assumed, grades stand with each.
Switched off: every manager as in the reference, whatever the policy but its own autonomy and control.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, chance, clip, exp, lever_sd, log, power
from sim.compiled import law, part, sweep
from sim.draws import MANAGER_VISIT, TEAM_OBSTACLE, in_week, uniform, words
from sim.policy import Policy
from sim.vocabulary import Parameter

SAFETY, DOUBT = np.float32(Policy().psychological_safety), np.float32(Policy().manager_doubt)
AUTONOMY, CONTROL = np.float32(Policy().autonomy), np.float32(Policy().control)
LISTENING, CONTACT = np.float32(Policy().leader_listening), np.float32(Policy().manager_customer_contact)
OWN, TALKS = np.float32(Policy().manager_own), np.float32(Policy().manager_interaction)
CONTENT, POWER = np.float32(Policy().manager_content), np.float32(Policy().manager_power)
DECISIVENESS, EXPLANATION, BELIEF = np.float32(Policy().decisiveness), np.float32(Policy().explanation), np.float32(Policy().maturity_belief)
RULES, STANDARD, PRINCIPLE = np.float32(Policy().rule_density), np.float32(Policy().standardisation), np.float32(Policy().guiding_principle)
SELF, RESULTS, ANSWERING = np.float32(Policy().self_management), np.float32(Policy().results_steering), np.float32(Policy().responsibility)
PARTICIPATION, HOME, DIVERSITY = np.float32(Policy().customer_participation), np.float32(Policy().home_working), np.float32(Policy().diversity)


class ManagementParameters(NamedTuple):
    """How managers' hours work."""

    week_hours: Annotated[float, Parameter(24, 60, "hours a week", "a manager's week")] = 38.0
    administration: Annotated[float, Parameter(0.0, 0.5, "share", "part of it that goes to meetings and administration")] = 0.2
    talk_hours: Annotated[float, Parameter(0.5, 6, "hours", "one talk with a person, follow-up included")] = 2.6
    visit_hours: Annotated[float, Parameter(0.5, 12, "hours", "one talk with a customer: preparation, travel, the talk itself, what follows from it")] = 6.0
    style_weight: Annotated[float, Parameter(0.0, 0.5, "log ratio for an SD", "how far a manager's leaning shifts hours to people, to content or to customers")] = 0.15
    listening_gain: Annotated[float, Parameter(0.0, 1.0, "ratio for an SD", "how much more a talk gives when people are heard out",
        "Slemp et al. 2018 (direction)")] = 0.25
    doubt_weeks: Annotated[float, Parameter(8, 104, "weeks", "how soon doubt grows or fades")] = 26.0
    doubt_pressure: Annotated[float, Parameter(0.0, 1.5, "SD", "doubt from full pressure")] = 0.6
    doubt_safety: Annotated[float, Parameter(0.0, 1.0, "SD for an SD", "doubt that safety takes away")] = 0.3
    doubt_seen: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "doubt that compliance takes away where there is room to show it")] = 0.15
    doubt_autonomy: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "autonomy that doubt withholds")] = 0.3
    doubt_control: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "control that doubt adds")] = 0.3
    pressure_control: Annotated[float, Parameter(0.0, 1.5, "SD", "control that full pressure adds")] = 0.5
    visit_gain: Annotated[float, Parameter(0.1, 1.0, "ratio", "insight from one talk with a customer (a talk each 12 weeks keeps it at 1)",
        "Grant et al. 2007 (direction), far below")] = 0.4615
    insight_limit: Annotated[float, Parameter(1.3, 6.0, "ratio", "all there is to know of customers, against the reference: a talk teaches what is not known yet")] = 2.5
    own_meets: Annotated[float, Parameter(0.0, 1.0, "1", "exponent: how much more a talk with a customer teaches a manager who has hours of their own to prepare and follow up")] = 0.4
    participation_meets: Annotated[float, Parameter(0.0, 0.5, "talks a week", "talks' worth of insight from customers who take full part")] = 0.1
    dialogue_meets: Annotated[float, Parameter(0.0, 0.5, "talks a week", "talks' worth of insight from the full dialogue of the three voices")] = 0.05
    diversity_meets: Annotated[float, Parameter(0.0, 0.05, "talks a week for an SD", "talks' worth of insight of people who differ", "Cox and Blake 1991 (direction)")] = 0.005
    insight_weeks: Annotated[float, Parameter(4, 104, "weeks", "how soon insight is out of date")] = 26.0
    obstacle_chance: Annotated[float, Parameter(0.05, 0.9, "chance a week", "a new obstacle for a team")] = 0.35
    obstacle_removal: Annotated[float, Parameter(0.01, 0.5, "1/week", "obstacles removed with the reference's hours, for each open one")] = 0.108
    decision_start: Annotated[float, Parameter(0.1, 6, "weeks", "wait for a decision in the reference")] = 1.0
    decision_exponent: Annotated[float, Parameter(0.2, 1.2, "1", "how far more hours shorten that wait")] = 0.7
    decision_doubt: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "how far doubt or fear lengthens that wait")] = 0.15
    decision_leaders: Annotated[float, Parameter(0.0, 0.6, "share", "decisions that go on to leaders, and wait for leaders' time")] = 0.25
    reluctance: Annotated[float, Parameter(0.0, 0.9, "share", "power that managers leave unused when nothing asks for decisiveness", "article D (direction)")] = 0.5
    belief_relief: Annotated[float, Parameter(0.0, 0.3, "share for an SD", "reluctance that believing in customers' maturity takes away")] = 0.1
    own_wait: Annotated[float, Parameter(0.0, 1.0, "weeks", "wait for a decision that the team takes itself")] = 0.1
    lack_information: Annotated[float, Parameter(0.0, 0.8, "share", "decisions that a team cannot take for want of information, without a shared platform")] = 0.3
    quick_clear: Annotated[float, Parameter(0.0, 1.5, "SD", "clarity from a decision an e-fold sooner")] = 0.6
    decided_clear: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "clarity from decisiveness itself: a clear yes or no")] = 0.2
    weighed_clear: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "clarity from the customer's view weighed: insight, dialogue")] = 0.2
    explained_clear: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "clarity from explanation")] = 0.25
    belief_explains: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "explanation from believing that customers are mature: who doubts it hides")] = 0.2
    deaf: Annotated[float, Parameter(0.0, 0.3, "SD for an SD squared", "clarity lost where decisiveness runs more than an SD ahead of what was weighed")] = 0.08
    unable_clear: Annotated[float, Parameter(0.0, 3.0, "SD", "clarity lost when teams must decide all without skill or information")] = 1.0
    asked_too_much: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "clarity lost where managers believe customers more mature than they are")] = 0.2
    cut_obstacles: Annotated[float, Parameter(0.0, 6.0, "ratio", "more obstacles from cutting all spending on tools, places and support")] = 2.0
    obstacle_decision: Annotated[float, Parameter(0.0, 0.6, "1", "how far waiting for decisions slows the removal of obstacles")] = 0.2
    obstacle_leaders: Annotated[float, Parameter(0.0, 0.6, "share", "obstacles that go on to leaders, as decisions do, and wait for leaders' time")] = 0.25
    obstacle_heard: Annotated[float, Parameter(0.0, 1.0, "1", "how far hearing people's signals speeds the removal of obstacles")] = 0.4
    autonomy_rules: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "autonomy that rules, or standard ways, take away")] = 0.12
    autonomy_self: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "autonomy from self-management")] = 0.12
    autonomy_steering: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "autonomy from results agreed, one guiding thought, or answering for results")] = 0.08
    control_home: Annotated[float, Parameter(0.0, 0.2, "SD for a day", "control that each day of home working takes away")] = 0.05
    control_results: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "control that results agreed instead of ways prescribed take away")] = 0.08


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
def visit_pull(leaning, weight):
    """How much oftener a manager who leans to customers talks with them; 1 on average over managers."""
    return exp(weight * leaning - 0.5 * weight * weight)


@law
def next_insight(insight, met, gain, weeks, limit):
    """Insight in customers fades, and grows with each talk by what is not known yet."""
    return insight - insight / weeks + gain * met * max(limit - insight, 0.0) / (limit - 1.0)


@law
def arrivals(base, cut, worn):
    """Chance that an obstacle comes: more when tools, places and support are cut."""
    return min(base * (1.0 + worn * cut), 0.95)


@law
def removal_speed(content, wait_ratio, heard, w_decision, w_heard):
    """Hours that remove obstacles count for more where decisions come soon and signals are heard."""
    return content * power(max(wait_ratio, 0.05), -w_decision) * power(clip(heard, 0.05, 5.0), w_heard)


@law
def autonomy_left(lever, doubt, ways, withheld):
    """Autonomy that a manager leaves: what policy means, less doubt, and what the ways of steering give or take."""
    return lever - withheld * doubt + bounded(ways, 2.0)


@law
def ways_of_steering(rules, standard, own, results, principle, answering, w_rules, w_self, w_steering):
    """What rules, standards and self-management, results, a guiding thought and responsibility do to autonomy."""
    return w_self * own - w_rules * (rules + standard) + w_steering * (results + principle + answering)


@law
def power_used(decisiveness, belief, reluctance, relief):
    """Share of their power that managers use: reluctance holds it back, decisiveness and belief in customers' maturity free it."""
    return 1.0 - clip(reluctance * (1.0 - relief * belief), 0.0, 0.95) * (1.0 - decisiveness)


@law
def able_to_decide(skill, usual, platform, lacking):
    """Share of decisions that a team can take itself, by its skill (as a logarithm, against the usual one) and its information."""
    return exp(clip(log(max(skill, 0.01)) - usual, -3.0, 0.18)) * (1.0 - lacking * (1.0 - platform))


@law
def wait_for_leaders(leader_time, share):
    """How much longer decisions wait on average because some wait for leaders who are short of time."""
    return 1.0 - share + share / max(leader_time, 0.1)


@law
def mean_wait(managers_wait, leaders, more, own_wait):
    """Wait for a decision when so many more of them are taken by the team itself."""
    return clip(managers_wait * leaders * (1.0 - more) + more * own_wait, 0.0, 20.0)


@law
def clarity_of(quick, decided, weighed, explained, w_quick, w_decided, w_weighed, w_explained, w_deaf):
    """Clarity of decisions: quick, decided, weighed and explained; felt as deaf where deciding runs ahead of weighing."""
    deaf = max(decided - weighed - 1.0, 0.0)
    return w_quick * quick + w_decided * decided + w_weighed * weighed + w_explained * explained - w_deaf * deaf * deaf


@law
def not_understood(asked, able, usual, belief, maturity, w_unable, w_asked):
    """Clarity lost: teams that must decide more than they can, and customers of whom more is asked than they are."""
    return w_unable * max(asked - usual, 0.0) * (1.0 - min(able, 1.0)) + w_asked * max(belief - maturity, 0.0) / 0.2


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
def managers_divide_their_hours(teams, firm, practice, world, balance, chart, p, luck, on, week, unit):
    """Managers divide their hours over talks, obstacles, decisions and their own example."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(firm.alive.size):
            _one_manager(teams, firm, practice, world, balance, p, luck, on.management[lane], week, t, lane)


@part
def _one_manager(teams, firm, practice, world, balance, p, luck, on, week, t, lane):
    """One manager's week."""
    talks = visit_pull(on * teams.leaning_customer[t, lane], p.style_weight[lane]) / (CONTACT + on * (practice.manager_customer_contact[lane] - CONTACT))
    visits = p.visit_hours[lane] * (talks - 1.0 / CONTACT)
    free = hours_left(p.week_hours[lane], p.administration[lane], on * (firm.programme_manager_hours[lane] + visits))
    ordinary = hours_left(p.week_hours[lane], p.administration[lane], 0.0)
    style, caring = p.style_weight[lane] * teams.style[t, lane], p.style_weight[lane] * teams.leaning_customer[t, lane]
    people = leaning(practice.manager_interaction[lane], style, firm.attention_employee[lane], 1.0)
    content = leaning(practice.manager_content[lane], style, firm.attention_business[lane], -1.0)
    own = leaning(practice.manager_own[lane], caring, firm.attention_customer[lane], 1.0)
    whole = people + content + own + practice.manager_power[lane]
    own_ratio = max(free * own / (whole * ordinary * OWN), 0.05)
    content_ratio = 1.0 + on * (free * content / (whole * ordinary * CONTENT) - 1.0)
    power_ratio = 1.0 + on * (free * practice.manager_power[lane] / (whole * ordinary * POWER) - 1.0)
    talk = TALKS * ordinary + on * (free * people / whole - TALKS * ordinary)
    teams.example[t, lane] = on * log(own_ratio)
    teams.own_hours[t, lane] = on * (free * own / whole - OWN * ordinary)
    teams.talk_chance[t, lane] = talk_chance(talk, p.talk_hours[lane], np.float32(teams.heads[t, lane]))
    heard = p.listening_gain[lane] * lever_sd(practice.leader_listening[lane], LISTENING)
    teams.talk_worth[t, lane] = max(1.0 + on * heard, 0.1)
    _manager_judges(teams, firm, practice, p, on, t, lane)
    _manager_meets_customers(teams, practice, p, luck, on, week, talks, t, lane)
    _manager_decides(teams, firm, practice, world, balance, p, on, power_ratio, t, lane)
    leaders = 1.0 + on * (wait_for_leaders(firm.leader_time[lane], p.obstacle_leaders[lane]) - 1.0)
    _obstacles_come_and_go(teams, practice, p, luck, on, week, content_ratio / leaders, t, lane)


@part
def _manager_judges(teams, firm, practice, p, on, t, lane):
    """Doubt, and what it does to autonomy and control."""
    safety = lever_sd(practice.psychological_safety[lane], SAFETY)
    taught = lever_sd(practice.manager_doubt[lane], DOUBT)
    teams.doubt[t, lane] = on * next_doubt(teams.doubt[t, lane], taught, firm.pressure[lane], safety, teams.autonomy[t, lane], teams.engagement[t, lane],
                                           p.doubt_pressure[lane], p.doubt_safety[lane], p.doubt_seen[lane], p.doubt_weeks[lane])
    results = lever_sd(practice.results_steering[lane], RESULTS)
    ways = ways_of_steering(lever_sd(practice.rule_density[lane], RULES), lever_sd(practice.standardisation[lane], STANDARD),
                            lever_sd(practice.self_management[lane], SELF), results, lever_sd(practice.guiding_principle[lane], PRINCIPLE),
                            lever_sd(practice.responsibility[lane], ANSWERING), p.autonomy_rules[lane], p.autonomy_self[lane], p.autonomy_steering[lane])
    teams.autonomy[t, lane] = autonomy_left(lever_sd(practice.autonomy[lane], AUTONOMY), teams.doubt[t, lane], on * ways, p.doubt_autonomy[lane])
    pressed = p.doubt_control[lane] * teams.doubt[t, lane] + on * p.pressure_control[lane] * firm.pressure[lane]
    unseen = p.control_home[lane] * (practice.home_working[lane] - HOME) + p.control_results[lane] * results
    teams.control[t, lane] = lever_sd(practice.control[lane], CONTROL) + pressed - on * unseen


@part
def _manager_meets_customers(teams, practice, p, luck, on, week, talks, t, lane):
    """A talk with a customer, and customers who take part, renew insight."""
    first, _ = words(luck.seed[lane], luck.replication[lane], np.uint32(t), in_week(week, MANAGER_VISIT))
    visited = 1.0 if uniform(first) < talks else 0.0
    joined = p.participation_meets[lane] * (practice.customer_participation[lane] - PARTICIPATION) + p.dialogue_meets[lane] * practice.dialogue_platform[lane]
    joined += p.diversity_meets[lane] * lever_sd(practice.diversity[lane], DIVERSITY) * 2.0 * chance(1.5 * teams.safety[t, lane])
    met = max(visited * exp(p.own_meets[lane] * teams.example[t, lane]) + on * joined, 0.0)
    teams.insight[t, lane] = next_insight(teams.insight[t, lane], met, p.visit_gain[lane], p.insight_weeks[lane], p.insight_limit[lane])


@part
def _manager_decides(teams, firm, practice, world, balance, p, on, power_ratio, t, lane):
    """Decisions on exceptions: how long they wait, who takes them, how clear they are."""
    belief = lever_sd(practice.maturity_belief[lane], BELIEF)
    usual_power = power_used(DECISIVENESS, 0.0, p.reluctance[lane], p.belief_relief[lane])
    used = power_used(practice.decisiveness[lane], belief, p.reluctance[lane], p.belief_relief[lane]) / usual_power
    asked = SELF + on * (practice.self_management[lane] - SELF)
    usual_skill = exp(balance.skill_base[lane])
    skill = usual_skill + on * (teams.skill[t, lane] - usual_skill)
    able = able_to_decide(skill, balance.skill_base[lane], on * practice.shared_platform[lane], p.lack_information[lane])
    teams.decisions_own[t, lane] = min(asked * able, 1.0)
    more = on * (teams.decisions_own[t, lane] - min(SELF * able, 1.0))
    ratio = max(power_ratio * (1.0 + on * (used - 1.0)) / max(1.0 - more, 0.25), 0.02)
    waits = decision_wait(p.decision_start[lane], ratio, p.decision_exponent[lane], teams.doubt[t, lane], on * firm.threat[lane] * firm.insecurity[lane], p.decision_doubt[lane])
    leaders = 1.0 + on * (wait_for_leaders(firm.leader_time[lane], p.decision_leaders[lane]) - 1.0)
    teams.decision_weeks[t, lane] = mean_wait(waits, leaders, more, p.own_wait[lane])
    quick = -log(max(teams.decision_weeks[t, lane] / p.decision_start[lane], 0.05))
    weighed = bounded(2.0 * (teams.insight[t, lane] - 1.0) + 2.0 * practice.dialogue_platform[lane], 2.0)
    explained = lever_sd(practice.explanation[lane], EXPLANATION) + p.belief_explains[lane] * belief
    clarity = clarity_of(quick, lever_sd(practice.decisiveness[lane], DECISIVENESS), weighed, explained, p.quick_clear[lane], p.decided_clear[lane],
                         p.weighed_clear[lane], p.explained_clear[lane], p.deaf[lane])
    lost = not_understood(practice.self_management[lane], able, SELF, practice.maturity_belief[lane], world.customer_maturity[lane], p.unable_clear[lane],
                          p.asked_too_much[lane])
    teams.clarity[t, lane] = on * bounded(clarity - lost, 4.0)


@part
def _obstacles_come_and_go(teams, practice, p, luck, on, week, content_ratio, t, lane):
    """Obstacles come, and go with the manager's hours, decisions that come soon and signals that are heard."""
    arrival, removal = words(luck.seed[lane], luck.replication[lane], np.uint32(t), in_week(week, TEAM_OBSTACLE))
    coming = arrivals(p.obstacle_chance[lane], on * practice.cost_cut[lane], p.cut_obstacles[lane])
    speed = removal_speed(content_ratio, teams.decision_weeks[t, lane] / p.decision_start[lane], teams.ideas_heard[t, lane], on * p.obstacle_decision[lane],
                          on * p.obstacle_heard[lane])
    teams.obstacles[t, lane] = next_obstacles(teams.obstacles[t, lane], uniform(arrival), uniform(removal), coming, p.obstacle_removal[lane], speed)
