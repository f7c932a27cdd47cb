"""Why two policies differ, for people at a terminal: sentences, then tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from sim.scenario.errors import one_line
from sim.views import tables
from sim.views.why_policy_page import dropped, origin
from sim.views.why_policy_tables import tables as tables_of
from sim.views.why_policy_words import Words, sections

if TYPE_CHECKING:
    from sim.lab.why_policies import Why
    from sim.views.texts import Texts


def tell(why: Why, said: Texts, written: Sequence[Path]) -> None:
    """The answer."""
    out = tables.console()
    out.print()
    words = Words(said)
    out.print(Text(words.head("title", first=why.names[0], second=why.names[1]), style="bold"))
    out.print()
    for name, paragraphs in sections(why, said):
        out.print(Text(words.head(name), style="bold"))
        for paragraph in paragraphs:
            tables.paragraph(out, " ".join(paragraph))
    loud = {words.head(name) for name in ("clear", "by_definition", "all_levers", "sum", "whole")}
    for title, head, rows in tables_of(why, words, brief=True):
        made = tables.grid(title, [(name, "right" if place else "") for place, name in enumerate(head)])
        for row in rows:
            made.add_row(*row, style="dim" if "" in head and not loud & set(row) else "")
        out.print(made)
        out.print()
    for line in dropped(why, words):
        tables.paragraph(out, line)
    for path in written:
        out.print(f"  wrote {one_line(str(path))}", soft_wrap=True)
    tables.paragraph(out, origin(why), style="dim")
