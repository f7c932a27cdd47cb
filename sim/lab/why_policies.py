"""Why two policies differ: the whole answer. The difference itself, how it falls on levers, what it goes through, what moved first, and one typical story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.lab.compare import Comparison
from sim.lab.members import EACH, Chosen, run_chosen
from sim.lab.story import Story, story
from sim.lab.why_chain import Chain, chain
from sim.lab.why_levers import ORDERS, Plan, Policies, Shared, plan_of, share_out
from sim.lab.why_luck import FEWEST
from sim.lab.why_mechanisms import Through, mechanisms_of, through
from sim.lab.why_parts import parts_between
from sim.lab.why_worlds import Care, Ground, Reading, ground_of, seconds_for
from sim.measures import MEASURES, WEEKS_A_YEAR
from sim.measures.measure import QUARTER
from sim.scenario import Scenario, ScenarioError

USUAL = ("cumulative_profit", "voice_employee", "voice_customer", "voice_business")
"""What is asked about unless told otherwise: profit summed to the horizon, and the three voices in the last year."""
USUAL_COMPANIES = 16
MOST_WORLDS, MOST_ENDS = 2_000_000, 40


@dataclass(frozen=True)
class Question:
    """Two policies of one organisation, on what they are compared, in which companies, and how closely it is looked.

    `grouped`: levers by group, one by one, or (None) one by one up to eight; `orders` are drawn where not all sets of levers can be lived."""

    first: Scenario
    second: Scenario
    measures: tuple[str, ...] = USUAL
    chosen: Chosen = field(default_factory=Chosen)
    grouped: bool | None = None
    orders: int = ORDERS
    parts: tuple[str, ...] = ("levers", "mechanisms", "chain", "story")

    @property
    def weeks(self) -> int:
        """The horizon."""
        return self.first.weeks

    @property
    def replications(self) -> int:
        """Companies of each member (of the default company where there is no ensemble)."""
        return self.first.replications

    @property
    def companies(self) -> int:
        """All companies."""
        return self.replications * (len(self.chosen.ensemble) if self.chosen.ensemble else 1)

    def plan(self) -> Plan:
        """The worlds that are lived for the levers. Raises ScenarioError when the policies cannot be compared, or do not differ."""
        return plan_of(parts_between(self.first, self.second), self.grouped, self.orders, self.first.seed)


@dataclass(frozen=True)
class Cost:
    """What is to be lived: policies, mechanisms to be switched off, companies, weeks, and about how many seconds that takes if nothing of it is kept."""

    policies: int
    mechanisms: int
    companies: int
    weeks: int
    seconds: float


@dataclass(frozen=True)
class Why:
    """The answer: levers by measure and horizon, mechanisms by measure, the chain, the story (None: not asked)."""

    question: Question
    comparison: Comparison
    plan: Plan
    levers: tuple[Shared, ...]
    mechanisms: tuple[Through, ...]
    chain: Chain | None
    story: Story | None

    @property
    def names(self) -> tuple[str, str]:
        """The two policies as they are told apart."""
        return self.comparison.labels[0], self.comparison.labels[1]

    def shared(self, measure: str) -> list[Shared]:
        """A measure's difference by levers, one for each horizon, the last one at the end."""
        return [one for one in self.levers if one.reading.measure == measure]

    def through(self, measure: str) -> Through | None:
        """A measure's difference by mechanisms, at the end."""
        return next((one for one in self.mechanisms if one.reading.measure == measure), None)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures of this."""
        return (*(("why_levers",) if self.levers else ()), *(("why_wedge",) if self.levers and len(self.shared(self.question.measures[0])) > 1 else ()),
                *(("why_mechanisms",) if self.mechanisms else ()), *(("why_chain",) if self.chain and self.chain.moved else ()),
                *(("why_story",) if self.story else ()))


def ready(first: Scenario, second: Scenario, *, weeks: int | None, replications: int | None, seed: int | None, chosen: Chosen) -> Policies:
    """Both scenarios with the same weeks, companies and luck: those asked for, else the first's weeks and seed, and sixteen companies (two a member)."""
    from sim.lab.experiment import shared

    each = replications if replications is not None else EACH if chosen.ensemble else USUAL_COMPANIES
    one, other = shared([first, second], weeks=weeks if weeks is not None else first.weeks, replications=each, seed=first.seed if seed is None else seed)
    return one, other


def readings_of(measure: str, weeks: int, along: bool) -> list[Reading]:
    """A measure at the horizon; with `along` also before: sums since the start every quarter (so that there are no more than about forty), means of a year
    every year."""
    step = QUARTER * max(-(-weeks // (MOST_ENDS * QUARTER)), 1) if MEASURES[measure].at_end else WEEKS_A_YEAR
    ends = [*range(step, weeks, step), weeks] if along else [weeks]
    return [Reading(measure, 1 if MEASURES[measure].at_end else max(end - WEEKS_A_YEAR + 1, 1), end) for end in ends]


def cost_of(question: Question, ground: Ground, care: Care) -> Cost:
    """What an answer will cost at most."""
    plan, count = question.plan(), question.companies
    policies = len(plan.masks) if "levers" in question.parts else 2
    off = len(mechanisms_of(question.first)) if "mechanisms" in question.parts else 0
    seconds = seconds_for(ground, count, policies, question.weeks, care)
    if off:
        seconds += seconds_for(ground, count * (off + 1), 2, question.weeks, care)
    return Cost(policies, off, count, question.weeks, seconds)


def refuse_what_is_too_much(question: Question) -> None:
    """Raises ScenarioError for a question whose worlds nobody could wait for, or that has no weeks."""
    if question.weeks < 1:
        raise ScenarioError(["--weeks: there is nothing to explain in a run without weeks"])
    worlds = len(question.plan().masks) * question.companies
    if worlds > MOST_WORLDS:
        hint = "ask for fewer --replications, --members or --orders, or --by group"
        raise ScenarioError([f"{len(question.plan().masks)} policies x {question.companies} companies - at most {MOST_WORLDS:,} together; {hint}"])


def answer(question: Question, care: Care, ground: Ground | None = None) -> Why:
    """The whole answer. Raises ScenarioError when the policies cannot be compared, or do not differ."""
    refuse_what_is_too_much(question)
    plan = question.plan()
    base = ground or ground_of(question.first, question.chosen, care)
    starts = base.companies(question.replications)
    pair = question.first, question.second
    comparison = Comparison(run_chosen(pair, question.chosen, threads=care.threads, progress=None), 0, question.chosen.note)
    of_levers = [one for name in question.measures for one in readings_of(name, question.weeks, True)]
    at_end = [one for name in question.measures for one in readings_of(name, question.weeks, False)]
    levers = share_out(plan, pair, base, starts, of_levers, care) if "levers" in question.parts else []
    carried = through(pair, base, starts, at_end, care) if "mechanisms" in question.parts else []
    linked = chain(comparison) if "chain" in question.parts else None
    told = story(comparison, base, question.replications, care.seed) if "story" in question.parts else None
    return Why(question, comparison, plan, tuple(levers), tuple(carried), linked, told)


def enough(question: Question) -> Sequence[str]:
    """What so few companies cannot show, in words; empty where there are enough."""
    count = len(question.chosen.ensemble) if question.chosen.ensemble and len(question.chosen.ensemble) > 1 else question.replications
    return [f"with fewer than {FEWEST} companies nothing can be said to stand out from luck, and no dates are told"] if count < FEWEST else []
