"""Loyalty: dissatisfied customers leave, satisfied ones bring others.

    chance of leaving a week = alternatives * exp(base - slope * satisfaction + drawn away);   drawn away = competitors' offer + price not yet usual
    customers who come = inflow * demand * alternatives * still to win * exp(promise, with falling gain - competitors' offer - price)
                         * ((1 - word of mouth) * start * exp(supplier * name as a supplier) + word of mouth * delight * customers * exp(reputation * satisfaction of the unit))
    still to win = (1 - share * customers / start) / (1 - share);   share: of the market's customers who are here at the start
    delight = 1 + talk * (share of those served who met an SD more than expected - the ordinary share)
    voice = (satisfaction of those here + satisfaction with which those left who left within about a year), mean over both - base

Those who stay are the satisfied: their mean rises when others leave. So the voice of customers counts who left, as they left. Leaders' surveys ask those who
are here; what leaders see is the mean of survivors. Newcomers compare the price itself, customers the price with the one they are used to (experience).
Satisfaction reaches those who are no customers yet by two ways, and counts once in each: those who come by word of mouth hear it from customers, the market at large knows a name,
a year late (reputation). Who left is in the market again: the fewer customers a firm has, the more there are to win, so a firm that lost some to a dip grows back
(half in five years where it holds a quarter of its market; in seven and a half if the market has no end), and growth meets an end.
Rows: B4 (customers), C2 (a vision that customers share), C3 (a promise draws), C12, D10. Source: satisfaction to repurchase, logit slope .6 for an SD (Szymanski and
Henard 2001); Bass 1969 (form of word of mouth, and of a market that has an end); Bijmolt et al. 2005 (price). Delight adds little (Dixon, Freeman and Toman 2010), so its weight is small.
Switched off: customers come and go as in the reference, by their taste (those hard to please leave sooner), whatever they live through.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import VISITS, bounded, clip, exp, log
from sim.compiled import law, part, sweep
from sim.draws import START_MOOD, TRAIT_CUSTOMER, TRAIT_MATURITY, at_birth, normals, words
from sim.vocabulary import Parameter

ORDINARY_LEAVING = np.float32(0.15 / 52.0)
"""Chance a week of leaving in the reference: 15 % a year."""
GONE_AT_FIRST = np.float64(0.15)
"""Customers who left before the first week, as a share: in the reference 15 % leave in a year, and so many are remembered."""


class LoyaltyParameters(NamedTuple):
    """How customers come and go."""

    slope: Annotated[float, Parameter(0.3, 1.2, "log odds for an SD", "how much satisfaction keeps", "Szymanski and Henard 2001", "published")] = 0.6
    word_of_mouth: Annotated[float, Parameter(0.0, 0.8, "share", "part of new customers that comes through present ones", "Bass 1969 (form)", "published")] = 0.4
    share: Annotated[float, Parameter(0.0, 0.6, "share", "part of its market's customers that a unit has in the reference (0: a market without end)",
        "Bass 1969 (form: newcomers come from those who are not customers yet)", "assumed")] = 0.25
    reputation: Annotated[float, Parameter(0.0, 1.0, "log ratio for an SD", "how much a unit's satisfaction draws those who hear of it by word of mouth")] = 0.3
    start_spread: Annotated[float, Parameter(0.0, 1.0, "SD", "how much newcomers' first satisfaction differs, beside their taste")] = 0.45
    size_spread: Annotated[float, Parameter(0.0, 0.8, "log ratio", "how much customers' need of service differs")] = 0.4
    competitor: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "how much a better offer elsewhere draws away, and keeps newcomers away")] = 0.15
    price_leave: Annotated[float, Parameter(0.0, 8.0, "log ratio for an e-fold", "leaving by a price that is not usual yet, beside the worse value that is felt",
        "experiments/price: fitted to the mean elasticity of Bijmolt et al. 2005 after three and ten years", "assumed")] = 3.5
    price_come: Annotated[float, Parameter(0.0, 5.0, "log ratio for an e-fold", "newcomers lost when prices rise; word of mouth makes more of it in the end, a market with an end less",
        "experiments/price: -2.62 of Bijmolt et al. 2005 times (1 - .4 + .25 / .75) is 2.45, a tenth of which the felt value takes", "assumed")] = 2.2
    supplier: Annotated[float, Parameter(0.0, 0.5, "log ratio for an SD", "newcomers drawn by the reputation as a supplier, word of mouth apart")] = 0.1
    promise: Annotated[float, Parameter(0.0, 0.5, "log ratio for an SD", "newcomers drawn by a promise, with falling gain",
        "Vakratsas and Ambler 1999 (returns of advertising diminish; direction)", "assumed")] = 0.15
    promise_taken: Annotated[float, Parameter(0.0, 1.0, "SD for an SD", "how far newcomers take a promise at its word")] = 0.4
    delight: Annotated[float, Parameter(0.0, 2.0, "ratio for the whole", "word of mouth from the delighted", "Dixon, Freeman and Toman 2010 (small)", "assumed")] = 0.5
    ordinary_delight: Annotated[float, Parameter(0.05, 0.5, "share", "those served who are delighted in the reference (centre)")] = 0.213


@law
def drawn_away(competitor, price, usual, used, p_competitor, p_price):
    """What draws a customer away, satisfaction apart: better offers and (log) prices higher than those that it is used to."""
    return p_competitor * competitor + p_price * (price - used * usual)


@law
def appeal(promise, competitor, price, p_promise, p_competitor, p_price):
    """What draws those who are no customers yet, fame apart: promises, less better offers and higher (log) prices. Twice the promise is not believed twice."""
    return p_promise * bounded(promise, 1.0) - p_competitor * competitor - p_price * price


@law
def still_to_win(now, start, share):
    """Customers elsewhere in the market, against those of the reference (1): who left may be won again, who is here no more."""
    return max(1.0 - share * now / max(start, 1.0), 0.0) / (1.0 - share)


@law
def talk_of_delight(delighted, contacts, ordinary, weight):
    """How much more is told by word of mouth because more than usual are delighted (1: reference; nobody served, nothing new to tell)."""
    share = delighted / contacts if contacts > 0.5 else ordinary
    return max(1.0 + weight * (share - ordinary), 0.0)


@law
def leave_by_kind(taste, weight, slope):
    """Chance a week of leaving in the reference, by taste: 15 % a year of all who are here, as those who are hard to please have left (their tastes then lie
    slope * weight above newcomers', with the same spread)."""
    push = slope * weight
    return ORDINARY_LEAVING * exp(0.5 * push * push - push * taste)


@law
def leave_chance(satisfaction, away, base, slope, alternatives, by_kind, on):
    """Chance that a customer leaves this week; switched off, what is ordinary for its kind, whatever is felt."""
    return min(alternatives * (by_kind + on * (exp(base - slope * satisfaction + away) - by_kind)), 0.5)


@law
def remembered(sum_so_far, more):
    """A sum over those who left within about a year: each counts less week by week."""
    return sum_so_far - sum_so_far / 52.0 + more


@law
def joiners(start, now, market, base, word_of_mouth, talk, heard, known, draw):
    """Customers who come this week, on average: those at large by what is known of the supplier, others by what they hear from customers."""
    return base * market * ((1.0 - word_of_mouth) * start * exp(known) + word_of_mouth * talk * now * exp(heard)) * exp(draw)


@law
def customer_size(draw, spread):
    """A customer's need of service: log-normal with mean 1."""
    return min(exp(spread * draw - 0.5 * spread * spread), 6.0)


@part
def _newcomer(customers, c, lane, entity, luck, p, taste_weight, base, visit_hours, promised, bears, price):
    """Somebody new takes an empty customer seat."""
    customers.generation[c, lane] += 1
    generation = customers.generation[c, lane]
    first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(entity), at_birth(generation, TRAIT_CUSTOMER))
    taste, size = normals(first, second)
    first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(entity), at_birth(generation, START_MOOD))
    mood, _ = normals(first, second)
    first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(entity), at_birth(generation, TRAIT_MATURITY))
    mature, _ = normals(first, second)
    customers.maturity[c, lane] = mature
    customers.grievance[c, lane] = bears
    customers.taste[c, lane] = taste
    customers.size[c, lane] = customer_size(size, p.size_spread[lane])
    customers.expectation[c, lane] = taste_weight[lane] * taste + promised
    customers.satisfaction[c, lane] = taste_weight[lane] * taste - base[lane] + p.start_spread[lane] * mood
    customers.demanding[c, lane] = 0.0
    customers.price_usual[c, lane] = price
    customers.hours_used[c, lane] = customers.size[c, lane] * visit_hours


