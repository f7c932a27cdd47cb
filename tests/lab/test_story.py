"""One typical employee, team and customer: chosen by the stated rule, told from the record and from nothing else."""

import dataclasses

import numpy as np
import pytest

from sim.engine.run import run_with
from sim.lab.compare import Comparison
from sim.lab.experiment import run_all
from sim.lab.members import Chosen
from sim.lab.story import CASTS, COUNTED, DRAWN, story, unit_of
from sim.lab.why_worlds import Care, ground_of
from sim.scenario import load_scenario

WEEKS, COMPANIES = 30, 5
FIRST = load_scenario("small").with_(weeks=WEEKS, replications=COMPANIES, seed=3)
SECOND = dataclasses.replace(FIRST.with_(policy={"autonomy": 0.8, "slack_share": 0.2}), name="freer")


@pytest.fixture(scope="module")
def told():
    """The story, the comparison that it is drawn from, and the records of the company that is lived again."""
    comparison, kept = Comparison(run_all([FIRST, SECOND])), []

    def live(*given, **settings):
        kept.extend(run_with(*given, **settings))
        return kept

    return story(comparison, ground_of(FIRST, Chosen(), Care()), COMPANIES, 3, live=live), comparison, kept


def test_the_company_is_the_one_nearest_the_median_and_it_is_lived_again_to_the_same_bytes(told):
    found, comparison, records = told
    gap = comparison.paired("cumulative_profit")[:, -1]
    assert found.company == np.abs(gap - np.median(gap)).argmin()
    for record, result in zip(records, comparison.results, strict=True):
        assert np.array_equal(record.weekly["profit"][0], result.record.weekly["profit"][found.company])
    year = 52 * comparison.base.reading.yard("profit_week")
    assert (found.gain, found.median) == pytest.approx((gap[found.company] / year, np.median(gap) / year))


@pytest.mark.parametrize("kind", range(3))
def test_what_is_told_stands_in_the_record(told, kind):
    found, _, records = told
    one = found.figures[kind]
    for name in one.cast.told:
        for policy in (0, 1):
            assert np.array_equal(one.weeks[name][policy], records[policy].parts[f"{one.cast.group}.{name}"][0][:, one.row].astype(float)), name


def test_an_employee_is_the_same_person_all_the_time_under_both_policies(told):
    found, _, records = told
    one = found.figures[0]
    assert one.until == (WEEKS, WEEKS)
    for record in records:
        assert (record.parts["people.present"][0][:, one.row] > 0.5).all()
        assert len(set(record.parts["people.generation"][0][:, one.row])) == 1


def test_nobody_who_stays_lies_nearer_the_median(told):
    found, _, records = told
    one = found.figures[0]
    here = np.stack([record.parts["people.present"][0] > 0.5 for record in records])
    who = np.stack([record.parts["people.generation"][0] for record in records])
    stay = np.flatnonzero((here & (who == who[0, :1])).all(axis=(0, 1)))
    assert (one.among, one.row in stay) == (len(stay), True)
    marks = np.concatenate([[record.parts[f"people.{name}"][0][:, stay].astype(float).mean(axis=0) for record in records] for name in one.cast.ranked])
    away = np.sqrt((((marks - np.median(marks, axis=1, keepdims=True)) / marks.std(axis=1, keepdims=True)) ** 2).mean(axis=0))
    assert one.distance == pytest.approx(away.min())
    assert stay[away.argmin()] == one.row


def weeks_there(record, one):
    """How many weeks from the first the figure of a row is there and the same one, read off the record; a team is there all the time."""
    if not one.cast.here:
        return WEEKS
    here, who = (record.parts[f"{one.cast.group}.{name}"][0][:, one.row] for name in (one.cast.here, one.cast.who))
    gone = np.flatnonzero((here < 0.5) | (who != who[0]))
    return int(gone[0]) if gone.size else WEEKS


def test_the_story_ends_with_the_company(told):
    _, comparison, records = told
    dead = dataclasses.replace(records[1], weekly={**records[1].weekly, "alive": np.where(np.arange(WEEKS) < 10, 1.0, 0.0)[None]})
    again = story(comparison, ground_of(FIRST, Chosen(), Care()), COMPANIES, 3, live=lambda *given, **settings: [records[0], dead])
    assert {one.until[1] for one in again.figures} == {10}
    assert [one.until[0] for one in again.figures] == [weeks_there(records[0], one) for one in again.figures], "in the world that goes on, until it leaves"
    assert np.isnan(again.figures[1].weeks["quality"][1, 10:]).all()
    assert np.isfinite(again.figures[1].weeks["quality"][0]).all()


def test_the_same_question_tells_the_same_story(told):
    found, comparison, _ = told
    again = story(comparison, ground_of(FIRST, Chosen(), Care()), COMPANIES, 3)
    assert [(one.row, one.distance) for one in again.figures] == [(one.row, one.distance) for one in found.figures]


def test_everything_drawn_is_told_and_has_a_unit():
    for cast in CASTS:
        assert set(DRAWN[cast.name]) <= set(cast.told)
        assert all(unit_of(cast, name)[0] for name in cast.told)
    assert set(COUNTED) <= set(CASTS[2].told)
