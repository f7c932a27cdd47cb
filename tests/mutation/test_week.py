"""What a sweep's mutant meets first: the twin of the oracle, week by week. (Run as ordinary tests, they are the oracle's again.)"""

import numpy as np
import pytest

from tests.oracle.cases import case
from tests.oracle.compare import first_difference

pytestmark = [pytest.mark.thorough, pytest.mark.filterwarnings("ignore")]

DEAR = {"price_level": 1.15, "cost_cut": 0.2, "home_working": 4.0, "shareholder_focus": 0.9, "prioritisation": 0.8, "joint_okr_weight": 0.2, "kpi_weight": 0.5}


def lives_as_its_twin(scenario, weeks):
    with np.errstate(all="ignore"):
        assert first_difference(scenario, weeks=weeks) == ""


def test_two_units_that_ask_more_money_live_as_their_twin():
    lives_as_its_twin(case("two units", "profit first", events=True).with_(policy=DEAR), 10)


def test_three_teams_live_as_their_twin():
    lives_as_its_twin(case("three teams", "words and steps", events=True), 22)


def test_a_firm_in_ruin_dies_as_its_twin():
    lives_as_its_twin(case("two units", parameters={"finance.credit_weeks": 3.0, "finance.cash_weeks": 2.0, "finance.wage": 3000.0}), 14)


def test_firms_without_people_or_customers_live_as_their_twins():
    for organisation in ("no employees", "no customers"):
        lives_as_its_twin(case(organisation, "fine division"), 3)
    lives_as_its_twin(case("no customers", off=("finance",), parameters={"finance.wage": 4000.0}), 3)