@sweep
def customers_come_and_go(customers, units, firm, practice, world, balance, chart, p, experience, demand, luck, on, unit):
    """Customers come and go: the dissatisfied leave, the satisfied bring others."""
    lanes = firm.alive.size
    price = np.zeros(lanes, np.float32)
    first_seat, last_seat = chart.unit_first_customer[unit], chart.unit_first_customer[unit + 1]
    for lane in range(lanes):
        felt = np.float32(on.loyalty[lane] * units.satisfaction[unit, lane])
        price[lane] = log(practice.price_level[lane])
        draw = appeal(practice.promise_level[lane], world.competitor[lane], price[lane], p.promise[lane], p.competitor[lane], p.price_come[lane])
        talk = talk_of_delight(np.float32(units.delighted[unit, lane]), np.float32(units.contacts[unit, lane]), p.ordinary_delight[lane],
                               on.loyalty[lane] * p.delight[lane])
        now = np.float32(units.customers[unit, lane])
        market = firm.demand[lane] * world.alternatives[lane] * still_to_win(now, chart.unit_start_customers[unit], p.share[lane])
        expected = joiners(chart.unit_start_customers[unit], now, market, balance.join_base[lane], p.word_of_mouth[lane], talk, p.reputation[lane] * felt,
                           on.loyalty[lane] * p.supplier[lane] * firm.supplier[lane], on.loyalty[lane] * draw)
        empty = max(last_seat - first_seat - units.customers[unit, lane], np.float64(1.0))
        units.join_chance[unit, lane] = firm.alive[lane] * clip(expected / np.float32(empty), 0.0, 0.5)
        units.customers[unit, lane] = 0.0
        units.satisfaction[unit, lane] = 0.0
        units.joined[unit, lane] = 0.0
        units.left[unit, lane] = 0.0
    joy, joy_gone, new = np.zeros(lanes), np.zeros(lanes), np.zeros(lanes)
    for c in range(first_seat, last_seat):
        newcomers = np.int32(0)
        for lane in range(lanes):
            here, fate = customers.active[c, lane], customers.fate[c, lane]
            by_kind = leave_by_kind(customers.taste[c, lane], experience.taste_weight[lane], p.slope[lane])
            away = drawn_away(world.competitor[lane], price[lane], customers.price_usual[c, lane], experience.used_share[lane], p.competitor[lane],
                              p.price_leave[lane])
            risk = leave_chance(customers.satisfaction[c, lane], away, balance.churn_base[lane], p.slope[lane], world.alternatives[lane], by_kind,
                                on.loyalty[lane])
            leaves = here if (fate < risk) | (firm.alive[lane] < 0.5) else 0.0
            comes = 1.0 - here if fate < units.join_chance[unit, lane] else 0.0
            customers.active[c, lane] = here - leaves + comes
            units.left[unit, lane] += leaves
            units.joined[unit, lane] += comes
            new[lane] = comes
            newcomers += np.int32(comes)
            units.customers[unit, lane] += here - leaves + comes
            joy[lane] += (here - leaves) * customers.satisfaction[c, lane]
            joy_gone[lane] += leaves * customers.satisfaction[c, lane]
        if newcomers > 0:
            steps = np.float32(chart.journey_steps[chart.customer_journey[c]])
            for lane in range(lanes):
                if new[lane] > 0.5:
                    _newcomer(customers, c, lane, chart.customer_entity[c], luck, p, experience.taste_weight, balance.satisfaction_base,
                              VISITS * steps * balance.hours_per_visit[lane] * demand.request_rate[lane],
                              on.loyalty[lane] * p.promise_taken[lane] * practice.promise_level[lane],
                              (1.0 - on.complaints[lane]) * experience.ordinary_grievance[lane], on.experience[lane] * price[lane])
                    joy[lane] += customers.satisfaction[c, lane]
    for lane in range(lanes):
        units.satisfaction[unit, lane] = np.float32(joy[lane] / max(units.customers[unit, lane], np.float64(1.0)))
        if units.gone[unit, lane] <= 0.0:
            # The first week: people had left before as they do in an ordinary year, and balance knows how satisfied they were.
            units.gone[unit, lane] = GONE_AT_FIRST * chart.unit_start_customers[unit]
            units.gone_joy[unit, lane] = balance.voice_base[lane] * (chart.unit_start_customers[unit] + units.gone[unit, lane])
        units.gone[unit, lane] = remembered(units.gone[unit, lane], units.left[unit, lane])
        units.gone_joy[unit, lane] = remembered(units.gone_joy[unit, lane], joy_gone[lane])
        all_asked = max(units.customers[unit, lane] + units.gone[unit, lane], np.float64(1.0))
        units.voice[unit, lane] = np.float32((joy[lane] + units.gone_joy[unit, lane]) / all_asked) - balance.voice_base[lane]
