"""The oracle: a plain Mesa model with one object for each agent lives the same weeks as the engine, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import compiled, draws
from sim.engine.lanes import Block
from sim.mechanisms import choice, strain
from sim.parameters import MECHANISMS
from tests.oracle.cases import ORGANISATIONS, POLICIES, case
from tests.oracle.compare import first_difference, plausible
from tests.oracle.plain_mesa import PlainCompany
from tests.oracle.plain_rules import quick, threefry

ROUGH_WORLD = {"volatility": 1.0, "demand_drift": 0.2, "alternatives": 2.0, "labour_market": -2.0}
RUIN = {"finance.credit_weeks": 3.0, "finance.cash_weeks": 2.0, "finance.wage": 3000.0}


@pytest.fixture(autouse=True)
def divisions_as_in_the_engine() -> Any:
    """A team without seats divides by its size: both sides take the infinite as it comes, and bound it."""
    with np.errstate(divide="ignore"):
        yield


def test_own_threefry_agrees_with_published_answers_and_with_the_engine() -> None:
    assert threefry((0, 0), (0, 0)) == (0x6B200159, 0x99BA4EFE)
    assert threefry((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3)) == (0xC4923A9C, 0x483DF7A0)
    words = compiled.plain(draws.words)
    for numbers in ((1, 2, 3, 4), (2**32 - 1, 7, 99_999, 2**31 + 65)):
        with np.errstate(over="ignore"):
            theirs = words(*(np.uint32(n) for n in numbers))
        assert tuple(int(word) for word in theirs) == threefry(numbers[:2], numbers[2:])


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_twin_lives_as_the_engine_in_every_shape(organisation: str) -> None:
    assert first_difference(case(organisation, "profit first", events=True), weeks=30) == ""


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_twin_lives_as_the_engine_without_one_mechanism(mechanism: str) -> None:
    assert first_difference(case("three teams", "profit first", events=True, off=(mechanism,)), weeks=24) == ""


def test_twin_goes_on_from_any_moment_in_any_shuffled_order() -> None:
    for shuffle in (1, 2):
        assert first_difference(case("two units", "fear", events=True), weeks=10, after=25, shuffle=shuffle) == ""


def test_twin_is_alike_in_a_rough_world_and_in_ruin() -> None:
    assert first_difference(case(world=ROUGH_WORLD), weeks=25) == ""
    assert first_difference(case(parameters=RUIN), weeks=25) == ""


def test_the_comparison_meets_newcomers_dismissals_absence_and_ruin() -> None:
    scenario = case("three teams", "profit first", events=True, weeks=60)
    block = Block(scenario, plausible(scenario), 3, [2])
    weekly = block.advance(scenario.paths())
    assert block.state.people.generation.max() >= 1
    assert block.state.customers.generation.max() >= 1
    assert weekly["dismissed"].sum() > 0
    assert weekly["quits"].sum() > 0
    broke = case(parameters=RUIN, weeks=25)
    block = Block(broke, plausible(broke), 3, [2])
    assert block.advance(broke.paths())["alive"][-1, 0] == 0.0


def swapped(module: str, law: str, change: Any) -> Any:
    """A meddler that puts another law in the place of one of the twin's."""

    def meddle(twin: PlainCompany) -> None:
        laws = getattr(twin.rules.laws, module)
        setattr(laws, law, change(getattr(laws, law)))

    return meddle


def with_literal(function: Any, before: str, after: str) -> Any:
    """The law again, with one literal of its text replaced."""
    import ast
    import inspect
    import textwrap

    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(before) == 1
    definition = ast.parse(source.replace(before, after)).body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    inner = {name: compiled.plain(one) for name, one in compiled._callees(function).items()}
    return compiled._rebuilt(function, definition, inner)


FAULTS = {
    "exhaustion's range": ("strain", "next_exhaustion", with_literal(strain.next_exhaustion, "5.0", "5.01")),
    "moved by pay": ("choice", "moved_by_pay", with_literal(choice.moved_by_pay, "0.5", "0.50001")),
}


@pytest.mark.parametrize("off", [(), ("engagement",), ("finance", "world")])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught_in_an_ablation_too(fault: str, off: tuple[str, ...]) -> None:
    module, law, faulty = FAULTS[fault]
    trouble = first_difference(case(off=off), weeks=4, meddle=swapped(module, law, lambda _: faulty))
    assert trouble.startswith("week 0: people.")


def test_a_fault_in_a_mechanism_that_is_off_is_no_fault() -> None:
    module, law, _ = FAULTS["exhaustion's range"]
    assert first_difference(case(off=("strain",)), weeks=4, meddle=swapped(module, law, lambda right: lambda *told: right(*told) * np.float32(1.1))) == ""


def test_other_luck_is_caught() -> None:
    def meddle(twin: PlainCompany) -> None:
        twin.rules.key = (3, 3)

    assert first_difference(case(), weeks=1, meddle=meddle) != ""


def test_stock_luck_is_for_timing() -> None:
    scenario = case("one team", weeks=1)
    twin = PlainCompany(Block(scenario, plausible(scenario), 3, [2]), fast_math=True, stock_luck=True)
    twin.live(scenario.paths()[0])
    assert 0 <= twin.weekly["heads"] <= 7


def test_quick_numbers_stay_near_and_measures_are_collected() -> None:
    scenario = case("three teams", weeks=12)
    block = Block(scenario, plausible(scenario), 3, [2])
    twin, path = PlainCompany(block, fast_math=True), scenario.paths()
    weekly = block.advance(path)
    for week in range(12):
        twin.live(path[week])
    collected = twin.datacollector.get_model_vars_dataframe()
    assert list(collected.columns) == list(weekly)
    for name in ("heads", "engagement", "share_output", "payroll"):
        assert np.allclose(collected[name], weekly[name][:, 0], rtol=1e-3, atol=1e-3), name
    assert isinstance(twin.people[0].engagement, float)
    assert quick(choice.moved_by_pay)(0.0, 0.0) == 1.0


@pytest.mark.thorough
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_twin_lives_as_the_engine_for_a_year_under_every_policy(organisation: str, policy: str) -> None:
    assert first_difference(case(organisation, policy, events=True), weeks=56, replication=5) == ""


@pytest.mark.thorough
@pytest.mark.parametrize("mechanism", [*MECHANISMS, "all"])
def test_twin_lives_as_the_engine_for_a_year_without_a_mechanism(mechanism: str) -> None:
    off = MECHANISMS if mechanism == "all" else (mechanism,)
    for policy in ("fine division", "trust"):
        assert first_difference(case("two units", policy, events=True, off=tuple(off)), weeks=52, shuffle=4) == ""
