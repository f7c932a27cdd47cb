"""The command line answers, refuses in one line, and never harms a file."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from sim.lab import words
from sim.scenario.errors import ScenarioError
from sim.views import export
from sim.views.cli import main
from tests.lab.fake import engine

SMALL = ["-n", "8", "--weeks", "104"]
PLAIN = ["--quiet", "--json"]


@pytest.fixture(autouse=True)
def fake_engine(monkeypatch):
    """A made-up engine: people_first costs half a year and then pays."""
    module = types.ModuleType("sim.reference.run")
    module.run_scenarios = engine(people_first=4_000.0, profit_chase=-6_000.0)
    module.is_warm = lambda: True
    monkeypatch.setitem(sys.modules, "sim.reference.run", module)
    monkeypatch.setattr("sim.ensemble.store.SHIPPED", Path("no ensemble comes along here"))
    return module


def asked(capsys, *arguments, code=0):
    """What the command printed: (standard output, error output)."""
    assert main([str(argument) for argument in arguments]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.out, said.err


def refused(capsys, *arguments):
    """The lines of a refusal, each of which must be one clear line."""
    out, err = asked(capsys, *arguments, code=2)
    assert out == ""
    lines = err.splitlines()
    assert lines
    assert all(line.startswith("trivox: ") for line in lines)
    return lines


def test_other_organisations_watched_for_another_time_are_refused_with_the_way_to_live_a_policy_in_ones_own(capsys, tmp_path):
    ours = tmp_path / "ours.toml"
    ours.write_text('extends = "reference"\nweeks = 364\n[organisation]\nunits = 12\n')
    (line,) = refused(capsys, "compare", ours, "people_first")
    assert "ours has 480 people and 364 weeks, people_first 240 and 260: two organisations, not two policies of one" in line
    assert "`trivox compare people_first --in " in line
    told = json.loads(asked(capsys, "compare", "people_first", "--in", ours, "--from", 208, "-n", 2, *PLAIN)[0])
    assert [one["label"] for one in told["scenarios"]] == ["ours", "people_first in ours"]
    assert told["weeks"] == 364
    assert "--from: means nothing without --in" in refused(capsys, "compare", "reference", "people_first", "--from", 3)[0]
    assert "--in: name a scenario" in refused(capsys, "compare", "reference", "--in", "reference")[0]


def test_scenarios_are_listed_by_what_stands_in_them(capsys):
    every = json.loads(asked(capsys, "scenarios", "--json")[0])
    some = json.loads(asked(capsys, "scenarios", "Crisis", "--json")[0])
    assert 0 < len(some) < len(every)
    assert {"crisis", "crisis_cuts"} <= {one["name"] for one in some}
    narrow = json.loads(asked(capsys, "scenarios", "limit captive", "with people first", "--json")[0])
    assert [one["name"] for one in narrow] == ["limit_captive_customers_people_first"]
    assert f"of the {len(every)} scenarios that come along" in asked(capsys, "scenarios", "crisis")[0]
    assert refused(capsys, "scenarios", "crsis") == [f'trivox: "crsis" stands in no scenario; `trivox scenarios` lists all {len(every)} - did you mean crisis?']


@pytest.mark.parametrize(
    "question",
    [["run", "people_first"], ["compare", "reference", "people_first", "profit_chase"], ["show", "crisis"], ["levers"], ["measures", "--language", "nl"]],
)
def test_json_is_pure_and_the_same_bytes_for_the_same_question(capsys, question):
    arguments = [*question, *([*SMALL, "--quiet"] if question[0] in ("run", "compare") else []), "--json"]
    first, errors = asked(capsys, *arguments)
    second, _ = asked(capsys, *arguments, *(["--threads", "3"] if question[0] in ("run", "compare") else []))
    assert first == second
    assert errors == ""
    answer = json.loads(first, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert first == json.dumps(answer, sort_keys=True, indent=1) + "\n"


def test_missing_numbers_are_null(capsys):
    out, _ = asked(capsys, "compare", "reference", "people_first", "-n", "1", "--weeks", "20", *PLAIN)
    answer = json.loads(out)
    assert answer["comparisons"][0]["profit"]["low"] is None


def test_the_verdict_and_the_numbers_agree(capsys):
    out, _ = asked(capsys, "compare", "reference", "people_first", *SMALL, *PLAIN)
    pair = json.loads(out)["comparisons"][0]
    assert pair["profit"]["difference_euro"] == pytest.approx(4_000 * (78 - 26))
    assert words.euro(pair["profit"]["difference_euro"]) in pair["verdict"]
    assert pair["break_even"] == {"share_of_companies": 1.0, "week": 52} or pair["break_even"]["week"] == 53
    assert {row["setting"] for row in pair["settings"]} >= {"policy.autonomy", "policy.slack_share"}


def test_a_person_sees_a_table_a_verdict_and_where_the_numbers_come_from(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    out, _ = asked(capsys, "compare", "reference", "people_first", *SMALL)
    for piece in ("voice of employees", "95 % interval", "8/8, better", "people_first earns", "seed 1", "8 x 104 weeks", "They differ in: autonomy"):
        assert piece in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("columns", [60, 80])
def test_no_column_is_lost_in_a_narrow_terminal(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    out, _ = asked(capsys, "compare", "reference", "people_first", *SMALL)
    for piece in ("measure", "voice of", "95 % interval", "8/8, better"):
        assert piece in out
    assert max(map(len, out.splitlines())) <= columns


def test_the_baseline_can_be_named_and_must_be_there(capsys):
    out, _ = asked(capsys, "compare", "people_first", "reference", "--baseline", "reference", *SMALL, *PLAIN)
    assert json.loads(out)["baseline"] == "reference"
    assert "did you mean reference" in refused(capsys, "compare", "people_first", "reference", "--baseline", "refrence")[0]


def test_a_scenario_can_be_compared_with_itself_as_changed(capsys):
    out, _ = asked(capsys, "compare", "reference", "--set", "slack_share=0.2", *SMALL, *PLAIN)
    pair = json.loads(out)["comparisons"][0]
    assert pair["settings"] == [{"setting": "policy.slack_share", "value": 0.2, "base": 0.1}]
    assert "needs two scenarios" in refused(capsys, "compare", "reference")[0]


def test_equal_names_get_labels_that_differ(capsys, tmp_path):
    asked(capsys, "compare", "reference", "reference", *SMALL, "--csv", tmp_path, *PLAIN)
    with (tmp_path / "scenarios.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["scenario"] for row in rows] == ["reference (1)", "reference (2)"]
    assert len({row["weeks_file"] for row in rows}) == 2


@pytest.mark.parametrize(
    ("arguments", "words_told"),
    [
        (["run", "peple_first"], "did you mean people_first"),
        (["run", "nowhere.toml"], "no such file"),
        (["run", "reference", "--set", "autonmy=0.5"], "did you mean autonomy"),
        (["run", "reference", "--set", "slack_share=20"], "slack_share"),
        (["run", "reference", "--set", "slack_share=nan"], "slack_share"),
        (["run", "reference", "--set", "slack_share"], "name=value"),
        (["run", "reference", "--weeks", "-3"], "weeks"),
        (["run", "reference", "--weeks", "1e9"], "--weeks"),
        (["run", "reference", "--weeks", "100000"], "weeks"),
        (["run", "reference", "--replications", "0"], "replications"),
        (["run", "reference", "--seed", "-1"], "seed"),
        (["run", "reference", "--seed", "18446744073709551616"], "seed"),
        (["run", "reference", "--threads", "0"], "--threads"),
        (["run", "reference", "--wekes", "3"], "--weeks"),
        (["levers", "autonmy"], "did you mean autonomy"),
        (["run"], "Missing argument"),
        (["nonsense"], "nonsense"),
    ],
)
def test_bad_input_is_told_in_one_line(capsys, arguments, words_told):
    lines = refused(capsys, *arguments)
    assert any(words_told in line for line in lines), lines


def test_all_problems_are_told_at_once(capsys):
    assert len(refused(capsys, "compare", "peple_first", "crysis")) == 2


def test_scenarios_that_disagree_on_their_length_must_be_told(capsys, tmp_path):
    (tmp_path / "long.toml").write_text('extends = "reference"\nweeks = 520\n')
    assert "--weeks 520" in refused(capsys, "compare", "reference", tmp_path / "long.toml")[0]


def test_check_tells_good_from_bad(capsys, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text('extends = "reference"\n[policy]\nautonmy = 0.5\nslack_share = 20\n')
    out, err = asked(capsys, "check", "reference", bad, code=2)
    assert out == "reference: good\n"
    assert len(err.splitlines()) == 2
    assert asked(capsys, "check", "reference")[1] == ""


def test_nothing_is_overwritten_unasked(capsys, tmp_path, fake_engine):
    asked(capsys, "run", "reference", *SMALL, "--csv", tmp_path, *PLAIN)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    fake_engine.run_scenarios = lambda *arguments, **settings: pytest.fail("a run was started although its files cannot be written")
    assert all("--force" in line for line in refused(capsys, "run", "reference", *SMALL, "--csv", tmp_path))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_force_replaces_and_leaves_other_files_alone(capsys, tmp_path):
    (tmp_path / "measures.csv").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")
    asked(capsys, "run", "reference", *SMALL, "--csv", tmp_path, "--force", *PLAIN)
    assert (tmp_path / "measures.csv").read_text().startswith("measure,title,unit")
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_file_that_appears_during_the_run_is_not_overwritten(tmp_path):
    wanted = export.Wanted(csv=tmp_path)
    target = tmp_path / "measures.csv"

    def write_late():
        with wanted._placed(target) as path:
            path.write_text("new")
            target.write_text("somebody else's")

    with pytest.raises(FileExistsError):
        write_late()
    assert target.read_text() == "somebody else's"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("option", ["--csv", "--plots"])
def test_a_folder_that_cannot_be_used_is_told_before_the_run(capsys, tmp_path, option):
    (tmp_path / "file").write_text("")
    assert "is a file, not a folder" in refused(capsys, "run", "reference", *SMALL, option, tmp_path / "file" / "below")[0]
    assert "is a folder" in refused(capsys, "compare", "reference", "crisis", *SMALL, "--page", tmp_path)[0]


def test_parquet_without_its_library_is_told_in_one_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(export.importlib.util, "find_spec", lambda name: None)
    assert "pip install" in refused(capsys, "run", "reference", *SMALL, "--parquet", tmp_path)[0]


def test_csv_keeps_numbers_and_disarms_text(tmp_path):
    rows = [("=HYPERLINK(1)", -3.5, float("nan")), ("+1", 2, None), ("@SUM", 0, 1e-300), ("\tx", 1, 1), ("plain - text", 1, 1), ("-1+cmd", 1, 1)]
    export.write_csv(tmp_path / "a.csv", ("text", "number", "gap"), rows)
    with (tmp_path / "a.csv").open(newline="") as file:
        back = list(csv.reader(file))[1:]
    assert [row[0] for row in back] == ["'=HYPERLINK(1)", "'+1", "'@SUM", "'\tx", "plain - text", "'-1+cmd"]
    assert back[0][1:] == ["-3.5", ""]


def test_weeks_in_csv_are_the_numbers_of_the_run(capsys, tmp_path):
    asked(capsys, "run", "reference", "-n", "2", "--weeks", "3", "--csv", tmp_path, *PLAIN)
    file = next(path for path in tmp_path.iterdir() if path.name.startswith("reference-"))
    with file.open() as opened:
        rows = list(csv.DictReader(opened))
    record = engine()([__import__("sim").load_scenario("reference")], replications=2, seed=1, weeks=3)[0]
    assert [float(row["profit"]) for row in rows] == record.weekly["profit"].ravel().tolist()
    assert [row["week"] for row in rows] == ["1", "2", "3"] * 2


def test_no_label_becomes_a_path():
    from sim.scenario import Scenario

    for label in ("../../etc/passwd", "a/b", "CON", "$(x)", "", "é" * 300, "con.txt"):
        stem = export.file_stem(label, Scenario())
        assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert 9 < len(stem) < 60
    assert export.file_stem("A", Scenario()) != export.file_stem("a", Scenario())


def test_a_stop_is_one_line_and_its_own_exit_code(capsys, fake_engine):
    def stop(*arguments, **settings):
        raise KeyboardInterrupt

    fake_engine.run_scenarios = stop
    assert asked(capsys, "run", "reference", *SMALL, code=130)[1] == "trivox: stopped; no file was left half written\n"


def test_what_the_engine_refuses_is_told_in_one_line(capsys, fake_engine):
    def refuse(*arguments, **settings):
        raise ScenarioError(["this organisation is too large"])

    fake_engine.run_scenarios = refuse
    assert refused(capsys, "run", "reference", *SMALL) == ["trivox: this organisation is too large"]


def test_levers_and_measures_are_explained_in_english_and_in_dutch(capsys):
    assert "More of people's own choice" in asked(capsys, "levers", "autonomy")[0]
    out, _ = asked(capsys, "levers", "csat_weight", "--language", "nl")
    for piece in ("gewicht van", "prijs: € 60 per medewerker per jaar", "0 tot 1"):
        assert piece in out
    assert "stem van de klant" in asked(capsys, "measures", "voice_customer", "--language", "nl")[0]
    answer = json.loads(asked(capsys, "measures", "silo_index", "--language", "nl", "--json")[0])
    assert answer[0]["text"]["name"] == "silo-index"
    assert answer[0]["columns"] == ["help_given", "help_needed"]
    assert json.loads(asked(capsys, "measures", "dip_depth", "--json")[0])[0]["of"] == "pair"
    assert "allowed: en, nl" in refused(capsys, "levers", "--language", "fr")[0]
    assert "did you mean silo_index" in refused(capsys, "measures", "silo_indx")[0]


def test_the_first_compilation_announces_itself(capsys, fake_engine):
    fake_engine.is_warm = lambda: False
    assert "happens once" in asked(capsys, "run", "reference", *SMALL)[1]
    assert asked(capsys, "run", "reference", *SMALL, "--quiet")[1] == "trivox: compiling the model once, up to a minute\n"


@pytest.mark.parametrize("arguments", [["check", "reference"], ["levers"], ["measures", "--language", "nl"], ["--version"], ["scenarios"], ["schema"]])
def test_a_look_costs_a_blink_and_imports_nothing_heavy(arguments):
    heavy = ("numba", "pandas", "matplotlib", "scipy", "mesa")
    script = (
        f"import sys; from sim.views.cli import main; code = main({arguments!r}); sys.exit(code or [name for name in {heavy!r} if name in sys.modules] or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    assert done.returncode == 0, done.stderr


def test_importing_the_front_door_imports_nothing_heavy():
    script = "import sys, sim; sim.Policy; sys.exit([name for name in ('numpy', 'numba', 'pandas', 'matplotlib', 'scipy', 'mesa') if name in sys.modules] or 0)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_234_567, "€ 1.23 million"),
        (-45_678.0, "-€ 45,700"),
        (0.0, "€ 0"),
        (-12.3, "-€ 12"),
        (999_999, "€ 1.00 million"),
        (1e13, "€ 10.0 trillion"),
        (float("nan"), "no data"),
    ],
)
def test_amounts_are_written_as_people_say_them(value, text):
    assert words.euro(value) == text


def started(*arguments, **settings):
    """The command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **settings.pop("environment", {})}
    return subprocess.run([sys.executable, "-m", "sim", *arguments], text=True, stderr=subprocess.PIPE, env=environment, **settings)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_told_in_one_line():
    with Path("/dev/full").open("w") as full:
        done = started("levers", stdout=full)
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["trivox: the answer cannot be written: No space left on device"]


def test_a_terminal_without_the_signs_gets_words():
    environment = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = started("levers", "autonomy", stdout=subprocess.PIPE, environment=environment)
    assert done.returncode == 0, done.stderr
    assert "EUR 1,000 a head once" in done.stdout


@pytest.mark.thorough
def test_the_real_model_answers_the_same_bytes_on_any_number_of_threads():
    question = ("compare", "reference", "people_first", "--members", "none", "-n", "4", "--weeks", "60", "--json", "--quiet")
    answers = [started(*question, *more, stdout=subprocess.PIPE).stdout for more in ((), (), ("--threads", "2"))]
    assert answers[0].startswith("{")
    assert answers[0] == answers[1] == answers[2]
    assert json.loads(answers[0])["replications"] == 4
