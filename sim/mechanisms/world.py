"""World: customers' need of service swings about its level, and a crisis moves the level.

    swing(t+1) = memory * swing(t) + volatility * sqrt(1 - memory^2) * draw;   demand = level * exp(swing - volatility^2 / 2)

Demand is the market's: customers need more or less, and more or fewer come who were none (loyalty); what stays therefore counts twice in the end, in need and in number.
A volatile world is no larger one: swings leave the mean of demand where it is.
Rows of the catalogue: B5 (a volatile world). Switched off, demand is the ordinary one.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import exp
from sim.compiled import law, sweep
from sim.draws import WORLD_DEMAND, in_week, normals, words
from sim.vocabulary import Parameter


class WorldParameters(NamedTuple):
    """How the market moves."""

    memory: Annotated[float, Parameter(0.5, 0.99, "1/week", "how much of a swing of demand is left a week later")] = 0.9


@law
def next_swing(swing, volatility, memory, draw):
    """Demand's swing forgets a little and is pushed anew; its spread in the long run is the volatility."""
    return memory * swing + volatility * np.sqrt(1.0 - memory * memory) * draw


@law
def demand_now(level, swing, volatility, alive, on):
    """Need of service against the ordinary one, on average the level; a firm that is gone has no customers to ask for it."""
    return alive * (1.0 + on * (level * exp(swing - 0.5 * volatility * volatility) - 1.0))


@sweep
def the_world_moves(firm, world, p, luck, on, week):
    """The world moves: demand swings about its level."""
    for lane in range(firm.swing.size):
        first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(0), in_week(week, WORLD_DEMAND))
        draw, _ = normals(first, second)
        firm.swing[lane] = next_swing(firm.swing[lane], world.volatility[lane], p.memory[lane], draw)
        firm.demand[lane] = demand_now(world.demand[lane], firm.swing[lane], world.volatility[lane], firm.alive[lane], on.world[lane])
