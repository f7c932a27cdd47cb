"""Sweeps that are killed again and again lose nothing, double nothing and damage nothing; and the harness that says so catches stores that do."""

import sys

import pytest

from tests.lab.sweep.killing import FAULTS, STUDY, caught, kill_at_random
from tests.lab.sweep.small import written

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are found by way of /proc")


@pytest.mark.thorough
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_planted_fault_is_caught(fault, tmp_path):
    assert caught(tmp_path, written(tmp_path, STUDY), fault) > 0


@pytest.mark.thorough
@pytest.mark.timeout(3600)
def test_twenty_kills_of_parent_worker_and_both_leave_every_run_once(tmp_path):
    verdict = kill_at_random(tmp_path, written(tmp_path, STUDY), kills=20, seed=1)
    assert verdict.clean, verdict
    assert min(verdict.kills[who] for who in ("parent", "worker", "both")) > 0


@pytest.mark.slow
@pytest.mark.timeout(28_800)
def test_a_thousand_kills_leave_every_run_once_once_planted_faults_are_caught(tmp_path):
    study = written(tmp_path, STUDY)
    for fault in FAULTS:
        assert caught(tmp_path / fault, study, fault) > 0, fault
    verdict = kill_at_random(tmp_path / "kills", study, kills=1000, seed=2)
    assert verdict.clean, verdict
