"""The command `trivox sweep`: run a study, go on with one, say what it costs, where it stands, and what one of its points is."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.lab.sweep.drive import Finished, Ways
    from sim.lab.sweep.standing import Standing
    from sim.lab.sweep.study import Study

LIMIT_MINUTES, LIMIT_BYTES = 30.0, 10e9
File = Annotated[Path, typer.Argument(metavar="STUDY.toml", help="A study file.", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="The folder of results.", show_default="sweeps/NAME")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", "-w", metavar="N", help="How many processes (0: this one alone); results do not depend on it.", show_default="all cores"),
]
On = Annotated[
    str | None,
    typer.Option("--cluster", metavar="local|tcp://HOST:PORT", help="Run on a Dask cluster: one of this machine, or one that is there.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Only JSON on the standard output.")]
Only = Annotated[bool, typer.Option("--estimate", help="Only say what it will cost.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=f"Run it even if it takes more than {LIMIT_MINUTES:.0f} minutes or {LIMIT_BYTES / 1e9:.0f} GB.")]
Status = Annotated[bool, typer.Option("--status", help="Only say how far it is.")]
Retry = Annotated[bool, typer.Option("--retry", help="Run again what failed.")]
Point = Annotated[int | None, typer.Option("--point", metavar="N", help="Write this point (from 0) to a scenario file.", show_default=False)]
To = Annotated[Path | None, typer.Option("--to", metavar="FILE.toml", help="The scenario file that --point writes.", show_default="NAME-N.toml")]
Arm = Annotated[str | None, typer.Option("--arm", metavar="NAME", help="The arm that --point writes.", show_default="all")]
Member = Annotated[str | None, typer.Option("--member", metavar="NAME", help="The member whose company --point writes.", show_default="the first")]


def sweep(
    study: File,
    out: Out = None,
    workers: Workers = None,
    cluster: On = None,
    estimate: Only = False,
    yes: Yes = False,
    status: Status = False,
    retry: Retry = False,
    point: Point = None,
    arm: Arm = None,
    member: Member = None,
    to: To = None,
    as_json: AsJson = False,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Run a study: many points of a design, under common luck, kept as Parquet shards.

    What it costs is said first. Ctrl-C pauses it; the same command goes on. What was run before, in this study or one beside it, is not run again.
    """
    from sim.lab.sweep.store import needs_parquet
    from sim.lab.sweep.study_file import load_study

    _check(workers, point, to, force)
    needs_parquet()
    if cluster is not None:
        from sim.lab.sweep.cluster import check

        check(cluster)
    asked = load_study(study)
    folder = out or Path("sweeps") / asked.name
    if status:
        return _stands(asked, folder, as_json)
    if point is not None:
        return _exported(asked, folder, point, (arm, member), to or Path(f"{asked.name}-{point}.toml"))
    if not estimate:
        from sim.lab.sweep.drive import check as goes_on

        goes_on(asked, folder)
    processes = (os.cpu_count() or 1) if workers is None else workers
    cost = _costs(asked, folder, processes, quiet=quiet or (as_json and not estimate))
    if estimate:
        return _json(cost) if as_json else None
    _tell_limits(cost, yes)
    from sim.lab.sweep.drive import Ways

    return _driven(asked, folder, Ways(processes, retry=retry, cluster=cluster or ""), as_json, quiet)


def _check(workers: int | None, point: int | None, to: Path | None, force: bool) -> None:
    """What no file checks. Raises ScenarioError with one line for each problem."""
    from sim.scenario.errors import ScenarioError, show

    problems = []
    if workers is not None and not 0 <= workers <= 256:
        problems.append(f"--workers: must lie between 0 and 256 ({workers})")
    if to is not None and point is None:
        problems.append("--to: means nothing without --point")
    if to is not None and to.exists() and not force:
        problems.append(f"--to: {show(str(to))} is there already; --force replaces it")
    if problems:
        raise ScenarioError(problems)


def _say(text: str, quiet: bool = False) -> None:
    if not quiet:
        print(f"trivox: {text}", file=sys.stderr, flush=True)


def _costs(study: Study, folder: Path, workers: int, quiet: bool) -> dict[str, Any]:
    """What a study will cost, told."""
    from sim.engine.run import is_warm
    from sim.lab.sweep.drive import differs, done_so_far
    from sim.lab.sweep.estimate import estimated
    from sim.lab.words import counted

    other = differs(study, folder)
    there = 0 if other else int(done_so_far(folder).sum())
    if not is_warm():
        _say("compiling the model once, up to a minute")
    cost = estimated(study, workers, there)
    parts = [counted(cost.points, "point"), counted(cost.arms, "arm"), *([counted(cost.members, "member")] if cost.members > 1 else []),
             ("up to " if study.until else "") + counted(cost.replications, "replication")]
    _say(f"{study.name}: {' x '.join(parts)} = {counted(cost.runs, 'run')} of {study.weeks} weeks at most"
         + (f"; {there:,} are there already" if there else ""), quiet)
    if cost.solved:
        _say(f"{cost.solved:,} companies need reference constants of their own", quiet)
    if cost.searched:
        _say(f"{cost.searched:,} make-ups of a unit are new: a reference is searched for each first, a minute or more each", quiet)
    _say(f"about {span(cost.seconds)} with {workers or 1} worker{'s' if workers > 1 else ''}, {size(cost.bytes)} on disk, into {folder}", quiet)
    if other:
        _say(f"note: this is what it takes in a folder of its own; {other}", quiet)
    return {**{name: getattr(cost, name) for name in ("points", "arms", "members", "replications", "runs", "there", "missing", "solved", "searched")},
            "seconds": round(cost.seconds, 1), "bytes": int(cost.bytes), "workers": workers, "differs": other or None}


