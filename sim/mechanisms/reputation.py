"""Reputation: what people and customers live through is what others come to hear about an organisation, a year late.

    employer -> engagement lived + fairness + (purpose, as far as people are central) + room for talent + diversity - insecurity
    supplier -> satisfaction lived + belief in where the organisation is going

Purpose is believed of those who leave their people room: it counts by mean autonomy. Reads teams, units, firm. Writes firm.employer and firm.supplier.
Rows: B3, B4, C2 (a shared vision also moves customers), C10. Source: Chapman et al. 2005 (what attracts applicants, direction); sizes assumed within an SD of climate.
Switched off: both 0.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, clip, lever_sd, unit_sd
from sim.compiled import law, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

PURPOSE, TALENT, DIVERSITY = np.float32(Policy().purpose), np.float32(Policy().talent_room), np.float32(Policy().diversity)


class ReputationParameters(NamedTuple):
    """What a name is made of, and how slowly."""

    employer_weeks: Annotated[float, Parameter(26, 156, "weeks", "how soon an employer's name follows what is lived")] = 52.0
    supplier_weeks: Annotated[float, Parameter(26, 156, "weeks", "how soon a supplier's name follows what is lived")] = 52.0
    engagement: Annotated[float, Parameter(0.0, 1.5, "SD for an SD", "employer's name from mean engagement", "Chapman et al. 2005 (direction)", "assumed")] = 0.8
    fairness: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "employer's name from fairness")] = 0.2
    purpose: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "employer's name from purpose, where people are central")] = 0.2
    central: Annotated[float, Parameter(0.0, 0.6, "share for an SD", "how much more purpose is believed for an SD of autonomy")] = 0.3
    talent: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "employer's name from room for talent")] = 0.15
    diversity: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "employer's name from diversity")] = 0.1
    insecurity: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "employer's name lost to fear for jobs")] = 0.2
    satisfaction: Annotated[float, Parameter(0.0, 1.0, "SD for a unit-level SD", "supplier's name from customers' satisfaction")] = 0.4
    belief: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "supplier's name from a shared vision")] = 0.15


@law
def purpose_believed(purpose, autonomy, central):
    """Purpose as it is believed outside: as far as people are seen to be central (autonomy)."""
    return purpose * clip(1.0 + central * autonomy, 0.0, 2.0)


@law
def employer_aim(engagement, fairness, purpose, talent, diversity, insecurity, p_engagement, p_fairness, p_purpose, p_talent, p_diversity, p_insecurity):
    """Where an employer's name is heading."""
    lived = p_engagement * engagement + p_fairness * fairness - p_insecurity * insecurity
    return bounded(lived + p_purpose * purpose + p_talent * talent + p_diversity * diversity, 4.0)


@law
def supplier_aim(joy, belief, p_satisfaction, p_belief):
    """Where a supplier's name is heading; joy in unit-level SDs."""
    return bounded(p_satisfaction * joy + p_belief * belief, 4.0)


@law
def next_name(name, aim, weeks):
    """A name follows what is lived, slowly."""
    return name + (aim - name) / weeks


@sweep
def word_gets_round(firm, teams, units, practice, p, on):
    """Word gets round: what people and customers live through makes the names of employer and supplier."""
    for lane in range(firm.alive.size):
        heads, energy, room = np.float64(0.0), np.float64(0.0), np.float64(0.0)
        customers, joy = np.float64(0.0), np.float64(0.0)
        for t in range(teams.heads.shape[0]):
            heads += teams.heads[t, lane]
            energy += teams.heads[t, lane] * teams.engagement[t, lane]
            room += teams.heads[t, lane] * teams.autonomy[t, lane]
        for u in range(units.customers.shape[0]):
            customers += units.customers[u, lane]
            joy += units.customers[u, lane] * units.satisfaction[u, lane]
        each, here = max(heads, np.float64(1.0)), max(customers, np.float64(1.0))
        central = purpose_believed(lever_sd(practice.purpose[lane], PURPOSE), np.float32(room / each), p.central[lane])
        aim = employer_aim(np.float32(energy / each), firm.fairness[lane], central, lever_sd(practice.talent_room[lane], TALENT),
                           lever_sd(practice.diversity[lane], DIVERSITY), bounded(firm.insecurity[lane], 3.0), p.engagement[lane], p.fairness[lane],
                           p.purpose[lane], p.talent[lane], p.diversity[lane], p.insecurity[lane])
        firm.employer[lane] = on.reputation[lane] * next_name(firm.employer[lane], aim, p.employer_weeks[lane])
        sold = supplier_aim(unit_sd(np.float32(joy / here)), firm.belief[lane], p.satisfaction[lane], p.belief[lane])
        firm.supplier[lane] = on.reputation[lane] * next_name(firm.supplier[lane], sold, p.supplier_weeks[lane])
