"""`trivox fit`: what people read, what is written, and what is refused before anything is lived; members are made up, and no engine runs."""

import json
import re
from typing import Any

import pytest
from typer.main import get_command

from sim.ensemble import store
from sim.ensemble.store import load, save
from sim.lab import fit_whole
from sim.lab.fit_files import AFTER, SETTLES
from sim.scenario import load_scenario
from sim.views.cli import app, main
from tests.lab.fit_world import FakeWorld
from tests.lab.test_fit import members

COMPANY = """name = "Us"
employees = 487
teams = 40
turnover = 0.2345
absence = 0.055
burnout = 0.22
margin = 0.05
nps = {value = 5, usual = 12, respondents = 600}
"""


def unknown(words):
    """Options of a command line that its command does not have."""
    made: Any = get_command(app)
    known = {name for one in made.commands[words[0]].params for name in one.opts}
    return [word for word in words if word.startswith("--") and word not in known]


@pytest.fixture
def there(tmp_path, monkeypatch):
    """A folder with a company and members; what would be lived is made up."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    (tmp_path / "company.toml").write_text(COMPANY, encoding="utf-8")
    save(tmp_path / "some.json", members(24), {"grade": "made up"})

    def made_up(scenario, some, names, **settings):
        return FakeWorld(made_up.layout, len(some))

    original = fit_whole.layout_of

    def layout_of(company):
        made_up.layout = original(company)
        return made_up.layout

    monkeypatch.setattr(fit_whole, "layout_of", layout_of)
    monkeypatch.setattr(fit_whole, "founded", made_up)
    return tmp_path


def test_a_fit_is_told_in_words_and_writes_a_scenario_and_members(there, capsys):
    assert main(["fit", "company.toml", "--members", "some.json", "--to", "ours.toml", "--members-to", "ours.json", "--plots", "pictures"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for part in ("Us: 5 numbers of 487 employees", "There are plausible companies of ours", "23.4 %", "tight labour market", "Weights:", "Uncertain numbers:",
                 "What no fit can tell", "wrote ours.toml", "wrote ours.json"):
        assert part in out, part
    assert load_scenario("ours.toml").organisation.units == 12
    assert 2 <= len(load(there / "ours.json")) <= 24
    assert (there / "pictures" / "fit.png").stat().st_size > 10_000
    assert not list(there.glob(".*"))


def test_the_plan_of_the_guide_is_one_for_the_company_that_was_fitted(there, repository):
    assert main(["fit", "company.toml", "--members", "some.json", "--to", "ours.toml", "--members-to", "ours.json", "--quiet"]) == 0
    guide = (repository / "docs" / "fit.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    (there / "plan.toml").write_text(text, encoding="utf-8")
    ours, plan = load_scenario("ours.toml"), load_scenario("plan.toml")
    assert {step.start for step in plan.timeline} == {SETTLES}
    assert (plan.organisation, plan.policy, plan.world, plan.weeks) == (ours.organisation, ours.policy, ours.world, ours.weeks)
    assert plan.weeks == SETTLES + AFTER
    assert f"plans begin at week {SETTLES}, and runs take {SETTLES + AFTER} weeks" in guide
    assert f"--in ours.toml --from {SETTLES} " in guide
    assert [unknown(line.split()[1:]) for line in re.findall(r"^    (trivox .*)$", guide, re.MULTILINE)] == [[]] * 4


def test_the_company_that_was_fitted_says_how_a_plan_is_written_on_it(there):
    assert main(["fit", "company.toml", "--members", "some.json", "--to", "ours.toml", "--quiet"]) == 0
    lines = [line.removeprefix("#   ") for line in (there / "ours.toml").read_text(encoding="utf-8").splitlines() if line.startswith("#   ")]
    command, plan = lines[0], "\n".join(lines[1:]).replace("NAME_OF_THIS_FILE", "ours")
    assert unknown(command.split()[1:]) == []
    (there / "plan.toml").write_text(plan, encoding="utf-8")
    assert load_scenario("plan.toml").timeline[0].start == SETTLES


def test_the_same_question_gives_the_same_json(there, capsys):
    answers = []
    for _ in range(2):
        assert main(["fit", "company.toml", "--members", "some.json", "--json"]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    found = json.loads(answers[0])
    assert found["kind"] == "trivox fit"
    assert sum(one["weight"] for one in found["weights"]) == pytest.approx(1.0)
    assert {one["name"] for one in found["numbers"]} == {"turnover", "absence", "burnout", "margin", "nps"}


def test_a_company_like_none_is_said_so_first(there, capsys):
    (there / "odd.toml").write_text("employees = 400\nutilisation = 0.4\nturnover = 0.15\n", encoding="utf-8")
    assert main(["fit", "odd.toml", "--members", "some.json"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "No plausible company of ours looks like yours: nearest on people who leave of their own will; off on utilisation." in out


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["company.toml", "--members", "none"], "a fit needs members"),
        (["company.toml", "--members", "nothing.json"], "is no such file"),
        (["company.toml", "--members", "some.json", "--units", "onw"], "did you mean own?"),
        (["company.toml", "--members", "some.json", "-n", "3"], "an even number"),
        (["company.toml", "--members", "some.json", "--to", "ours.txt"], "must end in .toml"),
        (["company.toml", "--members", "some.json", "--to", "company.toml"], "is there already"),
        (["company.toml", "--members", "some.json", "--to", "nowhere/ours.toml"], "there is no folder"),
        (["company.toml", "--members", "some.json", "--members-to", "ours.toml"], "must end in .json"),
        (["company.toml", "--members", "some.json", "--seed", "-1"], "--seed"),
        (["nowhere.toml", "--members", "some.json"], "no such file"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(there, capsys, arguments, part):
    assert main(["fit", *arguments]) == 2
    told = capsys.readouterr()
    assert part in told.err
    assert not told.out
    assert "Traceback" not in told.err


def test_without_an_ensemble_it_says_what_makes_one(there, capsys, monkeypatch):
    monkeypatch.setattr(store, "SHIPPED", there / "plausible.json")
    assert main(["fit", "company.toml"]) == 2
    assert "make calibrate" in capsys.readouterr().err


def test_a_file_about_persons_is_refused_without_a_word_of_it(there, capsys):
    (there / "people.csv").write_text("naam;e-mail;verloop\nJan;jan@zaak.nl;0\n", encoding="utf-8")
    assert main(["fit", "people.csv", "--members", "some.json"]) == 2
    told = capsys.readouterr().err
    assert "data on persons" in told
    assert "jan@" not in told
