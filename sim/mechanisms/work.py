"""Work: need meets capacity; under pressure people first cut corners, then work longer, then let work wait.

    pressure  = log((need at standard + half the backlog) / capacity) - base, smoothed
    time spent = standard * exp(-alpha * pressure);   standard -> time spent, faster down than up, with a weak pull back
    overtime  = rise * softplus(steep * (pressure - start)) / steep;   backlog(t+1) = backlog + created - done - withdrawn
    wait      = backlog / capacity + Sakasegawa(load, servers) * a person's weeks for a request + waiting between teams
    servers   = share of colleagues who can take the same request * heads;   a person's weeks = hours of a request / output hours a person
    people asked for = need at the standard 1 / capacity a head, against the reference: budgets go by its average over half a year (leaders see true work here, not reports)
    hands     = log(people employed) - log(people asked for this week), as a quarter's average of both
    given up  = withdrawn / created

Work in hand that waits is work juggled: strict prioritisation takes up one thing after the other. Exceptions cost more where one standard rules.
A person serves requests in the hours that go to output only, and not every colleague can take every request: lines are
several short ones, and full weeks wait. Budget and hands measure the same: people against people asked for at today's skill, effort and division of hours. Rows: E6, E11, B2, A15, C12 (waiting). Source: Oliva and Sterman 2001 (alpha .64, standard falls in 19 weeks);
Sakasegawa 1977; Little 1961; Coviello, Ichino and Persico 2015 (juggling slows, direction); ranges of pressure assumed.
Switched off: no pressure is felt and nothing is left lying: no corners are cut, overtime and waiting are the reference's, standard 1, hands and given up 0.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import WAITED_AT_LEAST, bounded, clip, exp, lever_sd, log, power, softplus
from sim.compiled import law, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

STANDARD = np.float32(Policy().standardisation)
LEAST_TIME = np.float32(0.7)
"""Hours below which a request cannot be helped at all, against those it deserves (assumed: no study saw corners cut much further)."""


class WorkParameters(NamedTuple):
    """How work and capacity meet."""

    corner_cutting: Annotated[float, Parameter(0.49, 0.75, "1", "alpha: share of log work pressure that shorter work absorbs", "Oliva and Sterman 2001", "published")] = 0.64
    standard_down: Annotated[float, Parameter(8, 60, "weeks", "how soon the standard follows time spent downwards", "Oliva and Sterman 2001", "published")] = 19.0
    standard_up: Annotated[float, Parameter(26, 10000, "weeks", "how soon it follows upwards", "Oliva and Sterman 2001 (never, without leaders)", "published")] = 52.0
    standard_back: Annotated[float, Parameter(0.0, 0.03, "1/week", "weak pull of the standard to what professionals hold right")] = 0.01
    smoothing: Annotated[float, Parameter(0.1, 1.0, "1/week", "how fast felt pressure follows the queue")] = 0.4
    overtime_start: Annotated[float, Parameter(0.0, 0.4, "log ratio", "pressure at which overtime begins")] = 0.1
    overtime_rise: Annotated[float, Parameter(0.05, 0.6, "share", "overtime for each unit of pressure beyond")] = 0.25
    obstacle_work: Annotated[float, Parameter(0.0, 0.06, "log ratio for each", "work that an obstacle adds")] = 0.015
    stiff: Annotated[float, Parameter(0.0, 0.4, "log ratio for an SD", "extra work of an exception where one standard rules")] = 0.1
    juggling: Annotated[float, Parameter(0.0, 0.1, "share for a week of backlog", "work lost to having too much in hand, when nothing is put in order",
        "Coviello, Ichino and Persico 2015 (direction)", "published")] = 0.03
    patience_weeks: Annotated[float, Parameter(1, 26, "weeks", "wait beyond which customers begin to withdraw what waits")] = 4.0
    interchange: Annotated[float, Parameter(0.1, 1.0, "share", "colleagues of a team who can take the same request: the rest know other requests")] = 0.3
    hands_weeks: Annotated[float, Parameter(4, 52, "weeks", "how soon hands are felt to be missing or to spare")] = 13.0


@law
def work_needed(visits, rework, exceptions, exception_work, hours, obstacles, obstacle_work, obstacles_base, division, method):
    """Hours that this week's work asks for at the standard 1."""
    return (visits + rework + exception_work * exceptions) * hours * division * exp(obstacle_work * (obstacles - obstacles_base) + method)


@law
def juggled(waiting_weeks, prioritisation, cost):
    """Work for each hour of it when many things are in hand at once; strict prioritisation takes up one thing after the other."""
    return 1.0 + cost * min(waiting_weeks, 3.0) * (1.0 - prioritisation)


@law
def felt_pressure(need, standard, backlog, capacity, base):
    """Work pressure: need at today's standard and half the backlog, against capacity (log ratio, 0 in the reference)."""
    return clip(log(max(need * standard + 0.5 * backlog, 0.01) / capacity) - base, -2.0, 4.0)


@law
def time_spent(standard, pressure, alpha):
    """Hours a request gets: corners are cut under pressure, until there is nothing left to cut."""
    return max(standard * exp(-alpha * clip(pressure, -0.35, 0.7)), LEAST_TIME)


@law
def next_standard(standard, spent, down, up, back, drift):
    """What people think a request deserves follows what it gets: soon down, slowly up."""
    weeks = down if spent < standard else up
    return clip(standard + (spent - standard) * (1.0 - exp(-1.0 / weeks)) + back * (1.0 - standard) - drift, LEAST_TIME, 2.0)


