"""How a week is written down: sums over people and customers, in fixed order and double precision, into one row of the record.

Writing draws nothing and changes no state, so recording more or less never changes a result.
"""

import numpy as np

from sim.compiled import page, sweep
from sim.engine.climate import climate_is_counted, practice_is_held_against_policy

BURNT_OUT = np.float32(0.9)
"""Exhaustion above which a person has burn-out complaints: about 18 % of a standard normal population (TNO/CBS: 16-20 %)."""

TALENTED = np.float32(1.0)
"""Talent above which a person counts as talented: about 16 % of a standard normal population."""


@sweep
def the_week_begins(blocks, row):
    """The week begins: the world's conditions of this week come into force."""
    start = blocks.path.shape[1] - blocks.world.shape[0]
    for k in range(blocks.world.shape[0]):
        for lane in range(blocks.world.shape[1]):
            blocks.world[k, lane] = blocks.path[row, start + k, lane]


@sweep
def _people_are_counted(weekly, people, row):
    """Sums over people of what they feel and do."""
    for lane in range(people.present.shape[1]):
        weekly.heads[row, lane] = 0.0
        weekly.absent[row, lane] = 0.0
        weekly.burnt_out[row, lane] = 0.0
        weekly.engagement[row, lane] = 0.0
        weekly.exhaustion[row, lane] = 0.0
        weekly.trust[row, lane] = 0.0
        weekly.resignation[row, lane] = 0.0
        weekly.dissonance[row, lane] = 0.0
        weekly.support[row, lane] = 0.0
        weekly.gaming_skill[row, lane] = 0.0
        weekly.talent[row, lane] = 0.0
        weekly.talented[row, lane] = 0.0
        weekly.share_output[row, lane] = 0.0
        weekly.share_care[row, lane] = 0.0
        weekly.share_help[row, lane] = 0.0
        weekly.share_gaming[row, lane] = 0.0
        weekly.share_room[row, lane] = 0.0
    for i in range(people.present.shape[0]):
        for lane in range(people.present.shape[1]):
            here = people.present[i, lane]
            weekly.heads[row, lane] += here
            weekly.absent[row, lane] += here if people.absence[i, lane] > 0.5 else 0.0
            weekly.burnt_out[row, lane] += here if people.exhaustion[i, lane] > BURNT_OUT else 0.0
            weekly.engagement[row, lane] += here * people.engagement[i, lane]
            weekly.exhaustion[row, lane] += here * people.exhaustion[i, lane]
            weekly.trust[row, lane] += here * people.trust[i, lane]
            weekly.resignation[row, lane] += here * people.resignation[i, lane]
            weekly.dissonance[row, lane] += here * people.dissonance[i, lane]
            weekly.support[row, lane] += here * people.support[i, lane]
            weekly.gaming_skill[row, lane] += here * people.gaming_skill[i, lane]
            weekly.talent[row, lane] += here * people.talent[i, lane]
            weekly.talented[row, lane] += here if people.talent[i, lane] > TALENTED else 0.0
            weekly.share_output[row, lane] += here * people.share_output[i, lane]
            weekly.share_care[row, lane] += here * people.share_care[i, lane]
            weekly.share_help[row, lane] += here * people.share_help[i, lane]
            weekly.share_gaming[row, lane] += here * people.share_gaming[i, lane]
            weekly.share_room[row, lane] += here * people.share_room[i, lane]
    for lane in range(people.present.shape[1]):
        each = np.float64(1.0) / max(weekly.heads[row, lane], np.float64(1.0))
        weekly.engagement[row, lane] *= each
        weekly.exhaustion[row, lane] *= each
        weekly.trust[row, lane] *= each
        weekly.resignation[row, lane] *= each
        weekly.dissonance[row, lane] *= each
        weekly.support[row, lane] *= each
        weekly.gaming_skill[row, lane] *= each
        weekly.talent[row, lane] *= each
        weekly.share_output[row, lane] *= each
        weekly.share_care[row, lane] *= each
        weekly.share_help[row, lane] *= each
        weekly.share_gaming[row, lane] *= each
        weekly.share_room[row, lane] *= each


