"""Demand: customers ask for service, ask again when it failed, and ask for exceptions; some work is dropped, some exceptions are refused.

    first requests = rate * size * demand * (1 - dropped);  repeats follow from the quality met last week, and from requests dropped last week
    asked more = 1 + more * (expectation - the ordinary one): who expects more asks again, and asks for exceptions, sooner
    accepted   = yielding + push * (leaders' attention for customers - 1/3) - belief in customers' maturity - decisiveness + the manager's leaning to customers
    demanding(t+1) = (demanding + learn * (accepted - refused)) * memory

One draw decides all of it, by nested thresholds; where more than one contact is to be expected, as many come as on average are due, in overload too
(they are work for the teams; a customer takes in one experience a week). `demand` is the market's: those who are customers need more or less, and so do those who might
become it (loyalty); if it stays, both add up: more customers in the end, and each asks more. Managers who take customers for less mature than they are give in. Rows: A2, A16, D2, D8, D9, E11.
Source: failure demand (Seddon 2003; the rate is assumed); article D (managers underestimate customers); sizes assumed.
Switched off: exceptions are asked and accepted as in the reference, nothing is dropped, repeats stand at their reference rate.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import clip, exp, lever_sd
from sim.compiled import law, sweep
from sim.draws import CUSTOMER_NEED, in_week, uniform, words
from sim.policy import Policy
from sim.vocabulary import Parameter

BELIEF, DECISIVE = np.float32(Policy().maturity_belief), np.float32(Policy().decisiveness)
YIELDING, PRIORITY = np.float32(Policy().yielding), np.float32(Policy().prioritisation)


class DemandParameters(NamedTuple):
    """How customers ask."""

    request_rate: Annotated[float, Parameter(0.05, 0.6, "chance a week", "an average customer asks for service")] = 0.25
    exception_rate: Annotated[float, Parameter(0.0, 0.3, "share", "requests that ask for an exception")] = 0.05
    exception_work: Annotated[float, Parameter(0.0, 3.0, "ratio", "extra work of an accepted exception, against a request at one team")] = 2.0
    learn: Annotated[float, Parameter(0.0, 0.5, "SD", "how much an accepted exception teaches to ask, and a refused one not to")] = 0.125
    forget: Annotated[float, Parameter(0.0, 0.1, "1/week", "how soon a customer forgets that lesson")] = 0.02
    low_value_share: Annotated[float, Parameter(0.0, 0.3, "share", "requests of low value, which full prioritisation drops")] = 0.08
    comes_again: Annotated[float, Parameter(0.0, 0.8, "share", "dropped requests with which the customer comes again a week later, as a repeat")] = 0.25
    push_to_yield: Annotated[float, Parameter(0.0, 2.0, "share", "exceptions accepted more when leaders' attention for customers exceeds a third")] = 0.6
    belief: Annotated[float, Parameter(0.0, 0.2, "share for an SD", "exceptions refused more by managers who think customers mature, and accepted more by those who do not",
        "article D (direction)", "assumed")] = 0.06
    decisive: Annotated[float, Parameter(0.0, 0.15, "share for an SD", "exceptions refused more by managers who decide, also against one customer")] = 0.03
    leaning: Annotated[float, Parameter(0.0, 0.15, "share for an SD", "exceptions accepted more by a manager who leans to customers")] = 0.05
    asks_more: Annotated[float, Parameter(0.0, 0.6, "ratio for an SD", "how much sooner those who expect more than usual ask again and ask for exceptions")] = 0.25


@law
def requests_expected(size, demand, rate):
    """First requests of a customer this week, on average: a chance, or more than one where the need is great (one a day at the most)."""
    return min(rate * size * demand, 7.0)


@law
def how_often(expected, draw):
    """How often something happens that is expected so often: by one draw between 0 and 1, and on average as often as is expected, also beyond once."""
    return max(np.ceil(expected - draw), 0.0)


@law
def exception_chance(demanding, rate):
    """Part of the requests that ask for an exception."""
    return min(rate * exp(demanding), 0.8)


@law
def asked_more(expectation, ordinary, weight):
    """How much sooner a customer asks again or asks for more, against what it ordinarily expects (1: as ever)."""
    return clip(1.0 + weight * (expectation - ordinary), 0.25, 3.0)


@law
def accepted_share(yielding, attention, belief, decisive, leaning, push, p_belief, p_decisive, p_leaning):
    """Exceptions accepted: by policy, by the customers' voice in leaders' ears, less by managers who trust customers to bear a no or who dare to decide."""
    return clip(yielding + push * (attention - 0.33333334) - p_belief * belief - p_decisive * decisive + p_leaning * leaning, 0.0, 1.0)


@law
def next_demanding(demanding, answer, learn, forget):
    """An accepted exception teaches to ask, a refused one not to; the lesson fades."""
    return (demanding + learn * answer) * (1.0 - forget)


@law
def next_hours_used(hours, contacts, answer, steps, visit_hours, exception_work):
    """Hours a week that a customer takes, as a one-year average: each contact at all its teams, an exception at the first."""
    return hours + (visit_hours * (contacts * steps + exception_work * max(answer, 0.0)) - hours) / 52.0


@sweep
def customers_bring_requests(customers, journeys, teams, units, firm, practice, balance, chart, p, taste_weight, luck, on, week, unit):
    """Customers bring requests, repeats of what failed, and exceptions."""
    lanes = firm.alive.size
    belief, decisive = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    for r in range(chart.unit_first_journey[unit], chart.unit_first_journey[unit + 1]):
        for lane in range(lanes):
            journeys.requests[r, lane] = 0.0
            journeys.repeats[r, lane] = 0.0
            journeys.exceptions[r, lane] = 0.0
    for lane in range(lanes):
        units.asked[unit, lane] = 0.0
        units.dropped[unit, lane] = 0.0
        belief[lane] = lever_sd(practice.maturity_belief[lane], BELIEF)
        decisive[lane] = lever_sd(practice.decisiveness[lane], DECISIVE)
    for c in range(chart.unit_first_customer[unit], chart.unit_first_customer[unit + 1]):
        r = chart.customer_journey[c]
        front, steps = chart.journey_team[r, 0], np.float32(chart.journey_steps[r])
        for lane in range(lanes):
            first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(chart.customer_entity[c]), in_week(week, CUSTOMER_NEED))
            here, draw = customers.active[c, lane], uniform(first)
            all_first = requests_expected(customers.size[c, lane], firm.demand[lane], p.request_rate[lane])
            acts = on.demand[lane]
            kept = all_first * (1.0 - p.low_value_share[lane] * (PRIORITY + acts * (practice.prioritisation[lane] - PRIORITY)))
            more = asked_more(customers.expectation[c, lane], taste_weight[lane] * customers.taste[c, lane], acts * p.asks_more[lane])
            again = kept + kept * journeys.repeat_rate[r, lane] * more + p.comes_again[lane] * customers.dropped[c, lane]
            odd = min(kept, kept * exception_chance(acts * customers.demanding[c, lane], p.exception_rate[lane]) * more)
            share = accepted_share(practice.yielding[lane], firm.attention_customer[lane], belief[lane], decisive[lane],
                                   teams.leaning_customer[front, lane], p.push_to_yield[lane], p.belief[lane], p.decisive[lane], p.leaning[lane])
            yes = odd * (YIELDING + acts * (share - YIELDING))
            asks = here * how_often(kept, draw)
            repeats = here * how_often(again, draw) - asks
            dropped = here if draw >= 1.0 - (all_first - kept) else 0.0
            wants = here if draw < odd else 0.0
            gets = here if draw < yes else 0.0
            answer = gets + gets - wants
            customers.contact[c, lane] = min(asks + repeats, 1.0)
            customers.answer[c, lane] = answer
            customers.failed[c, lane] = min(repeats, 1.0)
            customers.dropped[c, lane] = dropped
            customers.fate[c, lane] = uniform(second)
            customers.demanding[c, lane] = next_demanding(customers.demanding[c, lane], answer, p.learn[lane], p.forget[lane])
            customers.hours_used[c, lane] = next_hours_used(customers.hours_used[c, lane], asks + repeats, answer, steps, balance.hours_per_visit[lane],
                                                            p.exception_work[lane])
            journeys.requests[r, lane] += asks
            journeys.repeats[r, lane] += repeats
            journeys.exceptions[r, lane] += gets
            units.asked[unit, lane] += wants
            units.dropped[unit, lane] += dropped
