"""Renewing an ensemble after a change of rules."""

import json

import numpy as np
import pytest

from sim.calibration import __main__ as command
from sim.calibration import lasting, outcome, prior, renewal
from sim.calibration.lasting import Lived
from sim.calibration.stages import MEASURED_ON, SHIPPED_ON, Setting, scenario_units, usual_vector
from sim.calibration.table import Table
from sim.calibration.targets import TARGETS, centres, spreads
from sim.ensemble.store import EnsembleError, load, save


def some_table(shares, values, residual):
    vectors = np.repeat(np.concatenate([usual_vector(MEASURED_ON), usual_vector(SHIPPED_ON)])[None], len(shares), axis=0)
    return Table(shares, vectors, values, residual, residual[:, None])


@pytest.fixture
def file(tmp_path):
    """An ensemble of four sets drawn from the prior, as a calibration writes it, but of other rules."""
    shares = prior.shares(4, 0, len(prior.uncertain()), 5)
    table = some_table(shares, np.repeat(centres()[None], 4, axis=0), np.zeros(4))
    place = tmp_path / "plausible.json"
    save(place, outcome.members(table, np.ones(4, bool), 4), {"seed": 1})
    told = json.loads(place.read_text())
    told["provenance"]["rules"] = "of last year"
    place.write_text(json.dumps(told))
    return place, shares


def test_a_member_lies_where_it_was_drawn_and_starts_from_its_own_constants(file):
    place, shares = file
    members, about = renewal.old_members(place)
    assert about["rules"] == "of last year"
    np.testing.assert_allclose(renewal.shares_of(members), shares, atol=2e-5)
    for base in (MEASURED_ON, SHIPPED_ON):
        np.testing.assert_allclose(renewal.starts_of(members, base)[0], usual_vector(base), rtol=1e-6, atol=1e-6)
    assert scenario_units(MEASURED_ON) > 1


def test_members_that_a_target_rules_out_now_are_left_out_and_the_file_says_what_it_was_made_from(file, monkeypatch, tmp_path):
    place, shares = file
    values = np.repeat(centres()[None], 4, axis=0)
    values[2, 0] += 10.0 * spreads()[0]
    tried = some_table(shares, values, np.array([0.0, 5.0, 0.0, 0.0]))
    monkeypatch.setattr(lasting, "years_of", lambda members, *_: [Lived("", -0.1), Lived("profit", -0.7)])
    monkeypatch.setattr(renewal, "settle_again", lambda setting, members: tried)
    monkeypatch.setattr(renewal, "luck_of", lambda setting, table: np.zeros(len(TARGETS)))
    command.renew(Setting(tmp_path), place)
    renewed = load(place)
    assert len(renewed) == 1, "the second does not stand still, the third misses a target, the fourth slides"
    assert renewed.provenance["table_of_rules"] == "of last year"
    assert renewed.provenance["passed_before"] == 4
    assert renewed.provenance["passed"] == 1


@pytest.mark.parametrize("text", ["", "{}", '{"provenance": {}, "members": [{"name": "a", "parameters": {}, "balances": {}}]}'])
def test_what_cannot_be_renewed_is_refused_in_words(tmp_path, text):
    place = tmp_path / "plausible.json"
    place.write_text(text)
    with pytest.raises(EnsembleError, match="make calibrate"):
        renewal.old_members(place)


def test_luck_is_told_of_one_lane(monkeypatch, tmp_path):
    sets, chance = 400, np.random.default_rng(3)
    shares = np.full((sets, len(prior.uncertain())), 0.5)
    of_four = [centres() + 0.1 * chance.standard_normal((sets, len(TARGETS))) for _ in range(2)]
    one, other = (some_table(shares, values, np.zeros(sets)) for values in of_four)
    monkeypatch.setattr(renewal, "run_table", lambda *about, **more: other)
    np.testing.assert_allclose(renewal.luck_of(Setting(tmp_path), one), 0.2, rtol=0.15)
