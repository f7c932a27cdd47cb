"""What tests of the web app share: the program as one application, asked without a network, and a server that a browser can open."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx2")
PORT = 8400


@pytest.fixture(scope="session")
def runner() -> Iterator[Any]:
    """One runner for all tests: companies live their run-in once."""
    from sim.app.runner import Runner

    made = Runner()
    yield made
    made.close()


@pytest.fixture
def client(runner: Any) -> Iterator[Any]:
    """A client that speaks to the application as a browser on this machine would."""
    from starlette.testclient import TestClient

    from sim.app.guard import Address
    from sim.app.web import application

    app = application(Address("127.0.0.1", PORT), _Lasting(runner), warm=False)
    with TestClient(app, base_url=f"http://127.0.0.1:{PORT}", raise_server_exceptions=False) as made:
        yield made


class _Lasting:
    """A runner that outlives the server of one test."""

    def __init__(self, runner: Any) -> None:
        self.runner, self.crew, self.scales, self.compared = runner, runner.crew, runner.scales, runner.compared

    def answer(self, *asked: Any) -> bytes:
        """What the runner answers."""
        return bytes(self.runner.answer(*asked))

    def close(self) -> None:
        """Others still need it."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; where continuous integration runs, it must be there."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        assert not os.environ.get("CI"), "browser tests need Debian's chromium"
        pytest.skip("no chromium here")
    return found


@pytest.fixture(scope="session")
def nimble() -> Iterator[Any]:
    """A runner whose full answers are of few companies: what a browser shows is tried with it, not what the model says."""
    from sim.app.crew import PATIENT
    from sim.app.runner import SCALES, Runner, Scale

    made = Runner(scales={**SCALES, "full": Scale(16, 2, 16, PATIENT, 6)})
    yield made
    made.close()


@pytest.fixture(scope="session")
def address(nimble: Any) -> Iterator[str]:
    """Where a real server listens while tests run."""
    import uvicorn

    from sim.app.guard import Address
    from sim.app.serve import configured
    from sim.app.web import application

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = uvicorn.Server(configured(application(Address("127.0.0.1", port), _Lasting(nimble), warm=False)))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
