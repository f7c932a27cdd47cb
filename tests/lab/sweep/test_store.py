"""Stores when things go wrong: damage, a full disk, two writers, a dead one, another model, another study."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.lab.sweep import open_sweep, packing, store
from sim.lab.sweep.drive import Ways, drive
from sim.lab.sweep.study_file import load_study
from sim.scenario import ScenarioError
from tests.lab.sweep.faulty import broken, deadly, plain
from tests.lab.sweep.small import DOSE, written

MADE_UP = Ways(workers=0, lives=plain)
WHOLE = 3 + 3 * 3


@pytest.fixture
def study(tmp_path):
    """A small study."""
    return load_study(written(tmp_path))


def in_small_shards(monkeypatch):
    """Two lanes a shard."""
    monkeypatch.setattr(packing, "SECONDS", 1e-9)
    monkeypatch.setattr(packing, "LANES", 2)


def shards(folder):
    """The shards of a folder."""
    return sorted((folder / "runs").glob("*.parquet"))


def test_a_damaged_shard_is_found_put_aside_and_made_anew(study, tmp_path):
    drive(study, tmp_path / "out", MADE_UP)
    whole = open_sweep(tmp_path / "out").frame()
    first = shards(tmp_path / "out")[0]
    raw = bytearray(first.read_bytes())
    raw[len(raw) // 2] ^= 1
    first.write_bytes(raw)
    assert open_sweep(tmp_path / "out").damaged == (f"runs/{first.name}",)
    assert len(open_sweep(tmp_path / "out").frame()) < len(whole)
    again = drive(study, tmp_path / "out", MADE_UP)
    assert again.damaged == [f"runs/{first.name}"]
    assert again.runs > 0
    assert open_sweep(tmp_path / "out").frame().equals(whole)


def test_a_full_disk_is_said_and_what_was_finished_is_kept(study, tmp_path, monkeypatch):
    in_small_shards(monkeypatch)
    honest, written_so_far = os.replace, []

    def full(source, target):
        if "runs" in str(target):
            written_so_far.append(target)
            if len(written_so_far) > 2:
                raise OSError(errno.ENOSPC, "No space left on device")
        honest(source, target)

    monkeypatch.setattr(store.os, "replace", full)
    with pytest.raises(ScenarioError, match="out: the disk is full - what was finished is kept"):
        drive(study, tmp_path / "out", MADE_UP)
    assert not list((tmp_path / "out" / "runs").glob(".*"))
    monkeypatch.undo()
    again = drive(study, tmp_path / "out", MADE_UP)
    assert again.before > 0
    assert again.before + again.runs == WHOLE


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may do everything may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(study, tmp_path):
    place = tmp_path / "shut"
    place.mkdir(mode=0o555)
    with pytest.raises(ScenarioError, match="cannot be written"):
        drive(study, place / "out", MADE_UP)


def test_a_folder_that_the_system_refuses_is_said(study, tmp_path, monkeypatch):
    def refuse(*_arguments, **_settings):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ScenarioError, match=r"out: cannot be written \(read-only file system\) - choose another folder with --out"):
        drive(study, tmp_path / "out", MADE_UP)


HOLD = """
import sys, time
from pathlib import Path
from sim.lab.sweep.lock import Lock
lock = Lock(Path(sys.argv[1])); lock.take(); print("held", flush=True); time.sleep(60)
"""


def test_a_second_writer_is_refused_by_name_and_a_dead_one_is_taken_over(study, tmp_path):
    (tmp_path / "out").mkdir()
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "out" / "lock")], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3])
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(ScenarioError, match=rf"out: another process \({other.pid}\) is at work on this sweep"):
            drive(study, tmp_path / "out", MADE_UP)
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
    finished = drive(study, tmp_path / "out", MADE_UP)
    assert finished.taken_over == other.pid
    assert finished.runs == WHOLE
    assert drive(study, tmp_path / "out", MADE_UP).taken_over == 0


def test_runs_of_another_model_are_refused(study, tmp_path):
    drive(study, tmp_path / "out", MADE_UP)
    place = tmp_path / "out" / "manifest.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), "model": "of old"}))
    with pytest.raises(ScenarioError, match=r"out: holds runs of another version of the model \(of old, now [0-9a-f]{16}\)"):
        drive(study, tmp_path / "out", MADE_UP)


def test_another_study_is_refused_and_what_differs_is_said(study, tmp_path):
    drive(study, tmp_path / "out", MADE_UP)
    other = load_study(written(tmp_path, DOSE.replace("0.7", "0.8"), "other"))
    with pytest.raises(ScenarioError, match=r"holds another study, or this one before it was changed \(arms\)"):
        drive(other, tmp_path / "out", MADE_UP)


@pytest.mark.parametrize(("content", "why"), [("{", "cannot be read"), ("[]", "of another form"), ('{"format": 99}', "of another form")])
def test_a_manifest_that_is_none_is_said(study, tmp_path, content, why):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text(content)
    with pytest.raises(ScenarioError, match=why):
        drive(study, tmp_path / "out", MADE_UP)
    with pytest.raises(ScenarioError, match=why):
        open_sweep(tmp_path / "out")


@pytest.mark.parametrize("how", [lambda place: place.unlink(), lambda place: place.write_bytes(b"{")], ids=["removed", "torn"])
def test_a_manifest_that_was_lost_is_written_anew_where_every_shard_bears_its_mark(study, tmp_path, how):
    drive(study, tmp_path / "out", MADE_UP)
    whole = open_sweep(tmp_path / "out").frame()
    how(tmp_path / "out" / "manifest.json")
    other = load_study(written(tmp_path, DOSE.replace("[14, 26]", "[15, 26]"), "other"))
    with pytest.raises(ScenarioError, match="manifest"):
        drive(other, tmp_path / "out", MADE_UP)
    assert drive(study, tmp_path / "out", MADE_UP).runs == 0
    assert open_sweep(tmp_path / "out").frame().equals(whole)


def test_a_damaged_list_of_courses_is_said_and_written_anew(study, tmp_path):
    drive(study, tmp_path / "out", MADE_UP)
    (tmp_path / "out" / "courses.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(ScenarioError, match=r"courses.parquet is damaged \(.*\) - give `trivox sweep` again"):
        open_sweep(tmp_path / "out").frame()
    drive(study, tmp_path / "out", MADE_UP)
    assert len(open_sweep(tmp_path / "out").frame()) == 18


def test_a_folder_without_a_sweep_is_said(tmp_path):
    with pytest.raises(ScenarioError, match="holds no sweep"):
        open_sweep(tmp_path)


def test_a_run_that_fails_is_told_apart_from_its_neighbours_and_listed(study, tmp_path):
    finished = drive(study, tmp_path / "out", Ways(workers=0, lives=broken))
    assert (finished.runs, finished.failed) == (WHOLE - 3, 3)
    failures = open_sweep(tmp_path / "out").failures()
    assert failures["slack_share"].tolist() == [0.15] * 3
    assert sorted(failures["replication"]) == [1, 2, 3]
    assert set(failures["problem"]) == {"FloatingPointError: made up"}
    assert drive(study, tmp_path / "out", MADE_UP).runs == 0
    assert drive(study, tmp_path / "out", Ways(workers=0, lives=plain, retry=True)).runs == 3
    assert open_sweep(tmp_path / "out").failures().empty


@pytest.mark.thorough
def test_a_shard_that_kills_its_worker_is_put_aside_and_the_rest_is_finished(study, tmp_path, monkeypatch):
    in_small_shards(monkeypatch)
    finished = drive(study, tmp_path / "out", Ways(workers=1, lives=deadly))
    assert finished.runs + finished.failed == WHOLE
    assert 3 <= finished.failed < WHOLE
    assert set(finished.problems) == {"its shard killed its worker again and again"}
    assert 0.1 in set(open_sweep(tmp_path / "out").failures()["slack_share"])
    assert finished.lost_workers >= 4
