"""Finance: the books. Profit reads work done, customers, prices and cost; nothing else.

    revenue = price level * (subscription * customers * contract value * (1 - service credit) + fee * first requests finished + sales on contact)
    open(t+1) = (open + requests) * product of (1 - given up at a team) - finished;   finished = what is left of (open + requests) * min of (done at a team)
    billed = finished + repeats finished as far as they are requests given up and brought again (owed);   done at a team = done / (done + backlog);   given up at a team = withdrawn / (withdrawn + done + backlog)
    service credit = credit * requests given up / (requests given up + finished);   fixed cost = fixed * (1 + follows * customers beyond the start)
    profit  = revenue - wages - variable pay - fixed - material - leaving, dismissing and joining - programmes - interest
    cash(t+1) = cash(t) + profit - paid to owners;   below the credit limit the firm ends

A request is finished when every team has done its part: then it is billed and takes material, so what waits at one team waits as a whole and is billed when it is worked off.
What customers give up waiting for is not billed unless they bring it again and it is done, and part of a subscription is paid back for it. What was built for more customers than at the start costs; with fewer, fixed cost stays. Of repeats only a share is billed, an uncertain parameter (who pays
for failure demand decides signs). What is sold on contact is sold to those who are served. Programmes are paid up front.
Prices are what leaders ask. Working at home saves offices, spending can be cut, complaints beyond the ordinary cost something to make good; owners who come
first are paid sooner, and cash is thinner.
Rows: A13, D10, B6, C1 (cost cut), C6 (owners), C11 (offices). Source: Boushey and Glynn 2012 (cost of leaving and joining together); shares of revenue and cost assumed.
Switched off: no interest and no end of the firm.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import VISITS, bounded, clip, lever_sd
from sim.compiled import law, part, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

REWARD, FOCUS, HOME = np.float32(Policy().reward_intensity), np.float32(Policy().shareholder_focus), np.float32(Policy().home_working)
ORDINARY_COST = np.float32(0.91)
"""In the reference cost is 91 % of revenue."""


class FinanceParameters(NamedTuple):
    """Prices and cost."""

    wage: Annotated[float, Parameter(200, 4000, "euro a week", "what a person costs, employer's part included")] = 1440.0
    manager_pay: Annotated[float, Parameter(1.0, 4.0, "ratio", "a manager's pay against a person's")] = 1.5
    pay_offset: Annotated[float, Parameter(0.0, 1.0, "share", "how far base pay gives way when more pay is variable (and takes over when less is)")] = 0.5
    overtime_pay: Annotated[float, Parameter(0.0, 2.0, "ratio", "pay of an hour of overtime against an ordinary one")] = 1.25
    subscription: Annotated[float, Parameter(0.2, 0.9, "share", "revenue that comes with the customer, requests apart")] = 0.6
    contract_follows: Annotated[float, Parameter(0.0, 1.0, "share", "how far the value of a subscription follows the customers' need of service")] = 0.5
    credit: Annotated[float, Parameter(0.0, 1.0, "share", "service credit: part of the subscription's price that customers hold back for requests that nobody served")] = 0.5
    sales: Annotated[float, Parameter(0.0, 0.8, "share", "revenue from selling on contact (a fast channel from effort and care); a shop lives by it")] = 0.1
    repeats_billed: Annotated[float, Parameter(0.0, 1.0, "share", "repeats that the customer pays: who pays for failure demand")] = 0.0
    dropped_worth: Annotated[float, Parameter(0.0, 1.0, "ratio", "what a dropped low-value request was worth, against an average one")] = 0.5
    fixed: Annotated[float, Parameter(0.05, 0.5, "share", "fixed cost, of the reference's revenue")] = 0.2
    fixed_follows: Annotated[float, Parameter(0.0, 1.0, "share", "part of fixed cost (premises, systems, support) that grows with customers beyond those at the start")] = 0.3
    material: Annotated[float, Parameter(0.0, 0.4, "share", "cost of serving requests, of the reference's revenue")] = 0.12
    leaver_cost: Annotated[float, Parameter(0.0, 0.15, "year's pay", "cost of one who leaves, lost output apart: handing over, replacement until then",
        "Boushey and Glynn 2012 (.15 with the newcomer's); the division assumed", "assumed")] = 0.05
    newcomer_cost: Annotated[float, Parameter(0.02, 0.25, "year's pay", "cost of one who joins: finding, choosing, training; also where an organisation grows, or fills again what it dismissed",
        "Boushey and Glynn 2012 (.15 with the leaver's); the division assumed", "assumed")] = 0.1
    dismissal_cost: Annotated[float, Parameter(0.1, 1.5, "year's pay", "cost of one who is dismissed")] = 0.35
    interest: Annotated[float, Parameter(0.0, 0.25, "share a year", "interest on debt")] = 0.08
    cash_weeks: Annotated[float, Parameter(0.3, 52, "weeks of revenue", "cash at the start; what lies above goes to owners")] = 8.0
    credit_weeks: Annotated[float, Parameter(0.5, 104, "weeks of revenue", "debt at which the firm ends")] = 13.0
    payout: Annotated[float, Parameter(0.0, 1.0, "share a week", "part of spare cash that goes to owners")] = 0.1
    owners_first: Annotated[float, Parameter(0.0, 0.3, "share for an SD", "cash held that goes to owners when their value is put first")] = 0.15
    offices: Annotated[float, Parameter(0.0, 0.06, "share", "fixed cost saved (offices, travel) for each day a week worked at home; falls off beyond three days: leases end slowly")] = 0.01
    cuttable: Annotated[float, Parameter(0.0, 1.0, "share", "part of fixed cost and material that a cut of spending reaches")] = 0.3
    making_good: Annotated[float, Parameter(0.0, 3.0, "weeks of a customer's price", "cost of a complaint: hours of support, compensation")] = 0.5


@law
def money_in(price, level, customers, demand, requests, repeats, dropped, sold, rate, subscription, follows, sales, repeats_billed, dropped_worth, credited):
    """Revenue of a unit this week, in euro."""
    billed = requests + repeats_billed * repeats + (1.0 - dropped_worth) * dropped
    contract = (1.0 + follows * (demand - 1.0)) * (1.0 - credited)
    return price * level * (subscription * customers * contract + ((1.0 - subscription - sales) * billed + sales * sold) / rate)


@law
def share_finished(done, backlog):
    """Of a team's work at hand, what is given up apart, as much as is done this week; all of it when there is none."""
    return done / (done + backlog) if done + backlog > 0.01 else 1.0


