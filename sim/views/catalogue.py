"""The catalogue of mechanisms: each claim of the source articles, with the levers that move it and the measures that show it.

Letters stand for the articles: E structures, A three voices, B the employee at the centre, C vision and leadership, D managers' activities. The claims
are in our words; mechanism files and tests are found by the rows that they name.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
NO_LEVER = "none: a result"
EXPECTED = {"E": 14, "A": 17, "B": 11, "C": 14, "D": 12}
"""How many rows each article has."""


class Claim(NamedTuple):
    """One row: its name, what is claimed, which levers, conditions, events or sizes move it, and which measures show it."""

    row: str
    claim: str
    levers: str
    measures: str


CLAIMS = (
    Claim("E1", "A large organisation divides its tasks over teams, so that requests cross team borders.", "task_division teams_per_unit", "hand_overs wait"),
    Claim("E2", "No structure at all is worse, not better: the best division lies inside (+).", "task_division team_size", "skill backlog profit"),
    Claim("E3", "Leaders far from the work steer by KPIs, the more so the more layers there are.",
        "leader_visibility leader_customer_contact units", "goodhart_gap reliance"),
    Claim("E4", "A KPI points to customer value imperfectly, whatever the effort.", "kpi_validity shared_platform", "goodhart_gap kpi_reported kpi_true"),
    Claim("E5", "Rewards push the KPI and forget its flaws; gaming is learned (+).",
        "reward_intensity kpi_weight kpi_humility", "goodhart_gap gaming gaming_skill"),
    Claim("E6", "Optimising output eats slack, and with it the right thing that no KPI counts.",
        "slack_share prioritisation staffing", "share_room share_care utilisation"),
    Claim("E7", "Silo behaviour appears against people's own wish, and they give up.",
        "reward_intensity slack_share kpi_weight", "silo_index dissonance resignation"),
    Claim("E8", "A shared platform joins data: fewer losses, a better KPI, one voice where data are used together.",
        "shared_platform", "hand_over_loss consistency"),
    Claim("E9", "Measured satisfaction in pay moves care, less as more people share it and beg for it (+).",
        "csat_weight", "share_care gaming csat_reported"),
    Claim("E10", "Joint goals, sponsored from above, become careers and open silos.", "joint_okr_weight sponsorship", "tie_strength silo_index share_help"),
    Claim("E11", "Strict priorities keep teams from overload and protect time for customers; best inside.",
        "prioritisation slack_share", "pressure share_room dropped"),
    Claim("E12", "Take away barriers in structure first and culture follows; words on unchanged structure fail.",
        "culture_campaign shared_platform csat_weight", "credibility cynicism"),
    Claim("E13", "Leaders set an example by talking with customers; it works only after structure and reward.",
        "leader_customer_contact", "leader_insight share_care"),
    Claim("E14", "Teams inside serve the teams in front, and limit what these can deliver.",
        "task_division teams_per_unit internal_frame", "internal_service quality"),
    Claim("A1", "Three voices press on leaders and collide; attention goes by weight and by measured gap.",
        "voice_customer voice_business voice_employee", "attention_customer attention_business attention_employee voice_tension"),
    Claim("A2", "Where customers rule, value comes first and exhaustion after it.", "voice_customer yielding", "satisfaction exceptions_accepted exhaustion"),
    Claim("A3", "Business sets frames: procedures cost hours, and some prevent failures (+).",
        "voice_business compliance_load", "failure_demand hours profit"),
    Claim("A4", "Three tensions are typical: speed, cost and squeeze; scale, control and autonomy; meaning and renewal.",
        NO_LEVER, "tension_squeeze tension_control tension_renewal"),
    Claim("A5", "Order matters: employees first, then customers, then business.",
        "leader_listening autonomy manager_customer_contact prioritisation", "cumulative_profit voice_employee voice_customer"),
    Claim("A6", "Listening to signals from the work solves what no report shows; unheard ideas drain.", "leader_listening", "obstacles ideas_heard heard"),
    Claim("A7", "Trust works as autonomy instead of control; how well depends on people's motives (+).",
        "autonomy control", "autonomy_lived control_lived engagement"),
    Claim("A8", "Facilitating is work: obstacles go where managers spend hours on them.", "manager_content", "obstacles"),
    Claim("A9", "A dialogue of three voices gives people a say and joins their pictures.", "dialogue_platform", "voice_tension tie_strength insight"),
    Claim("A10", "Measuring engagement makes employees visible to leaders who do not visit.",
        "measure_engagement leader_visibility", "attention_employee employee_seen sight_lag_weeks"),
    Claim("A11", "Surroundings can make care and working together the easy way.", "environment_redesign", "share_care share_help"),
    Claim("A12", "Small steps that can be repeated beat grand programmes.", "change_style", "fatigue know_how cumulative_profit"),
    Claim("A13", "Who chases profit less and cares for people gets more of it, under conditions.",
        "profit_chasing leader_listening autonomy", "profit leader_pressure"),
    Claim("A14", "The tension never disappears: no policy brings all three voices to their best.", NO_LEVER, "voice_tension pareto_share stall"),
    Claim("A15", "Drained, overloaded or unheard: each by itself brings an organisation to a standstill.",
        "recovery staffing leader_listening", "output stall stall_week absence_share"),
    Claim("A16", "Customers come to ask for more, unprompted.", "demand_drift", "expectation_gap satisfaction"),
    Claim("A17", "Customers want renewal: ideas of employees become value and wear out when nobody works on them.",
        "slack_share leader_listening diversity", "ideas_heard renewal tension_renewal"),
    Claim("B1", "People work to contribute; rewards can crowd that out.", "purpose reward_intensity motive_drift", "meaning engagement"),
    Claim("B2", "A strategy of results and efficiency uses people as a means: early gain, later loss (+).",
        "profit_chasing standardisation", "method autonomy_lived meaning"),
    Claim("B3", "Talent has a choice, and chooses autonomy and culture.", "labour_market talent_room purpose autonomy", "talent vacancy_weeks quit_rate_year"),
    Claim("B4", "An inspiring culture attracts professionals and customers.", "purpose talent_room vision", "employer supplier customers_joined"),
    Claim("B5", "A restless world wears people out, unless they can recover.",
        "volatility recovery priority_shift", "exhaustion burnout_share absence_share"),
    Claim("B6", "Investment in people pays back through better service.",
        "leader_listening autonomy slack_share training", "quality churn_rate_year cumulative_profit"),
    Claim("B7", "Fear among managers breeds rules and checks; trust grows where people could show it.",
        "manager_doubt psychological_safety", "doubt control_lived"),
    Claim("B8", "One guiding thought can replace rules; it needs trust and insight (+).", "guiding_principle rule_density", "consistency hours satisfaction"),
    Claim("B9", "Nothing is nicer than a happy customer: their joy motivates.", "customer_participation manager_customer_contact", "engagement satisfaction"),
    Claim("B10", "Hardship and a strong calling together are a dangerous mix.", "purpose volatility recovery", "exhaustion burnout_share"),
    Claim("B11", "People do what they are good at when they have freedom and responsibility, not one of the two.", "autonomy responsibility", "fit quality"),
    Claim("C1", "A crisis invites cuts; savings with what binds people recover better.",
        "crisis layoffs cost_cut", "insecurity quits capability recovery_weeks cumulative_profit"),
    Claim("C2", "Vision and action multiply: words alone turn into cynicism, action alone scatters effort.",
        "vision follow_through", "credibility cynicism belief scatter"),
    Claim("C3", "Promises that practice contradicts disappoint.", "promise_level", "expectation_gap churn_rate_year"),
    Claim("C4", "Teams that decide themselves wait less, given skill and information; customers' processes cut steps.",
        "self_management customer_process", "decision_weeks decisions_own method"),
    Claim("C5", "Inspiring leaders make believers, who go the extra step; customers notice.", "inspiration", "belief share_care satisfaction"),
    Claim("C6", "Reorganisations, dismissals, shareholder focus and enrichment turn passion into salary.",
        "reorganisation layoffs executive_pay_gap shareholder_focus", "trust fairness pay_motive"),
    Claim("C7", "Leaders who are not seen cannot inspire.", "leader_visibility units", "belief"),
    Claim("C8", "Results with room for mistakes: errors are told and learned from; without safety they hide.",
        "results_steering room_for_mistakes psychological_safety", "errors_reported errors_hidden failure_demand"),
    Claim("C9", "Telling plans and asking people lowers uncertainty and aligns.", "communication involvement", "alignment insecurity heard"),
    Claim("C10", "Room for talent and diversity renew; diversity without safety costs (+).", "talent_room diversity training", "ideas_heard skill talent"),
    Claim("C11", "Working from home rests, quiets and saves; beyond some days colleagues lose each other (+).",
        "home_working", "exhaustion tie_strength fixed"),
    Claim("C12", "Surpassing expectations delights, binds and spreads; expectations then rise.", NO_LEVER, "delighted customers_joined expectation_gap"),
    Claim("C13", "Why and where to come before how: the other order gives compliance without belief.", "message_order", "alignment belief"),
    Claim("C14", "Vision, leadership, talent, diversity and balance together make an organisation that moves.",
        "vision autonomy communication priority_shift", "turbulence wait recovery_weeks"),
    Claim("D1", "Content when our customers are: that forgets the provider's own interest.",
        "voice_customer voice_business", "voice_customer voice_business voice_employee"),
    Claim("D2", "Managers weigh three interests themselves, each in another way.",
        "voice_customer voice_business voice_employee", "support obstacles insight"),
    Claim("D3", "Managers' work falls in four groups, and customers value them all.",
        "manager_own manager_interaction manager_content manager_power", "support obstacles decision_weeks"),
    Claim("D4", "Customers value power that is quick, decided and clear: a clear no costs less than a slow maybe.",
        "decisiveness manager_power", "decision_weeks clarity satisfaction"),
    Claim("D5", "Managers value their power less than customers do, and use it too little (+).", "decisiveness", "decision_weeks satisfaction"),
    Claim("D6", "Small regular talks with customers teach what matters, and managers set the example.", "manager_customer_contact", "insight"),
    Claim("D7", "Customers who take part bring insight and feel in control; it takes hours.", "customer_participation", "insight satisfaction hours"),
    Claim("D8", "Customers are more mature than managers think, and accept a decision that is explained.",
        "maturity_belief explanation customer_maturity", "churn_rate_year exceptions_accepted"),
    Claim("D9", "Yielding is not customer focus: it loads teams and teaches customers to ask (+).",
        "yielding", "exceptions_asked exceptions_accepted pressure"),
    Claim("D10", "Value goes both ways: the firm also earns from the customer.", "price_level", "value_per_customer loss_making"),
    Claim("D11", "Other teams are colleagues who share the customer, not internal customers.", "internal_frame", "share_help silo_index internal_service"),
    Claim("D12", "It is not done because it is made too big: know-how grows by doing, a campaign fades.", "change_style", "know_how insight"),
)

_ROW = re.compile(r"\b([A-E])(\d{1,2})(?:\s*(?:-|to)\s*\1(\d{1,2}))?\b")


def rows_of(text: str) -> list[str]:
    """The rows that a mechanism's text names after `Rows`: `E1, E4-E7 (part), A13`."""
    named = re.search(r"\bRows?\b[^:.]*:(.*?)(?:\.(?=\s|$)|$)", text, re.DOTALL)
    found = []
    for letter, first, last in _ROW.findall(named[1] if named else ""):
        found += [f"{letter}{number}" for number in range(int(first), int(last or first) + 1)]
    return found


