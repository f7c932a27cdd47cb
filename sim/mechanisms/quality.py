"""Quality: what customers meet comes from care, skill, time, capability, waiting, hand-overs, mood, insight - and from consistency.

    quality = care * (1 + aim * knowing) * log(care hours a visit) + skill * log(skill) + time * log(time spent)
              + capability * log(capability) - hand_over * log(work lost a visit) + mood * engagement of the team + insight * knowing
              + procedures + manager + uncounted * hands felt + consistency + renewal + fit + alignment + breadth * log(breadth) - worn * spending cut
    knowing = bounded(log((1 + insight) / 2));   hands felt = log(hands for the work), where positive bounded at `enough`
    journey = mean of its teams - wait * log(wait along it) + internal * min(worst internal service met, 0)
    wait along it = sum of its teams' waits, against as many teams of the reference;   given up along it = 1 - product of (1 - given up at a team)

Every logarithm is taken against the reference. A customer waits for the sum of the waits, so one team that is stuck spoils the whole journey. People do work that no account of hours counts; where there are fewer hands than the work asks for, it is left,
and where there are more, there is soon nothing left of it to do. Who must master every step masters each less (breadth). What customers give up waiting for, they bring again in part.
Insight tells people where care counts. What teams get from one another limits what customers meet: the worst of
it counts, and good service inside adds nothing by itself. A bad journey comes back (failure demand), and sooner where errors are hidden. Effort and care
sell on contact in the same week: effort carries mood, bonus and load, so each counts once.
Rows: E2 (breadth), E7, E14, A3, A7 (overdose), A17, B8 (consistency), B11 (fit), C1 (worn by cuts), C8 (hidden errors), C12, D6 (insight), B6. Source: Brown and Lam 2008;
Hogreve et al. 2017 (direction); every weight is assumed, within half and double. Switched off: quality 0, repeats and sales as in the reference, nothing given up.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import WAITED_AT_LEAST, bounded, clip, exp, log
from sim.compiled import law, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

PROCEDURES = np.float32(np.log(Policy().compliance_load))
LOST_AT_LEAST = np.float32(0.05)
"""Work lost a visit below which customers notice no difference: added before the logarithm."""


class QualityParameters(NamedTuple):
    """What makes quality (standard deviations as customers meet it)."""

    care: Annotated[float, Parameter(0.3, 0.9, "SD", "for an e-fold of care hours a visit")] = 0.6
    skill: Annotated[float, Parameter(0.4, 1.2, "SD", "for an e-fold of skill")] = 0.8
    wait: Annotated[float, Parameter(0.15, 0.6, "SD", "lost for an e-fold of waiting along the journey", "Maister; Taylor 1994 (direction)", "assumed")] = 0.3
    time: Annotated[float, Parameter(0.4, 1.2, "SD", "for an e-fold of time spent on a request")] = 0.8
    capability: Annotated[float, Parameter(0.2, 0.6, "SD", "for an e-fold of capability")] = 0.4
    hand_over: Annotated[float, Parameter(0.05, 0.6, "SD", "lost for an e-fold of work lost in hand-overs, a visit, beside what the worst internal service takes")] = 0.15
    mood: Annotated[float, Parameter(0.05, 0.25, "SD for an SD", "from the team's engagement", "Brown and Lam 2008 (total, before feedback)", "published")] = 0.12
    insight: Annotated[float, Parameter(0.0, 0.3, "SD", "for an e-fold of knowing customers", "Grant et al. 2007 (direction), far below", "assumed")] = 0.15
    aim: Annotated[float, Parameter(0.0, 1.0, "ratio", "how much more care counts for an e-fold of knowing customers")] = 0.3
    consistency: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "from service that is alike from one hand to the next",
        "Parasuraman, Zeithaml and Berry 1988 (direction: reliability weighs most)", "assumed")] = 0.15
    renewal: Annotated[float, Parameter(0.0, 0.5, "SD", "for an e-fold of renewal against what customers come to need", "article A (direction)", "assumed")] = 0.2
    fit: Annotated[float, Parameter(0.0, 0.15, "SD for an SD", "from people doing what they are good at")] = 0.04
    alignment: Annotated[float, Parameter(0.0, 0.15, "SD for an SD", "from people knowing what matters now")] = 0.03
    internal: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "lost to the worst internal service along the journey", "article E (direction)", "assumed")] = 0.12
    hidden: Annotated[float, Parameter(0.0, 0.6, "1", "exponent: how much hidden errors repeat failures")] = 0.15
    worn: Annotated[float, Parameter(0.0, 2.0, "SD", "lost to worn tools, places and support when all spending on them is cut")] = 0.4
    procedures: Annotated[float, Parameter(0.0, 0.4, "SD", "for an e-fold of hours for procedures: failures prevented")] = 0.12
    manager: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "what managers differ in")] = 0.1
    uncounted: Annotated[float, Parameter(0.0, 5.0, "SD", "for an e-fold of people missing against the people that the work asks for: work that no account of hours counts; assumed so that the reference's staffing is near an optimum at about ten years (the study's own rule would take 3); 0 is without",
        "assumed; experiments/staffing", "assumed")] = 2.0
    enough: Annotated[float, Parameter(0.02, 0.5, "log ratio", "hands to spare beyond which there is hardly any uncounted work left for them")] = 0.1
    breadth: Annotated[float, Parameter(0.0, 0.6, "SD", "for an e-fold of steps among which requests are divided: who need not master them all masters each better (weight of skill times an exponent of "
        "practice of a quarter)", "Narayanan, Balasubramanian and Swaminathan 2009 (direction)", "assumed")] = 0.25
    again: Annotated[float, Parameter(0.0, 1.0, "share", "requests given up that are brought again")] = 0.5
    failure: Annotated[float, Parameter(0.2, 0.9, "1/SD", "how much quality prevents repeats")] = 0.5
    sales_effort: Annotated[float, Parameter(0.0, 1.5, "1", "exponent: sales on contact from effort (what an hour amounts to), the same week",
        "Friebel et al. 2017 (a team bonus: sales +3 %); Bellet, De Neve and Ward 2019 (mood)", "published")] = 1.0
    sales_care: Annotated[float, Parameter(0.0, 0.6, "log ratio", "sales on contact for an e-fold of care hours a visit")] = 0.2


@law
def against(value, base):
    """A quantity against its reference, as a log ratio within sense."""
    return clip(log(max(value, 1.0e-4)) - base, -2.5, 2.5)


@law
def hands_felt(hands, enough):
    """Hands for the work as they count: what is missing counts in full, what is to spare soon finds nothing left to do."""
    return min(hands, 0.0) + bounded(max(hands, 0.0), enough)


@law
def as_a_rule(value, usual, acts):
    """A value, or the reference's mean of it where what makes it is switched off."""
    return usual + acts * (value - usual)


