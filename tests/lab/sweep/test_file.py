"""Study files: arms of their own, what is laid over all, and what makes no sense."""

import pytest

from sim.lab.sweep.study_file import load_study
from sim.scenario import ScenarioError
from tests.lab.sweep.small import DOSE, written


def wrong(folder, text):
    """The problems of a study file."""
    with pytest.raises(ScenarioError) as caught:
        load_study(written(folder, text))
    return "\n".join(caught.value.problems)


def test_arms_are_the_librarys_the_files_own_or_files_beside_it_and_common_settings_go_over_all(tmp_path):
    (tmp_path / "mine.toml").write_text('extends = "small"\n[policy]\ncontrol = 0.2\n')
    common = "[common]\nworld = { demand = 1.05 }\norganisation = { customers_per_unit = 300 }\n"
    study = load_study(written(tmp_path, DOSE.replace('["small", "more"]', '["small", "more", "mine.toml"]') + common))
    assert [one.name for one in study.arms] == ["small", "more", "mine"]
    assert {one.world["demand"] for one in study.arms} == {1.05}
    assert {one.organisation.customers_per_unit for one in study.arms} == {300}
    assert study.arms[2].policy["control"] == 0.2
    assert {one.weeks for one in study.arms} == {26}


def test_texts_do_not_make_another_study_and_numbers_do(tmp_path):
    one = load_study(written(tmp_path))
    same = load_study(written(tmp_path, DOSE.replace("How much slack", "Another title").replace("replications = 3", "replications = 30"), "same"))
    other = load_study(written(tmp_path, DOSE.replace("[14, 26]", "[15, 26]"), "other"))
    assert one.fingerprint() == same.fingerprint()
    assert one.fingerprint() != other.fingerprint()


@pytest.mark.parametrize(("old", "new", "why"), [
    ('["small", "more"]', '["small", "small", "more"]', "arms: names a scenario twice"),
    ('["small", "more"]', '["smal", "more"]', "arms: \"smal\": there is neither [arm.smal] nor a scenario of this name - did you mean small?"),
    ('["small", "more"]', '["small", "mroe"]', "arms: \"mroe\": there is neither [arm.mroe] nor a scenario of this name - did you mean more?"),
    ('extends = "small"', 'extends = "smal"', "there is no scenario of this name - did you mean small?"),
    ('["small", "more"]', "[]", "arms: names nobody"),
    ('["small", "more"]', '["small"]', "arm.more: is not among `arms` - small"),
    ("autonomy = 0.7", "autonomy = 7", "arm.more.policy.autonomy: is out of range (7) - 0 to 1"),
    ("weeks = 26\n", "weeks = 0\n", "outcomes.engagement: nothing can be read off a run of 0 weeks"),
    ("[14, 26]", "[14, 27]", "outcomes.profit.weeks: is no stretch of weeks within these runs"),
    ('arms = ["more"]', 'arms = ["mre"]', "inputs.slack_share.arms: is no arm of this study (\"mre\") - did you mean more?"),
    ("[outcomes.engagement]", "[outcomes.point]\nmeasure = 'profit'", "outcomes.point: is not a usable name"),
    ("[outcomes.engagement]", "[outcomes.recovery_weeks]\nyear = 1", "is an outcome of the whole run: a stretch of weeks means nothing"),
    ("replications = 3", "replications = 3\nmembers = 3.5", "members: must be a number or a text (3.5) - all, none, a number, or a file of parameter sets"),
    ("replications = 3", 'replications = 3\nmembers = "no.json"', "is no such file"),
    ("replications = 3", "replicatons = 3", "replicatons: unknown key (3) - did you mean replications?"),
    ('policy = { autonomy = 0.7 }', 'timeline = [{ lever = "slack_share", shape = "step", week = 0, to = 0.2 }]',
     "inputs.slack_share: would do nothing in more: its timeline sets it from week 0"),
    ("replications = 3", "replications = 3\n[until]\noutcome = 'profit'\nwidth = 1.0\nmost = 2\n[again]", "again: unknown key"),
])
def test_what_makes_no_sense_is_said_in_one_line(old, new, why, tmp_path):
    assert old in DOSE
    assert why in wrong(tmp_path, DOSE.replace(old, new))


def test_a_wrong_input_is_the_only_thing_that_is_told_of_inputs(tmp_path):
    told = wrong(tmp_path, DOSE.replace("slack_share", "slak_share").replace('kind = "grid"', 'kind = "sobol"\npoints = 16'))
    assert "inputs.slak_share: nothing of this name can vary" in told
    assert "inputs: nothing varies" not in told
    told = wrong(tmp_path, DOSE.replace("slack_share", "slak_share").replace('kind = "grid"', 'kind = "list"\nrows = [[0.1]]'))
    assert "must be a list of numbers" not in told


def test_what_is_wrong_with_members_is_told_beside_what_is_wrong_elsewhere(tmp_path):
    told = wrong(tmp_path, DOSE.replace("replications = 3", "replications = 0\nmembers = 3.5"))
    assert "replications: is out of range (0)" in told
    assert "members: must be a number or a text (3.5)" in told


@pytest.mark.parametrize(("name", "hint"), [("world.demand", "values = [0, 1.5, 3]"), ("slack_share", "values = [0, 0.2, 0.4]")])
def test_a_hint_for_levels_lies_in_the_range_of_what_varies(name, hint, tmp_path):
    told = wrong(tmp_path, DOSE.replace("slack_share", name).replace("values = [0.05, 0.1, 0.15]", "range = true"))
    assert f"a grid needs its values - {hint}, or low, high and steps" in told
