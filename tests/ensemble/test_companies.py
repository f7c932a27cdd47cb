"""A company's own reference: taken as soon as it stands still, judged under luck it was not fitted to, kept, and refused with a reason."""

import numpy as np
import pytest

from sim.balance import Balance
from sim.ensemble import companies, surrogate
from sim.ensemble.companies import GROUPS, JUDGES, LANES, STILL, Asked, Company, Seen, evaluate, improve, lucks, solve_companies, without
from sim.ensemble.surrogate import Transfer
from sim.parameters import Parameters, with_values
from sim.reference.many import Sets, Slopes, observe_sets, pushes
from sim.reference.residuals import to_vector
from sim.reference.run import reference_of, solving
from sim.scenario import load_scenario

SIZE = len(Balance._fields)
SMALL = load_scenario("small")
OTHER = {"strain.load": 1.2, "engagement.autonomy": 0.4}
MORE = {"strain.load": 0.9}


def fake(luck=0.005, gain=1.0, calls=None, bad=None):
    """Evaluations of a made-up company whose constants are solved at zero; `calls` counts them, `bad` names residuals that are never mended."""
    def evaluated(plain, parameters, vector, luck_numbers):
        lanes = len(luck_numbers)
        if calls is not None:
            calls.append(lanes)
        chance = np.random.default_rng(luck_numbers[0])
        groups = -gain * vector + luck * np.sqrt(GROUPS) * chance.standard_normal((GROUPS, SIZE)) * np.sqrt(JUDGES / lanes)
        groups = groups + (0.0 if bad is None else bad)
        return Seen(groups.mean(axis=0), groups, lanes)

    return evaluated


@pytest.fixture
def asked():
    """A company that is foretold two pushes off."""
    slopes = Slopes(-np.eye(SIZE), np.full(SIZE, 0.03))
    start = 2.0 * pushes()
    doubt = np.diag((2.0 * pushes() / surrogate.stretch_of(start)) ** 2)
    return Asked(with_values(OTHER), start, "predicted", Transfer(("made up",), np.zeros(SIZE), np.zeros(SIZE), doubt, slopes))


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    """A cache of its own."""
    monkeypatch.setenv("TRIVOX_CACHE", str(tmp_path))
    monkeypatch.setattr(companies, "warm_up", lambda progress: None)
    return tmp_path


def test_a_company_is_taken_as_soon_as_it_stands_still(asked, monkeypatch):
    calls = []
    monkeypatch.setattr(companies, "evaluate", fake(calls=calls))
    found = improve(solving(SMALL), asked)
    assert found.refused == ""
    assert found.residual < STILL
    assert found.evaluations == len(calls) < len(LANES)
    assert calls[-1] >= JUDGES


def test_a_reference_takes_at_most_five_evaluations(asked, monkeypatch):
    calls = []
    monkeypatch.setattr(companies, "evaluate", fake(calls=calls, gain=0.0, bad=0.05))
    found = improve(solving(SMALL), asked)
    assert found.evaluations == len(calls) == 5
    assert "does not stand still" in found.refused
    assert f"{found.residual:.3f}" in found.refused


def test_what_cannot_be_reckoned_is_refused_and_not_a_number_goes_no_further(asked, monkeypatch):
    monkeypatch.setattr(companies, "evaluate", fake(bad=np.nan))
    found = improve(solving(SMALL), asked)
    assert "beyond what can be reckoned" in found.refused
    assert np.isfinite(list(found.constants.values())).all()


def test_where_luck_drowns_the_residual_the_reason_says_so(asked, monkeypatch):
    monkeypatch.setattr(companies, "evaluate", fake(luck=0.5, gain=0.0))
    found = improve(solving(SMALL), asked)
    assert found.luck > STILL
    assert found.refused == "" or "luck is too large" in found.refused


def test_luck_and_error_add_up_in_squares():
    assert without(0.05, 0.03) == pytest.approx(0.04)
    assert without(0.02, 0.03) == 0.0
    assert without(np.inf, 0.03) == np.inf
    assert Company({}, 0.05, 5, "predicted", luck=0.03).left == pytest.approx(0.04)


def test_a_company_never_meets_the_same_luck_twice_and_always_its_own():
    one, other = with_values(OTHER), with_values(MORE)
    numbers = [number for turn in range(len(LANES)) for number in lucks(one, 0, turn)]
    assert len(set(numbers)) == len(numbers) == sum(LANES)
    assert max(numbers) < 2**32
    assert lucks(one, 0, 1) == lucks(with_values(OTHER), 0, 1)
    assert not set(numbers) & set(lucks(other, 0, 0))
    assert not set(numbers) & set(lucks(one, 1, 0))


