"""What the page is told is what `compare` says: the same companies, the same numbers, the same sentences, and no number without its interval."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from sim.app.answer import points, told
from sim.app.companies import HELPS, Companies
from sim.app.crew import Crew, Stopped
from sim.app.protocol import Question, with_id
from sim.app.runner import SCALES, scenarios
from sim.app.telling import Teller
from sim.app.words import Speech
from sim.ensemble import store
from sim.lab.compare import Comparison
from sim.lab.members import choose, run_chosen
from sim.scenario import load_scenario

from .test_talk import decoded

WEEKS, MEMBERS = 156, 16


@pytest.fixture(scope="module")
def crew() -> Any:
    made = Crew(2)
    yield made
    made.close()


@pytest.fixture(scope="module")
def pair() -> list[Any]:
    """Two policies at the size of a preview."""
    return [load_scenario(name).with_(organisation={"units": 1}, weeks=WEEKS, replications=1) for name in ("reference", "people_first")]


@pytest.fixture(scope="module")
def waiting(crew: Crew, pair: list[Any]) -> Companies:
    return Companies(pair[0], store.load().first(MEMBERS), crew, 8)


@pytest.fixture(scope="module")
def asked(waiting: Companies, pair: list[Any]) -> Comparison:
    """The comparison as the page runs it."""
    return Comparison([waiting.live(one, 0, lambda: False) for one in pair], 0)


@pytest.fixture(scope="module")
def compared(pair: list[Any]) -> Comparison:
    """The same comparison as the command line runs it."""
    return Comparison(run_chosen(pair, choose(MEMBERS, pair)), 0)


def test_companies_that_waited_live_the_same_lives_number_for_number(asked: Comparison, compared: Comparison) -> None:
    for mine, theirs in zip(asked.results, compared.results, strict=True):
        assert mine.record.weekly.keys() == theirs.record.weekly.keys()
        assert all(np.array_equal(values, theirs.record.weekly[name], equal_nan=True) for name, values in mine.record.weekly.items())
        assert np.array_equal(mine.who_helps, theirs.who_helps)
        assert np.array_equal(mine.part(HELPS).mean(axis=(0, 1)), theirs.who_helps)
        assert mine.record.yardstick == theirs.record.yardstick
    assert asked.table() == compared.table() or repr(asked.table()) == repr(compared.table())


def test_a_company_can_go_two_ways_from_one_moment(waiting: Companies, pair: list[Any], asked: Comparison) -> None:
    again = waiting.live(pair[1], 0, lambda: False)
    assert np.array_equal(again.series("profit"), asked.results[1].series("profit"))


def test_an_answer_nobody_waits_for_is_not_run_to_its_end(waiting: Companies, pair: list[Any]) -> None:
    asked_for: list[int] = []

    def stop() -> bool:
        asked_for.append(1)
        return len(asked_for) > 2

    with pytest.raises(Stopped):
        waiting.live(pair[1], 0, stop)
    assert len(asked_for) < 2 * WEEKS / 52


@pytest.mark.parametrize("policy", ["people_first", "profit_chase", "kpi_machine", "cost_cuts", "stall_overloaded", "reference"])
def test_the_verdict_in_english_is_that_of_the_command_line_word_for_word(waiting: Companies, pair: list[Any], asked: Comparison, policy: str) -> None:
    mine = load_scenario(policy).with_(organisation={"units": 1}, weeks=WEEKS, replications=1)
    comparison = Comparison([asked.results[0], waiting.live(mine, 0, lambda: False)], 0)
    ours, theirs = comparison.labels[1], comparison.labels[0]
    assert " ".join(Teller(comparison, Speech("en"), ours, theirs).sentences()) == comparison.verdict()


def test_the_verdict_in_dutch_has_the_same_numbers_and_no_english(asked: Comparison) -> None:
    english, dutch = (" ".join(Teller(asked, Speech(language), "A", "B").sentences()) for language in ("en", "nl"))
    digits = [sorted("".join(sign if sign.isdigit() else " " for sign in text).split()) for text in (english, dutch)]
    assert digits[0] == digits[1]
    assert not {"the", "companies", "million", "baseline", "week,"} & set(dutch.split())


def test_a_preview_tells_no_money_since_its_companies_are_smaller(asked: Comparison) -> None:
    head, _, _ = decoded(with_id(told(Question(1, "people_first", "reference", "preview"), asked), 1))
    for language, said in head["says"].items():
        assert "€" not in " ".join(said), language
        assert f"{head['profit']['count'][0]} of 16" in said[0] or f"{head['profit']['count'][0]} van 16" in said[0]
    full, _, _ = decoded(with_id(told(Question(1, "people_first", "reference", "full"), asked), 1))
    assert "€" in full["says"]["en"][0]


def test_every_number_of_an_answer_has_its_interval(asked: Comparison) -> None:
    head, series, _ = decoded(with_id(told(Question(1, "people_first", "reference", "preview"), asked), 1))
    for one in (head["profit"], *head["tiles"], *head["hours"], head["goodhart"]["gap"], head["silos"]):
        assert one["low"] <= one["mean"] <= one["high"]
    assert all(head["goodhart"][who]["low"] <= head["goodhart"][who]["high"] for who in ("mine", "base"))
    for name in {name.partition(".")[0] for name in series if "." in name}:
        assert (series[f"{name}.low"] <= series[f"{name}.high"] + 1e-6).all()
    assert series["gain.mean"][-1] == pytest.approx(head["profit"]["mean"], rel=1e-3)
    assert (series["gain.low"][-1], series["gain.high"][-1]) == pytest.approx((head["profit"]["low"], head["profit"]["high"]), rel=1e-3)
    assert len(json.dumps(head)) < 16_000


def test_companies_that_ended_are_told_and_break_nothing(waiting: Companies, pair: list[Any], asked: Comparison) -> None:
    policy = {"staffing": 0.4, "slack_share": 0.4, "reward_intensity": 0.4}
    comparison = Comparison([asked.results[0], waiting.live(pair[0].with_(policy=policy), 0, lambda: False)], 0)
    head, series, _ = decoded(with_id(told(Question(1, "reference", "reference", "preview", policy), comparison), 1))
    count = head["ended"]["mine"]
    assert 0 < count < MEMBERS
    assert f"{count} of {MEMBERS} companies went bankrupt" in head["says"]["en"][0]
    assert f"{count} van {MEMBERS} bedrijven gingen failliet" in head["says"]["nl"][0]
    assert np.isfinite(series["gain.mean"]).all()
    assert " ".join(Teller(comparison, Speech("en"), comparison.labels[1], comparison.labels[0]).sentences()) == comparison.verdict()


@pytest.mark.parametrize("weeks", [1, 2, 39, 131, 132, 260, 1040])
def test_what_is_drawn_ends_with_the_last_week_and_is_not_more_than_the_eye_sees(weeks: int) -> None:
    places = points(weeks)
    assert places[-1] == weeks - 1
    assert 1 <= len(places) <= 131
    assert (np.diff(places) > 0).all()


def test_a_preview_is_one_unit_of_the_same_company_and_a_full_answer_all_of_it() -> None:
    for size, units in (("preview", 1), ("full", 6)):
        mine, base = scenarios(Question(1, "people_first", "reference", size, {"autonomy": 0.9}), SCALES[size].units)
        assert mine.organisation == base.organisation == load_scenario("reference").organisation._replace(units=units)
        assert mine.policy["autonomy"] == 0.9
        assert (mine.weeks, mine.seed, mine.replications) == (base.weeks, base.seed, 1)
    assert SCALES["full"].members == 64


def test_the_same_question_is_answered_from_memory(runner: Any) -> None:
    first = runner.answer(Question(1, "people_first", "reference", "preview", {"autonomy": 0.61}), lambda: False)
    assert runner.answer(Question(2, "people_first", "reference", "preview", {"autonomy": 0.61}), lambda: True) is first
