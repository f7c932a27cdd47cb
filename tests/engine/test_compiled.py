"""Machine code: made from the present text, healed when torn, kept out of harm's way, and vectorised."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from sim.compiled import fast, flat
from sim.engine import week
from sim.kernel import _keep, _read
from sim.state import GROUPS
from sim.vocabulary import rows

LAWS = """
from sim.compiled import law

@law
def grown(x):
    return x * 2.0
"""

SWEEPS = """
import sys
from typing import NamedTuple

import numpy as np

from sim.compiled import page, sweep
from sim.kernel import Kernel
from own_laws import grown


class Group(NamedTuple):
    values: object


@sweep
def all_grow(group):
    scratch = np.zeros(group.values.shape[1], np.float32)
    for i in range(group.values.shape[0]):
        for lane in range(group.values.shape[1]):
            scratch[lane] = grown(group.values[i, lane])
            group.values[i, lane] = scratch[lane]


@page
def one_week(group, weeks):
    for week in range(weeks):
        all_grow(group)


kernel = Kernel(one_week, "group.values:float32")
if __name__ == "__main__":
    for kind in sys.argv[1:] or ["float32"]:
        group = Group(np.ones((3, 4), kind))
        warm = kernel.is_warm()
        kernel(4, {"group": group}, weeks=2)
        print(group.values[2, 3], "warm" if warm else "cold", "compiler" if "numba" in sys.modules else "")
"""


class Workshop:
    """A folder with a law in one file and a sweep in another, run in a new process each time."""

    def __init__(self, folder: Path, repository: Path) -> None:
        self.folder, self.cache = folder, folder / "cache"
        self.environment = {**os.environ, "PYTHONPATH": str(repository), "TRIVOX_CACHE": str(self.cache), "PYTHONDONTWRITEBYTECODE": "1"}
        (folder / "own_laws.py").write_text(textwrap.dedent(LAWS))
        (folder / "own_sweeps.py").write_text(textwrap.dedent(SWEEPS))

    def whole(self, *arguments: str) -> list[str]:
        """The number that comes out, whether machine code was there before, and whether the compiler was asked."""
        answer = subprocess.run([sys.executable, "own_sweeps.py", *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.split()

    def run(self, *arguments: str) -> list[str]:
        """The number that comes out, and whether machine code was there before."""
        return self.whole(*arguments)[:2]

    def code(self) -> Path:
        """The file with the machine code."""
        (file,) = self.cache.glob("code-*")
        return file


@pytest.fixture
def workshop(tmp_path, repository):
    """A workshop of its own for each test."""
    return Workshop(tmp_path, repository)


@pytest.mark.thorough
def test_an_edited_law_in_another_file_never_meets_old_machine_code(workshop):
    assert workshop.run() == ["4.0", "cold"]
    assert workshop.run() == ["4.0", "warm"]
    laws = workshop.folder / "own_laws.py"
    stamp = laws.stat()
    laws.write_text(laws.read_text().replace("2.0", "3.0"))
    os.utime(laws, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert workshop.run() == ["9.0", "cold"]
    laws.write_text(laws.read_text().replace("3.0", "2.0"))
    assert workshop.run() == ["4.0", "warm"]


@pytest.mark.thorough
def test_a_number_that_a_law_reads_from_its_file_counts_as_its_text(workshop):
    laws = workshop.folder / "own_laws.py"
    laws.write_text(laws.read_text().replace("@law", "import numpy as np\nFACTOR = np.float32(2.0)\n@law").replace("x * 2.0", "x * FACTOR"))
    assert workshop.run() == ["4.0", "cold"]
    laws.write_text(laws.read_text().replace("float32(2.0)", "float32(5.0)"))
    assert workshop.run() == ["25.0", "cold"]


@pytest.mark.thorough
@pytest.mark.parametrize("kept", [0, 1, 100, -1])
def test_a_torn_cache_heals_by_itself_with_the_right_answer(workshop, kept):
    assert workshop.run() == ["4.0", "cold"]
    files = [file for file in workshop.cache.rglob("*") if file.is_file()]
    assert sorted(file.name.split("-")[0] for file in files) == ["code", "text"]
    for file in files:
        file.write_bytes(file.read_bytes()[:kept])
    assert workshop.run()[0] == "4.0"
    assert workshop.run() == ["4.0", "warm"]


@pytest.mark.thorough
def test_noise_in_the_cache_heals_by_itself(workshop):
    workshop.run()
    for file in workshop.cache.rglob("*-*"):
        file.write_bytes(os.urandom(file.stat().st_size))
    assert workshop.run()[0] == "4.0"
    assert workshop.whole() == ["4.0", "warm"]


@pytest.mark.thorough
def test_a_single_flipped_bit_in_the_machine_code_is_seen(workshop):
    workshop.run()
    content = bytearray(workshop.code().read_bytes())
    content[len(content) // 2] ^= 1
    workshop.code().write_bytes(content)
    assert workshop.whole() == ["4.0", "warm", "compiler"]


@pytest.mark.thorough
def test_a_warm_start_asks_no_compiler(workshop):
    assert workshop.whole() == ["4.0", "cold", "compiler"]
    assert workshop.whole() == ["4.0", "warm"]


@pytest.mark.thorough
def test_machine_code_that_calls_what_is_not_there_is_made_anew(workshop):
    """The linker would end the process over such a name, so it is asked for beforehand."""
    workshop.run()
    made = _read(workshop.code())
    assert "NRT_MemInfo_alloc_aligned" in made.calls, "a scratch array asks for memory by way of the compiler's library"
    _keep(workshop.code(), replace(made, calls=[*made.calls, "nobody_offers_this"]))
    assert workshop.whole() == ["4.0", "warm", "compiler"]
    assert workshop.whole() == ["4.0", "warm"]


@pytest.mark.thorough
def test_arrays_of_another_kind_are_never_read_as_what_they_are_not(workshop):
    assert workshop.run("float32") == ["4.0", "cold"]
    assert workshop.whole("float64") == ["4.0", "warm", "compiler"]
    assert workshop.whole("float64") == ["4.0", "warm"]
    assert workshop.run("float32") == ["4.0", "warm"]


@pytest.mark.thorough
def test_kept_code_and_the_compiler_live_in_one_process(workshop):
    """The compiler's memory library is loaded first by itself, then by the compiler; scratch arrays work before and after."""
    workshop.run()
    assert workshop.whole("float32", "float64", "float32") == ["4.0", "warm", "4.0", "warm", "compiler", "4.0", "warm", "compiler"]