def test_the_default_company_costs_nothing(empty_cache):
    [found] = solve_companies(SMALL, [{}])
    assert (found.how, found.evaluations, found.refused) == ("default", 0, "")
    assert found.constants == {**reference_of(SMALL)[0], "profit_week": found.constants["profit_week"]}
    assert found.constants["profit_week"] * SMALL.organisation.units == pytest.approx(reference_of(SMALL)[0]["profit_week"])


def test_what_was_solved_is_kept_whatever_stands_beside_it(empty_cache, monkeypatch):
    calls = []
    monkeypatch.setattr(companies, "evaluate", fake(calls=calls, gain=0.0))
    first = solve_companies(SMALL, [OTHER], threads=1)
    done = len(calls)
    again = solve_companies(SMALL, [MORE, OTHER, {}], threads=1)
    assert again[1] == first[0]
    assert len(calls) == 2 * done
    assert [one.how for one in again] == ["predicted", "predicted", "default"]


def test_a_damaged_kept_reference_is_made_anew(empty_cache, monkeypatch):
    calls = []
    monkeypatch.setattr(companies, "evaluate", fake(calls=calls, gain=0.0))
    first = solve_companies(SMALL, [OTHER], threads=1)
    for page in (empty_cache / "companies").iterdir():
        page.write_text("{")
    assert solve_companies(SMALL, [OTHER], threads=1) == first
    assert len(calls) == 2 * first[0].evaluations


def test_a_search_that_was_cut_off_goes_on_where_it_was(empty_cache, monkeypatch):
    calls = []
    whole = fake(calls=calls, gain=0.0)

    def cut(plain, parameters, vector, numbers):
        if parameters == with_values(MORE):
            raise KeyboardInterrupt
        return whole(plain, parameters, vector, numbers)

    monkeypatch.setattr(companies, "evaluate", cut)
    with pytest.raises(KeyboardInterrupt):
        solve_companies(SMALL, [OTHER, MORE], threads=1)
    monkeypatch.setattr(companies, "evaluate", whole)
    before = len(calls)
    found = solve_companies(SMALL, [OTHER, MORE], threads=1)
    assert len(calls) - before == found[1].evaluations


def test_a_companys_parameters_go_before_those_of_the_base(empty_cache, monkeypatch):
    met = []

    def noted(plain, parameters, vector, numbers):
        met.append(parameters)
        return fake(gain=0.0)(plain, parameters, vector, numbers)

    monkeypatch.setattr(companies, "evaluate", noted)
    solve_companies(SMALL.with_(parameters={"strain.load": 2.0, "quality.care": 0.5}), [MORE], threads=1)
    assert met[0] == with_values({"quality.care": 0.5, **MORE})


def test_without_a_surrogate_companies_are_searched_from_the_default(empty_cache, monkeypatch):
    monkeypatch.setattr(surrogate, "load", lambda: None)
    monkeypatch.setattr(companies, "slopes_for", lambda *given: Slopes(-np.eye(SIZE), np.full(SIZE, 0.03)))
    monkeypatch.setattr(companies, "evaluate", fake(gain=0.0))
    [found] = solve_companies(SMALL, [OTHER], threads=1)
    assert found.how == "searched"


def test_a_refusal_names_what_the_surrogate_has_not_learnt(empty_cache, monkeypatch):
    monkeypatch.setattr(companies, "evaluate", fake(gain=0.0, bad=0.3))
    [found] = solve_companies(SMALL, [{"finance.wage": 700.0}], threads=1)
    assert "has not learnt finance.wage" in found.refused


@pytest.mark.parametrize(("values", "error"), [({"no.such": 1.0}, KeyError), ({"strain.load": 1e9}, ValueError)])
def test_parameters_that_do_not_exist_are_refused(empty_cache, values, error):
    with pytest.raises(error):
        solve_companies(SMALL, [values])


@pytest.mark.thorough
def test_an_evaluation_sees_what_the_search_sees():
    vector = to_vector(reference_of(SMALL)[0])
    seen = evaluate(SMALL, with_values(OTHER), vector, range(700, 708))
    sets = Sets([with_values(OTHER)], 700, 8, companies.SEED)
    assert np.allclose(seen.found, observe_sets(SMALL, sets, vector[None])[0])
    assert np.abs(seen.groups.mean(axis=0) - seen.found).max() < 0.1


@pytest.mark.thorough
def test_a_company_near_the_default_stands_still_in_five_evaluations(empty_cache):
    [found] = solve_companies(SMALL, [OTHER], threads=1)
    assert (found.how, found.refused) == ("predicted", "")
    assert found.evaluations <= 5
    assert found.left < STILL
    assert set(found.constants) == set(Balance._fields)
    assert found.constants != solve_companies(SMALL, [{}])[0].constants
    assert Parameters() != with_values(OTHER)
