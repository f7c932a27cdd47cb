"""A scenario can start from another one: from the same folder or from the library, and never in a circle."""

import pytest

from sim.scenario import ScenarioError, load_scenario


def test_what_a_file_writes_replaces_what_it_extends(written):
    written("weeks = 100\n[policy]\nautonomy = 0.7\ncontrol = 0.2\n", "base")
    made = load_scenario(written('extends = "base"\n[policy]\nautonomy = 0.9\n', "child"))
    assert (made.weeks, made.policy["autonomy"], made.policy["control"], made.name) == (100, 0.9, 0.2, "child")


def test_timelines_and_events_are_added_to_those_of_the_base(written):
    written('[[event]]\nkind = "crisis"\nweek = 5\nsize = 0.1\nweeks = 5', "base")
    made = load_scenario(written('extends = "base"\n[[event]]\nkind = "boom"\nweek = 50\nsize = 0.1\nweeks = 5', "child"))
    assert [event.kind for event in made.events] == ["crisis", "boom"]


def test_every_file_that_was_read_is_recorded_with_its_hash(written):
    written("", "base")
    made = load_scenario(written('extends = "base"', "child"))
    assert [name for name, _ in made.files] == ["child.toml", "base.toml"]
    assert all(len(digest) == 64 for _, digest in made.files)


def test_a_circle_is_named(written):
    written('extends = "b"', "a")
    written('extends = "c"', "b")
    path = written('extends = "a"', "c")
    with pytest.raises(ScenarioError, match="goes round in a circle: c -> a -> b -> c"):
        load_scenario(path)
    with pytest.raises(ScenarioError, match="mine -> mine"):
        load_scenario(written('extends = "mine"'))


def test_a_file_may_bear_the_name_of_the_library_scenario_that_it_extends(written):
    assert load_scenario(written('extends = "small"', "small")).organisation.units == 1


def test_a_chain_is_at_most_eight_deep(written):
    written("", "s0")
    for number in range(1, 10):
        path = written(f'extends = "s{number - 1}"', f"s{number}")
    load_scenario(path.parent / "s8.toml")
    with pytest.raises(ScenarioError, match="at most 8"):
        load_scenario(path)


@pytest.mark.parametrize("name", ["/etc/passwd", "../base", "base.toml/../x", "file:///x", "..", "C:\\\\x", "", " "])
def test_only_names_can_be_extended(problems, name):
    (line,) = problems(f'extends = "{name}"')
    assert "is not the name of a scenario" in line


def test_a_missing_base_is_named_with_the_nearest_one(problems):
    (line,) = problems('extends = "refrence"')
    assert line.startswith("mine.toml:1: extends: there is no such scenario")
    assert line.endswith("did you mean reference?")
    (line,) = problems("extends = 5")
    assert "must be a text in quotes" in line


def test_a_link_out_of_the_folder_is_not_followed(written, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.toml"
    secret.write_text("weeks = 3")
    path = written('extends = "secret"')
    (path.parent / "secret.toml").symlink_to(secret)
    with pytest.raises(ScenarioError, match="no such scenario"):
        load_scenario(path)


def test_a_link_in_a_circle_and_a_name_too_long_for_a_disk_are_no_scenarios(written, problems):
    folder = written("").parent
    (folder / "loop.toml").symlink_to(folder / "loop.toml")
    for name in ("loop", "é" * 64, "\U0001d504" * 64):
        (line,) = problems(f'extends = "{name}"')
        assert "there is no such scenario" in line


def test_a_fault_of_the_base_is_told_with_the_file_of_the_base(written):
    written("[policy]\nautonomy = 2", "base")
    with pytest.raises(ScenarioError, match=r"base\.toml:2: policy\.autonomy"):
        load_scenario(written('extends = "base"', "child"))
