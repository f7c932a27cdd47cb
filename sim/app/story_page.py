"""The pages of stories and what they are told before anything is asked: the list, and a lesson without its answers, in one language."""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from sim.app import stories
from sim.app.schema import spelt
from sim.app.stories import Lesson, Pair
from sim.app.stories.scale import told_lever
from sim.app.words import page_words
from sim.views.texts import LANGUAGES, texts

WORDS = Path(__file__).parent / "stories" / "page.toml"


@functools.cache
def known() -> Mapping[str, Lesson]:
    """The lessons by name, in the order in which they are told; read once."""
    return {one.name: one for one in stories.lessons()}


@functools.cache
def held() -> dict[str, dict[str, dict[str, str]]]:
    """The words of the pages of stories, in every language side by side."""
    with WORDS.open("rb") as file:
        return tomllib.load(file)


@functools.cache
def listed(language: str) -> bytes:
    """All lessons, and the words of the pages, as JSON text."""
    cards = [{"name": name, "number": one.number, "minutes": one.minutes, "title": one.title.held[language], "about": one.about.held[language],
              "predictions": len(list(one.predictions()))} for name, one in known().items()]
    words = {key: text[language] for key, text in held()["word"].items()}
    return _json({"stories": cards, "words": words})


@functools.cache
def told(name: str, language: str) -> bytes:
    """A lesson as JSON text. What would be right, and what is run, stays here."""
    lesson = known()[name]
    page = {key: value for key, value in lesson.told(language).items() if key != "comparison"}
    for step in page["steps"]:
        if step["kind"] == "predict":
            step["option"] = [{"text": option["text"]} for option in step["option"]]
            step["companies"] = lesson.comparison[step["comparison"]].companies
    return _json(page)


def called(lesson: Lesson, name: str, language: str) -> str:
    """What a comparison is called above its charts: the option that stands for it, its scenario, or the levers in which it differs."""
    for step in lesson.predictions():
        for place, option in enumerate(step.option):
            if option.comparison == name:
                return lesson.option(step, place, language).rstrip(".")
    pair = lesson.comparison[name]
    return _levers(pair, language) if pair.scenario == pair.baseline else _title(pair, language)


def _title(pair: Pair, language: str) -> str:
    own = held()["called"].get(pair.scenario)
    return own[language] if own else str(page_words(language)["scenarios"].get(pair.scenario, {}).get("title", pair.scenarios[0].title))


def _levers(pair: Pair, language: str) -> str:
    """Each lever that differs from its usual value, by name and dose."""
    return ", ".join(f"{spelt(texts(language).lever(name).name)} {told_lever(name, value, language)}" for name, value in pair.levers.items())


def _json(thing: Any) -> bytes:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode()


def routes(static: Path) -> list[Route]:
    """The list at /stories, a lesson at /story/NAME, and what both are told."""

    async def page(request: Request) -> Response:
        _check(request.path_params)
        return FileResponse(static / "story.html", media_type="text/html; charset=utf-8")

    async def data(request: Request) -> Response:
        _check(request.path_params)
        language, name = request.path_params["language"], request.path_params.get("name")
        return Response(told(name, language) if name else listed(language), media_type="application/json")

    return [Route("/stories", page, methods=["GET"]), Route("/story/{name}", page, methods=["GET"]),
            Route("/stories/{language}.json", data, methods=["GET"]), Route("/story/{name}/{language}.json", data, methods=["GET"])]


def _check(parts: Mapping[str, str]) -> None:
    if parts.get("language", LANGUAGES[0]) not in LANGUAGES or ("name" in parts and parts["name"] not in known()):
        raise HTTPException(404)
