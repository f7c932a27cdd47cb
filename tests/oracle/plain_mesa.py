"""The plain Mesa twin: one Python object for each employee, team, tie, customer, journey and unit, calling the same laws one by one.

It starts from a moment of the engine and lives on by itself. In each phase of a week all agents of a kind decide in shuffled order; sums are then taken in
the order of seats, in double precision. No sweep of the engine is called or read.
"""

from __future__ import annotations

import types
from typing import Any

import mesa
import numpy as np

from sim.engine.lanes import Block
from sim.engine.weekly import Weekly
from sim.mechanisms import choice
from sim.policy import LEVERS, Policy, World
from sim.state import GROUPS
from tests.oracle.plain_customers import Customer, Journey, Unit
from tests.oracle.plain_firm import Firm
from tests.oracle.plain_people import Employee
from tests.oracle.plain_places import settle_places
from tests.oracle.plain_rules import Rules
from tests.oracle.plain_service import ServingTeam
from tests.oracle.plain_teams import Tie
from tests.oracle.plain_weekly import weekly_row

Namespace = types.SimpleNamespace


class PlainCompany(mesa.Model):
    """A company of plain objects that goes on from lane 0 of a block.

    For timing only: `fast_math` takes Python's own numbers and the `math` module's functions, `stock_luck` the model's `random` instead of keyed draws."""

    def __init__(self, block: Block, fast_math: bool = False, stock_luck: bool = False, shuffle: int = 0) -> None:
        super().__init__(rng=shuffle)
        self.rules = Rules(int(block.luck.seed[0]), int(block.luck.replication[0]), fast_math, self.random if stock_luck else None)
        one = self.rules.number
        self.p = Namespace(**{name: self._first(group) for name, group in block.lane_parameters._asdict().items()})
        self.balance, self.on = self._first(block.balance), self._first(block.switches)
        self.practice = Namespace(**{name: one(block.practice[k, 0]) for k, name in enumerate(LEVERS)})
        self.world = Namespace(**{name: one(block.world[k, 0]) for k, name in enumerate(World._fields)})
        self.levers = {name: Namespace(**{field: one(column[k]) for field, column in block.levers._asdict().items()}) for k, name in enumerate(LEVERS)}
        for name in ("mean_steps", "teams_in_unit", "team_size", "layers"):
            setattr(self, name, one(getattr(block.chart, name)[0]))
        self.usual_mix = self.rules.laws.choice.value_share(self.rules.single(choice.VALIDITY))
        self.week, self.weekly = block.week, dict.fromkeys(Weekly._fields, 0.0)
        self.coming = np.array([*Policy(), *World()], np.float32)
        self._gather(block)
        self.datacollector = mesa.DataCollector(model_reporters={name: (lambda model, name=name: float(model.weekly[name])) for name in Weekly._fields})

    def _first(self, group: Any) -> Namespace:
        return Namespace(**{name: self.rules.number(array[0]) for name, array in group._asdict().items()})

    def _gather(self, block: Block) -> None:
        """Everybody is made, and gets to know whom they meet."""
        s, chart = block.state, block.chart
        self.firm = Firm(self, 0, s.firm)
        self.people = [Employee(self, i, s.people) for i in range(s.people.present.shape[0])]
        self.teams = [ServingTeam(self, t, s.teams) for t in range(s.teams.heads.shape[0])]
        self.ties = [Tie(self, k, s.ties) for k in range(s.ties.flow.shape[0])]
        self.journeys = [Journey(self, r, s.journeys) for r in range(s.journeys.quality.shape[0])]
        self.customers = [Customer(self, c, s.customers) for c in range(s.customers.active.shape[0])]
        self.units = [Unit(self, u, s.units) for u in range(s.units.price.shape[0])]
        for u, unit in enumerate(self.units):
            spans = {name: slice(*(int(b) for b in bounds[u : u + 2])) for name, bounds in chart._asdict().items() if name.startswith("unit_first")}
            unit.settle(self.teams[spans["unit_first_team"]], self.journeys[spans["unit_first_journey"]], self.customers[spans["unit_first_customer"]],
                        self.rules.number(chart.unit_start_customers[u]))
            for team in unit.teams:
                team.settle(unit, self.people[int(chart.team_first_person[team.number]) : int(chart.team_first_person[team.number + 1])])
                for person in team.people:
                    person.settle(team, int(chart.person_entity[person.number]))
            self._lay_routes(chart, unit)

    def _lay_routes(self, chart: Any, unit: Unit) -> None:
        """Journeys, ties and customers of one unit get to know their teams."""
        passing: dict[int, list[Any]] = {}
        for journey in unit.journeys:
            steps = int(chart.journey_steps[journey.number])
            journey.settle([self.teams[int(t)] for t in chart.journey_team[journey.number, :steps]])
            for team in journey.teams:
                team.journeys.append(journey)
            for k in chart.journey_tie[journey.number, 1:steps]:
                passing.setdefault(int(k), []).append(journey)
        for tie in self.ties:
            giver, taker = self.teams[int(chart.tie_from[tie.number])], self.teams[int(chart.tie_to[tie.number])]
            if giver in unit.teams:
                tie.settle(giver, taker, passing.get(tie.number, []))
                giver.ties.append(tie)
                taker.ties.append(tie)
        for customer in unit.seats:
            customer.settle(unit, self.journeys[int(chart.customer_journey[customer.number])], int(chart.customer_entity[customer.number]))
            customer.journey.customers.append(customer)

    def each(self, kind: type, act: str) -> None:
        """All agents of a kind act, in shuffled order."""
        if kind in self.agents_by_type:
            self.agents_by_type[kind].shuffle_do(act)

    def live(self, intended: np.ndarray) -> None:
        """One week under the given intentions (levers, then conditions). Some versions of Mesa let `step` take nothing."""
        self.coming = intended
        self.step()

    def step(self) -> None:
        """One week, under the intentions that were given last (at first those of the reference)."""
        one, intended = self.rules.number, self.coming
        policy = {name: one(intended[k]) for k, name in enumerate(LEVERS)}
        for k, name in enumerate(World._fields):
            setattr(self.world, name, one(intended[len(LEVERS) + k]))
        self.firm.meet_the_world()
        self.firm.read_reports()
        self.firm.practise(policy)
        self.firm.tire_and_learn()
        self.firm.weigh_words()
        self.firm.see_by_kpi()
        settle_places(self)
        self.firm.be_judged()
        self.each(ServingTeam, "manage")
        self.each(ServingTeam, "follow_rules")
        for kind, act in CUSTOMERS_WEEK + PEOPLES_WEEK + TEAMS_WEEK:
            self.each(kind, act)
        self.firm.be_talked_about()
        self.firm.close_books()
        self.weekly = weekly_row(self)
        self.week += 1
        self.datacollector.collect(self)

    def arrays(self) -> dict[str, list[Any]]:
        """The twin's state under the names of the engine's arrays, a list of numbers for each, in the order of seats."""
        holders = {"people": self.people, "teams": self.teams, "ties": self.ties, "journeys": self.journeys, "customers": self.customers, "units": self.units,
                   "firm": [self.firm]}
        return {f"{group}.{name}": [getattr(one, name) for one in holders[group]] for group, declaration in GROUPS.items() for name in declaration._fields}