def _tell_limits(cost: dict[str, Any], yes: bool) -> None:
    from sim.scenario.errors import ScenarioError

    too_long, too_large = cost["seconds"] > LIMIT_MINUTES * 60, cost["bytes"] > LIMIT_BYTES
    if (too_long or too_large) and not yes:
        over = f"more than {LIMIT_MINUTES:.0f} minutes" if too_long else f"more than {size(LIMIT_BYTES)}"
        raise ScenarioError([f"this takes about {span(cost['seconds'])} and {size(cost['bytes'])}, {over} - --yes runs it all the same"])


def _driven(study: Study, folder: Path, ways: Ways, as_json: bool, quiet: bool) -> None:
    """Run it, with progress, and say what came of it."""
    from sim.lab.sweep.drive import drive
    from sim.views.sweep_progress import progress

    with progress(quiet) as tell:
        finished = drive(study, folder, replace(ways, tell=tell))
    if as_json:
        _json(told(finished, folder))
    else:
        for line in lines(finished, folder):
            print(line)
    if finished.paused:
        raise typer.Exit(130)


def told(finished: Finished, folder: Path) -> dict[str, Any]:
    """What a call came to, as plain data."""
    return {"folder": str(folder), "points": finished.points, "runs": finished.runs, "before": finished.before, "adopted": finished.adopted,
            "seconds": round(finished.seconds, 2), "paused": finished.paused, "left_out": finished.left_out, "problems": dict(finished.problems),
            "damaged": finished.damaged, "lost_workers": finished.lost_workers}


def lines(finished: Finished, folder: Path) -> list[str]:
    """What a call came to, in words."""
    found = [f"{finished.runs:,} runs in {span(finished.seconds)}" + (f", {finished.before:,} were there" if finished.before else "")
             + (f", {finished.adopted:,} taken over from studies beside" if finished.adopted else "")]
    found += [f"left out: {many:,} of the places in the design: {why}" for why, many in finished.left_out.items()]
    found += [f"failed: {many:,} runs: {why}" for why, many in finished.problems.most_common(10)]
    found += [f"damaged, put aside, made anew: {name}" for name in finished.damaged]
    found += [f"{finished.lost_workers} times a worker was lost; what it was at was given out again"] if finished.lost_workers else []
    found += [f"the process that was at it before ({finished.taken_over}) had died; went on from what it kept"] if finished.taken_over else []
    end = "paused; the same command goes on" if finished.paused else f"open it: from sim.lab.sweep import open_sweep; open_sweep({str(folder)!r}).frame()"
    return [*found, end]


def _stands(study: Study, folder: Path, as_json: bool) -> None:
    """How far a sweep is."""
    from sim.lab.sweep.standing import standing

    found = standing(study, folder)
    if as_json:
        return _json({"folder": str(folder), "runs": found.runs, "problems": found.failed, "wanted": found.wanted or None, "at_most": found.places,
                      "finished": None if study.until or found.differs else found.whole, "process": found.process, "differs": found.differs or None})
    print(state(study, folder, found))
    return None


def state(study: Study, folder: Path, found: Standing) -> str:
    """Where a sweep stands, in sentences."""
    at_work = f"Process {found.process} is at work on it." if found.process else "Nobody is at work on it."
    failed = f"; {found.failed:,} failed (--retry runs them again)" if found.failed else "; none failed"
    if found.differs:
        return f"{found.differs}. {found.runs:,} runs of that one are there{failed}. {at_work}"
    go_on = "" if found.process else " The same command without --status goes on."
    if not found.begun:
        return f"{study.name}: nothing is in {folder} yet. {at_work}"
    if not found.wanted:
        return f"{study.name}: {found.runs:,} runs are there{failed}; how many are missing is known once it is planned. {at_work}{go_on}"
    once = f" ({found.places:,} places in the design; what is equal in several, such as a baseline that no input touches, is lived once)"
    asked = f"of {found.wanted:,}{once if found.places > found.wanted else ''}"
    if study.until:
        more = f"; [until] may ask for more, up to {study.until.most:,} replications of a point"
        return f"{study.name}: {found.runs:,} runs are there, {asked} to begin with{more}{failed}. {at_work}{go_on}"
    if found.whole:
        return f"{study.name}: finished: {found.runs:,} runs are there {asked}{failed}."
    return f"{study.name}: {found.runs:,} runs are there {asked}{failed}. {at_work}{go_on}"


def _exported(study: Study, folder: Path, point: int, which: tuple[str | None, str | None], to: Path) -> None:
    """One point as a scenario file."""
    from sim.lab.sweep import export
    from sim.lab.sweep.reading import plan_to_read
    from sim.scenario.errors import ScenarioError, did_you_mean

    arms, members = [one.name for one in study.arms], [one.name for one in study.members]
    for option, name, known in (("--arm", which[0], arms), ("--member", which[1], members)):
        if name is not None and name not in known:
            near = did_you_mean(name, known)
            raise ScenarioError([f"{option}: {name[:60]} is not of this study - {', '.join(known[:10])}" + (f" - {near}" if near else "")])
    plan = plan_to_read(study, folder)
    written = export.write(plan, point, range(len(arms)) if which[0] is None else [arms.index(which[0])], members.index(which[1]) if which[1] else 0, to)
    for file in written:
        print(file)


def _json(thing: Any) -> None:
    from sim.views.cli import say_json

    say_json(thing)


def span(seconds: float) -> str:
    """A stretch of time in words."""
    if seconds < 1:
        return "a second"
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def size(count: float) -> str:
    """A size on disk in words."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(count / 1e6, 0.1):.1f} MB"
