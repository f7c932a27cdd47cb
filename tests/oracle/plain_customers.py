"""The twin's customers, the journeys of their requests, and the units that serve them."""

from __future__ import annotations

from typing import Any

from sim import draws
from sim.arithmetic import VISITS, WAITED_AT_LEAST
from sim.mechanisms import complaints, demand, experience, finance, loyalty
from tests.oracle.plain_part import Part


class Customer(Part):
    """A seat of a customer, and who has it."""

    def settle(self, unit: Any, journey: Any, entity: int) -> None:
        """The customer gets to know its unit, its journey and its name in draws."""
        self.unit, self.journey, self.entity = unit, journey, entity

    def ask(self) -> None:
        """Ask for service, again if it failed, perhaps for an exception."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.demand, self.model.on.demand
        law, none = m.rules.laws.demand, f(0.0)
        first, second = m.rules.in_week(self.entity, m.week, draws.CUSTOMER_NEED)
        draw, self.fate = law.uniform(first), law.uniform(second)
        wish = law.requests_expected(self.size, m.firm.demand, p.request_rate)
        kept = wish * (f(1.0) - p.low_value_share * (f(demand.PRIORITY) + on * (m.practice.prioritisation - f(demand.PRIORITY))))
        more = law.asked_more(self.expectation, m.p.experience.taste_weight * self.taste, on * p.asks_more)
        again = kept + kept * self.journey.repeat_rate * more + p.comes_again * self.dropped
        odd = min(kept, kept * law.exception_chance(on * self.demanding, p.exception_rate) * more)
        belief = law.lever_sd(m.practice.maturity_belief, f(demand.BELIEF))
        decisive = law.lever_sd(m.practice.decisiveness, f(demand.DECISIVE))
        share = law.accepted_share(m.practice.yielding, m.firm.attention_customer, belief, decisive, self.journey.teams[0].leaning_customer,
                                   p.push_to_yield, p.belief, p.decisive, p.leaning)
        yes = odd * (f(demand.YIELDING) + on * (share - f(demand.YIELDING)))
        self.asks = self.active * law.how_often(kept, draw)
        self.repeats = self.active * law.how_often(again, draw) - self.asks
        self.dropped = self.active if draw >= f(1.0) - (wish - kept) else none
        self.wants = self.active if draw < odd else none
        self.gets = self.active if draw < yes else none
        self.answer = self.gets + self.gets - self.wants
        times = self.asks + self.repeats
        self.contact, self.failed = min(times, f(1.0)), min(self.repeats, f(1.0))
        self.demanding = law.next_demanding(self.demanding, self.answer, p.learn, p.forget)
        self.hours_used = law.next_hours_used(self.hours_used, times, self.answer, self.journey.steps, m.balance.hours_per_visit, p.exception_work)

    def take_in(self) -> None:
        """Compare what was met with what was expected."""
        m, f, p, practice = self.model, self.model.rules.single, self.model.p.experience, self.model.practice
        law = m.rules.laws.experience
        luck = law.rough_normal(*m.rules.in_week(self.entity, m.week, draws.CUSTOMER_MOMENT))
        acts, maturity = m.on.experience, law.lever_sd(m.world.customer_maturity, f(experience.MATURITY))
        part = law.part_felt(law.lever_sd(practice.customer_participation, f(experience.PARTICIPATION)), p.control, p.control_effort)
        around, price = m.firm.confidence + part, law.log(practice.price_level)
        self.price_usual = acts * law.next_usual_price(self.price_usual, price, p.used_weeks)
        dear = law.price_felt(price, self.price_usual, p.used_share, p.price)
        above = acts * law.promised_and_seen(practice.promise_level, m.world.competitor, p.promise, p.competitor)
        hardness = law.hardness_of_a_no(self.journey.teams[0].clarity, law.lever_sd(practice.explanation, f(experience.EXPLANATION)), maturity + self.maturity,
                                        law.lever_sd(practice.maturity_belief, m.world.customer_maturity), p.clear, p.explained, p.mature, p.too_much)
        odd = law.answer_felt(self.answer, self.dropped, self.journey.decision, hardness, self.demanding, p.accepted, p.granted, p.refused, p.turned_away,
                              p.decision)
        remembered = p.grievance * (self.grievance - p.ordinary_grievance)
        met = law.experience_met(self.taste, acts * (f(1.0) - self.dropped) * self.journey.quality, luck,
                                 acts * (odd + around - dear - remembered - p.given_up * self.journey.given_up), p.taste_weight, p.quality_weight, p.luck)
        counts, self.gap, self.delight = self.contact + acts * self.dropped, self.expectation - met, met - self.expectation
        self.satisfaction = law.next_satisfaction(self.satisfaction, met, self.expectation, counts, p.memory, p.gain_weight, p.loss_ratio,
                                                  m.balance.satisfaction_base)
        self.expectation = law.next_expectation(self.expectation, met, above, counts, p.update, m.world.demand_drift)

    def remember(self) -> None:
        """Remember failures and unexplained refusals; perhaps complain."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.complaints, self.model.on.complaints
        law, usual = m.rules.laws.complaints, self.model.p.experience.ordinary_grievance
        refused = max(-self.answer, f(0.0)) + self.dropped
        maturity = law.lever_sd(m.world.customer_maturity, f(complaints.MATURITY))
        told = law.told_why(m.practice.explanation, self.journey.teams[0].clarity, maturity + self.maturity, p.clear, p.mature)
        grown = law.next_grievance(self.grievance, self.failed, refused, told, p.failure, p.refusal, p.fading)
        self.grievance, self.complains = usual + on * (grown - usual), f(0.0)
        if on * (self.failed + refused) > 0.5:
            first, _ = m.rules.in_week(self.entity, m.week, draws.CUSTOMER_COMPLAINT)
            if law.uniform(first) < law.complaint_chance(self.grievance, p.start, p.rise):
                self.complains = f(1.0)
                self.grievance = self.grievance * (f(1.0) - law.recovered_share(told, p.recovered))

    def stay_or_go(self) -> None:
        """Leave when dissatisfied; an empty seat may find somebody new."""
        m, f, p = self.model, self.model.rules.single, self.model.p.loyalty
        law = m.rules.laws.loyalty
        away = law.drawn_away(m.world.competitor, law.log(m.practice.price_level), self.price_usual, m.p.experience.used_share, p.competitor, p.price_leave)
        by_kind = law.leave_by_kind(self.taste, m.p.experience.taste_weight, p.slope)
        risk = law.leave_chance(self.satisfaction, away, m.balance.churn_base, p.slope, m.world.alternatives, by_kind, m.on.loyalty)
        self.leaves = self.active if self.fate < risk or m.firm.alive < 0.5 else f(0.0)
        self.comes = f(1.0) - self.active if self.fate < self.unit.join_chance else f(0.0)
        self.remains = self.active - self.leaves
        self.joy, self.joy_gone = self.remains * self.satisfaction, self.leaves * self.satisfaction
        self.active = self.remains + self.comes
        if self.comes > 0.5:
            self.begin()

    def begin(self) -> None:
        """Somebody new comes."""
        m, f, p = self.model, self.model.rules.single, self.model.p.loyalty
        law = m.rules.laws.loyalty
        self.generation = self.generation + m.rules.whole(1)
        self.taste, size = law.normals(*m.rules.at_birth(self.entity, self.generation, draws.TRAIT_CUSTOMER))
        mood, _ = law.normals(*m.rules.at_birth(self.entity, self.generation, draws.START_MOOD))
        self.maturity, _ = law.normals(*m.rules.at_birth(self.entity, self.generation, draws.TRAIT_MATURITY))
        self.grievance = (f(1.0) - m.on.complaints) * m.p.experience.ordinary_grievance
        self.size = law.customer_size(size, p.size_spread)
        self.expectation = m.p.experience.taste_weight * self.taste + m.on.loyalty * p.promise_taken * m.practice.promise_level
        self.satisfaction = m.p.experience.taste_weight * self.taste - m.balance.satisfaction_base + p.start_spread * mood
        self.demanding = f(0.0)
        self.price_usual = m.on.experience * law.log(m.practice.price_level)
        self.hours_used = self.size * (f(VISITS) * self.journey.steps * m.balance.hours_per_visit * m.p.demand.request_rate)