CUSTOMERS_WEEK = ((Customer, "ask"), (Journey, "add_requests"), (Unit, "add_asked"), (Customer, "take_in"), (Unit, "add_contacts"), (Customer, "remember"),
                  (Unit, "add_complaints"), (Unit, "attract"), (Customer, "stay_or_go"), (Unit, "add_customers"))
PEOPLES_WEEK = ((ServingTeam, "receive"), (Tie, "carry"), (ServingTeam, "see_purpose"), (ServingTeam, "set_pulls"), (Employee, "choose_hours"),
                (ServingTeam, "set_week"), (Employee, "give_hours"), (ServingTeam, "add_hours"), (ServingTeam, "lay_demands"),
                (Employee, "tire_or_recover"),
                (ServingTeam, "share_mood"), (Employee, "take_heart"), (Employee, "may_be_dismissed"),
                (ServingTeam, "add_dismissed"), (ServingTeam, "open_vacancies"), (ServingTeam, "weigh_offers"), (Employee, "leave_or_join"),
                (ServingTeam, "add_people"))
TEAMS_WEEK = ((ServingTeam, "need_help"), (Tie, "hand_over"), (ServingTeam, "lose_in_hand_overs"), (ServingTeam, "work"), (ServingTeam, "improve"),
              (ServingTeam, "tell_errors"), (ServingTeam, "speak"), (ServingTeam, "serve"),
              (Journey, "take_quality"), (ServingTeam, "keep_score"), (Unit, "count_loss_making"))
