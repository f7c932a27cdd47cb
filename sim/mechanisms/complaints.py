"""Complaints: what failed, and what was refused without a reason, is remembered and fades; some complain, and a complaint handled well clears the air.

    grievance(t+1) = (grievance + failure * asked again + refusal * refused * (1 - told why)) * memory;   told why = explanation + clarity + maturity
    who met a failure or a refusal complains with chance start + rise * grievance;   a complaint leaves grievance * (1 - recovered)

Most do not complain. Handling takes away a grievance and no more than that: a failure mended well makes nobody more loyal than one that never was.
Rows: D4 and D8 (explained), C12 (recovery), D10 (its cost, in finance). Source: de Matos, Henrique and Rossi 2007 (no recovery paradox in repurchase);
Orsingher, Valentini and de Angelis 2010 (just treatment); sizes assumed. Switched off: everybody remembers, and complains, as is ordinary.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import clip, lever_sd
from sim.compiled import law, sweep
from sim.draws import CUSTOMER_COMPLAINT, in_week, uniform, words
from sim.policy import World
from sim.vocabulary import Parameter

MATURITY = np.float32(World().customer_maturity)


class ComplaintsParameters(NamedTuple):
    """How customers remember and complain."""

    failure: Annotated[float, Parameter(0.0, 1.0, "SD", "grievance from having to ask again")] = 0.4
    refusal: Annotated[float, Parameter(0.0, 1.5, "SD", "grievance from a refusal that nobody explains")] = 0.5
    fading: Annotated[float, Parameter(0.005, 0.2, "1/week", "how soon a grievance fades (half of it in four months)")] = 0.04
    clear: Annotated[float, Parameter(0.0, 0.3, "share for an SD", "how much better a clear decision is understood")] = 0.1
    mature: Annotated[float, Parameter(0.0, 0.3, "share for an SD", "how much better a mature customer understands a decision")] = 0.05
    start: Annotated[float, Parameter(0.0, 0.3, "chance", "complaints of those who meet a failure or refusal and bear no grievance yet (5 to 10 % is the usual order)")] = 0.05
    rise: Annotated[float, Parameter(0.0, 0.5, "chance for an SD", "how much sooner the aggrieved complain")] = 0.1
    recovered: Annotated[float, Parameter(0.0, 0.9, "share", "grievance that a complaint handled in the ordinary way takes away",
        "Orsingher et al. 2010 (direction)", "assumed")] = 0.5
    ordinary: Annotated[float, Parameter(0.0, 0.05, "share a week", "customers who complain in an ordinary week (centre of its cost)")] = 0.0075


@law
def told_why(explanation, clarity, maturity, p_clear, p_mature):
    """How far a decision is understood by whom it touches: a share."""
    return clip(explanation + p_clear * clarity + p_mature * maturity, 0.0, 1.0)


@law
def next_grievance(grievance, failed, refused, told, failure, refusal, fading):
    """Failures and refusals without a reason add to a grievance; time takes it away."""
    return min((grievance + failure * failed + refusal * refused * (1.0 - told)) * (1.0 - fading), 6.0)


@law
def complaint_chance(grievance, start, rise):
    """Chance that somebody who met a failure or a refusal complains about it."""
    return clip(start + rise * grievance, 0.0, 0.6)


@law
def recovered_share(told, ordinary):
    """Grievance that the handling of a complaint takes away: more where decisions are explained."""
    return clip(ordinary * (0.6 + told), 0.0, 0.95)


@sweep
def customers_remember_and_complain(customers, teams, units, practice, world, chart, p, ordinary_grievance, luck, on, week, unit):
    """Customers remember failures and unexplained refusals; some complain."""
    lanes = practice.explanation.size
    touched, told, mature = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    for lane in range(lanes):
        units.complaints[unit, lane] = (1.0 - on.complaints[lane]) * p.ordinary[lane] * units.customers[unit, lane]
        mature[lane] = lever_sd(world.customer_maturity[lane], MATURITY)
    for c in range(chart.unit_first_customer[unit], chart.unit_first_customer[unit + 1]):
        front, events = chart.journey_team[chart.customer_journey[c], 0], np.float32(0.0)
        for lane in range(lanes):
            failed, refused = customers.failed[c, lane], max(-customers.answer[c, lane], 0.0) + customers.dropped[c, lane]
            told[lane] = told_why(practice.explanation[lane], teams.clarity[front, lane], mature[lane] + customers.maturity[c, lane], p.clear[lane],
                                  p.mature[lane])
            grown = next_grievance(customers.grievance[c, lane], failed, refused, told[lane], p.failure[lane], p.refusal[lane], p.fading[lane])
            customers.grievance[c, lane] = ordinary_grievance[lane] + on.complaints[lane] * (grown - ordinary_grievance[lane])
            touched[lane] = on.complaints[lane] * (failed + refused)
            events += touched[lane]
        if events > 0.0:
            for lane in range(lanes):
                if touched[lane] > 0.5:
                    first, _ = words(luck.seed[lane], luck.replication[lane], np.uint32(chart.customer_entity[c]), in_week(week, CUSTOMER_COMPLAINT))
                    if uniform(first) < complaint_chance(customers.grievance[c, lane], p.start[lane], p.rise[lane]):
                        units.complaints[unit, lane] += 1.0
                        customers.grievance[c, lane] *= 1.0 - recovered_share(told[lane], p.recovered[lane])
