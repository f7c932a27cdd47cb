"""Shapley values: what theory says of them, on games whose answer is known and on games made up by Hypothesis."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from sim.lab.shapley import added_in, alone_and_last, interactions_of, orders_drawn, prefixes, second_difference, values_of

GAMES = st.integers(1, 5).flatmap(lambda parts: st_numpy.arrays(np.float64, (1 << parts, 2), elements=st.floats(-100, 100, width=32)))


def game_of(parts, worth):
    """The game in which a set is worth what a function says of the list of its parts."""
    return np.array([float(worth([part for part in range(parts) if mask >> part & 1])) for mask in range(1 << parts)])


def of(game):
    return dict(enumerate(game))


def test_gloves_are_shared_out_as_in_the_textbook():
    """One left glove and two right ones; only a pair is worth anything."""
    values = values_of(game_of(3, lambda who: min(0 in who, len([one for one in who if one > 0]))))
    assert values == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_a_runway_is_paid_for_as_in_the_textbook():
    """Airport game: a set costs what its largest aeroplane needs."""
    needs = [1.0, 3.0, 6.0]
    assert values_of(game_of(3, lambda who: max((needs[one] for one in who), default=0.0))) == pytest.approx([1 / 3, 1 / 3 + 1, 1 / 3 + 1 + 3])


@given(GAMES)
def test_values_add_up_to_the_whole(game):
    assert np.allclose(values_of(game).sum(axis=0), game[-1] - game[0], atol=1e-9)


@given(GAMES)
def test_values_are_the_mean_over_all_orders(game):
    parts = len(game).bit_length() - 1
    every = list(itertools.permutations(range(parts)))
    assert np.allclose(added_in(of(game), every).mean(axis=0), values_of(game), atol=1e-9)


@given(GAMES, st.floats(-5, 5))
def test_a_part_that_adds_the_same_everywhere_is_worth_just_that(game, gift):
    """The null player is the case of nought; whoever else is there makes no difference."""
    wider = np.concatenate([game, game + gift])
    found = values_of(wider)
    assert np.allclose(found[-1], gift, atol=1e-9)
    assert np.allclose(found[:-1], values_of(game), atol=1e-9)
    assert np.allclose(interactions_of(wider)[-1], 0.0, atol=1e-9)


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=5), st.floats(-3, 3))
def test_parts_that_are_alike_are_worth_the_same(sizes, bonus):
    sizes[1] = sizes[0]
    game = game_of(len(sizes), lambda who: sum(sizes[one] for one in who) ** 2 + bonus * len(who) ** 3)
    values = values_of(game)
    assert values[0] == pytest.approx(values[1], abs=1e-7)


@given(GAMES, st.floats(-3, 3))
def test_values_of_added_games_are_added_values(game, times):
    other = game[::-1].copy()
    assert np.allclose(values_of(game + times * other), values_of(game) + times * values_of(other), atol=1e-7)


def test_what_is_worth_something_only_together_is_told_as_interaction():
    """Unanimity games (Grabisch and Roubens 1999): two that need each other 1; of three each pair 1/2."""
    pair = interactions_of(game_of(3, {0, 1}.issubset))
    assert pair[0, 1] == pair[1, 0] == pytest.approx(1.0)
    assert pair[0, 2] == pair[1, 2] == pytest.approx(0.0)
    three = interactions_of(game_of(3, lambda who: len(who) == 3))
    assert [three[0, 1], three[0, 2], three[1, 2]] == pytest.approx([0.5] * 3)
    assert np.diag(three) == pytest.approx([0.0] * 3)


def test_two_parts_that_do_the_same_thing_are_worth_less_together():
    game = game_of(2, bool)
    assert interactions_of(game)[0, 1] == second_difference(game, 0, 0, 1) == pytest.approx(-1.0)


def test_alone_and_last_part_where_order_matters():
    first, last = alone_and_last(game_of(2, lambda who: {0, 1} <= set(who)), 2)
    assert (first.tolist(), last.tolist()) == ([0.0, 0.0], [1.0, 1.0])
    first, last = alone_and_last(game_of(3, sum), 3)
    assert first.tolist() == last.tolist() == [0.0, 1.0, 2.0]


@given(GAMES, st.integers(1, 4), st.integers(0, 99))
def test_orders_drawn_by_lot_add_up_each_and_come_with_their_reverse(game, pairs, seed):
    parts = len(game).bit_length() - 1
    orders = orders_drawn(parts, pairs, seed)
    assert [order[::-1] for order in orders[::2]] == orders[1::2]
    assert orders == orders_drawn(parts, pairs, seed)
    assert np.allclose(added_in(of(game), orders).sum(axis=1), game[-1] - game[0], atol=1e-9)


def test_an_order_and_its_reverse_are_exact_where_parts_meet_in_pairs_only():
    """What antithetic orders are for: first-order and pairwise effects cost no luck of the draw."""
    draws = np.random.default_rng(1)
    single, pair = draws.normal(size=6), draws.normal(size=(6, 6))
    game = game_of(6, lambda who: single[who].sum() + sum(pair[a, b] for a, b in itertools.combinations(who, 2)))
    assert np.allclose(added_in(of(game), orders_drawn(6, 1, 5)).mean(axis=0), values_of(game))


def test_prefixes_go_from_nobody_to_all():
    assert prefixes((2, 0, 1)) == [0, 4, 5, 7]


def test_a_game_without_a_value_for_every_set_is_refused():
    with pytest.raises(ValueError, match="not 3"):
        values_of(np.zeros(3))
