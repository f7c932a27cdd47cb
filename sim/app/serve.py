"""Starting the server: a free port, one line that says where it is, a browser if wanted, and a clean end."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import sys
import threading
import webbrowser
from typing import Any

import uvicorn

from sim.app.guard import Address
from sim.app.protocol import LONGEST_FRAME
from sim.app.runner import Runner
from sim.app.web import application
from sim.scenario.errors import ScenarioError, cut, one_line

USUAL_PORT = 8400
OPENS = (
    "Anybody on that network can open this page and use this computer's processor. Nothing is encrypted, nobody is asked for a password, nothing is stored. "
    "Behind a proxy with TLS, keep --host 127.0.0.1.")


def serve(host: str, port: int | None, open_browser: bool, is_open: bool) -> None:
    """Serve until Ctrl-C. Raises ScenarioError for a host that must not or cannot be listened on."""
    _check(host, is_open)
    listening = _listen(host, port)
    address = Address(f"[{host}]" if ":" in host else host, listening.getsockname()[1], is_open)
    logging.basicConfig(level=logging.WARNING, format="trivox: %(message)s", stream=sys.stderr)
    app = application(address, Runner())
    url = f"http://{_shown(host)}:{address.port}/"
    print(f"Trivox is at {url}   (Ctrl-C ends it)", flush=True)
    if is_open:
        print(f"trivox: {OPENS}", file=sys.stderr, flush=True)
    if open_browser:
        threading.Timer(0.3, webbrowser.open, (url,)).start()
    try:
        asyncio.run(uvicorn.Server(configured(app)).serve([listening]))
    except KeyboardInterrupt:
        print("Trivox ended.", flush=True)


def configured(app: Any) -> uvicorn.Config:
    """How the server is set up: small frames, no word about itself, no trust in headers that a proxy may or may not have set."""
    return uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=False, http="h11", ws="websockets-sansio", ws_max_size=LONGEST_FRAME,
        ws_max_queue=8, ws_per_message_deflate=False, h11_max_incomplete_event_size=LONGEST_FRAME, timeout_graceful_shutdown=1, lifespan="on")


def _check(host: str, is_open: bool) -> None:
    near = host == "localhost" or _is_loopback(host)
    if not near and not is_open:
        raise ScenarioError([f"--host {cut(one_line(host))} opens this server to a network; say so with --open-to-network. {OPENS}"])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(host: str) -> str:
    """The name under which this machine's own browser finds the server."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _listen(host: str, port: int | None) -> socket.socket:
    """A listening socket: on the port asked for, or on the usual one, or on any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port,) if port is not None else (USUAL_PORT, 0):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, wanted))
        except OSError as trouble:
            listening.close()
            if port is not None:
                raise ScenarioError([f"--port {port}: {one_line(trouble.strerror or str(trouble)).lower()}"]) from None
            continue
        listening.listen(128)
        return listening
    raise ScenarioError([f"--host {cut(one_line(host))}: no port of it can be listened on"])
