"""Coordination: requests cross teams; each hand-over loses work and time, less where teams help, know each other, share data and see each other as colleagues.

    loss of a hand-over = start * exp(-(elasticity * log(help given / help needed) + tie weight * tie) * reach - platform - colleagues)
    tie(t+1) = tie(t) + (log(help given / needed) + log(meeting) * 0.5 + joint goals - tie) / 26 - ties cut by dismissal and reorganisation
    hours of a request = (teams that share it)^-0.25 * exp(crowding * (sqrt(people who must agree) - sqrt(team size)) + friction of difference)
    breadth = log((1 + (steps - 1) * division / 0.5) / steps): among how many teams a request's steps are divided
    internal service = mean over a team's hand-overs of -log(loss / start) / 0.25, less the other team's waiting and cut corners, as an average of some weeks

Task division sets how many hand-overs a journey has: fine division makes people quicker and groups that must agree smaller, but hands work over more often; no
division makes one big team, in which agreeing grows with its size and everybody must master every step. Processes redesigned from the customer's side cut hand-overs. Between suppliers and
customers (internal_frame 0) hand-overs are specified, billed and waited for, but depend less on help and on ties; between colleagues (1) the reverse.
Rows: E1, E2, E7, E8, E10, E14, D11, C4, C10. Source: Kleingeld et al. 2011 (goals under interdependence, direction); Becker and Murphy 1992 (form of the trade-off);
Staats, Milkman and Fox 2012 (larger teams lose more to coordination, direction); Ouchi 1980 (markets need no ties, form); van Dijk et al. 2012 (difference, small); sizes assumed.
Switched off: every hand-over loses what it loses in the reference, and nobody is spread thinner.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import WAITED_AT_LEAST, bounded, chance, clip, exp, lever_sd, log, power
from sim.compiled import law, part, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

PROCESS, FRAME, DIVERSITY = np.float32(Policy().customer_process), np.float32(Policy().internal_frame), np.float32(Policy().diversity)


class CoordinationParameters(NamedTuple):
    """How work passes between teams."""

    loss_start: Annotated[float, Parameter(0.02, 0.4, "share", "work lost in a hand-over in the reference, as a share of a request's hours")] = 0.12
    help_elasticity: Annotated[float, Parameter(0.1, 1.0, "1", "how far more help lowers the loss")] = 0.5
    tie_weight: Annotated[float, Parameter(0.0, 0.8, "1", "how far a tie lowers the loss")] = 0.3
    tie_weeks: Annotated[float, Parameter(8, 104, "weeks", "how soon a tie grows by use or fades without")] = 26.0
    tie_shock: Annotated[float, Parameter(0.0, 4.0, "1", "ties lost with dismissed people, against their share of staff")] = 1.5
    tie_redrawn: Annotated[float, Parameter(0.0, 4.0, "1", "ties lost in a reorganisation, against the share of teams redrawn")] = 1.0
    tie_meeting: Annotated[float, Parameter(0.0, 1.5, "1", "how far ties follow how much colleagues meet", "Yang et al. 2022 (direction)", "published")] = 0.5
    tie_joint: Annotated[float, Parameter(0.0, 2.0, "log ratio", "ties that goals wholly shared between teams add")] = 0.6
    platform: Annotated[float, Parameter(0.0, 1.2, "log ratio", "how far a full shared platform lowers the loss")] = 0.5
    billing: Annotated[float, Parameter(0.0, 0.3, "log ratio for an SD", "loss and waiting that specifying and billing add between internal suppliers and customers")] = 0.05
    frame_reach: Annotated[float, Parameter(0.0, 0.4, "ratio for an SD", "how much more colleagues depend on help and ties than suppliers and customers do", "Ouchi 1980 (form)", "published")] = 0.15
    step_cut: Annotated[float, Parameter(0.0, 0.3, "log ratio for an SD", "hand-overs that processes redesigned from the customer's side cut")] = 0.08
    between_weeks: Annotated[float, Parameter(0.0, 1.0, "weeks", "waiting that one hand-over of each request takes")] = 0.1
    specialisation: Annotated[float, Parameter(0.05, 0.5, "1", "exponent: how much quicker a request goes when more teams share it")] = 0.25
    crowding: Annotated[float, Parameter(0.0, 0.12, "log ratio", "hours lost to agreeing, for the square root of the people who must agree",
        "Staats, Milkman and Fox 2012 (direction)", "published")] = 0.03
    friction: Annotated[float, Parameter(0.0, 0.06, "log ratio for an SD", "hours that working together with different people costs, half as safe as the reference doubles it",
        "van Dijk et al. 2012 (direction; near nothing on average)", "assumed")] = 0.005
    service_wait: Annotated[float, Parameter(0.0, 3.0, "SD", "internal service lost for an e-fold of the other team's waiting")] = 1.0
    service_time: Annotated[float, Parameter(0.0, 6.0, "SD", "internal service for an e-fold of the time that the other team spends on a request")] = 2.0
    service_weeks: Annotated[float, Parameter(1, 26, "weeks", "how soon what other teams give is felt as their way, and not as one week's luck")] = 8.0


@law
def hand_over_scale(division):
    """Hand-overs against the reference's: none without division, twice as many at full division."""
    return division / 0.5


