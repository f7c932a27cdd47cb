"""Change: change tires people, small steps teach them how to change, and overturned priorities leave work behind that no longer matters.

fatigue(t+1) = fatigue * 2^(-1/26) + tire * moved^1.5 * exp(-calm * small steps - aligned * alignment) + scattered * scatter know-how(t+1) = know-how + learn
* (small steps against the reference) * moved / (moved + 0.05) - (know-how - 1) / forget weeks turbulence(t+1) = turbulence * 2^(-1 / weeks) + (1 - that) *
overturned now, weeks shorter with alignment, autonomy and communication

`moved` is the dose of change this week, a reorganisation included: one big move tires more than the same way in small steps, and teaches less. A priority
shock (and a world that swings more than usual) overturns work; people who know what matters and may decide themselves turn to the new work sooner. Rows: A12,
B5, C6, C14, D12. Source: change fatigue (Bernerth, Walker and Harris 2011), frequent change (Rafferty and Griffin 2006), both for the direction; all sizes
assumed. Switched off: nobody tires of change or learns from it, and no work is overturned.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import clip, exp, lever_sd
from sim.compiled import law, sweep
from sim.policy import Policy, World
from sim.vocabulary import Parameter

STYLE, TOLD, AUTONOMY = np.float32(Policy().change_style), np.float32(Policy().communication), np.float32(Policy().autonomy)
CALM_WORLD = np.float32(World().volatility)


class ChangeParameters(NamedTuple):
    """How change tires and teaches, and how overturned work settles."""

    tire: Annotated[float, Parameter(0.0, 2.0, "SD for a dose of 1 in a week", "how much a week's change tires",
        "Bernerth, Walker and Harris 2011 (direction)", "assumed")] = 0.6
    calm: Annotated[float, Parameter(0.0, 0.5, "log ratio for an SD", "how far small steps tire less")] = 0.2
    aligned: Annotated[float, Parameter(0.0, 0.4, "log ratio for an SD", "how far change tires less when people know what matters and why")] = 0.15
    scattered: Annotated[float, Parameter(0.0, 0.5, "SD a week", "how much action without direction tires, for each log ratio of effort lost")] = 0.2
    half_life: Annotated[float, Parameter(8, 104, "weeks", "how long being tired of change lasts")] = 26.0
    redrawn: Annotated[float, Parameter(0.0, 5.0, "dose", "how much change a reorganisation of the whole is")] = 1.5
    learn: Annotated[float, Parameter(0.0, 0.03, "ratio a week", "know-how of changing gained in a week of much change in the reference's style")] = 0.006
    forget_weeks: Annotated[float, Parameter(26, 520, "weeks", "how soon know-how that is not used is lost", "Argote 1999 (direction)", "assumed")] = 104.0
    settle_weeks: Annotated[float, Parameter(1, 52, "weeks", "half-life of work by overturned priorities")] = 8.0
    settle_sooner: Annotated[float, Parameter(0.0, 0.5, "log ratio for an SD",
        "how much sooner it settles with alignment (half as much with autonomy and with communication)")] = 0.2
    swings: Annotated[float, Parameter(0.0, 0.2, "share a week", "work overturned each week when demand swings by one log unit more than usual")] = 0.05


@law
def next_fatigue(fatigue, moved, style, alignment, scatter, tire, calm, aligned, scattered, half_life):
    """Being tired of change fades by half in its half-life; much change in one week tires more than its share."""
    tiring = tire * moved * np.sqrt(moved) * exp(-calm * style - aligned * alignment)
    return min(fatigue * exp(-0.6931472 / half_life) + tiring + scattered * scatter, 5.0)


@law
def next_know_how(know_how, moved, steps, learn, weeks):
    """Know-how of changing grows by doing it in small steps, with falling gain from more in one week, and is forgotten."""
    return min(know_how + learn * steps * moved / (moved + 0.05) - (know_how - 1.0) / weeks, 3.0)


@law
def settling_weeks(weeks, alignment, autonomy, communication, sooner):
    """Half-life of overturned work: shorter when people know what matters, may decide themselves and are told."""
    return weeks * exp(-sooner * (alignment + 0.5 * autonomy + 0.5 * communication))


@law
def next_turbulence(turbulence, overturned, swing, weeks, swings):
    """Work by overturned priorities settles, and what is overturned now comes on top of what had settled."""
    kept = turbulence * exp(-0.6931472 / max(weeks, 0.1))
    return kept + (1.0 - kept) * clip(overturned + swings * max(swing, 0.0), 0.0, 1.0)


@sweep
def change_tires_and_teaches(firm, practice, world, p, on):
    """Change tires people and teaches them; overturned work settles."""
    for lane in range(firm.alive.size):
        acts, style = on.change[lane], lever_sd(practice.change_style[lane], STYLE)
        moved = firm.change[lane] + p.redrawn[lane] * world.reorganisation[lane]
        tired = next_fatigue(firm.fatigue[lane], moved, style, firm.alignment[lane], firm.scatter[lane], p.tire[lane], p.calm[lane], p.aligned[lane],
                             p.scattered[lane], p.half_life[lane])
        firm.fatigue[lane] = acts * tired
        learned = next_know_how(firm.know_how[lane], moved, practice.change_style[lane] / STYLE, p.learn[lane], p.forget_weeks[lane])
        firm.know_how[lane] = 1.0 + acts * (learned - 1.0)
        weeks = settling_weeks(p.settle_weeks[lane], firm.alignment[lane], lever_sd(practice.autonomy[lane], AUTONOMY),
                               lever_sd(practice.communication[lane], TOLD), p.settle_sooner[lane])
        turned = next_turbulence(firm.turbulence[lane], world.priority_shift[lane], world.volatility[lane] - CALM_WORLD, weeks, p.swings[lane])
        firm.turbulence[lane] = acts * turned
