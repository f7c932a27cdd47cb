"""Leadership: leaders see reports, spread attention over three voices, and push when profit lags behind what they hope for.

    plan     = profit usual + w * (max(ambition - usual, 0) + stretch),   w = profit chasing above its reference
    pressure -> bounded(gain * profit chasing * (plan - profit seen) + lean * max(attention for business - 1/3, 0))
    attention of a voice ~ its weight * exp(sense * its gap)

Profit is a quarter's average, satisfaction and engagement come from noisy surveys: leaders react to nothing else. Ambition remembers the best profit and
lets go of it (a ratchet with a release). Rows: A1, A13, E3. Source: prototype of the core loop; goals are abandoned (Cyert and March 1963).
Switched off: no pressure, attention as weighted, no insecurity.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, exp
from sim.compiled import law, part, sweep
from sim.draws import SURVEY_NOISE, in_week, normals, words
from sim.policy import Policy
from sim.vocabulary import Parameter

CHASING = np.float32(Policy().profit_chasing)


class LeadershipParameters(NamedTuple):
    """How leaders see and push."""

    gain: Annotated[float, Parameter(0.5, 8.0, "1/reference profit", "pressure for each reference profit that is missing, at full profit chasing")] = 3.0
    stretch: Annotated[float, Parameter(0.0, 0.6, "reference profits", "how far plan runs ahead at full profit chasing")] = 0.25
    ambition_weeks: Annotated[float, Parameter(8, 104, "weeks", "how soon a better profit becomes the ambition")] = 26.0
    release_weeks: Annotated[float, Parameter(26, 520, "weeks", "how soon an ambition that is out of reach is let go")] = 104.0
    push_weeks: Annotated[float, Parameter(4, 52, "weeks", "how soon leaders' pressure follows the gap")] = 13.0
    lean: Annotated[float, Parameter(0.0, 3.0, "1", "pressure from attention for business above a third")] = 0.8
    sense: Annotated[float, Parameter(0.0, 1.0, "1/SD", "how much a voice's gap draws attention")] = 0.3
    survey_noise: Annotated[float, Parameter(0.0, 1.0, "SD", "noise of the surveys that leaders see")] = 0.3
    shock_insecurity: Annotated[float, Parameter(5, 60, "SD for the whole staff", "insecurity from dismissing people; 3 % make one SD",
        "survivor studies (Brockner)", "published")] = 33.0
    insecurity_half_life: Annotated[float, Parameter(8, 104, "weeks", "how long insecurity lasts", "survivor studies", "published")] = 26.0
    shock_confidence: Annotated[float, Parameter(0.0, 6.0, "SD for the whole staff", "customers' confidence lost when people are dismissed",
        "Williams, Khan and Naumann 2011; Habel and Klarmann 2015 (direction)", "published")] = 1.5


@law
def follow(value, aim, weeks):
    """A value follows its aim with a delay of so many weeks."""
    return value + (aim - value) / weeks


@law
def next_ambition(ambition, seen, rise_weeks, release_weeks):
    """Ambition rises to a better profit soon and lets go of one that is out of reach slowly."""
    return ambition + (seen - ambition) / (rise_weeks if seen > ambition else release_weeks)


@law
def profit_planned(usual, ambition, chasing, reference, stretch):
    """The profit hoped for: as usual, and beyond it as far as leaders chase profit more than in the reference."""
    more = max(0.0, (chasing - reference) / (1.0 - reference))
    return usual + more * (max(ambition - usual, 0.0) + stretch)


@law
def push(gap, chasing, gain, lean, attention_business):
    """Pressure that a profit gap calls for, within -1 and 1."""
    return bounded(gain * chasing * gap + lean * max(attention_business - 0.33333334, 0.0), 1.0)


@law
def drawn_attention(weight, gap, sense):
    """How much a voice asks for attention: its weight, and more when it lags."""
    return weight * exp(sense * bounded(gap, 2.0))


@law
def next_insecurity(insecurity, dismissed_share, shock, half_life):
    """Fear for one's job fades by half in its half-life and jumps with dismissals."""
    return insecurity * exp(-0.6931472 / half_life) + shock * dismissed_share


