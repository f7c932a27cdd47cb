"""The twin's teams, each with its manager, and the ties between them."""

from __future__ import annotations

from typing import Any

from sim.mechanisms import choice
from tests.oracle.plain_managers import ManagedTeam
from tests.oracle.plain_part import Part


class Tie(Part):
    """A tie from one team to another."""

    def settle(self, giver: Any, taker: Any, journeys: list[Any]) -> None:
        """The tie gets to know its two teams and the journeys that pass over it."""
        self.giver, self.taker, self.journeys = giver, taker, journeys

    def carry(self) -> None:
        """Take up the requests that pass here."""
        m, f = self.model, self.model.rules.single
        self.scale = f(1.0) + m.on.coordination * (m.rules.laws.coordination.hand_over_scale(m.practice.task_division) - f(1.0))
        self.flow = f(0.0)
        for journey in self.journeys:
            self.flow = self.flow + self.scale * (journey.requests + journey.repeats)
        self.need = f(0.5) * self.flow * m.balance.help_per_hand_over

    def hand_over(self) -> None:
        """Work passes with loss; the tie grows or fades."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.coordination, self.model.on.coordination
        law = m.rules.laws.coordination
        self.help = f(self.giver.hours_help) * (self.need / max(self.giver.help_needed, f(0.001)))
        ratio = on * f(0.5) * (self.giver.help_ratio + self.taker.help_ratio)
        self.loss = law.hand_over_loss(p.loss_start, ratio, self.strength, p.help_elasticity, p.tie_weight)
        lost = p.tie_shock * m.world.dismissal
        self.strength = on * law.bounded(law.next_tie(self.strength, ratio, p.tie_weeks, lost), f(5.0))


class Team(ManagedTeam):
    """A team and its manager."""

    def settle(self, unit: Any, people: list[Any]) -> None:
        """The team gets to know its unit and its seats; ties and journeys come later."""
        self.unit, self.people = unit, people
        self.ties: list[Any] = []
        self.journeys: list[Any] = []

    def receive(self) -> None:
        """Requests arrive along the journeys that pass here."""
        f = self.model.rules.single
        self.visits, self.exceptions, self.help_needed = f(0.0), f(0.0), f(0.0)
        for journey in self.journeys:
            self.visits = self.visits + (journey.requests + journey.repeats)
            if journey.teams[0] is self:
                self.exceptions = self.exceptions + journey.exceptions

    def set_pulls(self) -> None:
        """What pulls everybody here: rewards by activity, and the situation by activity."""
        m, f, p, practice = self.model, self.model.rules.single, self.model.p.choice, self.model.practice
        law, push, load = m.rules.laws.choice, m.firm.pressure, self.pressure
        kappa = law.value_share(practice.kpi_validity)
        rows = ((f(1.0), f(0.3), f(0.3)), (kappa, f(1.0), f(0.3)), (kappa, f(0.4), f(1.5)), (f(1.2) * (f(1.0) - kappa), f(0.3), f(0.1)),
                (f(0.3) * kappa, f(0.0), f(0.1)))
        weights = (practice.reward_intensity, practice.kpi_weight, practice.csat_weight, practice.joint_okr_weight, p.dilution)
        self.reward = [law.score_pull(*weights, *row) for row in rows]
        late = p.behind_target * practice.reward_intensity / f(choice.REWARD) * practice.kpi_weight * law.behind(self.target, self.kpi_reported)
        norm = p.example_care * self.example - p.pushed_care * push - p.controlled_care * self.control
        slack, usual = max(practice.slack_share, f(0.005)), f(choice.SLACK)
        humble = p.humble_gaming * law.lever_sd(practice.kpi_humility, f(choice.HUMILITY))
        protected = law.log(slack * (f(1.0) - usual) / ((f(1.0) - slack) * usual))
        unprotected = f(1.0) - p.protection * practice.prioritisation
        self.slack_given = protected
        self.situation = [
            p.pressed_output * load + p.pushed_output * push + late,
            norm - p.pressed_care * load,
            norm - p.pressed_help * load,
            p.pushed_gaming * push + late - humble - p.detected_gaming * self.control,
            protected - unprotected * (p.pressed_room * load + p.pushed_room * push),
        ]

    def set_week(self) -> None:
        """How long the week is here, and what bonuses add."""
        m, f, p, practice = self.model, self.model.rules.single, self.model.p.effort, self.model.practice
        law = m.rules.laws.effort
        ordinary = law.working_hours(p.contract_hours, p.overhead, practice.compliance_load, m.firm.programme_hours)
        self.week_each = ordinary * (f(1.0) + law.worth_of_overtime(self.overtime))
        self.bonus_effort = law.bonus_effort(practice.reward_intensity, practice.kpi_weight, practice.csat_weight, practice.joint_okr_weight,
                                             m.p.choice.dilution, p.bonus)
        load = law.exp(self.pressure + m.balance.pressure_base)
        self.bonus_effort = self.bonus_effort + law.pace_at(load, p.pace_rise, p.pace_peak, p.pace_fall)

    def add_hours(self) -> None:
        """Sums over the team of the hours that people gave, in the order of seats."""
        f, d = self.model.rules.single, self.model.rules.double
        skills = self.hours = self.hours_output = self.hours_care = self.hours_help = self.hours_gaming = self.hours_room = d(0.0)
        for one in self.people:
            skills = skills + one.hours * one.skill
            self.hours = self.hours + one.hours
            self.hours_output = self.hours_output + one.counting * one.skill * one.share_output
            self.hours_care = self.hours_care + one.counting * one.share_care
            self.hours_help = self.hours_help + one.counting * one.share_help
            self.hours_gaming = self.hours_gaming + one.counting * one.share_gaming
            self.hours_room = self.hours_room + one.counting * one.share_room
        self.skill = f(skills / max(self.hours, d(0.01)))

    def add_dismissed(self) -> None:
        """How many had to go."""
        d = self.model.rules.double
        self.dismissed = d(sum(one.sent for one in self.people))
        self.heads = self.heads - self.dismissed

    def open_vacancies(self) -> None:
        """Vacancies open and are filled with a delay."""
        m, f, p = self.model, self.model.rules.single, self.model.p.turnover
        law, seats = m.rules.laws.turnover, f(len(self.people))
        wanted = law.heads_budgeted(m.team_size, m.practice.staffing, self.staff_need, p.staff_gain, self.standard, p.standard_counts, m.firm.pressure,
                                    p.push_staff)
        self.heads_wanted = min(wanted * m.firm.alive, seats)
        heads = f(self.heads)
        self.hire_chance = law.hire_chance(self.heads_wanted, heads, seats - heads, p.fill_rate, m.on.turnover * m.world.labour_market, p.fill_market,
                                           m.balance.vacancy_base)

    def add_people(self) -> None:
        """Who came and went, and the mood of those who are here."""
        f, d = self.model.rules.single, self.model.rules.double
        energy = drain = self.departures = self.heads = self.hired = d(0.0)
        for one in self.people:
            self.departures = self.departures + one.leaves
            self.hired = self.hired + one.comes
            self.heads = self.heads + (one.stays + one.comes)
            energy, drain = energy + one.energy, drain + one.drain
            if one.comes > 0.5:
                energy, drain = energy + one.engagement, drain + one.exhaustion
        self.engagement, self.exhaustion = f(energy / max(self.heads, d(1.0))), f(drain / max(self.heads, d(1.0)))

    def need_help(self) -> None:
        """What the hand-overs of the week ask for, against the help that people gave."""
        m, f, p = self.model, self.model.rules.single, self.model.p.coordination
        law = m.rules.laws.coordination
        for tie in self.ties:
            self.help_needed = self.help_needed + tie.need
        self.help_ratio = law.help_balance(f(self.hours_help), self.help_needed)
        division = law.division_work(m.practice.task_division, m.mean_steps, p.specialisation, p.crowding, m.teams_in_unit, m.team_size)
        self.division_work = f(1.0) + m.on.coordination * (division - f(1.0))

    def lose_in_hand_overs(self) -> None:
        """Work that was lost on the way here."""
        self.rework = self.model.rules.single(0.0)
        for tie in self.ties:
            if tie.taker is self:
                self.rework = self.rework + tie.flow * tie.loss
