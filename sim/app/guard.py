"""The door: who may come in, what every answer carries, and what is told when something breaks."""

from __future__ import annotations

import ipaddress
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

log = logging.getLogger("trivox.app")

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'")
HEADERS: Mapping[str, str] = MappingProxyType({
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cache-control": "no-cache",
})
"""What every answer carries, errors included."""
LONGEST_PATH, LONGEST_QUERY = 200, 8000
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Address:
    """Where the server listens. `is_open` says that it was opened to a network."""

    host: str
    port: int
    is_open: bool = False

    def knows(self, host: str) -> bool:
        """Whether a `Host` names this server: its own name and port. A name that merely points here is not known, so that no foreign page can speak to it."""
        name, port = _parted(host)
        if port != self.port or not name:
            return False
        if name in LOOPBACK or name == self.host.lower():
            return True
        return self.is_open and _is_number(name)

    def welcomes(self, origin: str, host: str) -> bool:
        """Whether a page of this origin belongs to the server that it speaks to."""
        return self.knows(host) and origin in (f"http://{host}", f"https://{host}")


def _parted(host: str) -> tuple[str, int]:
    """A `Host` as name and port; an empty name where it is malformed."""
    name, _, port = host.lower().rpartition(":") if ":" in host and not host.endswith("]") else (host.lower(), "", "80")
    good = port.isascii() and port.isdigit() and len(port) <= 5 and (":" not in name or (name.startswith("[") and name.endswith("]")))
    return (name, int(port)) if good else ("", 0)


def _is_number(name: str) -> bool:
    """Whether a name is an address in numbers: nobody can make such a name point elsewhere."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


class Guard:
    """Refuses who is not welcome, gives every answer its headers, and turns whatever breaks into one line and a number."""

    def __init__(self, app: Any, address: Address) -> None:
        self.app, self.address = app, address

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request or socket."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refused(self, scope: Any) -> int:
        """The status with which a request is refused, or 0."""
        given = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        hosts, origins = ([value for name, value in given if name == wanted] for wanted in (b"host", b"origin"))
        if len(hosts) != 1 or not self.address.knows(hosts[0]):
            return 403
        if origins and (len(origins) > 1 or not self.address.welcomes(origins[0], hosts[0])):
            return 403
        if not origins and (scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")):
            return 403
        if dict(given).get(b"sec-fetch-site", "none") in ("cross-site", "same-site") and not _arrives(dict(given)):
            return 403
        return 414 if len(scope["path"]) > LONGEST_PATH or len(scope["query_string"]) > LONGEST_QUERY else 0

    async def _http(self, scope: Any, receive: Any, send: Any) -> None:
        started = False

        async def with_headers(message: Any) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                held = [(name, value) for name, value in message.get("headers", []) if name.decode("latin-1").lower() not in HEADERS]
                message = {**message, "headers": held + [(name.encode(), value.encode()) for name, value in HEADERS.items()]}
            await send(message)

        status = self._refused(scope)
        if status:
            await _say(with_headers, status, "refused: this server answers its own page only\n" if status == 403 else "refused: too long\n")
            return
        try:
            await self.app(scope, receive, with_headers)
        except Exception as trouble:  # noqa: BLE001 - told as a number, with the trace in the log
            if not started:
                await _say(with_headers, 500, broken(trouble))

    async def _socket(self, scope: Any, receive: Any, send: Any) -> None:
        if self._refused(scope):
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        await self.app(scope, receive, send)


def _arrives(given: Mapping[bytes, str]) -> bool:
    """Whether somebody follows a link to the page: that may come from anywhere."""
    return given.get(b"sec-fetch-mode") == "navigate" and given.get(b"sec-fetch-dest") == "document"


def incident(trouble: BaseException) -> str:
    """Write an error to the log under a number, and give the number: all that a client is told."""
    number = secrets.token_hex(4)
    log.error("incident %s", number, exc_info=trouble)
    return number


def broken(trouble: BaseException) -> str:
    """What a client is told when something broke."""
    return f"something broke here; the server's log has it under {incident(trouble)}\n"


async def _say(send: Any, status: int, text: str) -> None:
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
