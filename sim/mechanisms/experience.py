"""Experience: customers compare what they meet with what they expect; a loss weighs twice a gain.

    experience   = taste + weight * quality of the journey + luck + exception given or refused - wait for a decision + confidence
    surprise     = experience - expectation, times gain or loss weight
    expectation += update * (experience - expectation);   satisfaction += memory * (experience + surprise - base - satisfaction)

Rows: C12, A16, D4 (part), D10. Source: Oliver 1980; Anderson and Sullivan 1993; Mittal et al. 1998 (losses about twice gains).
Switched off: customers meet ordinary quality, whatever is done.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.compiled import law, sweep
from sim.draws import CUSTOMER_MOMENT, in_week, rough_normal, words
from sim.vocabulary import Parameter


class ExperienceParameters(NamedTuple):
    """How customers take in what they meet."""

    quality_weight: Annotated[float, Parameter(0.3, 0.7, "SD for an SD", "experience from quality", "Brown and Lam 2008; Szymanski and Henard 2001", "published")] = 0.5
    taste_weight: Annotated[float, Parameter(0.3, 1.0, "SD", "how much customers differ in being pleased")] = 0.7
    luck: Annotated[float, Parameter(0.5, 2.0, "SD", "luck of a single contact")] = 1.2
    update: Annotated[float, Parameter(0.02, 0.2, "1/contact", "how fast expectation follows experience", "Oliver 1980 (form)", "published")] = 0.05
    memory: Annotated[float, Parameter(0.05, 0.5, "1/contact", "how fast satisfaction follows experience")] = 0.2
    gain_weight: Annotated[float, Parameter(0.05, 0.5, "SD for an SD", "weight of what is better than expected")] = 0.15
    loss_ratio: Annotated[float, Parameter(1.5, 3.0, "ratio", "weight of what is worse, against better", "Anderson and Sullivan 1993", "published")] = 2.0
    accepted: Annotated[float, Parameter(0.0, 0.6, "SD", "joy of an exception accepted")] = 0.15
    refused: Annotated[float, Parameter(0.0, 0.8, "SD", "disappointment of an exception refused")] = 0.2
    decision: Annotated[float, Parameter(0.0, 0.3, "SD a week", "irritation of waiting for a decision beyond the reference")] = 0.05


@law
def experience_met(taste, quality, draw, answer, decision_weeks, confidence, p_taste, p_quality, p_luck, p_accepted, p_refused, p_decision):
    """What a customer meets in one contact, in SD."""
    odd = p_accepted * max(answer, 0.0) - p_refused * max(-answer, 0.0) - p_decision * abs(answer) * (decision_weeks - 1.0)
    return p_taste * taste + p_quality * quality + p_luck * draw + odd + confidence


@law
def next_expectation(expectation, experience, contact, update, drift):
    """Expectation follows experience, and drifts up when the world does."""
    return expectation + contact * update * (experience - expectation) + drift / 52.0


@law
def next_satisfaction(satisfaction, experience, expectation, contact, memory, gain, loss_ratio, base):
    """Satisfaction follows experience and surprise; disappointment weighs more than delight."""
    surprise = experience - expectation
    weighed = gain * surprise if surprise > 0.0 else gain * loss_ratio * surprise
    return satisfaction + contact * memory * (experience + weighed - base - satisfaction)


@sweep
def customers_take_in_what_they_meet(customers, journeys, units, firm, world, balance, chart, p, luck, on, week, unit):
    """Customers take in what they meet: experience against expectation."""
    lanes = firm.alive.size
    for lane in range(lanes):
        units.contacts[unit, lane] = 0.0
        units.expectation_gap[unit, lane] = 0.0
        units.delighted[unit, lane] = 0.0
    for c in range(chart.unit_first_customer[unit], chart.unit_first_customer[unit + 1]):
        r = chart.customer_journey[c]
        for lane in range(lanes):
            first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(chart.customer_entity[c]), in_week(week, CUSTOMER_MOMENT))
            acts = on.experience[lane]
            contact, expected = customers.contact[c, lane], customers.expectation[c, lane]
            met = experience_met(customers.taste[c, lane], acts * journeys.quality[r, lane], rough_normal(first, second), acts * customers.answer[c, lane],
                                 journeys.decision[r, lane], acts * firm.confidence[lane], p.taste_weight[lane], p.quality_weight[lane], p.luck[lane],
                                 p.accepted[lane], p.refused[lane], p.decision[lane])
            customers.satisfaction[c, lane] = next_satisfaction(customers.satisfaction[c, lane], met, expected, contact,
                                                                p.memory[lane], p.gain_weight[lane], p.loss_ratio[lane], balance.satisfaction_base[lane])
            customers.expectation[c, lane] = next_expectation(expected, met, contact, p.update[lane], world.demand_drift[lane])
            units.contacts[unit, lane] += contact
            units.expectation_gap[unit, lane] += contact * (expected - met)
            units.delighted[unit, lane] += contact if met - expected > 1.0 else 0.0
