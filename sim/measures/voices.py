"""The three voices and the tensions between them. Each runs from 0 to 100; in the reference voices stand near 50."""

from __future__ import annotations

import numpy as np

from sim.measures.measure import QUARTER, Measure, Numbers, Reading, divide, normal_share, trailing_mean, trailing_sum, unequal

USUAL_SWING = 0.1
"""How far waiting swings within a quarter in an ordinary organisation, as a share of its level (assumed)."""


def voice_employee(of: Reading) -> Numbers:
    """Energy against exhaustion of the mean employee, as a place among the reference staff."""
    return 100.0 * normal_share((of("engagement") - of("exhaustion")) / np.sqrt(2.0))


def voice_customer(of: Reading) -> Numbers:
    """Satisfaction of the mean customer, as a place among the reference's units. Who left within about a year counts as they left: those who stay are the
    satisfied ones, and their mean rises when the others go."""
    return 100.0 * normal_share(of("satisfaction_with_leavers") / of.yard("satisfaction_unit_sd"))


def voice_business(of: Reading) -> Numbers:
    """The last year's margin, as a place among the one-year margins that luck alone gives the reference."""
    return 100.0 * normal_share((of("margin_year") - of.yard("margin")) / of.yard("margin_year_sd"))


def voice_tension(of: Reading) -> Numbers:
    """How far the three voices lie apart."""
    return unequal(of("voice_employee"), of("voice_customer"), of("voice_business"))


def _fulfilled(of: Reading, name: str, scale: float) -> Numbers:
    """How well a pole that should be low is served: 50 at the reference, more when the measure lies below it, `scale` natural logs to one SD."""
    level = of(name)
    known = np.where(level > 0, level, np.nan)
    return 100.0 * normal_share(-np.log(known / of.reference(name)) / scale)


def tension_squeeze(of: Reading) -> Numbers:
    """Customers want speed, the business low cost, people not to be squeezed: how unequally the three are served (A4)."""
    return unequal(_fulfilled(of, "wait", 0.25), _fulfilled(of, "cost_per_request", 0.10), 100.0 * normal_share(-of("exhaustion")))


def tension_control(of: Reading) -> Numbers:
    """The firm wants scale and control, people autonomy, customers something made for them: how unequally the three are served (A4)."""
    served = divide(trailing_sum(of("exceptions_accepted"), QUARTER), trailing_sum(of("exceptions_asked"), QUARTER))
    usual = of.reference("exceptions_accepted") / of.reference("exceptions_asked") if of.reference("exceptions_asked") > 0 else np.nan
    return unequal(*(100.0 * normal_share(pole) for pole in (of("control_lived"), of("autonomy_lived"), (served - usual) / 0.2)))


def tension_renewal(of: Reading) -> Numbers:
    """People want meaning, the business predictability, customers renewal: how unequally the three are served (A4)."""
    level = trailing_mean(of("wait"), QUARTER)
    swing = np.sqrt(np.maximum(trailing_mean(of("wait") ** 2, QUARTER) - level**2, 0.0))
    calm = (USUAL_SWING - divide(swing, level)) / 0.2
    return unequal(*(100.0 * normal_share(pole) for pole in (of("meaning"), calm, of("renewal") / 0.1)))


VOICES = (
    Measure("voice_employee", "voice of employees", "0-100", "up", "truth",
        "100 x normal share of (engagement - exhaustion) / root 2 of the mean employee: 62 = above 62 % of the reference staff",
        "voices", ("engagement", "exhaustion"), voice_employee),
    Measure("voice_customer", "voice of customers", "0-100", "up", "truth",
        "100 x normal share of mean satisfaction, in SDs between units of the reference; who left within about a year counts as they left",
        "voices", ("satisfaction_with_leavers",), voice_customer),
    Measure("voice_business", "voice of business", "0-100", "up", "truth",
        "100 x normal share of (margin of a year - reference margin) / SD of one-year margins of the reference", "voices", ("margin_year",), voice_business),
    Measure("voice_tension", "voice tension", "points", "down", "truth", "root mean square distance of the three voices from their mean",
        "voices", ("voice_employee", "voice_customer", "voice_business"), voice_tension),
    Measure("tension_squeeze", "tension speed - cost - squeeze", "points", "down", "truth",
        "distance between speed (wait, 0.25 log = 1 SD), low cost (of a request, 0.10 log = 1 SD), low exhaustion, each 0-100; scales assumed",
        "voices", ("wait", "cost_per_request", "exhaustion"), tension_squeeze),
    Measure("tension_control", "tension control - autonomy - customisation", "points", "down", "truth",
        "distance between control lived, autonomy lived, exceptions accepted of those asked (0.2 = 1 SD), each 0-100; scales assumed",
        "voices", ("control_lived", "autonomy_lived", "exceptions_accepted", "exceptions_asked"), tension_control),
    Measure("tension_renewal", "tension meaning - predictability - renewal", "points", "down", "truth",
        "distance between meaning felt, calm (swing of waiting in a quarter, 0.2 of level = 1 SD), renewal (0.1 log = 1 SD), each 0-100; scales assumed",
        "voices", ("meaning", "wait", "renewal"), tension_renewal),
)
