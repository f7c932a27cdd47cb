"""A made-up engine for sequences: what each step is worth, and what it is worth once another runs already, is known beforehand."""

from __future__ import annotations

import numpy as np

from sim.lab.result import Result
from sim.lab.sequence_file import asked
from sim.scenario import Scenario
from tests.lab.fake import fake

WEEKS = 104
LEVERS = {"slack_share": "room", "kpi_weight": "pay", "autonomy": "people"}
STEPS = {"room": {"slack_share": 0.15}, "pay": {"kpi_weight": 0.4}, "people": {"autonomy": 0.6}}


def question(**more):
    """Three steps of one lever each."""
    return asked(Scenario(name="here", weeks=WEEKS), steps=more.pop("steps", STEPS), **more)


def made_up(worth, bonus=(), luck=2_000.0, scatter=1.0, calls=None, disappointed=None):
    """An engine in which each step brings `worth` euro a week while it runs, and a pair (first, second, euro) brings more from the week in which the second
    begins, if the first ran before it. Companies differ in how much of this they get; luck is shared by all plans."""

    def run(scenarios, chosen, *, threads=None, record=(), progress=None):
        if progress:
            progress("running", 1.0)
        if calls is not None:
            calls.append([one.fingerprint() for one in scenarios])
        made = []
        for one in scenarios:
            begins = {LEVERS[step.setting]: step.start for step in one.timeline if step.setting in LEVERS and abs(step.value - one.policy[step.setting]) > 0.01}
            weeks = np.arange(one.weeks)
            gain = sum((worth.get(name, 0.0) * (weeks >= start) for name, start in begins.items()), np.zeros(one.weeks))
            for first, second, more in bonus:
                if first in begins and second in begins and begins[first] < begins[second]:
                    gain = gain + more * (weeks >= begins[second])
            members = 0 if chosen.ensemble is None else len(chosen.ensemble)
            companies = one.replications * max(members, 1)
            share = 1.0 + scatter * np.random.default_rng(7).standard_normal((companies, 1)) / 4.0
            kept = fake(one, replications=companies, weeks=one.weeks, seed=one.seed, luck=luck, extra_profit=gain * share)
            if disappointed is not None:
                kept.parts["firm.disappointed"] = np.broadcast_to(disappointed(one, begins), (companies, one.weeks))[..., None]
            made.append(Result(kept))
        return made

    return run
