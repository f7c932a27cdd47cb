"""What somebody meets who has read only the README: tables that can be read, mistakes that are explained, ends and limits that are said first."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from sim.lab import words
from sim.lab.compare import Comparison
from sim.lab.result import Result
from sim.lab.verdict import first_turn
from sim.scenario import Scenario, load_scenario
from sim.scenario.model import Event, Step
from sim.scenario.read import library_names
from sim.views import course_words, page_tables, running, sayings, seen
from sim.views.cli import main
from sim.views.plots import figure
from sim.views.report import page
from sim.views.texts import texts
from tests.lab.fake import engine, fake
from tests.views.fakes import fake_comparison, fake_result

SMALL = ["-n", "8", "--weeks", "104"]
WEEKS = np.arange(104)
LONG = ("limit_captive_customers", "limit_captive_customers_people_first")


@pytest.fixture(autouse=True)
def fake_engine(monkeypatch):
    """A made-up engine that needs no compiling."""
    module = types.ModuleType("sim.reference.run")
    module.run_scenarios = engine(people_first=4_000.0)
    module.is_warm = lambda: True
    monkeypatch.setitem(sys.modules, "sim.reference.run", module)
    monkeypatch.setattr("sim.ensemble.store.SHIPPED", Path("no ensemble comes along here"))
    return module


def asked(capsys, *arguments, code=0):
    """What the command printed: (standard output, error output)."""
    assert main([str(argument) for argument in arguments]) == code
    return tuple(capsys.readouterr())


def pair(extra, noise=10.0, **columns):
    """A baseline and eight companies with something extra a week."""
    own = noise * np.random.default_rng(7).standard_normal((8, 1))
    return Comparison([Result(fake()), Result(fake(extra_profit=extra + own, **columns))])


# --- tables ---------------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_the_list_of_scenarios_breaks_no_name_and_keeps_its_width(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    out, _ = asked(capsys, "scenarios")
    first = [line.split()[0] for line in out.splitlines() if line[:1].strip()]
    assert set(library_names()) <= set(first)
    assert max(map(len, out.splitlines()[:-1])) <= columns


@pytest.mark.parametrize("columns", [80, 100, 160])
def test_long_names_stay_whole_above_a_comparison_and_its_columns_say_which_is_which(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    out, _ = asked(capsys, "compare", *LONG, *SMALL, "-q")
    title, head = out[: out.index("measure")], next(line for line in out.splitlines() if line.startswith("measure"))
    assert all(re.search(rf"\b{name}\b", title) for name in LONG)
    assert "baseline" in head
    assert "this policy" in head
    assert "…" not in out
    assert max(map(len, out.splitlines())) <= columns


@pytest.mark.parametrize("columns", [80, 100, 160])
def test_settings_that_differ_are_listed_by_their_whole_name(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    out, _ = asked(capsys, "show", "limit_captive_customers_people_first")
    changed = [path for path, _, _ in load_scenario(LONG[1]).differences(load_scenario(LONG[0]))]
    assert changed
    assert all(re.search(rf"^{path}\s", out, re.MULTILINE) for path in changed)


def test_amounts_stay_with_their_sign_at_the_end_of_a_line(capsys, monkeypatch):
    for columns in range(60, 100):
        monkeypatch.setenv("COLUMNS", str(columns))
        out, _ = asked(capsys, "compare", "reference", "people_first", *SMALL, "-q")
        assert not re.search(r"€\s*\n|\n\s*%", out[out.index("Over 2 years") :])


def test_names_beside_lines_are_cut_after_a_whole_word():
    assert seen.short_names(["culture then structure", "limit no cash people first", "incomprehensibilities of names"]) == [
        "culture then…", "limit no cash…", "incomprehensibil…"]
    assert seen.short_names(["limit captive customers", "limit captive customers people first"]) == ["1. limit captive…", "2. limit captive…"]


def test_one_company_has_no_column_for_a_spread(capsys):
    assert "80 % of companies" not in asked(capsys, "run", "reference", "-n", "1", "--weeks", "60")[0]
    assert "80 % of companies" in asked(capsys, "run", "reference", "-n", "2", "--weeks", "60")[0]


# --- mistakes -------------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ('[[event]]\nkind = "layofs"\nweek = 1\nsize = 0.1', (
            'mine.toml:2: event[1].kind: unknown word ("layofs") - one of crisis, boom, layoffs, labour_squeeze, labour_slump, competitor, '
            "reorganisation, priority_shock, cost_cut - did you mean layoffs?")),
        ('[[event]]\nkind = "layoffs"\nweek = 1', "mine.toml:1: event[1].size: is missing - 0 to 1 share of staff"),
        ('[[event]]\nkind = "competitor"\nweek = 1\nsize = "big"\nweeks = 4', 'mine.toml:4: event[1].size: must be a number ("big") - 0 to 3 SD'),
        ('[[timeline]]\nlever = "staffing"\nshape = "step"\nweek = 1', "mine.toml:1: timeline[1].to: is missing - 0.4 to 1.25 ratio"),
    ],
)
def test_a_wrong_event_or_change_is_told_with_place_key_value_what_is_allowed_and_the_nearest_name(capsys, tmp_path, monkeypatch, entry, line):
    (tmp_path / "mine.toml").write_text(entry)
    monkeypatch.chdir(tmp_path)
    assert asked(capsys, "check", "mine.toml", code=2)[1].splitlines() == [line]


def test_a_mistyped_name_is_answered_with_three_at_most_and_how_to_list_all(capsys):
    for given in ("peple_first", "view_peple", "zzz"):
        (line,) = asked(capsys, "run", given, code=2)[1].splitlines()
        assert sum(line.count(f"{name},") + line.count(f"{name}?") + line.count(f"{name} or") for name in library_names()) <= 4
        assert f"`trivox scenarios` lists all {len(library_names())}" in line
        assert len(line) < 220
    assert "did you mean people_first" in asked(capsys, "run", "peple_first", code=2)[1]
    assert "`trivox levers` lists all" in asked(capsys, "levers", "autonmy", code=2)[1]
    assert "`trivox levers staffing`" in asked(capsys, "measures", "staffing", code=2)[1]
    assert "`trivox measures margin`" in asked(capsys, "levers", "margin", code=2)[1]


def test_one_word_too_many_is_answered_with_what_was_meant(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text("")
    assert "`trivox compare A B`" in asked(capsys, "run", "reference", "people_first", code=2)[1]
    assert "--set name=value" in asked(capsys, "run", "reference", "--set", "autonomy=0.6", "0.7", code=2)[1]
    assert "mine.toml" in asked(capsys, "run", "mine", code=2)[1]
    assert "does not end in .html" in asked(capsys, "compare", "reference", "crisis", "--page", "out", code=2)[1]


def test_a_setting_that_changes_nothing_is_noted_once_and_is_no_error(capsys):
    for names in (["reference"], ["reference", "people_first"]):
        _, err = asked(capsys, "compare", *names, "--set", "autonomy=0.5" if len(names) == 1 else "weeks=260", "-n", "4", "-q")
        assert err.count("changes nothing") == 1
        assert err.startswith("trivox: note: ")
    assert asked(capsys, "compare", "reference", "people_first", "--set", "slack_share=0.15", *SMALL, "-q")[1] == ""


# --- waiting --------------------------------------------------------------------------------------------------------------------------------------------


def test_a_reference_that_is_solved_first_says_why_and_how_long_and_quiet_says_it_in_one_short_line(capsys, fake_engine):
    plain = fake_engine.run_scenarios

    def solving(scenarios, progress=None, **settings):
        for share in (0.1, 0.2):
            progress("solving the reference organisation (residual 0.1)", share)
        return plain(scenarios, progress=progress, **settings)

    fake_engine.run_scenarios = solving
    _, err = asked(capsys, "run", "reference", "--set", "organisation.team_size=7", *SMALL)
    assert err.count("\n") == 1
    assert "units of this make-up are new (4 x 7 people" in err
    assert "about a minute" in err
    out, err = asked(capsys, "run", "reference", "--set", "organisation.team_size=7", *SMALL, "-q", "--json")
    assert err == "trivox: solving a reference once, up to a minute\n"
    assert out.startswith("{")


def test_the_reason_names_what_was_changed():
    assert "a number of the model was changed (strain.load)" in running.why_solved([Scenario(parameters={"strain.load": 0.2})])
    four = {f"strain.{name}": 1.0 for name in "abcd"}
    assert "numbers of the model were changed (strain.a, strain.b, strain.c and 1 more)" in running.why_solved([Scenario(parameters=four)])
    assert running.why_solved([Scenario()]) == "the rules of the model have changed"


# --- ends and limits ------------------------------------------------------------------------------------------------------------------------------------


def dying(week=60, companies=8):
    """Weekly data of eight companies of which the first few end in a week."""
    alive = np.ones((8, 104))
    alive[:companies, week - 1 :] = 0.0
    return alive


def test_a_company_that_ended_is_told_with_its_week_before_any_number(capsys, fake_engine):
    fake_engine.run_scenarios = lambda scenarios, **settings: [fake(one, alive=dying(40) if one.name == "crisis" else 1.0) for one in scenarios]
    out, _ = asked(capsys, "compare", "reference", "crisis", *SMALL, "-q")
    assert out.index("crisis: all 8 companies ended in week 40 (could not pay)") < out.index("measure")
    assert re.search(r"^engagement, SD +\S+ +ended", out, re.MULTILINE)
    assert re.search(r"^summed profit.* better|^summed profit.* equal|^summed profit.* worse", out, re.MULTILINE)
    assert "no data" not in out
    out, _ = asked(capsys, "run", "crisis", *SMALL, "-q")
    assert out.index("ended in week 40 (could not pay)") < out.index("measure")


@pytest.mark.parametrize(("columns", "after"), [(100, r"– +no hand-overs"), (90, r"– +no hand-overs"), (70, r"no hand-overs")])
def test_where_nothing_is_handed_over_the_tables_say_so(capsys, fake_engine, monkeypatch, columns, after):
    """The baseline keeps its own number; what cannot be told has a dash, and why."""
    monkeypatch.setenv("COLUMNS", str(columns))

    def run_scenarios(scenarios, **settings):
        records = [fake(one, help_needed=0.1 if one.name == "one_big_team" else 700.0) for one in scenarios]
        for record in records:
            record.yardstick.update(help_given=560.0, help_needed=700.0)
        return records

    fake_engine.run_scenarios = run_scenarios
    out, _ = asked(capsys, "compare", "reference", "one_big_team", *SMALL, "-q")
    assert re.search(rf"^silo index, ratio +-?[0-9.]+ +– +{after}\s*$", out, re.MULTILINE)
    out, _ = asked(capsys, "run", "one_big_team", *SMALL, "-q")
    assert re.search(r"^silo index, ratio +– +– +no hand-overs\s*$", out, re.MULTILINE)
    assert "no data" not in out


def test_the_verdict_begins_with_the_end():
    one = Comparison([Result(fake(replications=1)), Result(fake(replications=1, alive=dying()[:1]))])
    assert one.verdict().startswith("reference (2) ended in week 60 (could not pay).")
    some = Comparison([Result(fake()), Result(fake(alive=dying(companies=3)))])
    assert some.verdict().startswith("reference (2): 3 of 8 companies went bankrupt, against 0 under the baseline: they ended in week 60 (could not pay).")
    assert "Voices (0-100), baseline to this policy: employee 50 to" in some.verdict()
    gone = dying(40, companies=3)
    left = Comparison([Result(fake()), Result(fake(alive=gone, heads=240 * gone, engagement=np.where(gone > 0, 0.1, 0.0)))])
    assert "in the 5 of 8 pairs in business in the last year, or a part of it, baseline to this policy: employee 50 to" in left.verdict()


def test_the_page_and_the_pictures_mark_the_end():
    alive = np.ones((16, 260))
    alive[:, 99:] = 0.0
    gone = Comparison([fake_result("reference", 0.0), fake_result("profit_chase", -1.0, alive=alive)])
    made = page(gone)
    assert made.index("profit chase: all 16 companies ended in week 100 (could not pay)") < made.index("The verdict")
    assert '<b>ended</b><span>in week 100</span>' in made
    assert set(re.findall(r'data-mark="end" data-week="(\d+)"', made)) == {"100"}
    assert "✕ marks the first end" in made
    marks = [line for axes in figure(gone, "profit").axes for line in axes.get_lines() if line.get_gid() == "end-1"]
    assert [float(line.get_xdata()[0]) for line in marks] == pytest.approx([100 / 52] * 2)
    for saying in (sayings.voices, sayings.profit, sayings.goodhart, sayings.hours, sayings.balance):
        assert "rofit chase all ended by week 100 (could not pay)" in saying(gone)


def test_nothing_is_said_of_ends_or_room_where_there_are_none():
    three = fake_comparison()
    for text in (page(three), three.verdict(), sayings.profit(three)):
        assert "ended" not in text
        assert "cut off" not in text
    assert 'data-mark="end"' not in page(three)


@pytest.mark.parametrize(("customers", "told"), [(3_600.0, True), (3_528.0, True), (3_527.0, False), (2_400.0, False)])
def test_growth_that_meets_the_models_room_for_customers_is_said_to_be_cut_off(customers, told):
    path = np.full((8, 104), 2_400.0)
    path[:3, 70] = customers
    grown = Comparison([Result(fake()), Result(fake(customers=path))])
    assert ("Growth was cut off by the model's room: 3 of 8 companies under reference (2)" in grown.verdict()) == told
    assert ("3,600, 1.5 times the start" in grown.verdict()) == told
    assert ("Growth was cut off" in page(grown)) == told


# --- the order of cost and gain -------------------------------------------------------------------------------------------------------------------------

LAY_OFF = np.select([WEEKS == 13, (WEEKS > 13) & (WEEKS < 60), WEEKS >= 60], [-100_000.0, 8_000.0, -16_000.0], 0.0)


def test_a_lay_off_that_costs_then_gains_then_loses_is_told_in_that_order():
    verdict = pair(LAY_OFF).verdict()
    assert "It costs first, then gains, and then loses: the sum is ahead by" in verdict
    assert "gain comes first" not in verdict
    assert "dips first, leads until year" in sayings.profit(pair(LAY_OFF))


def test_a_gain_that_is_lost_is_told_as_a_gain_first():
    squeeze = np.where(WEEKS < 30, 5_000.0, -5_000.0)
    assert "The gain comes first and is followed by loss" in pair(squeeze).verdict()
    assert first_turn(pair(squeeze), 1) == "gain"
    assert "dips first" not in sayings.profit(pair(squeeze))


def test_a_dip_that_is_earned_back_is_told_as_cost_first():
    assert "It costs first: its worst quarter" in pair(np.where(WEEKS < 26, -5_000.0, 5_000.0)).verdict()


def test_where_companies_differ_in_the_order_none_is_claimed():
    apart = np.linspace(-60_000, 60_000, 8)[:, None] * (WEEKS < 13) + np.where((WEEKS >= 40) & (WEEKS < 53), -9_000.0, 2_000.0)
    unclear = pair(apart)
    assert unclear.dip(1).is_clear
    assert first_turn(unclear, 1) == ""
    assert "comes first" not in unclear.verdict()
    assert "costs first" not in unclear.verdict()
    assert " Its worst quarter" in unclear.verdict()


def test_a_lead_too_small_to_tell_makes_no_order_of_gains():
    assert "gain" not in pair(np.where(WEEKS < 20, 30.0, -9_000.0)).verdict()


# --- words ----------------------------------------------------------------------------------------------------------------------------------------------

STEPS = (Step("autonomy", "ramp", 13, 39, 0.8), Step("autonomy", "step", 60, None, 0.6), Step("slack_share", "pulse", 4, 30, 0.2),
    Step("staffing", "step", 8, None, 0.9), Step("demand", "on-off", 10, 50, 1.2, 1, 4))
EVENTS = (Event("layoffs", 13, 0.1), Event("layoffs", 30, 0.1), Event("layoffs", 50, 0.05, refill=True), Event("crisis", 20, 0.3, 26),
    Event("competitor", 5, 1.0, 4))
TOLD = (
    "autonomy rises from 0.5 to 0.8 between week 13 and 39; autonomy falls from 0.8 to 0.6 in week 60",
    "slack share rises from 0.1 to 0.2 in week 4, and is back at 0.1 from week 30",
    "staffing falls from 1 to 0.9 in week 8",
    "demand goes to and fro between week 10 and 50: 1 week at 1.2, 4 weeks at 1",
    "lay-off of 10 % of staff in weeks 13 and 30; lay-off of 5 % of staff in week 50, and the seats are filled again",
    "demand falls by 30 % in week 20, for 26 weeks, then recovers over half a year",
    "competitors offer 1 SD more in week 5, for 4 weeks",
)


def test_the_page_tells_changes_in_time_and_events_in_words_for_leaders():
    plain, moving = fake_result("reference", 0.0), fake_result("people_first", 1.0)
    moving.record.scenario = Scenario(name="people_first", timeline=STEPS, events=EVENTS, replications=16)
    made = page_tables.levers(Comparison([plain, moving])).replace("\u00a0", " ")
    assert all(told in made for told in TOLD)
    assert not re.search(r"\b(kind|shape|until|refill|ramp|on-off|layoffs)\b|[{}]|True", made)
    assert made.count("<tr>") == 1 + len(TOLD)


def test_the_command_line_tells_them_in_the_same_words(capsys, tmp_path):
    event = '[[event]]\nkind = "layoffs"\nweek = 13\nsize = 0.1\n'
    change = '[[timeline]]\nlever = "autonomy"\nshape = "ramp"\nweek = 13\nuntil = 39\nto = 0.8\n'
    (tmp_path / "mine.toml").write_text(event + change)
    out = " ".join(asked(capsys, "show", tmp_path / "mine.toml")[0].split())
    assert "lay-off (event) none lay-off of 10 % of staff in week 13" in out
    assert "autonomy over time 0.5 autonomy rises from 0.5 to 0.8 between week 13 and 39" in out


def test_every_kind_of_event_has_words():
    from sim.scenario.course import EVENT_KINDS

    assert set(course_words.NAMES) == set(course_words._EVENTS) == set(EVENT_KINDS)


def test_numbers_and_their_words_agree_in_both_languages(capsys):
    assert [words.counted(count, "week") for count in (0, 1, 2, 1_200)] == ["0 weeks", "1 week", "2 weeks", "1,200 weeks"]
    assert [texts("en").counted(value, "hour") for value in (0.5, 1.0, 2)] == ["0.5 hours", "1 hour", "2 hours"]
    assert [texts("nl").counted(value, "week") for value in (0.5, 1.0, 2)] == ["0,5 weken", "1 week", "2 weken"]
    for language in ("en", "nl"):
        told = " ".join(asked(capsys, "levers", name, "--language", language)[0] for name in ("training", "leader_visibility", "decisiveness"))
        assert not re.search(r"\b1 (hours|weeks|uren|weken)\b", " ".join(told.split()))
    one = asked(capsys, "compare", "reference", "people_first", "-n", "1", "--weeks", "1", "-q")[0]
    assert "one pair of identical companies" in one
    assert not re.search(r"\b1 (pairs|weeks|companies|replications)\b", one)
