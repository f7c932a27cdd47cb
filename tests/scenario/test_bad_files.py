"""A bad file is answered in one clear line per problem, and nothing but ScenarioError leaves the loader."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.layout import scan
from tests.scenario.conftest import refusal

STEP = '[[timeline]]\nlever = "autonomy"\nshape = "step"\nweek = {week}\nto = 0.6\n'
PULSE = '[[timeline]]\nlever = "autonomy"\nshape = "pulse"\nweek = {week}\nuntil = {until}\nto = 0.6\n'


def test_a_misspelt_lever_is_named_with_the_nearest_one(problems):
    assert problems("\n[policy]\n# note\nautonmy = 0.5\n") == ["mine.toml:4: policy.autonmy: unknown key (0.5) - did you mean autonomy?"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("[policy]\nslack_share = 20", "mine.toml:2: policy.slack_share: is out of range (20) - 0 to 0.4 share of hours - write 0.20 for 20 %"),
        ('[policy]\nslack_share = "20%"', 'mine.toml:2: policy.slack_share: must be a number ("20%") - 0 to 0.4 share of hours - write 0.20 for 20 %'),
        ("[policy]\nslack_share = 20%", "mine.toml:2: not valid TOML: something is left over after the value - write 0.20 for 20 %"),
        ("[policy]\nslack_share = 0,2", "mine.toml:2: not valid TOML: something is left over after the value - write 0.2, with a point"),
        ("[policy]\nautonomy = 1.0000001", "mine.toml:2: policy.autonomy: is out of range (1.0000001) - 0 to 1"),
        ("[policy]\nAutonomy = 0.5", "mine.toml:2: policy.Autonomy: unknown key (0.5) - did you mean autonomy?"),
        ("autonomy = 0.5", "mine.toml:1: autonomy: unknown key (0.5) - it belongs in [policy]"),
        ("[policy]\nweeks = 52", "mine.toml:2: policy.weeks: unknown key (52) - it belongs at the top of the file, before the first [table]"),
        ("[policy]\nautonomy = true", "mine.toml:2: policy.autonomy: must be a number (true) - 0 to 1"),
        ("[policy]\nautonomy = nan", "mine.toml:2: policy.autonomy: must be a finite number (nan)"),
        ("[policy]\nautonomy = 1e400", "mine.toml:2: policy.autonomy: must be a finite number (inf)"),
        ("[policy]\nautonomy = 1979-05-27", "mine.toml:2: policy.autonomy: a date or time means nothing here (1979-05-27) - weeks are whole numbers from 0"),
        ("[organisation]\nunits = 5.0", "mine.toml:2: organisation.units: must be a whole number (5.0) - a whole number, 0 to 2500 units"),
        ("[organisation]\nunits = -1", "mine.toml:2: organisation.units: is out of range (-1) - a whole number, 0 to 2500 units"),
        ("[organisation]\nunits = true", "mine.toml:2: organisation.units: must be a whole number (true) - a whole number, 0 to 2500 units"),
        ('[organisation]\njourney = "singel"', 'mine.toml:2: organisation.journey: unknown word ("singel") - one of mixed, single - did you mean single?'),
        ("seed = -1", "mine.toml:1: seed: is out of range (-1) - a whole number, 0 to 4294967295"),
        ("seed = 18446744073709551616", "mine.toml:1: seed: is too large (18446744073709551616) - whole numbers below 2 to the power 63"),
        ("weeks = 1041", "mine.toml:1: weeks: is out of range (1041) - a whole number, 0 to 1040 weeks"),
        ("weeks = 1\nweeks = 2", "mine.toml:2: not valid TOML: this key is written twice"),
        ("[policy]\n[world]\n[policy]", "mine.toml:3: not valid TOML: the table 'policy' is written twice"),
        ("policy = 3", "mine.toml:1: policy: must be a table (3) - [policy] with keys below it"),
        ("[timeline]\nweek = 1", "mine.toml:1: timeline: must be a list of tables (a table of 1 key) - each entry begins with [[timeline]]"),
        ('title = "a\\u202Eb"', 'mine.toml:1: title: contains the control character U+202E ("a\\u202eb") - plain text without control characters'),
        ("title = 5", "mine.toml:1: title: must be a text in quotes (5) - a text of at most 2000 characters"),
        ("[policy]\nkpi_weight = 0.8\ncsat_weight = 0.3", ("mine.toml:3: policy.csat_weight: the parts of the variable pay add up to 1.1 "
            "(kpi_weight 0.8 + csat_weight 0.3 + joint_okr_weight 0) - at most 1 together - lower kpi_weight as well")),
    ],
)
def test_a_wrong_value_is_told_with_line_value_and_what_is_allowed(problems, content, line):
    assert problems(content) == [line]


def test_all_problems_are_told_at_once_in_the_order_of_the_file(problems):
    lines = problems('titel = "x"\n[policy]\nautonomy = 2\ncontrol = nan\n[[timeline]]\nlever = "slak_share"\nshape = "stp"\nweek = 1\nto = 1\n')
    assert [line.split(":")[1] for line in lines] == ["1", "3", "4", "6", "7"]


def test_at_most_twenty_lines_are_told(problems):
    lines = problems("".join(f"wrong_{number} = 1\n" for number in range(500)))
    assert len(lines) == 20
    assert lines[-1] == "and 481 more problems"


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"title = \"caf\xe9\"", ":1: not UTF-8 at byte 12"),
        ("title = 'x'".encode("utf-16"), ":1: not UTF-8 at byte 0"),
        (b"# \x00", ":1: contains the control character U+0000"),
        (b"weeks = 1\rseed = 2", ":1: contains the control character U+000D"),
        ("# \u202e", ":1: contains the control character U+202E"),
        ("# \u200b", ":1: contains the control character U+200B"),
        ("# \u2028", ":1: contains the control character U+2028"),
        ("\n# " + "x" * 1000, ":2: a line of 1002 characters - at most 1000"),
        ("#" * 70_000, ": too large (70000 bytes) - at most 64 KiB"),
        ("a = " + "[" * 400 + "]" * 400, ":1: lists and tables are nested more than 16 deep"),
        (".".join("a" * 12) + " = 1", ":1: a key has more than 8 dots"),
        ("[" + ".".join("a" * 12) + "]", ":1: a key has more than 8 dots"),
        ("".join(f"k{number} = 1\n" for number in range(2001)), ":2001: more than 2000 keys"),
        ("seed = 0x" + "f" * 900, "seed: is too large (a whole number of about 108"),
        ("[policy", ":1: not valid TOML"),
    ],
)
def test_limits_stand_before_the_parser(problems, content, part):
    (line,) = problems(content)
    assert part in line


def test_an_empty_file_means_the_reference(load):
    assert load("").fingerprint() == load("# nothing\n").fingerprint() == Scenario().fingerprint() == load_scenario("reference").fingerprint()


def test_a_mark_in_front_windows_line_ends_and_emoji_are_accepted(load):
    assert load(b"\xef\xbb\xbftitle = \"\xf0\x9f\x98\x80\"\r\nweeks = 5\r\n").title == "😀"


def test_minus_zero_is_zero(load):
    assert str(load("[policy]\nautonomy = -0.0").policy["autonomy"]) == "0.0"


def test_what_is_no_regular_file_is_not_read(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    for path, wrong in (("/dev/zero", "not a regular file"), (tmp_path / "pipe.toml", "not a regular file"), (tmp_path / "folder.toml", "not a regular file"),
        (tmp_path / "none.toml", "there is no such file"), ("a\0b.toml", "cannot be read"), ("x" * 5000 + ".toml", "cannot be read")):
        with pytest.raises(ScenarioError, match=wrong):
            load_scenario(path)


@pytest.mark.parametrize("given", ["", "..", "refrence", "a\\b", "CON", "-rf", "$(x)", "😀", "\n", 5, None, b"reference"])
def test_an_unknown_name_is_refused_in_one_line(given):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(given)
    assert len(caught.value.problems) == 1
    assert "\n" not in caught.value.problems[0]


def test_a_misspelt_scenario_is_named_with_the_nearest_one():
    with pytest.raises(ScenarioError, match="did you mean reference"):
        load_scenario("refrence")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "..", ".", "CON", "nul.txt", "C:x", "x" * 65, "dot.",
    "space ", "%2e%2e%2f", "~", "-rf", "$(x)", ";", ""])
def test_a_name_that_is_no_safe_file_name_is_refused(problems, name):
    (line,) = problems(f"name = '{name}'")
    assert "name: is not a usable name" in line


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (STEP.format(week=10) * 2, "timeline[2].week: autonomy already changes from week 10 to 11 by timeline[1]"),
        (PULSE.format(week=10, until=20) + STEP.format(week=15), "timeline[2].week: autonomy already changes from week 10 to 20 by timeline[1]"),
        (STEP.format(week=260), "timeline[1].week: lies after the horizon of 260 weeks (260) - weeks 0 to 259, or a longer run"),
        ("weeks = 1\n" + STEP.format(week=1), "timeline[1].week: lies after the horizon of 1 week (1) - week 0, or a longer run"),
        (PULSE.format(week=10, until=261), "timeline[1].until: lies after the horizon of 260 weeks (261) - at most 260"),
        (PULSE.format(week=10, until=10), "timeline[1].until: must come after week (10) - at least 11"),
        (STEP.format(week=10) + "until = 20", "timeline[1].until: means nothing for step (20)"),
        (PULSE.format(week=10, until=20).replace("until = 20\n", ""), "timeline[1].until: is missing: pulse needs it"),
        (STEP.format(week=10).replace("0.6", "7"), "timeline[1].to: is out of range for autonomy (7) - 0 to 1 - write 0.07 for 7 %"),
        (STEP.format(week=10).replace("step", "on-off") + "until = 50\non = 4", "timeline[1].off: is missing: on-off needs it"),
        ('[[event]]\nkind = "crisis"\nweek = 5\nsize = 0.1', "event[1].weeks: is missing: crisis needs it"),
        ('[[event]]\nkind = "layoffs"\nweek = 5\nsize = 0.1\nweeks = 5', "event[1].weeks: means nothing for layoffs (5)"),
        ('[[event]]\nkind = "layoffs"\nweek = 5\nsize = 10', "event[1].size: is out of range for layoffs (10) - 0 to 1 share of staff - write 0.10 for 10 %"),
        ('[[event]]\nkind = "crisys"\nweek = 5\nsize = 0.1', "did you mean crisis?"),
    ],
)
def test_a_timeline_that_makes_no_sense_is_refused(problems, content, part):
    (line,) = problems(content)
    assert part in line


def test_an_organisation_beyond_the_computer_is_refused_with_its_numbers(problems):
    people = "[organisation]\nunits = 2500\nteams_per_unit = 40\nteam_size = 200"
    assert "2500 units x 40 teams x 200 people = 20,000,000 employees - at most 200,000" in problems(people)[0]
    customers = "[organisation]\nunits = 2500\ncustomers_per_unit = 20000\nteams_per_unit = 1\nteam_size = 1"
    assert "2500 units x 20000 = 50,000,000 customers" in problems(customers)[0]
    assert "x 1040 weeks x 100000 replications = 2.5e+10 person-weeks" in problems("weeks = 1040\nreplications = 100000")[0]


@pytest.mark.parametrize("size", [(0, 1, 0, 0), (1, 1, 1, 0), (1, 1, 0, 5), (2500, 8, 10, 800)])
def test_an_organisation_of_nobody_one_or_very_many_is_accepted(load, size):
    units, teams, people, customers = size
    made = load(f"replications = 1\n[organisation]\nunits = {units}\nteams_per_unit = {teams}\nteam_size = {people}\ncustomers_per_unit = {customers}")
    assert made.organisation.employees == units * teams * people
    assert made.organisation.customers == units * customers


def test_parameters_and_mechanisms_are_checked_by_name(problems, load, parameters):
    assert problems("[parameters.strain]\nwaer = 0.1") == ["mine.toml:2: parameters.strain.waer: unknown key (0.1) - did you mean strain.wear?"]
    assert problems('off = ["strian"]') == ['mine.toml:1: off: unknown mechanism ("strian") - did you mean strain?']
    assert "written twice" in problems('[parameters]\n"strain.wear" = 0.1\n[parameters.strain]\nwear = 0.2')[0]
    assert dict(load('off = ["strain"]\n[parameters]\n"strain.wear" = 0.2\n[parameters.choice]\npush = 1.0').parameters) == {"strain.wear": 0.2}


_TOKENS = st.sampled_from(["[policy]\n", "[[timeline]]\n", "[[event]]\n", "[organisation]\n", "autonomy", "week", "lever", "kind", "shape", "extends", "off",
    " = ", "=", "\n",
    "1", "-1", "0.5", "1e400", "nan", "true", '"step"', '"crisis"', '"reference"',
    "[", "]", "{", "}", ",", ".", '"', "'", '"""', "'''", "\\", "#", "1979-05-27", "\u202e", "é"])


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(_TOKENS, max_size=40).map(lambda parts: "".join(parts).encode("utf-8"))))
def test_only_scenario_errors_leave_the_loader(tmp_path, parameters, content):
    path = tmp_path / "fuzz.toml"
    path.write_bytes(content)
    lines = refusal(lambda: load_scenario(path))
    assert len(lines) <= 20
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("piece", ['"""\\', "'''", '"""', '"\\', "[[", "a.", "{a=", '"', "x=[\n"])
def test_no_text_makes_the_scan_slow(piece):
    scan((piece * 70_000)[:65_536])


