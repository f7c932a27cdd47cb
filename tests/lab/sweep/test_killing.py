"""Sweeps that are killed again and again lose nothing, double nothing and damage nothing; and the harness that says so catches stores that do."""

import sys

import pytest

from tests.lab.sweep.killing import STUDY, kill_at_random
from tests.lab.sweep.small import written

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are found by way of /proc")


@pytest.mark.thorough
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fault", ["lost", "doubled", "torn"])
def test_a_planted_fault_is_caught(fault, tmp_path):
    verdict = kill_at_random(tmp_path, written(tmp_path, STUDY), kills=4, seed=5, fault=fault, whom=("parent",))
    assert sum(verdict.kills.values()) == 4
    assert {"lost": verdict.lost, "doubled": verdict.doubled, "torn": verdict.damaged}[fault] > 0


@pytest.mark.thorough
@pytest.mark.timeout(3600)
def test_twenty_kills_of_parent_worker_and_both_leave_every_run_once(tmp_path):
    verdict = kill_at_random(tmp_path, written(tmp_path, STUDY), kills=20, seed=1)
    assert verdict.clean, verdict
    assert min(verdict.kills[who] for who in ("parent", "worker", "both")) > 0


@pytest.mark.slow
@pytest.mark.timeout(14_400)
def test_a_thousand_kills_leave_every_run_once(tmp_path):
    verdict = kill_at_random(tmp_path, written(tmp_path, STUDY), kills=1000, seed=2)
    assert verdict.clean, verdict
