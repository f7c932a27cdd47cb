"""A small stand-in for the declared parameters, so that these tests do not wait for the mechanisms."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest

from sim.scenario import Scenario, ScenarioError, keys, load_scenario
from sim.vocabulary import Parameter


def refusal(attempt: Callable[[], object]) -> list[str]:
    """The problems with which an attempt is refused; none when it succeeds. Any other exception goes through."""
    try:
        attempt()
    except ScenarioError as error:
        return error.problems or ["refused without a reason"]
    return []


class Strain(NamedTuple):
    wear: Annotated[float, Parameter(0, 1, "SD a week", "how fast people tire")] = 0.05
    mend: Annotated[float, Parameter(0, 1, "SD a week", "how fast people recover")] = 0.1


class Choice(NamedTuple):
    push: Annotated[float, Parameter(0, 5, "ratio", "how strongly rewards push")] = 1.0


class Parameters(NamedTuple):
    strain: Strain = Strain()
    choice: Choice = Choice()


@pytest.fixture
def parameters(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keys, "_declared_parameters", lambda: Parameters)
    keys.parameter_keys.cache_clear()
    yield
    keys.parameter_keys.cache_clear()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a scenario file and gives its path."""

    def write(content: str | bytes, name: str = "mine") -> Path:
        path = tmp_path / f"{name}.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


@pytest.fixture
def load(written: Callable[..., Path]) -> Callable[[str | bytes], Scenario]:
    return lambda content: load_scenario(written(content))


@pytest.fixture
def problems(written: Callable[..., Path]) -> Callable[[str | bytes], list[str]]:
    """The problems of a file, with the folder left out."""

    def refused(content: str | bytes) -> list[str]:
        path = written(content)
        with pytest.raises(ScenarioError) as caught:
            load_scenario(path)
        return [line.replace(str(path.parent) + "/", "") for line in caught.value.problems]

    return refused
