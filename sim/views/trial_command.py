"""The command `trivox trial`: a randomised trial inside the model, beside the truth that no real trial can see."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.views import options as o

Units = Annotated[int, typer.Option("--units", metavar="N", help="How many companies take part; half of them are treated, by lot.")]
Weeks = Annotated[int, typer.Option("--weeks", metavar="N", help="How many weeks are lived, those before the treatment included.")]
FromWeek = Annotated[int, typer.Option("--from-week", metavar="W", help="The week (from 0) in which the treatment begins; the time before is the baseline.")]
Measures = Annotated[list[str] | None, typer.Option("--measure", metavar="NAME", help="A measure to look at; may be repeated.", show_default="five usual ones")]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="LEVER=VALUE", help="What treated companies get; may be repeated.", show_default=False)]
Treatment = Annotated[
    str | None, typer.Option("--treatment", metavar="NAME|FILE", help="Treated companies get the policy of this scenario.", show_default=False)
]
Branches = Annotated[bool, typer.Option("--branches", help="Each company is one unit of the scenario: a branch that shares nothing with others.")]


def trial(
    name: o.Name,
    settings: Settings = None,
    treatment: Treatment = None,
    units: Units = 64,
    weeks: Weeks = 156,
    from_week: FromWeek = 52,
    measure: Measures = None,
    branches: Branches = False,
    seed: o.Seed = None,
    threads: o.Threads = None,
    as_json: o.AsJson = False,
    plots: o.Plots = None,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Try a policy on half of some companies, drawn by lot, as a real trial would.

    The answer stands beside the truth, the same companies lived twice under the same luck, and says how many companies a trial needs to see it. Levers are
    set for whole companies, so companies are what is drawn, not branches or teams within them.
    """
    from sim.lab import trial_setup
    from sim.scenario import load_scenario
    from sim.views import asking, trials
    from sim.views.export import Wanted
    from sim.views.running import simulate

    asking.numbers(threads=threads)
    measures = trial_setup.measures_asked(measure or [])
    scenario = asking.scenarios([name], [])[0]
    other = load_scenario(treatment) if treatment else None
    change = trial_setup.treated_levers(scenario, settings or [], other)
    pair = trial_setup.set_up(scenario, change, units=units, weeks=weeks, from_week=from_week, seed=seed, branches=branches)
    wanted = Wanted(plots=plots, force=force)
    wanted.check([], [])
    control, treated = simulate(pair, threads=threads, quiet=quiet)
    found = trial_setup.concluded(control, treated, trial_setup.in_words(change, other), measures, from_week, pair[0].seed)
    wanted.write(found)
    if as_json:
        from sim.views.cli import say_json

        return say_json(trials.as_json(found.found, control, treated, from_week))
    trials.tell(found.found, found.treatment, control, from_week)
    from sim.views import telling

    return telling.closing([control, treated], [] if quiet else wanted.written)