def test_every_key_is_found_on_its_line():
    text = 'a = """\nb = 1\n"""\n[t] # x\n"k.l" = [\n 1,\n 2]\nm.n = {o = 1}\n[[e]]\nk = 1\n[[e]]\nk = 2\n[e.sub]\nz = 1\n'
    lines = scan(text).lines
    assert lines == {("a",): 1, ("t",): 4, ("t", "k.l"): 5, ("t", "m", "n"): 8, ("e", 0): 9,
        ("e", 0, "k"): 10, ("e", 1): 11, ("e", 1, "k"): 12, ("e", 1, "sub"): 13,
        ("e", 1, "sub", "z"): 14}


MANAGERS_ASKED_TOO_MUCH = ("[policy]\nleader_listening = 1\nprioritisation = 1\nkpi_humility = 1\nmanager_customer_contact = 1\nroom_for_mistakes = 1\n")


def test_levers_that_take_more_hours_of_managers_than_there_are_are_refused(problems):
    (line,) = problems(MANAGERS_ASKED_TOO_MUCH)
    assert line == ("mine.toml:3: policy.prioritisation: the levers take 23.8 hours a week of each manager in week 0, beyond the reference "
        "(prioritisation 8, manager_customer_contact 5.5, leader_listening 4.76, kpi_humility 4.32) - at most 22.8 "
        "- ask less of one of them, or begin one when another is over")