@law
def knowing(insight):
    """What a team knows of its customers, as a log ratio: each further talk tells less, and there is an end to it (0 at the reference)."""
    return bounded(log(max(1.0 + insight, 0.1) / 2.0), 1.0)


@law
def ways_quality(consistency, renewal, fit, alignment, breadth, cut, w_consistency, w_renewal, w_fit, w_alignment, w_breadth, w_worn):
    """Quality from how the work is arranged, divided, renewed and supported, in SD."""
    return w_consistency * consistency + w_renewal * renewal + w_fit * fit + w_alignment * alignment + w_breadth * breadth - w_worn * cut


@law
def along_the_journey(quality, waited, worst_inside, w_wait, w_internal):
    """Quality along a journey: its wait spoils it, and what teams get from one another can hold it down, and does not lift it."""
    return quality - w_wait * waited + w_internal * min(worst_inside, 0.0)


@law
def service_quality(care, skill, time, capability, loss, mood, insight, procedures, staff, manager,
                    w_care, w_skill, w_time, w_capability, w_loss, w_mood, w_insight, w_procedures, w_staff, w_manager):
    """Quality of a team's service, waiting apart, from log ratios and standard deviations; `insight` is what is known of customers."""
    work = w_care * care + w_skill * skill + w_time * time + w_capability * capability - w_loss * loss
    hands = w_mood * mood + w_insight * insight + w_manager * manager
    return work + hands + w_procedures * procedures + w_staff * staff


@law
def repeats(quality, hidden, base, prevented, w_hidden, given_up, again):
    """Requests again for each first one; bad quality brings more, so do errors that nobody tells (a log ratio), and what was given up comes again in part."""
    return min(base * exp(w_hidden * hidden - prevented * quality) + again * given_up, 2.0)


@law
def effort_met(output, skill, others, hours):
    """What an hour amounts to against the reference, skill apart, as a log ratio: mood, bonus, load and rest are in it."""
    return clip(log(max(output / max(skill, 0.05) + others, 0.01) / max(hours, 0.01)), -0.5, 0.5)


