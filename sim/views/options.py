"""The options that several commands share, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Names = Annotated[list[str], typer.Argument(metavar="NAME|FILE...", help="Scenarios of the library, or scenario files (.toml).", show_default=False)]
Name = Annotated[str, typer.Argument(metavar="NAME|FILE", help="A scenario of the library, or a scenario file (.toml).", show_default=False)]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="LEVER=VALUE", help="Change a lever or another setting; may be repeated.", show_default=False)
]
Company = Annotated[
    str | None, typer.Option("--in", metavar="NAME|FILE", help="Live the scenarios' levers in this company, against it as it is.", show_default=False)
]
Start = Annotated[int | None, typer.Option("--from", metavar="WEEK", help="With --in: the week in which they begin.", show_default="0")]
Weeks = Annotated[int | None, typer.Option("--weeks", metavar="N", help="How many weeks to run.", show_default="the scenario's")]
Replications = Annotated[
    int | None, typer.Option("--replications", "-n", metavar="N", help="How many identical companies meet different luck.", show_default="the scenario's")
]
Members = Annotated[
    str | None,
    typer.Option(
        "--members",
        metavar="all|N|none|FILE",
        help="Which plausible companies: of the ensemble that comes along, or of a file; none: the default company, luck only. "
        "With members, --replications counts the companies of each (2 unless told).",
        show_default="64 of the ensemble that comes along, if there is one that fits",
    ),
]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Which luck; the same seed gives the same results.", show_default="the scenario's")]
Threads = Annotated[int | None, typer.Option("--threads", metavar="N", help="How many threads; results do not depend on it.", show_default="all cores")]
AsJson = Annotated[bool, typer.Option("--json", help="Only JSON on the standard output: the same bytes for the same question.")]
Language = Annotated[str, typer.Option("--language", metavar="en|nl", help="The language of the explanations: English or Dutch.")]
Csv = Annotated[Path | None, typer.Option("--csv", metavar="DIR", help="Write tables as CSV into this folder.", show_default=False)]
Parquet = Annotated[Path | None, typer.Option("--parquet", metavar="DIR", help="Write tables as Parquet into this folder (needs pyarrow).", show_default=False)]
Plots = Annotated[Path | None, typer.Option("--plots", metavar="DIR", help="Draw plots (PNG and SVG) into this folder.", show_default=False)]
Page = Annotated[
    Path | None, typer.Option("--page", metavar="FILE.html", help="Write one page that holds everything and needs nothing else.", show_default=False)
]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a finished sweep.", show_default=False)]
Outcome = Annotated[str, typer.Option("--outcome", metavar="NAME", help="Which outcome of the study.", show_default="the only one")]
Arm = Annotated[str, typer.Option("--arm", metavar="NAME", help="Which arm, against the baseline.", show_default="the only other one")]
Levels = Annotated[bool, typer.Option("--levels", help="The arm's own values, not its difference from the baseline.")]
ByMember = Annotated[bool, typer.Option("--by-member", help="Each company is a point: what members of the ensemble differ in stands among the inputs.")]
Lot = Annotated[int, typer.Option("--seed", metavar="N", help="Which lot draws the intervals; the same lot gives the same answer.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no list of files; only the answer.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there already.")]
