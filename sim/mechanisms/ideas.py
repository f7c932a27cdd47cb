"""Ideas: people who have room, energy and safety say what could be better; what is heard renews the service, what is not heard teaches them to be silent.

    said   = room ratio^phi * e^(variety + safety + being heard + engagement + asked + talent)
    heard  = waiting * hearing,   hearing = e^(listening + involvement where leaders listen + dialogue + hours for talks - slow decisions)
    waiting(t+1) = waiting + (said - (1 - forgotten) * heard - forgotten * waiting) / weeks
    being heard -> a * log(heard / said) - b * asked;   renewal -> log of heard and of room, with insight and kinds of ideas; it wears out as customers' needs move

Everything is a ratio to the reference. Difference brings variety where it is safe to differ (more ideas, and of more kinds), and costs where it is not. To be asked raises the wish to be
heard: asked and not heard is worse than not asked. Rows: A6, A9, A15 (unheard), A17, C9 (involvement), C10 (variety).
Source: Frazier et al. 2017 (safety: sign); Nohria and Gulati 1996 (room: concave); Tucker and Singer 2015 (raised and not solved does harm); sizes are assumed.
Switched off: ideas said and heard at 1, being heard and renewal 0.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import ROOM_SHARE, bounded, chance, clip, exp, lever_sd, log, power, room_ratio
from sim.compiled import law, part, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

DIVERSITY, TALENT_ROOM = np.float32(Policy().diversity), np.float32(Policy().talent_room)
LISTENING, INVOLVEMENT = np.float32(Policy().leader_listening), np.float32(Policy().involvement)
SURVEYS, TALKS = np.float32(Policy().measure_engagement), np.float32(Policy().manager_interaction)


class IdeasParameters(NamedTuple):
    """How ideas are said, heard and turned into renewal."""

    room: Annotated[float, Parameter(0.1, 1.0, "1", "exponent of ideas in room hours", "Nohria and Gulati 1996 (direction: concave)")] = 0.5
    variety: Annotated[float, Parameter(0.0, 0.2, "log ratio for an SD", "more ideas from difference, where it is safe")] = 0.06
    friction: Annotated[float, Parameter(0.0, 0.05, "log ratio for an SD squared", "fewer ideas from difference overdone, more so where it is not safe")] = 0.01
    safety: Annotated[float, Parameter(0.0, 0.4, "log ratio for an SD", "more said where it is safe", "Frazier et al. 2017 (direction)")] = 0.15
    encouraged: Annotated[float, Parameter(0.0, 0.4, "log ratio for an SD", "more said by those who feel heard")] = 0.1
    mood: Annotated[float, Parameter(0.0, 0.4, "log ratio for an SD", "more said by engaged people")] = 0.1
    asked: Annotated[float, Parameter(0.0, 0.3, "log ratio for an SD", "more said by those who are asked")] = 0.06
    survey_asks: Annotated[float, Parameter(0.0, 1.0, "SD for an e-fold", "being asked by surveys, for e-fold more of them")] = 0.5
    talent: Annotated[float, Parameter(0.0, 0.2, "log ratio for an SD", "more ideas from people who have room for what they are best at")] = 0.04
    listening: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "more heard by leaders and managers who listen")] = 0.25
    taking_part: Annotated[float, Parameter(0.0, 0.4, "log ratio for an SD", "more heard by taking part in plans, where leaders listen")] = 0.12
    dialogue: Annotated[float, Parameter(0.0, 1.0, "log ratio", "more heard by the full dialogue of the three voices")] = 0.3
    talks: Annotated[float, Parameter(0.0, 1.0, "1", "exponent of what is heard in managers' hours for talks")] = 0.3
    slow: Annotated[float, Parameter(0.0, 0.6, "1", "exponent of what is heard lost to waiting for decisions")] = 0.1
    forgotten: Annotated[float, Parameter(0.05, 0.95, "share", "of what waits in the reference, the part that is forgotten instead of heard")] = 0.5
    weeks: Annotated[float, Parameter(3, 26, "weeks", "how long an idea waits in the reference")] = 8.0
    felt: Annotated[float, Parameter(0.5, 5.0, "SD", "being heard, for an e-fold of what is heard of what is said")] = 2.0
    expected: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "being asked raises the wish to be heard")] = 0.07
    heard_weeks: Annotated[float, Parameter(4, 52, "weeks", "how soon people notice what becomes of what they say")] = 13.0
    renewal_heard: Annotated[float, Parameter(0.0, 1.5, "1", "exponent of renewal in ideas heard")] = 0.5
    renewal_room: Annotated[float, Parameter(0.0, 1.0, "1", "exponent of renewal in room to carry ideas out")] = 0.25
    renewal_insight: Annotated[float, Parameter(0.0, 0.6, "log ratio", "renewal from knowing customers twice as well")] = 0.1
    renewal_variety: Annotated[float, Parameter(0.0, 0.3, "log ratio for an SD", "renewal from ideas of more kinds: different people see other sides, where it is safe",
        "Cox and Blake 1991; van Dijk et al. 2012 (near nought on average: balanced so against friction)")] = 0.06
    renewal_weeks: Annotated[float, Parameter(13, 156, "weeks", "how soon renewal comes, and wears out as customers' needs move")] = 52.0


@law
def variety_of(diversity, safety, gain, friction):
    """What difference adds to ideas: more where it is safe to differ; overdone it costs, above all where it is not safe."""
    apart = max(diversity, 0.0)
    return gain * diversity * 2.0 * chance(safety) - friction * apart * apart * 2.0 * chance(-1.5 * safety)


@law
def kinds_of(diversity, safety, gain):
    """What different people's ideas add to renewal, one kind beside another, where it is safe to bring them."""
    return gain * bounded(diversity, 3.0) * 2.0 * chance(1.5 * safety)


