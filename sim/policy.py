"""What leaders can choose (levers, L), and what the world decides. Each is declared once; engine, files, help and documents read it here.

A lever has its natural unit where one exists, else 0 to 1, and a reference value: rules see the deviation from it.
"""

from typing import Annotated, NamedTuple

from sim.vocabulary import Condition, Lever, rows


class Policy(NamedTuple):
    """The levers, with their reference values."""

    profit_chasing: Annotated[float, Lever(0, 1, "0-1", "how strongly leaders react when profit lags behind plan, and how far plan runs ahead of the past",
        "targets up, slack down, control up: gains first, losses later", 4, 13, group="leadership", source="mechanisms A13")] = 0.2
    voice_customer: Annotated[float, Lever(0.02, 1, "weight", "weight of the customers' voice in leaders' attention (the three are scaled to add to 1)",
        "people are squeezed by what, when and how the customer wants it", group="leadership", source="mechanisms A1, A2")] = 0.33
    voice_business: Annotated[float, Lever(0.02, 1, "weight", "weight of the business' voice in leaders' attention",
        "pressure and procedures crowd out the work", group="leadership", source="mechanisms A1, A3")] = 0.33
    voice_employee: Annotated[float, Lever(0.02, 1, "weight", "weight of the employees' voice in leaders' attention",
        "attention that customers and business then lack", group="leadership", source="mechanisms A1")] = 0.33
    leader_listening: Annotated[float, Lever(0, 1, "0-1", "how far managers hear out what people signal from the work, and act on it",
        "hours of managers and people that the work then lacks", 13, 13, euro_once=150, euro_per_year=300, hours_per_person=0.9, manager_hours=4.0,
        group="leadership", source="mechanisms A6; price assumed")] = 0.3
    psychological_safety: Annotated[float, Lever(0, 1, "0-1", "how safe it is for managers and people to admit doubt and error",
        "hours of talk; no gain above what trust needs", 26, 13, euro_per_year=150, hours_per_person=0.6, manager_hours=3.0,
        group="leadership", source="mechanisms B7; price assumed")] = 0.4
    autonomy: Annotated[float, Lever(0, 1, "0-1", "how far people decide themselves what they do, when and how (0.2 is one standard deviation)",
        "service becomes inconsistent beyond one to two standard deviations", 13, 8, euro_once=1000, hours_per_person=1.0, manager_hours=0.5,
        group="trust", source="mechanisms A7; price assumed (two days of training, and an hour a week of deciding together, for the whole range)")] = 0.5
    control: Annotated[float, Lever(0, 1, "0-1", "how closely work is prescribed and checked (0.2 is one standard deviation)",
        "felt as distrust; hours go into reporting", 4, 8, euro_per_year=250, hours_per_person=0.6, manager_hours=3.0,
        group="trust", source="mechanisms A7; price assumed")] = 0.4
    manager_doubt: Annotated[float, Lever(0, 1, "0-1", "how far the organisation teaches managers to doubt that people will stay within frames",
        "rules and checks replace room", 8, 26, hours_per_person=-0.2, manager_hours=-2.0, group="trust", source="mechanisms B7 (lever manager_fear)")] = 0.3
    reward_intensity: Annotated[float, Lever(0, 0.4, "share of pay", "pay that hangs on the scores",
        "scores rise, what they do not count suffers", 2, 2, group="rewards", source="mechanisms E5; cost is the pay itself")] = 0.05
    kpi_weight: Annotated[float, Lever(0, 1, "share", "part of the variable pay that hangs on the team's own KPI",
        "own number first: help and care shrink", 2, 2, group="rewards", source="mechanisms E5")] = 1.0
    csat_weight: Annotated[float, Lever(0, 1, "share", "part of the variable pay that hangs on measured customer satisfaction, shared by many",
        "diluted, noisy, begged for", 2, 2, euro_per_year=60, group="rewards", source="mechanisms E9; price assumed")] = 0.0
    joint_okr_weight: Annotated[float, Lever(0, 1, "share", "part of the variable pay that hangs on goals that teams share",
        "free riding and meetings", 2, 2, hours_per_person=0.25, manager_hours=1.0, group="rewards", source="mechanisms E10; price assumed")] = 0.0
    kpi_validity: Annotated[float, Lever(0.4, 0.95, "cosine", "how far the KPI points the way of customer value (cosine of the angle; never 1)",
        "measuring costs hours and money", 26, 52, euro_once=400, euro_per_year=200, hours_per_person=0.3, group="rewards", source="mechanisms E4; price assumed")] = 0.67
    kpi_humility: Annotated[float, Lever(0, 1, "0-1", "how far appraisal allows for the KPI's flaws",
        "appraisal takes managers' hours and direction fades", 13, 13, manager_hours=3.0, group="rewards", source="mechanisms E5; price assumed")] = 0.2
    slack_share: Annotated[float, Lever(0.0, 0.4, "share of hours", "hours set aside for improving, learning and customers",
        "hours that serve nobody this week", 4, 4, group="time", source="mechanisms E6, E11; cost is the hours")] = 0.1
    prioritisation: Annotated[float, Lever(0, 1, "0-1", "how strictly low-value work is dropped and slack is kept free of backlog",
        "dropped requests were worth something; deciding takes managers' hours", 8, 8, euro_per_year=100, hours_per_person=0.2, manager_hours=4.0,
        group="time", source="mechanisms E11; price assumed")] = 0.0
    recovery: Annotated[float, Lever(0, 1, "0-1", "how well people can recover: rest, leave, balance of work and life",
        "hours and money without further rest", 8, 8, euro_per_year=400, hours_per_person=0.6, group="time", source="mechanisms B5; price assumed")] = 0.3
    compliance_load: Annotated[float, Lever(0, 0.25, "share of hours", "hours that procedures and accounts take",
        "too little lets failures through, too much eats the week", 8, 13, group="structure", source="mechanisms A3; cost is the hours")] = 0.06
    task_division: Annotated[float, Lever(0, 1, "0-1", "how finely a request is divided over teams (0: one team does all, 0.5: reference, 1: twice as many hand-overs)",
        "hand-overs lose time and information; no division spreads skill thin", 26, 26, euro_once=1500, group="structure", source="mechanisms E1, E2; price assumed")] = 0.5
    staffing: Annotated[float, Lever(0.4, 1.25, "ratio", "budgeted head-count, as a ratio to what the demand of the reference asks",
        "pay without work; below: pressure", 1, 1, group="structure", source="cost is the pay")] = 1.0
    yielding: Annotated[float, Lever(0, 1, "share", "share of customers' exceptional demands that is accepted",
        "load, and customers who learn to demand more", 4, 4, group="customers", source="mechanisms A2, D9; cost is the hours")] = 0.5
    manager_customer_contact: Annotated[float, Lever(1, 104, "weeks", "weeks between a manager's talks with customers (fewer is more contact)",
        "managers' hours", 4, 4, group="customers", source="mechanisms D6; cost is the managers' hours")] = 12.0
    manager_own: Annotated[float, Lever(0.02, 1, "weight", "managers' hours for own actions: example, customers, visibility (the four weights are scaled to add to 1)",
        "what the other three groups then lack", group="managers", source="mechanisms D3")] = 0.3
    manager_interaction: Annotated[float, Lever(0.02, 1, "weight", "managers' hours for talks with people",
        "what the other three groups then lack", group="managers", source="mechanisms D3")] = 0.3
    manager_content: Annotated[float, Lever(0.02, 1, "weight", "managers' hours for the content of the work: obstacles, priorities",
        "what the other three groups then lack", group="managers", source="mechanisms D3, A8")] = 0.25
    manager_power: Annotated[float, Lever(0.02, 1, "weight", "managers' hours for deciding",
        "what the other three groups then lack", group="managers", source="mechanisms D3, D4")] = 0.15
    vision: Annotated[float, Lever(0, 1, "0-1", "how clear and shared the picture of why and where to is",
        "words beyond deeds turn into cynicism", 13, 26, euro_per_year=100, hours_per_person=0.1, manager_hours=0.5, leader_hours=2.0,
        group="leadership", source="mechanisms C2; price assumed")] = 0.3
    follow_through: Annotated[float, Lever(0, 1, "0-1", "how much of what is announced is seen to happen",
        "action without direction scatters effort and wears people out", 13, 13, euro_per_year=200, hours_per_person=0.1, manager_hours=1.0, leader_hours=2.0,
        group="leadership", source="mechanisms C2; price assumed")] = 0.5
    inspiration: Annotated[float, Lever(0, 1, "0-1", "how far leaders move people by what they say and show",
        "belief that deeds disappoint", 13, 13, euro_per_year=50, manager_hours=1.0, leader_hours=2.0,
        group="leadership", source="mechanisms C5; price assumed")] = 0.3
    message_order: Annotated[float, Lever(0, 1, "0-1", "why and where to before how (1), or how first (0)",
        "talk before anything moves: change starts later", 4, 8, hours_per_person=0.1, leader_hours=1.0,
        group="leadership", source="mechanisms C13; price assumed")] = 0.3
    communication: Annotated[float, Lever(0, 1, "0-1", "how openly results, expectations and plans are told",
        "hours of listening; bad news told is bad news heard", 4, 8, euro_per_year=40, hours_per_person=0.25, manager_hours=1.0, leader_hours=1.0,
        group="leadership", source="mechanisms C9; price assumed")] = 0.3
    involvement: Annotated[float, Lever(0, 1, "0-1", "how far people are asked and take part in plans",
        "hours of meetings; asked and not heard is worse than not asked", 8, 13, euro_per_year=40, hours_per_person=0.6, manager_hours=1.0,
        group="leadership", source="mechanisms C9; price assumed")] = 0.2
    leader_visibility: Annotated[float, Lever(0, 12, "hours a week", "hours that each leader is seen on the floor",
        "hours that leading the business then lacks", 4, 4, hours_per_person=0.025, manager_hours=0.06, leader_hours=1.0, group="leadership",
        source="mechanisms C7; cost is the leaders' hours, and those of the two people and now and then a manager whom they talk with")] = 2.0
    leader_customer_contact: Annotated[float, Lever(1, 208, "weeks", "weeks between a leader's talks with (internal) customers (fewer is more contact)",
        "leaders' hours", 4, 4, group="leadership", source="mechanisms E13; cost is the leaders' hours")] = 52.0
    measure_engagement: Annotated[float, Lever(0, 12, "a year", "surveys of engagement a year",
        "people tire of being asked, the more when nothing follows", 4, 4, euro_per_year=25, hours_per_person=0.02, leader_hours=0.1,
        group="leadership", source="mechanisms A10; price assumed")] = 1.0
    culture_campaign: Annotated[float, Lever(0, 1, "0-1", "a campaign for another culture: posters, days, trainings of attitude",
        "on unchanged structure it is not believed", 8, 13, euro_once=300, euro_per_year=250, hours_per_person=0.3, leader_hours=1.0,
        group="leadership", source="mechanisms E12; price assumed")] = 0.0
    dialogue_platform: Annotated[float, Lever(0, 1, "0-1", "meetings in which customers, business and employees talk about what collides",
        "hours of many", 26, 26, euro_once=60, euro_per_year=60, hours_per_person=0.4, manager_hours=1.5, leader_hours=2.0,
        group="leadership", source="mechanisms A9; price assumed")] = 0.0
    change_style: Annotated[float, Lever(0, 1, "0-1", "small repeatable steps (1), or big programmes (0)",
        "steps so small that nothing moves in time", 4, 8, hours_per_person=0.1, manager_hours=1.0, group="leadership", source="mechanisms A12, D12; price assumed")] = 0.3
    sponsorship: Annotated[float, Lever(0, 1, "0-1", "how far senior leaders sponsor joint goals and projects, so that they count for careers",
        "leaders' hours; joint goals for show", 13, 13, leader_hours=4.0, group="rewards", source="mechanisms E10; price assumed")] = 0.2
    patience_weeks: Annotated[float, Lever(8, 520, "weeks", "weeks of profit below expectation after which leaders go back to the old policy (520: never)",
        "too little patience ends every policy that dips first; too much holds on to one that fails", 1, 1, group="leadership",
        source="model, leaders and managers as agents")] = 520.0
    executive_pay_gap: Annotated[float, Lever(0, 1, "0-1", "how far pay at the top runs ahead of pay on the floor",
        "felt as unfair", 4, 26, euro_per_year=100, group="leadership", source="mechanisms C6; price assumed")] = 0.3
    shareholder_focus: Annotated[float, Lever(0, 1, "0-1", "how far owners' value is put before all else",
        "felt as being a means; money leaves the firm", 4, 26, group="leadership", source="mechanisms C6; cost is the money paid out")] = 0.3
    self_management: Annotated[float, Lever(0, 1, "0-1", "how far teams decide themselves what else a manager decides",
        "decisions without skill or information", 26, 26, euro_once=400, hours_per_person=1.0, manager_hours=-3.0,
        group="trust", source="mechanisms C4; price assumed")] = 0.1
    responsibility: Annotated[float, Lever(0, 1, "0-1", "how far people answer for the result of what they do",
        "responsibility without freedom is a burden", 13, 13, hours_per_person=0.3, manager_hours=1.5, group="trust", source="mechanisms B11; price assumed")] = 0.5
    results_steering: Annotated[float, Lever(0, 1, "0-1", "results agreed instead of ways prescribed",
        "results that are flawed KPIs steer wrong", 13, 13, manager_hours=1.5, hours_per_person=0.1, group="trust", source="mechanisms C8; price assumed")] = 0.3
    room_for_mistakes: Annotated[float, Lever(0, 1, "0-1", "mistakes may be made, are told and talked about",
        "hours of talk; carelessness when nothing follows", 13, 8, hours_per_person=0.3, manager_hours=1.0, group="trust", source="mechanisms C8; price assumed")] = 0.3
    guiding_principle: Annotated[float, Lever(0, 1, "0-1", "one guiding thought (act in the organisation's interest) in place of rules",
        "without trust and insight everybody reads it in another way", 26, 26, euro_once=100, hours_per_person=0.4, manager_hours=1.5, leader_hours=1.0,
        group="trust", source="mechanisms B8; price assumed")] = 0.2
    rule_density: Annotated[float, Lever(0, 1, "0-1", "how many rules, frames and protocols there are",
        "rules eat hours and room to decide", 8, 26, euro_per_year=100, hours_per_person=0.8, manager_hours=1.0, group="trust", source="mechanisms B7, B8; price assumed")] = 0.4
    standardisation: Annotated[float, Lever(0, 1, "0-1", "how far work is done one way for all",
        "efficient at first; autonomy, meaning and fit to the customer go", 13, 26, euro_once=300, group="structure", source="mechanisms B2; price assumed")] = 0.4
    shared_platform: Annotated[float, Lever(0, 1, "0-1", "one platform with the data of all teams: one picture of the customer",
        "years of money and change before it pays", 52, 104, euro_once=4000, euro_per_year=900, hours_per_person=0.15,
        group="structure", source="mechanisms E8; price assumed")] = 0.0
    customer_process: Annotated[float, Lever(0, 1, "0-1", "processes redesigned from the customer's side: steps cut",
        "every redesign unsettles the work", 39, 52, euro_once=2000, hours_per_person=0.5, manager_hours=0.5,
        euro_per_year=200, group="structure", source="mechanisms C4; price assumed")] = 0.2
    environment_redesign: Annotated[float, Lever(0, 1, "0-1", "process, place and company arranged so that care and working together are easy",
        "money without further ease", 26, 104, euro_once=800, euro_per_year=60, group="structure", source="mechanisms A11; price assumed")] = 0.1
    internal_frame: Annotated[float, Lever(0, 1, "0-1", "other teams are colleagues who share the customer (1), or internal suppliers and customers (0)",
        "help without limit is nobody's task", 13, 26, hours_per_person=0.4, manager_hours=1.0, group="structure", source="mechanisms D11, E14; price assumed")] = 0.4
    cost_cut: Annotated[float, Lever(0, 0.3, "share of spending", "cut on tools, places and support, pay apart",
        "worn tools and lost support come back as obstacles", 4, 26, group="structure", source="mechanisms C1")] = 0.0
    purpose: Annotated[float, Lever(0, 1, "0-1", "what the organisation does for society beside its customers",
        "money; a calling makes people give more than they can", 26, 52, euro_per_year=200, hours_per_person=0.1, leader_hours=0.5,
        group="people", source="mechanisms B1, B3, B10; price assumed")] = 0.3
    talent_room: Annotated[float, Lever(0, 1, "0-1", "room for people to do what they are best at, and to grow",
        "hours; those not counted as talent lose heart", 26, 26, euro_per_year=80, hours_per_person=0.3, manager_hours=0.8,
        group="people", source="mechanisms C10; price assumed")] = 0.2
    diversity: Annotated[float, Lever(0, 1, "0-1", "how different the people are who are brought together",
        "where it is not safe to differ, working together costs more", 52, 104, euro_per_year=50, hours_per_person=0.04,
        group="people", source="mechanisms C10; price assumed")] = 0.3
    training: Annotated[float, Lever(0, 4, "hours a week", "hours that each person is trained",
        "hours that serve nobody this week, with falling gain", 4, 4, euro_per_year=300, hours_per_person=1.0, group="people", source="mechanisms C10; price assumed")] = 0.8
    home_working: Annotated[float, Lever(0, 5, "days a week", "days that people may work from home",
        "beyond some days colleagues no longer know each other", 8, 8, group="people", source="mechanisms C11; saves offices and travel")] = 1.0
    decisiveness: Annotated[float, Lever(0, 1, "0-1", "how quickly and clearly managers decide, also against one customer's wish",
        "quick without having listened is felt as deaf", 8, 13, manager_hours=1.2, group="managers", source="mechanisms D4, D5; price assumed")] = 0.5
    explanation: Annotated[float, Lever(0, 1, "0-1", "how well a decision is explained to those it touches",
        "hours", 8, 13, hours_per_person=0.15, manager_hours=0.8, group="managers", source="mechanisms D8; price assumed")] = 0.4
    maturity_belief: Annotated[float, Lever(0, 1, "0-1", "how mature managers think that customers are (they are more so than is thought)",
        "asking too much of customers who are not", 26, 26, manager_hours=0.6, group="managers", source="mechanisms D8; price assumed")] = 0.4
    customer_participation: Annotated[float, Lever(0, 1, "0-1", "how far customers take part in the work and its design",
        "hours of people and customers; slower", 13, 13, euro_per_year=60, hours_per_person=0.6, manager_hours=0.5,
        group="customers", source="mechanisms D7; price assumed")] = 0.1
    promise_level: Annotated[float, Lever(-1, 3, "SD", "what customers are promised, against what is ordinary",
        "a promise that is not kept disappoints", 8, 26, euro_per_year=30, group="customers", source="mechanisms C3; price assumed")] = 0.0
    price_level: Annotated[float, Lever(0.8, 1.3, "ratio", "prices against the ordinary ones",
        "customers who find it dear leave", 4, 4, group="customers", source="mechanisms D10")] = 1.0


