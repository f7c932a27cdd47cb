"""A sweep over members, read company by company: what members differ in stands among the inputs, beside what the design varies."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from sim.lab.discovery import MOST_INPUTS, discover, held_back
from sim.lab.finished import ask, where
from sim.lab.finished_members import ByMember
from sim.lab.sensitivity import analyse
from sim.scenario import ScenarioError
from sim.scenario.keys import parameter_keys
from tests.lab.sweeps import Sweep, inputs, sweep

NAMES = ("strain.load", "strain.recovery", "quality.care")


@dataclass(frozen=True)
class OfMembers(Sweep):
    """A finished sweep that knows what its members are."""

    member_parameters: dict[str, dict[str, float]] = field(default_factory=dict)


def companies(count=120, points=1, effect=1.0, names=NAMES[:1] + NAMES[2:], replications=3):
    """Members whose first number decides the outcome, at points whose first input adds to it; two arms, of which the second wins where both are large."""
    luck = np.random.default_rng(5)
    keys = parameter_keys()
    shares = luck.random((count, len(names)))
    members = {f"member {k}": {name: keys[name].low + share * (keys[name].high - keys[name].low) for name, share in zip(names, row, strict=True)}
               for k, row in enumerate(shares)}
    design = np.linspace(0, 1, points)[:, None]
    values = effect * shares[:, 0][None, :, None] + design[:, :, None] + 0.1 * luck.standard_normal((points, count, replications))
    made = sweep(design, inputs(1), np.zeros_like(values), values, arms=("old", "new"))
    return OfMembers(**{name: getattr(made, name) for name in made.__dataclass_fields__}, member_parameters=members), shares


def test_each_company_is_a_point_with_the_numbers_of_its_member():
    swept, shares = companies(points=2)
    asked = ask(ByMember(swept), "score")
    assert asked.names == ("input_1", "quality.care", "strain.load")
    assert asked.values.shape == (240, 1, 3)
    low, high = parameter_keys()["strain.load"].low, parameter_keys()["strain.load"].high
    assert asked.points[:, 2] == pytest.approx(np.repeat(low + shares[:, 0] * (high - low), 2))
    assert asked.points[:4, 0].tolist() == [0.0, 1.0, 0.0, 1.0]
    one = swept.frame(["new"])
    right = one[(one["member"] == "member 7") & (one["point"] == 1)]["score"].to_numpy()
    assert asked.values[15, 0] == pytest.approx(right)


def test_a_number_that_no_member_changes_is_no_input_and_one_that_a_member_leaves_out_has_its_default():
    swept, _ = companies()
    first = {"strain.load": swept.member_parameters["member 0"]["strain.load"]}
    asked = ask(ByMember(replace(swept, member_parameters={**swept.member_parameters, "member 0": first})), "score")
    assert asked.points[0, asked.names.index("quality.care")] == parameter_keys()["quality.care"].default
    same = {name: {**own, "quality.care": 0.41} for name, own in swept.member_parameters.items()}
    assert ask(ByMember(replace(swept, member_parameters=same)), "score").names == ("strain.load",)


def test_pawn_finds_the_number_that_decides_and_refuses_members_at_several_points():
    found = analyse(ask(ByMember(companies()[0]), "score"))
    assert found.method == "pawn"
    assert [one.name for one in found.ranks if found.above_floor(one)] == ["strain.load"]
    with pytest.raises(ScenarioError, match="several points"):
        analyse(ask(ByMember(companies(points=2)[0]), "score"))


def test_boxes_are_judged_on_members_that_were_held_back_with_all_their_points():
    asked = ask(ByMember(companies(points=3)[0]), "score")
    held = held_back(asked, 1).reshape(-1, 3)
    assert (held.all(axis=1) | ~held.any(axis=1)).all()
    assert held.any(axis=1).sum() == 40
    found = discover(asked, where("> 1.2"), "prim")
    assert {name for one in found.regions[:1] for name in one.limits} == {"strain.load", "input_1"}
    assert found.regions[0].stands_out(found.share.value)


def test_of_very_many_inputs_those_that_go_with_the_outcome_are_looked_at_and_that_is_said():
    names = NAMES[:1] + tuple(name for name in list(parameter_keys()) if name != NAMES[0])[:99]
    asked = ask(ByMember(companies(count=200, names=names)[0]), "score")
    found = discover(asked, where("> 0.6"), "prim")
    assert any(f"the {MOST_INPUTS} were looked at" in note for note in found.notes)
    assert "strain.load" in found.regions[0].limits


def test_a_sweep_without_members_or_of_members_alike_is_refused():
    swept, _ = companies()
    with pytest.raises(ScenarioError, match="has no members"):
        ByMember(replace(swept, member_parameters={}))
    with pytest.raises(ScenarioError, match="differ in no number"):
        ByMember(replace(swept, member_parameters={name: {"quality.care": 0.4} for name in swept.member_parameters}))