@law
def asked_of(involvement, surveys, usual, survey_asks):
    """How much more people are asked than in the reference: to take part, and in surveys."""
    return involvement + survey_asks * log((1.0 + surveys) / (1.0 + usual))


@law
def said(room, exponent, urge):
    """Ideas and signals said this week, against the reference: concave in room."""
    return power(room, exponent) * exp(bounded(urge, 1.5))


@law
def urge_to_speak(safety, heard, mood, asked, talent, w_safety, w_heard, w_mood, w_asked, w_talent):
    """What makes people speak: safety, having been heard, energy, being asked, room for what they are best at."""
    return w_safety * safety + w_heard * heard + w_mood * mood + w_asked * asked + w_talent * talent


@law
def hearing(listening, involvement, dialogue, talks, wait, w_listening, w_part, w_dialogue, w_talks, w_slow):
    """Part of what waits that is heard, against the reference. Taking part helps where leaders listen."""
    open_ears = w_listening * listening + w_part * involvement * 2.0 * chance(listening) + w_dialogue * dialogue
    return exp(bounded(open_ears + w_talks * log(talks) - w_slow * log(wait), 1.5))


@law
def next_waiting(waiting, said_now, heard_now, forgotten, weeks):
    """Ideas that wait: what is said comes in, what is heard or forgotten goes."""
    return clip(waiting + (said_now - (1.0 - forgotten) * heard_now - forgotten * waiting) / weeks, 0.0, 100.0)


@law
def next_heard(heard, heard_now, said_now, asked, felt, expected, weeks):
    """Being heard: what becomes of what people say, less what being asked makes them expect."""
    aim = bounded(felt * log(max(heard_now, 0.001) / max(said_now, 0.001)) - expected * asked, 4.0)
    return heard + (aim - heard) / weeks


@law
def next_renewal(renewal, heard_now, room, insight, kinds, w_heard, w_room, w_insight, weeks):
    """Renewal follows ideas heard and their kinds, room to carry them out and insight; without them customers' needs outrun the service."""
    aim = bounded(w_heard * log(max(heard_now, 0.001)) + w_room * log(max(room, 0.001)) + w_insight * insight + kinds, 1.5)
    return renewal + (aim - renewal) / weeks


@law
def talk_hours_ratio(talk_chance, talk_hours, team_size, usual_hours):
    """Hours for talks against the reference, from the chance of a talk."""
    return clip(talk_chance * talk_hours * team_size / usual_hours, 0.05, 5.0)


@sweep
def people_say_what_could_be_better(teams, practice, chart, p, management, on, unit):
    """People say what could be better; some of it is heard and renews the service."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(on.ideas.size):
            room = room_ratio(np.float32(teams.hours_room[t, lane]), np.float32(teams.hours[t, lane]), ROOM_SHARE)
            usual = TALKS * management.week_hours[lane] * (1.0 - management.administration[lane])
            talks = talk_hours_ratio(teams.talk_chance[t, lane], management.talk_hours[lane], chart.team_size[0], usual)
            wait = max(teams.decision_weeks[t, lane] / management.decision_start[lane], 0.05)
            _one_team_speaks(teams, practice, p, on.ideas[lane], room, talks, wait, t, lane)


@part
def _one_team_speaks(teams, practice, p, on, room, talks, wait, t, lane):
    """One team's ideas this week."""
    involvement, listening = lever_sd(practice.involvement[lane], INVOLVEMENT), lever_sd(practice.leader_listening[lane], LISTENING)
    asked = asked_of(involvement, practice.measure_engagement[lane], SURVEYS, p.survey_asks[lane])
    urge = urge_to_speak(teams.safety[t, lane], teams.heard[t, lane], teams.engagement[t, lane], asked, lever_sd(practice.talent_room[lane], TALENT_ROOM),
                         p.safety[lane], p.encouraged[lane], p.mood[lane], p.asked[lane], p.talent[lane])
    different = lever_sd(practice.diversity[lane], DIVERSITY)
    urge += variety_of(different, teams.safety[t, lane], p.variety[lane], p.friction[lane])
    kinds = kinds_of(different, teams.safety[t, lane], p.renewal_variety[lane])
    said_now = said(room, p.room[lane], urge)
    open_ears = hearing(listening, involvement, practice.dialogue_platform[lane], talks, wait, p.listening[lane], p.taking_part[lane], p.dialogue[lane],
                        p.talks[lane], p.slow[lane])
    heard_now = min(teams.ideas[t, lane] * open_ears, 20.0)
    waiting = next_waiting(teams.ideas[t, lane], said_now, heard_now, p.forgotten[lane], p.weeks[lane])
    teams.ideas[t, lane] = 1.0 + on * (waiting - 1.0)
    teams.ideas_heard[t, lane] = 1.0 + on * (heard_now - 1.0)
    teams.heard[t, lane] = on * next_heard(teams.heard[t, lane], heard_now, said_now, asked, p.felt[lane], p.expected[lane], p.heard_weeks[lane])
    teams.renewal[t, lane] = on * next_renewal(teams.renewal[t, lane], heard_now, room, bounded(teams.insight[t, lane] - 1.0, 1.0), kinds,
                                               p.renewal_heard[lane], p.renewal_room[lane], p.renewal_insight[lane], p.renewal_weeks[lane])
