"""What all tests share: steady Hypothesis profiles, and golden files that are compared by number."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

GOLDEN = Path(__file__).parent / "golden"
TOLERANCE = 1e-6
"""Relative difference that a golden number may show. Runs are the same to the byte on one machine; the last digits of sums may differ between processors."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write the golden files anew instead of comparing with them")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the project."""
    return Path(__file__).parent.parent


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a table (CSV text) with the golden file of that name, or write it when asked to: `golden("small", text)`."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / f"{name}.csv"
        if request.config.getoption("--write-golden"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
            return
        assert file.exists(), f"no golden file {file.name}: run make golden"
        differences = _differences(file.read_text(encoding="utf-8"), text)
        moved = "\n".join(differences[:10])
        assert not differences, f"{name}: {len(differences)} numbers moved (make golden writes them anew; say why in CHANGELOG.md):\n{moved}"

    return compare


def _differences(expected: str, found: str) -> list[str]:
    """Where two CSV texts differ: one line for each cell beyond the tolerance."""
    old, new = (list(csv.reader(io.StringIO(text))) for text in (expected, found))
    if len(old) != len(new) or old[:1] != new[:1]:
        return [f"other shape or columns: {len(old)} rows {old[:1]}, now {len(new)} rows {new[:1]}"]
    moved = []
    for line, (before, after) in enumerate(zip(old, new, strict=True), start=1):
        for column, was, now in zip(old[0], before, after, strict=True):
            if was != now and not _near(was, now):
                moved.append(f"line {line}, {column}: was {was}, is {now}")
    return moved


def _near(was: str, now: str) -> bool:
    try:
        a, b = float(was), float(now)
    except ValueError:
        return False
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b), 1e-12)
