"""A company's file: what is understood, in Dutch or English, with points or commas; and what is refused, in one line that says what to write instead."""

import pytest

from sim.lab.fit_cells import is_formula, number_in
from sim.lab.fit_company import read_company
from sim.scenario import ScenarioError

LONG = "kenmerk;waarde;respondenten\nmedewerkers;1.480;\nteams;40;\nverloop;21,5 %;\nziekteverzuim;0,055;\nbezettingsgraad;91%;\nwinstmarge;0,05;\n"
TOML = "employees = 480\nturnover = 0.21\n"


@pytest.fixture
def read(tmp_path):
    def reading(text, name="company.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return read_company(path)

    return reading


@pytest.fixture
def refused(read):
    def refusing(text, name="company.toml"):
        with pytest.raises(ScenarioError) as trouble:
            read(text, name)
        return trouble.value.problems

    return refusing


def values(company):
    return {one.about.name: one.value for one in company.told}


def test_a_toml_file_tells_numbers_with_their_doubt(read):
    one = read(TOML + 'name = "Us"\nteams = 40\nabsence = {value = 0.05, error = 0.01}\n[engagement]\nvalue = 7.0\nusual = 7.2\nsd = 1.3\nrespondents = 400\n')
    assert (one.name, one.employees, one.teams, one.customers) == ("Us", 480, 40, None)
    assert values(one) == {"turnover": 0.21, "absence": 0.05, "engagement": 7.0}
    told = {each.about.name: each for each in one.told}
    assert told["engagement"].place == pytest.approx(-0.2 / 1.3)
    assert told["engagement"].doubt == pytest.approx(1 / 20)
    assert told["absence"].doubt == pytest.approx(0.01 / 1.96 / 0.05, rel=1e-3)
    assert told["turnover"].doubt == 0.0
    assert told["turnover"].usual == 0.15


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (LONG, "semicolons.csv"),
        (LONG.encode("utf-8-sig"), "marked.csv"),
        (LONG.replace(";", "\t"), "tabs.csv"),
        (LONG.replace("kenmerk;waarde;respondenten\n", ""), "bare.csv"),
        ("medewerkers;teams;verloop;ziekteverzuim;bezettingsgraad;winstmarge\n1480;40;0,215;5,5%;91 %;0,05\n", "wide.csv"),
        ('employees,teams,turnover,absence,utilisation,margin\n"1,480",40,0.215,5.5%,0.91,5%\n', "english.csv"),
        ('employees,teams,turnover,absence,utilisation,margin\n1480,40,"0,215","5,5 %","0,91",0.05\n', "quoted.csv"),
        (LONG.replace("\n", "\r\n"), "windows.csv"),
        (LONG.replace("kenmerk", "naam"), "naam.csv"),
        (LONG.replace("kenmerk;waarde;respondenten", "Name;Value;Respondents"), "name.csv"),
        (LONG.replace("kenmerk;waarde", "number;value"), "number.csv"),
        (LONG.replace("kenmerk;waarde", "Wat we weten;score"), "own.csv"),
        ("kenmerk;marge;waarde\nmedewerkers;;1480\nteams;;40\nverloop;2%;21,5 %\nverzuim;;5,5%\nbezetting;;0,91\nwinstmarge;;5%\n", "margins.csv"),
        ("kenmerk;waarde;eenheid\nmedewerkers;1480;\nteams;40;\nverloop;21,5;%\nverzuim;5,5;procent\nbezetting;91;%\nmarge;5;%\n", "units.csv"),
    ],
)
def test_the_same_company_is_read_from_every_kind_of_csv(read, text, name):
    one = read(text, name)
    assert (one.employees, one.teams) == (1480, 40)
    assert values(one) == pytest.approx({"turnover": 0.215, "absence": 0.055, "utilisation": 0.91, "margin": 0.05})


def test_a_company_is_called_as_its_file_where_a_first_column_is_headed_name(read):
    assert read(LONG.replace("kenmerk", "naam"), "wij.csv").name == "wij"
    assert read(LONG.replace("kenmerk", "naam") + "bedrijf;Ons bedrijf\n", "wij.csv").name == "Ons bedrijf"
    assert read("naam;medewerkers;verloop\nOns bedrijf;480;0,2\n", "wide.csv").name == "Ons bedrijf"


