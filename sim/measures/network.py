"""How closed the groups of an organisation are, read off who helps whom."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def _shares(who_helps: NDArray[Any] | None) -> NDArray[np.float64] | None:
    """Each cell as a part of all help; nothing when there is no help, or fewer than two groups."""
    helped = np.zeros((0, 0)) if who_helps is None else np.asarray(who_helps, dtype=np.float64)
    if helped.ndim != 2 or helped.shape[0] != helped.shape[1] or helped.shape[0] < 2:
        return None
    total = float(helped.sum())
    return helped / total if math.isfinite(total) and total > 0 else None


def ei_index(who_helps: NDArray[Any] | None) -> tuple[float, float]:
    """The E-I index of help, and what it would be if nobody minded groups: -1 is all help inside a function, 1 is all between functions.

    `who_helps` is hours by [function, function]. NaN without help or with one function. Source: Krackhardt and Stern 1988, in its directed, weighted form."""
    shares = _shares(who_helps)
    if shares is None:
        return math.nan, math.nan
    return 1.0 - 2.0 * float(np.trace(shares)), 1.0 - 2.0 / shares.shape[0]


def modularity(who_helps: NDArray[Any] | None) -> float:
    """Help inside functions above what givers and takers would exchange by chance, between -1 and 1 (directed, weighted). NaN without help."""
    shares = _shares(who_helps)
    if shares is None:
        return math.nan
    return float(np.trace(shares) - shares.sum(axis=1) @ shares.sum(axis=0))
