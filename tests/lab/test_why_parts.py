"""What differs between two policies, part by part: with all parts of the second a world is the second, with none the first; each part moves only its own."""

import dataclasses

import numpy as np
import pytest

from sim.lab.why_parts import Part, in_groups, mixed, parts_between
from sim.policy import CONDITIONS, LEVERS
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.model import Event, Step
from sim.scenario.read import library_names

REFERENCE = load_scenario("reference")
COMPARABLE = [name for name in library_names() if name != "reference" and (one := load_scenario(name)).organisation == REFERENCE.organisation
              and one.parameters == REFERENCE.parameters and one.off == REFERENCE.off and one.weeks <= REFERENCE.weeks
              and (one.policy, one.world, one.timeline, one.events) != (REFERENCE.policy, REFERENCE.world, (), ())]


def pair_of(name):
    second = load_scenario(name)
    return REFERENCE.with_(weeks=second.weeks), second


def same(one, other):
    return np.array_equal(one.paths(), other.paths())


@pytest.mark.parametrize("name", COMPARABLE)
def test_none_and_all_of_the_parts_are_the_two_policies(name):
    first, second = pair_of(name)
    for parts in (parts_between(first, second), in_groups(parts_between(first, second))):
        assert same(mixed(first, second, []), first)
        assert same(mixed(first, second, parts), second)
        assert same(mixed(second, first, parts), first)


@pytest.mark.parametrize("name", COMPARABLE)
def test_a_part_moves_nothing_but_its_own(name):
    first, second = pair_of(name)
    names = LEVERS + CONDITIONS
    for part in parts_between(first, second):
        moved = {names[k] for k in np.flatnonzero((mixed(first, second, [part]).paths() != first.paths()).any(axis=0))}
        if part.settings and not first.events:
            assert moved == set(part.settings)


def test_a_whole_course_is_taken_over_and_not_its_value_at_the_start():
    ramp = (Step("autonomy", "ramp", 4, 20, 0.8),)
    second = REFERENCE.with_(weeks=30, timeline=(*ramp, Step("slack_share", "step", 10, None, 0.2)), policy={"control": 0.3})
    first = REFERENCE.with_(weeks=30)
    parts = {part.name: part for part in parts_between(first, second)}
    assert list(parts) == ["autonomy", "control", "slack_share"]
    world = mixed(first, second, [parts["autonomy"]])
    assert world.timeline == ramp
    assert world.policy["control"] == first.policy["control"]
    assert np.array_equal(world.paths()[:, LEVERS.index("autonomy")], second.paths()[:, LEVERS.index("autonomy")])


def test_a_value_that_a_timeline_overrules_from_the_start_does_not_differ():
    first = REFERENCE.with_(weeks=30, timeline=(Step("autonomy", "step", 0, None, 0.7),))
    second = REFERENCE.with_(weeks=30, policy={"autonomy": 0.7, "control": 0.5})
    assert [part.name for part in parts_between(first, second)] == ["control"]


def test_events_are_parts_by_kind_and_work_upon_the_levers_of_either_policy():
    second = REFERENCE.with_(weeks=30, policy={"staffing": 0.9}, events=(Event("layoffs", 5, 0.1), Event("layoffs", 9, 0.1), Event("crisis", 3, 0.2, 10)))
    first = REFERENCE.with_(weeks=30, events=(Event("crisis", 3, 0.2, 10),))
    parts = {part.name: part for part in parts_between(first, second)}
    assert {name: part.group for name, part in parts.items()} == {"staffing": "structure", "event layoffs": "events"}
    world = mixed(first, second, [parts["event layoffs"]])
    assert len(world.events) == 3
    staffing = world.paths()[:, LEVERS.index("staffing")]
    assert staffing[-1] == pytest.approx(0.81)
    assert staffing[0] == pytest.approx(1.0)


def test_levers_join_by_their_declared_group_and_a_single_one_keeps_its_name():
    groups = in_groups(parts_between(*pair_of("people_first")))
    assert [part.name for part in groups] == ["leadership", "autonomy", "rewards", "time", "manager_customer_contact"]
    assert groups[2].members == ("kpi_weight", "csat_weight", "joint_okr_weight")
    assert in_groups([Part("demand", "world", ("demand",)), Part("event boom", "events", events=("boom",))])[1].members == ("event boom",)


@pytest.mark.parametrize(("other", "words"), [
    (REFERENCE.with_(organisation={"units": 2}), "differ in organisation"),
    (REFERENCE.with_(parameters={"strain.load": 1.1}, policy={"autonomy": 0.6}), "differ in parameters"),
    (REFERENCE.with_(off=("ideas",)), "differ in off"),
    (REFERENCE.with_(weeks=52, policy={"autonomy": 0.6}), "--weeks 52"),
    (dataclasses.replace(REFERENCE, name="twin"), "no lever, condition or event differs"),
])
def test_what_cannot_be_shared_out_over_levers_is_refused(other, words):
    with pytest.raises(ScenarioError, match=words):
        parts_between(REFERENCE, other)
