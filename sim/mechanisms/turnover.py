"""Turnover: people leave, fall ill, return and join; leaders may dismiss.

    chance of leaving a week = exp(base + new * (tenure < 2 years) - slope * engagement + exhaustion + insecurity as far as it is not softened + labour market
                                  - fairness - days at home + talent * (market * tightness - valued - culture * (autonomy + meaning) / 2))
    chance of a long absence = exp(base + slope * exhaustion);   hires fill a share of the vacancies a week, less in a tight market,
    more with a good name as an employer;   talent of a newcomer = draw + name - tightness of the market

The talented have a choice: they go where the market asks for them, and stay for room and meaning. In an ordinary market those who do well leave a little less, since good
work is seen and rewarded (newcomers, who cannot do the work yet, leave three times as often). Rows: A13 (cuts), B3, B4, B5 (absence), C1, C6, C10. Source: CBS 2023 (hazard ratio 3 below two years of tenure); Griffeth et al. 2000 with Gallup quartiles (slope .45);
Trevor 2001 (those who can move act on how they feel, direction); Griffeth et al. 2000 (those who perform leave less, -.15 in all: with tenure and mood); Chapman et al. 2005 (a name attracts, direction); Swider and Zimmerman 2010 (exhaustion). Switched off: people leave and fall ill as in the reference,
whatever they feel, and those who come are as those who left (else the mean would move: who stays in the reference is not who comes).
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, clip, exp
from sim.compiled import law, part, sweep
from sim.draws import DISMISSAL, PERSON_PATH, TRAIT_MOTIVES, TRAIT_SELF, TRAIT_TALENT, TRAIT_VIEW, at_birth, in_week, normals, uniform, words
from sim.vocabulary import Parameter


class TurnoverParameters(NamedTuple):
    """How people come and go."""

    engagement: Annotated[float, Parameter(0.3, 0.8, "log ratio for an SD", "how much engagement keeps", "Griffeth et al. 2000; Harter et al.", "published")] = 0.45
    exhaustion: Annotated[float, Parameter(0.0, 0.5, "log ratio for an SD", "how much exhaustion drives away", "Swider and Zimmerman 2010 (turnover .33, multiple R)", "assumed")] = 0.3
    insecurity: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "how much fear for one's job drives away by itself, beside what it does to mood and strain",
        "Trevor and Nyberg 2008 (order of the whole, mood and strain included)", "assumed")] = 0.4
    market: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "how much a tight labour market draws away")] = 0.25
    fairness: Annotated[float, Parameter(0.0, 0.3, "log ratio for an SD", "how much fairness of those at the top keeps", "Colquitt et al. 2001 (direction)", "assumed")] = 0.06
    talent_market: Annotated[float, Parameter(0.0, 0.4, "log ratio for SDs of both", "how much more a tight market draws the talented", "Trevor 2001 (direction)", "assumed")] = 0.25
    talent_culture: Annotated[float, Parameter(0.0, 0.4, "log ratio for SDs of both", "how much more autonomy and meaning keep the talented",
        "Trevor 2001 (direction)", "assumed")] = 0.12
    valued: Annotated[float, Parameter(0.0, 0.4, "log ratio for an SD", "how much less the talented leave because good work is seen and rewarded",
        "Griffeth et al. 2000 (performance, -.15; direction)", "assumed")] = 0.1
    fill_name: Annotated[float, Parameter(0.0, 0.5, "log ratio for an SD", "how much a good name as an employer speeds hiring", "Chapman et al. 2005 (direction)", "assumed")] = 0.15
    name_talent: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "how much more talented those are who come to a good name", "Chapman et al. 2005 (direction)", "assumed")] = 0.15
    market_talent: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "how much less talented those are who can be had in a tight market")] = 0.1
    new_ratio: Annotated[float, Parameter(2.3, 3.8, "ratio", "leaving below two years of tenure against later", "CBS 2023", "published")] = 3.0
    absence_slope: Annotated[float, Parameter(0.3, 1.1, "log ratio for an SD", "long absence from exhaustion", "Swider and Zimmerman 2010", "published")] = 0.7
    absence_weeks: Annotated[float, Parameter(6, 52, "weeks", "length of a long absence")] = 20.0
    fill_rate: Annotated[float, Parameter(0.04, 0.4, "share a week", "vacancies filled in a week")] = 0.12
    fill_market: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "how much a tight labour market slows hiring")] = 0.25
    staff_gain: Annotated[float, Parameter(0.0, 1.0, "1", "how far the budgeted head-count follows the demand")] = 1.0
    push_staff: Annotated[float, Parameter(0.0, 0.3, "share", "head-count that leaders' full push leaves unfilled")] = 0.08
    standard_counts: Annotated[float, Parameter(0.0, 1.0, "0/1", "1: eroded standards justify fewer staff (a trap, off by default)")] = 0.0
    room_spread: Annotated[float, Parameter(0.5, 2.0, "SD", "how much jobs differ in room, against an SD of the autonomy that organisations give",
        "Humphrey et al. 2007 (room and engagement over people, .35 to .55)", "assumed")] = 1.4
    start_spread: Annotated[float, Parameter(0.0, 0.8, "SD", "how much newcomers' first engagement and exhaustion differ, beside disposition")] = 0.5


@law
def quit_chance(engagement, exhaustion, insecurity, market, offers, tenure, base, p_engagement, p_exhaustion, p_insecurity, p_market, new_ratio, on):
    """Chance that a person leaves this week; switched off, 15 % a year whatever is felt."""
    slow = exp(base - p_engagement * engagement + p_exhaustion * exhaustion + p_insecurity * insecurity + p_market * market + offers)
    return min(0.0028846154 + on * (slow * (new_ratio if tenure < 104.0 else 1.0) - 0.0028846154), 0.5)


@law
def offers_to_talent(market, autonomy, meaning, p_market, p_valued, p_culture):
    """What an SD of talent adds to leaving: offers from elsewhere, less what being valued, room and meaning hold."""
    return p_market * market - p_valued - 0.5 * p_culture * (bounded(autonomy, 3.0) + bounded(meaning, 3.0))


@law
def talent_appeal(employer, market, p_name, p_market):
    """How talented newcomers are, against the ordinary ones: a name draws them, a tight market keeps them away."""
    return bounded(p_name * employer - p_market * market, 1.5)


@law
def illness_chance(exhaustion, base, slope, on):
    """Chance that a long absence begins this week; switched off, that of 1.5 % absent for twenty weeks."""
    return min(0.00076 + on * (exp(base + slope * exhaustion) - 0.00076), 0.5)


@law
def heads_budgeted(size, staffing, need, gain, standard, counts, push, push_staff):
    """People budgeted for a team: by policy, by demand, less what leaders' push leaves open."""
    return size * staffing * exp(gain * need) * (1.0 + counts * (standard - 1.0)) * (1.0 - push_staff * max(push, 0.0))


