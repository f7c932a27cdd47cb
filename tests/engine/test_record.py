"""What is recorded by name has the shape that was asked for, and says what the state says; a wrong name is answered with the nearest one."""

import numpy as np
import pytest

from sim.engine.record import asked_for
from tests.engine.firms import RESTLESS, firm, run


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("people.engagment", "people.engagement"), ("team.backlog", "teams.backlog"), ("teams.backlogs[0:3]", "teams.backlog"), ("firm.csah", "firm.cash"),
     ("practice.autonmy", "practice.autonomy"), ("world.demnd", "world.demand")],
)
def test_a_wrong_name_is_answered_with_the_nearest(text, nearest):
    with pytest.raises(ValueError, match=f"did you mean '{nearest}'"):
        asked_for([text])


@pytest.mark.parametrize("text", ["", "engagement", "people", "people.engagement[", "people.engagement[a:b]", "people.engagement[-1]",
                                  "people.engagement[0:1:2]",
                                  "__class__.__mro__", "people.engagement;", "x" * 10_000])
def test_what_is_no_name_is_refused_in_one_short_line(text):
    with pytest.raises(ValueError, match="not an array of the state") as trouble:
        asked_for([text])
    assert len(str(trouble.value)) < 200
    assert "\n" not in str(trouble.value)


def test_rows_are_read_as_they_are_written():
    whole, one, some = asked_for(["teams.backlog", "people.engagement[3]", " people.engagement[0:10] "])
    assert (whole.first, whole.last) == (0, None)
    assert (one.first, one.last) == (3, 4)
    assert (some.first, some.last) == (0, 10)


@pytest.fixture(scope="module")
def recorded():
    """A restless firm with everything of interest recorded."""
    names = ["firm.cash", "units.customers", "teams.heads", "people.engagement[0:10]", "people.present", "people.engagement", "people.engagement[7]",
             "practice.autonomy", "world.demand"]
    return run(firm(**RESTLESS), record=names, weeks=20)[0]


@pytest.mark.thorough
def test_shapes_are_replication_week_row(recorded):
    shapes = {name: part.shape for name, part in recorded.parts.items()}
    assert shapes == {"firm.cash": (5, 20, 1), "units.customers": (5, 20, 2), "teams.heads": (5, 20, 6), "people.engagement[0:10]": (5, 20, 10),
                      "people.present": (5, 20, 36), "people.engagement": (5, 20, 36), "people.engagement[7]": (5, 20, 1),
                      "practice.autonomy": (5, 20, 1), "world.demand": (5, 20, 1)}


@pytest.mark.thorough
def test_parts_agree_with_the_weekly_record(recorded):
    weekly, parts = recorded.weekly, recorded.parts
    assert np.array_equal(parts["firm.cash"][..., 0], weekly["cash"])
    assert np.array_equal(parts["units.customers"].sum(axis=2), weekly["customers"])
    assert np.array_equal(parts["teams.heads"].sum(axis=2), weekly["heads"])
    assert np.array_equal(parts["people.present"].sum(axis=2), weekly["heads"])
    mean = (parts["people.present"] * parts["people.engagement"].astype(np.float64)).sum(axis=2) / np.maximum(weekly["heads"], 1.0)
    assert mean == pytest.approx(weekly["engagement"], rel=1e-12, abs=1e-12)


@pytest.mark.thorough
def test_a_part_of_the_rows_is_a_part_of_the_whole(recorded):
    whole = recorded.parts["people.engagement"]
    assert np.array_equal(recorded.parts["people.engagement[0:10]"], whole[..., :10])
    assert np.array_equal(recorded.parts["people.engagement[7]"], whole[..., 7:8])


@pytest.mark.thorough
def test_a_run_of_no_weeks_leaves_empty_columns():
    record = run(firm(), weeks=0, record=["teams.backlog"])[0]
    assert record.weekly["profit"].shape == (5, 0)
    assert record.parts["teams.backlog"].shape == (5, 0, 6)


@pytest.mark.thorough
def test_provenance_says_all_that_a_result_depends_on_and_no_more():
    one, again = (run(firm(**RESTLESS), weeks=2)[0].provenance for _ in range(2))
    assert one == again
    assert {"version", "source_hash", "scenario_hash", "seed", "replications", "weeks", "libraries"} <= set(one)


@pytest.mark.thorough
def test_policy_and_practice_can_be_held_side_by_side():
    """A lever is lived late: practice starts at the reference, nears what is intended, and the weekly gap says how far all levers lie apart."""
    from sim.policy import LEVERS, Policy
    from sim.vocabulary import rows

    record = run(firm(policy={"autonomy": 0.8}), record=[f"practice.{name}" for name in LEVERS], weeks=40)[0]
    lived = np.stack([record.parts[f"practice.{name}"][:, :, 0] for name in LEVERS], axis=2)
    intended = record.scenario.paths()[:40, : len(LEVERS)]
    spans = np.array([row.about.high - row.about.low for row in rows(Policy)])
    autonomy = lived[:, :, LEVERS.index("autonomy")]
    assert (np.diff(autonomy[:, :20], axis=1) > 0).all()
    assert (autonomy < 0.8).all()
    assert record.weekly["practice_gap"] == pytest.approx((np.abs(intended - lived) / spans).mean(axis=2), rel=1e-5, abs=1e-9)