@law
def sales_on_contact(effort, care, w_effort, w_care):
    """Sales on contact against the reference: effort and care sell in the same week."""
    return exp(w_effort * effort + w_care * care)


@sweep
def service_gets_its_quality(teams, journeys, firm, practice, balance, chart, p, on, unit):
    """Service gets its quality; customers will meet it next week."""
    lanes = firm.alive.size
    hidden, kept = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            visits = max(teams.visits[t, lane], 1.0)
            lost = against(teams.rework[t, lane] / visits + LOST_AT_LEAST, balance.loss_base[lane])
            care = against(np.float32(teams.hours_care[t, lane]) / visits, balance.care_base[lane])
            staff = as_a_rule(hands_felt(teams.hands[t, lane], p.enough[lane]), balance.hands_usual[lane], on.work[lane])
            known = knowing(teams.insight[t, lane])
            quality = service_quality(care * max(1.0 + p.aim[lane] * known, 0.0), against(teams.skill[t, lane], balance.skill_base[lane]),
                                      against(teams.time_spent[t, lane], 0.0), against(teams.capability[t, lane], 0.0), lost, teams.engagement[t, lane],
                                      known, against(practice.compliance_load[lane], PROCEDURES), staff, teams.stable_quality[t, lane],
                                      p.care[lane], p.skill[lane], p.time[lane], p.capability[lane], p.hand_over[lane], p.mood[lane],
                                      p.insight[lane], p.procedures[lane], p.uncounted[lane], p.manager[lane])
            quality += ways_quality(bounded(teams.consistency[t, lane], 5.0), bounded(teams.renewal[t, lane], 1.5), bounded(teams.fit[t, lane], 3.0),
                                    bounded(firm.alignment[lane], 3.0), teams.breadth[t, lane], practice.cost_cut[lane], p.consistency[lane], p.renewal[lane],
                                    p.fit[lane], p.alignment[lane], p.breadth[lane], p.worn[lane])
            teams.quality[t, lane] = on.quality[lane] * bounded(quality - balance.quality_base[lane], 5.0)
            others = teams.hours_care[t, lane] + teams.hours_help[t, lane] + teams.hours_gaming[t, lane] + teams.hours_room[t, lane]
            effort = effort_met(np.float32(teams.hours_output[t, lane]), teams.skill[t, lane], np.float32(others), np.float32(teams.hours[t, lane]))
            pull = sales_on_contact(effort, care, p.sales_effort[lane], p.sales_care[lane])
            teams.sales_pull[t, lane] = 1.0 + on.quality[lane] * (pull / balance.sales_base[lane] - 1.0)
    for r in range(chart.unit_first_journey[unit], chart.unit_first_journey[unit + 1]):
        steps = np.float32(chart.journey_steps[r])
        for lane in range(lanes):
            journeys.quality[r, lane] = 0.0
            journeys.wait[r, lane] = 0.0
            journeys.inside[r, lane] = 0.0
            hidden[lane] = 0.0
            kept[lane] = 1.0
        for step in range(chart.journey_steps[r]):
            t = chart.journey_team[r, step]
            for lane in range(lanes):
                journeys.quality[r, lane] += teams.quality[t, lane] / steps
                journeys.wait[r, lane] += teams.wait[t, lane] / steps
                journeys.inside[r, lane] = min(journeys.inside[r, lane], bounded(teams.internal_service[t, lane], 3.0))
                hidden[lane] += against(teams.errors_hidden[t, lane], 0.0) / steps
                kept[lane] = kept[lane] * (1.0 - teams.given_up[t, lane])
        for lane in range(lanes):
            inside = as_a_rule(journeys.inside[r, lane], balance.inside_usual[lane], on.coordination[lane])
            waited = against(journeys.wait[r, lane] + WAITED_AT_LEAST, as_a_rule(balance.journey_wait_base[lane], balance.wait_base[lane], on.work[lane]))
            journeys.quality[r, lane] = along_the_journey(journeys.quality[r, lane], waited, inside, on.quality[lane] * p.wait[lane],
                                                          on.quality[lane] * p.internal[lane])
            journeys.given_up[r, lane] = on.quality[lane] * (1.0 - kept[lane])
            journeys.repeat_rate[r, lane] = repeats(on.quality[lane] * journeys.quality[r, lane], on.quality[lane] * hidden[lane], balance.repeat_base[lane],
                                                    p.failure[lane], p.hidden[lane], journeys.given_up[r, lane], p.again[lane])
            journeys.decision[r, lane] = teams.decision_weeks[chart.journey_team[r, 0], lane]
