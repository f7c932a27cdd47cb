"""Motives and reputation: what work is good for, whether people do what they are good at, and what others hear of it."""

import pytest
from hypothesis import given

from sim.mechanisms.motives import bonus_beyond, fit_aim, free_to_answer, freedom, meaning_aim, moved_to, next_fairness, next_pay_motive
from sim.mechanisms.reputation import employer_aim, next_name, purpose_believed, supplier_aim
from tests.laws.domains import against, arguments, call, names


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        *[pytest.param(meaning_aim, name, +1, id=f"{name}_never_costs_meaning") for name in ("purpose", "belief", "insight")],
        *[pytest.param(meaning_aim, name, -1, id=f"{name}_never_gives_meaning") for name in ("standard", "push", "holders", "bonus")],
        pytest.param(bonus_beyond, "intensity", +1, id="a_larger_bonus_is_never_less_beyond_the_reference"),
        pytest.param(freedom, "autonomy", +1, id="autonomy_never_takes_freedom"),
        pytest.param(free_to_answer, "free", +1, id="freedom_never_spoils_fit"),
        pytest.param(free_to_answer, "answers", +1, id="responsibility_never_spoils_fit"),
        pytest.param(fit_aim, "talent", +1, id="room_for_talent_never_spoils_fit"),
        pytest.param(fit_aim, "standard", -1, id="one_way_for_all_never_fits_better"),
        pytest.param(moved_to, "aim", +1, id="what_is_seen_follows_its_aim"),
        *[pytest.param(next_fairness, name, -1, id=f"{name}_is_never_found_fair") for name in ("gap", "holders", "dismissed", "owners_paid")],
        pytest.param(next_pay_motive, "fairness", -1, id="fairness_never_moves_motives_to_pay"),
        pytest.param(next_pay_motive, "push", +1, id="push_never_moves_motives_to_contributing"),
        pytest.param(next_pay_motive, "drift", -1, id="the_times_move_motives_as_they_drift"),
        *[pytest.param(employer_aim, name, +1, id=f"{name}_never_costs_the_name") for name in ("engagement", "fairness", "purpose", "talent", "diversity")],
        pytest.param(employer_aim, "insecurity", -1, id="insecurity_never_makes_a_name"),
        *[pytest.param(supplier_aim, name, +1, id=f"{name}_never_costs_the_suppliers_name") for name in ("joy", "belief")],
        pytest.param(next_name, "aim", +1, id="a_name_follows_what_is_lived"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


@pytest.mark.parametrize("law", [meaning_aim, fit_aim, employer_aim, supplier_aim])
def test_at_the_reference_nothing_moves(law):
    weights = {name: 0.3 for name in names(law) if name.startswith("p_")}
    assert call(law, **{**dict.fromkeys(names(law), 0.0), **weights}) == 0.0


def test_at_the_reference_freedom_and_responsibility_fit_and_a_bonus_crowds_nothing_out():
    assert call(freedom, 0.0) == 0.5
    assert call(free_to_answer, 0.5, 0.5) == 0.0
    assert call(bonus_beyond, 0.05, 1.0, 0.05) == 0.0
    assert call(next_fairness, 0.0, 0.0, 0.0, 0.0, 100.0, 0.3, 0.2, 10.0, 26.0) == 0.0
    assert call(next_pay_motive, 0.0, 0.0, 0.0, 0.0, 0.05, 0.1, 520.0) == 0.0
    assert call(purpose_believed, 0.0, 2.0, 0.3) == 0.0


def test_one_without_the_other_hardly_works():
    """Row B11: freedom alone and responsibility alone bring less than half of what both bring."""
    both, free, answers = (float(call(free_to_answer, *pair)) for pair in ((0.9, 0.9), (0.9, 0.5), (0.5, 0.9)))
    assert both == pytest.approx(2.0, rel=1e-5)
    assert free == pytest.approx(answers, rel=1e-6)
    assert free + answers < 0.75 * both
    assert call(free_to_answer, 0.1, 0.9) < -1.0


@given(arguments(freedom))
def test_freedom_is_a_level_between_nothing_and_all(given_):
    assert 0.0 <= call(freedom, **given_) <= 1.0


def test_dismissals_are_unfair_only_while_owners_are_paid():
    hurt = call(next_fairness, 0.0, 0.0, 0.0, 0.05, 1.0, 0.3, 0.2, 10.0, 26.0)
    assert hurt == pytest.approx(-0.5, rel=1e-6)
    assert call(next_fairness, 0.0, 0.0, 0.0, 0.05, 0.0, 0.3, 0.2, 10.0, 26.0) == 0.0


def test_motives_move_over_years_and_last():
    motive = 0.0
    for _ in range(260):
        motive = float(call(next_pay_motive, motive, 0.0, 0.0, 0.1, 0.05, 0.1, 520.0))
    assert -0.42 < motive < -0.38, "five years of a tenth of an SD a year, a fifth of it forgotten"


def test_purpose_is_believed_of_those_who_leave_people_their_room():
    assert call(purpose_believed, 1.0, 2.0, 0.3) == pytest.approx(1.6, rel=1e-6)
    assert call(purpose_believed, 1.0, -4.0, 0.3) == 0.0
