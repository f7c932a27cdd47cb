"""The notebooks of `experiments/notebooks` run from their first cell to their last, and are committed without what a run leaves in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "experiments" / "notebooks"
NOTEBOOKS = sorted(path.name for path in FOLDER.glob("*.ipynb"))
SECONDS_A_CELL = 300
PLACE = re.compile(r"(?<![\w.])(?:/[a-z][\w.-]*){2,}|[A-Za-z]:\\\\|\bfile:", re.IGNORECASE)
"""A place on a machine: two folders from the root on, a drive, or an address of a file. What is relative is none."""


def _cells(book: dict[str, Any]) -> list[dict[str, Any]]:
    return list(book["cells"])


def noise(book: dict[str, Any]) -> list[str]:
    """What a run or a machine has left in a notebook: a line for each thing."""
    found = [f"metadata.{name}" for name in book["metadata"] if name not in ("kernelspec", "language_info")]
    if book["metadata"].get("kernelspec", {}).get("name") != "python3" or set(book["metadata"].get("language_info", {})) - {"name"}:
        found.append("metadata: says which Python it was")
    for cell in _cells(book):
        if cell["metadata"] or cell.get("attachments"):
            found.append(f"{cell['id']}: metadata or attachments")
        if cell["cell_type"] == "code" and (cell["execution_count"] is not None or cell["outputs"]):
            found.append(f"{cell['id']}: outputs or a count of executions")
        found += [f"{cell['id']}: a place on a machine ({place})" for place in PLACE.findall("".join(cell["source"]))]
    return found


def executed(book: dict[str, Any], folder: Path) -> Any:
    """A notebook after all its cells have run in a folder. Raises CellExecutionError for the first one that fails."""
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    whole = nbformat.reads(json.dumps(book), as_version=4)
    return nbclient.NotebookClient(whole, timeout=SECONDS_A_CELL, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()


@pytest.fixture
def alone(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in, with the project of this checkout, and nothing of the user's own settings."""
    monkeypatch.setenv("PYTHONPATH", str(repository))
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    place = tmp_path / "here"
    place.mkdir()
    return place


def _read(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / name).read_text(encoding="utf-8")))


def test_there_are_two_notebooks_to_start_from() -> None:
    assert NOTEBOOKS == ["first_sweep.ipynb", "why_and_what_first.ipynb"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_committed_without_outputs_counts_or_places(name: str) -> None:
    book = _read(name)
    assert noise(book) == []
    assert len({cell["id"] for cell in _cells(book)}) == len(_cells(book))


@pytest.mark.parametrize("planted", [
    {"execution_count": 3}, {"outputs": [{"output_type": "stream", "name": "stdout", "text": ["done"]}]}, {"metadata": {"collapsed": True}},
    {"source": ["open('/mnt/disk/study.toml')"]}, {"source": ["open('C:\\\\\\\\Data')"]}])
def test_noise_is_seen(planted: dict[str, Any]) -> None:
    book = _read(NOTEBOOKS[0])
    next(cell for cell in book["cells"] if cell["cell_type"] == "code").update(planted)
    assert len(noise(book)) == 1


@pytest.mark.thorough
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_from_its_first_cell_to_its_last(name: str, alone: Path) -> None:
    book = executed(_read(name), alone)
    assert any("image/png" in one.get("data", {}) for cell in book["cells"] for one in cell.get("outputs", []))


@pytest.mark.thorough
def test_a_cell_that_raises_fails_the_notebook(alone: Path) -> None:
    errors = pytest.importorskip("nbclient.exceptions")
    book = _read(NOTEBOOKS[0])
    book["cells"] = [cell for cell in book["cells"] if cell["id"] == "title"]
    book["cells"].append({"cell_type": "code", "id": "planted", "metadata": {}, "execution_count": None, "outputs": [], "source": ["1 / 0"]})
    with pytest.raises(errors.CellExecutionError, match="ZeroDivisionError"):
        executed(book, alone)
