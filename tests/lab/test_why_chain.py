"""What moved first: dates of made-up differences whose beginning is known, and none where luck alone is at work."""

import dataclasses

import numpy as np
import pytest

from sim.lab.compare import Comparison
from sim.lab.result import Result
from sim.lab.why_chain import LINKS, chain
from sim.measures import MEASURES
from tests.lab.fake import fake

WEEKS = 104
NAMES = ("engagement", "capability", "quality", "profit")


def pair(companies=12, luck=0.1, **moved):
    """Two policies: what is moved differs, [week], with luck of its own in each company."""
    draws = np.random.default_rng(3)
    common = {name: 0.2 * draws.standard_normal((companies, WEEKS)) for name in moved}
    own = {name: path + luck * draws.standard_normal((companies, WEEKS)) for name, path in moved.items()}
    first = fake(replications=companies, weeks=WEEKS, **common)
    second = fake(replications=companies, weeks=WEEKS, **{name: common[name] + own[name] for name in moved})
    second = dataclasses.replace(second, scenario=dataclasses.replace(second.scenario, name="other"))
    return Comparison([Result(first), Result(second)])


def from_week(week, size, until=WEEKS):
    path = np.zeros(WEEKS)
    path[week - 1 : until] = size
    return path


def test_what_moves_first_is_told_first_with_its_week():
    found = chain(pair(engagement=from_week(30, 0.6), capability=from_week(12, -0.6), quality=np.zeros(WEEKS)), NAMES)
    assert [(one.measure, one.rose) for one in found.moved] == [("capability", False), ("engagement", True)]
    assert 12 <= found.moved[0].week <= 15
    assert 30 <= found.moved[1].week <= 33
    assert found.moved[1].half == pytest.approx(32, abs=2)
    assert found.moved[1].at_end.mean == pytest.approx(0.6, abs=0.02)
    assert {one.measure for one in found.links if one.week is None} == {"quality", "profit"}


def test_what_turns_round_is_told_with_both_weeks():
    path = from_week(10, -0.8, until=50) + from_week(61, 0.8)
    found = chain(pair(engagement=path, capability=np.zeros(WEEKS)), NAMES).moved[0]
    assert (found.rose, found.week, found.turned) == (False, pytest.approx(11, abs=2), pytest.approx(63, abs=2))


def test_what_is_sure_but_too_small_to_be_seen_is_not_told():
    found = chain(pair(luck=0.001, engagement=from_week(5, 0.02)), NAMES)
    assert not found.moved


def test_under_luck_alone_hardly_anything_is_told():
    found = [len(chain(pair(engagement=np.zeros(WEEKS), capability=np.zeros(WEEKS), luck=1.0), NAMES).moved) for _ in range(3)]
    assert sum(found) == 0


def test_policies_that_are_the_same_part_nowhere():
    found = chain(Comparison([Result(fake()), Result(fake())]), NAMES)
    assert not found.moved


def test_too_few_companies_tell_no_dates():
    found = chain(pair(companies=4, engagement=from_week(5, 3.0)), NAMES)
    assert np.isnan(found.limit)
    assert not found.moved


def test_every_link_is_a_measure():
    assert set(LINKS) <= set(MEASURES)
    assert len(set(LINKS)) == len(LINKS)
