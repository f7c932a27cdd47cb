"""Practice: what people meet follows what leaders intend, late, diluted by distance and fear, squeezed under pressure, and at a price.

    practice(t+1) = practice(t) + (aim - practice(t)) * rate
    aim = reference + (intended - reference) * (1 - lost on the way) * (1 - not taken over), less what leaders' pressure squeezes
    rate = pace / ramp weeks away from the reference, 1 / (fade weeks * know-how) back to it
    price = declared price * (dose + price rise * max(dose, 0)^2 / range);   a lever that is counted in hours takes its hours, no more and no less

Lost on the way: each layer of managers takes a part of what leadership and trust intend; managers who fear keep back the room they should hand on. Not taken
over: people do not take over all of a programme, less of a big one and less when they are tired of change. Small steps and why-before-how start slower. What
has become know-how fades more slowly once the push ends. Leaders' pressure eats what is meant for later (training, having a say, room for mistakes); time for
improving is not squeezed here, because people's own choice of hours does that already. What leaders do with their own hands is not diluted; pay, hours,
prices and head-count go by order. Each lever takes hours and money by the dose that is rolled out, taken over or not; what it costs once is paid up front.
The first part of a dose is the cheapest, the last the dearest: nobody would leave a lever half way if the second half came as cheaply as the first (assumed);
but an hour of training is an hour.
When leaders have lost their resolve, the aim is the old policy. Rows: A12, A13, B7, D12, E3. Source: dilution, adoption and their sizes assumed; change that
comes often or big is resisted (Rafferty and Griffin 2006, direction). Switched off, practice is policy at once.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import clip, exp, lever_sd
from sim.compiled import law, part, sweep
from sim.policy import LEVERS, Policy
from sim.vocabulary import Parameter

STYLE, ORDER = np.float32(Policy().change_style), np.float32(Policy().message_order)
STYLE_AT, ORDER_AT = LEVERS.index("change_style"), LEVERS.index("message_order")

BY_LEADERS = frozenset({"profit_chasing", "voice_customer", "voice_business", "voice_employee", "leader_visibility", "leader_customer_contact",
                        "measure_engagement", "patience_weeks", "executive_pay_gap", "shareholder_focus"})
"""Levers that leaders move with their own hands: no layer dilutes them and nobody else has to change for them."""

BY_ORDER = frozenset({"reward_intensity", "kpi_weight", "csat_weight", "joint_okr_weight", "slack_share", "compliance_load", "task_division", "staffing",
                      "cost_cut", "training", "home_working", "promise_level", "price_level"})
"""Levers that work as they are ordered: nobody has to take them over."""

PAY_AND_HEADS = frozenset({"reward_intensity", "kpi_weight", "csat_weight", "joint_okr_weight", "staffing", "price_level", "promise_level"})
"""Levers of pay, head-count and price: not felt as a change of the work."""

ROOM_GIVEN = frozenset({"autonomy", "psychological_safety", "leader_listening", "self_management", "responsibility", "results_steering", "room_for_mistakes",
                        "guiding_principle", "involvement", "talent_room"})
"""Levers that hand room to people: managers who fear keep it back."""

FOR_LATER = frozenset({"training", "involvement", "room_for_mistakes"})
"""Levers whose worth comes later: leaders' pressure squeezes them (slack_share is squeezed where people choose their hours, and only there)."""


