"""Experience: customers compare what they meet with what they expect; a loss weighs twice a gain.

    experience   = taste + weight * quality of the journey + luck + answer felt + confidence - price felt + taking part felt - grievance - giving up
    answer felt  = joy of an exception accepted * exp(-granted * how demanding the customer has become) - hardness * (exception refused or request dropped) - wait for a decision
    hardness     = 1 - clear * clarity of the first team's decisions - explained * explanation - mature * maturity + too much asked
    price felt   = weight * (log price level - used share * the customer's usual price);   usual price += (log price level - usual price) / used weeks
    giving up    = weight * share of the journey's requests that customers gave up waiting for, last week
    expectation += update * (experience + promised + seen elsewhere - expectation);   surprise = experience - expectation, times gain or loss weight
    satisfaction += memory * (experience + surprise - base - satisfaction)

A no costs less when it is quick, clear, explained and the customer mature; a promise above what is met disappoints for as long as it lasts, those who
come more than those who have learned what is met (loyalty). What a customer has learned to ask for pleases less each time. A price pains most when it is new: each customer holds it against the one that it is used to, which for a newcomer is the one at which it came.
Exceptions are few: an average customer asks for two in three years and is refused one, so that answers, clarity and explanations move the mean by thousandths of an SD
only (measured; they count where `demand.exception_rate` is high).
Rows: A2 (exceptions), A16, C1 (confidence), C3, C12, D4, D7, D8, D10. Source: Oliver 1980; Anderson and Sullivan 1993; Mittal et al. 1998 (losses about twice
gains); Gelbrich and Roschk 2011 (how one is treated); Chan, Yim and Lam 2010 (taking part). Switched off: customers meet ordinary quality, whatever is done.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import clip, exp, lever_sd, log
from sim.compiled import law, sweep
from sim.draws import CUSTOMER_MOMENT, in_week, rough_normal, words
from sim.policy import Policy, World
from sim.vocabulary import Parameter

EXPLANATION, PARTICIPATION = np.float32(Policy().explanation), np.float32(Policy().customer_participation)
MATURITY, DELIGHT = np.float32(World().customer_maturity), np.float32(1.0)
"""DELIGHT: SD above expectation at which a customer counts as delighted (a measure; word of mouth reads it)."""


class ExperienceParameters(NamedTuple):
    """How customers take in what they meet."""

    quality_weight: Annotated[float, Parameter(0.3, 0.7, "SD for an SD", "experience from quality", "Brown and Lam 2008; Szymanski and Henard 2001", "published")] = 0.5
    taste_weight: Annotated[float, Parameter(0.3, 1.0, "SD", "how much customers differ in being pleased")] = 0.7
    luck: Annotated[float, Parameter(0.5, 2.0, "SD", "luck of a single contact")] = 1.2
    update: Annotated[float, Parameter(0.02, 0.2, "1/contact", "how fast expectation follows experience", "Oliver 1980 (form)", "published")] = 0.05
    memory: Annotated[float, Parameter(0.05, 0.5, "1/contact", "how fast satisfaction follows experience")] = 0.2
    gain_weight: Annotated[float, Parameter(0.05, 0.5, "SD for an SD", "weight of what is better than expected")] = 0.15
    loss_ratio: Annotated[float, Parameter(1.5, 3.0, "ratio", "weight of what is worse, against better", "Anderson and Sullivan 1993", "published")] = 2.0
    accepted: Annotated[float, Parameter(0.0, 0.6, "SD", "joy of an exception accepted: above what most contacts give, as special requests met are a third of what customers remember as most satisfying",
        "Bitner, Booms and Tetreault 1990 (direction)", "assumed")] = 0.3
    granted: Annotated[float, Parameter(0.0, 2.0, "1/SD", "how far a customer who has learned to ask takes it for granted (1: who asks twice as often is pleased half as much)",
        "Rust and Oliver 2000 (delight raises what is expected; direction)", "assumed")] = 1.0
    refused: Annotated[float, Parameter(0.0, 0.8, "SD", "disappointment of an exception refused: no less than the joy, as losses weigh more", "Bitner et al. 1990; Mittal et al. 1998 (direction)", "assumed")] = 0.35
    turned_away: Annotated[float, Parameter(0.0, 1.0, "SD", "disappointment of a request of low value that is dropped")] = 0.3
    given_up: Annotated[float, Parameter(0.0, 2.5, "SD", "how bad a contact is when the customer gives up waiting: as bad as rather bad luck in a contact")] = 1.0
    decision: Annotated[float, Parameter(0.0, 0.3, "SD a week", "irritation of waiting for a decision beyond the reference")] = 0.05
    clear: Annotated[float, Parameter(0.0, 0.5, "1/SD", "how much of a refusal's pain a clear, quick and weighed decision takes away", "article D (direction)", "assumed")] = 0.2
    explained: Annotated[float, Parameter(0.0, 0.5, "1/SD", "how much of a refusal's pain an explanation takes away",
        "Gelbrich and Roschk 2011 (interactional justice; direction)", "assumed")] = 0.15
    mature: Annotated[float, Parameter(0.0, 0.5, "1/SD", "how much less a refusal pains a mature customer", "article D (direction)", "assumed")] = 0.15
    too_much: Annotated[float, Parameter(0.0, 0.5, "1/SD", "how much more a refusal pains when customers are taken for more mature than they are")] = 0.1
    grievance: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "how much a remembered failure or unexplained refusal spoils what is met")] = 0.15
    ordinary_grievance: Annotated[float, Parameter(0.0, 2.0, "SD", "grievance that an ordinary customer carries: experience counts the difference (centre)")] = 0.41
    promise: Annotated[float, Parameter(0.0, 1.0, "SD for an SD", "how far a promise pulls expectation of customers above what they have met (newcomers: loyalty)",
        "Oliver 1980 (form); Boulding et al. 1993 (expectations follow what is delivered; direction)", "assumed")] = 0.2
    competitor: Annotated[float, Parameter(0.0, 1.0, "SD for an SD", "how far what competitors offer pulls expectation up")] = 0.25
    price: Annotated[float, Parameter(0.0, 8.0, "SD", "worse value for an e-fold of price that customers are not used to",
        "experiments/price: with loyalty's two weights of price, customers have the mean elasticity of Bijmolt et al. 2005", "assumed")] = 5.0
    used_weeks: Annotated[float, Parameter(13, 260, "weeks", "how soon customers get used to a price",
        "Kalyanaram and Winer 1995 (reference prices follow prices paid; direction)", "assumed")] = 104.0
    used_share: Annotated[float, Parameter(0.0, 1.0, "share", "how far a price that customers are used to no longer counts as dear or cheap; others' prices stay in sight",
        "Kalyanaram and Winer 1995 (direction)", "assumed")] = 0.85
    control: Annotated[float, Parameter(0.0, 0.1, "SD for an SD", "joy of having a say in the service", "Chan, Yim and Lam 2010 (direction)", "assumed")] = 0.03
    control_effort: Annotated[float, Parameter(0.0, 0.03, "SD for an SD squared", "what taking part costs the customer", "Blut, Heirati and Schoefer 2020 (direction)", "assumed")] = 0.006


@law
def hardness_of_a_no(clarity, explanation, maturity, asked_too_much, p_clear, p_explained, p_mature, p_too_much):
    """How hard a refusal falls (1: reference): less when it is clear, explained and the customer mature."""
    return clip(1.0 - p_clear * clarity - p_explained * explanation - p_mature * maturity + p_too_much * max(asked_too_much, 0.0), 0.1, 2.5)


@law
def answer_felt(answer, dropped, decision_weeks, hardness, demanding, p_accepted, p_granted, p_refused, p_dropped, p_decision):
    """What the answer to a special wish adds to experience, in SD."""
    no = p_refused * max(-answer, 0.0) + p_dropped * dropped
    return p_accepted * exp(-p_granted * demanding) * max(answer, 0.0) - hardness * no - p_decision * abs(answer) * (decision_weeks - 1.0)


@law
def next_usual_price(usual, price, weeks):
    """The (log) price that a customer is used to follows the one it pays."""
    return usual + (price - usual) / weeks


@law
def price_felt(price, usual, used, weight):
    """Worse or better value for money, in SD: what a (log) price differs from the one that the customer has got used to."""
    return weight * (price - used * usual)


@law
def part_felt(participation, control, effort):
    """Taking part: having a say pleases, what it costs the customer wears that off."""
    return control * participation - effort * max(participation, 0.0) * max(participation, 0.0)


@law
def promised_and_seen(promise, competitor, p_promise, p_competitor):
    """How far promises and what others offer hold expectation above what is met."""
    return p_promise * promise + p_competitor * competitor


@law
def experience_met(taste, quality, draw, around, p_taste, p_quality, p_luck):
    """What a customer meets in one contact, in SD: taste, quality, luck and what is around it."""
    return p_taste * taste + p_quality * quality + p_luck * draw + around


@law
def next_expectation(expectation, experience, above, contact, update, drift):
    """Expectation follows experience, what is promised and what others offer, and drifts up when the world does."""
    return expectation + contact * update * (experience + above - expectation) + drift / 52.0


@law
def next_satisfaction(satisfaction, experience, expectation, contact, memory, gain, loss_ratio, base):
    """Satisfaction follows experience and surprise; disappointment weighs more than delight."""
    surprise = experience - expectation
    weighed = gain * surprise if surprise > 0.0 else gain * loss_ratio * surprise
    return satisfaction + contact * memory * (experience + weighed - base - satisfaction)


@sweep
def customers_take_in_what_they_meet(customers, journeys, teams, units, firm, practice, world, balance, chart, p, luck, on, week, unit):
    """Customers take in what they meet: experience against expectation."""
    lanes = firm.alive.size
    around, above, price = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    told, mature, too_much = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    for lane in range(lanes):
        units.contacts[unit, lane] = 0.0
        units.expectation_gap[unit, lane] = 0.0
        units.delighted[unit, lane] = 0.0
        part = part_felt(lever_sd(practice.customer_participation[lane], PARTICIPATION), p.control[lane], p.control_effort[lane])
        around[lane] = firm.confidence[lane] + part
        price[lane] = log(practice.price_level[lane])
        above[lane] = on.experience[lane] * promised_and_seen(practice.promise_level[lane], world.competitor[lane], p.promise[lane], p.competitor[lane])
        told[lane] = lever_sd(practice.explanation[lane], EXPLANATION)
        mature[lane] = lever_sd(world.customer_maturity[lane], MATURITY)
        too_much[lane] = lever_sd(practice.maturity_belief[lane], world.customer_maturity[lane])
    for c in range(chart.unit_first_customer[unit], chart.unit_first_customer[unit + 1]):
        r = chart.customer_journey[c]
        front = chart.journey_team[r, 0]
        for lane in range(lanes):
            first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(chart.customer_entity[c]), in_week(week, CUSTOMER_MOMENT))
            acts, dropped = on.experience[lane], customers.dropped[c, lane]
            customers.price_usual[c, lane] = acts * next_usual_price(customers.price_usual[c, lane], price[lane], p.used_weeks[lane])
            dear = price_felt(price[lane], customers.price_usual[c, lane], p.used_share[lane], p.price[lane])
            contact, expected = customers.contact[c, lane], customers.expectation[c, lane]
            hardness = hardness_of_a_no(teams.clarity[front, lane], told[lane], mature[lane] + customers.maturity[c, lane], too_much[lane], p.clear[lane],
                                        p.explained[lane], p.mature[lane], p.too_much[lane])
            odd = answer_felt(customers.answer[c, lane], dropped, journeys.decision[r, lane], hardness, customers.demanding[c, lane], p.accepted[lane],
                              p.granted[lane], p.refused[lane], p.turned_away[lane], p.decision[lane])
            remembered = p.grievance[lane] * (customers.grievance[c, lane] - p.ordinary_grievance[lane])
            met = experience_met(customers.taste[c, lane], acts * (1.0 - dropped) * journeys.quality[r, lane], rough_normal(first, second),
                                 acts * (odd + around[lane] - dear - remembered - p.given_up[lane] * journeys.given_up[r, lane]), p.taste_weight[lane],
                                 p.quality_weight[lane], p.luck[lane])
            meets = contact + acts * dropped
            customers.satisfaction[c, lane] = next_satisfaction(customers.satisfaction[c, lane], met, expected, meets,
                                                                p.memory[lane], p.gain_weight[lane], p.loss_ratio[lane], balance.satisfaction_base[lane])
            customers.expectation[c, lane] = next_expectation(expected, met, above[lane], meets, p.update[lane], world.demand_drift[lane])
            units.contacts[unit, lane] += contact
            units.expectation_gap[unit, lane] += contact * (expected - met)
            units.delighted[unit, lane] += contact if met - expected > DELIGHT else 0.0
