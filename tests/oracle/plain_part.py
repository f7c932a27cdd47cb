"""What every agent of the twin is: an object that carries one row of the state as attributes of its own."""

from __future__ import annotations

from typing import Any

import mesa


class Part(mesa.Agent):
    """One agent with its own numbers, copied from a row of the engine's arrays."""

    def __init__(self, model: Any, number: int, arrays: Any) -> None:
        super().__init__(model)
        self.number = number
        for name in arrays._fields:
            array = getattr(arrays, name)
            setattr(self, name, model.rules.number(array[number, 0] if array.ndim == 2 else array[0]))
