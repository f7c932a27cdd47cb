"""A search from a file asks what its options would ask; what is wrong in the file is told in one line each, with its place."""

from __future__ import annotations

import pytest

from sim.lab.search_asked import load_search, task_of
from sim.scenario import ScenarioError, load_scenario

WHOLE = """
title = "What serves three voices?"
base = "small"
weeks = 52
replications = 3
draws = 5
members = "none"
robust = "worst-decile"
generations = 7
population = 10
aims = ["engagement", "price"]
[levers]
slack_share = [0.0, 0.3]
autonomy = "all"
[conditions]
demand = [0.9, 1.1]
"""


def written(folder, text=WHOLE):
    file = folder / "search.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_asks_what_options_would(tmp_path):
    task, generations = task_of(load_search(written(tmp_path)))
    said = {"base": load_scenario("small"), "levers": ["slack_share=0:0.3", "autonomy"], "conditions": ["demand=0.9:1.1"], "weeks": 52, "replications": 3,
            "draws": 5, "members": "none", "robust": "worst-decile", "population": 10, "aims": ["engagement", "price"]}
    assert task == task_of(said)[0]
    assert (generations, task.draws, task.base.weeks, task.base.replications, task.robust) == (7, 5, 52, 3, "worst-decile")


def test_what_a_file_leaves_out_is_as_the_options_have_it(tmp_path):
    task, generations = task_of({**load_search(written(tmp_path, 'base = "small"\n[levers]\nautonomy = "all"')), "members": "none"})
    assert (generations, task.population, task.draws, task.robust, task.sampler, task.base.replications) == (12, 24, 1, "mean", "nsga2", 4)
    assert [one.name for one in task.aims] == ["engagement", "satisfaction", "cumulative_profit", "price"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("draws = 5", "draw = 5", r"search.toml:6: draw: unknown key.*did you mean draws"),
        ("draws = 5", "draws = 0", "search.toml:6: draws"),
        ('robust = "worst-decile"', 'robust = "best"', "robust"),
        ("autonomy =", "autonmy =", "search.toml: levers: .autonmy. is no lever - did you mean autonomy"),
        ("slack_share = [0.0, 0.3]", "slack_share = [0.0, 3.0]", "search.toml: levers: slack_share: 0 to 3 - allowed"),
        ("slack_share = [0.0, 0.3]", "slack_share = 0.3", "levers.slack_share: is no stretch"),
        ("demand = [0.9, 1.1]", "demnd = [0.9, 1.1]", "conditions: .demnd. is no condition"),
        ("[levers]\nslack_share = [0.0, 0.3]\nautonomy = \"all\"", "", "name what may be chosen"),
        ('base = "small"', 'base = "smal"', "base: .*small"),
        ('base = "small"\n', "", "base"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(tmp_path, old, new, said):
    assert old in WHOLE
    with pytest.raises(ScenarioError, match=said):
        load_search(written(tmp_path, WHOLE.replace(old, new)))
