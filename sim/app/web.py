"""The application: a page, its files, a schema for each language, stories, and two sockets."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from sim.app import story_page
from sim.app.guard import Address, Guard, broken, log
from sim.app.runner import Runner
from sim.app.schema import schema
from sim.app.story_runs import Shows
from sim.app.story_talk import StoryTalk
from sim.app.talk import ExploreTalk, Sockets
from sim.app.upload import scenario_file
from sim.views.texts import LANGUAGES

STATIC = Path(__file__).parent / "static"


def application(address: Address, runner: Runner, warm: bool = True) -> Any:
    """The whole server as one ASGI application behind its door. With `warm`, companies are made ready in the background as it starts."""
    sockets, shows = Sockets(), Shows(runner)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        if warm:
            threading.Thread(target=_warmed, args=(runner,), name="trivox-warm", daemon=True).start()
        yield
        runner.close()
        sockets.close()

    routes = [
        Route("/", _page, methods=["GET"]),
        Route("/schema/{language}.json", _schema, methods=["GET"]),
        Route("/scenario", scenario_file, methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC)),
        WebSocketRoute("/socket", partial(sockets.endpoint, made=partial(ExploreTalk, runner=runner))),
        *story_page.routes(STATIC),
        WebSocketRoute("/story-socket", partial(sockets.endpoint, made=partial(StoryTalk, shows=shows))),
    ]
    handlers: Any = {HTTPException: _refused, Exception: _broken}
    app = Starlette(routes=routes, lifespan=life, middleware=[Middleware(GZipMiddleware, minimum_size=1000)], exception_handlers=handlers)
    return Guard(app, address)


def _warmed(runner: Runner) -> None:
    """Make everything ready; what goes wrong is told in the log, and again to whoever asks."""
    try:
        runner.warm()
    except Exception:  # noqa: BLE001 - told in the log, and raised again for whoever asks
        if runner.crew.is_open:
            log.exception("the companies could not be made ready")


async def _page(_: Request) -> Response:
    return FileResponse(STATIC / "index.html", media_type="text/html; charset=utf-8")


async def _schema(request: Request) -> Response:
    language = request.path_params["language"]
    if language not in LANGUAGES:
        raise HTTPException(404)
    return Response(schema(language), media_type="application/json")


async def _refused(_: Request, trouble: Exception) -> Response:
    status = trouble.status_code if isinstance(trouble, HTTPException) else 500
    return PlainTextResponse({404: "there is no such page\n", 405: "this can only be read\n"}.get(status, "refused\n"), status)


async def _broken(_: Request, trouble: Exception) -> Response:
    """The last resort. Whether or not an answer had begun, the trace is in the log."""
    return PlainTextResponse(broken(trouble), 500)