class Journey(Part):
    """A route of requests."""

    def settle(self, teams: list[Any]) -> None:
        """The journey gets to know its teams, in order."""
        self.teams, self.customers = teams, []
        self.steps = self.model.rules.single(len(teams))

    def add_requests(self) -> None:
        """The requests of the week."""
        self.requests = self.repeats = self.exceptions = self.model.rules.single(0.0)
        for one in self.customers:
            self.requests, self.repeats = self.requests + one.asks, self.repeats + one.repeats
            self.exceptions = self.exceptions + one.gets

    def take_quality(self) -> None:
        """What the next customers will meet here."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.quality, self.model.on.quality
        law = m.rules.laws.quality
        self.quality = self.wait = self.inside = hidden = f(0.0)
        kept = f(1.0)
        for team in self.teams:
            self.quality = self.quality + team.quality / self.steps
            self.wait = self.wait + team.wait / self.steps
            self.inside = min(self.inside, law.bounded(team.internal_service, f(3.0)))
            hidden = hidden + law.against(team.errors_hidden, f(0.0)) / self.steps
            kept = kept * (f(1.0) - team.given_up)
        inside = law.as_a_rule(self.inside, m.balance.inside_usual, m.on.coordination)
        usual = law.as_a_rule(m.balance.journey_wait_base, m.balance.wait_base, m.on.work)
        waited = law.against(self.wait + f(WAITED_AT_LEAST), usual)
        self.quality = law.along_the_journey(self.quality, waited, inside, on * p.wait, on * p.internal)
        self.given_up = on * (f(1.0) - kept)
        self.repeat_rate = law.repeats(on * self.quality, on * hidden, m.balance.repeat_base, p.failure, p.hidden, self.given_up, p.again)
        self.decision = self.teams[0].decision_weeks

    def end_requests(self) -> Any:
        """Requests are finished by all teams, given up, or stay open; how many were given up."""
        d, law = self.model.rules.double, self.model.rules.laws.finance
        kept = done = d(1.0)
        for team in self.teams:
            kept = kept * (d(1.0) - d(law.share_withdrawn(team.withdrawn, team.done, team.backlog)))
            done = min(done, d(law.share_finished(team.done, team.backlog)))
        first, again = self.open + self.requests, self.open_again + self.repeats
        self.finished, self.finished_again = done * (kept * first), done * (kept * again)
        self.open, self.open_again = kept * first - self.finished, kept * again - self.finished_again
        self.late = law.served_after_all(self.owed * kept, self.finished_again, kept * again)
        self.owed = max(law.next_owed(self.owed, first, kept, d(self.model.on.quality * self.model.p.quality.again)) - self.late, d(0.0))
        return (d(1.0) - kept) * (first + again)


class Unit(Part):
    """A unit: its teams, journeys, customers."""

    def settle(self, teams: list[Any], journeys: list[Any], customers: list[Any], start: Any) -> None:
        """The unit gets to know who belongs to it."""
        self.teams, self.journeys, self.seats, self.start = teams, journeys, customers, start

    def add_asked(self) -> None:
        """Exceptions asked, and requests dropped."""
        self.asked = self.dropped = self.model.rules.double(0.0)
        for one in self.seats:
            self.asked, self.dropped = self.asked + one.wants, self.dropped + one.dropped

    def add_contacts(self) -> None:
        """Who was served, and how that felt."""
        self.contacts = self.expectation_gap = self.delighted = self.model.rules.double(0.0)
        for one in self.seats:
            self.contacts = self.contacts + one.contact
            self.expectation_gap = self.expectation_gap + one.contact * one.gap
            self.delighted = self.delighted + (one.contact if one.delight > 1.0 else self.model.rules.single(0.0))

    def add_complaints(self) -> None:
        """Who complained."""
        m = self.model
        self.complaints = (m.rules.single(1.0) - m.on.complaints) * m.p.complaints.ordinary * self.customers
        for one in self.seats:
            self.complaints = self.complaints + one.complains

    def attract(self) -> None:
        """The chance that an empty seat is taken."""
        m, f, d, p = self.model, self.model.rules.single, self.model.rules.double, self.model.p.loyalty
        law = m.rules.laws.loyalty
        draw = law.appeal(m.practice.promise_level, m.world.competitor, law.log(m.practice.price_level), p.promise, p.competitor, p.price_come)
        talk = law.talk_of_delight(f(self.delighted), f(self.contacts), p.ordinary_delight, m.on.loyalty * p.delight)
        market = m.firm.demand * m.world.alternatives * law.still_to_win(f(self.customers), self.start, p.share)
        expected = law.joiners(self.start, f(self.customers), market, m.balance.join_base, p.word_of_mouth, talk,
                               p.reputation * f(m.on.loyalty * self.satisfaction), m.on.loyalty * p.supplier * m.firm.supplier, m.on.loyalty * draw)
        empty = max(d(len(self.seats)) - self.customers, d(1.0))
        self.join_chance = m.firm.alive * law.clip(expected / f(empty), f(0.0), f(0.5))

    def add_customers(self) -> None:
        """Who is here, who came and went, and how satisfied they are."""
        m, f, d = self.model, self.model.rules.single, self.model.rules.double
        law, joy_gone = m.rules.laws.loyalty, d(0.0)
        joy = self.customers = self.joined = self.left = d(0.0)
        for one in self.seats:
            self.left, self.joined = self.left + one.leaves, self.joined + one.comes
            self.customers = self.customers + (one.remains + one.comes)
            joy, joy_gone = joy + one.joy, joy_gone + one.joy_gone
            if one.comes > 0.5:
                joy = joy + one.satisfaction
        self.satisfaction = f(joy / max(self.customers, d(1.0)))
        if self.gone <= 0.0:
            self.gone = d(loyalty.GONE_AT_FIRST) * self.start
            self.gone_joy = m.balance.voice_base * (self.start + self.gone)
        self.gone, self.gone_joy = law.remembered(self.gone, self.left), law.remembered(self.gone_joy, joy_gone)
        self.voice = f((joy + self.gone_joy) / max(self.customers + self.gone, d(1.0))) - m.balance.voice_base

    def count_loss_making(self) -> None:
        """Customers who cost more than they bring."""
        m, f, p = self.model, self.model.rules.single, self.model.p.finance
        hours = f(VISITS) * m.balance.hours_per_visit * m.mean_steps
        limit = m.rules.laws.finance.loss_hours(m.practice.price_level, p.subscription, p.fixed, m.p.demand.request_rate, hours)
        self.loss_making = m.rules.double(0.0)
        for one in self.seats:
            self.loss_making = self.loss_making + (one.active if one.hours_used > limit else f(0.0))

    def close_books(self) -> dict[str, Any]:
        """This week's lines of the firm's books from this unit."""
        m, d, p = self.model, self.model.rules.double, self.model.p.finance
        f, law, price = m.rules.single, m.rules.laws.finance, m.rules.double(m.balance.price)
        requests = repeats = sold = lost = after_all = heads = extra = earned = quits = dismissed = joined = managers = d(0.0)
        for journey in self.journeys:
            lost = lost + journey.end_requests()
            billed, after_all = journey.finished + journey.late, after_all + journey.late
            requests, repeats = requests + billed, repeats + (journey.finished_again - journey.late)
            sold = sold + billed * journey.teams[0].sales_pull
        for team in self.teams:
            heads, extra = heads + team.heads, extra + team.heads * team.overtime
            earned = earned + team.heads * team.pay_share()
            quits, dismissed, joined = quits + team.departures, dismissed + team.dismissed, joined + team.hired
            managers = managers + (m.firm.alive if m.team_size > 0.5 else f(0.0))
        rate, choice = m.p.demand.request_rate, m.practice
        variable = choice.reward_intensity * (choice.kpi_weight + choice.csat_weight + choice.joint_okr_weight) - f(finance.REWARD)
        material = p.material * price * (requests + repeats) / (f(VISITS) * rate) * (f(1.0) - p.cuttable * choice.cost_cut)
        kept = law.spending(choice.home_working - f(finance.HOME), choice.cost_cut, p.offices, p.cuttable)
        size = law.grown(self.customers, d(self.start), d(p.fixed_follows))
        lines = {
            "revenue": law.money_in(price * choice.price_level, self.price, self.customers, m.firm.demand, requests, repeats, self.dropped, sold, rate,
                                    p.subscription, p.contract_follows, p.sales, p.repeats_billed, law.lost_for_good(p.dropped_worth, m.p.demand.comes_again),
                                    law.credited(max(lost - after_all, d(0.0)), requests + repeats, d(p.credit))),
            "payroll": law.wages_of(heads, extra, managers, d(p.wage), p.overtime_pay, p.manager_pay, p.pay_offset, variable),
            "bonuses": m.practice.reward_intensity * p.wage * earned,
            "fixed": m.firm.alive * p.fixed * price * self.start * size * kept,
            "material": max(material + law.making_good(self.complaints, m.p.complaints.ordinary * self.customers, price, p.making_good), d(0.0)),
            "turnover_cost": m.firm.alive * f(52.0) * p.wage * (p.leaver_cost * quits + p.dismissal_cost * dismissed + p.newcomer_cost * joined),
            "programmes": m.firm.programme_euro * heads,
        }
        self.revenue = lines["revenue"]
        self.cost = lines["payroll"] + lines["bonuses"] + lines["fixed"] + lines["material"] + lines["turnover_cost"] + lines["programmes"]
        return {**lines, "quits": quits, "dismissed": dismissed, "usual": price * self.start}
