"""A scenario file from a page: read by the same strict means as any other, and taken where the page can show all that it says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sim.app import choices
from sim.app.schema import baseline_of
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.text import MOST_BYTES

NAME = "policy.toml"
"""What a file is called here, whatever its owner calls it: no name from outside becomes a path."""


async def scenario_file(request: Request) -> Response:
    """Read a scenario file; answers the moment that the page goes to, or a line for each problem."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return _refused([f"{NAME}: too large (at most {MOST_BYTES // 1024} KiB)"], 413)
    try:
        return JSONResponse(await run_in_threadpool(moment_of, bytes(body)))
    except ScenarioError as error:
        return _refused(error.problems, 422)


def _refused(problems: list[str], status: int) -> Response:
    return JSONResponse({"problems": [problem[:300] for problem in problems[:20]]}, status)


def moment_of(content: bytes) -> dict[str, Any]:
    """The preset that a file extends, its baseline, and the levers that differ. Raises ScenarioError, with one line per problem."""
    with tempfile.TemporaryDirectory(prefix="trivox-") as folder:
        path = Path(folder) / NAME
        path.write_bytes(content)
        try:
            read = load_scenario(path)
        except ScenarioError as error:
            raise ScenarioError([problem.replace(str(path), NAME) for problem in error.problems]) from None
    name = next((file.removesuffix(".toml") for file, _ in read.files[1:] if file.removesuffix(".toml") in choices.PRESETS), choices.FIRST_BASELINE)
    preset = load_scenario(name)
    more = _more_than_levers(read, preset)
    if more:
        raise ScenarioError([f"{NAME}: this page shows levers over a starting point, not yet {', '.join(more)} - the command line does: trivox compare"])
    levers = {lever: value for lever, value in read.policy.items() if value != preset.policy[lever]}
    return {"scenario": name, "baseline": baseline_of(preset), "levers": levers}


def _more_than_levers(read: Scenario, preset: Scenario) -> list[str]:
    """What a file says that the page cannot show: kinds of settings besides levers in which it differs from its preset."""
    kinds = [path.split(".")[0] for path, _, _ in read.differences(preset) if not path.startswith("policy.")]
    return [kind for kind in dict.fromkeys(kinds) if kind not in ("replications", "seed")]
