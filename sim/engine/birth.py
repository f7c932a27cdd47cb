"""Birth: how people, teams, units and customers come into being, already as old and as content as those who have stayed.

People and customers at the start are drawn from the renewal-stationary law: somebody of a random age is taken only with the chance to have stayed that long.
Without this the reference drifts for ten years (profit by half), because leavers are the disengaged and the dissatisfied.
"""

import numpy as np

from sim.arithmetic import VISITS, exp, log, support_sd
from sim.compiled import law, page, sweep
from sim.draws import (
    START_CUSTOMER,
    START_CUSTOMER_MORE,
    START_MOOD,
    START_TALENT,
    START_TRY,
    START_TRY_MORE,
    START_VIEW,
    TRAIT_MANAGER,
    TRAIT_MATURITY,
    TRAIT_MOTIVES,
    TRAIT_TEAM,
    TRAIT_UNIT,
    at_birth,
    normals,
    uniform,
    words,
)
from sim.mechanisms.engagement import worth_of_bond
from sim.mechanisms.loyalty import customer_size

TRIES = 400
"""Candidates for a seat at the start; the last one is taken whatever its age (a chance far below one in a million seats)."""


@law
def chance_to_have_stayed(engagement, exhaustion, held, age, base, slope, drain, new_ratio, engagement_variance, exhaustion_variance):
    """Chance that a person with these lasting moods, held by being valued, is still here after so many weeks."""
    risk = exp(base - slope * engagement + drain * exhaustion - held + 0.5 * (slope * slope * engagement_variance + drain * drain * exhaustion_variance))
    return exp(-risk * (new_ratio * min(age, 104.0) + max(age - 104.0, 0.0)))


@law
def lasting_variance(kappa, luck):
    """Variance of what weekly luck adds to a mood that reverts with kappa."""
    return luck * luck / (1.0 - (1.0 - kappa) * (1.0 - kappa))


@law
def lasting_engagement(keen, team, room, helped, base, p_disposition, p_autonomy, p_support, p_trust, p_trusting, p_trust_support):
    """Where a person's engagement lies in the long run, were it not for the mood of the team."""
    return (p_disposition + p_trust * p_trusting) * keen + team + p_autonomy * room + (p_support + p_trust * p_trust_support) * helped - base


@law
def left_by_the_team(kappa, contagion):
    """The part of a person's difference from the team that contagion leaves."""
    return kappa / (kappa + contagion)


@law
def lasting_exhaustion(tired, room, helped, base, p_disposition, p_autonomy, p_support):
    """Where a person's exhaustion lies in the long run."""
    return p_disposition * tired - p_autonomy * room - p_support * helped - base


@law
def need_at_start(vacancy_base, fill_rate, gain):
    """Need of staff at which a full team keeps the vacancies of an ordinary year (15 % leave), so that no dip in head-count follows the birth."""
    return log((1.0 + 0.15 / (52.0 * fill_rate)) / vacancy_base) / max(gain, 0.1)


@sweep
def units_are_founded(units, chart, spread, luck):
    """Units are founded, each in a market of its own."""
    for u in range(units.price.shape[0]):
        for lane in range(units.price.shape[1]):
            first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(u), at_birth(0, TRAIT_UNIT))
            price, ease = normals(first, second)
            units.price[u, lane] = exp(spread * price - 0.5 * spread * spread)
            units.productivity[u, lane] = exp(spread * ease - 0.5 * spread * spread)
            units.customers[u, lane] = chart.unit_start_customers[u]


