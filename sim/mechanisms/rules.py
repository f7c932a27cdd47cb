"""Rules: rules, one standard and control make service alike from hand to hand; one guiding thought can do the same where people trust, know customers and know why.

    consistency = worth(rules) + worth(standard) + worth(control) + principle * (understood - misread) / (1 - misread) + platform * used - loose * max(autonomy - control / 2, 0)^2
    worth(x) = most * (1 - e^(-x / most)), most = 2 SD: the first part of a means is worth the most, each further part less
    understood = 4 * chance(trust) * chance(insight + alignment): 1 at the reference; a principle that is not understood is read by everybody in another way
    method(t) = learned + unsettled * |aim - learned|;   learned -> aim in 13 weeks;   aim = - standard's gain - process' gain (log hours of a request)

Service that is alike fails less often: quality and errors made read consistency. To have no rules at all costs more than the last rules bring. A new way of working costs before it saves. Prices (hours of rules, money of
redesign) are the levers'; what rules and standards take from autonomy, meaning and fit is told elsewhere. A platform makes contact alike only as far
as its data are used to coordinate (joint goals, processes, colleagues).
Reads the levers, autonomy, control, insight, trust, alignment. Writes consistency, method, method_learned. Rows: B2, B8, A3, A7 (overdose), E8, C4.
Source: Adler and Borys 1996 (enabling and coercive rules, form); Davis, Eisenhardt and Bingham 2009 (too little structure costs more than too much, direction); Bloom et al. 2013 and Haynes et al. 2009 (structured practice, checklists: direction);
Staats et al. 2017 (monitoring raises compliance, direction); sizes assumed.
Switched off: service as alike, and a request as long, as in the reference.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, chance, clip, exp, lever_sd
from sim.compiled import law, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

DENSITY, STANDARD, PROCESS = np.float32(Policy().rule_density), np.float32(Policy().standardisation), np.float32(Policy().customer_process)
PRINCIPLE, FRAME = np.float32(Policy().guiding_principle), np.float32(Policy().internal_frame)


class RulesParameters(NamedTuple):
    """What makes service alike, and the way of working quick."""

    rules: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "consistency from rules and protocols", "Adler and Borys 1996 (direction)")] = 0.3
    standard: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "consistency from one standard way of working")] = 0.17
    control: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "consistency from checking", "Staats et al. 2017 (direction)")] = 0.1
    principle: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "consistency from one guiding thought, understood as in the reference")] = 0.2
    misread: Annotated[float, Parameter(0.0, 0.9, "ratio", "understanding below which a guiding thought makes service less alike")] = 0.4
    trusting: Annotated[float, Parameter(0.0, 5.0, "log odds for an SD", "how far a team's trust decides whether a guiding thought is understood")] = 2.0
    platform: Annotated[float, Parameter(0.0, 2.0, "SD", "consistency from a platform that is fully used to coordinate")] = 1.0
    loose: Annotated[float, Parameter(0.0, 1.0, "SD for an SD squared", "consistency lost when freedom (autonomy less half of control) is overdone")] = 0.5
    standard_gain: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "hours of a request that one standard way saves")] = 0.02
    process_gain: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "hours of a request that processes redesigned from the customer's side save")] = 0.015
    learning: Annotated[float, Parameter(2, 52, "weeks", "time in which a new way of working is learned")] = 13.0
    unsettled: Annotated[float, Parameter(0.0, 2.0, "1", "hours that a new way costs while it is not yet learned, against what it will save")] = 0.5


@law
def understood(trust, insight, alignment, trusting):
    """How far one guiding thought is read as it was meant (1: reference): trust, and insight with knowing why, are both needed."""
    return 4.0 * chance(trusting * trust) * chance(insight + alignment)


@law
def alike_by_principle(dose, understanding, weight, misread):
    """Consistency from a guiding thought; one that is not understood scatters."""
    return weight * dose * (understanding - misread) / (1.0 - misread)


@law
def used_to_coordinate(joint, process, frame):
    """How far the data of a platform are used to coordinate the work: by joint goals, processes for the customer, and colleagues."""
    return clip(0.2 + joint + 0.1 * process + 0.05 * frame, 0.0, 1.0)


@law
def worth(means):
    """What a means of making service alike is worth, in its own SD: the first part is worth the most, and all of it no more than two."""
    return 2.0 * (1.0 - exp(-0.5 * means))


@law
def consistency_of(rules, standard, control, principle, platform, autonomy, w_rules, w_standard, w_control, w_platform, w_loose):
    """How alike service is from one hand to the next: each means saturates, freedom beyond the reference's loosens."""
    freedom = max(autonomy - 0.5 * control, 0.0)
    prescribed = w_rules * worth(rules) + w_standard * worth(standard) + w_control * worth(control)
    return bounded(prescribed + principle + w_platform * platform - w_loose * freedom * freedom, 5.0)


@law
def way_of_working(standard, process, standard_gain, process_gain):
    """Hours of a request by the way of working, as a log ratio, once it is learned."""
    return -standard_gain * bounded(standard, 2.0) - process_gain * bounded(process, 2.0)


@law
def next_learned(learned, aim, weeks):
    """The way of working that people master follows the one that is asked."""
    return learned + (aim - learned) / weeks


@law
def lived_method(learned, aim, unsettled):
    """Hours of a request now: what is mastered, and what the change still costs."""
    return learned + unsettled * abs(aim - learned)


@sweep
def people_learn_the_way_of_working(firm, practice, p, on):
    """People learn the way of working that is asked of them."""
    for lane in range(firm.alive.size):
        aim = way_of_working(lever_sd(practice.standardisation[lane], STANDARD), lever_sd(practice.customer_process[lane], PROCESS), p.standard_gain[lane],
                             p.process_gain[lane])
        firm.method_learned[lane] = on.rules[lane] * next_learned(firm.method_learned[lane], aim, p.learning[lane])


@sweep
def teams_work_by_rules_or_by_one_thought(people, teams, firm, practice, chart, p, on, unit):
    """Teams work by rules, by a standard, or by one guiding thought: service is more or less alike, requests take more or fewer hours."""
    lanes = firm.alive.size
    trust = np.zeros(lanes)
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            trust[lane] = 0.0
        for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
            for lane in range(lanes):
                trust[lane] += people.present[i, lane] * people.trust[i, lane]
        for lane in range(lanes):
            standard, process = lever_sd(practice.standardisation[lane], STANDARD), lever_sd(practice.customer_process[lane], PROCESS)
            meant = understood(np.float32(trust[lane] / max(teams.heads[t, lane], np.float64(1.0))), bounded(teams.insight[t, lane] - 1.0, 1.0),
                               bounded(firm.alignment[lane], 2.0), p.trusting[lane])
            principle = alike_by_principle(lever_sd(practice.guiding_principle[lane], PRINCIPLE), meant, p.principle[lane], p.misread[lane])
            used = used_to_coordinate(practice.joint_okr_weight[lane], process, lever_sd(practice.internal_frame[lane], FRAME))
            alike = consistency_of(lever_sd(practice.rule_density[lane], DENSITY), standard, teams.control[t, lane], principle,
                                   practice.shared_platform[lane] * used, teams.autonomy[t, lane], p.rules[lane], p.standard[lane], p.control[lane],
                                   p.platform[lane], p.loose[lane])
            teams.consistency[t, lane] = on.rules[lane] * alike
            aim = way_of_working(standard, process, p.standard_gain[lane], p.process_gain[lane])
            teams.method[t, lane] = on.rules[lane] * lived_method(firm.method_learned[lane], aim, p.unsettled[lane])
