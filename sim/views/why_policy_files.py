"""Files of what lies behind two policies: tables as CSV, pictures, and a page (HTML, or Markdown with its pictures beside it)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sim.views.answer_files import AnswerFiles, Table
from sim.views.export import PICTURES

if TYPE_CHECKING:
    from sim.views.texts import Texts

TABLES = ("why_levers", "why_pairs", "why_mechanisms", "why_chain", "why_story")
DRAWN = ("why_levers", "why_wedge", "why_mechanisms", "why_chain", "why_story")


@dataclass
class Files(AnswerFiles):
    """Which files of an answer were asked for; `said` holds the language of its page."""

    said: Texts | None = None
    page_endings: ClassVar[tuple[str, ...]] = (".html", ".htm", ".md")

    def check_all(self) -> None:
        """Everything that would stop a file from being written, before time is spent. Raises ScenarioError with one line for each."""
        self.check_tables(TABLES)

    def tables_of(self, thing: Any) -> Iterable[Table]:
        """Every table of an answer."""
        from sim.views.why_policy_tables import files

        return files(thing)

    def beside_page(self) -> Sequence[Path]:
        """The pictures of a Markdown page."""
        return [self.page.parent / "pictures" / f"{name}.{PICTURES[0]}" for name in DRAWN] if self.page and self.page.suffix.lower() == ".md" else []

    def write_page(self, thing: Any, path: Path) -> None:
        """Write the page of an answer, and the pictures of a Markdown page."""
        from sim.views.why_policy_page import write

        assert self.said is not None
        if path.suffix.lower() == ".md":
            self._pictures(thing, path.parent / "pictures")
        write(thing, self.said, path)

    def _pictures(self, thing: Any, folder: Path) -> None:
        from sim.views.plots import save_plots

        with tempfile.TemporaryDirectory() as stage:
            for made in save_plots(thing, stage, PICTURES[:1]):
                folder.mkdir(parents=True, exist_ok=True)
                with self._placed(folder / made.name) as path:
                    path.write_bytes(made.read_bytes())