@sweep
def _teams_are_counted(weekly, teams, ties, row):
    """Means and sums over teams and ties."""
    count = np.float64(1.0) / max(np.float64(teams.heads.shape[0]), np.float64(1.0))
    pairs = np.float64(1.0) / max(np.float64(ties.flow.shape[0]), np.float64(1.0))
    for lane in range(teams.heads.shape[1]):
        weekly.overtime[row, lane] = 0.0
        weekly.pressure[row, lane] = 0.0
        weekly.utilisation[row, lane] = 0.0
        weekly.wait[row, lane] = 0.0
        weekly.standard[row, lane] = 0.0
        weekly.time_spent[row, lane] = 0.0
        weekly.capability[row, lane] = 0.0
        weekly.obstacles[row, lane] = 0.0
        weekly.quality[row, lane] = 0.0
        weekly.kpi_true[row, lane] = 0.0
        weekly.kpi_reported[row, lane] = 0.0
        weekly.target[row, lane] = 0.0
        weekly.doubt[row, lane] = 0.0
        weekly.insight[row, lane] = 0.0
        weekly.decision_weeks[row, lane] = 0.0
        weekly.skill[row, lane] = 0.0
        weekly.hours[row, lane] = 0.0
        weekly.backlog[row, lane] = 0.0
        weekly.help_needed[row, lane] = 0.0
        weekly.hired[row, lane] = 0.0
        weekly.help_given[row, lane] = 0.0
        weekly.autonomy_lived[row, lane] = 0.0
        weekly.control_lived[row, lane] = 0.0
        weekly.exceptions_accepted[row, lane] = 0.0
        weekly.tie_strength[row, lane] = 0.0
        weekly.hand_over_loss[row, lane] = 0.0
        weekly.hand_overs[row, lane] = 0.0
    for t in range(teams.heads.shape[0]):
        for lane in range(teams.heads.shape[1]):
            weekly.overtime[row, lane] += count * teams.overtime[t, lane]
            weekly.pressure[row, lane] += count * teams.pressure[t, lane]
            weekly.utilisation[row, lane] += count * teams.utilisation[t, lane]
            weekly.wait[row, lane] += count * teams.wait[t, lane]
            weekly.standard[row, lane] += count * teams.standard[t, lane]
            weekly.time_spent[row, lane] += count * teams.time_spent[t, lane]
            weekly.capability[row, lane] += count * teams.capability[t, lane]
            weekly.obstacles[row, lane] += count * teams.obstacles[t, lane]
            weekly.quality[row, lane] += count * teams.quality[t, lane]
            weekly.kpi_true[row, lane] += count * teams.kpi_true[t, lane]
            weekly.kpi_reported[row, lane] += count * teams.kpi_reported[t, lane]
            weekly.target[row, lane] += count * teams.target[t, lane]
            weekly.doubt[row, lane] += count * teams.doubt[t, lane]
            weekly.insight[row, lane] += count * teams.insight[t, lane]
            weekly.decision_weeks[row, lane] += count * teams.decision_weeks[t, lane]
            weekly.skill[row, lane] += count * teams.skill[t, lane]
            weekly.hours[row, lane] += teams.hours[t, lane]
            weekly.backlog[row, lane] += teams.backlog[t, lane]
            weekly.help_needed[row, lane] += teams.help_needed[t, lane]
            weekly.hired[row, lane] += teams.hired[t, lane]
            weekly.help_given[row, lane] += teams.hours_help[t, lane]
            weekly.autonomy_lived[row, lane] += count * teams.autonomy[t, lane]
            weekly.control_lived[row, lane] += count * teams.control[t, lane]
            weekly.exceptions_accepted[row, lane] += teams.exceptions[t, lane]
    for k in range(ties.flow.shape[0]):
        for lane in range(ties.flow.shape[1]):
            weekly.tie_strength[row, lane] += pairs * ties.strength[k, lane]
            weekly.hand_over_loss[row, lane] += pairs * ties.loss[k, lane]
            weekly.hand_overs[row, lane] += ties.flow[k, lane]


@sweep
def _customers_are_counted(weekly, journeys, units, row):
    """Sums over units and journeys of what customers ask, meet and do."""
    for lane in range(units.customers.shape[1]):
        weekly.customers[row, lane] = 0.0
        weekly.customers_joined[row, lane] = 0.0
        weekly.customers_left[row, lane] = 0.0
        weekly.expectation_gap[row, lane] = 0.0
        weekly.delighted[row, lane] = 0.0
        weekly.loss_making[row, lane] = 0.0
        weekly.exceptions_asked[row, lane] = 0.0
        weekly.dropped[row, lane] = 0.0
        weekly.complaints[row, lane] = 0.0
        weekly.satisfaction[row, lane] = 0.0
        weekly.satisfaction_with_leavers[row, lane] = 0.0
        weekly.requests[row, lane] = 0.0
        weekly.repeats[row, lane] = 0.0
    contacts = np.zeros(units.customers.shape[1])
    for u in range(units.customers.shape[0]):
        for lane in range(units.customers.shape[1]):
            contacts[lane] += units.contacts[u, lane]
            weekly.satisfaction[row, lane] += units.customers[u, lane] * units.satisfaction[u, lane]
            weekly.satisfaction_with_leavers[row, lane] += units.customers[u, lane] * units.voice[u, lane]
            weekly.customers[row, lane] += units.customers[u, lane]
            weekly.customers_joined[row, lane] += units.joined[u, lane]
            weekly.customers_left[row, lane] += units.left[u, lane]
            weekly.expectation_gap[row, lane] += units.expectation_gap[u, lane]
            weekly.delighted[row, lane] += units.delighted[u, lane]
            weekly.loss_making[row, lane] += units.loss_making[u, lane]
            weekly.exceptions_asked[row, lane] += units.asked[u, lane]
            weekly.dropped[row, lane] += units.dropped[u, lane]
            weekly.complaints[row, lane] += units.complaints[u, lane]
    for r in range(journeys.requests.shape[0]):
        for lane in range(units.customers.shape[1]):
            weekly.requests[row, lane] += journeys.requests[r, lane]
            weekly.repeats[row, lane] += journeys.repeats[r, lane]
    for lane in range(units.customers.shape[1]):
        each = np.float64(1.0) / max(weekly.customers[row, lane], np.float64(1.0))
        served = np.float64(1.0) / max(contacts[lane], np.float64(1.0))
        weekly.satisfaction[row, lane] *= each
        weekly.satisfaction_with_leavers[row, lane] *= each
        weekly.loss_making[row, lane] *= each
        weekly.expectation_gap[row, lane] *= served
        weekly.delighted[row, lane] *= served


