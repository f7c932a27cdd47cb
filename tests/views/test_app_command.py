"""`trivox app` starts where it may, says where it is, and says in one line why it does not."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from sim.views.cli import main

pytest.importorskip("uvicorn")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "evil.example", "0"])
def test_another_host_needs_a_flag_that_says_what_it_opens(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["app", "--no-open", "--host", host]) == 2
    said = capsys.readouterr().err
    assert "--open-to-network" in said
    assert "Nothing is encrypted" in said


def test_a_port_that_is_taken_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["app", "--no-open", "--port", str(taken.getsockname()[1])]) == 2
    assert "address already in use" in capsys.readouterr().err


def test_without_its_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main(["app", "--no-open"]) == 2
    assert "pip install 'trivox[app]'" in capsys.readouterr().err


def test_the_command_line_does_not_load_a_web_server() -> None:
    code = "import sys, sim.views.cli; print([name for name in ('starlette', 'uvicorn', 'sim.app.serve', 'asyncio') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.thorough
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_where_it_says_and_ends_cleanly(repository: Path, ending: signal.Signals) -> None:
    command = [sys.executable, "-m", "sim.views.cli", "app", "--no-open", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=repository, env={**os.environ, "PYTHONPATH": "."}) as started:
        found = re.search(r"http://127\.0\.0\.1:\d+/", started.stdout.readline())
        assert found is not None
        with urllib.request.urlopen(found[0], timeout=30) as page:
            assert page.status == 200
        started.send_signal(ending)
        _, errors = started.communicate(timeout=60)
    assert "Traceback" not in errors
    assert started.returncode == (0 if ending == signal.SIGINT else -signal.SIGTERM)
