"""`python -m sim.reference`: solve the references that are shipped, anew, and write them beside the code (`make reference`)."""

import functools
import json
import sys

from sim.reference.run import solve_reference
from sim.reference.store import SHIPPED, name_of
from sim.scenario import load_scenario

BASES = ("reference", "branches", "corporate")

MOST = 384
"""Replications of the last evaluations for what is shipped: with 96, luck of the search stays in the constants (obstacles were off by .04 of 4.3)."""


def tell(base: str, text: str, share: float) -> None:
    """Show how far the search is."""
    print(f"\r{base}: {text} {share:4.0%}", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Solve every shipped reference with its full number of rounds."""
    solved, start = {}, None
    for base in BASES:
        scenario = load_scenario(base)
        found = solve_reference(scenario, functools.partial(tell, base), start, rounds=40, most=MOST)
        print(f"\n{base}: residual {found['residual']:.4f}", file=sys.stderr)
        solved[name_of(scenario)] = {"base": base, **found}
        start = start or found["balance"]
    SHIPPED.write_text(json.dumps(solved, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
