"""A claim elsewhere: other luck is other luck, weeks are halved and doubled, and what turns is told."""

from __future__ import annotations

import dataclasses

from sim.lab import why_elsewhere
from sim.lab.claims import Claim, Ledger, Pair
from sim.lab.claims_runs import Settings
from sim.lab.claims_verdict import Effect
from sim.lab.why_elsewhere import HALF, OTHER_LUCK, TWICE, USUAL, Elsewhere, can_be_stretched, elsewhere, people_of, places, stretches
from sim.scenario import load_scenario
from sim.scenario.model import Step
from sim.views.why_page import turned

CLAIM = Claim("X1", "People first pays in this test.", "headline", ("E",), Pair("people_first", "reference"), "engagement", 5, 26, "up", 0.02, headline=1)


def told(claim: str, **verdicts: str) -> Elsewhere:
    effects = {name: Effect(0.1, 0.0, 0.2, 4) for name in verdicts}
    return Elsewhere(claim, "says", "SD", effects, dict(verdicts))


def test_weeks_are_halved_and_doubled_and_sums_still_begin_at_the_start() -> None:
    assert stretches(dataclasses.replace(CLAIM, first=1, last=260)) == {HALF: (1, 130), TWICE: (1, 520)}
    assert stretches(dataclasses.replace(CLAIM, first=53, last=260)) == {HALF: (27, 130), TWICE: (105, 520)}


def test_a_claim_whose_weeks_mean_something_is_not_stretched() -> None:
    plain = [load_scenario("people_first"), load_scenario("reference")]
    assert can_be_stretched(CLAIM, plain)
    assert not can_be_stretched(dataclasses.replace(CLAIM, since=(1, 4)), plain)
    assert not can_be_stretched(dataclasses.replace(CLAIM, measure="break_even_week"), plain)
    assert not can_be_stretched(dataclasses.replace(CLAIM, last=521), plain)
    assert not can_be_stretched(CLAIM, [plain[0].with_(timeline=(Step("slack_share", "step", 10, None, 0.2),)), plain[1]])


def test_a_size_is_named_by_its_people() -> None:
    assert people_of(load_scenario("reference").organisation.units) == "240 people"
    assert places()[0] == USUAL


def test_every_place_is_lived_and_each_is_another(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(why_elsewhere, "UNITS", (1, 2))
    arms = {name: load_scenario(name).with_(weeks=26) for name in CLAIM.arms}
    found = elsewhere(Ledger((CLAIM, dataclasses.replace(CLAIM, id="X2", since=(1, 4))), arms), Settings(2, 1, tmp_path))
    assert tuple(found[0].effects) == (USUAL, OTHER_LUCK, "40 people", "80 people", HALF, TWICE)
    assert tuple(found[1].effects) == (USUAL, OTHER_LUCK, "40 people", "80 people")
    means = [one.mean for one in found[0].effects.values()]
    assert len(set(means)) == len(means)
    assert found[0].effects[TWICE].mean > found[0].effects[USUAL].mean > found[0].effects[HALF].mean, "engagement builds up"


def test_what_turns_is_named_and_counted() -> None:
    apart = [told("A", **{USUAL: "holds", "40 people": "holds"}), told("B", **{USUAL: "holds", "40 people": "not shown"}), told("C", **{USUAL: "holds"})]
    assert turned(apart, "40 people") == "40 people: 1 of 2 claims keep their verdict; not B (holds, there not shown)"
    assert not apart[2].turned("40 people")
    assert turned(apart[:1], "40 people") == "40 people: 1 of 1 claims keep their verdict"


def test_the_page_has_a_column_for_each_place_and_a_dash_where_it_makes_no_sense() -> None:
    from sim.views.why_tables import _elsewhere

    table, sentences = _elsewhere([told("A", **{USUAL: "holds", TWICE: "contradicted"}), told("B", **{USUAL: "not shown"})])
    rows = [row.split(" | ") for row in table.splitlines()]
    assert rows[0] == ["| claim", USUAL, TWICE, "unit |"]
    assert rows[2][1].startswith("**")
    assert rows[2][2].startswith("*")
    assert not rows[2][2].startswith("**")
    assert rows[3][2] == "-"
    assert sentences == "- twice the weeks: 0 of 1 claims keep their verdict; not A (holds, there contradicted)."


