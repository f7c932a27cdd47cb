"""Quality: what customers meet comes from care, skill, time, waiting, capability, hand-overs, mood, insight - and from consistency.

    quality = care * log(care hours a visit) + skill * log(skill) - wait * log(wait) + time * log(time spent) + capability * log(capability)
              - hand_over * log(work lost a visit) + mood * engagement of the team + insight - loose * max(autonomy, 0)^2 + procedures + manager + uncounted staff

Every logarithm is taken against the reference. A journey carries the mean of its teams; a bad one comes back (failure demand) and sells less.
Rows: E7, A3, A7 (overdose), D6 (insight), B6, C12. Source: Brown and Lam 2008; Hogreve et al. 2017 (direction); every weight is assumed, within half and double.
Switched off: quality 0.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, clip, exp, log
from sim.compiled import law, sweep
from sim.vocabulary import Parameter


class QualityParameters(NamedTuple):
    """What makes quality (standard deviations as customers meet it)."""

    care: Annotated[float, Parameter(0.3, 0.9, "SD", "for an e-fold of care hours a visit")] = 0.6
    skill: Annotated[float, Parameter(0.4, 1.2, "SD", "for an e-fold of skill")] = 0.8
    wait: Annotated[float, Parameter(0.15, 0.6, "SD", "lost for an e-fold of waiting", "Maister; Taylor 1994 (direction)", "published")] = 0.3
    time: Annotated[float, Parameter(0.4, 1.2, "SD", "for an e-fold of time spent on a request")] = 0.8
    capability: Annotated[float, Parameter(0.2, 0.6, "SD", "for an e-fold of capability")] = 0.4
    hand_over: Annotated[float, Parameter(0.15, 0.6, "SD", "lost for an e-fold of work lost in hand-overs, a visit")] = 0.3
    mood: Annotated[float, Parameter(0.05, 0.25, "SD for an SD", "from the team's engagement", "Brown and Lam 2008 (total, before feedback)", "published")] = 0.12
    insight: Annotated[float, Parameter(0.0, 0.3, "SD", "for insight twice the reference's")] = 0.15
    loose: Annotated[float, Parameter(0.0, 0.15, "SD for an SD squared", "lost to inconsistency when autonomy is overdone")] = 0.06
    procedures: Annotated[float, Parameter(0.0, 0.4, "SD", "for an e-fold of hours for procedures: failures prevented")] = 0.12
    manager: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "what managers differ in")] = 0.1
    uncounted: Annotated[float, Parameter(0.0, 5.0, "SD", "for an e-fold of people a customer: work that no account of hours counts; assumed so that the reference's staffing is near an optimum at six years; 0 is without",
        "assumed; experiments/staffing", "assumed")] = 2.5
    failure: Annotated[float, Parameter(0.2, 0.9, "1/SD", "how much quality prevents repeats")] = 0.5
    sales_mood: Annotated[float, Parameter(0.0, 0.08, "log ratio for an SD", "sales on contact from the team's engagement, the same week",
        "Bellet, De Neve and Ward 2019", "published")] = 0.032
    sales_care: Annotated[float, Parameter(0.0, 0.6, "log ratio", "sales on contact for an e-fold of care hours a visit")] = 0.2


@law
def against(value, base):
    """A quantity against its reference, as a log ratio within sense."""
    return clip(log(max(value, 1.0e-4)) - base, -2.5, 2.5)


@law
def people_a_customer(heads, size, customers, start):
    """People for each customer against the reference, as a log ratio within sense."""
    return clip(log(max(heads, 0.1) * max(start, 1.0) / (max(size, 0.1) * max(customers, 1.0))), -2.5, 2.5)


@law
def service_quality(care, skill, wait, time, capability, loss, mood, insight, autonomy, procedures, staff, manager,
                    w_care, w_skill, w_wait, w_time, w_capability, w_loss, w_mood, w_insight, w_loose, w_procedures, w_staff, w_manager):
    """Quality as customers meet it, from log ratios and standard deviations."""
    work = w_care * care + w_skill * skill - w_wait * wait + w_time * time + w_capability * capability - w_loss * loss
    hands = w_mood * mood + w_insight * insight - w_loose * max(autonomy, 0.0) * max(autonomy, 0.0) + w_manager * manager
    return work + hands + w_procedures * procedures + w_staff * staff


@law
def repeats(quality, base, prevented):
    """Requests again for each first one; bad quality brings more."""
    return min(base * exp(-prevented * quality), 2.0)


@law
def sales_on_contact(mood, care, w_mood, w_care):
    """Sales on contact against the reference: mood and care sell in the same week."""
    return exp(w_mood * mood + w_care * care)


@sweep
def service_gets_its_quality(teams, journeys, units, firm, practice, balance, chart, p, on, unit):
    """Service gets its quality; customers will meet it next week."""
    lanes = firm.alive.size
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            visits = max(teams.visits[t, lane], 1.0)
            lost = against(teams.rework[t, lane] / visits + 0.02, balance.loss_base[lane])
            care = against(np.float32(teams.hours_care[t, lane]) / visits, balance.care_base[lane])
            staff = people_a_customer(np.float32(teams.heads[t, lane]), chart.team_size[0], np.float32(units.customers[unit, lane]), chart.unit_start_customers[unit])
            quality = service_quality(care, against(teams.skill[t, lane], balance.skill_base[lane]), against(teams.wait[t, lane] + 0.25, balance.wait_base[lane]),
                                      against(teams.time_spent[t, lane], 0.0), against(teams.capability[t, lane], 0.0), lost, teams.engagement[t, lane],
                                      bounded(teams.insight[t, lane] - 1.0, 1.0), teams.autonomy[t, lane],
                                      against(practice.compliance_load[lane], -2.8134107), staff, teams.stable_quality[t, lane],
                                      p.care[lane], p.skill[lane], p.wait[lane], p.time[lane], p.capability[lane], p.hand_over[lane], p.mood[lane],
                                      p.insight[lane], p.loose[lane], p.procedures[lane], p.uncounted[lane], p.manager[lane])
            teams.quality[t, lane] = on.quality[lane] * bounded(quality - balance.quality_base[lane], 5.0)
            pull = sales_on_contact(teams.engagement[t, lane], care, p.sales_mood[lane], p.sales_care[lane])
            teams.sales_pull[t, lane] = 1.0 + on.quality[lane] * (pull / balance.sales_base[lane] - 1.0)
    for r in range(chart.unit_first_journey[unit], chart.unit_first_journey[unit + 1]):
        steps = np.float32(chart.journey_steps[r])
        for lane in range(lanes):
            journeys.quality[r, lane] = 0.0
        for step in range(chart.journey_steps[r]):
            for lane in range(lanes):
                journeys.quality[r, lane] += teams.quality[chart.journey_team[r, step], lane] / steps
        for lane in range(lanes):
            journeys.repeat_rate[r, lane] = repeats(on.quality[lane] * journeys.quality[r, lane], balance.repeat_base[lane], p.failure[lane])
            journeys.decision[r, lane] = teams.decision_weeks[chart.journey_team[r, 0], lane]
