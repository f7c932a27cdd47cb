"""Coordination: requests cross teams; each hand-over loses work, less where teams help and know each other.

    loss of a hand-over = start * exp(-elasticity * log(help given / help needed) - tie weight * tie)
    tie(t+1) = tie(t) + (log(help given / needed) - tie) / 26

Task division sets how many hand-overs a journey has; fine division makes people quicker, no division makes one big team that must agree with itself.
Rows: E1, E2, E7, E10. Source: Kleingeld et al. 2011 (goals under interdependence, direction); Becker and Murphy 1992 (form of the trade-off); sizes assumed.
Switched off: every hand-over loses what it loses in the reference.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, clip, exp, log, power
from sim.compiled import law, sweep
from sim.vocabulary import Parameter


class CoordinationParameters(NamedTuple):
    """How work passes between teams."""

    loss_start: Annotated[float, Parameter(0.02, 0.4, "share", "work lost in a hand-over in the reference, as a share of a request's hours")] = 0.12
    help_elasticity: Annotated[float, Parameter(0.1, 1.0, "1", "how far more help lowers the loss")] = 0.5
    tie_weight: Annotated[float, Parameter(0.0, 0.8, "1", "how far a tie lowers the loss")] = 0.3
    tie_weeks: Annotated[float, Parameter(8, 104, "weeks", "how soon a tie grows by use or fades without")] = 26.0
    tie_shock: Annotated[float, Parameter(0.0, 4.0, "1", "ties lost with dismissed people, against their share of staff")] = 1.5
    specialisation: Annotated[float, Parameter(0.05, 0.5, "1", "exponent: how much quicker a request goes when more teams share it")] = 0.25
    crowding: Annotated[float, Parameter(0.0, 0.2, "log ratio", "hours that a team loses to agreeing, for each e-fold of its size")] = 0.05


@law
def hand_over_scale(division):
    """Hand-overs against the reference's: none without division, twice as many at full division."""
    return division / 0.5


@law
def division_work(division, steps, specialisation, crowding, teams_in_unit, team_size):
    """Hours of a request against the reference's, by task division: specialists are quicker, crowds must agree."""
    quicker = power((1.0 + (steps - 1.0) * hand_over_scale(division)) / steps, -specialisation)
    size = team_size * power(teams_in_unit, max(1.0 - hand_over_scale(division), 0.0))
    return quicker * exp(crowding * log(max(size, 1.0) / max(team_size, 1.0)))


@law
def help_balance(given, needed):
    """Help given against help needed, as a log ratio; without need there is nothing to compare."""
    return bounded(log(max(given, 0.001) / max(needed, 0.001)), 2.5) if needed > 0.001 else 0.0


@law
def hand_over_loss(start, balance, tie, elasticity, tie_weight):
    """Work lost in one hand-over, as a share of a request's hours at a team."""
    return clip(start * exp(-elasticity * balance - tie_weight * tie), 0.0, 2.0)


@law
def next_tie(tie, balance, weeks, lost):
    """A tie grows where help is given, fades without, and leaves with the people who carried it."""
    return tie + (balance - tie) / weeks - lost


@sweep
def requests_travel_through_teams(teams, ties, journeys, practice, chart, on, unit):
    """Requests travel through teams along their journeys."""
    lanes = practice.task_division.size
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            teams.visits[t, lane] = 0.0
            teams.exceptions[t, lane] = 0.0
            teams.help_needed[t, lane] = 0.0
    for k in range(chart.unit_first_tie[unit], chart.unit_first_tie[unit + 1]):
        for lane in range(lanes):
            ties.flow[k, lane] = 0.0
    for r in range(chart.unit_first_journey[unit], chart.unit_first_journey[unit + 1]):
        for step in range(chart.journey_steps[r]):
            t, k = chart.journey_team[r, step], chart.journey_tie[r, step]
            for lane in range(lanes):
                teams.visits[t, lane] += journeys.requests[r, lane] + journeys.repeats[r, lane]
                if step == 0:
                    teams.exceptions[t, lane] += journeys.exceptions[r, lane]
            if step > 0:
                for lane in range(lanes):
                    scale = 1.0 + on.coordination[lane] * (hand_over_scale(practice.task_division[lane]) - 1.0)
                    ties.flow[k, lane] += scale * (journeys.requests[r, lane] + journeys.repeats[r, lane])


@sweep
def teams_help_and_hand_over(teams, ties, firm, practice, world, balance, chart, p, on, unit):
    """Teams help each other and hand work over, with loss."""
    lanes = firm.alive.size
    for k in range(chart.unit_first_tie[unit], chart.unit_first_tie[unit + 1]):
        giver, taker = chart.tie_from[k], chart.tie_to[k]
        for lane in range(lanes):
            need = 0.5 * ties.flow[k, lane] * balance.help_per_hand_over[lane]
            teams.help_needed[giver, lane] += need
            teams.help_needed[taker, lane] += need
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            teams.help_ratio[t, lane] = help_balance(np.float32(teams.hours_help[t, lane]), teams.help_needed[t, lane])
            teams.rework[t, lane] = 0.0
            division = division_work(practice.task_division[lane], chart.mean_steps[0], p.specialisation[lane], p.crowding[lane], chart.teams_in_unit[0],
                                     chart.team_size[0])
            teams.division_work[t, lane] = 1.0 + on.coordination[lane] * (division - 1.0)
    for k in range(chart.unit_first_tie[unit], chart.unit_first_tie[unit + 1]):
        giver, taker = chart.tie_from[k], chart.tie_to[k]
        for lane in range(lanes):
            need = 0.5 * ties.flow[k, lane] * balance.help_per_hand_over[lane]
            part_of_giver = need / max(teams.help_needed[giver, lane], 0.001)
            ties.help[k, lane] = np.float32(teams.hours_help[giver, lane]) * part_of_giver
            ratio = on.coordination[lane] * 0.5 * (teams.help_ratio[giver, lane] + teams.help_ratio[taker, lane])
            ties.loss[k, lane] = hand_over_loss(p.loss_start[lane], ratio, ties.strength[k, lane], p.help_elasticity[lane], p.tie_weight[lane])
            lost = p.tie_shock[lane] * world.dismissal[lane]
            ties.strength[k, lane] = on.coordination[lane] * bounded(next_tie(ties.strength[k, lane], ratio, p.tie_weeks[lane], lost), 5.0)
            teams.rework[taker, lane] += ties.flow[k, lane] * ties.loss[k, lane]