def files() -> dict[str, list[str]]:
    """Each row with the mechanism files that name it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "sim" / "mechanisms").glob("*.py")):
        for row in dict.fromkeys(rows_of(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")):
            found.setdefault(row, []).append(path.stem)
    return found


class Tested(NamedTuple):
    """A direction test: its name, and why it is expected to fail when the direction did not come out."""

    name: str
    not_shown: str = ""


def tests() -> dict[str, list[Tested]]:
    """Each row with its direction tests, found by name: `test_e8_...` under tests/rows."""
    found: dict[str, list[Tested]] = {}
    for path in sorted((ROOT / "tests" / "rows").glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (names := re.match(r"test((?:_[A-Ea-e]\d{1,2})+)_", node.name)):
                for row in names[1].upper().split("_")[1:]:
                    found.setdefault(row, []).append(Tested(node.name, _reason(node)))
    return found


def _reason(function: ast.FunctionDef) -> str:
    """The reason of an expected failure, as the test gives it."""
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("xfail"):
            said = [key.value.value for key in mark.keywords if key.arg == "reason" and isinstance(key.value, ast.Constant)]
            return str(said[0]) if said else "not shown"
    return ""


def known_levers() -> set[str]:
    """Every name that a row may give as its lever: levers, conditions, events and sizes of the organisation."""
    from sim.policy import CONDITIONS, LEVERS
    from sim.scenario import Organisation
    from sim.scenario.course import EVENT_KINDS

    return {*LEVERS, *CONDITIONS, *EVENT_KINDS, *Organisation._fields}
