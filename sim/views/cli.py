"""The command line `trivox`: pick or write a scenario, run it, compare policies, see what can be chosen."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from sim.scenario.errors import ScenarioError, one_line
from sim.views import options as o
from sim.views.app_command import app as app_command
from sim.views.claims_command import claims
from sim.views.discover_command import discover
from sim.views.fit_command import fit
from sim.views.scenarios_command import scenarios
from sim.views.search_command import search
from sim.views.sensitivity_command import sensitivity
from sim.views.sequence_command import sequence
from sim.views.sweep_command import sweep
from sim.views.trial_command import trial
from sim.views.why_command import why

BAD_INPUT, STOPPED = 2, 130

app = typer.Typer(
    name="trivox",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A simulator of organisations: what leaders choose, what people and customers then do, and what becomes of profit.",
)


def _version(asked: bool) -> None:
    if asked:
        from sim import __version__

        print(f"trivox {__version__}")
        raise typer.Exit


@app.callback()
def _start(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")] = False) -> None:
    """Options that stand before a command."""


def say_json(answer: Any) -> None:
    """An answer as JSON on the standard output."""
    from sim.views import answers

    sys.stdout.write(answers.text(answer))


@app.command()
def run(
    name: o.Name,
    settings: o.Settings = None,
    weeks: o.Weeks = None,
    replications: o.Replications = None,
    seed: o.Seed = None,
    threads: o.Threads = None,
    as_json: o.AsJson = False,
    csv: o.Csv = None,
    parquet: o.Parquet = None,
    plots: o.Plots = None,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Run one scenario and show what becomes of people, customers and money."""
    from sim.lab.experiment import shared
    from sim.views import asking, telling
    from sim.views.export import Wanted
    from sim.views.running import simulate

    asking.numbers(threads=threads)
    ready = shared(asking.scenarios([name], settings or []), weeks=weeks, replications=replications, seed=seed)
    wanted = Wanted(csv, parquet, plots, None, force)
    wanted.check(ready, [ready[0].name])
    result = simulate(ready, threads=threads, quiet=quiet)[0]
    wanted.write(result)
    if as_json:
        from sim.views import answers

        return say_json(answers.run(result))
    telling.run(result)
    return telling.closing([result], [] if quiet else wanted.written)


