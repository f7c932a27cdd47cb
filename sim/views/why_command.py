"""The command `trivox why`: why two policies differ; or what carries a claim, where it holds, and how it hangs on a number without evidence.

A word is a scenario when it is the name of one in the library, ends in .toml or holds a slash; where one word is, policies are asked about, else
claims."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.lab.claims import Ledger
    from sim.views.why_page import Told

MOST_COMPANIES, MOST_REPLICATIONS = 100_000, 10_000
MEANT = ("Two scenarios (names or files; or one with --set): why they differ. Or claims of the ledger, such as H1b, or H1 for all of the first headline. "
         "A word is a scenario if the library has it, or it ends in .toml or holds a slash.")
PAGE = "Write all of it as a page: Markdown with pictures beside it; for policies also HTML that needs nothing else."
Ids = Annotated[list[str] | None, typer.Argument(metavar="A B|ID...", help=MEANT, show_default="all headlines")]
Along = Annotated[list[str] | None, typer.Option("--along", metavar="PARAMETER", help="Claims: the effect along this number; may be repeated.",
                                                 show_default=False)]
Carriers = Annotated[bool, typer.Option("--carriers", help="Claims: the effect with each mechanism switched off in both arms.")]
Boundary = Annotated[int, typer.Option("--boundary", metavar="N", help="Claims: where it holds: N companies with other numbers and conditions.",
                                       show_default="none")]
Elsewhere = Annotated[bool, typer.Option("--elsewhere", help="Claims: under other luck, in other sizes, over half and twice their weeks.")]
Page = Annotated[Path | None, typer.Option("--page", metavar="FILE.md|FILE.html", help=PAGE, show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Keep what is done here; a run that was stopped goes on.", show_default="the cache")]
Replications = Annotated[int | None, typer.Option("--replications", "-n", metavar="N", help="How many identical companies meet different luck.",
                                                  show_default="16; with --members 2 of each")]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Which luck; the same seed gives the same results.",
                                          show_default="claims: 1; policies: the scenario's")]
Measures = Annotated[list[str] | None, typer.Option("--measure", metavar="NAME", help="Policies: what they are compared on; may be repeated.",
                                                    show_default="cumulative profit and the three voices")]
Members = Annotated[str | None, typer.Option("--members", metavar="all|N|none|FILE", show_default="none: the default company, luck only",
                                             help="Policies: in which plausible companies; intervals then count members.")]
By = Annotated[str | None, typer.Option("--by", metavar="lever|group", help="Policies: levers one by one, or those of a group as one.",
                                        show_default="lever up to 8 that differ, else group")]
Orders = Annotated[int | None, typer.Option("--orders", metavar="N", show_default="16",
                                            help="Policies: orders drawn by lot where more than 8 levers are taken one by one.")]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="levers|mechanisms|chain|story", show_default="all",
                                                help="Policies: only this part of the answer; may be repeated.")]
OF_CLAIMS, OF_POLICIES = "claims", "two scenarios"


def why(
    words: Ids = None,
    settings: o.Settings = None,
    measure: Measures = None,
    weeks: o.Weeks = None,
    members: Members = None,
    by: By = None,
    orders: Orders = None,
    only: Only = None,
    along: Along = None,
    carriers: Carriers = False,
    elsewhere: Elsewhere = False,
    boundary: Boundary = 0,
    replications: Replications = None,
    seed: Seed = None,
    threads: o.Threads = None,
    out: Out = None,
    page: Page = None,
    csv: o.Csv = None,
    plots: o.Plots = None,
    language: o.Language = "en",
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Say why two policies differ, or why a claim holds.

    Two scenarios (or one and --set): how the difference falls on the levers in which they differ (Shapley values), which mechanisms it goes through (each
    switched off in both), what moved first, and one typical employee, team and customer; all in the same companies under the same luck.

    Claims of the ledger: which mechanisms carry them, in which companies they hold, whether they do elsewhere (other luck, sizes, lengths of time), and how
    they hang on numbers without evidence. Without --along, --carriers, --elsewhere or --boundary: curves along the three numbers that decide much and have no
    evidence.

    What is done is kept: asked again, only what is missing is run."""
    of_policies = {"--set": settings, "--measure": measure, "--weeks": weeks, "--members": members, "--by": by, "--orders": orders, "--only": only,
                   "--csv": csv, "--plots": plots, "--language": language != "en"}
    if any(is_scenario(word) for word in words or []):
        _refuse_options(OF_CLAIMS, {"--along": along, "--carriers": carriers, "--elsewhere": elsewhere, "--boundary": boundary})
        from sim.views.why_policy_command import Asked, policies
        from sim.views.why_policy_files import Files

        asked_of = Asked(words or [], settings or [], measure or [], weeks, replications, members, seed, by, orders, only or [], threads, out, language, quiet,
                         as_json)
        return policies(asked_of, Files(csv=csv, plots=plots, page=page, force=force))
    _refuse_options(OF_POLICIES, of_policies)
    return _claims(words or [], along or [], carriers, elsewhere, boundary, 16 if replications is None else replications, 1 if seed is None else seed, threads,
                   out, page, as_json, quiet, force)


