"""The generated parts of docs/trace.md: what evidence the numbers rest on, whether they have been calibrated, and every decision record by its title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.views.document_tables import declared
from sim.views.markdown import table
from sim.vocabulary import Parameter

RECORDS = Path(__file__).parents[2] / "docs" / "decisions"
GRADES = {
    "measured": "the size was measured, for what it stands for here",
    "published": "the size, or a range for it, stands in a publication",
    "assumed": "no source for the size (for many there is one for the direction): by logic, by what seems ordinary, or so that the reference stands still",
}


def evidence() -> str:
    """How many uncertain numbers there are of each grade, and how many of them are taken from a publication."""
    from sim.parameters import Parameters

    found = [row.about.grade for _, row in declared(Parameters, Parameter)]
    body = [(grade, found.count(grade), f"{found.count(grade) / len(found):.0%}", meaning) for grade, meaning in GRADES.items()]
    return table(("grade", "numbers", "share", "what it means"), [*body, ("all", len(found), "", "")])


def calibration() -> str:
    """Whether plausible sets of numbers come along, from a calibration that was run."""
    from sim.ensemble.store import SHIPPED, load

    if not SHIPPED.is_file():
        return "No ensemble of plausible sets of numbers comes along: **the model has not been calibrated**. Its machinery has been run as a pilot only."
    whole = load(SHIPPED)
    about = whole.provenance
    return (
        f"An ensemble of **{len(whole)} plausible sets of numbers** comes along: of {about['points']:,} sets {about['stand_still']:,} stand still and "
        f"{about['not_ruled_out']:,} no target rules out; of {about['candidates']} draws solved and measured themselves {about['passed']} pass and last. "
        "Which numbers the targets tell, which they do not, whether known truths are found again, and which targets are seldom met together: "
        "[calibration.md](calibration.md)."
    )


def records() -> str:
    """Every decision record by its number and title."""
    titles = [(path.name, path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")) for path in sorted(RECORDS.glob("[0-9]*.md"))]
    return "\n".join(f"- [{title}](decisions/{name})" for name, title in titles)


PARTS: dict[str, Callable[[], str]] = {"evidence": evidence, "calibration": calibration, "records": records}
"""The parts by name."""