@app.command()
def compare(
    names: o.Names,
    settings: o.Settings = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="NAME", help="The scenario that the others are compared with.", show_default="the first")
    ] = None,
    company: o.Company = None,
    start: o.Start = None,
    weeks: o.Weeks = None,
    replications: o.Replications = None,
    members: o.Members = None,
    seed: o.Seed = None,
    threads: o.Threads = None,
    as_json: o.AsJson = False,
    csv: o.Csv = None,
    parquet: o.Parquet = None,
    plots: o.Plots = None,
    page: o.Page = None,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Compare policies in identical companies: each meets the same luck under every policy.

    Where an ensemble of plausible companies comes along, they are what is run, and luck is told apart from what we do not know about companies.

    With one scenario and --set, the scenario is compared with itself as changed. With several, --set changes them all. With --in, the levers of each are
    lived in a company of yours, against that company as it is.
    """
    from sim.lab.compare import Comparison, labels
    from sim.lab.experiment import shared
    from sim.lab.members import EACH, choose
    from sim.views import asking, telling
    from sim.views.export import Wanted
    from sim.views.running import simulate
    from sim.views.sheets import MEMBERS

    asking.numbers(threads=threads)
    asked, names = asking.compared(names, settings or [], company, start, weeks)
    chosen = choose(members, asked)
    each = EACH if replications is None and chosen.ensemble else replications
    ready = shared(asked, weeks=weeks, replications=each, seed=seed)
    told_apart = labels([scenario.name for scenario in ready])
    base = asking.baseline_place(baseline, names, told_apart)
    wanted = Wanted(csv, parquet, plots, page, force)
    wanted.check(ready, told_apart, [MEMBERS] if chosen.ensemble else [])
    telling.note(chosen.note)
    comparison = Comparison(simulate(ready, threads=threads, quiet=quiet, chosen=chosen), base, chosen.note)
    wanted.write(comparison)
    if as_json:
        from sim.views import answers

        return say_json(answers.compare(comparison))
    telling.compare(comparison)
    return telling.closing(comparison.results, [] if quiet else wanted.written)


app.command()(trial)
app.command("app")(app_command)
app.command()(scenarios)


@app.command()
def show(name: o.Name, settings: o.Settings = None, as_json: o.AsJson = False) -> None:
    """Show a scenario: its question, and everything that differs from its base."""
    from sim.views import answers, asking, telling

    scenario = asking.scenarios([name], settings or [])[0]
    base = asking.base_of(scenario, name)
    if as_json:
        price = answers.price(scenario)
        return say_json({**answers.scenario(scenario), "base": base.name, "differences": answers.differences(scenario, base), "price": price})
    return telling.scenario(scenario, base)


@app.command()
def levers(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One lever, or one group of levers.", show_default=False)] = None,
    language: o.Language = "en",
    as_json: o.AsJson = False,
) -> None:
    """List what leaders can choose: range, reference, what it does, price, and how it is overdone."""
    from sim.views import answers
    from sim.views import levers as words
    from sim.views.texts import texts

    names, said = words.chosen(name), texts(language)
    if as_json:
        return say_json(answers.levers(names, said))
    from sim.views.tables import console

    return console().print(words.table(names, said))


@app.command()
def measures(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One measure, or one group of measures.", show_default=False)] = None,
    language: o.Language = "en",
    as_json: o.AsJson = False,
) -> None:
    """List what is measured, how to read it, and how it is computed."""
    from sim.views import answers
    from sim.views import measured as words
    from sim.views.texts import texts

    found, said = words.chosen(name), texts(language)
    if as_json:
        return say_json(answers.measures(found, said))
    from sim.views.tables import console

    return console().print(words.table(found, said))


@app.command()
def check(files: o.Names, as_json: o.AsJson = False) -> None:
    """Check scenario files without running them; every problem is told in one line."""
    from sim.scenario import load_scenario

    found: dict[str, list[str]] = {}
    for file in files:
        try:
            load_scenario(file)
            found[file] = []
        except ScenarioError as error:
            found[file] = error.problems
    if as_json:
        say_json([{"file": file, "problems": problems} for file, problems in found.items()])
    else:
        for file, problems in found.items():
            print("\n".join(problems) if problems else f"{one_line(file)}: good", file=sys.stderr if problems else sys.stdout)
    if any(found.values()):
        raise typer.Exit(BAD_INPUT)


@app.command()
def schema() -> None:
    """Print the schema of scenario files, for editors that check while one types."""
    from sim.scenario.schema import schema_text

    sys.stdout.write(schema_text().rstrip("\n") + "\n")


app.command()(claims)
app.command()(why)
app.command()(sequence)
app.command()(sensitivity)
app.command()(discover)
app.command()(search)
app.command()(sweep)
app.command()(fit)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 0, or 2 for bad input, or 130 when stopped. Bad input is told in one line for each problem."""
    codecs.register_error("trivox", _spelt_out)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="trivox")
    try:
        code = app(args=None if arguments is None else list(arguments), prog_name="trivox", standalone_mode=False)
        sys.stdout.flush()
    except ScenarioError as error:
        return _refuse(error.problems)
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0 if isinstance(error, BrokenPipeError) else _refuse([f"the answer cannot be written: {one_line(error.strerror or str(error))}"])
    except MemoryError:
        return _refuse(["not enough memory: ask for fewer replications or weeks"])
    except typer.TyperException as error:
        return _refuse([one_line(line) + _meant(line) for line in error.format_message().splitlines() if line.strip()])
    if code == STOPPED:
        print("trivox: stopped; no file was left half written", file=sys.stderr)
    return code if isinstance(code, int) else 0


def _meant(line: str) -> str:
    """What somebody probably wanted who gave one word too many: several scenarios, or a setting written with a space."""
    extra = line.startswith("Got unexpected extra argument")
    return " - several scenarios: `trivox compare A B`; a setting: --set name=value, without a space" if extra else ""


def _spelt_out(error: UnicodeError) -> tuple[str, int]:
    """Signs that a terminal cannot show are spelt out."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = {"€": "EUR", "·": "-", "…": "...", "×": "x", "–": "-"}
    return "".join(plain.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def _refuse(problems: Sequence[str]) -> int:
    for problem in problems:
        print(f"trivox: {problem}", file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
