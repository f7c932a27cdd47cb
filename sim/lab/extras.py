"""Libraries that need not be there: fetched where they are used, and refused in one line that says what to install."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

from sim.scenario.errors import ScenarioError

WISH = "pip install 'trivox[research]'"
INSTALL = {"ema_workbench": "pip install 'ema-workbench>=2.5'"}
"""What to install where it is not the extra."""


def fetched(module: str, asker: str) -> Any:
    """A module of a library that need not be there. Raises ScenarioError with what to install. What the library warns of while it is loaded (parts of it that
    are not used here and lack libraries of their own) is not told."""
    library = module.split(".")[0]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(module)
    except ImportError as error:
        missing = error.name.split(".")[0] if error.name else library
        wish = INSTALL.get(library, WISH)
        raise ScenarioError([f"{asker}: needs the library {missing}, which is not installed - {wish}"]) from None
