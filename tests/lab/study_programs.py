"""The programs of studies, for tests that hold their tables and texts."""

import importlib.util


def script(folder):
    """The study's own program, loaded and not run."""
    about = importlib.util.spec_from_file_location(f"study_{folder.name}", folder / "study.py")
    module = importlib.util.module_from_spec(about)
    about.loader.exec_module(module)
    return module
