"""A claims file is data: what is right is read whole, what is wrong is told in one line with its place, what is allowed, and the nearest right name."""

import pytest

from sim.lab.claims import Pair
from sim.lab.claims_file import chosen, load_ledger
from sim.scenario import ScenarioError
from tests.lab.claims import GOOD, written


def told(folder, text):
    with pytest.raises(ScenarioError) as refused:
        load_ledger(written(folder, text))
    assert all("\n" not in line for line in refused.value.problems)
    return refused.value.problems


def test_a_good_file_is_read_whole(tmp_path):
    first, second = load_ledger(written(tmp_path)).claims
    assert (first.id, first.pair, first.way, first.size, first.first, first.last) == ("A7a", Pair("free", "reference"), "up", 0.02, 53, 104)
    assert (second.pair, second.beyond, second.size, second.note) == (Pair("freer", "free"), Pair("free", "reference"), 0.1, "a note")
    assert second.arms == ("freer", "free", "reference")


def test_arms_extend_the_library_and_one_another(tmp_path):
    arms = load_ledger(written(tmp_path)).arms
    assert set(arms) == {"free", "freer", "reference"}
    assert (arms["freer"].policy["autonomy"], arms["freer"].policy["control"]) == (0.9, 0.1)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('measure = "engagement"', 'measure = "engagment"', 15, ("claim[1].measure", "did you mean engagement")),
        ('scenario = "free"', 'scenario = "frea"', 14, ("claim[1].scenario", "did you mean free")),
        ('direction = "up"', 'direction = "upp"', 17, ("claim[1].direction", "up, down, equal, no worse")),
        ("weeks = [53, 104]", "weeks = [104, 53]", 16, ("claim[1].weeks", "from 1 to 260")),
        ("weeks = [53, 104]", "weeks = [53, 1040]", 16, ("claim[1].weeks", "from 1 to 260")),
        ('source = ["A7"]', 'source = ["A77"]', 13, ("no such row", "did you mean A7")),
        ('kind = "row"', 'kind = "headline"', 0, ("claim[1].headline", "1 to 20")),
        ('kind = "row"', 'kind = "disagreement"', 0, ("claim[1].views",)),
        ('kind = "row"', 'kind = "roe"', 12, ("unknown word", "did you mean row")),
        ('id = "A7b"', 'id = "a7A"', 20, ("not a usable name",)),
        ('id = "A7b"', 'id = "A7A"', 20, ("taken by another claim",)),
        ("policy = { autonomy = 0.9 }", "policy = { autonmy = 0.9 }", 6, ("arms.free.policy.autonmy", "did you mean autonomy")),
        ("policy = { autonomy = 0.9 }", "policy = { autonomy = 9 }", 6, ("arms.free.policy.autonomy", "0 to 1")),
        ('extends = "free"', 'extends = "fre"', 7, ("no such scenario", "did you mean free")),
        ("free = { policy", "people_first = { policy", 6, ("the library has a scenario of this name",)),
        ("SD = 0.02", "SDD = 0.02", 3, ("no measure has this unit", "did you mean SD")),
        ("SD = 0.02", 'SD = "small"', 3, ("must be a number",)),
        ('says = "Autonomy engages people."', 'say = "Autonomy engages people."', 11, ("claim[1].say", "did you mean says")),
        ("size = 0.1", 'size = "large"', 30, ("must be a number",)),
        ("size = 0.1", "size = -0.1", 30, ("out of range",)),
        ('beyond = ["free", "reference"]', 'beyond = ["free"]', 26, ("a scenario and its baseline",)),
        ('baseline = "free"', 'baseline = "freer"', 24, ("compared with itself",)),
        ("[smallest]", "[smalest]", 2, ("unknown key", "did you mean smallest")),
    ],
)
def test_a_problem_is_told_where_it_stands(tmp_path, old, new, line, words):
    assert old in GOOD
    problems = told(tmp_path, GOOD.replace(old, new, 1))
    assert any(all(word in problem for word in words) and (not line or f"ledger.toml:{line}:" in problem) for problem in problems), problems


def test_all_problems_are_told_at_once(tmp_path):
    problems = told(tmp_path, GOOD.replace('measure = "engagement"', 'measure = "nonsense"'))
    assert len(problems) == 2


@pytest.mark.parametrize("text", ["", "claim = 3", "[[claim]]\nid = 3\n", "claim = [1, 2]", "[arms]\nx = 3\n", "arms = 3", "smallest = 3", "\x00", "[[claim]"])
def test_nonsense_is_refused_and_nothing_else(tmp_path, text):
    assert told(tmp_path, text)


def test_a_way_that_is_no_worse_needs_a_better_way(tmp_path):
    text = GOOD.replace('measure = "engagement"', 'measure = "heads"', 1).replace('direction = "up"', 'direction = "no worse"', 1)
    assert "neither way is worse" in told(tmp_path, text)[0]


def test_claims_are_chosen_by_name(tmp_path):
    ledger = load_ledger(written(tmp_path))
    assert [one.id for one in chosen(ledger, ["A7b"]).claims] == ["A7b"]
    assert chosen(ledger, []) == ledger
    with pytest.raises(ScenarioError, match="did you mean A7a"):
        chosen(ledger, ["A7aa"])