@law
def hand_overs(division, process, cut):
    """Hand-overs against the reference's, by task division and by processes that cut steps."""
    return hand_over_scale(division) * exp(-cut * bounded(process, 2.0))


@law
def division_work(division, steps, specialisation, crowding, teams_in_unit, team_size):
    """Hours of a request against the reference's, by task division: specialists are quicker, crowds must agree."""
    quicker = power((1.0 + (steps - 1.0) * hand_over_scale(division)) / steps, -specialisation)
    crowd = max(team_size * power(teams_in_unit, 1.0 - hand_over_scale(division)), 1.0)
    return quicker * exp(crowding * (np.sqrt(crowd) - np.sqrt(max(team_size, 1.0))))


@law
def breadth_of(division, steps):
    """Among how many teams a request's steps are divided, against the reference (log ratio): below 0 where one person must master more of them."""
    return log((1.0 + (steps - 1.0) * hand_over_scale(division)) / steps)


@law
def friction_of(difference, safety, weight):
    """Hours that difference costs, as a log ratio: little where it is safe to differ, more where it is not."""
    return weight * bounded(difference, 3.0) * 2.0 * chance(-1.5 * safety)


@law
def help_balance(given, needed):
    """Help given against help needed, as a log ratio; without need there is nothing to compare."""
    return bounded(log(max(given, 0.001) / max(needed, 0.001)), 2.5) if needed > 0.001 else 0.0


@law
def hand_over_loss(start, balance, tie, elasticity, tie_weight, reach, eased):
    """Work lost in one hand-over, as a share of a request's hours at a team."""
    return clip(start * exp(-(elasticity * balance + tie_weight * tie) * reach - eased), 0.0, 2.0)


@law
def reach_of(frame, weight):
    """How far a hand-over depends on help and ties: colleagues more, suppliers and customers less."""
    return 1.0 + weight * bounded(frame, 2.0)


@law
def eased(platform, frame, p_platform, p_billing):
    """What makes hand-overs lose less, help and ties apart: shared data, and no specifying and billing (log ratio)."""
    return p_platform * platform + p_billing * bounded(frame, 2.0)


@law
def between_teams(weeks, steps, hands, frame, billing):
    """Waiting in hand-overs against the reference's: more of them, or specified and billed ones, wait longer."""
    return weeks * (steps - 1.0) / steps * (hands * exp(-4.0 * billing * bounded(frame, 2.0)) - 1.0)


@law
def tie_aim(balance, meeting, joint, p_meeting, p_joint):
    """Where a tie grows to: help given, meeting each other, and goals that are shared."""
    return balance + p_meeting * log(max(meeting, 0.05)) + p_joint * joint


@law
def next_tie(tie, aim, weeks, lost):
    """A tie grows to its aim, fades without use, and leaves with the people who carried it."""
    return tie + (aim - tie) / weeks - lost


@law
def service_felt(loss, start, wait, wait_base, time, p_wait, p_time):
    """What one team gets from another: little lost, soon, and with the time it needs (0 at the reference, 0.25 log loss is one SD)."""
    waited = bounded(log(wait + WAITED_AT_LEAST) - wait_base, 1.5)
    return bounded(-4.0 * bounded(log(max(loss, 0.001) / start), 1.5) - p_wait * waited + p_time * bounded(log(max(time, 0.1)), 1.0), 5.0)


