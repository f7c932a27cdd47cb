"""With the engine: a company that a member lived in a known situation, with the luck of its own year, is fitted back to that situation."""

import numpy as np
import pytest

from sim.ensemble.store import Member
from sim.lab.fit import fit
from sim.lab.fit_aggregates import AGGREGATES
from sim.lab.fit_company import Company, Told
from sim.lab.fit_report import drawn
from sim.lab.fit_run import Companies
from sim.lab.fit_situation import layout_of
from sim.reference.run import reference_of
from sim.scenario import load_scenario

NAMES = list(AGGREGATES)
TOLD = ("turnover", "burnout", "engagement", "satisfaction", "margin", "churn")
OWN = ({}, {"turnover.market": 0.4, "engagement.autonomy": 0.35}, {"strain.load": 1.05}, {"turnover.market": 0.15}, {"engagement.autonomy": 0.2})
LEVEL = {"absence": 0.04 / 0.015}


def lane(members, names, units, each, first):
    """Members near the default, which borrow its constants, as companies of so many units."""
    scenario = load_scenario("reference").with_(organisation={"units": units})
    usual = reference_of(scenario)[0]
    return Companies(scenario, members, [usual] * len(members), names, each=each, first=first)


def made(shown, employees):
    """The company that shows these values, in natural units by aggregate."""
    numbers = []
    for name in TOLD:
        about = AGGREGATES[name]
        numbers.append(Told(about, float(shown[NAMES.index(name)]) * LEVEL.get(name, 1.0), 0.0 if about.asked else about.usual))
    return Company("ours", employees, None, None, tuple(numbers))


def recovered(companies, each, count):
    """For so many companies of drawn members in drawn situations: whether ranges of nine of ten hold the truth, and how wide they are, [company, handle]."""
    members = [Member(f"near {k}", own) for k, own in enumerate(OWN[:count])]
    layout = layout_of(made(np.full(len(NAMES), 0.1), 120))
    draws = np.random.default_rng(3)
    truth = np.clip(draws.standard_normal((companies, len(layout.handles))), -2, 2)
    who = draws.integers(len(members), size=companies)
    fits = lane(members, layout.names, 2, each, 4_000_000)
    known: list[np.ndarray] = []
    inside, wide = [], []
    for k in range(companies):
        own = lane([members[who[k]]], layout.names, 3, 1, 9_000 + k)
        ours = made(own.lived(layout.values(truth[k][None, None]))[0, 0, 0], 120)

        def first(situations):
            known.extend([] if known else [fits.lived(situations)])
            return known[0]

        places = drawn(fit(ours, layout, [one.name for one in members], fits.lived, 80.0, rounds=2, first_lived=first))
        low, high = np.quantile(places, [0.05, 0.95], axis=0)
        inside.append((low <= truth[k]) & (truth[k] <= high))
        wide.append(places.std(axis=0))
    return np.array(inside), np.array(wide), layout


@pytest.mark.thorough
def test_situations_of_companies_that_members_lived_are_found_again():
    inside, wide, layout = recovered(companies=4, each=4, count=3)
    assert inside.mean() > 0.7
    left = dict(zip([one.name for one in layout.handles], wide.mean(axis=0), strict=True))
    assert left["labour_market"] < 0.8
    assert left["alternatives"] < 0.8


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_nine_of_ten_ranges_hold_the_situation_that_companies_were_in():
    inside, _, _ = recovered(companies=40, each=8, count=5)
    assert 0.82 < inside.mean() < 0.97, inside.mean(axis=0)
