"""Ctrl-C pauses a sweep: what is being run is finished and kept, and the same call goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.lab.sweep import open_sweep, packing
from sim.lab.sweep.drive import Ways, drive
from sim.lab.sweep.study_file import load_study
from tests.lab.sweep.faulty import deaf, interrupted, plain, slow
from tests.lab.sweep.small import DOSE, written


def test_what_is_being_run_is_kept_and_the_same_call_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "SECONDS", 1e-9)
    monkeypatch.setattr(packing, "LANES", 2)
    study = load_study(written(tmp_path))
    before = signal.getsignal(signal.SIGINT)
    first = drive(study, tmp_path / "out", Ways(workers=0, lives=interrupted))
    assert first.paused
    assert first.runs == 2
    assert signal.getsignal(signal.SIGINT) is before
    assert len(open_sweep(tmp_path / "out").runs) == 2
    assert open_sweep(tmp_path / "out").missing == 10
    again = drive(study, tmp_path / "out", Ways(workers=0, lives=plain))
    assert not again.paused
    assert (again.before, again.runs) == (2, 10)
    assert open_sweep(tmp_path / "out").missing == 0


def test_a_pause_is_said_at_once_with_what_it_waits_for(tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "SECONDS", 1e-9)
    monkeypatch.setattr(packing, "LANES", 2)
    told = []

    def lives(shard):
        rows = interrupted(shard)
        told.append("lived")
        return rows

    drive(load_study(written(tmp_path)), tmp_path / "out", Ways(workers=0, lives=lives, tell=lambda text, share: told.append(text)))
    assert told[-3:] == ["pausing: waits for 2 runs under way, about 1 s; Ctrl-C again ends at once", "lived", "pausing: 2 of 12 runs are done"]


def test_a_pause_is_said_when_all_that_is_left_is_under_way(tmp_path):
    told = []
    drive(load_study(written(tmp_path)), tmp_path / "out", Ways(workers=1, lives=slow, tell=lambda text, share: told.append(text)))
    pausing = [text for text in told if text.startswith("pausing: waits for")]
    assert pausing == ["pausing: waits for the last 12 runs under way, about 1 s; Ctrl-C again ends at once"]
    assert told.index(pausing[0]) < told.index("pausing: 12 of 12 runs are done")


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back there")
def test_a_worker_never_hears_ctrl_c_and_its_parent_does(tmp_path):
    done = drive(load_study(written(tmp_path)), tmp_path / "out", Ways(workers=1, lives=deaf))
    assert done.runs == 12
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_what_was_asked_to_pause_in_its_last_moment_is_done(tmp_path):
    study = load_study(written(tmp_path))
    only = drive(study, tmp_path / "out", Ways(workers=0, lives=interrupted))
    assert only.runs == 12, "one shard holds it all"
    assert not only.paused


@pytest.mark.thorough
@pytest.mark.timeout(1800)
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent by other means there")
def test_ctrl_c_on_the_command_line_pauses_and_the_same_command_goes_on(tmp_path):
    text = DOSE.replace("[0.05, 0.1, 0.15]", "{ low = 0.05, high = 0.2, steps = 1500 }")
    text = text.replace("[inputs.slack_share]\nvalues = {", "[inputs]\nslack_share = {")
    text = text.replace('\narms = ["more"]\n[outcomes', "\n[outcomes").replace("weeks = 26", "weeks = 104").replace("[14, 26]", "[53, 104]")
    file = written(tmp_path, text)
    command = [sys.executable, "-m", "sim", "sweep", str(file), "--out", str(tmp_path / "out"), "--yes", "--workers", "2"]
    heard_by = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    ways = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}, **heard_by}
    process = subprocess.Popen(command, **ways)
    while process.poll() is None and not list((tmp_path / "out").glob("runs/*.parquet")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    said, heard = process.communicate(timeout=600)
    assert process.returncode == 130, heard
    assert "paused; the same command goes on" in said
    kept = len(open_sweep(tmp_path / "out").runs)
    assert 0 < kept < 1500 * 2 * 3
    again = subprocess.run(command, **ways, timeout=900)
    assert again.returncode == 0, again.stderr
    assert f"{kept:,} were there" in again.stdout
    assert len(open_sweep(tmp_path / "out").frame()) == 1500 * 2 * 3