@law
def overtime_worked(pressure, start, rise):
    """Hours above contract, as a share of it."""
    return min(rise * softplus(12.0 * (pressure - start)) / 12.0, 0.6)


@law
def waiting_line(load, servers):
    """Mean wait in a line with several servers, in service times (Sakasegawa 1977)."""
    rho = clip(load, 0.01, 0.97)
    return power(rho, np.sqrt(2.0 * (servers + 1.0)) - 1.0) / (servers * (1.0 - rho))


@law
def servers_of(heads, interchange):
    """Colleagues who can take the same request; one at the least."""
    return max(interchange * heads, 1.0)


@law
def person_weeks(hours, heads, capacity):
    """Weeks that one person has a request in hand: its hours against the output hours that a person gives in a week."""
    return clip(hours * max(heads, 1.0) / capacity, 0.0, 4.0)


@law
def withdrawn_work(backlog, capacity, patience):
    """Waiting work that customers give up this week."""
    return backlog * clip(0.05 * (backlog / capacity - patience), 0.0, 0.5)


@law
def share_given_up(withdrawn, created):
    """Of the work that came in, as much as was given up this week."""
    return clip(withdrawn / max(created, 0.01), 0.0, 1.0)


@law
def people_asked_for(visits_hours, capacity, heads, size, base):
    """People that this week's work asks for at the reference's standard, against the reference (log ratio within sense)."""
    return clip(log(max(visits_hours * max(heads, 0.5), 0.01) / (capacity * size)) - base, -3.0, 3.0)


@law
def next_staff_need(need, wanted, smoothing):
    """People that the demand asks for, averaged over half a year: what budgets go by."""
    return need + (wanted - need) * smoothing


@law
def next_hands(hands, heads, size, wanted, weeks):
    """People employed against the people that this week's work asks for (log ratio), both averaged over a quarter: budgets close the gap by hiring."""
    return hands + (clip(log(max(heads, 0.1) / max(size, 0.1)) - wanted, -2.5, 2.5) - hands) / weeks


@sweep
def teams_work_their_backlog(teams, units, firm, practice, balance, chart, p, exception_work, on, unit):
    """Teams work their backlog: corners are cut first, then hours lengthen, then work waits."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(firm.alive.size):
            odd = exception_work[lane] * exp(on.work[lane] * p.stiff[lane] * bounded(lever_sd(practice.standardisation[lane], STANDARD), 2.0))
            asked = work_needed(teams.visits[t, lane], teams.rework[t, lane], teams.exceptions[t, lane], odd, balance.hours_per_visit[lane],
                                teams.obstacles[t, lane], p.obstacle_work[lane], balance.obstacles_base[lane], teams.division_work[t, lane],
                                teams.method[t, lane])
            capacity = max(np.float32(teams.hours_output[t, lane]) * teams.capability[t, lane] * units.productivity[unit, lane], 0.01)
            need = asked * juggled(teams.backlog[t, lane] / capacity, practice.prioritisation[lane], on.work[lane] * p.juggling[lane])
            felt = on.work[lane] * felt_pressure(need, teams.standard[t, lane], teams.backlog[t, lane], capacity, balance.pressure_base[lane])
            teams.pressure[t, lane] += p.smoothing[lane] * (felt - teams.pressure[t, lane])
            spent = time_spent(teams.standard[t, lane], felt, p.corner_cutting[lane])
            created = need * spent
            withdrawn = on.work[lane] * withdrawn_work(teams.backlog[t, lane], capacity, p.patience_weeks[lane])
            waiting = teams.backlog[t, lane] - withdrawn
            done = min(waiting + created, capacity)
            heads = np.float32(teams.heads[t, lane])
            teams.created[t, lane] = created
            teams.done[t, lane] = done
            teams.withdrawn[t, lane] = withdrawn
            teams.backlog[t, lane] = on.work[lane] * (waiting + created - done)
            teams.utilisation[t, lane] = done / capacity
            teams.given_up[t, lane] = share_given_up(withdrawn, created)
            usual = exp(balance.wait_base[lane]) - WAITED_AT_LEAST
            line = waiting_line(created / capacity, servers_of(heads, p.interchange[lane]))
            line = line * person_weeks(balance.hours_per_visit[lane] * teams.division_work[t, lane] * spent, heads, capacity)
            queue = usual + on.work[lane] * (line + teams.backlog[t, lane] / capacity - usual)
            teams.wait[t, lane] = clip(queue + teams.between[t, lane], 0.0, 400.0)
            teams.time_spent[t, lane] = spent
            grown = next_standard(teams.standard[t, lane], spent, p.standard_down[lane], p.standard_up[lane], p.standard_back[lane], balance.standard_drift[lane])
            teams.standard[t, lane] = 1.0 + on.work[lane] * (grown - 1.0)
            longer = overtime_worked(teams.pressure[t, lane], p.overtime_start[lane], p.overtime_rise[lane])
            teams.overtime[t, lane] = balance.overtime_usual[lane] + on.work[lane] * (longer - balance.overtime_usual[lane])
            wanted = people_asked_for(asked, capacity, heads, chart.team_size[0], balance.staff_base[lane])
            teams.staff_need[t, lane] = next_staff_need(teams.staff_need[t, lane], wanted, 1.0 / 26.0)
            sought = wanted + balance.hands_base[lane]
            teams.hands[t, lane] = on.work[lane] * next_hands(teams.hands[t, lane], heads, chart.team_size[0], sought, p.hands_weeks[lane])