@law
def hire_chance(wanted, heads, empty, fill_rate, market, name, fill_market, fill_name, vacancy_base):
    """Chance that an empty seat is filled this week: a share of the vacancies, more with a good name."""
    rate = fill_rate * exp(fill_name * name - fill_market * market)
    return clip(rate * max(wanted * vacancy_base - heads, 0.0) / max(empty, 1.0), 0.0, 0.9)


@part
def _newcomer(people, i, lane, entity, appeal, luck, balance, p, strain, engagement, on):
    """Somebody new takes an empty seat, with nature and habits of his own."""
    people.generation[i, lane] += 1
    generation, seed, replication = people.generation[i, lane], luck.seed[lane], luck.replication[lane]
    first, second = words(seed, replication, entity, at_birth(generation, TRAIT_SELF))
    keen, tired = normals(first, second)
    first, second = words(seed, replication, entity, at_birth(generation, TRAIT_MOTIVES))
    extrinsic, prosocial = normals(first, second)
    first, second = words(seed, replication, entity, at_birth(generation, TRAIT_VIEW))
    room, mood = normals(first, second)
    first, second = words(seed, replication, entity, at_birth(generation, TRAIT_TALENT))
    gifted, bond = normals(first, second)
    people.stable_engagement[i, lane] = keen
    people.stable_exhaustion[i, lane] = tired
    people.extrinsic[i, lane] = extrinsic
    people.prosocial[i, lane] = prosocial
    people.room_in_job[i, lane] = p.room_spread[lane] * room
    people.talent[i, lane] = gifted + appeal
    people.bond[i, lane] = bond
    people.engagement[i, lane] = on.engagement[lane] * (engagement.disposition[lane] * keen - balance.engagement_base[lane] + p.start_spread[lane] * mood)
    people.exhaustion[i, lane] = on.strain[lane] * (strain.disposition[lane] * tired - balance.exhaustion_base[lane] - p.start_spread[lane] * mood)
    people.tenure[i, lane] = 0.0
    people.absence[i, lane] = 0.0
    people.trust[i, lane] = on.engagement[lane] * (engagement.trust_disposition[lane] * keen - balance.trust_base[lane])
    people.resignation[i, lane] = 0.0
    people.dissonance[i, lane] = 0.0
    people.support[i, lane] = 1.0
    people.gaming_skill[i, lane] = 1.0
    people.pull_output[i, lane] = 0.0
    people.pull_care[i, lane] = 0.0
    people.pull_help[i, lane] = 0.0
    people.pull_gaming[i, lane] = 0.0
    people.pull_room[i, lane] = 0.0


