"""A policy lived in another company: the levers that one scenario sets, laid over the organisation, world and levers of another, from a week on."""

from __future__ import annotations

import dataclasses

from sim.policy import LEVERS
from sim.scenario import Scenario, ScenarioError
from sim.scenario.errors import one_line
from sim.scenario.model import REFERENCE_POLICY, REFERENCE_WORLD, Step, replaced


def lived_in(policy: Scenario, company: Scenario, week: int = 0) -> Scenario:
    """The company, whose leaders set the levers that the policy sets (those away from the reference) from a week on; its other levers stay as they are.

    The policy's own course in time begins in that week. Size and make-up of the policy's company are left behind. Raises ScenarioError where more than levers
    would be, or for a week beyond the run."""
    more = _more_than_levers(policy)
    problems = [f"--in: {one_line(policy.name)} changes more than levers ({', '.join(more)}), which would be left behind"] if more else []
    if not 0 <= week < max(company.weeks, 1):
        problems.append(f"--from: must lie between 0 and {max(company.weeks - 1, 0)}, the last week of {one_line(company.name)} ({week})")
    if problems:
        raise ScenarioError(problems)
    levers = {name: policy.policy[name] for name in LEVERS if policy.policy[name] != REFERENCE_POLICY[name] and policy.policy[name] != company.policy[name]}
    course = [dataclasses.replace(step, start=step.start + week, end=None if step.end is None else step.end + week) for step in policy.timeline]
    steps = [Step(name, "step", week, None, value) for name, value in levers.items()] if week else []
    try:
        made = company.with_(policy={} if week else levers, timeline=(*company.timeline, *steps, *course))
    except ScenarioError as error:
        raise ScenarioError([f"--in: {one_line(policy.name)} in {one_line(company.name)}: {line.removeprefix('with_: ')}" for line in error.problems]) from None
    from_week = f" from week {week}" if week else ""
    return replaced(made, name=f"{policy.name} in {company.name}", title=f"{policy.title or policy.name}, in {company.title or company.name}{from_week}",
                    question="", look_at="", group="")


def _more_than_levers(policy: Scenario) -> list[str]:
    """What a scenario changes beside levers and the size of its company."""
    parts = {"conditions": policy.world != REFERENCE_WORLD or any(step.setting not in LEVERS for step in policy.timeline), "events": bool(policy.events),
             "numbers of the model": bool(policy.parameters), "mechanisms that are off": bool(policy.off)}
    return [name for name, there in parts.items() if there]
