"""A law gives the same bits compiled and plain, and its machine code knows no double precision.

Laws of finance are given doubles in the week, because ledgers are; given singles, as here, they too stay single.
"""

import re

import numpy as np
import pytest

from sim import compiled
from sim.compiled import fast, plain
from sim.engine import birth, week
from tests.laws.domains import DOMAINS, WORDS, names

LAWS = [*DOMAINS, *WORDS]


def points(law, cases):
    """Arguments of a law, one row a case: singles from its domain, a fifth of them at a bound, or 32-bit words."""
    luck = np.random.default_rng(len(names(law)) + 7)
    if law in WORDS:
        return luck.integers(0, 2**32, (cases, WORDS[law]), dtype=np.uint32)
    low, high = np.array(DOMAINS[law], np.float64).T
    at = luck.random((cases, low.size))
    return (low + (high - low) * np.where(luck.random(at.shape) < 0.2, np.round(at), at)).astype(np.float32)


def own_code(law):
    """The intermediate code of a law itself, without the doors through which Python comes in."""
    text = "".join(fast(law).inspect_llvm().values())
    bodies = re.split(r"(?=^define )", text, flags=re.MULTILINE)
    return "\n".join(body for body in bodies if body.startswith("define") and "cpython" not in body.split("(")[0] and "cfunc" not in body.split("(")[0])


def test_every_law_has_a_domain():
    assert birth.organisation_is_born, "the import makes every law known"
    assert week.some_weeks
    known = {law for law, role in compiled._role.items() if role == "law" and law.__module__.startswith("sim.")}
    missing = [f"{law.__module__}.{law.__name__}" for law in known if law not in DOMAINS and law not in WORDS and not law.__name__.startswith("_")]
    assert not missing, f"add these to tests/laws/domains.py: {missing}"
    assert all(len(names(law)) == len(bounds) for law, bounds in DOMAINS.items())


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_law_in_single_precision_stays_in_it_and_is_finite(law):
    for row in points(law, 20):
        values = plain(law)(*row)
        for value in values if isinstance(values, tuple) else (values,):
            assert np.isfinite(value)
            assert np.asarray(value).dtype in (np.float32, np.uint32), f"{law.__name__} gives {type(value).__name__}"


@pytest.mark.thorough
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_machine_code_gives_the_bits_of_plain_python_and_holds_no_double(law):
    quick, slow = fast(law), plain(law)
    for row in points(law, 300):
        assert np.array_equal(np.atleast_1d(quick(*row)), np.atleast_1d(slow(*row))), f"{law.__name__}{tuple(row)}"
    code = own_code(law)
    assert "define" in code
    assert "double" not in code, f"{law.__name__} computes in double precision: write its numbers as float32"
    assert not re.search(r"\bf(add|mul|sub|div) (fast|reassoc|contract|nnan|ninf|arcp)", code), "fast maths may change bits between processors"


@pytest.mark.thorough
def test_a_planted_double_is_seen():
    """The gate is not blind: a law that reads a double from its module shows it in its code."""
    fast(_law_with_a_double)(np.float32(1.0))
    assert "double" in own_code(_law_with_a_double)


DOUBLE = np.float64(0.5)


@compiled.law
def _law_with_a_double(x):
    return x * DOUBLE