@pytest.mark.parametrize("text", ["naam;score\nJan;7\nEls;8\n", "number,value\n1001,7\n"])
def test_a_table_of_names_none_of_which_is_a_number_of_a_company_is_not_shown(refused, text):
    (line,) = refused(text, "people.csv")
    assert "looks like a list of persons or groups" in line
    assert not any(secret in line for secret in ("Jan", "Els", "1001"))


def test_letters_of_windows_are_read_and_told(read):
    one = read("organisatie;Café\nmedewerkers;100\nverloop;0,2\n".encode("cp1252"), "old.csv")
    assert one.name == "Café"
    assert "Latin-1" in one.notes[0]


def test_a_field_stands_behind_a_name_in_a_wide_file(read):
    one = read("medewerkers;nps;nps gebruikelijk;nps respondenten\n100;12;5;60\n", "wide.csv")
    assert one.told[0].usual == 5
    assert one.told[0].doubt > 0


def test_levers_that_are_known_are_taken(read):
    one = read(TOML + "[policy]\nslack_share = 0.05\n[world]\nlabour_market = 1\n")
    assert (one.policy, one.world) == ({"slack_share": 0.05}, {"labour_market": 1.0})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("turnover = 0.2", ["employees: is missing"]),
        ("employees = 480", ["tells no number to fit"]),
        ("employees = 4\nturnover = 0.2", [":1: employees: is a group of less than 5"]),
        ("employees = 480.5\nturnover = 0.2", ["employees: must be a whole number"]),
        ("employees = 480\nturnover = 20", [":2: turnover.value: is out of range (20.0)", "for 20 % write 0.2"]),
        ('employees = 480\nturnover = "20 %"', [":2: turnover: must be a number", "write 0.20 for 20 %"]),
        ("employees = 480\nturnover = 20 %", [":2:", "write 0.20 for 20 %"]),
        ("employees = 480\nabsence = 0.9", ["absence.value: is out of range"]),
        ("employees = 480\nabsence = 4.2", ["for 4.2 % write 0.042"]),
        ("employees = 480\nturnovr = 0.2", [":2: turnovr: unknown name", "did you mean turnover?"]),
        ("employees = 480\nturnover = {value = 0.2, margn = 1}", ["turnover.margn: unknown key"]),
        ("employees = 480\nengagement = 7.1", ["engagement.sd: is missing", "engagement.usual: is missing"]),
        ("employees = 480\nnps = {value = 0.25, usual = 0}", ["looks like a share", "write 25"]),
        ("employees = 480\nnps = 12", ["nps.usual: is missing"]),
        ("employees = 480\nturnover = {value = 0.2, respondents = 3}", ["turnover.respondents: is a group of less than 5"]),
        ("employees = 480\nturnover = {value = 0.2, error = 2}", ["turnover.error: is larger than half", "write 0.02"]),
        ("employees = 480\nturnover = {value = 0.2, error = -0.1}", ["must not be negative"]),
        ("employees = 480\nturnover = {value = 0.2, sd = 2}", ["turnover.sd: means nothing here"]),
        ("employees = 480\nturnover = {usual = 0.2}", ["turnover: has no value"]),
        ("employees = 480\nturnover = nan", ["must be a finite number"]),
        ("employees = 480\nturnover = true", ["must be a number"]),
        ("employees = 480\nburnout = {value = 0.2, respondents = 481}", ["are more than there are employees"]),
        ("employees = 480\nverloop = 0.2\nturnover = 0.2", ["is told twice"]),
        ("employees = 480\nturnover = 0.2\n[policy]\nslack_shar = 0.1", ["slack_shar", "did you mean slack_share?"]),
        ("employees = 480\nturnover = 0.2\n[policy]\nslack_share = 10", ["slack_share"]),
        ("employees = 480\nteams = 900\nturnover = 0.2", ["teams: is out of range"]),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_what_is_right(refused, text, parts):
    told = "\n".join(refused(text))
    assert all(part in told for part in parts), told


