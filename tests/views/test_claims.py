"""The command `trivox claims` answers with lines, JSON or a page, goes on where it was stopped, and refuses in one line."""

import dataclasses
import json

import pytest

from sim.ensemble.store import Ensemble, Member
from sim.lab.claims_file import load_ledger
from sim.lab.claims_runs import Settings, run_ledger
from sim.lab.claims_verdict import Effect, InMember, Judged
from sim.views.claims_page import _beside_ordinary, effect, narrowly, page, row, without_luck
from sim.views.cli import main
from tests.lab.claims import GOOD, Counting, written

PLANTED = {"free": 0.5, "freer": 0.4}


@pytest.fixture(autouse=True)
def fake_engine(monkeypatch):
    """A made-up engine in place of the model."""
    engine = Counting(**PLANTED)
    monkeypatch.setattr("sim.lab.claims_runs.run_ledger.__defaults__", (*run_ledger.__defaults__[:-1], engine))
    return engine


def asked(capsys, *arguments, code=0):
    assert main(["claims", *map(str, arguments)]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.out, said.err


def test_the_claims_are_told_one_a_line(capsys, tmp_path):
    out, err = asked(capsys, written(tmp_path), "-n", 8)
    assert "A7a    holds" in out
    assert out.splitlines()[-1] == "1 holds, 0 mostly holds, 0 depends, 0 not shown, 0 mostly contradicted, 1 contradicted, of 2 claims"
    assert "runs done" in err
    assert asked(capsys, written(tmp_path), "-n", 8, "--quiet")[1] == ""


def test_json_is_pure_and_the_same_bytes(capsys, tmp_path):
    arguments = (written(tmp_path), "-n", 8, "--json", "--quiet")
    out, _ = asked(capsys, *arguments)
    assert asked(capsys, *arguments)[0] == out
    answer = json.loads(out)
    assert (answer["replications"], answer["grade"], len(answer["claims"])) == (8, "luck only", 2)
    assert answer["claims"][0]["effect"]["mean"] == pytest.approx(0.5)


def test_claims_are_told_in_dutch(capsys):
    out, _ = asked(capsys, "-n", 2, "--only", "H5", "--language", "nl", "--quiet")
    assert "Kleine herhaalde stappen verslaan een groot programma." in out


def test_one_claim_alone_runs_what_it_needs(capsys, tmp_path, fake_engine):
    out, _ = asked(capsys, written(tmp_path), "-n", 8, "--only", "A7a")
    assert "of 1 claims" in out
    assert sorted(fake_engine.asked) == ["free", "reference"]


def test_what_is_done_is_kept_and_a_page_is_not_overwritten_unasked(capsys, tmp_path, fake_engine):
    place = tmp_path / "claims.md"
    arguments = (written(tmp_path), "-n", 8, "--out", tmp_path / "out", "--page", place)
    asked(capsys, *arguments)
    before = len(fake_engine.asked)
    _, err = asked(capsys, *arguments, code=2)
    assert "is there already" in err
    asked(capsys, *arguments, "--force")
    assert len(fake_engine.asked) == before
    assert "| A7a | Autonomy engages people. | **holds** | +0.50" in place.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.toml"], "no such file"),
        (["--only", "Z9"], "there is no such claim"),
        (["--replications", "0"], "--replications"),
        (["--seed", "-1"], "--seed"),
        (["--threads", "0"], "--threads"),
        (["--members", "nowhere.json"], "no such file"),
        (["--members", "0"], "--members"),
        (["--language", "xx"], "no language"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(capsys, arguments, words):
    out, err = asked(capsys, *arguments, code=2)
    assert out == ""
    assert any(words in line for line in err.splitlines())
    assert all(line.startswith("trivox: ") for line in err.splitlines())


def test_a_page_tells_members_notes_and_counts(tmp_path):
    ledger = load_ledger(written(tmp_path, GOOD))
    members = Ensemble(tuple(Member(name) for name in "abcd"), {"grade": "assumed", "prior": "drawn by a test"})
    told = page(ledger, run_ledger(ledger, members, Settings(8), runner=Counting(**PLANTED)), members, Settings(8))
    assert "4 members (assumed): drawn by a test" in told
    assert "4 of 4 (+4, -0)" in told
    assert "0 of 4 (+0, -4)" in told
    assert "mean over plausible companies" in told
    assert "a note" in told
    assert "| rows of the catalogue | 2 | 1 | 0 | 0 | 0 | 0 | 1 |" in told
    assert "Most of these were written into rules" in told


def test_a_condition_is_told_beside_the_same_policy_in_ordinary_conditions(tmp_path):
    """Paired by member; a claim over other weeks cannot be compared and is left out."""
    made = load_ledger(written(tmp_path, GOOD)).claims[0]
    base = dataclasses.replace(made, id="H1b", kind="headline")
    claims = [base, dataclasses.replace(made, id="K1", kind="condition"), dataclasses.replace(made, id="K6", kind="condition", last=made.last - 1)]

    def judged(shift):
        members = [InMember(f"m{k}", Effect(k + shift, 0.0, 1.0, 8), 0.0, 0.0, 0, "holds", True, False) for k in range(4)]
        return Judged("any", "holds", Effect(0.0, 0.0, 0.0, 4), "SD", 1.0, tuple(members), "")

    told = _beside_ordinary(list(zip(claims, [judged(0.0), judged(-0.5), judged(-9.0)], strict=True)), "condition")
    assert len(told) == 1
    assert "| K1 | -0.50 ± 0 SD |" in told[0]
    assert "K6" not in told[0]
    assert _beside_ordinary(list(zip(claims, [judged(0.0)] * 3, strict=True)), "headline") == []


@pytest.mark.parametrize(
    ("way", "ends", "narrow"),
    [("up", (0.01, 0.05), True), ("up", (0.02, 0.05), False), ("down", (-0.05, -0.01), True), ("down", (-0.05, -0.02), False), ("equal", (0.0, 0.01), False)],
)
def test_what_holds_narrowly_is_told(tmp_path, way, ends, narrow):
    claim = dataclasses.replace(load_ledger(written(tmp_path, GOOD)).claims[0], way=way, size=0.02)
    effect = Effect(sum(ends) / 2, *ends, 8)
    for verdict in ("holds", "mostly holds"):
        one = Judged(claim.id, verdict, effect, "SD", 1.0, (), "")
        assert narrowly(claim, one) is narrow
        assert ("narrowly: the interval reaches below 0.02" in row(claim, one)[-1]) is narrow
    other = Effect(-effect.mean, -effect.high, -effect.low, 8)
    assert narrowly(claim, Judged(claim.id, "mostly contradicted", other, "SD", 0.0, (), "")) is narrow
    assert not narrowly(claim, Judged(claim.id, "depends", effect, "SD", 0.5, (), ""))


@pytest.mark.parametrize(("half", "read_back"), [(0.0, True), (0.0005, True), (0.005, False), (float("nan"), False)])
def test_what_has_no_luck_in_it_is_told_as_a_rule_read_back(half, read_back):
    assert without_luck(Effect(-1.0, -1.0 - half, -1.0 + half, 8)) is read_back


@pytest.mark.parametrize(
    ("one", "unit", "expected"),
    [
        (Effect(0.123456, 0.113456, 0.133456, 8), "SD", "+0.123 ± 0.010 SD"),
        (Effect(-5.7038, -5.79, -5.62, 8), "years of profit", "-5.704 ± 0.085 years of profit"),
        (Effect(0.0, 0.0, 0.0, 8), "SD", "+0 ± 0 SD"),
        (Effect(float("nan"), float("nan"), float("nan"), 0), "SD", "no data"),
        (Effect(2.0, float("nan"), float("nan"), 1), "of its own", "+2.0 (no interval)"),
        (Effect(-94.3, -96.3, -92.3, 8), "0-100", "-94.3 ± 2.0 points"),
        (Effect(-0.52, -0.63, -0.41, 8), "0/1", "-0.52 ± 0.11 of companies"),
    ],
)
def test_effects_are_written_to_the_digits_that_mean_something(one, unit, expected):
    assert effect(one, unit) == expected
