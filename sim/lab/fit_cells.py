"""Cells as people and spreadsheets write them: decimal commas, thousands set apart, per cent signs; formulas and data on persons are seen and refused.

Nothing here shows what stood in a cell that may be about a person: only names of columns are told.
"""

from __future__ import annotations

import re
import unicodedata

COUNTS = ("employees", "teams", "customers", "respondents")
FIELDS: dict[str, tuple[str, ...]] = {
    "value": ("waarde", "cijfer", "score", "getal", "uitkomst"),
    "error": ("marge", "foutmarge", "margin of error", "onzekerheid"),
    "respondents": ("respondenten", "aantal respondenten", "answers", "antwoorden", "number of respondents"),
    "usual": ("gebruikelijk", "norm", "benchmark", "branche", "gemiddeld"),
    "sd": ("standaarddeviatie", "standaardafwijking", "standard deviation", "spreiding"),
    "unit": ("eenheid",),
}
"""What can be told of an aggregate, and the words for it."""
SIZES: dict[str, tuple[str, ...]] = {
    "employees": ("medewerkers", "aantal medewerkers", "werknemers", "aantal werknemers", "personeelsleden", "people", "headcount", "head count"),
    "teams": ("aantal teams", "number of teams"),
    "customers": ("klanten", "aantal klanten", "number of customers", "clients"),
    "name": ("naam", "organisatie", "bedrijf", "company", "organisation"),
}
PERSONAL = (
    "email", "e mail", "mail", "mailadres", "first name", "last name", "surname", "full name", "voornaam", "achternaam", "initials", "voorletters", "employee",
    "employee id", "employee number", "staff id", "person", "person id", "persoon", "medewerker", "medewerkernummer", "medewerker id", "personeelsnummer",
    "werknemer", "bsn", "burgerservicenummer", "ssn", "social security number", "date of birth", "birth date", "dob", "birthday", "geboortedatum", "gender",
    "sex", "geslacht", "age", "leeftijd", "nationality", "nationaliteit", "salary", "salaris", "phone", "telefoon", "address", "adres", "postcode", "zip",
    "iban", "manager name", "leidinggevende", "diagnosis", "diagnose", "date of hire", "datum in dienst", "username", "gebruikersnaam", "customer id",
    "klantnummer", "customer name", "klantnaam",
)
"""Columns that are about single persons."""
GROUPS = ("team", "teamnaam", "team name", "department", "afdeling", "unit name", "location", "locatie", "vestiging", "branch", "group", "groep", "manager",
          "functie", "function", "role", "rol")
"""Columns that tell groups apart: this reads totals of a whole company."""
_LOOKS_LIKE_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,64}\.[A-Za-z]{2,}")
_NUMBER = re.compile(r"[+-]?(\d{1,15}([.,]\d{0,15})?|\d{1,3}([.,' ]\d{3}){1,4}([.,]\d{0,15})?|[.,]\d{1,15})")


def normal(word: str) -> str:
    """A name as it is compared: small letters, one blank for dashes and underscores, no accents, nothing in brackets behind it."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"\(.*?\)|[%:]", " ", re.sub(r"[-_/.]", " ", bare.casefold())).split())


def is_personal(name: str) -> bool:
    """Whether a column is about persons."""
    return normal(name) in PERSONAL


def is_mail(text: str) -> bool:
    """Whether a cell holds an address of a person."""
    return bool(_LOOKS_LIKE_MAIL.search(text))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run this cell."""
    bare = text.strip()
    return bare.startswith(("=", "@")) or (bare.startswith(("+", "-")) and not _NUMBER.fullmatch(_bare(bare)))


def _bare(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("%", "").replace("€", "").strip()


def number_in(text: str, whole: bool = False) -> tuple[float, bool] | None:
    """The number in a cell, and whether a per cent sign stands behind it; nothing where it is none. `whole` reads 1.234 and 1,234 as a count.

    With both signs the last one is the decimal sign; with several of one, they set thousands apart; with one alone it is the decimal sign."""
    bare = _bare(text)
    if not bare or not _NUMBER.fullmatch(bare):
        return None
    percent = text.rstrip().endswith("%")
    digits = bare.replace(" ", "").replace("'", "")
    signs = [sign for sign in digits if sign in ".,"]
    if len(set(signs)) == 2:
        digits = digits.replace(signs[0], "").replace(signs[-1], ".") if signs[-1] != signs[0] else ""
    elif len(signs) > 1 or (signs and whole and re.fullmatch(r"\d{1,3}[.,]\d{3}", digits)):
        digits = digits.replace(signs[0], "")
    else:
        digits = digits.replace(",", ".")
    try:
        return float(digits), percent
    except ValueError:
        return None
