"""One page's socket: a question in, an answer out, the newest first; who sends nonsense is told so, who floods is let go."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.app.crew import Stopped
from sim.app.guard import incident
from sim.app.protocol import Malformed, Question, question, with_id
from sim.app.runner import Runner
from sim.scenario import ScenarioError

log = logging.getLogger("trivox.app")

MOST_SOCKETS, MOST_OF_ONE = 150, 40
"""Sockets at once in all, and from one address: a class behind one router, not a swarm."""
BUCKET, A_SECOND = 40.0, 20.0
"""Questions that a page may ask at once, and how many more each second."""
MOST_MALFORMED = 20
IDLE_SECONDS = 2 * 3600.0
FLOOD, NONSENSE, FULL, SLEEPY = 1008, 1008, 1013, 1001


class Sockets:
    """All sockets of this server: how many there are, from where, and the threads that wait for their answers."""

    def __init__(self) -> None:
        self.waiters = ThreadPoolExecutor(MOST_SOCKETS, "trivox-wait")
        self._from: dict[str, int] = {}

    async def endpoint(self, websocket: WebSocket, made: Callable[..., Talk]) -> None:
        """Serve one page until it leaves; `made` makes the talk from socket and waiting threads."""
        place = websocket.client.host if websocket.client else ""
        if sum(self._from.values()) >= MOST_SOCKETS or self._from.get(place, 0) >= MOST_OF_ONE:
            await websocket.close(FULL)
            return
        self._from[place] = self._from.get(place, 0) + 1
        try:
            await websocket.accept()
            await made(websocket, self.waiters).go()
        except (WebSocketDisconnect, RuntimeError):
            log.debug("a page left")
        finally:
            self._from[place] -= 1
            if not self._from[place]:
                del self._from[place]

    def close(self) -> None:
        """Nobody waits any more."""
        self.waiters.shutdown(wait=False, cancel_futures=True)


class Talk(ABC):
    """A talk with one page: who floods or sends nonsense is let go. What is asked and answered, others say."""

    def __init__(self, websocket: WebSocket, waiters: ThreadPoolExecutor) -> None:
        self.websocket, self.waiters = websocket, waiters
        self.tokens, self.filled, self.malformed = BUCKET, time.monotonic(), 0
        self.given_up = threading.Event()
        self.task: asyncio.Task[None] | None = None

    @abstractmethod
    def read(self, text: str) -> Any:
        """A question, with its number as `id`. Raises Malformed."""

    @abstractmethod
    async def answer(self, asked: Any, given_up: threading.Event) -> None:
        """Answer it. Raises Stopped, and ScenarioError for what cannot be."""

    async def go(self) -> None:
        """Read questions; each stops the one before it, if that is still under way."""
        try:
            while True:
                message = await asyncio.wait_for(self.websocket.receive(), IDLE_SECONDS)
                if message["type"] == "websocket.disconnect":
                    return
                if not self._may_ask():
                    await self.websocket.close(FLOOD)
                    return
                if not await self._heard(message.get("text")):
                    return
        except TimeoutError:
            await self.websocket.close(SLEEPY)
        finally:
            self._give_up()

    def _may_ask(self) -> bool:
        now = time.monotonic()
        self.tokens, self.filled = min(self.tokens + A_SECOND * (now - self.filled), BUCKET) - 1.0, now
        return self.tokens >= 0.0

    def _give_up(self) -> None:
        self.given_up.set()
        if self.task is not None:
            self.task.cancel()

    async def _heard(self, text: str | None) -> bool:
        """Start on a question; false when the talk is over."""
        try:
            asked = self.read(text or "")
        except Malformed as trouble:
            self.malformed += 1
            await self._refuse(0, [str(trouble)])
            if self.malformed >= MOST_MALFORMED:
                await self.websocket.close(NONSENSE)
            return self.malformed < MOST_MALFORMED
        self._give_up()
        self.given_up = threading.Event()
        self.task = asyncio.create_task(self._answered(asked, self.given_up))
        return True

    async def _answered(self, asked: Any, given_up: threading.Event) -> None:
        try:
            await self.answer(asked, given_up)
        except Stopped:
            return
        except ScenarioError as refused:
            await self._refuse(asked.id, refused.problems)
        except (WebSocketDisconnect, RuntimeError):
            log.debug("a page left before its answer")
        except Exception as trouble:  # noqa: BLE001 - the last resort: the trace goes to the log, a number to the page
            await self.say({"kind": "broken", "id": asked.id, "number": incident(trouble)})

    async def _refuse(self, number: int, problems: list[str]) -> None:
        await self.say({"kind": "refused", "id": number, "problems": [problem[:300] for problem in problems[:20]]})

    async def say(self, message: dict[str, object]) -> None:
        """Tell the page something in words, if it is still there."""
        try:
            await self.websocket.send_text(json.dumps(message))
        except (WebSocketDisconnect, RuntimeError):
            log.debug("a page left before it could be told")


class ExploreTalk(Talk):
    """Levers in, answers out."""

    def __init__(self, websocket: WebSocket, waiters: ThreadPoolExecutor, runner: Runner) -> None:
        super().__init__(websocket, waiters)
        self.runner = runner

    def read(self, text: str) -> Question:
        """A question about a policy. Raises Malformed."""
        return question(text)

    async def answer(self, asked: Question, given_up: threading.Event) -> None:
        """The runner's answer, when it is there."""
        answer = await asyncio.get_running_loop().run_in_executor(self.waiters, self.runner.answer, asked, given_up.is_set)
        await self.websocket.send_bytes(with_id(answer, asked.id))
