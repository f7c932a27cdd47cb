"""The studies of sensitivity, robust search and discovery in `experiments`: their files can be read, they cost what is said, their tables have the columns that
their programs write, and figures in their texts stand in their tables."""

from __future__ import annotations

import csv
import re

import pytest

from sim.ensemble.store import SHIPPED
from sim.lab.search_asked import load_search, task_of
from sim.lab.sweep import estimate
from sim.lab.sweep.study_file import load_study
from tests.lab.study_programs import script

SWEEPS = [("global_sensitivity", "measures"), ("global_sensitivity", "few"), ("global_sensitivity", "companies"),
          ("where_it_fails", "circumstances"), ("where_it_fails", "companies")]
FOLDERS = ("global_sensitivity", "robust_policies", "where_it_fails")
NUMBER = r"([-+]?\d*\.?\d+)"
WITH_INTERVAL = re.compile(NUMBER + r"(?: %)? \(" + NUMBER + r"(?: %)? to " + NUMBER)
"""How a figure with its interval is written in a text: `+.23 (.19 to .27)`, or with per cent."""
SCALES = (1.0, 100.0, 0.001)
"""A figure stands as it is, in per cent, or in thousands."""


@pytest.fixture(scope="module")
def experiments(repository):
    """The folder of studies."""
    return repository / "experiments"


def text_of(folder):
    """What is said of a study, on one line."""
    return " ".join((folder / "README.md").read_text(encoding="utf-8").replace("−", "-").split())


def table_of(folder):
    """A study's table."""
    return list(csv.reader((folder / "expected.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(("folder", "file"), SWEEPS)
def test_a_study_costs_what_its_text_says(folder, file, experiments, monkeypatch):
    path = experiments / folder / f"{file}.toml"
    if "members" in path.read_text(encoding="utf-8") and not SHIPPED.exists():
        pytest.skip("no ensemble comes along")
    monkeypatch.setattr(estimate, "cost_of_a_week", lambda study: 1e-4)
    study = load_study(path)
    cost = estimate.estimated(study, 1)
    assert study.name == f"{folder}_{file}"
    assert (cost.solved, cost.searched) == (0, 0), "no reference has to be solved"
    members = f" x {cost.members} members" if cost.members > 1 else ""
    said = f"{cost.points:,} point{'s' if cost.points > 1 else ''} x {cost.arms} arms{members} x {cost.replications} replications"
    assert said in text_of(experiments / folder), said


def test_a_search_costs_what_its_text_says(experiments):
    given = load_search(experiments / "robust_policies" / "search.toml")
    task, generations = task_of(given)
    said = f"{generations * task.population} policies x {task.futures} futures x {task.base.replications} replications"
    assert said in text_of(experiments / "robust_policies"), said


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_committed_table_has_the_columns_that_the_program_writes(folder, experiments):
    rows = table_of(experiments / folder)
    assert tuple(rows[0]) == script(experiments / folder).HEAD
    assert len(rows) > 50
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(picture in {one.name for one in (experiments / folder).iterdir()} for picture in re.findall(r"\]\((\w+\.png)\)", text_of(experiments / folder)))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_figure_with_an_interval_in_a_text_stands_in_its_table(folder, experiments):
    rows = table_of(experiments / folder)
    places = [rows[0].index(name) for name in ("value", "low", "high")]
    held = [[float(row[place]) for place in places] for row in rows[1:] if all(row[place] for place in places)]
    quoted = WITH_INTERVAL.findall(text_of(experiments / folder).replace(",", ""))
    assert len(quoted) >= 8
    assert not [found for found in quoted if not any(alike(found, one, scale) for one in held for scale in SCALES)]


def alike(written, held, scale):
    """Whether numbers of the table, scaled, round to what is written."""
    return all(abs(float(one) - scale * other) <= 0.5 * 10 ** -len(one.partition(".")[2]) * 1.02 for one, other in zip(written, held, strict=True))