@sweep
def leaders_read_their_reports(firm, units, teams, practice, world, balance, p, luck, on, week):
    """Leaders read their reports: attention for three voices, pressure when profit lags behind plan."""
    for lane in range(firm.alive.size):
        customers, joy = np.float64(0.0), np.float64(0.0)
        heads, energy = np.float64(0.0), np.float64(0.0)
        for u in range(units.customers.shape[0]):
            customers += units.customers[u, lane]
            joy += units.customers[u, lane] * units.satisfaction[u, lane]
        for t in range(teams.heads.shape[0]):
            heads += teams.heads[t, lane]
            energy += teams.heads[t, lane] * teams.engagement[t, lane]
        first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(0), in_week(week, SURVEY_NOISE))
        noise, more_noise = normals(first, second)
        mean_joy, mean_energy = np.float32(joy / max(customers, np.float64(1.0))), np.float32(energy / max(heads, np.float64(1.0)))
        _one_firm_reads(firm, lane, mean_joy, mean_energy, noise, more_noise, practice, world, balance, p, on.leadership[lane])


@law
def survey(truth, unit, noise, size):
    """A mean as a survey shows it, in its own unit."""
    return truth / unit + size * noise


@part
def _one_firm_reads(firm, lane, mean_joy, mean_energy, noise, more_noise, practice, world, balance, p, on):
    """One firm's leaders read their reports."""
    ratio = np.float32(firm.profit[lane] / np.float64(balance.profit_week[lane]))
    firm.profit_seen[lane] = follow(firm.profit_seen[lane], ratio, 13.0)
    firm.profit_usual[lane] = follow(firm.profit_usual[lane], firm.profit_seen[lane], 52.0)
    firm.ambition[lane] = next_ambition(firm.ambition[lane], firm.profit_seen[lane], p.ambition_weeks[lane], p.release_weeks[lane])
    firm.plan[lane] = profit_planned(firm.profit_usual[lane], firm.ambition[lane], practice.profit_chasing[lane], CHASING, p.stretch[lane])
    firm.customer_seen[lane] = follow(firm.customer_seen[lane], survey(mean_joy, 0.12, noise, p.survey_noise[lane]), 13.0)
    firm.employee_seen[lane] = follow(firm.employee_seen[lane], survey(mean_energy, 0.35, more_noise, p.survey_noise[lane]), 26.0)
    surprise = firm.profit_seen[lane] - firm.profit_usual[lane]
    customer = drawn_attention(practice.voice_customer[lane], -firm.customer_seen[lane], on * p.sense[lane])
    business = drawn_attention(practice.voice_business[lane], -surprise, on * p.sense[lane])
    employee = drawn_attention(practice.voice_employee[lane], -firm.employee_seen[lane], on * p.sense[lane])
    total = customer + business + employee
    firm.attention_customer[lane] = follow(firm.attention_customer[lane], customer / total, 13.0)
    firm.attention_business[lane] = follow(firm.attention_business[lane], business / total, 13.0)
    firm.attention_employee[lane] = follow(firm.attention_employee[lane], employee / total, 13.0)
    wanted = push(firm.plan[lane] - firm.profit_seen[lane], practice.profit_chasing[lane], p.gain[lane], p.lean[lane], firm.attention_business[lane])
    firm.pressure[lane] = on * follow(firm.pressure[lane], wanted, p.push_weeks[lane])
    firm.news[lane] = on * follow(firm.news[lane], bounded(surprise, 2.0), 13.0)
    fear = next_insecurity(firm.insecurity[lane], world.dismissal[lane], p.shock_insecurity[lane], p.insecurity_half_life[lane])
    firm.insecurity[lane] = on * bounded(fear, 5.0)
    lost = next_insecurity(-firm.confidence[lane], world.dismissal[lane], p.shock_confidence[lane], p.insecurity_half_life[lane])
    firm.confidence[lane] = -on * lost
