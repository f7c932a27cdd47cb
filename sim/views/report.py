"""One page for each comparison that a board member can read in three minutes: one file without scripts, which fetches nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from sim.views import page_parts, page_style, page_tables, seen
from sim.views.page_charts import Figure, figures
from sim.views.page_tables import escape

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_page(comparison: Any, path: str | Path) -> Path:
    """Write the page of a comparison; a reader never meets half a file, and the same question gives the same bytes."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = page(comparison)
    handle, temporary = tempfile.mkstemp(prefix=".trivox-", suffix=".html", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path


def page(comparison: Any) -> str:
    """The page as text."""
    views = seen.views(comparison)
    title = _title(views)
    return (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(CONTENT_POLICY)}"><meta name="generator" content="Trivox"><title>{escape(title)}</title>'
        f"<style>{page_style.sheet(views)}</style></head><body><main>{_head(comparison, title)}{_body(comparison)}</main>"
        f"<footer>{page_parts.footer(comparison)}</footer></body></html>\n")


def _title(views: list[seen.View]) -> str:
    """The other policies against the baseline."""
    names = [view.name for view in views if not view.is_baseline]
    told = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    base = next(view.name for view in views if view.is_baseline)
    return f"{told[:1].upper()}{told[1:]} against {base}"


def _head(comparison: Any, title: str) -> str:
    asked = list(dict.fromkeys(str(r.scenario.question).strip() for r in comparison.results if getattr(r.scenario, "question", "")))
    questions = "".join(f'<p class="ask">{escape(question)}</p>' for question in asked[:4])
    trouble = seen.ended_words(comparison)
    warning = f'<p class="warn bad">✕ {escape(trouble)}</p>' if trouble else ""
    warning += "".join(f'<p class="warn">▲ {escape(said)}</p>' for said in seen.room_words(comparison))
    told = f"Trivox, a simulator of organisations: {seen.horizon_words(comparison)} under each policy, same people and same luck"
    return (f'<header><p class="over">{escape(told)}</p>'
        f"<h1>{escape(title)}</h1>{questions}{warning}</header>")


def _body(comparison: Any) -> str:
    if seen.weeks(comparison) < 1 or seen.companies(comparison) < 1:
        return (f'<p class="lead">There is nothing to show: no week was simulated.</p><h2>What differs between the policies</h2><section class="card">'
            f"{page_tables.levers(comparison)}</section>")
    views = seen.views(comparison)
    verdicts = "".join(page_parts.verdict(comparison, view) for view in views if not view.is_baseline)
    charts = "".join(_figure(figure) for figure in figures(comparison))
    charts += page_parts.hours(comparison) + page_parts.helping(comparison)
    return (f"<h2>The verdict</h2>{verdicts}<h2>What happens, and when</h2>{page_parts.key(views)}{charts}"
        f"<h2>Differences from the baseline</h2>{page_tables.differences(comparison)}"
        f'<h2>What differs between the policies</h2><section class="card">{page_tables.levers(comparison)}</section>'
        f'<h2>What this does not know</h2><section class="card">{page_parts.limits(comparison)}</section>')


def _figure(figure: Figure) -> str:
    panels = "".join(f"<div><h3>{escape(title)}</h3>{drawing}</div>" for title, drawing in figure.panels)
    wide = " two" if len(figure.panels) == 2 else ""
    said = f'<figcaption><h3>{escape(figure.question)}</h3><p class="say">{escape(figure.sentence)}</p></figcaption>'
    return (f'<figure class="card">{said}<div class="panels{wide}">{panels}</div>'
        f'<p class="read">{escape(figure.reading)}</p><details><summary>The numbers by year</summary>{figure.table}</details></figure>')
