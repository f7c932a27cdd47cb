"""The pictures of a result or a comparison, drawn by matplotlib into files; matplotlib is imported only when a picture is drawn."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURES = {"voices": "voices", "profit": "profit", "hours": "hours", "kpi": "goodhart", "balance": "ternary", "who_helps": "help",
            "practice": "practice"}
"""The name of each picture (also its file's name) and the module that draws it."""

OTHERS = {name: name for name in (
    "trial", "targets", "doubts", "fit", "why_curves", "why_map", "why_levers", "why_wedge", "why_mechanisms", "why_chain", "why_story", "sequence_paths",
    "sequence_regret", "sensitivity", "convergence", "discovery", "pareto", "policies")}
"""Pictures of other things than results and comparisons: such a thing names its own in `pictures`; and of comparisons over an ensemble."""

_QUIET = {"svg": {"Date": None, "Creator": "trivox"}, "png": {"Software": "trivox"}, "pdf": {"CreationDate": None, "Creator": "trivox", "Producer": "trivox"}}


def figure(thing: Any, picture: str) -> Figure:
    """One picture of a result or a comparison. Raises ValueError when there is no picture of that name."""
    known = {**PICTURES, **OTHERS}
    if picture not in known:
        raise ValueError(f"there is no picture {picture!r}; there are: {', '.join(known)}")
    matplotlib = importlib.import_module("matplotlib")
    canvas = importlib.import_module("sim.views.plots.canvas")
    drawer = importlib.import_module(f"sim.views.plots.{known[picture]}")
    with matplotlib.rc_context(canvas.SETTINGS):
        made: Figure = drawer.draw(thing)
    return made


def save_plots(thing: Any, folder: str | Path, formats: Sequence[str] = ("png", "svg"), pictures: Sequence[str] | None = None) -> list[Path]:
    """Draw every picture of a thing (or those named) into a folder; returns the files. The same question gives the same bytes."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    unknown = [kind for kind in formats if kind not in _QUIET]
    if unknown:
        raise ValueError(f"pictures are written as {', '.join(_QUIET)}, not as {', '.join(unknown)}")
    made = []
    for picture in pictures_of(thing) if pictures is None else pictures:
        sheet = figure(thing, picture)
        made += [_save(sheet, folder / f"{picture}.{kind}", kind) for kind in formats]
    return made


def pictures_of(thing: Any) -> tuple[str, ...]:
    """The pictures of a thing: those that it names, else all; over an ensemble one more tells luck from what is not known."""
    several = ("doubts",) if getattr(thing, "several", False) else ()
    return tuple(getattr(thing, "pictures", (*PICTURES, *several)))


def _save(sheet: Figure, path: Path, kind: str) -> Path:
    matplotlib = importlib.import_module("matplotlib")
    canvas, style = importlib.import_module("sim.views.plots.canvas"), importlib.import_module("sim.views.style")
    handle, temporary = tempfile.mkstemp(prefix=".trivox-", suffix=f".{kind}", dir=path.parent)
    os.close(handle)
    try:
        with matplotlib.rc_context(canvas.SETTINGS):
            sheet.savefig(temporary, format=kind, dpi=style.DOTS_PER_INCH, metadata=_QUIET[kind])
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path
