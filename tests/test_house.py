"""The rules of the house (CONTRIBUTING.md). Each failure says in a sentence what to do."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.vocabulary import Column, Condition, Constant, Lever, Parameter, Row, rows

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
MECHANISMS = [path for path in sorted((ROOT / "sim" / "mechanisms").glob("*.py")) if path.stem != "__init__"]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tracked() -> list[Path]:
    """Files of the project as git knows them (new ones included); outside a checkout, all that look like ours."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode == 0:
        return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [path for top in ("sim", "tests", "docs", "scenarios") for path in (ROOT / top).rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# --- size -----------------------------------------------------------------------------------------------------------------------------------------------


def test_files_stay_under_300_lines_or_have_a_reason() -> None:
    reasons = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "decisions").glob("*.md"))
    long = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    unexplained = {name: lines for name, lines in long.items() if lines > 300 and name not in reasons}
    assert not unexplained, f"split these files, or name them with the reason in docs/decisions: {unexplained}"


# --- mechanisms -----------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MECHANISMS, ids=lambda path: path.stem)
def test_a_mechanism_has_its_field_and_its_hour(path: Path) -> None:
    from sim.parameters import Parameters
    from sim.views.documents import week

    module = f"sim.mechanisms.{path.stem}"
    homes = {name: hint.__module__ for name, hint in inspect.get_annotations(Parameters, eval_str=True).items()}
    assert homes.get(path.stem) == module, f"{_name(path)} has no field {path.stem} in Parameters (sim/parameters.py)"
    assert module in {function.__module__ for function in week()}, f"no sweep of {_name(path)} is called in sim/engine/week.py"


@pytest.mark.parametrize("path", MECHANISMS, ids=lambda path: path.stem)
def test_a_mechanism_says_what_it_claims(path: Path) -> None:
    text = ast.get_docstring(_tree(path)) or ""
    first = text.split("\n", 1)[0]
    assert re.fullmatch(r"[^:]+: .+\.", first), f"{_name(path)}: the first line is its name, a colon and a plain claim with a full stop"
    assert re.search(r"\b(Source|Sources|Rows?)\b", text), f"{_name(path)}: the text names its source, or the rows of the catalogue that it serves"
    assert "off" in text.lower(), f"{_name(path)}: the text says what happens when it is switched off"


def _laws() -> Iterator[tuple[str, str]]:
    for path in SOURCES:
        for node in _tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and any(ast.unparse(d) == "law" for d in node.decorator_list):
                yield path.stem, node.name


def test_every_law_has_a_property_test() -> None:
    used = set()
    for path in (ROOT / "tests" / "laws").glob("test_*.py"):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                used.add(node.id if isinstance(node, ast.Name) else node.attr)
    untested = [f"{module}.{law}" for module, law in _laws() if law not in used]
    assert not untested, f"laws without a test in tests/laws: {', '.join(untested)}"


def test_every_function_that_is_called_by_the_week_has_a_sentence() -> None:
    from sim.views.documents import week

    silent = [function.__qualname__ for function in week() if not (function.__doc__ or "").strip()]
    assert not silent, f"these sweeps lack the one sentence that the process overview shows: {silent}"


# --- declarations ---------------------------------------------------------------------------------------------------------------------------------------


def _declared() -> list[tuple[str, Row]]:
    from sim.balance import Balance
    from sim.engine.weekly import Weekly
    from sim.parameters import Parameters
    from sim.policy import Policy, World
    from sim.state import GROUPS
    from sim.views.documents import declared

    flat = [Policy, World, Weekly, Balance, *GROUPS.values()]
    return [*declared(Parameters, Parameter), *((f"{group.__name__}.{row.name}", row) for group in flat for row in rows(group))]


def test_every_declared_field_has_unit_range_meaning_and_a_default_within_range() -> None:
    wrong = []
    for name, row in _declared():
        about = row.about
        if not isinstance(about, Parameter | Lever | Condition | Column | Constant) or not about.unit.strip() or not about.meaning.strip():
            wrong.append(f"{name}: no unit or meaning")
        elif isinstance(about, Constant):
            continue
        elif not about.low < about.high:
            wrong.append(f"{name}: empty range {about.low} to {about.high}")
        elif isinstance(about, Parameter | Lever | Condition) and not about.low <= float(row.default) <= about.high:
            wrong.append(f"{name}: default {row.default} outside {about.low} to {about.high}")
        if isinstance(about, Parameter | Lever) and not about.source.strip():
            wrong.append(f"{name}: no source")
        if isinstance(about, Lever) and not about.overdose.strip():
            wrong.append(f"{name}: says nothing about overdoing it")
        if isinstance(about, Parameter) and about.grade not in ("measured", "published", "assumed"):
            wrong.append(f"{name}: grade {about.grade!r}")
        if isinstance(about, Parameter) and about.grade == "published" and about.source.strip() == "assumed":
            wrong.append(f"{name}: published, but by whom?")
    assert not wrong, "\n".join(wrong)


