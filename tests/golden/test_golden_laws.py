"""Every law gives the values that are stored: so that a number within a law cannot change unseen where no property pins it down.

A law that was changed on purpose moves its rows; `make golden` writes them anew. Points are drawn from the law's domain, a third of all values at a bound."""

import zlib

import numpy as np

from sim.compiled import plain
from tests.laws.domains import DOMAINS, WORDS

POINTS = 24


def points(law):
    """Arguments of a law, one row a case, by a seed that is the law's own."""
    luck = np.random.default_rng(zlib.crc32(law.__name__.encode()))
    if law in WORDS:
        return luck.integers(0, 2**32, (POINTS, WORDS[law]), dtype=np.uint32)
    low, high = np.array(DOMAINS[law], np.float64).T
    at = luck.random((POINTS, low.size))
    return (low + (high - low) * np.where(luck.random(at.shape) < 1 / 3, np.round(at), at)).astype(np.float32)


def values(law):
    """What a law gives at its points, each value as a text of nine digits (which is all of a single)."""
    for row in points(law):
        found = plain(law)(*row)
        yield " ".join(f"{float(one):.9g}" for one in (found if isinstance(found, tuple) else (found,)))


def test_every_law_gives_its_stored_values(golden):
    with np.errstate(over="ignore"):
        lines = [f"{law.__module__.removeprefix('sim.')}.{law.__name__},{number},{value}"
                 for law in sorted([*DOMAINS, *WORDS], key=lambda law: (law.__module__, law.__name__)) for number, value in enumerate(values(law))]
    golden("laws", "\n".join(["law,point,value", *lines, ""]))
