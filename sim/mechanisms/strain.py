"""Strain: demands wear people down, resources and rest restore them.

    exhaustion -> own disposition + hurt * demands - autonomy - support - engagement - recovery - rest at home - customers' joy, with kappa a week, plus luck
    on the way down kappa / (1 + slower * SDs above the line of burn-out complaints): mild strain is gone within weeks, severe strain stays for months
    on long absence no demand of work reaches a person: demands = - away
    demands = load * pressure + overtime + insecurity as far as it is not softened + leaders' push + resignation + swings + change fatigue + overturned priorities
              + what, when and how customers want it + exceptions accepted + answering for more than one is free to decide
    hurt    = 1 + calling * (1 + prosocial / 2) for demands above the ordinary;   calling = commit * purpose * (1 - recovery / 2), in SDs

Customers' squeeze is leaders' attention for customers above a third. Rows: A2, A15, B5, B10, B11. Source: job demands-resources theory (Demerouti et al. 2001; Crawford et al. 2010); mild strain mends within weeks, severe strain within months (Shoman et al.
2022; Sonnentag and Fritz 2015; de Bloom et al. 2009); Dormann and Zapf 2004 (customers as a stressor, direction); Siegrist (overcommitment, direction); sizes assumed within published signs. Switched off: exhaustion 0.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, clip, lever_sd, support_sd, unit_sd
from sim.compiled import law, sweep
from sim.draws import PERSON_STRAIN, in_week, rough_normal, words
from sim.policy import Policy
from sim.vocabulary import Parameter

RECOVERY, PURPOSE, RESPONSIBILITY = np.float32(Policy().recovery), np.float32(Policy().purpose), np.float32(Policy().responsibility)


class StrainParameters(NamedTuple):
    """What wears down and what restores."""

    kappa: Annotated[float, Parameter(0.02, 0.12, "1/week", "how fast exhaustion follows: mild strain is half gone in about seven weeks",
        "Shoman et al. 2022 (short latency); de Bloom et al. 2009 (direction)", "assumed")] = 0.1
    line: Annotated[float, Parameter(0.5, 2.0, "SD", "exhaustion from which recovery slows down: that of burn-out complaints (16-20 % of people)",
        "TNO and CBS", "published")] = 0.9
    slower: Annotated[float, Parameter(0.0, 5.0, "1/SD", "how much slower recovery is for each SD above that line: half a year of half-life about 1.5 SD above it",
        "clinical burn-out takes months (direction)", "assumed")] = 2.0
    away: Annotated[float, Parameter(0.0, 2.0, "SD", "relief of a long absence: no load, overtime, exceptions or push",
        "Sonnentag and Fritz 2015 (direction)", "assumed")] = 1.0
    disposition: Annotated[float, Parameter(0.4, 0.9, "SD", "what persons differ in")] = 0.75
    luck: Annotated[float, Parameter(0.0, 0.3, "SD a week", "what weeks differ in")] = 0.23
    load: Annotated[float, Parameter(0.5, 4.0, "SD for a log unit", "from work pressure", "Alarcon 2011 (order)", "assumed")] = 2.0
    overtime: Annotated[float, Parameter(0.0, 6.0, "SD", "from overtime as a share of contract")] = 2.0
    push: Annotated[float, Parameter(0.0, 0.5, "SD", "from leaders' full push, and from an SD of insecurity")] = 0.15
    autonomy: Annotated[float, Parameter(0.0, 0.35, "SD for an SD", "relief from autonomy", "Humphrey et al. 2007 (burn-out about -.3, less common method)", "assumed")] = 0.15
    support: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "relief from support", "Guthier et al. 2020 (direction)", "assumed")] = 0.1
    engagement: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "relief from engagement")] = 0.1
    resignation: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "from having given up")] = 0.065
    recovery: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "relief from the recovery lever", "Sonnentag and Fritz 2015 (direction)", "assumed")] = 0.15
    customers: Annotated[float, Parameter(0.0, 0.2, "SD for a unit-level SD", "relief from customers' joy", "Zablah et al. 2016 (direction)", "assumed")] = 0.04
    volatile: Annotated[float, Parameter(0.0, 3.0, "SD for a log unit", "from swings of demand, up or down")] = 1.0
    change: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "from being tired of change")] = 0.1
    turbulence: Annotated[float, Parameter(0.0, 2.0, "SD", "from priorities overturned for all work")] = 0.6
    squeeze: Annotated[float, Parameter(0.0, 2.0, "SD", "from leaders' attention for customers alone: what, when and how the customer wants it",
        "Dormann and Zapf 2004 (direction)", "assumed")] = 0.15
    exceptions: Annotated[float, Parameter(0.0, 1.0, "SD", "from one accepted exception a person a week, beside its hours")] = 0.2
    burden: Annotated[float, Parameter(0.0, 0.4, "SD for SDs of both", "from answering for more than one is free to decide")] = 0.04
    home: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "relief from rest at home")] = 0.15
    commit: Annotated[float, Parameter(0.0, 0.4, "share for an SD", "how much more demands hurt where there is a calling", "Siegrist (direction)", "assumed")] = 0.1


@law
def common_demands(tired, turbulence, attention, exceptions, burden, home, p_change, p_turbulence, p_squeeze, p_exceptions, p_burden, p_home):
    """What a team's people share of demands: change, overturned priorities, customers, burdens - less rest at home."""
    customers = p_squeeze * max(attention - 0.33333334, 0.0) + p_exceptions * exceptions
    return p_change * tired + p_turbulence * turbulence + customers + p_burden * burden - p_home * home