# --- what may be imported, called and named ---------------------------------------------------------------------------------------------------------------


HEAVY = ("numba", "mesa", "pandas", "scipy.stats", "matplotlib.pyplot", "networkx", "pydantic")


@pytest.mark.parametrize("statement", ["import sim", "from sim import load_scenario", "import sim.policy", "import sim.state"])
def test_looking_costs_a_blink(statement: str) -> None:
    heavy = HEAVY if statement == "import sim" else HEAVY[:5]
    program = f"import sys\n{statement}\nprint(*[name for name in {heavy!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not answer.stdout.split(), f"`{statement}` loads {answer.stdout.strip()}: import it where it is used"


def _borrowed(tree: ast.Module) -> list[str]:
    """Names with an underscore that a file imports from another one of ours."""
    return [
        f"{node.module}.{one.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "sim"
        for one in node.names
        if one.name.startswith("_") and not one.name.startswith("__")
    ]


def test_what_begins_with_an_underscore_stays_in_its_file() -> None:
    found = {_name(path): names for path in SOURCES if (names := _borrowed(_tree(path)))}
    assert not found, f"give these a plain word of their own, without the underscore: {found}"
    assert _borrowed(ast.parse("from sim.views.export import Wanted, _shown")) == ["sim.views.export._shown"]


FORBIDDEN_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib", "yaml", "random", "socket", "urllib", "requests", "http"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "types.FunctionType", "np.random.seed", "numpy.random.seed"}
REASONED = {
    "sim/compiled.py": {"compile", "types.FunctionType"},  # docs/decisions/0002: they build laws anew from the project's own source
    "sim/kernel.py": {"compile", "types.FunctionType"},
    "sim/app/serve.py": {"socket"},  # docs/decisions/0021: it opens the one port
}


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_nothing_runs_code_from_data(path: Path) -> None:
    """Input is data: nothing evaluates it, unpickles it, or reaches for a network or a shared source of luck."""
    found = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] in FORBIDDEN_MODULES}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN_MODULES:
            found.add(str(node.module))
        elif isinstance(node, ast.Call):
            found |= _forbidden(node)
    found -= REASONED.get(_name(path), set())
    assert not found, f"{_name(path)} uses {sorted(found)}: not in this house (docs/decisions/0002 and 0005)"


def _forbidden(call: ast.Call) -> set[str]:
    name = ast.unparse(call.func)
    unsafe = {
        f"{name}({k.arg}=True)" for k in call.keywords if k.arg in ("allow_pickle", "shell") and not (isinstance(k.value, ast.Constant) and not k.value.value)
    }
    return unsafe | ({name} if name in FORBIDDEN_CALLS or name.endswith((".read_pickle", ".to_pickle")) else set())


@pytest.mark.parametrize("code", ["eval(x)", "np.load(f, allow_pickle=True)", "frame.to_pickle(f)", "subprocess.run(x, shell=flag)"])
def test_the_gate_sees_what_it_should(code: str) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert _forbidden(call)


# Written with character classes, so that this file does not hold what it looks for.
PLACES = re.compile(
    r"p[y]pi\.(python\.)?org|pythonhos[t]ed|np[m]js\.|deb\.d[e]bian|unp[k]g\.com|jsd[e]livr"
    r"|(^|[^A-Za-z0-9_.])/(wo[r]k|ro[o]t|ho[m]e|Us[e]rs|tm[p])/|[^A-Za-z]C:\\\\Us[e]rs",
    re.MULTILINE,
)


