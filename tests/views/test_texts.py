"""Every lever and every measure is explained in plain words, in each language, and no text is left without its thing."""

import re
import string

import pytest

from sim.policy import LEVERS, Policy
from sim.scenario.errors import ScenarioError
from sim.views import levers, measured
from sim.views.tables import grid
from sim.views.texts import FOLDER, LANGUAGES, own_price, texts
from sim.vocabulary import rows

BOTH = pytest.mark.parametrize("language", LANGUAGES)


def test_there_is_one_file_for_each_language_and_no_other():
    """English claims stand in the ledger itself, those of other languages beside the texts."""
    claims = [f"claims_{language}.toml" for language in LANGUAGES if language != "en"]
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted([*(f"{language}.toml" for language in LANGUAGES), *claims])


@BOTH
def test_every_lever_and_measure_has_a_text_and_no_text_is_orphaned(language):
    held = texts(language).held
    assert set(held["levers"]) == set(LEVERS)
    assert set(held["measures"]) == set(measured.ALL)


@BOTH
@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_says_what_it_is_does_and_how_it_is_overdone(language, name):
    about = texts(language).lever(name)
    for text in (about.name, about.what, about.does, about.overdone):
        assert text.strip() == text != ""
    assert about.does.endswith(".")
    assert "_" not in about.name


@BOTH
@pytest.mark.parametrize("name", list(measured.ALL))
def test_a_measure_says_what_it_is_and_how_it_is_read(language, name):
    about = texts(language).measure(measured.ALL[name])
    for text in (about.name, about.what, about.read):
        assert text.strip() == text != ""
    assert about.read.endswith(".")


def test_dutch_sentences_begin_with_a_capital_and_end_with_a_full_stop():
    held = texts("nl").held
    sentences = [about[key] for about in held["levers"].values() for key in ("what", "does", "overdone")]
    sentences += [about[key] for about in held["measures"].values() for key in ("what", "read")]
    wrong = [text for text in sentences if not re.match(r"[A-ZÉ0-9]", text) or not text.endswith(".")]
    assert not wrong


def test_dutch_names_are_told_apart():
    for kind in ("levers", "measures"):
        names = [about["name"] for about in texts("nl").held[kind].values()]
        assert len(names) == len(set(names))


def test_dutch_knows_every_unit_and_group_and_no_other():
    held = texts("nl").held
    about = [row.about for row in rows(Policy)] + list(measured.ALL.values())
    assert set(held["units"]) == {one.unit for one in about}
    assert set(held["groups"]) == {one.group for one in about}


def test_a_price_told_in_words_is_told_in_every_language():
    for row in rows(Policy):
        assert bool(texts("nl").lever(row.name).price) == bool(own_price(row.about)), row.name


def test_the_languages_fill_in_the_same_parts():
    def parts(language):
        return {word: {part for _, part, _, _ in string.Formatter().parse(text) if part} for word, text in texts(language).held["words"].items()}

    assert parts("en") == parts("nl")


def test_no_english_text_repeats_a_declaration():
    for row in rows(Policy):
        assert texts("en").held["levers"][row.name] not in (row.about.meaning, row.about.overdose)
    for one in measured.ALL.values():
        assert texts("en").held["measures"][one.id] != one.formula


@pytest.mark.parametrize(("value", "english", "dutch"), [(0.25, "0.25", "0,25"), (1500.0, "1,500", "1.500"), (12.0, "12", "12"), (-0.5, "-0.5", "-0,5")])
def test_numbers_are_written_in_the_way_of_the_language(value, english, dutch):
    assert texts("en").number(value) == english
    assert texts("nl").number(value) == dutch


def test_an_unknown_language_names_those_that_there_are():
    with pytest.raises(ScenarioError, match="en, nl"):
        texts("fr")


@BOTH
def test_tables_hold_every_name_and_none_is_read_as_markup(language):
    for made, names in ((levers.table(LEVERS, texts(language)), LEVERS), (measured.table(list(measured.ALL.values()), texts(language)), list(measured.ALL))):
        assert type(made) is type(grid("", ()))
        left = [str(cell).splitlines()[0] for cell in made.columns[0].cells]
        assert sorted(left) == sorted(names)