def is_scenario(word: str) -> bool:
    """Whether a word means a scenario: one of the library by its name, or a file."""
    from sim.scenario.read import library_names

    return word.endswith(".toml") or "/" in word or word in library_names()


def _refuse_options(whose: str, given: Mapping[str, object]) -> None:
    """Raises ScenarioError for options that belong to the other question."""
    from sim.scenario.errors import ScenarioError

    named = [name for name, value in given.items() if value not in (None, False, 0, [])]
    if named:
        raise ScenarioError([f"{name}: belongs to a question about {whose} (`trivox why --help`)" for name in named])


def _claims(ids: list[str], along: list[str], carriers: bool, elsewhere: bool, boundary: int, replications: int, seed: int, threads: int | None,
            out: Path | None, page: Path | None, as_json: bool, quiet: bool, force: bool) -> None:
    """Why claims hold."""
    from sim.lab.claims import shipped
    from sim.lab.claims_file import load_ledger
    from sim.lab.claims_runs import Settings
    from sim.lab.why_along import PRIORS
    from sim.views.claims_command import tell
    from sim.views.why_page import asked, plain, spoken

    _check(boundary, replications, seed, threads, page, force)
    ledger = wanted(load_ledger(shipped()), ids)
    curves = tuple(along or (() if carriers or elsewhere or boundary else PRIORS))
    told = asked(ledger, Settings(replications, seed, out, threads), curves, carriers, boundary, None if quiet else tell, elsewhere)
    if page is not None:
        _write(told, page)
    if as_json:
        from sim.views.cli import say_json

        return say_json(plain(told))
    return print(spoken(told))


def wanted(ledger: Ledger, ids: list[str]) -> Ledger:
    """The claims that were asked for by name or by headline; all headlines when none was. Raises ScenarioError naming the nearest."""
    from sim.lab.claims_file import chosen

    headlines = [claim for claim in ledger.claims if claim.kind == "headline"]
    if not ids:
        return ledger.only([claim.id for claim in headlines])
    known = {claim.id for claim in ledger.claims}
    parts = {name: [claim.id for claim in headlines if name == f"H{claim.headline}"] for name in ids if name not in known}
    return chosen(ledger, [part for name in ids for part in (parts.get(name) or [name])], "ID")


def _write(told: Told, page: Path) -> None:
    """The page, and its pictures in a folder beside it."""
    from sim.compiled import keep_file
    from sim.views.plots import save_plots
    from sim.views.why_page import pictured
    from sim.views.why_tables import whole

    save_plots(pictured(told), page.parent / "pictures", formats=("png",))
    keep_file(page, whole(told).encode("utf-8"))


def _check(boundary: int, replications: int, seed: int, threads: int | None, page: Path | None, force: bool) -> None:
    """What no file checks. Raises ScenarioError with one line for each problem."""
    from sim.scenario.errors import ScenarioError, show
    from sim.views import asking

    asking.numbers(threads=threads)
    problems = []
    if not 0 <= boundary <= MOST_COMPANIES:
        problems.append(f"--boundary: must lie between 0 and {MOST_COMPANIES} ({boundary})")
    if not 2 <= replications <= MOST_REPLICATIONS:
        problems.append(f"--replications: must lie between 2 and {MOST_REPLICATIONS} ({replications})")
    if not 0 <= seed < 2**32:
        problems.append(f"--seed: must lie between 0 and {2**32 - 1} ({seed})")
    if page is not None and page.suffix.lower() in (".html", ".htm"):
        problems.append(f"--page: {show(str(page))} - a page about claims is Markdown; give a file name such as page.md")
    elif page is not None and page.exists() and not force:
        problems.append(f"--page: {show(str(page))} is there already; --force replaces it")
    if problems:
        raise ScenarioError(problems)
