"""Every mechanism can be switched off, and then it is: its outputs stand at the reference. A switch that is ignored is noticed."""

import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from sim.compiled import cache_root
from sim.parameters import MECHANISMS
from tests.engine.ablations import CHECKS, failures
from tests.engine.firms import RESTLESS, firm, run


def test_every_mechanism_says_what_must_hold_without_it():
    assert list(CHECKS) == list(MECHANISMS)


@pytest.mark.thorough
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_switched_off_it_is_silent(mechanism):
    assert not failures(mechanism)


@pytest.mark.thorough
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_switched_on_it_speaks(mechanism):
    """Otherwise the test above would prove nothing."""
    assert failures(mechanism, off=False) == list(range(len(CHECKS[mechanism])))


@pytest.mark.thorough
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_the_organisation_lives_on_without_it(mechanism):
    record = run(firm(**RESTLESS, off=(mechanism,)), replications=3)[0]
    assert all(np.isfinite(column).all() for column in record.weekly.values())
    assert record.weekly["heads"].max() > 0


@pytest.mark.thorough
def test_the_organisation_lives_on_without_any_of_them():
    record = run(firm(**RESTLESS, off=MECHANISMS), replications=3)[0]
    assert all(np.isfinite(column).all() for column in record.weekly.values())
    assert (record.weekly["alive"] == 1).all()


@pytest.mark.thorough
def test_with_the_paths_to_the_customer_cut_engagement_brings_no_revenue():
    """The paradox needs its mediators: without effort, quality, loyalty, choice, turnover and strain, people first earns nothing back."""
    cut = ("effort", "quality", "loyalty", "choice", "turnover", "strain", "leadership", "management", "scores", "coordination")
    cheap = {"autonomy": 0.8, "leader_listening": 0.8, "psychological_safety": 0.8}
    one, other = run(firm(off=cut), firm(off=cut, policy=cheap), replications=6, weeks=104)
    assert other.weekly["engagement"][:, -1].mean() > one.weekly["engagement"][:, -1].mean() + 0.2
    assert other.weekly["revenue"].sum() <= one.weekly["revenue"].sum() * 1.001
    assert other.weekly["profit"].sum() < one.weekly["profit"].sum()


@pytest.mark.thorough
def test_a_switch_that_is_ignored_is_caught_even_beside_a_full_cache(tmp_path, repository):
    """A copy of the package in which strain works although it is off, with the machine code of the sound package at hand: the fault shows."""
    for folder in ("sim", "scenarios"):
        shutil.copytree(repository / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "cache").mkdir()
    for kept in (file for file in cache_root().iterdir() if file.is_file()):
        shutil.copy(kept, tmp_path / "cache")
    environment = {**os.environ, "PYTHONPATH": str(repository), "TRIVOX_CACHE": str(tmp_path / "cache")}

    def verdict():
        return subprocess.run([sys.executable, "-m", "tests.engine.ablations", "strain"], cwd=tmp_path, env=environment, capture_output=True, text=True)

    file = tmp_path / "sim" / "mechanisms" / "strain.py"
    text = file.read_text(encoding="utf-8")
    faulty = text.replace("on.strain[lane] * next_exhaustion(", "(1.0 + 0.0 * on.strain[lane]) * next_exhaustion(")
    assert faulty != text
    file.write_text(faulty, encoding="utf-8")
    answer = verdict()
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "strain" in answer.stdout
