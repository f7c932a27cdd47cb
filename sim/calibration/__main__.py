"""`python -m sim.calibration`: calibrate to the targets, say what came of it, and write the ensemble of plausible sets (`make calibrate`).

With `--renew` the ensemble that is there is brought to today's rules (`make renew`)."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calibration import lasting, outcome, renewal, stages
from sim.calibration.stages import MEMBER_LANES, Setting
from sim.calibration.table import Table
from sim.calibration.targets import TARGETS
from sim.calibration.telling import report
from sim.ensemble.store import SHIPPED, save
from sim.reference.store import rules_hash


def tell(text: str, share: float) -> None:
    """Show how far it is."""
    print(f"\r{text} {share:4.0%}   ", end="", file=sys.stderr, flush=True)


def asked(arguments: list[str] | None = None) -> argparse.Namespace:
    """What was asked on the command line."""
    usual = Setting(Path())
    parser = argparse.ArgumentParser(prog="python -m sim.calibration", description="Calibrate to targets V1 to V13. Can be stopped and started again.")
    parser.add_argument("--where", type=Path, default=Path("out/calibration"), help="folder for shards")
    parser.add_argument("--points", type=int, default=usual.points, help="sets of parameters in the table")
    parser.add_argument("--pilot", type=int, default=usual.pilot, help="the first of them, solved from the defaults")
    parser.add_argument("--members", type=int, default=usual.members, help="sets in the ensemble at least, where so many pass; 0: only the report")
    parser.add_argument("--renew", action="store_true", help="keep the members that are there, and solve and measure them under today's rules")
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--write", type=Path, default=SHIPPED, help="where the ensemble goes")
    parser.add_argument("--report", type=Path, default=Path("docs/calibration.md"), help="where the report goes")
    parser.add_argument("--table-rules", default="", metavar="HASH", help="take the table that was made under these earlier rules; candidates are of today's")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """All stages; each is kept, so that a second start goes on where the first was cut off."""
    wanted = asked(arguments)
    setting = Setting(wanted.where, wanted.points, min(wanted.pilot, wanted.points), wanted.members, wanted.seed, threads=wanted.threads, tell=tell,
                      table_rules=wanted.table_rules)
    if wanted.renew:
        return renew(setting, wanted.write)
    usual, first = stages.defaults(setting), stages.pilot(setting)
    luck = outcome.luck_of(first, stages.twins(setting, first))
    table = stages.table(setting, first)
    found = outcome.of_table(table, luck, draws=2 * setting.members + 8, seed=setting.seed)
    tried, kept, after = None, None, ""
    if setting.members:
        tried = stages.candidates(setting, table, found.draws)
        kept, after = those_that_last(setting, tried, outcome.passed(tried, luck, MEMBER_LANES))
        write(wanted.write, tried, kept, {"seed": setting.seed, "points": len(table), "pilot": setting.pilot, "stand_still": len(found.solid),
                                          "not_ruled_out": int(found.left.sum()), "table_of_rules": wanted.table_rules or rules_hash()})
    text = report(usual, table, found, tried, kept, after)
    wanted.report.parent.mkdir(parents=True, exist_ok=True)
    wanted.report.write_text(text, encoding="utf-8")
    print(text)
    return None


def those_that_last(setting: Setting, tried: Table, kept: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], str]:
    """Of the candidates that the targets leave, those whose organisation stays ordinary for years, and what became of the others."""
    lived = lasting.years_of(outcome.members(tried, kept, len(tried)), setting.tell, setting.threads)
    last = kept.copy()
    last[np.flatnonzero(kept)] = [not one.why_not for one in lived]
    return last, lasting.told(lived)


def write(place: Path, tried: Table, kept: NDArray[np.bool_], about: Mapping[str, Any]) -> None:
    """All sets that passed, as an ensemble, with where they come from."""
    met = {one.name: round(float(np.mean([one.holds(v) for v in tried.values[kept, k]])), 3) for k, one in enumerate(TARGETS)} if kept.any() else {}
    save(place, outcome.members(tried, kept, len(tried)), {**about, "candidates": len(tried), "passed": int(kept.sum()), "share_in_band": met})
    print(f"\n{int(kept.sum())} members written to {place}", file=sys.stderr)


def renew(setting: Setting, place: Path) -> None:
    """The members of a file, brought to rest and measured under today's rules; those that a target rules out now are left out."""
    members, about = renewal.old_members(place)
    tried = renewal.settle_again(setting, members)
    kept, after = those_that_last(setting, tried, outcome.passed(tried, renewal.luck_of(setting, tried), MEMBER_LANES))
    print(f"\n{after}", file=sys.stderr)
    table = about.get("table_of_rules", about.get("rules", "unknown"))
    write(place, tried, kept, {**about, "table_of_rules": table, "passed_before": len(members)})


if __name__ == "__main__":
    main()