@law
def share_withdrawn(withdrawn, done, backlog):
    """Of a team's work at hand as much as customers gave up this week."""
    return withdrawn / max(withdrawn + done + backlog, 0.01)


@law
def credited(lost, finished, credit):
    """Part of the subscription that is held back: for requests given up, among those that came to an end."""
    return credit * lost / max(lost + finished, 0.01)


@law
def grown(customers, start, follows):
    """Fixed cost by the size of a unit, against that of the start: more customers need more of it, fewer do not save it."""
    return 1.0 + follows * max(customers / max(start, 1.0) - 1.0, 0.0)


@law
def lost_for_good(worth, comes_again):
    """What a dropped request takes away, against an average one: those who come again are served in the end."""
    return worth * (1.0 - comes_again)


@law
def wages_of(heads, overtime_heads, managers, wage, overtime_pay, manager_pay, offset, variable):
    """Wages of a unit this week, in euro: base pay gives way in part to variable pay beyond the reference's."""
    return wage * (heads * (1.0 - offset * variable) + overtime_pay * overtime_heads + manager_pay * managers)


@law
def loss_hours(price_level, subscription, fixed, rate, hours):
    """Hours a week beyond which a customer costs more than it brings: subscription less its part of fixed cost, against cost less fees by the hour."""
    return rate * hours * max(price_level * subscription - fixed, 0.0) / max(ORDINARY_COST - fixed - price_level * (1.0 - subscription), 0.01)


@law
def variable_part(kpi, csat, joint, attainment):
    """Part of full variable pay that a team earns: all parts by what their scores earn together."""
    return (kpi + csat + joint) * attainment


@law
def spending(home_days, cut, offices, cuttable):
    """Fixed cost against the reference's: offices and travel saved by working at home, and what is cut."""
    return (1.0 - bounded(offices * home_days, 0.08)) * (1.0 - cuttable * cut)


@law
def making_good(complaints, ordinary, price, weeks):
    """Cost of complaints beyond those of an ordinary week (which fixed cost holds already)."""
    return weeks * price * (complaints - ordinary)


@law
def next_owed(owed, first, kept, again):
    """Requests that were given up, come again and are not yet served: a part of what is given up for the first time, less what is given up once more."""
    return owed * kept + again * (1.0 - kept) * first


