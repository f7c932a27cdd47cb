"""The same study on Dask: the same table, also when workers are killed; a cluster that is not there is said in a line."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.lab.sweep import open_sweep
from sim.lab.sweep.cluster import check
from sim.lab.sweep.drive import Ways, drive
from sim.lab.sweep.study_file import load_study
from sim.scenario import ScenarioError
from tests.lab.sweep.faulty import plain
from tests.lab.sweep.killing import STUDY, is_alive, workers_of
from tests.lab.sweep.small import written

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[3]
ON_DASK = """
import sys
from pathlib import Path
from sim.lab.sweep import packing
from sim.lab.sweep.drive import Ways, drive
from sim.lab.sweep.study_file import load_study

if __name__ == "__main__":
    packing.SECONDS, packing.SHARDS_A_WORKER = 0.05, 24
    print(drive(load_study(sys.argv[1]), Path(sys.argv[2]), Ways(workers=2, cluster="local")), flush=True)
"""


@pytest.mark.parametrize("address", ["loacl", "http://there:80", ""])
def test_what_is_no_cluster_is_said(address):
    with pytest.raises(ScenarioError, match="is no cluster - local, or the address of a scheduler such as tcp://"):
        check(address)


@pytest.mark.thorough
def test_a_cluster_that_is_not_there_is_said_and_what_was_finished_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.lab.sweep.cluster.PATIENCE", 2.0)
    study = load_study(written(tmp_path))
    with pytest.raises(ScenarioError, match=r"nobody answers at tcp://127\.0\.0\.1:9 - is the scheduler running"):
        drive(study, tmp_path / "out", Ways(workers=1, cluster="tcp://127.0.0.1:9"))
    assert drive(study, tmp_path / "out", Ways(workers=0, lives=plain)).runs == 12


def _begun(tmp_path, study):
    script = tmp_path / "on_dask.py"
    script.write_text(ON_DASK)
    command = [sys.executable, str(script), str(study), str(tmp_path / "other" / "dask")]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.thorough
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are found by way of /proc")
def test_dask_whose_workers_are_killed_makes_the_same_table_as_one_process(tmp_path):
    study = written(tmp_path, STUDY)
    drive(load_study(study), tmp_path / "one" / "alone", Ways(workers=0))
    process, kills = _begun(tmp_path, study), 0
    while process.poll() is None and kills < 3:
        before = len(list((tmp_path / "other" / "dask" / "runs").glob("*.parquet")))
        time.sleep(0.05)
        workers = workers_of(process.pid)
        if workers and before > 2 * kills:
            os.kill(workers[-1], signal.SIGKILL)
            kills += 1
    said, heard = process.communicate(timeout=1500)
    assert process.returncode == 0, heard
    assert kills >= 1, said
    alone, dask = open_sweep(tmp_path / "one" / "alone").frame(), open_sweep(tmp_path / "other" / "dask").frame()
    assert dask.equals(alone)
    assert not is_alive(process.pid)
