"""The studies in `experiments` that are sweeps: their files can be read, they cost what is said, and what is said of them stands in their tables."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from sim.ensemble.store import SHIPPED
from sim.lab.sweep import estimate
from sim.lab.sweep.study_file import load_study
from tests.lab.study_programs import script

STUDIES = {
    "paradox_of_results": ("numbers.toml", "companies.toml"),
    "slack_dose_response": ("slack.toml",),
    "kpi_congruence": ("bonus.toml",),
}
FILES = [(folder, file) for folder, files in STUDIES.items() for file in files]
NUMBER = r"([-+]?\d*\.?\d+)"
WITH_INTERVAL = re.compile(NUMBER + r"(?: %| SD| years)?(?: \(|, )" + NUMBER + r"(?: %)? to " + NUMBER)
"""How a figure with its interval is written in a text: `+.23 (.19 to .27)`, or `(+.23, .19 to .27)`, with a unit perhaps."""


def study_of(folder, file):
    """A study's file, read; one over the ensemble only where the ensemble has come along."""
    path = folder / file
    if "members" in path.read_text(encoding="utf-8") and not SHIPPED.exists():
        pytest.skip("no ensemble comes along")
    return load_study(path)


@pytest.fixture(scope="module")
def experiments(repository):
    """The folder of studies."""
    return repository / "experiments"


@pytest.mark.parametrize(("folder", "file"), FILES)
def test_a_study_costs_what_its_text_says(folder, file, experiments, monkeypatch):
    study = study_of(experiments / folder, file)
    monkeypatch.setattr(estimate, "cost_of_a_week", lambda study: 1e-4)
    cost = estimate.estimated(study, 1)
    members = f" x {cost.members} members" if cost.members > 1 else ""
    points = f"{cost.points} point{'s' if cost.points > 1 else ''}"
    said = f"{points} x {cost.arms} arms{members} x {cost.replications} replications = {cost.runs:,} runs of {study.weeks} weeks"
    assert said in " ".join((experiments / folder / "README.md").read_text(encoding="utf-8").split()), said
    assert study.name == Path(folder).name or study.name.startswith(folder)
    assert cost.searched == 0, "all make-ups of a unit have a reference that comes along"


@pytest.mark.parametrize("folder", STUDIES)
def test_the_committed_table_has_the_columns_that_the_program_writes(folder, experiments):
    rows = list(csv.reader((experiments / folder / "expected.csv").read_text(encoding="utf-8").splitlines()))
    assert tuple(rows[0]) == script(experiments / folder).HEAD
    assert len(rows) > 50
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("folder", STUDIES)
def test_every_figure_with_an_interval_in_a_text_stands_in_its_table(folder, experiments):
    rows = list(csv.DictReader((experiments / folder / "expected.csv").read_text(encoding="utf-8").splitlines()))
    held = []
    for row in rows:
        for names in (("value", "low", "high"), ("ahead", "ahead_low", "ahead_high")):
            try:
                held.append([float(row[name]) for name in names])
            except (KeyError, ValueError):
                continue
    quoted = WITH_INTERVAL.findall((experiments / folder / "README.md").read_text(encoding="utf-8").replace("−", "-"))
    assert len(quoted) >= 8
    unfounded = [found for found in quoted if not any(alike(found, one, scale) for one in held for scale in (1.0, 100.0))]
    assert not unfounded


def alike(written, held, scale):
    """Whether numbers of the table, as they are or in per cent, round to what is written."""
    return all(abs(float(one) - scale * other) <= 0.5 * 10 ** -len(one.partition(".")[2]) * 1.02 for one, other in zip(written, held, strict=True))


def test_the_best_dose_of_a_parabola_is_its_top_and_of_a_slope_the_end(experiments):
    """Doses lie at uneven distances, as in the study."""
    study = script(experiments / "slack_dose_response")
    one = study.Situation.__new__(study.Situation)
    one.doses = np.array([0.0, 0.03, 0.1, 0.14, 0.3, 0.4])
    curves = np.stack([-((one.doses - 0.12) ** 2), one.doses, -one.doses, -((one.doses - 0.28) ** 2)], axis=1)
    assert one.best(curves) == pytest.approx([0.12, 0.4, 0.0, 0.28])


def test_a_curve_is_ahead_for_good_from_where_it_last_comes_up(experiments):
    study = script(experiments / "paradox_of_results")
    one = study.Companies.__new__(study.Companies)
    one.weeks = [52, 104, 208]
    curves = np.array([[-1.0, 1.0, 3.0], [1.0, 1.0, -1.0], [-1.0, -2.0, -3.0]]).T
    assert one.even(curves[:, :1]) == pytest.approx([1.5])
    assert one.even(curves[:, 0]) == pytest.approx(1.5)
    assert one.even(curves[:, 1:]) == pytest.approx([study.NEVER, study.NEVER])
    assert study.years_or_never(study.NEVER) == "never"
    assert one.dip(curves) == pytest.approx([-1.0, -1.0, -3.0])
