"""Files that were valid and are no longer: bytes, tokens, lines and values of real scenarios changed at random. Never a traceback, never more than a second,
and each problem one printable line. Steady seeds here; `make slow` takes fresh ones and prints them."""

from __future__ import annotations

import os
import random
import re
import secrets
import time
from pathlib import Path

import pytest

from sim.policy import LEVERS
from sim.scenario import Scenario, load_scenario
from sim.scenario.read import library_folder
from sim.views.cli import main
from tests.scenario.conftest import refusal

VALID = sorted(library_folder().glob("*.toml"))
WORDS = ("nan", "-inf", "1e400", "-0.0", "0x7fff", "9" * 40, "1_000", "true", "''", '"""', "[]", "{}", "[[", "]]", "=", ".", "\\", "#", "1979-05-27T07:32:00Z",
         '"reference"', '"step"', "extends", "[policy]", "[[timeline]]", "[[event]]", "[organisation]", "off = [", "lever", "week", "until",
         "\n", "\r\n", "\t", "\x00", "\u202e", "é", "😀", "²", "١")
NUMBERS = ("0", "-1", "1", "0.5", "1.0000001", "1e308", "5e-324", "20", "260", "1041", "2500", "200000",
           str(2**63), "nan", "inf", "0.1e1", "+1", "1.", ".5", "01")


def bytes_changed(luck: random.Random, raw: bytes) -> bytes:
    """Some bytes turned, cut, doubled or put in."""
    text = bytearray(raw)
    for _ in range(luck.randint(1, 6)):
        at = luck.randrange(len(text) + 1) if text else 0
        what = luck.randrange(4)
        if what == 0 and at < len(text):
            text[at] = luck.randrange(256)
        elif what == 1:
            del text[at : at + luck.randint(1, 30)]
        elif what == 2:
            text[at:at] = text[max(at - luck.randint(1, 200), 0) : at]
        else:
            text[at:at] = bytes(luck.randrange(256) for _ in range(luck.randint(1, 4)))
    return bytes(text)


def tokens_changed(luck: random.Random, raw: bytes) -> bytes:
    """Some words, numbers or signs replaced, swapped or dropped."""
    parts = re.split(r"(\s+|[=\[\]{},.\"#])", raw.decode("utf-8"))
    for _ in range(luck.randint(1, 5)):
        at, other = luck.randrange(len(parts)), luck.randrange(len(parts))
        what = luck.randrange(4)
        if what == 0:
            parts[at] = luck.choice((*WORDS, *LEVERS))
        elif what == 1:
            parts[at], parts[other] = parts[other], parts[at]
        elif what == 2:
            parts[at] = ""
        else:
            parts[at] = parts[other]
    return "".join(parts).encode("utf-8", "surrogatepass")


def values_changed(luck: random.Random, raw: bytes) -> bytes:
    """Lines stay lines: what stands after an equals sign changes, or whole lines move, double or vanish."""
    lines = raw.decode("utf-8").split("\n")
    for _ in range(luck.randint(1, 4)):
        at = luck.randrange(len(lines))
        what = luck.randrange(4)
        if what == 0 and "=" in lines[at]:
            lines[at] = f"{lines[at].split('=')[0]}= {luck.choice((*NUMBERS, *WORDS))}"
        elif what == 1:
            lines.insert(at, lines[luck.randrange(len(lines))])
        elif what == 2:
            lines.insert(at, f"{luck.choice(LEVERS)} = {luck.choice(NUMBERS)}")
        else:
            del lines[at]
            lines = lines or [""]
    return "\n".join(lines).encode("utf-8")


CHANGES = {"bytes": bytes_changed, "tokens": tokens_changed, "values": values_changed}


def survives(path: Path, content: bytes) -> list[str]:
    """The lines in which a file is refused (none when it is accepted), having been read twice with the same answer and within a second."""
    path.write_bytes(content)
    began = time.process_time()
    lines = refusal(lambda: load_scenario(path))
    took = time.process_time() - began
    assert took < 1.0, f"{took:.1f} s"
    assert len(lines) <= 20
    assert all(line.isprintable() and len(line) < 2000 for line in lines), lines
    return lines


def fuzzed(change: str, seed: int, times: int, folder: Path) -> dict[str, int]:
    """So many changed files; how many were refused."""
    told = {"accepted": 0, "refused": 0}
    for number in range(times):
        luck = random.Random(f"{change} {seed} {number}")
        content = CHANGES[change](luck, luck.choice(VALID).read_bytes())
        try:
            lines = survives(folder / "fuzz.toml", content)
        except BaseException as trouble:
            raise AssertionError(f"change {change!r}, seed {seed}, number {number}: {type(trouble).__name__}: {trouble}\n{content!r}") from trouble
        told["refused" if lines else "accepted"] += 1
    return told


@pytest.mark.thorough
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_accepted_or_refused_in_lines(change, tmp_path):
    told = fuzzed(change, 1, 700, tmp_path)
    assert min(told.values()) > 10, f"one-sided changes test little: {told}"


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_freshly_changed_files_are_accepted_or_refused_in_lines(change, tmp_path):
    seed = int(os.environ.get("TRIVOX_SEED", secrets.randbits(31)))
    print(f"TRIVOX_SEED={seed}")
    fuzzed(change, seed, 20_000, tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize("change", CHANGES)
def test_the_command_refuses_changed_files_with_code_two_and_lines_only(change, tmp_path, capsys):
    for number in range(40):
        luck = random.Random(f"command {change} {number}")
        path = tmp_path / "fuzz.toml"
        path.write_bytes(CHANGES[change](luck, luck.choice(VALID).read_bytes()))
        lines = refusal(lambda path=path: load_scenario(path))
        code = main(["check", str(path)])
        said = capsys.readouterr()
        assert code == (2 if lines else 0), (number, lines)
        assert "Traceback" not in said.err + said.out
        if lines:
            told = said.err.splitlines() + said.out.splitlines()
            assert len(told) == len(lines)
            assert all(line.isprintable() for line in told)


def test_what_is_accepted_is_a_scenario_that_says_the_same_again(tmp_path):
    """An accepted file gives the same fingerprint when it is read again."""
    kept = 0
    for number in range(60):
        luck = random.Random(f"again {number}")
        path = tmp_path / "fuzz.toml"
        if not survives(path, values_changed(luck, luck.choice(VALID).read_bytes())):
            one, other = load_scenario(path), load_scenario(path)
            assert isinstance(one, Scenario)
            assert one.fingerprint() == other.fingerprint()
            kept += 1
    assert kept > 3
