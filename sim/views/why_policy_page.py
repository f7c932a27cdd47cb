"""Why two policies differ, as one page: HTML that needs nothing else (pictures inside), or Markdown with its pictures in a folder beside it."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sim.views import page_style
from sim.views.markdown import table as markdown_table
from sim.views.page_tables import escape
from sim.views.plots import save_plots
from sim.views.texts import Texts
from sim.views.why_policy_tables import Table, tables
from sim.views.why_policy_words import Section, Words, sections

if TYPE_CHECKING:
    from sim.lab.why_policies import Why

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = "img{max-width:100%;height:auto;display:block;margin:14px 0;background:#fff;border-radius:8px}td.words{white-space:normal}"
PICTURES_OF = {"difference": (), "levers": ("why_levers", "why_wedge"), "mechanisms": ("why_mechanisms",), "chain": ("why_chain",),
               "story": ("why_story",)}
READING = ("worth", "alone", "through", "switched", "clear", "band", "model")


def reading(why: Why, words: Words) -> list[str]:
    """How to read it all."""
    several = why.comparison.several
    over = words.reading("over_members", count=len(why.comparison.members)) if several else words.reading("over_luck")
    drawn = [] if why.plan.exact else [words.reading("drawn", count=len(why.plan.orders))]
    return [*(words.reading(line, over=over) for line in READING), *drawn, *dropped(why, words)]


def dropped(why: Why, words: Words) -> list[str]:
    """Companies that are left out, in words."""
    lost = max((one.dropped for one in why.levers), default=0)
    return [words.reading("dropped", lost=lost, count=why.question.companies)] if lost else []


def html(why: Why, said: Texts) -> str:
    """The page as HTML."""
    words = Words(said)
    first, second = why.names
    title = words.head("title", first=first, second=second)
    asked = "".join(f'<p class="ask">{escape(one)}</p>' for one in dict.fromkeys(s.question for s in (why.question.first, why.question.second)) if one)
    pictures = dict(_pictures(why))
    shown = "".join(_section(one, words, pictures) for one in sections(why, said))
    numbers = "".join(_html_table(one) for one in tables(why, words))
    how = "".join(f"<li>{escape(one)}</li>" for one in reading(why, words))
    return (f'<!doctype html>\n<html lang="{said.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}"><meta name="generator" content="Trivox"><title>{escape(title)}</title>'
            f"<style>{page_style.sheet([])}{_STYLE}</style></head><body><main><header><h1>{escape(title)}</h1>{asked}</header>"
            f'{shown}<h2>{escape(words.head("how"))}</h2>'
            f'<ul class="limits">{how}</ul><h2>{escape(words.head("numbers"))}</h2>{numbers}</main>'
            f"<footer>{escape(origin(why))}</footer></body></html>\n")


def _section(one: Section, words: Words, pictures: dict[str, str]) -> str:
    """A part of the answer: sentences, the first of each paragraph in bold, then its pictures."""
    name, paragraphs = one
    bold = 1 if name in ("levers", "difference") else 0
    parts = [(kind, some) for said in paragraphs for kind, some in (("lead", said[:bold]), ("rest", said[bold:])) if some]
    told = "".join(f'<p class="{kind}">{escape(" ".join(some))}</p>' for kind, some in parts)
    shown = "".join(f'<img alt="{escape(words.head(name))}" src="data:image/png;base64,{pictures[each]}">' for each in PICTURES_OF[name] if each in pictures)
    return f'<h2>{escape(words.head(name))}</h2><section class="card">{told}</section>{shown}'


def _html_table(one: Table) -> str:
    title, head, rows = one
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>' for row in rows)
    return (f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}"><table><caption>{escape(title)}</caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>")


def _pictures(why: Why) -> list[tuple[str, str]]:
    """Every picture as (name, PNG in base64)."""
    with tempfile.TemporaryDirectory() as folder:
        return [(path.stem, base64.b64encode(path.read_bytes()).decode("ascii")) for path in save_plots(why, folder, ("png",))]


def markdown(why: Why, said: Texts) -> str:
    """The page as Markdown; its pictures lie in `pictures` beside it."""
    first, second = why.names
    words = Words(said)
    parts = [f"# {words.head('title', first=first, second=second)}"]
    for name, paragraphs in sections(why, said):
        pictures = [f"![{words.head(name)}](pictures/{each}.png)" for each in PICTURES_OF[name] if each in why.pictures]
        parts += [f"## {words.head(name)}", *(" ".join(one) for one in paragraphs), *pictures]
    parts += [f"## {words.head('how')}", "\n".join(f"- {one}" for one in reading(why, words)), f"## {words.head('numbers')}"]
    for title, head, rows in tables(why, words):
        parts += [f"### {title}", markdown_table([name or " " for name in head], rows)]
    return "\n\n".join([*parts, origin(why)]) + "\n"


def origin(why: Why) -> str:
    """Where the numbers come from."""
    from sim.views.tables import provenance_line

    sets = f"{len(why.plan.masks)} policies" + ("" if why.plan.exact else f" ({len(why.plan.orders)} orders drawn)")
    return f"{provenance_line(why.comparison.results)} · {sets if why.levers else 'no levers asked'}"


def write(why: Why, said: Texts, path: Path) -> None:
    """Write the page to a file whose ending says which; the pictures of a Markdown page are written by who calls."""
    path.write_text(html(why, said) if path.suffix.lower() in (".html", ".htm") else markdown(why, said), encoding="utf-8", newline="\n")
