"""Small studies that tests share."""

from __future__ import annotations

from pathlib import Path

DOSE = """
title = "How much slack"
arms = ["small", "more"]
weeks = 26
replications = 3
[arm.more]
extends = "small"
policy = { autonomy = 0.7 }
[design]
kind = "grid"
[inputs.slack_share]
values = [0.05, 0.1, 0.15]
arms = ["more"]
[outcomes.profit]
weeks = [14, 26]
[outcomes.engagement]
[outcomes.output]
measure = "cumulative_profit"
"""


def written(folder: Path, text: str = DOSE, name: str = "dose", **changes: str) -> Path:
    """A study file, with pieces of its text replaced."""
    for old, new in changes.items():
        text = text.replace(old, new)
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file