@sweep
def teams_are_formed(teams, journeys, balance, turnover, luck):
    """Teams are formed, each with a manager of its own kind."""
    for t in range(teams.style.shape[0]):
        for lane in range(teams.style.shape[1]):
            first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(t), at_birth(0, TRAIT_TEAM))
            keen, good = normals(first, second)
            first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(t), at_birth(1, TRAIT_TEAM))
            style, bad_luck = normals(first, second)
            first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(t), at_birth(0, TRAIT_MANAGER))
            caring, _ = normals(first, second)
            teams.leaning_customer[t, lane] = caring
            teams.stable_engagement[t, lane] = 0.35 * keen
            teams.stable_quality[t, lane] = 0.5 * keen + 0.8660254 * good
            teams.style[t, lane] = style
            teams.insight[t, lane] = 1.0
            teams.talk_worth[t, lane] = 1.0
            # What comes by chance and goes one by one is spread like a count of so many (a mean and a variance that are equal).
            ordinary = max(balance.obstacles_base[lane], 0.0)
            teams.obstacles[t, lane] = max(np.floor(ordinary + np.sqrt(ordinary) * bad_luck + 0.5), 0.0)
            teams.decision_weeks[t, lane] = 1.0
            teams.standard[t, lane] = 1.0
            teams.time_spent[t, lane] = 1.0
            teams.capability[t, lane] = 1.0
            teams.sales_pull[t, lane] = 1.0
            teams.kpi_true[t, lane] = 1.0
            teams.kpi_reported[t, lane] = 1.0
            teams.target[t, lane] = 1.0
            teams.attainment[t, lane] = 1.0
            teams.wait[t, lane] = 0.05
            teams.staff_need[t, lane] = need_at_start(balance.vacancy_base[lane], turnover.fill_rate[lane], turnover.staff_gain[lane])
    for r in range(journeys.repeat_rate.shape[0]):
        for lane in range(journeys.repeat_rate.shape[1]):
            journeys.repeat_rate[r, lane] = balance.repeat_base[lane]
            journeys.decision[r, lane] = 1.0