class PracticeParameters(NamedTuple):
    """How policy becomes practice."""

    distance_loss: Annotated[float, Parameter(0.0, 0.15, "share a layer", "how much of an intention each layer of managers loses")] = 0.03
    price_level: Annotated[float, Parameter(0.0, 3.0, "ratio", "price of all levers, against their declared prices (an hour stays an hour)")] = 1.0
    price_rise: Annotated[float, Parameter(0.0, 3.0, "1", "how much dearer the last part of a dose is: what a dose over the whole range costs more than its declared price")] = 1.0
    fear_loss: Annotated[float, Parameter(0.0, 0.3, "share for an SD",
        "how much of the room they should hand on managers keep back for each SD of doubt")] = 0.1
    squeeze: Annotated[float, Parameter(0.0, 0.8, "share", "what leaders' full pressure takes from training, having a say and room for mistakes")] = 0.3
    unadopted: Annotated[float, Parameter(0.0, 0.4, "share", "part of a programme that people do not take over, in the reference's style of change")] = 0.1
    style_adoption: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "how far small steps lower that part")] = 0.25
    fatigue_adoption: Annotated[float, Parameter(0.0, 0.8, "log ratio for an SD", "how far being tired of change raises that part",
        "Rafferty and Griffin 2006; Bernerth, Walker and Harris 2011 (direction)", "assumed")] = 0.3
    style_pace: Annotated[float, Parameter(0.0, 0.3, "log ratio for an SD", "how much slower small steps move practice")] = 0.1
    order_pace: Annotated[float, Parameter(0.0, 0.3, "log ratio for an SD", "how much later change starts when why comes before how")] = 0.06


@law
def lost_on_the_way(diluted, room, distance_loss, layers, fear_loss, doubt):
    """Part of an intention that does not reach the floor: layers dilute it, and managers who fear keep back room that they should hand on."""
    return clip(diluted * distance_loss * layers + room * fear_loss * max(doubt, 0.0), 0.0, 0.9)


@law
def not_taken_over(unadopted, style, fatigue, know_how, style_weight, fatigue_weight):
    """Part of a programme that people do not take over: less in small steps and with know-how, more when they are tired of change."""
    return min(unadopted * exp(fatigue_weight * fatigue - style_weight * style) / max(know_how, 0.2), 0.8)


@law
def pace_of_change(style, order, style_weight, order_weight):
    """How quickly practice moves against the declared ramp: small steps, and why before how, take longer."""
    return exp(-style_weight * style - order_weight * order)


@law
def left_by_pressure(push, squeeze):
    """What leaders' pressure leaves of what is meant for later; ordinary ups and downs (a tenth of full pressure) leave all."""
    return 1.0 - squeeze * max(push - 0.1, 0.0)


@law
def reached(intended, reference, lost, unadopted):
    """What is left of an intention after what is lost on the way and what is not taken over."""
    return reference + (intended - reference) * (1.0 - lost) * (1.0 - unadopted)


@law
def ramp_now(rate, adopting, pace):
    """The share of the way that practice moves in a week: what people have to take over goes at the pace of change."""
    return min(rate * (1.0 + adopting * (pace - 1.0)), 1.0)


@law
def fade_now(rate, adopting, know_how):
    """The share of the way back that practice loses in a week: what has become know-how stays longer."""
    return rate / (1.0 + adopting * (max(know_how, 1.0) - 1.0))


@law
def next_practice(lived, aim, reference, ramp_rate, fade_rate, on):
    """Practice moves to its aim: with the ramp away from the reference, with the fade back to it."""
    rate = ramp_rate if (aim - lived) * (lived - reference) >= 0.0 else fade_rate
    return lived + (1.0 + on * (rate - 1.0)) * (aim - lived)


@law
def rolled_out(lived, reference, unadopted):
    """The dose that is rolled out and paid for, of which people live a part."""
    return (lived - reference) / (1.0 - unadopted)


@law
def dear(dose, span, rise):
    """The dose that is paid for by the week: beyond the reference each further part costs more than the one before."""
    return dose + rise * max(dose, 0.0) * max(dose, 0.0) / span


@law
def taken_for(dose, dear_dose, price):
    """Hours or money a week for a dose: what a lever takes grows dearer, what it saves does not."""
    return dear_dose * max(price, 0.0) + dose * min(price, 0.0)


@law
def paid_once(before, after, reference):
    """Dose that is new this week: how much further practice has moved from the reference, up or down."""
    return max(abs(after - reference) - abs(before - reference), 0.0)


