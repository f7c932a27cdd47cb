"""A made-up world for fits: members whose numbers follow their circumstances in straight lines, with luck of known size; no engine."""

from __future__ import annotations

import numpy as np

from sim.lab.fit_aggregates import AGGREGATES
from sim.lab.fit_company import Company, Told
from sim.lab.fit_situation import Layout, layout_of

NAMES = list(AGGREGATES)
USUAL = {"turnover": 0.15, "absence": 0.015, "burnout": 0.18, "churn": 0.15, "margin": 0.09, "utilisation": 0.85, "vacancies": 0.03,
         "payroll": 0.42, "overtime": 0.01}
EFFECTS = {
    ("turnover", "labour_market"): 0.5, ("turnover", "autonomy"): -0.15, ("absence", "recovery"): -0.2, ("burnout", "recovery"): -0.3,
    ("engagement", "autonomy"): 0.3, ("engagement", "slack_share"): 0.15, ("satisfaction", "staffing"): 0.15, ("margin", "competitor"): -0.04,
    ("margin", "price_level"): 0.03, ("churn", "alternatives"): 0.4, ("vacancies", "labour_market"): 0.5,
    ("payroll", "staffing"): 0.02, ("utilisation", "staffing"): -0.02,
}
LUCK = {"turnover": 0.2, "absence": 0.25, "burnout": 0.15, "churn": 0.07, "margin": 0.01, "utilisation": 0.005, "vacancies": 0.25, "payroll": 0.006,
        "overtime": 0.15, "engagement": 0.05, "satisfaction": 0.05}
OWN = {"burnout": 0.3, "payroll": 0.06, "vacancies": 0.4, "overtime": 0.5}
"""How far members differ in levels that are their own (SD on the scale of comparison)."""


class FakeWorld:
    """Members by number, each with slopes of its own (`unlike` says how much they differ) and own levels; `lived` stands in for runs."""

    def __init__(self, layout: Layout, members: int = 24, each: int = 8, seed: int = 1, unlike: float = 0.2, luck: float = 1.0) -> None:
        draws = np.random.default_rng(seed)
        self.layout, self.members, self.each, self.luck = layout, members, each, luck
        self.planned, self.weeks, self.draws = 1.0, 208, np.random.default_rng(seed + 1)
        self.slopes = np.zeros((members, len(NAMES), len(layout.handles)))
        for (name, handle), effect in EFFECTS.items():
            for k, one in enumerate(layout.handles):
                if one.name == handle:
                    self.slopes[:, NAMES.index(name), k] = effect * (1.0 + unlike * draws.standard_normal(members))
        self.slopes[:, NAMES.index("enps")] = self.slopes[:, NAMES.index("engagement")]
        self.slopes[:, NAMES.index("nps")] = self.slopes[:, NAMES.index("satisfaction")]
        self.own = np.zeros((members, len(NAMES)))
        for name, spread in OWN.items():
            self.own[:, NAMES.index(name)] = spread * draws.standard_normal(members)

    def lived(self, situations):
        """As `Companies.lived`: natural units by [situation, member, company, aggregate]."""
        handles = self.layout.handles
        columns = [(situations[..., k] - one.reference) / one.sd for k, one in enumerate(handles)]
        places = np.stack(columns, axis=-1) if handles else np.zeros((*situations.shape[:2], 0))
        moved = np.einsum("mak,smk->sma", self.slopes, places) + self.own
        shared = self.draws.standard_normal((self.members, self.each, len(NAMES)))
        fresh = self.draws.standard_normal((*situations.shape[:2], self.each, len(NAMES)))
        size = self.luck * np.array([LUCK.get(name, 0.05) for name in NAMES])
        return natural(moved[:, :, None, :] + size * (0.95 * shared[None] + 0.3 * fresh))

    kept = lived


def natural(places):
    """Places on the scale of comparison, from the usual level, in natural units."""
    found = np.array(places)
    for k, name in enumerate(NAMES):
        about, usual = AGGREGATES[name], USUAL.get(name, 0.0)
        if about.scale == "log":
            found[..., k] = usual * np.exp(places[..., k])
        elif about.scale == "log-odds":
            found[..., k] = 1.0 / (1.0 + np.exp(-places[..., k]) * (1.0 - usual) / usual)
        else:
            found[..., k] = usual + places[..., k]
    return found


def company(told=("turnover", "absence", "engagement", "satisfaction", "margin"), employees=400, **values):
    """A company that tells these numbers; those without a value are ordinary."""
    numbers = []
    for name in dict.fromkeys([*told, *values]):
        about = AGGREGATES[name]
        usual = 0.0 if about.asked else about.usual
        numbers.append(Told(about, values.get(name, USUAL[name] if about.own else usual), usual))
    return Company("ours", employees, None, None, tuple(numbers))


def simulated(told, member, places, seed, employees=400, unlike=0.2, members=24):
    """A company that is a member of the world in a known situation, with the luck of one year: the company, its layout and the world it is from."""
    bare = company(told, employees)
    layout = layout_of(bare)
    world = FakeWorld(layout, members, seed=5, unlike=unlike)
    draws = np.random.default_rng(seed)
    level = world.slopes[member] @ places[: len(layout.handles)] + world.own[member]
    size = np.array([LUCK.get(name, 0.05) * (1.0 if AGGREGATES[name].shared else np.sqrt(80 / employees)) for name in NAMES])
    off = np.array([AGGREGATES[name].off for name in NAMES])
    shown = natural(level + np.hypot(size, off) * draws.standard_normal(len(NAMES)))
    numbers = []
    for one in bare.told:
        value = float(shown[NAMES.index(one.about.name)])
        if one.about.name == "absence":
            value *= 0.04 / 0.015
        numbers.append(Told(one.about, value, one.usual))
    return Company("ours", employees, None, None, tuple(numbers)), layout, world
