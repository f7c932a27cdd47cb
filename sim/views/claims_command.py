"""The command `trivox claims`: run the claims ledger, show what came of it, write the page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.ensemble.store import Ensemble
    from sim.lab.claims import Ledger
    from sim.lab.claims_runs import Settings
    from sim.lab.claims_verdict import Judged

REPLICATIONS, MOST_REPLICATIONS, MOST_SEED = 16, 100_000, 2**32 - 1
File = Annotated[Path | None, typer.Argument(metavar="FILE", help="A claims file (.toml).", show_default="the one that comes along")]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="ID", help="Only this claim; may be repeated.", show_default=False)]
Members = Annotated[
    str | None,
    typer.Option(
        "--members",
        metavar="all|N|none|FILE",
        help="Which plausible companies: of the ensemble that comes along, or of a file; none: the default company, luck only; assumed:N: from the ranges.",
        show_default="none",
    ),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Keep what is done here; a run that was stopped goes on.", show_default=False)]
Page = Annotated[Path | None, typer.Option("--page", metavar="FILE.md", help="Write the page of all claims (Markdown).", show_default=False)]


def claims(
    file: File = None,
    only: Only = None,
    replications: Annotated[int, typer.Option("--replications", "-n", metavar="N", help="How many identical companies meet different luck.")] = REPLICATIONS,
    members: Members = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Which luck; the same seed gives the same results.")] = 1,
    threads: o.Threads = None,
    out: Out = None,
    page: Page = None,
    language: o.Language = "en",
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Run the claims ledger: which claims of the sources hold in this model, which do not, and by how much."""
    from sim.lab.claims import shipped
    from sim.lab.claims_file import chosen, load_ledger
    from sim.lab.claims_members import ensemble
    from sim.lab.claims_runs import Settings, run_ledger

    _check(replications, seed, threads, out, page, force)
    sentences = said(language)
    ledger = chosen(load_ledger(file or shipped()), only or [])
    asked = ensemble(members)
    settings = Settings(replications, seed, out, threads)
    results = run_ledger(ledger, asked, settings, None if quiet else tell)
    if page is not None:
        from sim.compiled import keep_file
        from sim.views.claims_page import page as whole

        keep_file(page, whole(ledger, results, asked, settings).encode("utf-8"))
    if as_json:
        from sim.views import answers

        return _write(answers.text(answer(ledger, results, asked, settings)))
    return show(ledger, results, sentences)


def said(language: str) -> dict[str, str]:
    """Sentences of claims in another language, by claim; none for English, which stands in the ledger. Raises ScenarioError for an unknown language."""
    import tomllib

    from sim.views.texts import FOLDER, texts

    texts(language)
    file = FOLDER / f"claims_{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _check(replications: int, seed: int, threads: int | None, out: Path | None, page: Path | None, force: bool) -> None:
    """What no file checks. Raises ScenarioError with one line for each problem."""
    from sim.scenario.errors import ScenarioError, show
    from sim.views import asking

    asking.numbers(threads=threads)
    problems = []
    if not 1 <= replications <= MOST_REPLICATIONS:
        problems.append(f"--replications: must lie between 1 and {MOST_REPLICATIONS} ({replications})")
    if not 0 <= seed <= MOST_SEED:
        problems.append(f"--seed: must lie between 0 and {MOST_SEED} ({seed})")
    if page is not None and page.exists() and not force:
        problems.append(f"--page: {show(str(page))} is there already; --force replaces it")
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            problems.append(f"--out: {show(str(out))} cannot be made: {error.strerror}")
    if problems:
        raise ScenarioError(problems)


def tell(text: str, share: float) -> None:
    """A line of progress on the error stream."""
    print(f"trivox: {share:4.0%} {text[:140]}", file=sys.stderr, flush=True)


def _write(text: str) -> None:
    sys.stdout.write(text)


def answer(ledger: Ledger, results: list[Judged], asked: Ensemble, settings: Settings) -> dict[str, Any]:
    """The ledger's results as plain data: the same bytes for the same question."""
    from sim.lab.claims_runs import rules

    told = [{"says": claim.says, "kind": claim.kind, "source": claim.source, "test": claim.test, "note": claim.note, **result.plain()}
            for claim, result in zip(ledger.claims, results, strict=True)]
    return {"claims": told, "members": len(asked.members), "grade": asked.grade, "prior": asked.prior, "replications": settings.replications,
            "seed": settings.seed, "rules": rules()}


def show(ledger: Ledger, results: list[Judged], sentences: dict[str, str]) -> None:
    """One line for each claim, and the counts."""
    from sim.lab.claims_verdict import VERDICTS
    from sim.views.claims_page import effect

    for claim, result in zip(ledger.claims, results, strict=True):
        why = f" ({result.why})" if result.why else ""
        print(f"{claim.id:6} {result.verdict:19} {effect(result.effect, result.unit):42} {sentences.get(claim.id, claim.says)}{why}")
    print(", ".join(f"{sum(one.verdict == verdict for one in results)} {verdict}" for verdict in VERDICTS) + f", of {len(results)} claims")
