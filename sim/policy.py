"""What leaders can choose (levers, L), and what the world decides. Each is declared once; engine, files, help and documents read it here.

A lever has its natural unit where one exists, else 0 to 1, and a reference value: rules see the deviation from it.
"""

from typing import Annotated, NamedTuple

from sim.vocabulary import Condition, Lever


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
        "hours of talk; no gain above what trust needs", 26, 13, euro_per_year=150, hours_per_person=0.3, manager_hours=2.0,
        group="leadership", source="mechanisms B7; price assumed")] = 0.4
    autonomy: Annotated[float, Lever(0, 1, "0-1", "how far people decide themselves what they do, when and how (0.2 is one standard deviation)",
        "service becomes inconsistent beyond one to two standard deviations", 13, 8, euro_once=200, hours_per_person=0.25, manager_hours=0.5,
        group="trust", source="mechanisms A7; price assumed")] = 0.5
    control: Annotated[float, Lever(0, 1, "0-1", "how closely work is prescribed and checked (0.2 is one standard deviation)",
        "felt as distrust; hours go into reporting", 4, 8, euro_per_year=250, hours_per_person=0.6, manager_hours=3.0,
        group="trust", source="mechanisms A7; price assumed")] = 0.4
    manager_doubt: Annotated[float, Lever(0, 1, "0-1", "how far the organisation teaches managers to doubt that people will stay within frames",
        "rules and checks replace room", 8, 26, group="trust", source="mechanisms B7 (lever manager_fear)")] = 0.3
    reward_intensity: Annotated[float, Lever(0, 0.4, "share of pay", "pay that hangs on the scores",
        "scores rise, what they do not count suffers", 2, 2, group="rewards", source="mechanisms E5; cost is the pay itself")] = 0.05
    kpi_weight: Annotated[float, Lever(0, 1, "share", "part of the variable pay that hangs on the team's own KPI",
        "own number first: help and care shrink", 2, 2, group="rewards", source="mechanisms E5")] = 1.0
    csat_weight: Annotated[float, Lever(0, 1, "share", "part of the variable pay that hangs on measured customer satisfaction, shared by many",
        "diluted, noisy, begged for", 2, 2, euro_per_year=60, group="rewards", source="mechanisms E9; price assumed")] = 0.0
    joint_okr_weight: Annotated[float, Lever(0, 1, "share", "part of the variable pay that hangs on goals that teams share",
        "free riding and meetings", 2, 2, hours_per_person=0.5, manager_hours=1.0, group="rewards", source="mechanisms E10; price assumed")] = 0.0
    kpi_validity: Annotated[float, Lever(0.4, 0.95, "cosine", "how far the KPI points the way of customer value (cosine of the angle; never 1)",
        "measuring costs hours and money", 26, 52, euro_once=900, euro_per_year=500, hours_per_person=0.8, group="rewards", source="mechanisms E4; price assumed")] = 0.67
    kpi_humility: Annotated[float, Lever(0, 1, "0-1", "how far appraisal allows for the KPI's flaws",
        "appraisal takes managers' hours and direction fades", 13, 13, manager_hours=3.0, group="rewards", source="mechanisms E5; price assumed")] = 0.2
    slack_share: Annotated[float, Lever(0.0, 0.4, "share of hours", "hours set aside for improving, learning and customers",
        "hours that serve nobody this week", 4, 4, group="time", source="mechanisms E6, E11; cost is the hours")] = 0.1
    prioritisation: Annotated[float, Lever(0, 1, "0-1", "how strictly low-value work is dropped and slack is kept free of backlog",
        "dropped requests were worth something; deciding takes managers' hours", 8, 8, euro_per_year=100, hours_per_person=0.2, manager_hours=3.0,
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


class World(NamedTuple):
    """What the world does, with its ordinary state."""

    demand: Annotated[float, Condition(0, 3, "ratio", "customers' need of service, as a ratio to the ordinary one (a crisis lowers it)")] = 1.0
    volatility: Annotated[float, Condition(0, 1, "SD of log demand", "how much demand swings about its level")] = 0.03
    labour_market: Annotated[float, Condition(-2, 2, "SD", "tightness of the labour market: people find other work more easily, vacancies stay open longer")] = 0.0
    demand_drift: Annotated[float, Condition(-0.2, 0.2, "SD a year", "how fast customers come to expect more, unprompted")] = 0.0
    alternatives: Annotated[float, Condition(0, 2, "ratio", "how easily customers can go elsewhere (0: nowhere, 1: ordinary)")] = 1.0
    dismissal: Annotated[float, Condition(0, 1, "share of staff", "share of people dismissed this week (set by lay-off events)")] = 0.0


LEVERS = Policy._fields
CONDITIONS = World._fields
