"""Capability: hours for improving build a better way of working, which wears out by itself and leaves with dismissed people and redrawn teams.

    capability(t+1) = capability(t) + ((room hours / reference room hours)^phi / base - capability(t)) / weeks - lost with dismissed people or redrawn teams

A trap: cutting room gains at once and costs later. The exponent phi has no evidence and decides much; every statement on slack must show it.
Rows: E6, E11, C1 (lost knowledge), C6 (reorganisation). Source: Repenning and Sterman 2001, 2002 (form). Switched off: capability 1.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import ROOM_SHARE, clip, power, room_ratio
from sim.compiled import law, sweep
from sim.vocabulary import Parameter


class CapabilityParameters(NamedTuple):
    """How ways of working improve and wear out."""

    exponent: Annotated[float, Parameter(0.05, 0.5, "1", "phi: exponent of capability in room hours; NO EVIDENCE, decides much", "none", "assumed")] = 0.2
    weeks: Annotated[float, Parameter(20, 156, "weeks", "how soon capability follows (and wears out)", "Repenning and Sterman 2001 (order)", "published")] = 52.0
    redrawn_lost: Annotated[float, Parameter(0.0, 1.0, "1", "capability lost when teams are redrawn, against the share of teams")] = 0.1
    knowledge_lost: Annotated[float, Parameter(0.0, 2.0, "1", "capability lost with dismissed people, against their share of staff, beside what newcomers have yet to learn")] = 0.25


@law
def next_capability(capability, ratio, exponent, base, weeks, lost):
    """Capability follows what room hours can sustain, with a delay."""
    return clip(capability + (power(ratio, exponent) / base - capability) / weeks - lost * capability, 0.1, 8.0)


@sweep
def teams_improve(teams, world, balance, chart, p, on, unit):
    """Teams improve their way of working in the room they have."""
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(world.dismissal.size):
            ratio = room_ratio(np.float32(teams.hours_room[t, lane]), np.float32(teams.hours[t, lane]), ROOM_SHARE)
            lost = p.knowledge_lost[lane] * world.dismissal[lane] + p.redrawn_lost[lane] * world.reorganisation[lane]
            grown = next_capability(teams.capability[t, lane], ratio, p.exponent[lane], balance.capability_base[lane], p.weeks[lane], lost)
            teams.capability[t, lane] = 1.0 + on.capability[lane] * (grown - 1.0)