def test_levers_that_take_more_hours_of_people_than_there_are_are_refused(problems):
    short_week = "[parameters.practice]\nprice_level = 2.5\n[parameters.effort]\ncontract_hours = 12\n"
    (line,) = problems("[policy]\ntraining = 4\nrule_density = 1\ninvolvement = 1\ncompliance_load = 0.25\n" + short_week)
    assert line.startswith("mine.toml:2: policy.training: the levers take 9.6 hours a week of each person in week 0")
    assert " - at most 8.4 - " in line


def test_hours_are_short_only_from_the_week_in_which_they_are(problems):
    later = '[[timeline]]\nlever = "leader_listening"\nshape = "step"\nweek = 30\nto = 1\n'
    (line,) = problems(MANAGERS_ASKED_TOO_MUCH.replace("leader_listening = 1\n", "") + later)
    assert line.startswith("mine.toml:2: policy.prioritisation: the levers take 23.8 hours a week of each manager in week 30")


def test_a_run_shorter_than_what_it_extends_is_told_what_it_would_miss(problems):
    (line,) = problems('extends = "crisis"\nweeks = 40\n')
    assert line == "mine.toml:2: weeks: ends before week 52, in which crisis begins in the scenario it extends (40) - at least 53"


def test_what_never_goes_off_is_no_on_off(problems):
    (line,) = problems('[[timeline]]\nlever = "autonomy"\nshape = "on-off"\nweek = 10\nuntil = 20\nto = 0.6\non = 10\noff = 5\n')
    assert line == "mine.toml:7: timeline[1].on: never goes off before it ends (10) - less than 10 weeks, or a pulse"


def test_a_timeline_may_be_written_as_a_list(load, problems):
    content = 'timeline = [\n  { lever = "autonomy", shape = "step", week = 5, to = 0.6 },\n  { lever = "autonomy", shape = "step", week = %d, to = 0.7 },\n]\n'
    assert len(load(content % 9).timeline) == 2
    (line,) = problems(content % 5)
    assert "timeline[2].week: autonomy already changes from week 5 to 6 by timeline[1]" in line
