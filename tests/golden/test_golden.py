"""Three short trajectories, number by number: a change of results must be meant (`make golden` renews them; CHANGELOG.md says why)."""

import csv
import io

import pytest

from sim.reference.run import run_scenarios
from sim.scenario import load_scenario

COLUMNS = ("heads", "quits", "absent",
           "engagement", "exhaustion", "trust", "dissonance", "share_output", "share_care", "share_help", "share_gaming", "share_room",
           "overtime", "pressure", "backlog", "standard", "capability", "quality", "help_given", "requests", "repeats", "customers", "satisfaction", "kpi_true",
           "kpi_reported", "target", "leader_pressure", "doubt", "insight", "revenue", "payroll", "bonuses", "programmes", "profit", "cash")


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["reference", "people_first", "profit_chase"])
def test_golden(name, golden):
    """One unit of forty people, two replications, each quarter of two years."""
    scenario = load_scenario(name).with_(organisation={"units": 1})
    weekly = run_scenarios([scenario], replications=2, seed=7, weeks=104)[0].weekly
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["replication", "week", *COLUMNS])
    for replication in range(2):
        for week in range(12, 104, 13):
            table.writerow([replication, week, *(f"{weekly[column][replication, week]:.9g}" for column in COLUMNS)])
    golden(name, text.getvalue())