@law
def burden_of(responsibility, autonomy):
    """Answering for more than one is free to decide: nothing as long as responsibility is no more than ordinary or freedom keeps up with it."""
    return max(responsibility, 0.0) * max(bounded(responsibility - autonomy, 4.0), 0.0)


@law
def calling(purpose, rested, commit):
    """How much more demands hurt an ordinary person where purpose calls and rest is short."""
    return commit * purpose * clip(1.0 - 0.5 * rested, 0.0, 2.0)


@law
def hurt_by(called, prosocial):
    """How much demands hurt a person, against the reference: the prosocial give more than they can."""
    return clip(1.0 + called * max(1.0 + 0.5 * prosocial, 0.0), 0.5, 2.0)


@law
def exhaustion_target(disposition, common, hurt, pressure, overtime, push, insecurity, autonomy, support, engagement, resignation, recovery, joy, swing, base, absent,
                      p_disposition, p_load, p_overtime, p_push, p_autonomy, p_support, p_engagement, p_resignation, p_recovery, p_customers, p_volatile, p_away):
    """Where exhaustion is heading: demands less resources; no demand reaches those on long absence."""
    demands = p_load * bounded(pressure, 1.0) + p_overtime * overtime + p_push * (push + insecurity) + p_resignation * bounded(resignation, 1.0)
    demands = demands + common + p_volatile * abs(swing)
    demands = demands + (hurt - 1.0) * max(demands, 0.0)
    demands = -p_away if absent >= 0.5 else demands
    resources = p_autonomy * autonomy + p_support * support + p_engagement * engagement + p_recovery * bounded(recovery, 1.5) + p_customers * joy
    return p_disposition * disposition + demands - resources - base


@law
def next_exhaustion(exhaustion, target, kappa, luck, line, slower):
    """Exhaustion next week: on its way to its target, with the week's luck; above the line it changes and comes down the slower the higher it stands."""
    aim = bounded(target, 5.0)
    held = 1.0 + slower * max(exhaustion - line, 0.0)
    return exhaustion + kappa * (aim - exhaustion) / (held if aim < exhaustion else 1.0) + luck / np.sqrt(held)


@sweep
def people_tire_and_recover(people, teams, units, firm, practice, balance, chart, p, luck, on, week, unit):
    """People tire and recover: demands wear them down, resources restore them."""
    lanes = firm.alive.size
    common, called = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            burden = burden_of(lever_sd(practice.responsibility[lane], RESPONSIBILITY), teams.autonomy[t, lane])
            each = teams.exceptions[t, lane] / max(np.float32(teams.heads[t, lane]), 1.0)
            common[lane] = common_demands(firm.fatigue[lane], firm.turbulence[lane], firm.attention_customer[lane], each, burden, firm.rest_at_home[lane],
                                          p.change[lane], p.turbulence[lane], p.squeeze[lane], p.exceptions[lane], p.burden[lane], p.home[lane])
            called[lane] = calling(lever_sd(practice.purpose[lane], PURPOSE), lever_sd(practice.recovery[lane], RECOVERY), p.commit[lane])
        for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
            for lane in range(lanes):
                first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(chart.person_entity[i]), in_week(week, PERSON_STRAIN))
                joy = unit_sd(units.satisfaction[unit, lane])
                rested = lever_sd(practice.recovery[lane], RECOVERY)
                target = exhaustion_target(
                    people.stable_exhaustion[i, lane], common[lane], hurt_by(called[lane], people.prosocial[i, lane]), teams.pressure[t, lane], teams.overtime[t, lane], firm.pressure[lane], firm.threat[lane] * bounded(firm.insecurity[lane], 3.0),
                    bounded(teams.autonomy[t, lane] + people.room_in_job[i, lane], 3.0), support_sd(people.support[i, lane]), people.engagement[i, lane],
                    people.resignation[i, lane], rested, joy, firm.swing[lane], balance.exhaustion_base[lane], people.absence[i, lane], p.disposition[lane], p.load[lane],
                    p.overtime[lane], p.push[lane], p.autonomy[lane], p.support[lane], p.engagement[lane], p.resignation[lane], p.recovery[lane],
                    p.customers[lane], p.volatile[lane], p.away[lane])
                noise = p.luck[lane] * rough_normal(first, second)
                people.exhaustion[i, lane] = on.strain[lane] * next_exhaustion(people.exhaustion[i, lane], target, p.kappa[lane], noise, p.line[lane],
                                                                              p.slower[lane])
