"""The SLURM and Kubernetes texts of docs/sweeps.md parse, name options that exist, and fit together; the first runs with a stand-in for `srun`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.lab.sweep import open_sweep
from tests.lab.sweep.small import written

GUIDE = Path(__file__).parents[3] / "docs" / "sweeps.md"
BASH = shutil.which("bash") or ""
SRUN = """#!/bin/bash
# Runs a command as often as --ntasks says, here, and ends with it.
trap 'kill $(jobs -p)' EXIT
while [[ $1 == --* ]]; do [[ $1 == --ntasks=* ]] && count=${1#*=}; shift; done
for ((task = 0; task < count; task++)); do "$@" & done
wait
"""


def block(language: str, holds: str) -> str:
    """The piece of the guide in a language that holds some words."""
    (found,) = [text for text in re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL) if holds in text]
    return found


def script() -> str:
    """The SLURM script."""
    return block("bash", "#SBATCH")


def manifests() -> list[dict[str, Any]]:
    """What is given to Kubernetes."""
    return list(pytest.importorskip("yaml").safe_load_all(block("yaml", "DaskCluster")))


def options_of(command: list[str]) -> set[str]:
    """The options that a command has on this machine."""
    if command[0] == "trivox":
        from typer.main import get_command

        from sim.views.cli import app

        made: Any = get_command(app)
        return {name for one in made.commands[command[1]].params for name in one.opts}
    pytest.importorskip("distributed")
    from importlib.metadata import entry_points

    (made,) = [one.load() for one in entry_points(group="dask_cli") if one.name == command[1]]
    return {name for one in made.params for name in (*one.opts, *one.secondary_opts)}


def unknown(words: list[str]) -> list[str]:
    """Options of a command line that its command does not have."""
    known = options_of(words)
    return [word for word in words if word.startswith("--") and word not in known]


def commands() -> list[list[str]]:
    """All command lines of Dask and of ours in both guides."""
    lines = re.findall(r"(?:dask (?:scheduler|worker)|trivox sweep) .*", script())
    boxes = [box for one in manifests() for box in _containers(one)]
    return [re.findall(r"[^\s\"&]+", line) for line in lines] + [box.get("args") or box["command"] for box in boxes]


def _containers(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    spec = manifest["spec"]
    if manifest["kind"] == "Job":
        return list(spec["template"]["spec"]["containers"])
    return [*spec["worker"]["spec"]["containers"], *spec["scheduler"]["spec"]["containers"]]


@pytest.mark.skipif(not BASH, reason="there is no bash here")
def test_the_slurm_script_is_one_that_bash_can_read():
    said = subprocess.run([BASH, "-n"], input=script(), capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert subprocess.run([BASH, "-n"], input=script().replace("; done", ""), capture_output=True, text=True).returncode != 0, "a broken one is seen"


def test_every_command_of_the_guides_has_the_options_that_it_is_given():
    told = commands()
    assert sorted(words[1] for words in told) == ["scheduler", "scheduler", "sweep", "sweep", "worker", "worker"]
    assert [unknown(words) for words in told] == [[]] * len(told)
    assert unknown(["dask", "worker", "--nprocs", "2"]) == ["--nprocs"]


def test_the_slurm_script_leaves_two_cores_for_scheduler_and_sweep():
    whole, = re.findall(r"#SBATCH --ntasks=(\d+)", script())
    steps, = re.findall(r"srun .*--ntasks=(\d+)", script())
    told, = re.findall(r"--workers (\d+)", script())
    assert int(whole) - 2 == int(steps) == int(told)


def test_the_kubernetes_manifests_fit_together():
    cluster, job = manifests()
    assert (cluster["apiVersion"], cluster["kind"], job["kind"]) == ("kubernetes.dask.org/v1", "DaskCluster", "Job")
    name, service = cluster["metadata"]["name"], cluster["spec"]["scheduler"]["service"]
    assert service["selector"] == {"dask.org/cluster-name": name, "dask.org/component": "scheduler"}
    (scheduler,) = cluster["spec"]["scheduler"]["spec"]["containers"]
    ports = {one["name"]: one["containerPort"] for one in scheduler["ports"]}
    assert {one["targetPort"]: one["port"] for one in service["ports"]} == ports
    assert scheduler["readinessProbe"]["httpGet"]["port"] in ports
    (sweep,) = _containers(job)
    assert f"tcp://{name}-scheduler:{ports['tcp-comm']}" in sweep["command"]
    assert str(cluster["spec"]["worker"]["replicas"]) in sweep["command"]
    assert {one["name"] for one in sweep["volumeMounts"]} == {one["name"] for one in job["spec"]["template"]["spec"]["volumes"]}
    assert len({box["image"] for one in (cluster, job) for box in _containers(one)}) == 1


@pytest.mark.thorough
@pytest.mark.timeout(900)
@pytest.mark.skipif(not BASH or not sys.platform.startswith("linux"), reason="needs bash and the network interface lo")
def test_the_slurm_script_runs_a_study_where_srun_is_a_stand_in(tmp_path):
    programs = Path(sys.executable).parent
    if not ((programs / "dask").exists() and (programs / "trivox").exists()):
        pytest.skip("dask and trivox are not installed as programs")
    stand_in = tmp_path / "bin" / "srun"
    stand_in.parent.mkdir()
    stand_in.write_text(SRUN, encoding="utf-8")
    stand_in.chmod(0o755)
    written(tmp_path, name="study")
    places = os.pathsep.join([str(stand_in.parent), str(programs), os.environ["PATH"]])
    here = {**os.environ, "SLURM_JOB_ID": "7", "PATH": places, "PYTHONPATH": str(GUIDE.parents[1])}
    text = script().replace("ib0", "lo").replace("=62", "=2").replace("--workers 62", "--workers 2")
    said = subprocess.run([BASH, "-c", text], cwd=tmp_path, env=here, capture_output=True, text=True, timeout=800)
    assert said.returncode == 0, said.stderr[-3000:]
    assert len(open_sweep(tmp_path / "sweeps" / "study").frame()) == 18