@pytest.mark.parametrize(
    "text",
    [
        "name;e-mail;score\nJan;jan@zaak.nl;7\nEls;els@zaak.nl;8\n",
        "medewerker;verloop\nJan Jansen;0\n",
        "employee id,engagement\n1001,7\n1002,6\n",
        "naam;geboortedatum\nJan;1970-01-01\n",
        "verloop;leeftijd\n0,2;44\n",
        "key;value\nemployees;100\nturnover;0,2\nsalaris;4000\n",
        "key;value\nemployees;100\nturnover;0,2\ncontact;jan@zaak.nl\n",
    ],
)
def test_data_on_persons_are_refused_whole_and_not_shown(refused, text):
    (line,) = refused(text, "people.csv")
    assert "nothing of it was used" in line
    assert not any(secret in line for secret in ("Jan", "jan@", "Jansen", "1970", "1001", "4000"))


@pytest.mark.parametrize("text", ['employees = 100\nturnover = 0.2\nemail = "jan@zaak.nl"', "employees = 100\nturnover = 0.2\n[geboortedatum]\nvalue = 1",
                                  'employees = 100\nname = "jan@zaak.nl"\nturnover = 0.2', 'employees = 100\n[[team]]\nturnover = 0.2'])
def test_a_toml_file_with_persons_or_groups_is_refused(refused, text):
    (line,) = refused(text)
    assert "jan@" not in line
    assert "whole company" in line


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("team;verloop;medewerkers\nA;0,2;12\nB;0,3;4\n", "tells groups apart"),
        ("medewerkers;verloop\n100;0,2\n90;0,1\n", "looks like a list of persons or groups"),
        ("Jan;7\nEls;8\nPiet;6\nMia;9\n", "looks like a list of persons or groups"),
        ("medewerkers;verloop\n", "no row of numbers"),
        ("", "the file is empty"),
        (b"PK\x03\x04rest", "this is a spreadsheet"),
        ("medewerkers;verloop\n100;0,2\n".encode("utf-16"), "UTF-16"),
        ('medewerkers;verloop\n100;"0,2\n', "not a CSV file"),
        ("x\n" * 300, "more than 200 rows"),
    ],
)
def test_a_file_that_is_no_table_of_a_company_is_refused(refused, text, part):
    (line,) = refused(text, "odd.csv")
    assert part in line


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("verloop;=B2/B3", "is a formula"),
        ("verloop;@SUM(A1)", "is a formula"),
        ("verloop;+A1", "is a formula"),
        ("verloop;veel", "is no number"),
        ("verlop;0,2", "did you mean verloop?"),
        ("verloop;20", "for 20 % write 0.2"),
        ("nps;12 %", "is written in per cent"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(refused, row, part):
    told = refused(f"kenmerk;waarde\nmedewerkers;100\n{row}\n", "company.csv")
    assert any(":3: " in line and part in line for line in told), told


def test_another_ending_is_refused(refused):
    assert "ends in .toml or .csv" in refused("x", "company.xlsx")[0]
    with pytest.raises(ScenarioError, match="no such file"):
        read_company("nowhere.csv")


@pytest.mark.parametrize(
    ("text", "number", "percent"),
    [("0,15", 0.15, False), ("0.15", 0.15, False), ("15,2 %", 15.2, True), ("1.234,5", 1234.5, False), ("1,234.5", 1234.5, False),
     ("1.234.567", 1234567, False), ("-3", -3, False), (",5", 0.5, False), ("1 234", 1234, False), ("1'234", 1234, False), ("0,123", 0.123, False)],
)
def test_numbers_are_read_as_people_write_them(text, number, percent):
    assert number_in(text) == (number, percent)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3.4.5", "1e5", "--3", "12 34", "0x10", "nan", "1/2"])
def test_what_is_no_number_is_none(text):
    assert number_in(text) is None


def test_a_count_with_thousands_is_a_count():
    assert number_in("1.480", whole=True) == (1480, False)
    assert number_in("1,480", whole=True) == (1480, False)
    assert not is_formula("-12,5")
    assert is_formula("-A1")


def test_the_dutch_example_says_the_same_in_both_of_its_files(repository):
    folder = repository / "experiments" / "fit_netherlands"
    english, dutch = read_company(folder / "company.toml"), read_company(folder / "company.csv")
    assert english == dutch
    assert values(english) == pytest.approx({"turnover": 0.175, "absence": 0.04, "burnout": 0.2})
