"""A scenario turns into intentions week by week, and knows which other scenario asks the same question."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.policy import CONDITIONS, LEVERS, Policy, World
from sim.scenario import Event, Scenario, ScenarioError, Step, apply_settings, library, load_scenario
from sim.scenario.model import RANGES
from sim.scenario.schema import schema, schema_text
from tests.scenario.conftest import refusal

NAMES = LEVERS + CONDITIONS


def course(scenario: Scenario, name: str) -> list[float]:
    return [round(float(value), 6) for value in scenario.paths()[:, NAMES.index(name)]]


def test_without_a_timeline_every_week_has_the_reference_values():
    paths = Scenario(weeks=3).paths()
    assert paths.dtype == np.float32
    assert paths.shape == (3, len(NAMES))
    assert (paths == np.array([*Policy(), *World()], dtype=np.float32)).all()
    assert Scenario(weeks=0).paths().shape == (0, len(NAMES))


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([Step("autonomy", "step", 2, None, 1.0)], [0.5, 0.5, 1, 1, 1, 1, 1, 1]),
        ([Step("autonomy", "ramp", 2, 4, 1.0)], [0.5, 0.5, 0.5, 0.75, 1, 1, 1, 1]),
        ([Step("autonomy", "pulse", 2, 4, 1.0)], [0.5, 0.5, 1, 1, 0.5, 0.5, 0.5, 0.5]),
        ([Step("autonomy", "on-off", 1, 7, 1.0, 2, 1)], [0.5, 1, 1, 0.5, 1, 1, 0.5, 0.5]),
        ([Step("autonomy", "pulse", 4, 6, 0.0), Step("autonomy", "step", 1, None, 1.0)], [0.5, 1, 1, 1, 0, 0, 1, 1]),
        ([Step("autonomy", "ramp", 6, 10, 1.0)], [0.5] * 6 + [0.5, 0.625]),
    ],
)
def test_each_shape_runs_its_course(steps, expected):
    assert course(Scenario(weeks=8, timeline=tuple(steps)), "autonomy") == expected


def test_a_crisis_lowers_demand_and_recovers_in_a_straight_line():
    demand = course(Scenario(weeks=60, events=(Event("crisis", 10, 0.2, 4),)), "demand")
    assert demand[9:15] == [1, 0.8, 0.8, 0.8, 0.8, 0.8]
    assert demand[14 + 13] == 0.9
    assert demand[14 + 26] == 1


def test_layoffs_dismiss_once_and_lower_staffing_unless_refilled():
    fired = Scenario(weeks=10, events=(Event("layoffs", 5, 0.1),))
    assert course(fired, "dismissal") == [0] * 5 + [0.1] + [0] * 4
    assert course(fired, "staffing") == [1] * 5 + [0.9] * 5
    assert course(Scenario(weeks=10, events=(Event("layoffs", 5, 0.1, refill=True),)), "staffing") == [1] * 10


def test_a_labour_squeeze_passes_and_a_boom_raises_demand():
    assert course(Scenario(weeks=6, events=(Event("labour_squeeze", 1, 1.5, 2),)), "labour_market") == [0, 1.5, 1.5, 0, 0, 0]
    assert course(Scenario(weeks=3, events=(Event("boom", 1, 0.5, 1),)), "demand")[:2] == [1, 1.5]


def test_competitors_and_a_loose_labour_market_come_and_go():
    assert course(Scenario(weeks=5, events=(Event("competitor", 1, 0.5, 2), Event("competitor", 2, 1.0, 1))), "competitor") == [0, 0.5, 1.5, 0, 0]
    assert course(Scenario(weeks=3, events=(Event("labour_slump", 1, 1.5, 1),)), "labour_market") == [0, -1.5, 0]


@pytest.mark.parametrize(("kind", "name"), [("reorganisation", "reorganisation"), ("priority_shock", "priority_shift")])
def test_what_strikes_once_lasts_a_week_and_two_strikes_never_hit_more_than_all(kind, name):
    assert course(Scenario(weeks=4, events=(Event(kind, 1, 0.4),)), name) == [0, 0.4, 0, 0]
    assert course(Scenario(weeks=3, events=(Event(kind, 1, 0.4), Event(kind, 1, 0.5))), name) == [0, 0.7, 0]


def test_a_cut_lasts_its_weeks_and_leaves_a_deeper_one_alone():
    assert course(Scenario(weeks=5, events=(Event("cost_cut", 1, 0.1, 2),)), "cost_cut") == [0, 0.1, 0.1, 0, 0]
    deeper = Scenario(weeks=3, policy={"cost_cut": 0.2}, events=(Event("cost_cut", 1, 0.1, 2),))
    assert course(deeper, "cost_cut") == [0.2, 0.2, 0.2]


def test_events_are_checked_as_the_loader_does_for_all(problems):
    base = '[[event]]\nkind = "{}"\nweek = {}\nsize = {}\n{}'
    assert "is out of range for cost_cut" in problems(base.format("cost_cut", 1, 0.5, "weeks = 4"))[0]
    assert "weeks: is missing: competitor needs it" in problems(base.format("competitor", 1, 0.5, ""))[0]
    assert "means nothing for reorganisation" in problems(base.format("reorganisation", 1, 0.5, "weeks = 4"))[0]
    assert "means nothing for priority_shock" in problems(base.format("priority_shock", 1, 0.5, "refill = true"))[0]
    assert "lies after the horizon" in problems("weeks = 20\n" + base.format("priority_shock", 20, 0.5, ""))[0]


_KINDS = st.sampled_from(["crisis", "boom", "layoffs", "labour_squeeze", "labour_slump", "competitor", "reorganisation", "priority_shock", "cost_cut"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(Event, _KINDS, st.integers(0, 60), st.floats(0, 1), st.integers(1, 60)), max_size=12))
def test_intentions_stay_in_the_declared_ranges(events):
    paths = Scenario(weeks=50, events=tuple(events)).paths()
    low, high = (np.array([RANGES[name][side] for name in NAMES], dtype=np.float32) for side in (0, 1))
    assert (paths >= low).all()
    assert (paths <= high).all()


def test_order_comments_defaults_and_texts_do_not_change_the_fingerprint(load):
    one = load("weeks = 100\n[policy]\nautonomy = 0.6\ncontrol = 0.3\n[world]\ndemand = 1")
    other = load('name = "x"\ntitle = "y" # z\nsource = "s"\nseed = 1\nweeks = 100\n[world]\n[policy]\ncontrol = 0.30\nslack_share = 0.1\nautonomy = 6e-1')
    assert one.fingerprint() == other.fingerprint()
    assert one.canonical() == other.canonical()


@pytest.mark.parametrize("change", [
    {"weeks": 5}, {"seed": 2}, {"replications": 2}, {"policy": {"autonomy": 0.6}}, {"world": {"demand": 0.5}},
    {"organisation": {"units": 1}}, {"events": (Event("crisis", 5, 0.1, 5),)}, {"timeline": (Step("autonomy", "step", 5, None, 0.6),)},
    {"parameters": {"strain.wear": 0.3}}, {"off": ("strain",)}])
def test_whatever_matters_changes_the_fingerprint_and_is_listed_as_a_difference(change, parameters):
    changed = Scenario().with_(**change)
    assert changed.fingerprint() != Scenario().fingerprint()
    assert len(changed.differences(Scenario())) == 1
    assert Scenario().differences(Scenario()) == []


def test_differences_say_path_mine_and_theirs():
    assert Scenario().with_(policy={"autonomy": 0.6}).differences(Scenario()) == [("policy.autonomy", 0.6, 0.5)]


def test_a_change_in_code_is_checked_like_a_file():
    with pytest.raises(ScenarioError, match=r"with_: policy\.autonmy: unknown key \(0\.5\) - did you mean autonomy\?"):
        Scenario().with_(policy={"autonmy": 0.5})
    with pytest.raises(ScenarioError, match="must be a list of names"):
        Scenario().with_(off="strain")
    assert Scenario().with_(weeks=np.int64(5), policy={"autonomy": np.float32(0.25)}).policy["autonomy"] == 0.25
    with pytest.raises(TypeError, match="polcy"):
        Scenario().with_(polcy={})


def test_a_scenario_cannot_be_changed_and_travels_between_processes():
    scenario = load_scenario("crisis_cuts")
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert hash(scenario) == hash(load_scenario("crisis_cuts"))
    with pytest.raises(TypeError):
        scenario.policy["autonomy"] = 1


def test_settings_reach_levers_conditions_sizes_runs_and_parameters(parameters):
    given = ["autonomy=0.7", "world.demand=0.9", "organisation.units=3", "journey=single", "weeks=52", "strain.wear=0.2", "parameters.choice.push=2"]
    made = apply_settings(Scenario(), given)
    assert (made.policy["autonomy"], made.world["demand"], made.organisation.units, made.organisation.journey, made.weeks) == (0.7, 0.9, 3, "single", 52)
    assert dict(made.parameters) == {"strain.wear": 0.2, "choice.push": 2.0}


@pytest.mark.parametrize(("text", "value"), [(".05", 0.05), ("+.05", 0.05), ("0.05", 0.05), (".4", 0.4)])
def test_a_number_may_begin_with_its_point(text, value):
    assert apply_settings(Scenario(), [f"slack_share={text}"]).policy["slack_share"] == value


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("autonmy=0.5", '--set: autonmy: unknown setting ("0.5") - did you mean autonomy?'),
        ("strain.waer=0.5", '--set: strain.waer: unknown setting ("0.5") - did you mean strain.wear?'),
        ("slack_share=20", "--set: policy.slack_share: is out of range (20) - 0 to 0.4 share of hours - write 0.20 for 20 %"),
        ("slack_share=20%", '--set: policy.slack_share: must be a number ("20%") - 0 to 0.4 share of hours - write 0.20 for 20 %'),
        ("autonomy", "--set: autonomy is no setting - name=value, such as slack_share=0.15"),
        ("autonomy=", "--set: autonomy= is no setting - name=value, such as slack_share=0.15"),
        ("autonomy=nan", "--set: policy.autonomy: must be a finite number (nan)"),
        ("autonomy=true", "--set: policy.autonomy: must be a number (true) - 0 to 1"),
        ("units=2.5", "--set: organisation.units: must be a whole number (2.5) - a whole number, 0 to 2500 units"),
    ],
)
def test_a_wrong_setting_is_told_like_a_wrong_line(setting, line, parameters):
    with pytest.raises(ScenarioError) as caught:
        apply_settings(Scenario(), [setting])
    assert caught.value.problems == [line]


_SETTINGS = st.builds("{}={}".format, st.sampled_from([*NAMES, "weeks", "name", "policy.x"]), st.text(max_size=20))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.text(max_size=40), _SETTINGS), max_size=4))
def test_only_scenario_errors_leave_the_settings(parameters, given_settings):
    assert all(line.isprintable() for line in refusal(lambda: apply_settings(Scenario(), given_settings)))


def test_a_shorter_run_may_cut_the_timeline_off():
    assert apply_settings(load_scenario("crisis"), ["weeks=10"]).weeks == 10


def test_every_library_scenario_loads_asks_its_own_question_and_is_explained():
    scenarios = [load_scenario(entry.name) for entry in library()]
    names = {scenario.name for scenario in scenarios}
    assert names >= {"reference", "small", "branches", "branches40", "corporate", "profit_chase", "people_first", "kpi_machine", "twenty_percent", "crisis"}
    assert len({scenario.fingerprint() for scenario in scenarios}) == len(scenarios)
    assert all(scenario.title and scenario.question and scenario.look_at and scenario.source for scenario in scenarios)


def test_the_sober_policy_differs_from_people_first_by_prioritisation_alone():
    assert [path for path, _, _ in load_scenario("people_first").differences(load_scenario("people_first_sober"))] == ["policy.prioritisation"]


def test_the_focus_on_people_in_a_crisis_pulls_the_levers_of_people_first():
    assert (load_scenario("crisis_focus").paths()[-1, : len(LEVERS)] == load_scenario("people_first").paths()[-1, : len(LEVERS)]).all()


def test_the_lesson_in_the_reference_file_is_true():
    """What the comments of the reference file show, uncommented, is a valid scenario."""
    from sim.scenario.read import library_folder

    text = (library_folder() / "reference.toml").read_text()
    lines = [line for line in text.split("\n") if line.startswith("#   ")]
    shown = [line.removeprefix("#").strip() for line in lines if "extends" not in line]
    content = "weeks = 260\n" + "\n".join(shown)
    assert content.count("[[timeline]]") == 4
    assert content.count("[[event]]") == 1
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lesson.toml"
        path.write_text(content)
        assert len(load_scenario(path).timeline) == 4


def test_the_schema_knows_every_lever_with_its_range(parameters):
    levers = schema()["properties"]["policy"]["properties"]
    assert set(levers) == set(LEVERS)
    assert levers["slack_share"]["maximum"] == 0.4
    assert "wear" in schema()["properties"]["parameters"]["properties"]["strain"]["properties"]


def test_the_schema_file_is_in_step_with_the_declarations():
    """Renew it with `python -m sim.scenario.schema`."""
    pytest.importorskip("sim.parameters")
    from sim.scenario.read import library_folder
    from sim.scenario.schema import FILE

    assert (library_folder() / FILE).read_text(encoding="utf-8") == schema_text()


def test_loading_a_scenario_imports_nothing_heavy():
    code = "import sys; from sim.scenario import load_scenario; load_scenario('crisis_cuts'); "
    code += "print([m for m in ('numba', 'mesa', 'pandas', 'matplotlib', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
