"""The claims ledger is whole: every row of the catalogue, every headline and every quarrel of the sources has a claim, and each claim can be run."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from sim.lab.claims import HEADLINE_COUNT, Ledger, shipped
from sim.lab.claims_file import ROWS, load_ledger
from sim.scenario import library, load_scenario
from sim.views.catalogue import CLAIMS, EXPECTED
from sim.views.claims_page import compared


@functools.cache
def ledger() -> Ledger:
    return load_ledger(shipped())


def test_every_row_of_the_catalogue_has_a_claim() -> None:
    assert ROWS == EXPECTED
    claimed = {source for claim in ledger().claims if claim.kind == "row" for source in claim.source}
    missing = [claim.row for claim in CLAIMS if claim.row not in claimed]
    assert not missing, f"rows without a claim in experiments/claims.toml: {missing}"


def test_every_headline_has_a_claim() -> None:
    claimed = {claim.headline for claim in ledger().claims if claim.kind == "headline"}
    assert claimed == set(range(1, HEADLINE_COUNT + 1))


def test_every_quarrel_of_the_sources_has_a_claim_at_equal_price() -> None:
    """Views that the library holds against each other bear the same group, and so cost the same."""
    groups: dict[str, set[str]] = {}
    for entry in library():
        if entry.name.startswith("view_"):
            groups.setdefault(load_scenario(entry.name).group, set()).add(entry.name)
    quarrels = {frozenset(claim.arms) for claim in ledger().claims if claim.kind == "disagreement"}
    pairs = {frozenset((one, other)) for views in groups.values() for one in views for other in views if one != other}
    assert pairs
    assert quarrels == pairs


def test_the_order_of_a_claim_is_told_by_its_name() -> None:
    letters = {"row": "ABCDE", "headline": "H", "disagreement": "V", "condition": "K"}
    assert not [claim.id for claim in ledger().claims if claim.id[0] not in letters[claim.kind]]
    assert not [claim.id for claim in ledger().claims if claim.kind == "row" and claim.id.rstrip("abcdefghijklmnopqrstuvwxyz") not in claim.source]


@pytest.mark.parametrize("kind", ["row", "headline", "disagreement", "condition"])
def test_no_two_claims_of_a_kind_test_the_same(kind: str) -> None:
    tests = [str(claim.test) for claim in ledger().claims if claim.kind == kind]
    assert len(set(tests)) == len(tests)


def test_every_effect_has_a_smallest_size_that_counts() -> None:
    bare = [claim.id for claim in ledger().claims if not claim.size > 0]
    assert not bare, f"claims without a smallest size: under common luck any difference is clear: {bare}"


def test_every_claim_has_its_sentence_in_dutch() -> None:
    from sim.views.claims_command import said

    dutch = said("nl")
    assert set(dutch) == {claim.id for claim in ledger().claims}
    assert all(sentence.endswith(".") for sentence in dutch.values())


def test_the_page_tells_every_claim_as_it_stands() -> None:
    """What came of a claim takes a run to check; that the page is of this ledger does not."""
    text = (Path(__file__).parent.parent / "docs" / "claims.md").read_text(encoding="utf-8")
    late = [claim.id for claim in ledger().claims if f"| {claim.id} | " not in text or claim.says not in text or compared(claim) not in text]
    assert not late, f"docs/claims.md is out of step with experiments/claims.toml: run make claims ({late})"


def test_every_sentence_ends() -> None:
    assert not [claim.id for claim in ledger().claims if not claim.says.endswith(".")]
