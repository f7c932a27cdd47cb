"""`trivox app`: the page on which levers are moved and everything answers at once."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.scenario.errors import ScenarioError

NEEDS = ("starlette", "uvicorn", "websockets")


def app(
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=0, max=65535, help="Which port; 0 for any.", show_default="8400, or any if taken")
    ] = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    open_to_network: Annotated[bool, typer.Option(
        "--open-to-network", help="Allow a --host that others can reach: whoever is on that network can use the page, and nothing is encrypted.")] = False,
) -> None:
    """Open the page: move a lever, and three voices and profit answer."""
    from importlib.util import find_spec

    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        raise ScenarioError([f"the app needs {', '.join(missing)}: pip install 'trivox[app]'"])
    from sim.app.serve import serve

    serve(host, port, not no_open, open_to_network)