@sweep
def people_are_hired(people, teams, start, balance, chart, turnover, strain, engagement, luck):
    """People are hired long ago: each as old in the job as one who stayed."""
    for t in range(chart.team_first_person.size - 1):
        for lane in range(people.present.shape[1]):
            teams.heads[t, lane] = 0.0
            wide, deep = lasting_variance(engagement.kappa[lane], engagement.luck[lane]), lasting_variance(strain.kappa[lane], strain.luck[lane])
            seed, replication = luck.seed[lane], luck.replication[lane]
            alone = left_by_the_team(engagement.kappa[lane], engagement.contagion[lane])
            for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
                entity = chart.person_entity[i]
                keen, tired, room, age = np.float32(0.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
                mood, drained, gifted, bond = np.float32(0.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
                for one in range(TRIES):
                    first, second = words(seed, replication, entity, at_birth(one, START_TRY))
                    keen, tired = normals(first, second)
                    first, second = words(seed, replication, entity, at_birth(one, START_TRY_MORE))
                    age, accepted = 3000.0 * uniform(first), uniform(second)
                    first, second = words(seed, replication, entity, at_birth(one, START_VIEW))
                    room, _ = normals(first, second)
                    room = turnover.room_spread[lane] * room
                    first, second = words(seed, replication, entity, at_birth(one, START_TALENT))
                    gifted, bond = normals(first, second)
                    helped = support_sd(worth_of_bond(bond, engagement.bond[lane]))
                    mood = lasting_engagement(keen, teams.stable_engagement[t, lane], room, helped, balance.engagement_base[lane],
                                              engagement.disposition[lane], engagement.autonomy[lane], engagement.support[lane], engagement.trust[lane],
                                              engagement.trust_disposition[lane], engagement.trust_support[lane])
                    drained = lasting_exhaustion(tired, room, helped, balance.exhaustion_base[lane], strain.disposition[lane], strain.autonomy[lane],
                                                 strain.support[lane])
                    # The tired engage less, and the engaged tire less: so those who tire easily leave oftener than exhaustion alone would make them.
                    mood -= engagement.exhaustion[lane] * drained
                    drained -= strain.engagement[lane] * mood
                    if accepted < chance_to_have_stayed(alone * mood, drained, turnover.valued[lane] * gifted, age, balance.quit_base[lane],
                                                        turnover.engagement[lane], turnover.exhaustion[lane], turnover.new_ratio[lane], wide, deep):
                        break
                first, second = words(seed, replication, entity, at_birth(0, TRAIT_MOTIVES))
                extrinsic, prosocial = normals(first, second)
                first, second = words(seed, replication, entity, at_birth(0, START_MOOD))
                glad, worn = normals(first, second)
                people.present[i, lane] = start.people[i]
                people.stable_engagement[i, lane] = keen
                people.stable_exhaustion[i, lane] = tired
                people.room_in_job[i, lane] = room
                people.talent[i, lane] = gifted
                people.bond[i, lane] = bond
                people.extrinsic[i, lane] = extrinsic
                people.prosocial[i, lane] = prosocial
                people.tenure[i, lane] = age
                people.engagement[i, lane] = mood + np.sqrt(wide) * glad
                people.exhaustion[i, lane] = drained + np.sqrt(deep) * worn
                first, second = words(seed, replication, entity, at_birth(1, START_MOOD))
                trusting, _ = normals(first, second)
                spread = np.sqrt(lasting_variance(engagement.trust_kappa[lane], engagement.trust_luck[lane]))
                people.trust[i, lane] = (engagement.trust_disposition[lane] * keen + engagement.trust_autonomy[lane] * room - balance.trust_base[lane]
                                         + spread * trusting)
                people.support[i, lane] = worth_of_bond(bond, engagement.bond[lane])
                people.gaming_skill[i, lane] = 1.0
                teams.heads[t, lane] += start.people[i]


@sweep
def customers_have_come(customers, start, balance, chart, experience, loyalty, demand, luck):
    """Customers have come long ago: each as old as one who stayed."""
    for c in range(customers.active.shape[0]):
        entity, steps = chart.customer_entity[c], np.float32(chart.journey_steps[chart.customer_journey[c]])
        for lane in range(customers.active.shape[1]):
            seed, replication = luck.seed[lane], luck.replication[lane]
            memory, gain = experience.memory[lane], 1.0 + experience.gain_weight[lane]
            wide = memory / (2.0 - memory) * experience.luck[lane] * experience.luck[lane] * gain * gain
            taste, size, felt = np.float32(0.0), np.float32(0.0), np.float32(0.0)
            for one in range(TRIES):
                first, second = words(seed, replication, entity, at_birth(one, START_CUSTOMER))
                taste, size = normals(first, second)
                first, second = words(seed, replication, entity, at_birth(one, START_CUSTOMER_MORE))
                felt = experience.taste_weight[lane] * taste - balance.satisfaction_base[lane]
                risk = exp(balance.churn_base[lane] - loyalty.slope[lane] * felt + 0.5 * loyalty.slope[lane] * loyalty.slope[lane] * wide)
                if uniform(second) < exp(-risk * 4000.0 * uniform(first)):
                    break
            first, second = words(seed, replication, entity, at_birth(0, START_MOOD))
            mood, hope = normals(first, second)
            first, second = words(seed, replication, entity, at_birth(0, TRAIT_MATURITY))
            mature, _ = normals(first, second)
            customers.maturity[c, lane] = mature
            customers.grievance[c, lane] = experience.ordinary_grievance[lane]
            customers.active[c, lane] = start.customers[c]
            customers.taste[c, lane] = taste
            customers.size[c, lane] = customer_size(size, loyalty.size_spread[lane])
            customers.expectation[c, lane] = experience.taste_weight[lane] * taste + 0.2 * hope
            customers.satisfaction[c, lane] = felt + np.sqrt(wide) * mood
            customers.hours_used[c, lane] = customers.size[c, lane] * VISITS * steps * balance.hours_per_visit[lane] * demand.request_rate[lane]


@sweep
def customers_are_as_content_as_is_ordinary(customers, units, chart):
    """What customers think adds up to the ordinary in each unit: what they have met, losses felt twice, is not lived again, only its mean."""
    for u in range(units.price.shape[0]):
        for lane in range(units.price.shape[1]):
            joy, here = np.float32(0.0), np.float32(0.0)
            for c in range(chart.unit_first_customer[u], chart.unit_first_customer[u + 1]):
                joy += customers.active[c, lane] * customers.satisfaction[c, lane]
                here += customers.active[c, lane]
            # The mean that luck gives to a few customers is left to them.
            beyond = joy / here * (here - 1.0) / here if here > 0.0 else 0.0
            for c in range(chart.unit_first_customer[u], chart.unit_first_customer[u + 1]):
                customers.satisfaction[c, lane] -= beyond


@page
def organisation_is_born(s, start, balance, p, luck, chart, spread):
    """The organisation is born: units, teams, people, customers."""
    units_are_founded(s.units, chart, spread, luck)
    teams_are_formed(s.teams, s.journeys, balance, p.turnover, luck)
    people_are_hired(s.people, s.teams, start, balance, chart, p.turnover, p.strain, p.engagement, luck)
    customers_have_come(s.customers, start, balance, chart, p.experience, p.loyalty, p.demand, luck)
    customers_are_as_content_as_is_ordinary(s.customers, s.units, chart)
