"""Strain: demands wear people down, resources and rest restore them.

    exhaustion -> own disposition + load * pressure + overtime + insecurity + leaders' push + resignation
                  - autonomy - support - engagement - recovery - customers' joy, with kappa a week, plus luck

Rows: B5, A2, A15, B10 (part). Source: job demands-resources theory (Demerouti et al. 2001; Crawford et al. 2010); recovery within about four weeks (Shoman et al.
2022); sizes assumed within published signs. Switched off: exhaustion 0.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, lever_sd, support_sd, unit_sd
from sim.compiled import law, sweep
from sim.draws import PERSON_STRAIN, in_week, rough_normal, words
from sim.policy import Policy
from sim.vocabulary import Parameter

RECOVERY = np.float32(Policy().recovery)


class StrainParameters(NamedTuple):
    """What wears down and what restores."""

    kappa: Annotated[float, Parameter(0.02, 0.12, "1/week", "how fast exhaustion follows", "Shoman et al. 2022 (short latency)", "published")] = 0.04
    disposition: Annotated[float, Parameter(0.4, 0.9, "SD", "what persons differ in")] = 0.85
    luck: Annotated[float, Parameter(0.0, 0.3, "SD a week", "what weeks differ in")] = 0.15
    load: Annotated[float, Parameter(0.5, 4.0, "SD for a log unit", "from work pressure", "Alarcon 2011 (order)", "published")] = 2.0
    overtime: Annotated[float, Parameter(0.0, 6.0, "SD", "from overtime as a share of contract")] = 2.0
    push: Annotated[float, Parameter(0.0, 0.5, "SD", "from leaders' full push, and from an SD of insecurity")] = 0.15
    autonomy: Annotated[float, Parameter(0.0, 0.35, "SD for an SD", "relief from autonomy", "Humphrey et al. 2007", "published")] = 0.15
    support: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "relief from support", "Guthier et al. 2020 (direction)", "published")] = 0.1
    engagement: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "relief from engagement")] = 0.1
    resignation: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "from having given up")] = 0.065
    recovery: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "relief from the recovery lever", "Sonnentag and Fritz 2015 (direction)", "published")] = 0.15
    customers: Annotated[float, Parameter(0.0, 0.2, "SD for a unit-level SD", "relief from customers' joy", "Zablah et al. 2016 (direction)", "published")] = 0.04
    volatile: Annotated[float, Parameter(0.0, 3.0, "SD for a log unit", "from swings of demand, up or down")] = 1.0


@law
def exhaustion_target(disposition, pressure, overtime, push, insecurity, autonomy, support, engagement, resignation, recovery, joy, swing, base,
                      p_disposition, p_load, p_overtime, p_push, p_autonomy, p_support, p_engagement, p_resignation, p_recovery, p_customers, p_volatile):
    """Where exhaustion is heading: demands less resources."""
    demands = p_load * bounded(pressure, 1.0) + p_overtime * overtime + p_push * (push + bounded(insecurity, 3.0)) + p_resignation * resignation
    demands = demands + p_volatile * abs(swing)
    resources = p_autonomy * autonomy + p_support * support + p_engagement * engagement + p_recovery * recovery + p_customers * joy
    return p_disposition * disposition + demands - resources - base


@law
def next_exhaustion(exhaustion, target, kappa, luck):
    """Exhaustion next week: on its way to its target, with the week's luck (AR(1) about a target that stays within sense)."""
    return exhaustion + kappa * (bounded(target, 5.0) - exhaustion) + luck


@sweep
def people_tire_and_recover(people, teams, units, firm, practice, balance, chart, p, luck, on, week, unit):
    """People tire and recover: demands wear them down, resources restore them."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
            for lane in range(firm.alive.size):
                first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(chart.person_entity[i]), in_week(week, PERSON_STRAIN))
                joy = unit_sd(units.satisfaction[unit, lane])
                rested = lever_sd(practice.recovery[lane], RECOVERY)
                target = exhaustion_target(
                    people.stable_exhaustion[i, lane], teams.pressure[t, lane], teams.overtime[t, lane], firm.pressure[lane], firm.insecurity[lane],
                    bounded(teams.autonomy[t, lane] + people.room_in_job[i, lane], 3.0), support_sd(people.support[i, lane]), people.engagement[i, lane],
                    people.resignation[i, lane], rested, joy, firm.swing[lane], balance.exhaustion_base[lane], p.disposition[lane], p.load[lane],
                    p.overtime[lane], p.push[lane], p.autonomy[lane], p.support[lane], p.engagement[lane], p.resignation[lane], p.recovery[lane],
                    p.customers[lane], p.volatile[lane])
                noise = p.luck[lane] * rough_normal(first, second)
                people.exhaustion[i, lane] = on.strain[lane] * next_exhaustion(people.exhaustion[i, lane], target, p.kappa[lane], noise)
