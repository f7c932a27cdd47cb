"""The twin's firm: the world about it, its leaders, its books."""

from __future__ import annotations

from typing import Any

from sim import draws
from sim.mechanisms import finance, leadership
from sim.policy import LEVERS
from tests.oracle.plain_part import Part


class Firm(Part):
    """The firm and its leaders."""

    def meet_the_world(self) -> None:
        """Demand swings."""
        m, p = self.model, self.model.p.world
        law = m.rules.laws.world
        draw, _ = law.normals(*m.rules.in_week(0, m.week, draws.WORLD_DEMAND))
        self.swing = law.next_swing(self.swing, m.world.volatility, p.memory, draw)
        self.demand = law.demand_now(m.world.demand, self.swing, self.alive, m.on.world)

    def read_reports(self) -> None:
        """Leaders see profit, satisfaction and engagement, late and with noise."""
        m, f, d, p = self.model, self.model.rules.single, self.model.rules.double, self.model.p.leadership
        law, customers, joy, heads, energy = m.rules.laws.leadership, d(0.0), d(0.0), d(0.0), d(0.0)
        for unit in m.units:
            customers, joy = customers + unit.customers, joy + unit.customers * unit.satisfaction
        for team in m.teams:
            heads, energy = heads + team.heads, energy + team.heads * team.engagement
        noise, more_noise = law.normals(*m.rules.in_week(0, m.week, draws.SURVEY_NOISE))
        glad, keen = f(joy / max(customers, d(1.0))), f(energy / max(heads, d(1.0)))
        self.profit_seen = law.follow(self.profit_seen, f(self.profit / d(m.balance.profit_week)), f(13.0))
        self.profit_usual = law.follow(self.profit_usual, self.profit_seen, f(52.0))
        self.ambition = law.next_ambition(self.ambition, self.profit_seen, p.ambition_weeks, p.release_weeks)
        self.plan = law.profit_planned(self.profit_usual, self.ambition, m.practice.profit_chasing, f(leadership.CHASING), p.stretch)
        self.customer_seen = law.follow(self.customer_seen, law.survey(glad, f(0.12), noise, p.survey_noise), f(13.0))
        self.employee_seen = law.follow(self.employee_seen, law.survey(keen, f(0.35), more_noise, p.survey_noise), f(26.0))
        self.attend()
        self.press()

    def attend(self) -> None:
        """Attention goes to the three voices."""
        m, f = self.model, self.model.rules.single
        law, sense = m.rules.laws.leadership, m.on.leadership * m.p.leadership.sense
        gaps = {"customer": -self.customer_seen, "business": -(self.profit_seen - self.profit_usual), "employee": -self.employee_seen}
        drawn = {voice: law.drawn_attention(getattr(m.practice, f"voice_{voice}"), gap, sense) for voice, gap in gaps.items()}
        total = drawn["customer"] + drawn["business"] + drawn["employee"]
        for voice, pull in drawn.items():
            setattr(self, f"attention_{voice}", law.follow(getattr(self, f"attention_{voice}"), pull / total, f(13.0)))

    def press(self) -> None:
        """Pressure, news, and what dismissals leave behind."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.leadership, self.model.on.leadership
        law = m.rules.laws.leadership
        wanted = law.push(self.plan - self.profit_seen, m.practice.profit_chasing, p.gain, p.lean, self.attention_business)
        self.pressure = on * law.follow(self.pressure, wanted, p.push_weeks)
        self.news = on * law.follow(self.news, law.bounded(self.profit_seen - self.profit_usual, f(2.0)), f(13.0))
        fear = law.next_insecurity(self.insecurity, m.world.dismissal, p.shock_insecurity, p.insecurity_half_life)
        self.insecurity = on * law.bounded(fear, f(5.0))
        lost = law.next_insecurity(-self.confidence, m.world.dismissal, p.shock_confidence, p.insecurity_half_life)
        self.confidence = -on * lost

    def practise(self, intended: dict[str, Any]) -> None:
        """Practice follows policy; the levers have their price."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.practice, self.model.on.practice
        law = m.rules.laws.practice
        self.programme_hours = self.programme_manager_hours = self.programme_euro = f(0.0)
        for name in LEVERS:
            lever, before = m.levers[name], getattr(m.practice, name)
            aim = law.reached(intended[name], lever.reference, lever.diluted, on * p.distance_loss, m.layers)
            after = law.next_practice(before, aim, lever.reference, lever.ramp_rate, lever.fade_rate, on)
            setattr(m.practice, name, after)
            dose, once = p.price_level * (after - lever.reference), p.price_level * law.paid_once(before, after, lever.reference)
            self.programme_hours = self.programme_hours + dose * lever.hours
            self.programme_manager_hours = self.programme_manager_hours + dose * lever.manager_hours
            self.programme_euro = self.programme_euro + (dose * lever.euro_week + once * lever.euro_once)

    def close_books(self) -> None:
        """Revenue, cost, profit, cash."""
        m, d, p, on = self.model, self.model.rules.double, self.model.p.finance, self.model.on.finance
        kept = ("revenue", "payroll", "bonuses", "fixed", "material", "turnover_cost", "programmes", "quits", "dismissed", "usual")
        total = dict.fromkeys(kept, d(0.0))
        for unit in m.units:
            for name, amount in unit.close_books().items():
                total[name] = total[name] + amount
        usual = total.pop("usual")
        for name, amount in total.items():
            setattr(self, name, amount)
        self.interest = self.alive * on * max(-self.cash, d(0.0)) * p.interest / m.rules.single(52.0)
        cost = self.payroll + self.bonuses + self.fixed + self.material + self.turnover_cost + self.programmes
        self.profit = self.revenue - cost - self.interest
        cash = self.cash + self.profit
        law = m.rules.laws.finance
        weeks = law.cash_held(p.cash_weeks, law.lever_sd(m.practice.shareholder_focus, m.rules.single(finance.FOCUS)), p.owners_first)
        self.owners = law.paid_to_owners(cash, weeks * usual, d(p.payout))
        self.cash = cash - self.owners
        if on > 0.5 and usual > 0.0 and self.cash < -(p.credit_weeks * usual):
            self.alive = m.rules.single(0.0)