@pytest.mark.thorough
def test_a_comment_neither_compiles_anew_nor_loses_what_was_known(workshop):
    assert workshop.run() == ["4.0", "cold"]
    laws = workshop.folder / "own_laws.py"
    laws.write_text(laws.read_text() + "\n# a thought\n")
    assert workshop.whole() == ["4.0", "warm"]
    assert len(list(workshop.cache.glob("text-*"))) == 2
    assert workshop.code()


@pytest.mark.thorough
def test_a_cache_that_cannot_be_written_costs_time_only(workshop):
    workshop.cache.write_text("a file where a folder should be")
    assert workshop.run() == ["4.0", "cold"]
    assert workshop.run() == ["4.0", "cold"]
    assert workshop.cache.read_text() == "a file where a folder should be"


@pytest.mark.thorough
def test_the_name_of_the_machine_code_changes_with_every_law_and_lever_default(tmp_path, repository):
    """The real model: an edit of a law deep down, of an arithmetic function, of the rewriting or of a default gives another name."""
    shutil.copytree(repository / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    program = "from sim.compiled import source_hash; from sim.engine.week import some_weeks; print(source_hash(some_weeks))"
    environment = {**os.environ, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}

    def name() -> str:
        answer = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        return answer.stdout.strip()

    names = [name()]
    edits = {"mechanisms/turnover.py": ("0.5)\n", "0.51)\n"),
             "arithmetic.py": ("return max(x, 0.0)", "return max(x, 0.001)"), "policy.py": ("] = 0.05", "] = 0.06")}
    for file, (old, new) in edits.items():
        path = tmp_path / "sim" / file
        assert old in path.read_text(encoding="utf-8"), file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        names.append(name())
    assert len(set(names)) == len(names)


SWEEPS_THAT_COST = ["people_tire_and_recover", "people_take_heart_or_give_up", "customers_take_in_what_they_meet"]


@pytest.mark.thorough
@pytest.mark.parametrize("name", SWEEPS_THAT_COST)
def test_loops_over_lanes_become_vector_instructions(name):
    """The sweeps that cost most are computed eight or sixteen lanes at a time, where the processor can."""
    import llvmlite.binding
    import numba

    features = llvmlite.binding.get_host_cpu_features()
    if not features.get("avx"):
        pytest.skip("this processor has no wide vectors")
    made = fast(getattr(week, name))
    made.compile(tuple(_kind(use, numba) for use in flat(getattr(week, name))[1].parameters()))
    (assembly,) = made.inspect_asm().values()
    wide = re.findall(r"\bv(?:mulps|fn?m(?:add|sub)\d*ps)\s.*%[yz]mm", assembly)
    assert len(wide) > 10, f"{len(wide)} wide multiplications: the loop over lanes is no longer a vector loop"
    assert not re.findall(r"\bvfn?m(?:add|sub)\d*[ps]s\b", assembly), "a product and a sum melted into one: other bits than plain Python gives"


def _kind(parameter, numba):
    """The machine type of a rewritten sweep's parameter: a pointer to its array's numbers, or a whole number."""
    if "__" not in parameter or parameter.endswith(("__size", "__shape0", "__shape1")):
        return numba.int64
    group, field = parameter.split("__", 1)
    declared = {row.name: row.about.kind for row in rows(GROUPS[group])} if group in GROUPS else {}
    known = {"chart": "uint32" if field.endswith("entity") else "float32" if field in FLOAT_FIELDS else "int32", "luck": "uint32"}
    return numba.types.CPointer(getattr(numba, declared.get(field) or known.get(group, "float32")))


FLOAT_FIELDS = ("unit_start_customers", "mean_steps", "visits_each", "teams_in_unit", "team_size", "layers")
