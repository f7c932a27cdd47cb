"""Learning: errors that are told are learned from, errors that are hidden go on; people tell them where it is safe and there is room for mistakes.

    safety -> safety lever + room for mistakes - control - leaders' push - manager's doubt - fear for one's job
    told share = logistic(start + slope * safety + results steering * (room for mistakes - 0.5))
    hidden(t+1) = hidden + (made * (1 - told) - hidden * (1 - learn + learn * lessons)) / weeks,   lessons = sqrt(errors told * room ratio)

Errors made follow from the quality that customers met and from how alike service is, as a ratio to the reference, so that hidden and told errors rest at 1.
Steering on results helps where mistakes may be made and hides them where not; room without results or responsibility to follow makes careless.
Rows: C8, B7 (safety), B8. Source: Frazier et al. 2017 (safety and learning: sign); Edmondson 1996 (errors told); Haynes et al. 2009 (checklists); sizes are
assumed. Switched off: safety 0, errors told and hidden at 1.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import ROOM_SHARE, bounded, chance, clip, exp, lever_sd, log, room_ratio
from sim.compiled import law, part, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

SAFETY, MISTAKES = np.float32(Policy().psychological_safety), np.float32(Policy().room_for_mistakes)
RESULTS, ANSWERING = np.float32(Policy().results_steering), np.float32(Policy().responsibility)


class LearningParameters(NamedTuple):
    """How safe it is to tell an error, and what becomes of it."""

    safety_lever: Annotated[float, Parameter(0.0, 1.2, "SD for an SD", "safety from what is done for it")] = 0.6
    safety_room: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "safety from room for mistakes")] = 0.3
    safety_control: Annotated[float, Parameter(0.0, 0.8, "SD for an SD", "safety lost to control")] = 0.25
    safety_push: Annotated[float, Parameter(0.0, 1.5, "SD", "safety lost to leaders' full push")] = 0.5
    safety_doubt: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "safety lost to the manager's doubt")] = 0.2
    safety_fear: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "safety lost to fear for one's job")] = 0.15
    safety_weeks: Annotated[float, Parameter(3, 52, "weeks", "how soon safety is felt, or lost", "Frazier et al. 2017: only moderately stable over six weeks (direction)")] = 8.0
    told_start: Annotated[float, Parameter(0.1, 0.9, "share", "errors told in the reference")] = 0.5
    told_slope: Annotated[float, Parameter(0.0, 1.2, "log odds for an SD", "errors told more where it is safe", "Frazier et al. 2017; Edmondson 1996 (direction)")] = 0.5
    steering: Annotated[float, Parameter(0.0, 0.4, "log odds for an SD squared", "errors told by steering on results where there is room, hidden where there is none")] = 0.1
    open_room: Annotated[float, Parameter(0.2, 0.9, "0-1", "room for mistakes above which steering on results brings errors to the table")] = 0.5
    made: Annotated[float, Parameter(0.0, 1.0, "1/SD", "errors made less with better quality")] = 0.5
    alike: Annotated[float, Parameter(0.0, 0.6, "1/SD", "errors made less where service is alike from hand to hand",
        "Haynes et al. 2009 (a checklist: log ratio -.45 of complications; direction, far below)")] = 0.3
    careless: Annotated[float, Parameter(0.0, 0.2, "log ratio for an SD", "errors made by carelessness, where there is room and nothing follows")] = 0.04
    learn: Annotated[float, Parameter(0.0, 0.9, "share", "of what ends hidden errors in the reference, the part that comes from lessons of errors told")] = 0.5
    weeks: Annotated[float, Parameter(4, 104, "weeks", "how long a hidden error goes on in the reference")] = 26.0


@law
def next_safety(safety, lever, mistakes, control, push, doubt, fear, w_lever, w_room, w_control, w_push, w_doubt, w_fear, weeks):
    """Safety follows what is done for it and room for mistakes, less control, push, doubt and fear."""
    given = w_lever * lever + w_room * mistakes
    taken = w_control * control + w_push * push + w_doubt * doubt + w_fear * fear
    return safety + (bounded(given - taken, 4.0) - safety) / weeks


@law
def results_and_room(results, room, open_room, weight):
    """Results agreed bring errors to the table where there is room for mistakes, and hide them where there is none."""
    return bounded(weight * results * (room - open_room) / 0.2, 1.5)


@law
def told_share(start, safety, steering, slope):
    """Share of errors that is told."""
    return chance(log(start / (1.0 - start)) + slope * safety + steering)


@law
def carelessness(room, results, responsibility, weight):
    """Errors from room for mistakes where nothing follows: no results agreed, nobody who answers for them."""
    return weight * max(room - max(results + responsibility, 0.0) - 1.0, 0.0)


@law
def errors_made(quality, alike, careless, w_quality, w_alike):
    """Errors made this week, against the reference: fewer with better quality, and where rules, standards or one thought make service alike."""
    return exp(bounded(careless - w_quality * quality - w_alike * alike, 2.0))


@law
def lessons(told, room):
    """What is learned from errors told, in the room there is to talk about them: concave in both."""
    return min(np.sqrt(told * room), 4.0)


@law
def next_hidden(hidden, kept_back, learned, learn, weeks):
    """Hidden errors: those kept back come in; they end by themselves or by lessons."""
    return clip(hidden + (kept_back - hidden * (1.0 - learn + learn * learned)) / weeks, 0.0, 20.0)


@sweep
def teams_tell_errors_or_hide_them(teams, firm, practice, chart, p, on, unit):
    """Teams tell errors and learn from them, or hide them and go on."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(firm.alive.size):
            _one_team_learns(teams, firm, practice, p, on.learning[lane], t, lane)


@part
def _one_team_learns(teams, firm, practice, p, on, t, lane):
    """One team's errors this week."""
    mistakes, results = lever_sd(practice.room_for_mistakes[lane], MISTAKES), lever_sd(practice.results_steering[lane], RESULTS)
    teams.safety[t, lane] = on * next_safety(teams.safety[t, lane], lever_sd(practice.psychological_safety[lane], SAFETY), mistakes, teams.control[t, lane],
                                             firm.pressure[lane], teams.doubt[t, lane], firm.threat[lane] * bounded(firm.insecurity[lane], 3.0), p.safety_lever[lane],
                                             p.safety_room[lane], p.safety_control[lane], p.safety_push[lane], p.safety_doubt[lane], p.safety_fear[lane],
                                             p.safety_weeks[lane])
    steered = results_and_room(results, practice.room_for_mistakes[lane], p.open_room[lane], p.steering[lane])
    told = told_share(p.told_start[lane], teams.safety[t, lane], steered, p.told_slope[lane])
    careless = carelessness(mistakes, results, lever_sd(practice.responsibility[lane], ANSWERING), p.careless[lane])
    made = errors_made(teams.quality[t, lane], bounded(teams.consistency[t, lane], 5.0), careless, p.made[lane], p.alike[lane])
    reported = made * told / p.told_start[lane]
    room = room_ratio(np.float32(teams.hours_room[t, lane]), np.float32(teams.hours[t, lane]), ROOM_SHARE)
    kept_back = made * (1.0 - told) / (1.0 - p.told_start[lane])
    hidden = next_hidden(teams.errors_hidden[t, lane], kept_back, lessons(reported, room), p.learn[lane], p.weeks[lane])
    teams.errors_hidden[t, lane] = 1.0 + on * (hidden - 1.0)
    teams.errors_reported[t, lane] = 1.0 + on * (reported - 1.0)