@law
def served_after_all(owed, finished_again, at_hand):
    """Repeats finished this week that are requests once given up, as large a part as of the repeats at hand: these are billed like first ones."""
    return finished_again * min(owed / max(at_hand, 0.01), 1.0)


@law
def cash_held(weeks, owners_first, share):
    """Weeks of revenue held in cash: less when owners come first."""
    return weeks * clip(1.0 - share * owners_first, 0.2, 2.0)


@law
def paid_to_owners(cash, target, payout):
    """What goes to owners: a part of the cash that is spare."""
    return payout * max(cash - target, 0.0)


@part
def _requests_end(journeys, teams, chart, brought_again, r, lane):
    """Requests of a journey are finished when all its teams have done their part, are given up, or stay open; how many were given up."""
    kept, done = np.float64(1.0), np.float64(1.0)
    for step in range(chart.journey_steps[r]):
        t = chart.journey_team[r, step]
        kept = kept * (1.0 - np.float64(share_withdrawn(teams.withdrawn[t, lane], teams.done[t, lane], teams.backlog[t, lane])))
        done = min(done, np.float64(share_finished(teams.done[t, lane], teams.backlog[t, lane])))
    first, again = journeys.open[r, lane] + journeys.requests[r, lane], journeys.open_again[r, lane] + journeys.repeats[r, lane]
    journeys.finished[r, lane] = done * (kept * first)
    journeys.finished_again[r, lane] = done * (kept * again)
    journeys.open[r, lane] = kept * first - journeys.finished[r, lane]
    journeys.open_again[r, lane] = kept * again - journeys.finished_again[r, lane]
    journeys.late[r, lane] = served_after_all(journeys.owed[r, lane] * kept, journeys.finished_again[r, lane], kept * again)
    journeys.owed[r, lane] = max(next_owed(journeys.owed[r, lane], first, kept, brought_again) - journeys.late[r, lane], np.float64(0.0))
    return (1.0 - kept) * (first + again)


@part
def _unit_books(units, teams, journeys, firm, practice, balance, chart, p, rate, comes_again, brought_again, complains, unit, lane):
    """One unit's books this week; the firm's lines take them up."""
    requests, repeats, sold, lost, after_all = np.float64(0.0), np.float64(0.0), np.float64(0.0), np.float64(0.0), np.float64(0.0)
    for r in range(chart.unit_first_journey[unit], chart.unit_first_journey[unit + 1]):
        lost += _requests_end(journeys, teams, chart, brought_again, r, lane)
        billed = journeys.finished[r, lane] + journeys.late[r, lane]
        after_all += journeys.late[r, lane]
        requests += billed
        repeats += journeys.finished_again[r, lane] - journeys.late[r, lane]
        sold += billed * teams.sales_pull[chart.journey_team[r, 0], lane]
    heads, extra, pay_earned = np.float64(0.0), np.float64(0.0), np.float64(0.0)
    gone, sent, joined, managers = np.float64(0.0), np.float64(0.0), np.float64(0.0), np.float64(0.0)
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        heads += teams.heads[t, lane]
        extra += teams.heads[t, lane] * teams.overtime[t, lane]
        pay_earned += teams.heads[t, lane] * variable_part(practice.kpi_weight[lane], practice.csat_weight[lane], practice.joint_okr_weight[lane],
                                                           teams.attainment[t, lane])
        gone += teams.departures[t, lane]
        sent += teams.dismissed[t, lane]
        joined += teams.hired[t, lane]
        managers += firm.alive[lane] if chart.team_size[0] > 0.5 else 0.0
    price = np.float64(balance.price[lane])
    revenue = money_in(price * practice.price_level[lane], units.price[unit, lane], units.customers[unit, lane], firm.demand[lane], requests, repeats, units.dropped[unit, lane], sold,
                       rate, p.subscription[lane], p.contract_follows[lane], p.sales[lane], p.repeats_billed[lane],
                       lost_for_good(p.dropped_worth[lane], comes_again), credited(max(lost - after_all, np.float64(0.0)), requests + repeats, np.float64(p.credit[lane])))
    variable = practice.reward_intensity[lane] * (practice.kpi_weight[lane] + practice.csat_weight[lane] + practice.joint_okr_weight[lane]) - REWARD
    payroll = wages_of(heads, extra, managers, np.float64(p.wage[lane]), p.overtime_pay[lane], p.manager_pay[lane], p.pay_offset[lane], variable)
    bonuses = practice.reward_intensity[lane] * p.wage[lane] * pay_earned
    fixed = firm.alive[lane] * p.fixed[lane] * price * chart.unit_start_customers[unit]
    fixed *= grown(units.customers[unit, lane], np.float64(chart.unit_start_customers[unit]), np.float64(p.fixed_follows[lane]))
    fixed *= spending(practice.home_working[lane] - HOME, practice.cost_cut[lane], p.offices[lane], p.cuttable[lane])
    material = p.material[lane] * price * (requests + repeats) / (VISITS * rate) * (1.0 - p.cuttable[lane] * practice.cost_cut[lane])
    material = max(material + making_good(units.complaints[unit, lane], complains * units.customers[unit, lane], price, p.making_good[lane]), np.float64(0.0))
    turnover = firm.alive[lane] * 52.0 * p.wage[lane] * (p.leaver_cost[lane] * gone + p.dismissal_cost[lane] * sent + p.newcomer_cost[lane] * joined)
    programmes = firm.programme_euro[lane] * heads
    units.revenue[unit, lane] = revenue
    units.cost[unit, lane] = payroll + bonuses + fixed + material + turnover + programmes
    firm.revenue[lane] += revenue
    firm.payroll[lane] += payroll
    firm.bonuses[lane] += bonuses
    firm.fixed[lane] += fixed
    firm.material[lane] += material
    firm.turnover_cost[lane] += turnover
    firm.programmes[lane] += programmes
    firm.quits[lane] += gone
    firm.dismissed[lane] += sent
    return price * chart.unit_start_customers[unit]