@sweep
def vacancies_open(teams, firm, practice, world, balance, chart, p, on, unit):
    """Vacancies open and are filled with a delay."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        seats = np.float32(chart.team_first_person[t + 1] - chart.team_first_person[t])
        for lane in range(firm.alive.size):
            wanted = heads_budgeted(chart.team_size[0], practice.staffing[lane], teams.staff_need[t, lane], p.staff_gain[lane], teams.standard[t, lane],
                                    p.standard_counts[lane], firm.pressure[lane], p.push_staff[lane])
            wanted = min(wanted * firm.alive[lane], seats)
            teams.heads_wanted[t, lane] = wanted
            heads = np.float32(teams.heads[t, lane])
            teams.hire_chance[t, lane] = hire_chance(wanted, heads, seats - heads, p.fill_rate[lane], on.turnover[lane] * world.labour_market[lane],
                                                     on.turnover[lane] * firm.employer[lane], p.fill_market[lane], p.fill_name[lane], balance.vacancy_base[lane])


@sweep
def people_leave_fall_ill_and_join(people, teams, firm, world, balance, chart, p, strain, engagement, luck, on, week, unit):
    """People leave, fall ill, return and join."""
    lanes = firm.alive.size
    new, energy, drain = np.zeros(lanes), np.zeros(lanes), np.zeros(lanes)
    offers, appeal = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            market = on.turnover[lane] * world.labour_market[lane]
            offers[lane] = offers_to_talent(market, on.turnover[lane] * teams.autonomy[t, lane], on.turnover[lane] * teams.meaning[t, lane],
                                            p.talent_market[lane], p.valued[lane], p.talent_culture[lane])
            appeal[lane] = talent_appeal(on.turnover[lane] * firm.employer[lane], market, p.name_talent[lane], p.market_talent[lane])
            energy[lane] = 0.0
            drain[lane] = 0.0
            teams.departures[t, lane] = 0.0
            teams.heads[t, lane] = 0.0
            teams.hired[t, lane] = 0.0
        for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
            newcomers, entity = np.int32(0), np.uint32(chart.person_entity[i])
            for lane in range(lanes):
                path, health = words(luck.seed[lane], luck.replication[lane], entity, in_week(week, PERSON_PATH))
                here, acts, away = people.present[i, lane], on.turnover[lane], people.absence[i, lane]
                tired = acts * people.exhaustion[i, lane]
                risk = quit_chance(acts * people.engagement[i, lane], tired, acts * firm.threat[lane] * bounded(firm.insecurity[lane], 3.0), acts * world.labour_market[lane],
                                   people.talent[i, lane] * offers[lane] - acts * (p.fairness[lane] * firm.fairness[lane] + firm.kept_at_home[lane]), people.tenure[i, lane], balance.quit_base[lane], p.engagement[lane], p.exhaustion[lane], p.insecurity[lane],
                                   p.market[lane], p.new_ratio[lane], acts)
                leaves = here if (uniform(path) < risk) | (firm.alive[lane] < 0.5) else 0.0
                comes = 1.0 - here if uniform(path) < teams.hire_chance[t, lane] else 0.0
                falls_ill = uniform(health) < illness_chance(tired, balance.absence_base[lane], p.absence_slope[lane], acts)
                people.absence[i, lane] = (p.absence_weeks[lane] if falls_ill else 0.0) if away < 0.5 else away - 1.0
                stays = here - leaves
                people.present[i, lane] = stays + comes
                people.tenure[i, lane] += 1.0
                new[lane] = comes
                newcomers += np.int32(comes)
                teams.departures[t, lane] += leaves
                teams.hired[t, lane] += comes
                teams.heads[t, lane] += stays + comes
                energy[lane] += stays * people.engagement[i, lane]
                drain[lane] += stays * people.exhaustion[i, lane]
            if newcomers > 0:
                for lane in range(lanes):
                    if (new[lane] > 0.5) & (on.turnover[lane] > 0.5):
                        _newcomer(people, i, lane, entity, appeal[lane], luck, balance, p, strain, engagement, on)
                    if new[lane] > 0.5:  # switched off, somebody as who left comes: only the time in the seat begins anew
                        people.tenure[i, lane] = 0.0
                        people.absence[i, lane] = 0.0
                        energy[lane] += people.engagement[i, lane]
                        drain[lane] += people.exhaustion[i, lane]
        for lane in range(lanes):
            teams.engagement[t, lane] = np.float32(energy[lane] / max(teams.heads[t, lane], np.float64(1.0)))
            teams.exhaustion[t, lane] = np.float32(drain[lane] / max(teams.heads[t, lane], np.float64(1.0)))


@sweep
def leaders_dismiss_people(people, teams, world, chart, luck, week, unit):
    """Leaders dismiss people, whoever they are."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(world.dismissal.size):
            teams.dismissed[t, lane] = 0.0
            if world.dismissal[lane] > 0.0:
                for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
                    first, _ = words(luck.seed[lane], luck.replication[lane], np.uint32(chart.person_entity[i]), in_week(week, DISMISSAL))
                    if people.present[i, lane] > 0.5 and uniform(first) < world.dismissal[lane]:
                        people.present[i, lane] = 0.0
                        teams.dismissed[t, lane] += 1.0
                        teams.heads[t, lane] -= 1.0