@sweep
def _the_firm_is_counted(weekly, firm, row):
    """What the firm's books and leaders say."""
    for lane in range(firm.alive.size):
        weekly.leader_pressure[row, lane] = firm.pressure[lane]
        weekly.attention_customer[row, lane] = firm.attention_customer[lane]
        weekly.attention_business[row, lane] = firm.attention_business[lane]
        weekly.attention_employee[row, lane] = firm.attention_employee[lane]
        weekly.insecurity[row, lane] = firm.insecurity[lane]
        weekly.demand[row, lane] = firm.demand[lane]
        weekly.customer_seen[row, lane] = firm.customer_seen[lane]
        weekly.employee_seen[row, lane] = firm.employee_seen[lane]
        weekly.leader_insight[row, lane] = firm.leader_insight[lane]
        weekly.reliance[row, lane] = firm.reliance[lane]
        weekly.leader_time[row, lane] = firm.leader_time[lane]
        weekly.resolve[row, lane] = firm.resolve[lane]
        weekly.change[row, lane] = firm.change[lane]
        weekly.programme_hours[row, lane] = firm.programme_hours[lane]
        weekly.credibility[row, lane] = firm.credibility[lane]
        weekly.belief[row, lane] = firm.belief[lane]
        weekly.cynicism[row, lane] = firm.cynicism[lane]
        weekly.alignment[row, lane] = firm.alignment[lane]
        weekly.scatter[row, lane] = firm.scatter[lane]
        weekly.fatigue[row, lane] = firm.fatigue[lane]
        weekly.know_how[row, lane] = firm.know_how[lane]
        weekly.turbulence[row, lane] = firm.turbulence[lane]
        weekly.fairness[row, lane] = firm.fairness[lane]
        weekly.pay_motive[row, lane] = firm.pay_motive[lane]
        weekly.employer[row, lane] = firm.employer[lane]
        weekly.supplier[row, lane] = firm.supplier[lane]
        weekly.validity[row, lane] = firm.validity[lane]
        weekly.policy_intended[row, lane] = firm.intended[lane]
        weekly.policy_lived[row, lane] = firm.lived[lane]
        weekly.meeting[row, lane] = firm.meeting[lane]
        weekly.quits[row, lane] = firm.quits[lane]
        weekly.dismissed[row, lane] = firm.dismissed[lane]
        weekly.revenue[row, lane] = firm.revenue[lane]
        weekly.payroll[row, lane] = firm.payroll[lane]
        weekly.bonuses[row, lane] = firm.bonuses[lane]
        weekly.fixed[row, lane] = firm.fixed[lane]
        weekly.material[row, lane] = firm.material[lane]
        weekly.turnover_cost[row, lane] = firm.turnover_cost[lane]
        weekly.programmes[row, lane] = firm.programmes[lane]
        weekly.interest[row, lane] = firm.interest[lane]
        weekly.owners[row, lane] = firm.owners[lane]
        weekly.profit[row, lane] = firm.profit[lane]
        weekly.cash[row, lane] = firm.cash[lane]
        weekly.alive[row, lane] = firm.alive[lane]


@page
def the_week_is_written_down(weekly, people, teams, ties, journeys, units, firm, blocks, levers, row):
    """The week is written down."""
    _people_are_counted(weekly, people, row)
    _teams_are_counted(weekly, teams, ties, row)
    climate_is_counted(weekly, teams, row)
    _customers_are_counted(weekly, journeys, units, row)
    _the_firm_is_counted(weekly, firm, row)
    practice_is_held_against_policy(weekly, blocks, levers, row)