@sweep
def leaders_put_policy_into_practice(blocks, levers, teams, firm, p, on, layers, row):
    """Leaders put policy into practice: late, diluted by distance and fear, squeezed under pressure, and at a price in hours and money."""
    lanes = firm.alive.size
    fear, way = np.zeros(lanes), np.zeros((4, lanes), np.float32)
    managers = max(np.float64(teams.doubt.shape[0]), np.float64(1.0))
    for t in range(teams.doubt.shape[0]):
        for lane in range(lanes):
            fear[lane] += teams.doubt[t, lane]
    for lane in range(lanes):
        _a_week_of_change_begins(blocks, firm, way, p, on.practice[lane], np.float32(fear[lane] / managers), lane)
    for k in range(levers.reference.size):
        for lane in range(lanes):
            _one_lever(blocks, levers, firm, way, p, on.practice[lane], layers, row, k, lane)


@part
def _a_week_of_change_begins(blocks, firm, way, p, on, doubt, lane):
    """What one firm's practice meets on its way this week: fear, what is not taken over, pace, what pressure leaves."""
    style, order = lever_sd(blocks.practice[STYLE_AT, lane], STYLE), lever_sd(blocks.practice[ORDER_AT, lane], ORDER)
    way[0, lane] = on * doubt
    way[1, lane] = on * not_taken_over(p.unadopted[lane], style, firm.fatigue[lane], firm.know_how[lane], p.style_adoption[lane], p.fatigue_adoption[lane])
    way[2, lane] = pace_of_change(style, order, p.style_pace[lane], p.order_pace[lane])
    way[3, lane] = left_by_pressure(firm.pressure[lane], on * p.squeeze[lane])
    firm.programme_hours[lane] = 0.0
    firm.programme_manager_hours[lane] = 0.0
    firm.programme_leader_hours[lane] = 0.0
    firm.programme_euro[lane] = 0.0
    firm.change[lane] = 0.0
    firm.intended[lane] = 0.0
    firm.lived[lane] = 0.0


@part
def _one_lever(blocks, levers, firm, way, p, on, layers, row, k, lane):
    """One lever of one firm: where practice goes, and what it takes."""
    before, reference, asked = blocks.practice[k, lane], levers.reference[k], blocks.path[row, k, lane]
    intended = asked if firm.resolve[lane] > 0.5 else reference
    lost = lost_on_the_way(levers.diluted[k], levers.room[k], on * p.distance_loss[lane], layers, p.fear_loss[lane], way[0, lane])
    unadopted = levers.adopting[k] * way[1, lane]
    aim = reached(intended, reference, lost, unadopted)
    aim = aim * way[3, lane] if levers.for_later[k] > 0.5 else aim
    after = next_practice(before, aim, reference, ramp_now(levers.ramp_rate[k], levers.adopting[k], way[2, lane]),
                          fade_now(levers.fade_rate[k], levers.adopting[k], firm.know_how[lane]), on)
    blocks.practice[k, lane] = after
    rolled = rolled_out(after, reference, unadopted)
    dose = p.price_level[lane] * rolled
    once = p.price_level[lane] * paid_once(before, after, reference) / (1.0 - unadopted)
    steep = p.price_level[lane] * dear(rolled, levers.span[k], p.price_rise[lane])
    each = rolled if levers.in_hours[k] > 0.5 else dose
    every = rolled if levers.in_hours[k] > 0.5 else steep
    firm.programme_hours[lane] += taken_for(each, every, levers.hours[k])
    firm.programme_manager_hours[lane] += taken_for(each, every, levers.manager_hours[k])
    firm.programme_leader_hours[lane] += taken_for(each, every, levers.leader_hours[k])
    firm.programme_euro[lane] += taken_for(dose, steep, levers.euro_week[k]) + once * levers.euro_once[k]
    firm.change[lane] += on * levers.felt[k] * abs(after - before) / levers.span[k]
    firm.intended[lane] += levers.chosen[k] * abs(asked - reference) / levers.span[k]
    firm.lived[lane] += levers.chosen[k] * abs(after - reference) / levers.span[k]
