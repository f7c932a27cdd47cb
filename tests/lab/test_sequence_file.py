"""The question "what first?" is read strictly: from a file, or from what is asked at the command line."""

import pytest

from sim.lab.sequence_file import Move, asked, load_question
from sim.scenario import Scenario, ScenarioError, load_scenario

GOOD = """base = "small"
target = "people_first_small"
budget = [1500, 3000]
weeks = 104
pacing = ["evenly", "late"]
orders = [["room", "pay"]]

[steps]
pay = ["kpi_weight", "csat_weight", "joint_okr_weight"]
room = { slack_share = 0.15, voice_employee = { to = 0.5, weeks = 52 } }
"""


def written(folder, text, name="order.toml"):
    policy = "kpi_weight = 0.4\ncsat_weight = 0.3\njoint_okr_weight = 0.3\nautonomy = 0.6\n"
    (folder / "people_first_small.toml").write_text(f'extends = "small"\n[policy]\n{policy}')
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_holds_the_whole_question(tmp_path):
    found = load_question(written(tmp_path, GOOD))
    assert (found.base.name, found.weeks, found.over_weeks, found.budget, found.pacings) == ("small", 104, 62, (1500.0, 3000.0), ("evenly", "late"))
    assert found.names == ("pay", "room")
    assert found.bundles[0].moves == (Move("kpi_weight", 0.4), Move("csat_weight", 0.3), Move("joint_okr_weight", 0.3))
    assert found.bundles[1].moves == (Move("slack_share", 0.15), Move("voice_employee", 0.5, 52))
    assert found.orders == (("room", "pay"),)
    assert found.left_out == ("autonomy",), "a lever of the target that stands in no step is told"


def test_what_is_told_beside_a_file_goes_before_it(tmp_path):
    found = load_question(written(tmp_path, GOOD), weeks=156, budget=[900], pacing=None)
    assert (found.weeks, found.budget, found.pacings) == (156, (900.0,), ("evenly", "late"))


def test_a_file_may_bear_the_name_of_its_target(tmp_path):
    path = written(tmp_path, 'target = "people_first"\n', "people_first.toml")
    assert len(load_question(path).bundles) == 8


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("weeks = 104", "week = 104", "order.toml:4: week: unknown key (104) - did you mean weeks?"),
        ("weeks = 104", "weeks = 2000", "order.toml:4: weeks: is out of range (2000) - a whole number, 26 to 1040 weeks"),
        ('"evenly", "late"', '"evenly", "latte"',
         'order.toml:5: pacing[2]: unknown pace ("latte") - one of at_once, evenly, small_steps, late - did you mean late?'),
        ("[1500, 3000]", '["much"]', 'order.toml:3: budget[1]: must be a number ("much")'),
        ("[1500, 3000]", "-1", "order.toml:3: budget[1]: must be a number (-1)"),
        ('["room", "pay"]]', '["room"]]', "order.toml:6: orders[1]: must hold each step once (a list of 1) - pay, room"),
        ('"csat_weight", ', '"csat_wait", ', 'steps.pay[2]: unknown lever ("csat_wait") - did you mean csat_weight?'),
        ('"csat_weight", ', '"slack_share", ', "steps.pay[2]: the target has the base's value of this lever"),
        ("slack_share = 0.15", "slack_share = 15", "steps.room.slack_share.to: is out of range (15) - 0 to 0.4 share of hours - write 0.15 for 15 %"),
        ("slack_share = 0.15", "slack_shar = 0.15", "steps.room.slack_shar: unknown lever (0.15) - did you mean slack_share?"),
        ("slack_share = 0.15", "csat_weight = 0.2", "steps.room: csat_weight stands in the step pay already"),
        ("slack_share = 0.15", "patience_weeks = 13", "steps.room: leaders' patience is no step"),
        ("weeks = 52 }", "week = 52 }", "unknown key (52) - did you mean weeks?"),
        ("voice_employee = { to = 0.5, weeks = 52 }", "voice_employee = {}", "steps.room.voice_employee.to: is missing"),
        ('"small"\n', '"smal"\n', "there is no scenario of this name"),
        ('"small"\n', '"../small"\n', "order.toml:1: base: is not the name of a scenario"),
        ('"people_first_small"', '"crisis"', "differs from small in this, which is no lever from the start"),
        ("weeks = 104", 'weeks = 104\nrank_by = "profitt"', 'order.toml:5: rank_by: unknown measure ("profitt") - did you mean profit?'),
        ("weeks = 104", 'weeks = 104\nrank_by = "demand"', "rank_by: neither way of this measure is better"),
        ("weeks = 104", "weeks = 104\npatience = 3", "order.toml:5: patience: is out of range (3) - a whole number, 8 to 519 weeks"),
        ("weeks = 104", "weeks = 104\nover = 300", "order.toml:5: over: must lie within the horizon (300) - 1 to 104 weeks"),
    ],
)
def test_what_cannot_be_used_is_told_in_its_line(tmp_path, old, new, words):
    assert old in GOOD
    with pytest.raises(ScenarioError) as refused:
        load_question(written(tmp_path, GOOD.replace(old, new, 1)))
    assert any(words in line for line in refused.value.problems), refused.value.problems
    assert all("\n" not in line for line in refused.value.problems)


def test_steps_that_are_missing_or_hold_nothing_are_refused(tmp_path):
    wrong = {"steps = 3\n": "steps: must be a table", "[steps]\n": "steps: must be a table", "[steps]\nroom = []\n": "steps.room: must name levers"}
    for text, words in wrong.items():
        with pytest.raises(ScenarioError, match=words):
            load_question(written(tmp_path, text))


def test_without_steps_each_lever_is_one_and_parts_of_one_whole_go_together():
    found = asked(load_scenario("reference"), load_scenario("people_first"))
    assert found.names == ("profit_chasing", "voices", "leader_listening", "autonomy", "rewards", "slack_share", "prioritisation", "manager_customer_contact")
    assert [move.lever for move in found.bundles[4].moves] == ["kpi_weight", "csat_weight", "joint_okr_weight"]
    grouped = asked(load_scenario("reference"), load_scenario("people_first"), by="group")
    assert grouped.names == ("leadership", "trust", "rewards", "time", "customers")
    assert sum(len(one.moves) for one in grouped.bundles) == sum(len(one.moves) for one in found.bundles)


def test_a_lever_that_moves_by_itself_is_no_step():
    with pytest.raises(ScenarioError, match="changes by itself in the timeline"):
        asked(load_scenario("order_employees_only"), steps={"people": {"autonomy": 0.6}})


def test_more_steps_than_twelve_are_refused():
    from sim.policy import LEVERS

    with pytest.raises(ScenarioError, match="13 steps - at most 12"):
        asked(Scenario(), steps={name: {name: 0.3} for name in LEVERS[:13]})


def test_patience_is_as_told_else_the_leaders_own_else_a_year():
    steps = {"people": {"autonomy": 0.6}}
    impatient = Scenario(policy={"patience_weeks": 26.0})
    assert asked(Scenario(), steps=steps).patience_weeks == 52
    assert asked(Scenario(), steps=steps, patience=13).patience_weeks == 13
    assert asked(impatient, steps=steps).patience_weeks == 26
    assert asked(load_scenario("reference"), load_scenario("impatient_leaders")).patience_weeks == 13
    with pytest.raises(ScenarioError, match="go back after 26 weeks already"):
        asked(impatient, steps=steps, patience=52)


def test_nothing_to_put_in_order_is_refused():
    with pytest.raises(ScenarioError, match="has the same levers"):
        asked(Scenario(name="here"), Scenario(name="there"))
