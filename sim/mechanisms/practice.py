"""Practice: what people meet follows what leaders intend, late, diluted by distance, and at a price.

    practice(t+1) = practice(t) + (reference + (intended - reference) * (1 - distance_loss)^layers - practice(t)) * rate
    rate = 1 / ramp weeks away from the reference, 1 / fade weeks back to it

Levers of leadership and trust are diluted by each layer of managers; pay, hours and head-count are not. Each lever takes hours and money by its dose;
what it costs once is paid up front, as practice grows. Rows: A13, E3. Switched off, practice is policy at once.
"""

from typing import Annotated, NamedTuple

from sim.compiled import law, sweep
from sim.vocabulary import Parameter


class PracticeParameters(NamedTuple):
    """How policy becomes practice."""

    distance_loss: Annotated[float, Parameter(0.0, 0.15, "share a layer", "how much of an intention each layer of managers loses")] = 0.03
    price_level: Annotated[float, Parameter(0.0, 3.0, "ratio", "price of all levers, against their declared prices")] = 1.0


@law
def reached(intended, reference, diluted, distance_loss, layers):
    """What is left of an intention after the layers that dilute it."""
    return reference + (intended - reference) * (1.0 - diluted * min(1.0, distance_loss * layers))


@law
def next_practice(lived, aim, reference, ramp_rate, fade_rate, on):
    """Practice moves to its aim: with the ramp away from the reference, with the fade back to it."""
    rate = ramp_rate if (aim - lived) * (lived - reference) >= 0.0 else fade_rate
    return lived + (1.0 + on * (rate - 1.0)) * (aim - lived)


@law
def paid_once(before, after, reference):
    """Dose that is new this week: how much further practice has moved from the reference, up or down."""
    return max(abs(after - reference) - abs(before - reference), 0.0)


@sweep
def leaders_put_policy_into_practice(blocks, levers, firm, p, on, layers, row):
    """Leaders put policy into practice: late, diluted by distance, and at a price in hours and money."""
    for lane in range(firm.alive.size):
        firm.programme_hours[lane] = 0.0
        firm.programme_manager_hours[lane] = 0.0
        firm.programme_euro[lane] = 0.0
    for k in range(levers.reference.size):
        for lane in range(firm.alive.size):
            before = blocks.practice[k, lane]
            loss = on.practice[lane] * p.distance_loss[lane]
            aim = reached(blocks.path[row, k, lane], levers.reference[k], levers.diluted[k], loss, layers)
            after = next_practice(before, aim, levers.reference[k], levers.ramp_rate[k], levers.fade_rate[k], on.practice[lane])
            blocks.practice[k, lane] = after
            dose = p.price_level[lane] * (after - levers.reference[k])
            once = p.price_level[lane] * paid_once(before, after, levers.reference[k])
            firm.programme_hours[lane] += dose * levers.hours[k]
            firm.programme_manager_hours[lane] += dose * levers.manager_hours[k]
            firm.programme_euro[lane] += dose * levers.euro_week[k] + once * levers.euro_once[k]
