"""A run that was saved goes on in another process as if it had never stopped; what is not a saved moment is refused."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from tests.engine.firms import RESTLESS, block, differing, firm, state_bytes

pytestmark = pytest.mark.thorough

WEEKS = 30

GO_ON = """
import hashlib, sys
from pathlib import Path
from tests.engine.firms import RESTLESS, block, firm, state_bytes
one = block(firm(**RESTLESS))
for line in sys.argv[1:]:
    week, path = line.split("=", 1)
    one.load(Path(path))
    assert one.week == int(week)
    one.advance(firm(**RESTLESS).with_(weeks=30).paths()[one.week :])
    print(hashlib.sha256(b"".join(state_bytes(one).values())).hexdigest())
"""


def path_of(weeks=WEEKS):
    """What is intended in a restless firm."""
    return firm(**RESTLESS).with_(weeks=weeks).paths()


@pytest.fixture(scope="module")
def straight():
    """A run that never stopped."""
    one = block(firm(**RESTLESS))
    one.advance(path_of())
    return one


@pytest.fixture
def saved(tmp_path):
    """A run saved after ten weeks, and its file."""
    one = block(firm(**RESTLESS))
    one.advance(path_of()[:10])
    one.save(tmp_path / "moment.npz")
    return one, tmp_path / "moment.npz"


def test_saved_and_gone_on_in_a_new_process_is_the_same_as_straight_on(straight, tmp_path, repository):
    given = []
    for week in (0, 1, 13, 29, 30):
        one = block(firm(**RESTLESS))
        one.advance(path_of()[:week])
        one.save(tmp_path / f"{week}.npz")
        given.append(f"{week}={tmp_path / f'{week}.npz'}")
    answer = subprocess.run([sys.executable, "-c", GO_ON, *given], cwd=repository, capture_output=True, text=True, check=True)
    expected = hashlib.sha256(b"".join(state_bytes(straight).values())).hexdigest()
    assert answer.stdout.split() == [expected] * 5


def test_a_chain_of_moments_is_the_same_as_straight_on(straight, tmp_path):
    one = block(firm(**RESTLESS))
    for week in range(0, WEEKS, 3):
        one.advance(path_of()[week : week + 3])
        one.save(tmp_path / "chain.npz")
        one = block(firm(**RESTLESS))
        one.load(tmp_path / "chain.npz")
    assert not differing(state_bytes(straight), state_bytes(one))


def refused(one, file):
    """The one clear line with which a file is refused; the run stays as it was."""
    before = state_bytes(one)
    with pytest.raises(ValueError, match=r"^moment\.npz: ") as trouble:
        one.load(file)
    assert "\n" not in str(trouble.value)
    assert not differing(before, state_bytes(one))
    return str(trouble.value)


@pytest.mark.parametrize("damage", ["empty", "half", "noise", "text", "lost", "flipped"])
def test_a_damaged_moment_is_refused_with_one_line(saved, damage):
    one, file = saved
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    if damage == "flipped":
        data[middle : middle + 64] = bytes(255 - b for b in data[middle : middle + 64])
    broken = {"empty": b"", "half": bytes(data[:middle]), "noise": bytes(np.random.default_rng(0).bytes(4000)), "text": b"week 10\n", "flipped": bytes(data)}
    file.unlink() if damage == "lost" else file.write_bytes(broken[damage])
    assert "damaged" in refused(one, file)


@pytest.mark.parametrize("other", ["seed", "lanes", "organisation", "parameters", "off"])
def test_a_moment_of_another_run_is_refused(saved, other):
    _, file = saved
    strangers = {
        "seed": lambda: block(firm(**RESTLESS), seed=6),
        "lanes": lambda: block(firm(**RESTLESS), lanes=(0, 2)),
        "organisation": lambda: block(firm(**RESTLESS, organisation={"team_size": 5})),
        "parameters": lambda: block(firm(**RESTLESS, parameters={"strain.kappa": 0.05})),
        "off": lambda: block(firm(**RESTLESS, off=("strain",))),
    }
    assert "another run" in refused(strangers[other](), file)


def test_a_moment_of_an_organisation_with_the_same_seats_and_other_ways_is_refused(saved):
    """Journeys and team sizes of the same number of seats: the chart belongs to the identity."""
    _, file = saved
    refused(block(firm(**RESTLESS, organisation={"journey": "single"})), file)
    refused(block(firm(**RESTLESS, organisation={"unit_spread": 0.3})), file)


def test_a_file_with_wrong_shapes_inside_is_refused(saved):
    one, file = saved
    with np.load(file) as content:
        arrays = dict(content)
    arrays["people-engagement"] = arrays["people-engagement"][:-1]
    np.savez(file, **arrays)
    refused(one, file)


def test_saving_leaves_no_half_file_behind(saved):
    _, file = saved
    assert [path.name for path in file.parent.iterdir()] == ["moment.npz"]
