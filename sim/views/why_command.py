"""The command `trivox why`: what carries a claim, where it holds, and how it hangs on a number without evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.lab.claims import Ledger
    from sim.views.why_page import Told

MOST_COMPANIES, MOST_REPLICATIONS = 100_000, 10_000
Ids = Annotated[list[str] | None, typer.Argument(metavar="ID", help="Claims of the ledger, such as H1b, or H1 for all of the first headline.",
                                                 show_default="all headlines")]
Along = Annotated[list[str] | None, typer.Option("--along", metavar="PARAMETER", help="The effect along this number; may be repeated.", show_default=False)]
Carriers = Annotated[bool, typer.Option("--carriers", help="The effect with each mechanism switched off in both arms.")]
Boundary = Annotated[int, typer.Option("--boundary", metavar="N", help="Where it holds: N companies with other numbers and conditions.", show_default="none")]
Page = Annotated[Path | None, typer.Option("--page", metavar="FILE.md", help="Write all of it as a page (Markdown); pictures beside it.", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Keep what is done here; a run that was stopped goes on.", show_default="the cache")]


def why(
    ids: Ids = None,
    along: Along = None,
    carriers: Carriers = False,
    boundary: Boundary = 0,
    replications: Annotated[int, typer.Option("--replications", "-n", metavar="N", help="How many identical companies meet different luck.")] = 16,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Which luck; the same seed gives the same results.")] = 1,
    threads: o.Threads = None,
    out: Out = None,
    page: Page = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Say why a claim holds: which mechanisms carry it, in which companies it holds, and how it hangs on numbers without evidence.

    Without --along, --carriers or --boundary: curves along the three numbers that decide much and have no evidence. What is done is kept: asked again, only
    what is missing is run."""
    from sim.lab.claims import shipped
    from sim.lab.claims_file import load_ledger
    from sim.lab.claims_runs import Settings
    from sim.lab.why_along import PRIORS
    from sim.views.claims_command import _tell
    from sim.views.why_page import asked, plain, spoken

    _check(boundary, replications, seed, threads, page, force)
    ledger = wanted(load_ledger(shipped()), ids or [])
    curves = tuple(along or (() if carriers or boundary else PRIORS))
    told = asked(ledger, Settings(replications, seed, out, threads), curves, carriers, boundary, None if quiet else _tell)
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
    if page is not None and page.exists() and not force:
        problems.append(f"--page: {show(str(page))} is there already; --force replaces it")
    if problems:
        raise ScenarioError(problems)
