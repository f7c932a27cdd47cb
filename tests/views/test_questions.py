"""`trivox sensitivity`, `discover` and `search` answer in words, JSON, tables and pictures, and refuse in one line what they cannot be asked."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from sim.lab.search import Lived
from sim.scenario import load_scenario
from sim.views.cli import main
from tests.lab.sweeps import inputs, lived, morris, saltelli, sweep

SOME = inputs(3)


def slope(points):
    return 2.0 * points[:, 0] - 1.0 + 0.5 * points[:, 1]


@pytest.fixture
def swept(monkeypatch):
    """What the folder holds is made by hand."""
    import sim.lab.sweep.table

    def hold(points, *values, arms=("base",), **more):
        monkeypatch.setattr(sim.lab.sweep.table, "open_sweep", lambda folder: sweep(points, SOME, *values, arms=arms, **more))

    return hold


def answer(capsys, *asked):
    assert main([*asked]) == 0
    return capsys.readouterr().out


def two_arms(points):
    return lived(points, lambda x: 0 * x[:, 0], 3, 0.3, 0.1), lived(points, slope, 3, 0.3, 0.1)


def test_sensitivity_says_what_matters_what_luck_does_and_how_sure_it_is(swept, capsys):
    points = saltelli(SOME, 64)
    swept(points, *two_arms(points), arms=("old", "new"))
    told = answer(capsys, "sensitivity", "folder")
    assert "Score, new against old: what matters" in told
    assert "input_1 matters most. 1 of 3 inputs cannot be told from one that does nothing." in told.replace("\n", " ").replace("  ", " ").replace("  ", " ")
    assert "luck" in told


def test_sensitivity_as_json_is_the_same_bytes_and_holds_every_interval(swept, capsys):
    points = morris(SOME, 20)
    swept(points, *two_arms(points), arms=("old", "new"))
    one, other = (answer(capsys, "sensitivity", "folder", "--json") for _ in range(2))
    assert one == other
    told = json.loads(one)
    assert (told["kind"], told["method"], told["baseline"]) == ("trivox sensitivity", "morris", "old")
    first = told["inputs"][0]
    assert first["mu_star"]["low"] <= first["mu_star"]["value"] <= first["mu_star"]["high"]
    assert told["luck"]["luck"]["value"] > 0


@pytest.mark.parametrize("method", ["sobol", "morris", "pawn"])
def test_sensitivity_writes_tables_and_pictures(swept, capsys, tmp_path, method):
    points = {"sobol": saltelli(SOME, 32, second=True), "morris": morris(SOME, 16), "pawn": np.random.default_rng(1).random((120, 3))}[method]
    swept(points, lived(points, slope, 2, 0.1, 0.1))
    answer(capsys, "sensitivity", "folder", "--csv", str(tmp_path / "csv"), "--plots", str(tmp_path / "plots"))
    rows = list(csv.DictReader((tmp_path / "csv" / "sensitivity.csv").read_text().splitlines()))
    assert rows[0]["input"] == "input_1"
    assert {path.name for path in (tmp_path / "plots").glob("*.png")} == {"sensitivity.png", "convergence.png"}
    assert main(["sensitivity", "folder", "--csv", str(tmp_path / "csv")]) == 2
    assert "is there already - add --force" in capsys.readouterr().err


def test_every_part_of_luck_has_its_name_in_the_picture(swept):
    from sim.lab.finished import ask
    from sim.lab.sensitivity import analyse
    from sim.views.plots import figure
    from sim.views.sensitivity_words import answer_of

    points = saltelli(SOME, 64)
    picture = figure(answer_of(analyse(ask(sweep(points, SOME, lived(points, slope, 3, 0.2, 0.2)), "score"))), "sensitivity")
    (bar,) = [axes for axes in picture.axes if axes.get_legend() is not None]
    named = [text.get_text().rstrip("0123456789 %") for text in (*bar.texts, *bar.get_legend().get_texts())]
    assert {"inputs", "luck here, not there", "luck everywhere"} <= set(named)


def test_discover_says_where_in_plain_words_with_figures_of_points_held_back(swept, capsys, tmp_path):
    points = np.random.default_rng(1).random((300, 3))
    swept(points, *two_arms(points), arms=("old", "new"))
    told = " ".join(answer(capsys, "discover", "folder", "--where", "< 0", "--plots", str(tmp_path)).split())
    assert "Where input_1 is 0." in told
    assert "among those held back" in told
    assert (tmp_path / "discovery.png").exists()


def corners(points):
    """Below nought in one corner, and more seldom in another."""
    return np.where((points[:, 0] < 0.4) & (points[:, 1] > 0.5) | (points[:, 2] > 0.85) & (points[:, 0] > 0.6), -1.0, 1.0)


def test_coverage_is_told_as_a_share_of_the_cases_held_back(swept, capsys):
    points = np.random.default_rng(1).random((300, 3))
    swept(points, lived(points, slope, 2, 0.1, 0.1))
    told = " ".join(answer(capsys, "discover", "folder", "--method", "prim").split())
    assert "of all points; " in told
    assert "of the cases held back lie there." in told
    assert "of all cases" not in told


def test_a_second_place_that_the_boxes_miss_is_told(swept, capsys):
    points = np.random.default_rng(2).random((400, 3))
    swept(points, lived(points, corners))
    told = json.loads(answer(capsys, "discover", "folder", "--json", "--method", "prim", "--boxes", "1"))
    assert "of the cases held back lie outside this box, where it happens at " in told["elsewhere"]
    assert "a further place that no box shows well, the edge of one, or luck" in told["elsewhere"]
    swept(points, lived(points, lambda x: corners(np.minimum(x, [1.0, 1.0, 0.5]))))
    assert "a further place" not in json.loads(answer(capsys, "discover", "folder", "--json"))["elsewhere"]


def test_a_box_that_may_be_luck_is_named_where_it_holds_what_others_miss(swept, capsys):
    points = np.random.default_rng(9).random((150, 3))
    swept(points, lived(points, corners))
    told = json.loads(answer(capsys, "discover", "folder", "--json", "--method", "cart"))
    assert [one["stands_out"] for one in told["boxes"]] == [True, False]
    assert told["elsewhere"].endswith("Box 2 of the table holds some, too few to tell from luck.")


def test_discover_as_json_holds_boxes_and_how_they_were_judged(swept, capsys):
    points = np.random.default_rng(1).random((300, 3))
    swept(points, lived(points, slope))
    told = json.loads(answer(capsys, "discover", "folder", "--json", "--method", "prim"))
    assert told["where"] == "< 0"
    assert told["boxes"][0]["stands_out"]
    assert told["boxes"][0]["held_density"]["low"] <= told["boxes"][0]["held_density"]["value"]
    assert told["boxes"][0]["limits"]["input_1"]["low"] is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["sensitivity", "folder", "--outcome", "scor"], "did you mean score?"),
        (["sensitivity", "folder", "--method", "sobols"], "--method"),
        (["sensitivity", "folder", "--method", "morris"], "the points of this sweep are not trajectories"),
        (["sensitivity", "folder", "--arm", "new"], "--arm"),
        (["discover", "folder", "--where", "below nought"], "is no condition"),
        (["discover", "folder", "--boxes", "0"], "--boxes"),
    ],
)
def test_what_a_sweep_cannot_be_asked_is_refused_in_one_line(swept, capsys, asked, said):
    points = np.random.default_rng(1).random((80, 3))
    swept(points, lived(points, slope))
    assert main(asked) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert all(line.startswith("trivox: ") for line in told.err.splitlines())


@pytest.mark.parametrize("question", [["sensitivity", "folder"], ["discover", "folder"]])
def test_an_unfinished_sweep_is_said_to_be_one_before_anything_is_answered_or_refused(swept, capsys, question):
    points = np.random.default_rng(1).random((80, 3))
    swept(points, lived(points, slope))
    answer(capsys, *question)
    swept(points, lived(points, slope), missing=7)
    said = "trivox: note: this sweep is not finished: 7 runs of it are missing, so that this answer may change"
    assert main(question) == 0
    assert capsys.readouterr().err.startswith(said)
    swept(points[:10], lived(points[:10], slope), missing=7)
    assert main(question) == 2
    assert capsys.readouterr().err.startswith(said)


def test_a_folder_without_a_sweep_is_refused(capsys, tmp_path):
    assert main(["discover", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("trivox: ")


def test_an_input_that_ranks_first_by_luck_is_not_said_to_matter_most():
    from dataclasses import replace

    from sim.lab.finished import ask
    from sim.lab.sensitivity import analyse
    from sim.measures.intervals import Estimate
    from sim.views.sensitivity_words import summary

    points = morris(SOME, 20)
    found = analyse(ask(sweep(points, SOME, lived(points, slope, 3, 0.1, 0.1)), "score"))
    assert summary(found).startswith("input_1 matters most")
    unsure = replace(found.ranks[2], figures={**found.ranks[2].figures, "mu_star": Estimate(9.0, 0.0, 18.0)})
    told = summary(replace(found, ranks=(unsure, *found.ranks[:2])))
    assert told.startswith("input_1 matters most of those that stand clear of chance")


@pytest.mark.parametrize("rough", [0.1, 50.0])
def test_points_that_lack_runs_are_counted_whether_or_not_anything_stands_out(swept, capsys, rough):
    points = np.random.default_rng(1).random((80, 3))
    values = lived(points, slope, 2, 0.1, rough)
    values[:3, 0, 1] = np.nan
    swept(points, values)
    told = " ".join(answer(capsys, "sensitivity", "folder", "--method", "pawn").split())
    assert ("No input stands out" in told) == (rough > 1)
    assert "From 77 points. 3 points left out, because runs are missing." in told


def test_a_table_of_very_many_inputs_shows_the_first_and_counts_the_rest(monkeypatch, capsys):
    import sim.lab.sweep.table

    some = inputs(40)
    points = np.random.default_rng(1).random((200, 40))
    monkeypatch.setattr(sim.lab.sweep.table, "open_sweep", lambda folder: sweep(points, some, lived(points, slope)))
    told = " ".join(answer(capsys, "sensitivity", "folder").split())
    assert "10 inputs that matter less are not shown; --csv and --json hold all." in told


def test_findings_of_the_laboratory_are_told_in_one_form():
    from typing import get_type_hints

    from sim.views import discovery_words, search_words, sensitivity_words
    from sim.views.finding import Told

    assert {get_type_hints(one.answer_of)["return"].__origin__ for one in (discovery_words, search_words, sensitivity_words)} == {Told}


def test_a_sweep_without_members_is_refused_by_member(capsys, tmp_path):
    from sim.lab.sweep.drive import Ways, drive
    from sim.lab.sweep.study_file import load_study
    from tests.lab.sweep.small import written

    drive(load_study(written(tmp_path)), tmp_path / "out", Ways(0))
    assert main(["discover", str(tmp_path / "out"), "--outcome", "profit", "--by-member"]) == 2
    assert "this sweep has no members" in capsys.readouterr().err


# --- search -------------------------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def living(monkeypatch):
    """Policies are lived by a formula: slack engages and costs profit, in every future a little differently."""
    import sim.lab.search_live

    class Living:
        def __init__(self, threads=None):
            pass

        def __call__(self, task, policies, lot):
            slack = np.array([one["slack_share"] for one in policies]) / 0.4
            luck = 0.05 * np.random.default_rng([lot, len(policies)]).standard_normal((len(policies), 4, task.futures))
            effects = np.stack([slack, 0.3 * slack, 1e5 * (0.2 - slack**2), 2000 * slack], axis=1)[:, :, None] * np.ones(task.futures) * (1 + luck)
            return Lived(effects, np.zeros(len(policies)))

    monkeypatch.setattr(sim.lab.search_live, "Living", Living)


UNASKED = ["search", "small", "--lever", "slack_share=0:0.4", "--condition", "demand=0.9:1.1", "--generations", "2", "--population", "8", "--quiet"]
ASK = [*UNASKED, "--members", "none"]


def test_a_search_lives_in_plausible_companies_unless_told(living, capsys, tmp_path):
    assert "of 8 plausible companies" in " ".join(answer(capsys, *UNASKED, "--out", str(tmp_path)).split())


def test_a_search_tells_the_front_afresh_beside_what_it_had_thought(living, capsys, tmp_path):
    told = " ".join(answer(capsys, *ASK, "--out", str(tmp_path)).split())
    assert "Policies against small: the front, looked at afresh" in told
    assert "Least regretted" in told
    assert "16 policies tried in 8 futures (8 draws of demand) of the default company" in told
    assert "Looked at afresh: fresh luck, fresh draws." in told


def test_aims_are_told_with_their_unit_and_the_way_that_is_better(living, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    told = answer(capsys, *ASK, "--out", str(tmp_path))
    above, units, names = next(told.splitlines()[place - 1 : place + 2] for place, line in enumerate(told.splitlines()) if "€ a head" in line)
    assert above.split() == ["price"]
    assert units.split() == ["engagement", "satisfaction", "summed", "profit", "€", "a", "head"]
    assert names.split() == ["policy", "SD", "SD", "€", "less", "is", "better"]
    assert "euro for each person over 260 weeks" in " ".join(told.split())


def test_in_a_narrow_window_the_front_breaks_lines_and_no_words(living, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = answer(capsys, *ASK, "--out", str(tmp_path))
    front = told[told.index("Policies against small") :].split("\n\n")[0]
    assert {"policy", "engagement", "satisfaction", "summed", "profit", "price", "better"} <= set(front.split())
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize(("world", "interval"), [([], False), (["--condition", "demand=0.9:1.1"], True)])
def test_an_interval_is_promised_only_where_there_is_one(living, capsys, tmp_path, world, interval):
    bare = ["search", "small", "--lever", "slack_share=0:0.4", "--generations", "2", "--population", "8", "--quiet", "--members", "none"]
    told = " ".join(answer(capsys, *bare, *world, "--out", str(tmp_path)).split())
    assert ("with its 95 % interval" in told) == interval
    assert ("one future has no interval" in told) == (not interval)


def test_a_policy_that_betters_nothing_is_written_with_a_warning(living, capsys, tmp_path, monkeypatch):
    import sim.lab.search_live

    class Worse(sim.lab.search_live.Living):
        def __call__(self, task, policies, lot):
            found = super().__call__(task, policies, lot)
            return Lived(-np.abs(found.effects), found.ended)

    asked = [*ASK, "--policy", "1", "--force", "--save", str(tmp_path / "chosen.toml")]
    assert main([*asked, "--out", str(tmp_path / "a")]) == 0
    assert "note: chosen.toml" not in capsys.readouterr().err
    monkeypatch.setattr(sim.lab.search_live, "Living", Worse)
    assert main([*asked, "--out", str(tmp_path / "b")]) == 0
    assert "trivox: note: chosen.toml: Policy 1 betters the baseline in nothing but in its price." in capsys.readouterr().err


def test_a_search_from_a_file_is_the_search_that_its_options_ask_and_options_go_before(living, capsys, tmp_path):
    file = tmp_path / "search.toml"
    asked = 'base = "small"\nmembers = "none"\ngenerations = 9\npopulation = 8\n[levers]\nslack_share = [0.0, 0.4]\n[conditions]\ndemand = [0.9, 1.1]\n'
    file.write_text(asked, encoding="utf-8")
    whole = answer(capsys, *ASK, "--json", "--out", str(tmp_path / "a"))
    assert answer(capsys, "search", "--file", str(file), "--generations", "2", "--json", "--quiet", "--out", str(tmp_path / "b")) == whole
    assert main([*ASK, "--file", str(file)]) == 2
    assert main(["search", "--lever", "autonomy"]) == 2
    assert capsys.readouterr().err.count("search needs a baseline") == 2


def test_a_search_as_json_is_the_same_bytes(living, capsys, tmp_path):
    one, other = (answer(capsys, *ASK, "--out", str(tmp_path / name), "--json", "--robust", "worst-decile") for name in "ab")
    assert one == other
    told = json.loads(one)
    assert (told["kind"], told["futures"], told["robust"]) == ("trivox search", 8, "worst-decile")
    assert told["policies"][0]["fresh"]["engagement"]["low"] < told["policies"][0]["fresh"]["engagement"]["high"]


def test_a_policy_of_the_front_is_written_as_a_scenario_that_opens(living, capsys, tmp_path):
    place = tmp_path / "chosen.toml"
    answer(capsys, *ASK, "--out", str(tmp_path / "out"), "--save", str(place), "--policy", "1", "--csv", str(tmp_path), "--plots", str(tmp_path))
    row = next(csv.DictReader((tmp_path / "policies.csv").read_text().splitlines()))
    chosen = load_scenario(str(place))
    assert chosen.policy["slack_share"] == pytest.approx(float(row["slack_share"]))
    tried = list(csv.DictReader((tmp_path / "tried.csv").read_text().splitlines()))
    assert len(tried) == 16
    assert all(float(one["price"]) == pytest.approx(2000 * float(one["slack_share"]) / 0.4, rel=0.5) for one in tried)
    assert chosen.organisation == load_scenario("small").organisation
    assert {path.name for path in tmp_path.glob("*.png")} == {"pareto.png", "policies.png"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--lever", "autonmy"], "did you mean"),
        (["--aim", "enagement", "--aim", "profit"], "did you mean"),
        (["--condition", "demnd=0:1"], "did you mean"),
        (["--population", "7"], "--population"),
        (["--generations", "0"], "--generations"),
        (["--robust", "best"], "--robust"),
        (["--policy", "3"], "--policy"),
        (["--save", "policy.txt"], "does not end in .toml"),
        (["--members", "none.json"], "no such file"),
        (["--threads", "0"], "--threads"),
        (["--weeks", "-1"], "weeks"),
    ],
)
def test_what_cannot_be_searched_is_refused_in_one_line_before_anything_is_lived(capsys, monkeypatch, tmp_path, wrong, said):
    import sim.lab.search_live

    monkeypatch.setattr(sim.lab.search_live, "Living", lambda threads=None: lambda *asked: pytest.fail("a policy was lived"))
    monkeypatch.chdir(tmp_path)
    assert main([*ASK, *wrong]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert all(line.startswith("trivox: ") for line in told.err.splitlines())
