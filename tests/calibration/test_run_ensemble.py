"""Members share blocks, and each runs as it would alone."""

import numpy as np
import pytest

from sim.engine.run import run_with
from sim.ensemble.run import run_ensemble
from sim.ensemble.store import Ensemble, EnsembleError, Member
from sim.reference.run import reference_of
from sim.scenario import load_scenario

SMALL = load_scenario("small")


@pytest.fixture(scope="module")
def ensemble():
    usual = reference_of(SMALL)[0]
    other = Member("other", {"strain.load": 1.0, "quality.care": 0.4}, {"reference": {**usual, "price": 300.0}})
    return Ensemble((Member("plain", {}, {"reference": usual}), other), {})


def test_a_member_among_others_runs_as_it_would_alone(ensemble):
    policy = SMALL.with_(policy={"autonomy": 0.8})
    here = run_ensemble([SMALL, policy], ensemble, replications=10, seed=4, weeks=26)
    member = ensemble.members[1]
    alone = run_with([policy.with_(parameters=dict(member.parameters))], [member.balance_for(SMALL)], [{}], replications=20, seed=4, weeks=26)[0]
    plain = run_with([SMALL], [ensemble.members[0].balance_for(SMALL)], [{}], replications=20, seed=4, weeks=26)[0]
    for name in ("profit", "engagement", "satisfaction", "quits"):
        assert np.array_equal(here[1].weekly[name][10:], alone.weekly[name][10:]), name
        assert np.array_equal(here[0].weekly[name][:10], plain.weekly[name][:10]), name
    assert here[0].provenance["members"] == ["plain", "other"]


def test_scenarios_that_an_ensemble_cannot_run_are_refused_in_words(ensemble):
    with pytest.raises(EnsembleError, match="sets parameters itself"):
        run_ensemble([SMALL.with_(parameters={"strain.load": 1.0})], ensemble, replications=1, seed=1, weeks=1)
    with pytest.raises(EnsembleError, match="no reference constants"):
        run_ensemble([load_scenario("branches40")], ensemble, replications=1, seed=1, weeks=1)