@sweep
def books_close(units, teams, journeys, firm, practice, balance, chart, p, request_rate, comes_again, brought_again, complains, on):
    """The books close: revenue, cost, profit, cash."""
    lanes = firm.alive.size
    for lane in range(lanes):
        firm.revenue[lane] = 0.0
        firm.payroll[lane] = 0.0
        firm.bonuses[lane] = 0.0
        firm.fixed[lane] = 0.0
        firm.material[lane] = 0.0
        firm.turnover_cost[lane] = 0.0
        firm.programmes[lane] = 0.0
        firm.quits[lane] = 0.0
        firm.dismissed[lane] = 0.0
        usual = np.float64(0.0)
        for unit in range(chart.unit_first_team.size - 1):
            usual += _unit_books(units, teams, journeys, firm, practice, balance, chart, p, request_rate[lane], comes_again[lane],
                                 on.quality[lane] * brought_again[lane], complains[lane], unit, lane)
        firm.interest[lane] = firm.alive[lane] * on.finance[lane] * max(-firm.cash[lane], np.float64(0.0)) * p.interest[lane] / 52.0
        cost = firm.payroll[lane] + firm.bonuses[lane] + firm.fixed[lane] + firm.material[lane] + firm.turnover_cost[lane] + firm.programmes[lane]
        firm.profit[lane] = firm.revenue[lane] - cost - firm.interest[lane]
        cash = firm.cash[lane] + firm.profit[lane]
        weeks = cash_held(p.cash_weeks[lane], lever_sd(practice.shareholder_focus[lane], FOCUS), p.owners_first[lane])
        firm.owners[lane] = paid_to_owners(cash, weeks * usual, np.float64(p.payout[lane]))
        firm.cash[lane] = cash - firm.owners[lane]
        if on.finance[lane] > 0.5 and firm.cash[lane] < -(p.credit_weeks[lane] * usual) and usual > 0.0:
            firm.alive[lane] = 0.0


@sweep
def loss_making_customers_are_counted(customers, units, firm, practice, balance, chart, p, request_rate, unit):
    """Customers who cost more than they bring are counted."""
    lanes = firm.alive.size
    limit = np.zeros(lanes, np.float32)
    for lane in range(lanes):
        hours = VISITS * balance.hours_per_visit[lane] * chart.mean_steps[0]
        limit[lane] = loss_hours(practice.price_level[lane], p.subscription[lane], p.fixed[lane], request_rate[lane], hours)
        units.loss_making[unit, lane] = 0.0
    for c in range(chart.unit_first_customer[unit], chart.unit_first_customer[unit + 1]):
        for lane in range(lanes):
            units.loss_making[unit, lane] += customers.active[c, lane] if customers.hours_used[c, lane] > limit[lane] else 0.0