def test_no_file_names_a_registry_or_a_place_on_a_machine() -> None:
    found = []
    for path in _tracked():
        data = path.read_bytes()
        if b"\0" not in data[:4096]:
            text = data.decode("utf-8", "replace")
            found += [f"{_name(path)}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]!r}" for match in PLACES.finditer(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_has_hashes_and_no_addresses(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if "==" in line and not line.startswith(" ")]
    assert pins
    assert all(line.endswith("\\") for line in pins), "every pin is followed by its hashes"
    assert not [line for line in lines if "//" in line or line.startswith("-")], "no addresses and no options in the lock file"


def _pins(name: str) -> dict[str, str]:
    """The version of each library that a lock file names, by name and condition."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {line.split("==")[0].lower() + line.rstrip(" \\").partition(" ;")[2]: line.split("==")[1].split()[0] for line in lines if "==" in line[:60]}


def test_the_lock_files_cover_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wishes = {LOCKS[0]: project["dependencies"] + extras["build"], LOCKS[1]: project["dependencies"] + extras["dev"] + extras["sweep"] + extras["research"]}
    for name, asked in wishes.items():
        locked = {line.split("==")[0].lower() for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "==" in line}
        missing = [wish for wish in asked if re.split(r"[<>=\[ ;]", wish)[0].lower() not in {*locked, "trivox"}]
        assert not missing, f"run make lock: {name} lacks {missing}"


def test_what_is_tested_runs_on_the_same_libraries_as_what_is_used() -> None:
    used, tested = _pins(LOCKS[0]), _pins(LOCKS[1])
    assert used
    assert {name: tested.get(name) for name in used} == used


# --- papers -----------------------------------------------------------------------------------------------------------------------------------------------


def test_the_generated_papers_are_in_step() -> None:
    from sim.views.documents import PAPERS, rewritten

    late = [paper.name for paper in PAPERS if rewritten(text := paper.read_text(encoding="utf-8"), paper) != text]
    assert not late, f"out of step with the model: {late}: run make docs"


def test_the_catalogue_holds_every_row_once_and_nothing_names_another() -> None:
    from sim.views.catalogue import CLAIMS, EXPECTED, files, tests

    rows_there = [claim.row for claim in CLAIMS]
    assert sorted(rows_there) == sorted(f"{letter}{number}" for letter, most in EXPECTED.items() for number in range(1, most + 1))
    strange = {
        **{row: named for row, named in files().items() if row not in rows_there},
        **{row: named for row, named in tests().items() if row not in rows_there},
    }
    assert not strange, f"no such rows in the catalogue (sim/views/catalogue.py): {strange}"


def test_every_claim_of_the_catalogue_is_worked_moved_tested_and_measured() -> None:
    from sim.measures import MEASURES, OUTCOMES
    from sim.views.catalogue import CLAIMS, NO_LEVER, files, known_levers, tests

    named, tested, levers = files(), tests(), known_levers()
    wrong = []
    for claim in CLAIMS:
        moved, shown = ([] if claim.levers == NO_LEVER else claim.levers.split()), claim.measures.split()
        wrong += [f"{claim.row}: no mechanism file names it in its `Rows:`"] if not named.get(claim.row) else []
        wrong += [f"{claim.row}: no test `test_{claim.row.lower()}_...` in tests/rows"] if not tested.get(claim.row) else []
        wrong += [f"{claim.row}: an empty cell"] if not (claim.claim and claim.levers and shown) else []
        wrong += [f"{claim.row}: no lever, condition, event or size {name}" for name in moved if name not in levers]
        wrong += [f"{claim.row}: no measure {name}" for name in shown if name not in MEASURES and name not in OUTCOMES]
    assert not wrong, "docs/mechanisms.md would not be whole (sim/views/catalogue.py):\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rows: A13, E3. Switched off", ["A13", "E3"]),
        ("Rows: E4-E7, E9 (part), A7. Source: Baker 2002", ["E4", "E5", "E6", "E7", "E9", "A7"]),
        ("Rows of the catalogue: B5 (a volatile world). Off", ["B5"]),
        ("Row: C2 (words),\nD12. D13 is not named", ["C2", "D12"]),
        ("no such line, E4", []),
    ],
)
def test_rows_are_read_from_a_mechanisms_text(text: str, found: list[str]) -> None:
    from sim.views.catalogue import rows_of

    assert rows_of(text) == found


def test_the_changelog_has_an_unreleased_part() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## Unreleased$", text, re.MULTILINE)
    assert "### What the model now says differently" in text


def test_links_between_papers_lead_somewhere() -> None:
    lost = []
    for paper in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", paper.read_text(encoding="utf-8"))
        lost += [f"{_name(paper)}: {target}" for target in targets if "://" not in target and not (paper.parent / target).exists()]
    assert not lost, "\n".join(lost)


def _anchors(paper: Path) -> set[str]:
    """The names under which the headings of a paper can be reached: small letters, signs left out, blanks as dashes."""
    heads = re.findall(r"^#+ +(.+?)\s*$", paper.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_links_into_papers_lead_to_a_heading() -> None:
    lost = []
    for paper in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target, anchor in re.findall(r"\]\(([^)#\s]*\.md)?#([^)\s]+)\)", paper.read_text(encoding="utf-8")):
            if anchor not in _anchors((paper.parent / target) if target else paper):
                lost.append(f"{_name(paper)}: {target}#{anchor}")
    assert not lost, "\n".join(lost)


def test_the_trace_goes_through_every_element_and_marks_every_part_of_maturity() -> None:
    """TRACE has eight elements; the self-assessment marks six, each with a level from 0 to 3, a reason, its evidence and what would raise it."""
    text = (ROOT / "docs" / "trace.md").read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^## (\d)\. ", text, re.MULTILINE)] == list(range(1, 9))
    table = [line.split("|")[1:-1] for line in text.split("## How mature", 1)[1].splitlines() if line.startswith("| ")][1:]
    assert len(table) == 6
    for name, level, *cells in table:
        assert int(level) in range(4), name
        assert all(cell.strip() for cell in cells), f"{name}: an empty cell"
        assert "](" in cells[1], f"{name}: the evidence is a link"


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert importlib.import_module("sim").__version__ == project["project"]["version"]


# --- what is not shown ------------------------------------------------------------------------------------------------------------------------------------


def _not_shown(folder: str) -> Iterator[tuple[str, str]]:
    """Where a test is expected to fail, and the reason that it gives."""
    for path in sorted((ROOT / "tests" / folder).glob("*.py")):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Attribute) and node.attr == "xfail":
                yield f"{_name(path)}:{node.lineno}", ""
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.xfail":
                reasons = [word.value for word in node.keywords if word.arg == "reason"]
                yield f"{_name(path)}:{node.lineno}", str(ast.literal_eval(reasons[0])) if reasons else ""


@pytest.mark.parametrize("folder", ["rows", "engine"])
def test_every_direction_that_is_not_shown_stands_in_the_ledger(folder: str) -> None:
    """A row's test names its claim; a test of the engine may say instead that no source claims it."""
    from sim.lab.claims import shipped
    from sim.lab.claims_file import load_ledger

    known = {claim.id for claim in load_ledger(shipped()).claims}
    reasons: dict[str, str] = {}
    for place, reason in _not_shown(folder):
        reasons[place] = reasons.get(place) or reason
    allowed = r"not shown \((?:claim (\w+)|no claim: .+?)\): " if folder == "engine" else r"not shown \(claim (\w+)\): "
    found = {place: re.match(allowed, reason) for place, reason in reasons.items()}
    nameless = {place: reasons[place] for place, match in found.items() if match is None}
    strange = {place: match[1] for place, match in found.items() if match is not None and match[1] and match[1] not in known}
    assert not nameless, f'a reason begins with "not shown (claim ID): ", the claim that experiments/claims.toml holds of it: {nameless}'
    assert not strange, f"no such claims in experiments/claims.toml: {strange}"


# --- the wheel --------------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_the_wheel_carries_the_scenarios_and_runs_elsewhere(tmp_path: Path) -> None:
    """Built, unpacked into an empty environment that borrows only this one's libraries, and asked for its scenarios from another folder."""
    program = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {f"sim/library/{path.relative_to(ROOT / 'scenarios').as_posix()}" for path in (ROOT / "scenarios").rglob("*.toml")}
    assert expected
    assert not expected - names, f"not in the wheel: {sorted(expected - names)}"
    spoken = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sim" / "texts").glob("*.toml")}
    spoken |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "sim" / "app").rglob("*") if path.suffix in (".toml", ".js", ".css", ".html")}
    assert any(name.endswith(".js") for name in spoken)
    assert not spoken - names, f"not in the wheel: {sorted(spoken - names)}"
    strangers = {name.split("/")[0] for name in names} - {"sim"}
    assert [name.endswith(".dist-info") for name in strangers] == [True], f"nothing else is installed: {strangers}"

    home = tmp_path / "elsewhere"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    (packages,) = home.glob("lib/python*/site-packages") if os.name != "nt" else [home / "Lib" / "site-packages"]
    zipfile.ZipFile(wheel).extractall(packages)
    import numpy

    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    libraries = str(Path(numpy.__file__).parents[1])
    code = f"import sys; sys.path.append({libraries!r}); import sim; print(sim.__file__); from sim.views.cli import main; sys.exit(main())"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"COLUMNS": "400"}
    answer = subprocess.run([python, "-c", code, "scenarios"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
    assert str(packages.resolve()) in str(Path(answer.stdout.splitlines()[0]).resolve()), "the wheel's own package answered"
    for path in (ROOT / "scenarios").glob("*.toml"):
        assert path.stem in answer.stdout
    answer = subprocess.run([python, "-c", code, "levers", "--language", "nl"], cwd=tmp_path, env=environment, capture_output=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
