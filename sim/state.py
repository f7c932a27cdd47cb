"""The state of an organisation: arrays declared once, each with unit, meaningful range and meaning. The last axis of each is the lane.

A lane is one run (one scenario, one replication). The chart (who sits where) is shared by all lanes of a batch.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary import Column

Array = NDArray[np.generic]
_SD, _SHARE, _COUNT, _HOURS, _EURO = "SD", "share", "count", "hours", "euro"


class People(NamedTuple):
    """Seats of employees. A person is (seat, generation); a seat may be empty."""

    present: Annotated[Array, Column("0/1", 0, 1, "1 when somebody sits here")]
    generation: Annotated[Array, Column(_COUNT, 0, 1e6, "how many people have sat here before", "int32")]
    tenure: Annotated[Array, Column("weeks", 0, 5000, "weeks since this person joined")]
    absence: Annotated[Array, Column("weeks", 0, 60, "weeks of long absence still to come")]
    stable_engagement: Annotated[Array, Column(_SD, -5, 5, "what a person brings along: disposition to engage")]
    stable_exhaustion: Annotated[Array, Column(_SD, -5, 5, "what a person brings along: disposition to tire")]
    extrinsic: Annotated[Array, Column(_SD, -5, 5, "how much pay and scores move this person")]
    prosocial: Annotated[Array, Column(_SD, -5, 5, "how much helping others and doing right moves this person")]
    room_in_job: Annotated[Array, Column(_SD, -5, 5, "how much room to decide this person's own job leaves, beside policy")]
    engagement: Annotated[Array, Column(_SD, -4, 4, "energy, dedication, absorption")]
    exhaustion: Annotated[Array, Column(_SD, -4, 4, "being drained by the work")]
    trust: Annotated[Array, Column(_SD, -4, 4, "trust in those who lead")]
    resignation: Annotated[Array, Column(_SD, -4, 4, "having given up doing the right thing")]
    dissonance: Annotated[Array, Column(_SD, -4, 20, "distance between the hours a person wishes and the hours it makes")]
    support: Annotated[Array, Column("ratio", 0, 8, "being heard and helped by the manager, faded talk by talk (1: reference)")]
    gaming_skill: Annotated[Array, Column("ratio", 0, 5, "skill in making the number look good")]
    talent: Annotated[Array, Column(_SD, -5, 5, "what a person could do better than others, given room")]
    pull_output: Annotated[Array, Column("log odds", -8, 8, "habit: pull towards what the KPI counts")]
    pull_care: Annotated[Array, Column("log odds", -8, 8, "habit: pull towards care beyond the count")]
    pull_help: Annotated[Array, Column("log odds", -8, 8, "habit: pull towards help for other teams")]
    pull_gaming: Annotated[Array, Column("log odds", -8, 8, "habit: pull towards making the number look good")]
    pull_room: Annotated[Array, Column("log odds", -8, 8, "habit: pull towards improving and learning")]
    share_output: Annotated[Array, Column(_SHARE, 0, 1, "share of working hours for output")]
    share_care: Annotated[Array, Column(_SHARE, 0, 1, "share of working hours for care")]
    share_help: Annotated[Array, Column(_SHARE, 0, 1, "share of working hours for help")]
    share_gaming: Annotated[Array, Column(_SHARE, 0, 1, "share of working hours for gaming")]
    share_room: Annotated[Array, Column(_SHARE, 0, 1, "share of working hours for room")]


class Teams(NamedTuple):
    """Teams, each with its manager."""

    stable_engagement: Annotated[Array, Column(_SD, -3, 3, "what this team and its manager add to engagement")]
    stable_quality: Annotated[Array, Column(_SD, -3, 3, "what this manager adds to quality and productivity")]
    style: Annotated[Array, Column(_SD, -5, 5, "the manager's leaning to employees (plus) or to business (minus)")]
    doubt: Annotated[Array, Column(_SD, -4, 4, "the manager's doubt that people stay within frames")]
    insight: Annotated[Array, Column("ratio", 0, 12, "what the manager knows of customers (1: reference)")]
    autonomy: Annotated[Array, Column(_SD, -6, 6, "autonomy that the manager leaves")]
    control: Annotated[Array, Column(_SD, -6, 6, "control that the manager exerts")]
    example: Annotated[Array, Column("log ratio", -4, 4, "the manager's own actions against the reference")]
    talk_chance: Annotated[Array, Column(_SHARE, 0, 1, "chance that a person has a talk with the manager this week")]
    talk_worth: Annotated[Array, Column("ratio", 0, 5, "what one talk gives (1: reference)")]
    decision_weeks: Annotated[Array, Column("weeks", 0, 20, "waiting for a decision on an exception")]
    obstacles: Annotated[Array, Column(_COUNT, 0, 60, "things that stand in the way of the work")]
    visits: Annotated[Array, Column(_COUNT, 0, 1e7, "requests that pass this week, repeats included")]
    exceptions: Annotated[Array, Column(_COUNT, 0, 1e7, "accepted exceptions this week")]
    rework: Annotated[Array, Column(_COUNT, 0, 1e7, "requests' worth of work lost in hand-overs to this team")]
    division_work: Annotated[Array, Column("ratio", 0.1, 5, "hours of a request against the reference, by task division")]
    hours: Annotated[Array, Column(_HOURS, 0, 1e7, "working hours given this week", "float64")]
    hours_output: Annotated[Array, Column(_HOURS, 0, 1e7, "effective hours for output: skill and effort counted", "float64")]
    hours_care: Annotated[Array, Column(_HOURS, 0, 1e7, "hours for care", "float64")]
    hours_help: Annotated[Array, Column(_HOURS, 0, 1e7, "hours for help", "float64")]
    hours_gaming: Annotated[Array, Column(_HOURS, 0, 1e7, "hours for gaming", "float64")]
    hours_room: Annotated[Array, Column(_HOURS, 0, 1e7, "hours for room", "float64")]
    skill: Annotated[Array, Column("ratio", 0, 2, "mean skill of those present")]
    pressure: Annotated[Array, Column("log ratio", -3, 5, "work pressure: need against capacity, smoothed, 0 at the reference")]
    overtime: Annotated[Array, Column(_SHARE, 0, 1, "hours above contract, as a share of it")]
    standard: Annotated[Array, Column("ratio", 0.1, 3, "hours people think a request deserves (1: reference)")]
    time_spent: Annotated[Array, Column("ratio", 0.1, 3, "hours a request really gets (1: reference)")]
    created: Annotated[Array, Column(_HOURS, 0, 1e7, "work that came in this week")]
    done: Annotated[Array, Column(_HOURS, 0, 1e7, "work done this week")]
    withdrawn: Annotated[Array, Column(_HOURS, 0, 1e7, "waiting work that customers gave up this week")]
    backlog: Annotated[Array, Column(_HOURS, 0, 1e7, "work waiting")]
    wait: Annotated[Array, Column("weeks", 0, 500, "how long a request waits here")]
    utilisation: Annotated[Array, Column(_SHARE, 0, 1.5, "work done against capacity")]
    capability: Annotated[Array, Column("ratio", 0.05, 10, "how good the way of working is (1: reference)")]
    quality: Annotated[Array, Column(_SD, -6, 6, "quality of the service as customers meet it")]
    sales_pull: Annotated[Array, Column("ratio", 0, 5, "sales on contact against the reference")]
    help_needed: Annotated[Array, Column(_HOURS, 0, 1e7, "help that the hand-overs of this week ask for")]
    help_ratio: Annotated[Array, Column("log ratio", -6, 6, "help given against help needed")]
    kpi_true: Annotated[Array, Column("ratio", 0, 10, "what the team does for value, by head (1: reference)")]
    kpi_reported: Annotated[Array, Column("ratio", 0, 10, "what the KPI says (1: reference)")]
    target: Annotated[Array, Column("ratio", 0, 10, "what the KPI should say")]
    attainment: Annotated[Array, Column("ratio", 0, 3, "share of the variable pay that is earned")]
    heads: Annotated[Array, Column(_COUNT, 0, 1e5, "people employed", "float64")]
    heads_wanted: Annotated[Array, Column(_COUNT, 0, 1e5, "people budgeted")]
    staff_need: Annotated[Array, Column("log ratio", -4, 4, "people the demand asks for, half-year average, against the reference")]
    hire_chance: Annotated[Array, Column(_SHARE, 0, 1, "chance that an empty seat is filled this week")]
    engagement: Annotated[Array, Column(_SD, -4, 4, "mean engagement last week")]
    exhaustion: Annotated[Array, Column(_SD, -4, 4, "mean exhaustion last week")]
    departures: Annotated[Array, Column(_COUNT, 0, 1e5, "people who left of their own will this week", "float64")]
    hired: Annotated[Array, Column(_COUNT, 0, 1e5, "people who joined this week", "float64")]
    dismissed: Annotated[Array, Column(_COUNT, 0, 1e5, "people dismissed this week", "float64")]
    leaning_customer: Annotated[Array, Column(_SD, -5, 5, "the manager's leaning to customers")]
    safety: Annotated[Array, Column(_SD, -5, 5, "how safe it is here to tell an error or to differ (0: reference)")]
    ideas: Annotated[Array, Column(_COUNT, 0, 200, "ideas and signals that wait to be heard, a person (1: reference)", start=1.0)]
    ideas_heard: Annotated[Array, Column("ratio", 0, 20, "ideas and signals heard this week (1: reference)", start=1.0)]
    heard: Annotated[Array, Column(_SD, -5, 5, "being heard: what becomes of what people say (0: reference)")]
    renewal: Annotated[Array, Column("log ratio", -3, 3, "how far the service is renewed against what customers come to need (0: reference)")]
    errors_hidden: Annotated[Array, Column("ratio", 0, 20, "errors that nobody tells and that go on at work (1: reference)", start=1.0)]
    errors_reported: Annotated[Array, Column("ratio", 0, 20, "errors told this week (1: reference)", start=1.0)]
    meaning: Annotated[Array, Column(_SD, -5, 5, "what the work is felt to be good for (0: reference)")]
    trained: Annotated[Array, Column("log ratio", -1, 1, "skill that training has built, against the reference (0: reference)")]
    fit: Annotated[Array, Column(_SD, -5, 5, "how far people do what they are good at (0: reference)")]
    consistency: Annotated[Array, Column(_SD, -5, 5, "how alike the service is from one hand to the next (0: reference)")]
    method: Annotated[Array, Column("log ratio", -2, 2, "hours a request takes by the way of working prescribed or redesigned (0: reference)")]
    decisions_own: Annotated[Array, Column(_SHARE, 0, 1, "decisions on exceptions that the team takes itself")]
    clarity: Annotated[Array, Column(_SD, -5, 5, "how clear, quick and well weighed decisions are for those they touch (0: reference)")]
    internal_service: Annotated[Array, Column(_SD, -6, 6, "what a team gets from the teams it hands over to or from (0: reference)")]
    between: Annotated[Array, Column("weeks", -20, 20, "waiting between teams that hand over (0: reference)")]
    csat_reported: Annotated[Array, Column(_SD, -8, 8, "customers' satisfaction as the score shows it, in unit-level SDs, begging and noise included")]
    joint_score: Annotated[Array, Column("ratio", 0, 5, "the score on shared goals (1: reference)", start=1.0)]
    hands: Annotated[Array, Column("log ratio", -4, 4,
        "hours in which people serve against the hours that the work asks for, both as a quarter's average (0: reference)")]
    breadth: Annotated[Array, Column("log ratio", -3, 3, "how much one person must master, by task division (0: reference)")]
    served: Annotated[Array, Column("ratio", 0, 50, "work done this week against work that came in", start=1.0)]
    own_hours: Annotated[Array, Column(_HOURS, -100, 100, "hours a week that the manager works with customers, against the reference (0)")]
    given_up: Annotated[Array, Column(_SHARE, 0, 1, "of the work that came in, what customers gave up waiting for")]


class Ties(NamedTuple):
    """Ties between teams that hand work over, one for each pair and direction."""

    flow: Annotated[Array, Column(_COUNT, 0, 1e7, "requests handed over this week")]
    strength: Annotated[Array, Column("log ratio", -6, 6, "how well the two teams know each other (0: reference)")]
    help: Annotated[Array, Column(_HOURS, 0, 1e7, "hours that the first team helps the second")]
    loss: Annotated[Array, Column(_SHARE, 0, 3, "work lost in the hand-over, as a share of the request's hours")]


class Journeys(NamedTuple):
    """Routes of requests through teams."""

    quality: Annotated[Array, Column(_SD, -6, 6, "quality met along the way, last week")]
    decision: Annotated[Array, Column("weeks", 0, 20, "waiting for a decision along the way")]
    repeat_rate: Annotated[Array, Column("ratio", 0, 5, "requests again for each first one")]
    requests: Annotated[Array, Column(_COUNT, 0, 1e7, "first requests this week")]
    repeats: Annotated[Array, Column(_COUNT, 0, 1e7, "requests again because the first failed")]
    exceptions: Annotated[Array, Column(_COUNT, 0, 1e7, "exceptions accepted this week")]
    given_up: Annotated[Array, Column(_SHARE, 0, 1, "requests that customers gave up waiting for, last week")]


class Customers(NamedTuple):
    """Seats of customers. A customer is (seat, generation)."""

    active: Annotated[Array, Column("0/1", 0, 1, "1 when a customer is here")]
    generation: Annotated[Array, Column(_COUNT, 0, 1e6, "how many customers had this seat before", "int32")]
    taste: Annotated[Array, Column(_SD, -5, 5, "how easily this customer is pleased")]
    size: Annotated[Array, Column("ratio", 0, 8, "need of service against the average customer")]
    expectation: Annotated[Array, Column(_SD, -6, 6, "what the customer expects")]
    satisfaction: Annotated[Array, Column(_SD, -6, 6, "how satisfied the customer is")]
    demanding: Annotated[Array, Column(_SD, -4, 6, "how readily the customer asks for exceptions")]
    contact: Annotated[Array, Column("0/1", 0, 1, "1 when the customer was served this week")]
    answer: Annotated[Array, Column("-1/0/1", -1, 1, "an exception refused (-1) or accepted (1) this week")]
    failed: Annotated[Array, Column("0/1", 0, 1, "1 when the customer had to ask again this week because the first time failed")]
    dropped: Annotated[Array, Column("0/1", 0, 1, "1 when a request of low value was dropped this week")]
    fate: Annotated[Array, Column(_SHARE, 0, 1, "this week's luck in staying, leaving or joining")]
    hours_used: Annotated[Array, Column(_HOURS, 0, 500, "hours a week this customer takes, one-year average")]
    maturity: Annotated[Array, Column(_SD, -5, 5, "how far this customer accepts the provider's interest, against the average one")]
    grievance: Annotated[Array, Column(_SD, 0, 6, "what this customer remembers of failures and refusals that nobody explained")]


class Units(NamedTuple):
    """Business units: branches or value streams with customers of their own."""

    price: Annotated[Array, Column("ratio", 0.3, 3, "price level of this unit's market")]
    productivity: Annotated[Array, Column("ratio", 0.3, 3, "how easy the work is here")]
    customers: Annotated[Array, Column(_COUNT, 0, 1e8, "customers", "float64")]
    satisfaction: Annotated[Array, Column(_SD, -6, 6, "mean satisfaction of customers")]
    join_chance: Annotated[Array, Column(_SHARE, 0, 1, "chance that an empty customer seat is filled")]
    joined: Annotated[Array, Column(_COUNT, 0, 1e7, "customers who came this week", "float64")]
    left: Annotated[Array, Column(_COUNT, 0, 1e7, "customers who left this week", "float64")]
    expectation_gap: Annotated[Array, Column(_SD, -1e8, 1e8, "expectation above experience, sum over those served", "float64")]
    delighted: Annotated[Array, Column(_COUNT, 0, 1e7, "customers served well above expectation this week", "float64")]
    contacts: Annotated[Array, Column(_COUNT, 0, 1e7, "customers served this week", "float64")]
    loss_making: Annotated[Array, Column(_COUNT, 0, 1e8, "customers who cost more than they bring", "float64")]
    asked: Annotated[Array, Column(_COUNT, 0, 1e7, "exceptions asked this week", "float64")]
    dropped: Annotated[Array, Column(_COUNT, 0, 1e7, "low-value requests dropped this week", "float64")]
    complaints: Annotated[Array, Column(_COUNT, 0, 1e7, "customers who complained this week", "float64")]
    gone: Annotated[Array, Column(_COUNT, 0, 1e7, "customers who left within about a year (a fading count)", "float64")]
    gone_joy: Annotated[Array, Column(_SD, -1e8, 1e8, "their satisfaction when they left, summed (fading)", "float64")]
    voice: Annotated[Array, Column(_SD, -6, 6, "mean satisfaction of customers, those who left within about a year counted as they left (0: reference)")]
    revenue: Annotated[Array, Column(_EURO, 0, 1e12, "revenue this week", "float64")]
    cost: Annotated[Array, Column(_EURO, 0, 1e12, "cost this week", "float64")]


class Firm(NamedTuple):
    """The firm, its leaders and its market."""

    alive: Annotated[Array, Column("0/1", 0, 1, "1 until the firm can no longer pay")]
    swing: Annotated[Array, Column("log ratio", -3, 3, "demand's swing about its level")]
    demand: Annotated[Array, Column("ratio", 0, 10, "need of service this week against the ordinary one")]
    pressure: Annotated[Array, Column("-1 to 1", -1, 1, "leaders' push for results")]
    plan: Annotated[Array, Column("weekly profits", -50, 50, "the profit that leaders hope for, in reference profits")]
    profit_seen: Annotated[Array, Column("weekly profits", -50, 50, "profit as leaders see it (a quarter's average)")]
    profit_usual: Annotated[Array, Column("weekly profits", -50, 50, "profit as leaders are used to it (a year's average)")]
    ambition: Annotated[Array, Column("weekly profits", -50, 50, "best profit that leaders remember; fades")]
    news: Annotated[Array, Column(_SD, -4, 4, "good or bad news on results, as people hear it")]
    customer_seen: Annotated[Array, Column(_SD, -50, 50, "satisfaction as leaders see it, in unit-level SDs")]
    employee_seen: Annotated[Array, Column(_SD, -6, 6, "engagement as leaders see it")]
    attention_customer: Annotated[Array, Column(_SHARE, 0, 1, "leaders' attention for customers")]
    attention_business: Annotated[Array, Column(_SHARE, 0, 1, "leaders' attention for business")]
    attention_employee: Annotated[Array, Column(_SHARE, 0, 1, "leaders' attention for employees")]
    insecurity: Annotated[Array, Column(_SD, -1, 6, "fear for one's job")]
    confidence: Annotated[Array, Column(_SD, -3, 1, "customers' confidence after lay-offs (0: ordinary)")]
    programme_hours: Annotated[Array, Column("hours a week", -10, 36, "hours of each person that the levers take")]
    programme_manager_hours: Annotated[Array, Column("hours a week", -10, 40, "hours of each manager that the levers take")]
    programme_euro: Annotated[Array, Column(_EURO, -1e9, 1e9, "what the levers cost each person a week")]
    cash: Annotated[Array, Column(_EURO, -1e13, 1e13, "cash", "float64")]
    revenue: Annotated[Array, Column(_EURO, 0, 1e12, "revenue this week", "float64")]
    payroll: Annotated[Array, Column(_EURO, 0, 1e12, "wages this week, overtime and managers included", "float64")]
    bonuses: Annotated[Array, Column(_EURO, 0, 1e12, "variable pay this week", "float64")]
    fixed: Annotated[Array, Column(_EURO, 0, 1e12, "fixed cost this week", "float64")]
    material: Annotated[Array, Column(_EURO, 0, 1e12, "cost of serving requests, hours apart", "float64")]
    turnover_cost: Annotated[Array, Column(_EURO, 0, 1e12, "cost of leaving, dismissing and hiring", "float64")]
    programmes: Annotated[Array, Column(_EURO, -1e12, 1e12, "cost of the levers", "float64")]
    interest: Annotated[Array, Column(_EURO, 0, 1e12, "interest on debt", "float64")]
    owners: Annotated[Array, Column(_EURO, 0, 1e12, "paid to owners this week", "float64")]
    profit: Annotated[Array, Column(_EURO, -1e12, 1e12, "profit this week", "float64")]
    quits: Annotated[Array, Column(_COUNT, 0, 1e7, "people who left of their own will this week", "float64")]
    dismissed: Annotated[Array, Column(_COUNT, 0, 1e7, "people dismissed this week", "float64")]
    resolve: Annotated[Array, Column("0/1", 0, 1, "1 while leaders hold on to their policy, 0 once they have gone back to the old one", start=1.0)]
    disappointed: Annotated[Array, Column("weeks", 0, 5000, "weeks that profit has been below what leaders expected of their policy")]
    leader_insight: Annotated[Array, Column("ratio", 0, 12, "what leaders know of the work and of customers by own contact (1: reference)", start=1.0)]
    reliance: Annotated[Array, Column("ratio", 0, 5, "how far leaders lean on KPI reports for want of own knowledge (1: reference)", start=1.0)]
    leader_time: Annotated[Array, Column("ratio", 0.05, 3, "leaders' hours left for running the business (1: reference)", start=1.0)]
    programme_leader_hours: Annotated[Array, Column("hours a week", -20, 80, "hours of each leader that the levers take")]
    validity: Annotated[Array, Column("cosine", 0, 1, "how far the KPI points the way of value, platform included", start=0.67)]
    change: Annotated[Array, Column("dose a week", 0, 50, "how much practice moves this week: sum over levers of the move, as a share of each lever's range")]
    fatigue: Annotated[Array, Column(_SD, -2, 6, "being tired of change (0: reference)")]
    know_how: Annotated[Array, Column("ratio", 0, 3, "know-how of changing, grown by doing (1: reference)", start=1.0)]
    turbulence: Annotated[Array, Column(_SHARE, 0, 1, "work still done by overturned priorities")]
    credibility: Annotated[Array, Column("ratio", 0, 3, "how far deeds are seen to follow words (1: reference)", start=1.0)]
    belief: Annotated[Array, Column(_SD, -5, 5, "belief in where the organisation is going, as it reaches the floor (0: reference)")]
    cynicism: Annotated[Array, Column(_SD, 0, 6, "words seen to be words only")]
    alignment: Annotated[Array, Column(_SD, -5, 5, "how far people know what matters now, and why (0: reference)")]
    scatter: Annotated[Array, Column("log ratio", 0, 1, "effort lost to action without direction")]
    fairness: Annotated[Array, Column(_SD, -5, 5, "how fair people find what those at the top take and do (0: reference)")]
    pay_motive: Annotated[Array, Column(_SD, -4, 4, "how far motives have moved to pay (plus) or to contributing (minus)")]
    employer: Annotated[Array, Column(_SD, -5, 5, "reputation as an employer (0: reference)")]
    supplier: Annotated[Array, Column(_SD, -5, 5, "reputation as a supplier among those who are no customers (0: reference)")]
    rest_at_home: Annotated[Array, Column(_SD, -3, 3, "rest that home working gives (0: reference)")]
    quiet_at_home: Annotated[Array, Column("log ratio", -1, 1, "output of an hour by home working (0: reference)")]
    intended: Annotated[Array, Column("dose", 0, 80, "how far the intended policy lies from the old one: sum over levers, as shares of each lever's range")]
    lived: Annotated[Array, Column("dose", 0, 80, "how far practice lies from the old policy: sum over levers, as shares of each lever's range")]
    profit_before: Annotated[Array, Column("weekly profits", -50, 50, "profit that leaders were used to when their policy began", start=1.0)]
    structure: Annotated[Array, Column(_SD, -4, 4, "how far pay, control, time and shared goals as lived support work for the customer (0: reference)")]
    method_learned: Annotated[Array, Column("log ratio", -2, 2, "hours of a request by the way of working as people master it (0: reference)")]
    meeting: Annotated[Array, Column("ratio", 0, 2, "how much colleagues of other teams meet (1: reference)", start=1.0)]
    hope: Annotated[Array, Column(_SHARE, 0, 1, "how far leaders still believe in plans that were missed for long (1: fully)", start=1.0)]
    price_usual: Annotated[Array, Column("log ratio", -3, 3, "the price that customers have got used to (0: reference)")]
    abandoned: Annotated[Array, Column("dose", 0, 80, "policy that leaders announced and went back on, as far as it is remembered (0: none)")]


GROUPS = {"people": People, "teams": Teams, "ties": Ties, "journeys": Journeys, "customers": Customers, "units": Units, "firm": Firm}
