"""The twin's firm: the world about it, its leaders, its books."""

from __future__ import annotations

from typing import Any

from sim import draws
from sim.mechanisms import change, finance, leadership, motives, practice, reputation, scores, vision
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
        self.demand = law.demand_now(m.world.demand, self.swing, m.world.volatility, self.alive, m.on.world)

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
        missed = self.plan - self.profit_seen if m.practice.profit_chasing > f(leadership.CHASING) else f(0.0)
        hope = law.next_hope(self.hope, missed, p.margin, p.hope_floor, p.hope_weeks)
        self.hope = f(1.0) + m.on.leadership * (hope - f(1.0))
        self.plan = law.profit_planned(self.profit_usual, self.ambition, m.practice.profit_chasing, f(leadership.CHASING), p.stretch, self.hope)
        self.customer_seen = law.follow(self.customer_seen, law.survey(glad, f(0.12), noise, p.survey_noise), f(13.0))
        answered = law.surveys_answered(m.practice.measure_engagement, p.asking_wears)
        reported = law.survey(keen, f(0.35), more_noise, p.survey_noise / m.rules.root(max(answered, f(0.25))))
        by_ear = law.floor_rate(p.floor, m.practice.leader_listening, m.practice.leader_visibility, m.layers)
        self.employee_seen = law.mood_seen(self.employee_seen, keen / f(0.35), reported, law.report_rate(answered), by_ear)
        self.attend()
        self.press()
        self.keep_course()

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
        wanted = law.push(self.plan - self.profit_seen, m.practice.profit_chasing, p.gain, p.lean, self.attention_business,
                          p.owners * law.lever_sd(m.practice.shareholder_focus, f(leadership.OWNERS)))
        self.pressure = on * law.follow(self.pressure, wanted, p.push_weeks)
        self.news = on * law.follow(self.news, law.bounded(self.profit_seen - self.profit_usual, f(2.0)), f(13.0))
        self.insecurity = on * law.next_insecurity(self.insecurity, m.world.dismissal, p.shock_insecurity, p.most_insecure, p.insecurity_half_life)
        lost = law.next_doubted(-self.confidence, m.world.dismissal, p.shock_confidence, p.insecurity_half_life)
        self.confidence = -on * lost

    def keep_course(self) -> None:
        """What leaders know and lean on, the hours they have, and whether they hold on."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.leadership, self.model.on.leadership
        law, one, practice = m.rules.laws.leadership, self.model.rules.single(1.0), self.model.practice
        known = law.next_leader_insight(self.leader_insight, practice.leader_customer_contact, practice.leader_visibility, m.layers, p.knowing_lost,
                                        p.knowing_half_life)
        self.leader_insight = one + on * (known - one)
        self.reliance = one + on * (law.reliance_on_reports(self.leader_insight, m.layers, p.layer_reliance) - one)
        left = law.leaders_hours_left(self.programme_leader_hours, practice.leader_customer_contact, p.week_hours, p.contact_hours)
        self.leader_time = one + on * (left - one)
        if not self.intended > f(0.0001):
            self.profit_before = self.profit_usual
        self.disappointed = on * law.next_disappointed(self.disappointed, self.profit_before, self.profit_seen, p.margin, self.intended)
        resolve = one + on * (law.next_resolve(self.resolve, self.disappointed, practice.patience_weeks) - one)
        self.abandoned = on * law.next_abandoned(self.abandoned, self.intended, self.resolve, resolve, p.forgotten_half_life)
        self.resolve = resolve

    def practise(self, intended: dict[str, Any]) -> None:
        """Practice follows policy; the levers have their price."""
        m, f, d, p, on = self.model, self.model.rules.single, self.model.rules.double, self.model.p.practice, self.model.on.practice
        law, fear = m.rules.laws.practice, self.model.rules.double(0.0)
        for team in m.teams:
            fear = fear + team.doubt
        doubt = on * f(fear / max(d(len(m.teams)), d(1.0)))
        style, order = law.lever_sd(m.practice.change_style, f(practice.STYLE)), law.lever_sd(m.practice.message_order, f(practice.ORDER))
        left_out = on * law.not_taken_over(p.unadopted, style, self.fatigue, self.know_how, p.style_adoption, p.fatigue_adoption)
        pace = law.pace_of_change(style, order, p.style_pace, p.order_pace)
        left = law.left_by_pressure(self.pressure, on * p.squeeze)
        for name in ("programme_hours", "programme_manager_hours", "programme_leader_hours", "programme_euro", "change", "intended", "lived"):
            setattr(self, name, f(0.0))
        for name in LEVERS:
            self._move(m.levers[name], name, intended[name], (doubt, left_out, pace, left))

    def _move(self, lever: Any, name: str, asked: Any, way: tuple[Any, ...]) -> None:
        """One lever moves in practice, and takes its price."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.practice, self.model.on.practice
        law, before, (doubt, left_out, pace, left) = m.rules.laws.practice, getattr(self.model.practice, name), way
        wanted = asked if self.resolve > 0.5 else lever.reference
        lost = law.lost_on_the_way(lever.diluted, lever.room, on * p.distance_loss, m.layers, p.fear_loss, doubt)
        unadopted = lever.adopting * left_out
        aim = law.reached(wanted, lever.reference, lost, unadopted)
        if lever.for_later > 0.5:
            aim = aim * left
        after = law.next_practice(before, aim, lever.reference, law.ramp_now(lever.ramp_rate, lever.adopting, pace),
                                  law.fade_now(lever.fade_rate, lever.adopting, self.know_how), on)
        setattr(m.practice, name, after)
        rolled = law.rolled_out(after, lever.reference, unadopted)
        dose = p.price_level * rolled
        once = p.price_level * law.paid_once(before, after, lever.reference) / (f(1.0) - unadopted)
        steep = p.price_level * law.dear(rolled, lever.span, p.price_rise)
        each, every = (rolled, rolled) if lever.in_hours > 0.5 else (dose, steep)
        self.programme_hours = self.programme_hours + law.taken_for(each, every, lever.hours)
        self.programme_manager_hours = self.programme_manager_hours + law.taken_for(each, every, lever.manager_hours)
        self.programme_leader_hours = self.programme_leader_hours + law.taken_for(each, every, lever.leader_hours)
        self.programme_euro = self.programme_euro + (law.taken_for(dose, steep, lever.euro_week) + once * lever.euro_once)
        self.change = self.change + on * lever.felt * abs(after - before) / lever.span
        self.intended = self.intended + lever.chosen * abs(asked - lever.reference) / lever.span
        self.lived = self.lived + lever.chosen * abs(after - lever.reference) / lever.span

    def tire_and_learn(self) -> None:
        """Change tires people and teaches them; overturned work settles."""
        m, p, on, now = self.model, self.model.p.change, self.model.on.change, self.model.practice
        law, f, one = m.rules.laws.change, m.rules.single, m.rules.single(1.0)
        style = law.lever_sd(now.change_style, f(change.STYLE))
        moved = self.change + p.redrawn * m.world.reorganisation
        self.fatigue = on * law.next_fatigue(self.fatigue, moved, style, self.alignment, self.scatter, p.tire, p.calm, p.aligned, p.scattered, p.half_life)
        learned = law.next_know_how(self.know_how, moved, now.change_style / f(change.STYLE), p.learn, p.forget_weeks)
        self.know_how = one + on * (learned - one)
        weeks = law.settling_weeks(p.settle_weeks, self.alignment, law.lever_sd(now.autonomy, f(change.AUTONOMY)), law.lever_sd(now.communication,
                                                                                                                                f(change.TOLD)),
                                   p.settle_sooner)
        self.turbulence = on * law.next_turbulence(self.turbulence, m.world.priority_shift, m.world.volatility - f(change.CALM_WORLD), weeks, p.swings)

    def weigh_words(self) -> None:
        """Words are weighed against deeds."""
        m, f, p, on, now = self.model, self.model.rules.single, self.model.p.vision, self.model.on.vision, self.model.practice
        law, one = m.rules.laws.vision, m.rules.single(1.0)
        words = law.words_spoken(now.vision, now.inspiration, now.culture_campaign, p.vision_share, p.campaign)
        reach = law.reach_of_words(now.leader_visibility, m.layers, p.unseen, p.seen_hours)
        arriving = law.words_that_arrive(words, reach, law.lever_sd(now.message_order, f(vision.ORDER)), p.why_first)
        structure = law.structure_lived(now.reward_intensity * now.kpi_weight, law.lever_sd(now.control, f(vision.CONTROL)), now.slack_share,
                                        now.shared_platform,
                                        now.joint_okr_weight)
        deeds = law.deeds_seen(now.follow_through, structure, p.structure_deeds) * law.kept_to(self.abandoned, p.ordinary_plans)
        asked = law.to_live_up_to(words, p.outrun)
        trusted = law.next_credibility(self.credibility, deeds, asked, p.credit, p.credit_lost, p.credit_won)
        self.structure = on * structure
        self.credibility = one + on * (trusted - one)
        self.belief = on * law.next_belief(self.belief, arriving, self.credibility, p.gain, p.weeks)
        self.cynicism = on * law.next_cynicism(self.cynicism, asked, deeds, p.cynicism, p.cynicism_weeks)
        direction = words * max(one + f(0.2) * self.alignment, f(0.2))
        known = law.next_alignment(self.alignment, law.lever_sd(now.communication, f(vision.TOLD)), arriving * self.credibility,
                                   law.lever_sd(now.involvement, f(vision.INVOLVED)), self.leader_time, p.aligned_told, p.aligned_words, p.aligned_plans,
                                   p.aligned_steered, p.weeks)
        self.alignment = on * known
        action = law.action_taken(self.change, now.follow_through, p.moves)
        self.scatter = on * law.next_scatter(self.scatter, action, direction, p.scatter, p.weeks)

    def see_by_kpi(self) -> None:
        """The KPI sees what data allow."""
        m, f, now = self.model, self.model.rules.single, self.model.practice
        shown = m.rules.laws.scores.validity_of(now.kpi_validity, now.shared_platform, m.p.scores.platform)
        self.validity = f(scores.VALIDITY) + m.on.scores * (shown - f(scores.VALIDITY))

    def be_judged(self) -> None:
        """People judge those at the top, and their motives move."""
        m, f, p, on, practice = self.model, self.model.rules.single, self.model.p.motives, self.model.on.motives, self.model.practice
        law = m.rules.laws.motives
        gap, holders = law.lever_sd(practice.executive_pay_gap, f(motives.GAP)), law.lever_sd(practice.shareholder_focus, f(motives.HOLDERS))
        self.fairness = on * law.next_fairness(self.fairness, gap, holders, m.world.dismissal, f(self.owners), p.fair_gap, p.fair_holders, p.fair_dismissal,
                                               p.fair_weeks)
        left = law.softened(law.lever_sd(practice.communication, f(motives.TOLD)), self.fairness, p.told, p.told_fairly)
        self.threat = f(1.0) + on * (left - f(1.0))
        self.pay_motive = on * law.next_pay_motive(self.pay_motive, self.fairness, self.pressure, m.world.motive_drift, p.pay_unfair, p.pay_push, p.pay_weeks)

    def be_talked_about(self) -> None:
        """Word gets round about employer and supplier."""
        m, f, d, p, on = self.model, self.model.rules.single, self.model.rules.double, self.model.p.reputation, self.model.on.reputation
        law, practice, heads, energy, room, customers, joy = m.rules.laws.reputation, m.practice, d(0.0), d(0.0), d(0.0), d(0.0), d(0.0)
        for team in m.teams:
            heads, energy, room = heads + team.heads, energy + team.heads * team.engagement, room + team.heads * team.autonomy
        for unit in m.units:
            customers, joy = customers + unit.customers, joy + unit.customers * unit.satisfaction
        each, here = max(heads, d(1.0)), max(customers, d(1.0))
        central = law.purpose_believed(law.lever_sd(practice.purpose, f(reputation.PURPOSE)), f(room / each), p.central)
        talent, diversity = law.lever_sd(practice.talent_room, f(reputation.TALENT)), law.lever_sd(practice.diversity, f(reputation.DIVERSITY))
        aim = law.employer_aim(f(energy / each), self.fairness, central, talent, diversity, law.bounded(self.insecurity, f(3.0)), p.engagement, p.fairness,
                               p.purpose, p.talent, p.diversity, p.insecurity)
        self.employer = on * law.next_name(self.employer, aim, p.employer_weeks)
        sold = law.supplier_aim(law.unit_sd(f(joy / here)), self.belief, p.satisfaction, p.belief)
        self.supplier = on * law.next_name(self.supplier, sold, p.supplier_weeks)

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