@sweep
def requests_travel_through_teams(teams, ties, journeys, practice, chart, p, on, unit):
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
                    hands = hand_overs(practice.task_division[lane], lever_sd(practice.customer_process[lane], PROCESS), p.step_cut[lane])
                    scale = 1.0 + on.coordination[lane] * (hands - 1.0)
                    ties.flow[k, lane] += scale * (journeys.requests[r, lane] + journeys.repeats[r, lane])


@part
def _one_team(teams, practice, chart, p, acts, t, lane):
    """What division, difference and hand-overs mean for the hours and the waiting of one team."""
    frame = lever_sd(practice.internal_frame[lane], FRAME)
    teams.help_ratio[t, lane] = help_balance(np.float32(teams.hours_help[t, lane]), teams.help_needed[t, lane])
    teams.rework[t, lane] = 0.0
    teams.internal_service[t, lane] = acts * (1.0 - 1.0 / p.service_weeks[lane]) * teams.internal_service[t, lane]
    division = division_work(practice.task_division[lane], chart.mean_steps[0], p.specialisation[lane], p.crowding[lane], chart.teams_in_unit[0],
                             chart.team_size[0])
    teams.breadth[t, lane] = acts * breadth_of(practice.task_division[lane], chart.mean_steps[0])
    differing = friction_of(lever_sd(practice.diversity[lane], DIVERSITY), bounded(teams.safety[t, lane], 3.0), p.friction[lane])
    teams.division_work[t, lane] = 1.0 + acts * (division * exp(differing) - 1.0)
    hands = hand_overs(practice.task_division[lane], lever_sd(practice.customer_process[lane], PROCESS), p.step_cut[lane])
    teams.between[t, lane] = acts * between_teams(p.between_weeks[lane], chart.mean_steps[0], hands, frame, p.billing[lane])


@part
def _one_hand_over(teams, ties, firm, practice, world, balance, p, acts, giver, taker, k, lane):
    """Work passes from one team to another; the tie grows or fades, and both feel what they got."""
    need, frame = 0.5 * ties.flow[k, lane] * balance.help_per_hand_over[lane], lever_sd(practice.internal_frame[lane], FRAME)
    part_of_giver = need / max(teams.help_needed[giver, lane], 0.001)
    part_of_taker = need / max(teams.help_needed[taker, lane], 0.001)
    ties.help[k, lane] = np.float32(teams.hours_help[giver, lane]) * part_of_giver
    ratio = acts * 0.5 * (teams.help_ratio[giver, lane] + teams.help_ratio[taker, lane])
    easy = acts * eased(practice.shared_platform[lane], frame, p.platform[lane], p.billing[lane])
    ties.loss[k, lane] = hand_over_loss(p.loss_start[lane], ratio, ties.strength[k, lane], p.help_elasticity[lane], p.tie_weight[lane],
                                        reach_of(frame, p.frame_reach[lane]), easy)
    lost = p.tie_shock[lane] * world.dismissal[lane] + p.tie_redrawn[lane] * world.reorganisation[lane]
    aim = tie_aim(ratio, firm.meeting[lane], practice.joint_okr_weight[lane], p.tie_meeting[lane], p.tie_joint[lane])
    ties.strength[k, lane] = acts * bounded(next_tie(ties.strength[k, lane], aim, p.tie_weeks[lane], lost), 5.0)
    teams.rework[taker, lane] += ties.flow[k, lane] * ties.loss[k, lane]
    to_taker = service_felt(ties.loss[k, lane], p.loss_start[lane], teams.wait[giver, lane], balance.wait_base[lane], teams.time_spent[giver, lane],
                            p.service_wait[lane], p.service_time[lane])
    to_giver = service_felt(ties.loss[k, lane], p.loss_start[lane], teams.wait[taker, lane], balance.wait_base[lane], teams.time_spent[taker, lane],
                            p.service_wait[lane], p.service_time[lane])
    teams.internal_service[taker, lane] += acts * part_of_taker / p.service_weeks[lane] * to_taker
    teams.internal_service[giver, lane] += acts * part_of_giver / p.service_weeks[lane] * to_giver


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
            _one_team(teams, practice, chart, p, on.coordination[lane], t, lane)
    for k in range(chart.unit_first_tie[unit], chart.unit_first_tie[unit + 1]):
        for lane in range(lanes):
            _one_hand_over(teams, ties, firm, practice, world, balance, p, on.coordination[lane], chart.tie_from[k], chart.tie_to[k], k, lane)
