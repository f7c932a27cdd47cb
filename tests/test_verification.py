"""The list of what is verified is whole, and every test that it names is there."""

import ast
from pathlib import Path

import pytest

from tests.verification import FREQUENCIES, LIMITS, PAGE, RELATIONS, page

TESTS = Path(__file__).parent


def named_in(file):
    """The names of the tests in a file."""
    return {node.name for node in ast.parse((TESTS / file).read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("cases", "last"), [(LIMITS, 23), (RELATIONS, 45)])
def test_no_case_is_missing_and_each_has_a_test_or_a_reason(cases, last):
    assert sorted(cases) == list(range(1, last + 1))
    bare = [number for number, case in cases.items() if not case.tests and not case.where.startswith(("does not apply", "replaced"))]
    assert not bare, f"cases without a test or a reason: {bare}"


NAMED = {test for cases in (LIMITS, RELATIONS) for case in cases.values() for test in case.tests}
NAMED |= {f"limits/test_frequencies.py::{test}" for test in FREQUENCIES.values()}


def test_every_test_that_is_named_exists():
    missing = [test for test in sorted(NAMED) if test.split("::")[1] not in named_in(test.split("::")[0])]
    assert not missing, f"tests/verification.py names tests that are not there: {missing}"


def test_every_limit_and_frequency_test_is_listed():
    files = [f"limits/{file.name}" for file in (TESTS / "limits").glob("test_*.py")]
    there = {f"{file}::{test}" for file in files for test in named_in(file) if test.startswith("test_")}
    assert not there - NAMED, f"add these to tests/verification.py: {sorted(there - NAMED)}"


def test_the_page_is_in_step():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.verification"
