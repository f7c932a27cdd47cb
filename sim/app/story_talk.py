"""The talk with one page of a story: its runs begin when it is opened, it is told how far they are, and a reveal comes for guesses only."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from starlette.websockets import WebSocket

from sim.app.protocol import with_id
from sim.app.story_asked import Asked, asked
from sim.app.story_runs import Shows
from sim.app.talk import Talk

EVERY_SECONDS = 0.4


class StoryTalk(Talk):
    """A lesson or a reveal in; progress and what is shown out."""

    def __init__(self, websocket: WebSocket, waiters: ThreadPoolExecutor, shows: Shows) -> None:
        super().__init__(websocket, waiters)
        self.shows = shows

    def read(self, text: str) -> Asked:
        """A question about a lesson. Raises Malformed."""
        return asked(text)

    async def answer(self, asked: Asked, given_up: threading.Event) -> None:
        """Say how far the runs are until they are done; then that they are, or what a step reveals."""
        act = self.shows.ready if asked.step < 0 else self.shows.answer
        work = asyncio.get_running_loop().run_in_executor(self.waiters, act, asked, given_up.is_set)
        work.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be there any more to hear of it
        while not (await asyncio.wait([work], timeout=EVERY_SECONDS))[0]:
            await self.say({"kind": "progress", "id": asked.id, "part": round(self.shows.progress(asked), 3)})
        answer = work.result()
        if isinstance(answer, bytes):
            await self.websocket.send_bytes(with_id(answer, asked.id))
        else:
            await self.say({"kind": "ready", "id": asked.id})
