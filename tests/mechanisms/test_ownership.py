"""Mechanisms meet only in the state, and each array has one master: who writes what is read from the sweeps themselves."""

import ast
import inspect
import textwrap

import pytest

from sim.compiled import closure
from sim.engine.birth import organisation_is_born
from sim.engine.week import some_weeks
from sim.parameters import MECHANISMS
from sim.state import GROUPS

NEWCOMERS = {"turnover", "loyalty"}
"""These mechanisms fill empty seats: they write the whole of a newcomer, whoever masters an array afterwards."""


def written_by_sweep():
    """For each array the mechanisms that write it: {"people.engagement": {"engagement", ...}}. Parts are read under the parameter names of their own."""
    found = {}
    for function in closure(some_weeks):
        module = function.__module__.rpartition(".")[2]
        if module not in MECHANISMS:
            continue
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            for target in targets:
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Attribute) and isinstance(target.value.value, ast.Name):
                    group, field = target.value.value.id, target.value.attr
                    if group in GROUPS:
                        found.setdefault(f"{group}.{field}", set()).add((module, function.__name__))
    return found


WRITTEN = written_by_sweep()


def test_every_array_of_the_state_is_written_in_the_week_or_at_birth():
    text = "\n".join(inspect.getsource(f) for f in closure(organisation_is_born))
    declared = [f"{group}.{field}" for group, declaration in GROUPS.items() for field in declaration._fields]
    silent = [name for name in declared if name not in WRITTEN and f"{name}[" not in text]
    assert not silent, f"declared, and never written: {silent}"


@pytest.mark.parametrize("array", sorted(WRITTEN))
def test_an_array_has_one_master(array):
    masters = {module for module, function in WRITTEN[array] if function != "_newcomer"}
    assert len(masters) <= 1, f"{array} is written by {sorted(masters)}"


def test_only_those_who_fill_seats_write_a_newcomer():
    assert {module for writers in WRITTEN.values() for module, function in writers if function == "_newcomer"} == NEWCOMERS


def test_a_newcomer_starts_with_nothing_of_who_sat_here_before():
    """Every array of a seat that lasts longer than a week is set anew."""
    fleeting = {"people.present", "people.share_output", "people.share_care", "people.share_help", "people.share_gaming", "people.share_room",
                "customers.active", "customers.contact", "customers.answer", "customers.failed", "customers.dropped", "customers.fate"}
    kept = [f"{group}.{field}" for group in ("people", "customers") for field in GROUPS[group]._fields
            if f"{group}.{field}" not in fleeting and "_newcomer" not in {function for _, function in WRITTEN.get(f"{group}.{field}", set())}]
    assert not kept
