"""Random words overflow on purpose: NumPy's scalars need not warn about it."""

from collections.abc import Iterator

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def _words_may_overflow() -> Iterator[None]:
    with np.errstate(over="ignore"):
        yield
