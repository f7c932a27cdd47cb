"""A policy is lived in another company: its levers alone, from a week on; whatever would be left behind silently is refused."""

import pytest

from sim.lab.lived_in import lived_in
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.model import REFERENCE_POLICY, Step

COMPANY = load_scenario("small").with_(weeks=100, policy={"recovery": 0.2}, world={"demand": 0.9})
POLICY = load_scenario("people_first")
OWN = {name for name, value in POLICY.policy.items() if value != REFERENCE_POLICY[name]}


def test_the_levers_that_the_policy_sets_go_over_and_all_else_is_the_companys():
    made = lived_in(POLICY, COMPANY)
    assert {name: made.policy[name] for name in OWN} == {name: POLICY.policy[name] for name in OWN}
    assert {name: value for name, value in made.policy.items() if name not in OWN} == {k: v for k, v in COMPANY.policy.items() if k not in OWN}
    assert (made.organisation, made.world, made.weeks, made.timeline) == (COMPANY.organisation, COMPANY.world, 100, ())
    assert made.name == "people_first in small"


def test_from_a_week_on_the_company_is_itself_before_it():
    made = lived_in(POLICY.with_(timeline=(Step("autonomy", "ramp", 10, 20, 0.7),)), COMPANY, 30)
    assert made.policy == COMPANY.policy
    assert {step.setting for step in made.timeline} == OWN
    assert Step("autonomy", "ramp", 40, 50, 0.7) in made.timeline
    assert (made.paths()[:30] == COMPANY.paths()[:30]).all()
    assert not (made.paths()[30:] == COMPANY.paths()[30:]).all()


@pytest.mark.parametrize(
    ("policy", "week", "said"),
    [
        (load_scenario("crisis"), 0, "--in: crisis changes more than levers (events), which would be left behind"),
        (POLICY.with_(world={"demand": 1.1}), 0, "changes more than levers (conditions)"),
        (POLICY.with_(parameters={"strain.load": 1.5}), 0, "changes more than levers (numbers of the model)"),
        (POLICY.with_(off=["strain"]), 0, "changes more than levers (mechanisms that are off)"),
        (POLICY, 100, "--from: must lie between 0 and 99, the last week of small (100)"),
    ],
)
def test_what_would_be_left_behind_is_refused(policy, week, said):
    with pytest.raises(ScenarioError) as trouble:
        lived_in(policy, COMPANY, week)
    assert said in trouble.value.problems[0]
