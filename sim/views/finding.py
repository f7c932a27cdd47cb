"""What a question of the laboratory found, as an answer: its words, its plain data, its tables and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sim.views.answer_files import Table


class Pictured(Protocol):
    """Something that names its pictures."""

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures of this."""


Found = TypeVar("Found", bound=Pictured)


@dataclass(frozen=True)
class Told(Generic[Found]):
    """A finding that can be printed, drawn and written, each in the way of its question."""

    found: Found
    in_words: Callable[[Found], None]
    in_data: Callable[[Found], dict[str, Any]]
    in_tables: Callable[[Found], Iterable[Table]]

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures of this."""
        return self.found.pictures

    def tell(self) -> None:
        """The whole answer for people."""
        self.in_words(self.found)

    def as_json(self) -> dict[str, Any]:
        """The whole answer as plain data."""
        return self.in_data(self.found)

    def tables(self) -> Iterable[Table]:
        """Every table as (name, column names, rows)."""
        return self.in_tables(self.found)
