"""`python -m sim.calibration`: calibrate to the targets, say what came of it, and write the ensemble of plausible sets (`make calibrate`)."""

import argparse
import sys
from pathlib import Path

import numpy as np

from sim.calibration import outcome, stages
from sim.calibration.stages import MEMBER_LANES, Setting
from sim.calibration.targets import TARGETS
from sim.calibration.telling import report
from sim.ensemble.store import SHIPPED, save


def tell(text: str, share: float) -> None:
    """Show how far it is."""
    print(f"\r{text} {share:4.0%}   ", end="", file=sys.stderr, flush=True)


def asked(arguments: list[str] | None = None) -> argparse.Namespace:
    """What was asked on the command line."""
    usual = Setting(Path())
    parser = argparse.ArgumentParser(prog="python -m sim.calibration", description="Calibrate to targets V1 to V13. Can be stopped and started again.")
    parser.add_argument("--where", type=Path, default=Path("out/calibration"), help="folder for shards and the report")
    parser.add_argument("--points", type=int, default=usual.points, help="sets of parameters in the table")
    parser.add_argument("--pilot", type=int, default=usual.pilot, help="the first of them, solved from the defaults")
    parser.add_argument("--members", type=int, default=usual.members, help="sets in the ensemble; 0: only the report")
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--write", type=Path, default=SHIPPED, help="where the ensemble goes")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """All stages; each is kept, so that a second start goes on where the first was cut off."""
    wanted = asked(arguments)
    setting = Setting(wanted.where, wanted.points, min(wanted.pilot, wanted.points), wanted.members, wanted.seed, threads=wanted.threads, tell=tell)
    usual, first = stages.defaults(setting), stages.pilot(setting)
    luck = outcome.luck_of(first, stages.twins(setting, first))
    table = stages.table(setting, first)
    found = outcome.of_table(table, luck, draws=2 * setting.members + 8, seed=setting.seed)
    tried = kept = None
    if setting.members:
        tried = stages.candidates(setting, table, found.draws)
        kept = outcome.passed(tried, luck, MEMBER_LANES)
        chosen = outcome.members(tried, kept, setting.members)
        met = {one.name: round(float(np.mean([one.holds(v) for v in tried.values[kept, k]])), 3) for k, one in enumerate(TARGETS)} if kept.any() else {}
        save(wanted.write, chosen, {"seed": setting.seed, "points": len(table), "pilot": setting.pilot, "stand_still": len(found.solid),
                                    "not_ruled_out": int(found.left.sum()), "candidates": len(tried), "passed": int(kept.sum()), "share_in_band": met})
        print(f"\n{len(chosen)} members written to {wanted.write}", file=sys.stderr)
    text = report(usual, table, found, tried, kept)
    (wanted.where / "report.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
