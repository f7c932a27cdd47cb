"""Luck is what Threefry says it is, has the moments it should, and nobody shares it with anybody."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import draws
from sim.compiled import plain
from sim.draws import TRAITS, at_birth, in_week, normals, rough_normal, uniform, words

ALL_ONES = 0xFFFFFFFF
WORD = st.integers(0, ALL_ONES)


def threefry(seed, replication, entity, when):
    """Two words, as integers."""
    return tuple(int(w) for w in plain(words)(*(np.uint32(x) for x in (seed, replication, entity, when))))


def stream(seed, replication, entities, weeks, purpose):
    """Words of many entities and weeks, [entity, week, 2]."""
    when = [plain(in_week)(week, purpose) for week in range(weeks)]
    return np.array([[threefry(seed, replication, e, w) for w in when] for e in range(entities)], np.uint32)


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
        ((ALL_ONES, ALL_ONES), (ALL_ONES, ALL_ONES), (0x1CB996FC, 0xBB002BE7)),
        ((0x243F6A88, 0x85A308D3), (0x13198A2E, 0x03707344), (0xC4923A9C, 0x483DF7A0)),
    ],
    ids=["zeros", "ones", "digits of pi"],
)
def test_known_answers_of_threefry_2x32_20(counter, key, expected):
    assert threefry(*key, *counter) == expected


@given(WORD, WORD, WORD, WORD, st.integers(0, 127))
def test_turning_one_bit_anywhere_turns_about_half_of_the_bits(seed, replication, entity, when, bit):
    one = [seed, replication, entity, when]
    other = list(one)
    other[bit // 32] ^= 1 << (bit % 32)
    changed = sum(bin(a ^ b).count("1") for a, b in zip(threefry(*one), threefry(*other), strict=True))
    assert 8 <= changed <= 56


def test_weeks_and_generations_never_meet():
    purposes = sorted({int(v) for name, v in vars(draws).items() if isinstance(v, np.uint32) and name != "TRAITS"})
    assert max(purposes) < 64, "a purpose has six bits"
    weeks = {int(plain(in_week)(week, np.uint32(p))) for week in range(1400) for p in purposes}
    births = {int(plain(at_birth)(generation, np.uint32(p))) for generation in range(400) for p in purposes}
    assert len(weeks) == 1400 * len(purposes)
    assert len(births) == 400 * len(purposes)
    assert not weeks & births
    assert all(b & int(TRAITS) for b in births)


def test_no_purpose_is_used_for_two_kinds_of_luck():
    """Weekly purposes are distinct, and so are those of traits (the two are told apart by the highest bit)."""
    named = {name: int(v) for name, v in vars(draws).items() if isinstance(v, np.uint32) and name != "TRAITS"}
    traits = {name: v for name, v in named.items() if name.startswith(("TRAIT_", "START_"))}
    weekly = {name: v for name, v in named.items() if name not in traits}
    assert len(set(traits.values())) == len(traits)
    assert len(set(weekly.values())) == len(weekly)


def test_two_different_keys_never_give_equal_streams():
    keys = itertools.product((0, 1, 2, 3, 2**31, ALL_ONES), range(40))
    streams = [b"".join(np.array(threefry(s, r, e, 0), np.uint32).tobytes() for e in range(4)) for s, r in keys]
    assert len(set(streams)) == len(streams) == 240


def test_seed_and_replication_do_not_stand_in_for_each_other():
    assert threefry(3, 8, 0, 0) != threefry(8, 3, 0, 0)
    assert threefry(3, 8, 0, 0) != threefry(3 + 1, 8 - 1, 0, 0)


@given(WORD)
def test_uniform_lies_on_its_grid_within_nought_and_one(word):
    x = plain(uniform)(np.uint32(word))
    assert x.dtype == np.float32
    assert 0.0 <= x < 1.0
    assert float(x) * 2**24 == word >> 8


@given(WORD, WORD)
def test_normal_numbers_are_finite_and_of_the_known_length(first, second):
    a, b = plain(normals)(np.uint32(first), np.uint32(second))
    u = (first >> 8) / 2**24 + 2**-24
    assert float(a) ** 2 + float(b) ** 2 == pytest.approx(-2 * np.log(u), rel=1e-5, abs=1e-6)


@given(WORD, WORD)
def test_normal_numbers_point_where_the_second_word_says(first, second):
    a, b = (float(x) for x in plain(normals)(np.uint32(first), np.uint32(second)))
    length, turn = np.hypot(a, b), np.pi * (2 * (second >> 8) / 2**24 - 1)
    assert a == pytest.approx(length * np.cos(turn), abs=1e-6 * (1 + length))
    assert b == pytest.approx(length * np.sin(turn), abs=1e-6 * (1 + length))


@given(WORD, WORD)
def test_rough_normal_is_the_sum_of_four_half_words(first, second):
    halves = (first & 0xFFFF) + (first >> 16) + (second & 0xFFFF) + (second >> 16)
    x = plain(rough_normal)(np.uint32(first), np.uint32(second))
    assert float(x) == pytest.approx((halves - 131070.0) * np.sqrt(3.0) / 65536.0, rel=2e-6, abs=1e-9)
    assert abs(x) <= 3.4642


ENTITIES, WEEKS = 60, 50
DRAWN = ENTITIES * WEEKS


@pytest.fixture(scope="module")
def sample():
    """Words of sixty persons in fifty weeks for two purposes."""
    with np.errstate(over="ignore"):
        return {p: stream(11, 5, ENTITIES, WEEKS, np.uint32(p)) for p in (0, 1)}


def of_kind(kind, drawn):
    """Numbers of one kind from words, [entity, week]."""
    if kind == "uniform":
        return (drawn[..., 0] >> 8) / 2**24
    law = plain(rough_normal) if kind == "rough" else plain(normals)
    flat = [law(a, b) for a, b in drawn.reshape(-1, 2)]
    return np.array(flat if kind == "rough" else [pair[0] for pair in flat], np.float64).reshape(drawn.shape[:2])


@pytest.mark.parametrize(("kind", "mean", "variance", "kurtosis"), [("uniform", 0.5, 1 / 12, 1.8), ("normals", 0.0, 1.0, 3.0), ("rough", 0.0, 1.0, 2.7)])
def test_moments_are_those_of_the_distribution(sample, kind, mean, variance, kurtosis):
    x = of_kind(kind, sample[0]).ravel()
    assert abs(x.mean() - mean) < 4 * np.sqrt(variance / DRAWN)
    assert abs(x.var() / variance - 1) < 4 * np.sqrt((kurtosis - 1) / DRAWN)
    assert np.mean((x - x.mean()) ** 4) / x.var() ** 2 == pytest.approx(kurtosis, abs=0.5)


@pytest.mark.parametrize("kind", ["uniform", "normals", "rough"])
def test_purposes_weeks_and_entities_are_independent(sample, kind):
    x, y = of_kind(kind, sample[0]), of_kind(kind, sample[1])
    pairs = {"purposes": (x, y), "weeks": (x[:, :-1], x[:, 1:]), "entities": (x[:-1], x[1:])}
    for what, (one, other) in pairs.items():
        r = np.corrcoef(one.ravel(), other.ravel())[0, 1]
        assert abs(r) < 4 / np.sqrt(one.size), f"{what} hang together: {r:.3f}"


def test_the_two_numbers_of_a_pair_are_independent(sample):
    both = np.array([plain(normals)(a, b) for a, b in sample[0].reshape(-1, 2)], np.float64)
    assert abs(np.corrcoef(both.T)[0, 1]) < 4 / np.sqrt(DRAWN)
    assert abs(np.corrcoef((both**2).T)[0, 1]) < 4 / np.sqrt(DRAWN)