class World(NamedTuple):
    """What the world does, with its ordinary state."""

    demand: Annotated[float, Condition(0, 3, "ratio", "customers' need of service, as a ratio to the ordinary one (a crisis lowers it)")] = 1.0
    volatility: Annotated[float, Condition(0, 1, "SD of log demand", "how much demand swings about its level")] = 0.03
    labour_market: Annotated[float, Condition(-2, 2, "SD", "tightness of the labour market: people find other work more easily, vacancies stay open longer")] = 0.0
    demand_drift: Annotated[float, Condition(-0.2, 0.2, "SD a year", "how fast customers come to expect more, unprompted")] = 0.0
    alternatives: Annotated[float, Condition(0, 2, "ratio", "how easily customers can go elsewhere (0: nowhere, 1: ordinary)")] = 1.0
    competitor: Annotated[float, Condition(-1, 3, "SD", "what competitors offer, against ordinary: customers compare, and leave more easily")] = 0.0
    customer_maturity: Annotated[float, Condition(0, 1, "0-1", "how far customers accept that the provider has an interest too")] = 0.6
    motive_drift: Annotated[float, Condition(-0.2, 0.2, "SD a year", "how fast people come to care more about contributing and less about pay")] = 0.0
    priority_shift: Annotated[float, Condition(0, 1, "share of work", "work whose priority is overturned this week (set by priority shocks)")] = 0.0
    reorganisation: Annotated[float, Condition(0, 1, "share of teams", "how much of the organisation is redrawn this week (set by reorganisations)")] = 0.0
    dismissal: Annotated[float, Condition(0, 1, "share of staff", "share of people dismissed this week (set by lay-off events)")] = 0.0


LEVERS = Policy._fields
CONDITIONS = World._fields
IN_HOURS = frozenset(row.name for row in rows(Policy) if row.about.unit.startswith("hours"))
"""Levers that are counted in hours: an hour of them takes an hour, however large the dose and whatever the price of levers."""
