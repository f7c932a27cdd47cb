"""What the twin's teams deliver: work, capability, quality, scores."""

from __future__ import annotations

from typing import Any

from sim import draws
from sim.arithmetic import WAITED_AT_LEAST
from sim.mechanisms import quality as qualities
from sim.mechanisms import scores, work
from tests.oracle.plain_teams import Team


class ServingTeam(Team):
    """A team at work."""

    def work(self) -> None:
        """Need meets capacity: corners are cut, hours lengthen, work waits."""
        m, f, p, on, balance = self.model, self.model.rules.single, self.model.p.work, self.model.on.work, self.model.balance
        law = m.rules.laws.work
        stiff = on * p.stiff * law.bounded(law.lever_sd(m.practice.standardisation, f(work.STANDARD)), f(2.0))
        asked = law.work_needed(self.visits, self.rework, self.exceptions, m.p.demand.exception_work * law.exp(stiff), balance.hours_per_visit, self.obstacles,
                                p.obstacle_work, balance.obstacles_base, self.division_work, self.method)
        capacity = max(f(self.hours_output) * self.capability * self.unit.productivity, f(0.01))
        need = asked * law.juggled(self.backlog / capacity, m.practice.prioritisation, on * p.juggling)
        felt = on * law.felt_pressure(need, self.standard, self.backlog, capacity, balance.pressure_base)
        self.pressure = self.pressure + p.smoothing * (felt - self.pressure)
        self.time_spent = law.time_spent(self.standard, felt, p.corner_cutting)
        self.created = need * self.time_spent
        self.withdrawn = on * law.withdrawn_work(self.backlog, capacity, p.patience_weeks)
        waiting = self.backlog - self.withdrawn
        self.done = min(waiting + self.created, capacity)
        self.backlog = on * (waiting + self.created - self.done)
        self.utilisation = self.done / capacity
        heads = f(self.heads)
        self.given_up = law.share_given_up(self.withdrawn, self.created)
        usual = law.exp(balance.wait_base) - f(WAITED_AT_LEAST)
        line = law.waiting_line(self.created / capacity, law.servers_of(heads, p.interchange))
        line = line * law.person_weeks(balance.hours_per_visit * self.division_work * self.time_spent, heads, capacity)
        queue = usual + on * (line + self.backlog / capacity - usual)
        self.wait = law.clip(queue + self.between, f(0.0), f(400.0))
        grown = law.next_standard(self.standard, self.time_spent, p.standard_down, p.standard_up, p.standard_back, balance.standard_drift)
        self.standard = f(1.0) + on * (grown - f(1.0))
        longer = law.overtime_worked(self.pressure, p.overtime_start, p.overtime_rise)
        self.overtime = balance.overtime_usual + on * (longer - balance.overtime_usual)
        wanted = law.people_asked_for(asked, capacity, heads, m.team_size, balance.staff_base)
        self.staff_need = law.next_staff_need(self.staff_need, wanted, f(1.0) / f(26.0))
        self.hands = on * law.next_hands(self.hands, heads, m.team_size, wanted + balance.hands_base, p.hands_weeks)

    def improve(self) -> None:
        """The way of working follows the room there is."""
        m, f, p = self.model, self.model.rules.single, self.model.p.capability
        law = m.rules.laws.capability
        ratio = self.room_there_is()
        lost = p.knowledge_lost * m.world.dismissal + p.redrawn_lost * m.world.reorganisation
        grown = law.next_capability(self.capability, ratio, p.exponent, m.balance.capability_base, p.weeks, lost)
        self.capability = f(1.0) + m.on.capability * (grown - f(1.0))

    def serve(self) -> None:
        """Service gets its quality."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.quality, self.model.on.quality
        law, balance, practice = m.rules.laws.quality, self.model.balance, self.model.practice
        visits = max(self.visits, f(1.0))
        lost = law.against(self.rework / visits + f(qualities.LOST_AT_LEAST), balance.loss_base)
        care = law.against(f(self.hours_care) / visits, balance.care_base)
        staff = law.as_a_rule(law.hands_felt(self.hands, p.enough), balance.hands_usual, self.model.on.work)
        known = law.knowing(self.insight)
        quality = law.service_quality(
            care * max(f(1.0) + p.aim * known, f(0.0)), law.against(self.skill, balance.skill_base),
            law.against(self.time_spent, f(0.0)),
            law.against(self.capability, f(0.0)), lost, self.engagement, known,
            law.against(practice.compliance_load, f(qualities.PROCEDURES)), staff,
            self.stable_quality, p.care, p.skill, p.time, p.capability, p.hand_over, p.mood, p.insight, p.procedures, p.uncounted, p.manager)
        quality = quality + law.ways_quality(law.bounded(self.consistency, f(5.0)), law.bounded(self.renewal, f(1.5)), law.bounded(self.fit, f(3.0)),
                                             law.bounded(m.firm.alignment, f(3.0)), self.breadth, practice.cost_cut, p.consistency, p.renewal, p.fit,
                                             p.alignment, p.breadth, p.worn)
        self.quality = on * law.bounded(quality - balance.quality_base, f(5.0))
        others = self.hours_care + self.hours_help + self.hours_gaming + self.hours_room
        effort = law.effort_met(f(self.hours_output), self.skill, f(others), f(self.hours))
        pull = law.sales_on_contact(effort, care, p.sales_effort, p.sales_care)
        self.sales_pull = f(1.0) + on * (pull / balance.sales_base - f(1.0))

    def keep_score(self) -> None:
        """The KPI is measured, the target moves, variable pay is earned."""
        m, f, d, p, on = self.model, self.model.rules.single, self.model.rules.double, self.model.p.scores, self.model.on.scores
        law, balance, contract = m.rules.laws.scores, self.model.balance, self.model.p.effort
        cunning = d(0.0)
        for one in self.people:
            cunning = cunning + one.present * one.gaming_skill
        heads = max(self.heads, d(0.5))
        each = f(1.0) / (f(heads) * contract.contract_hours * (f(0.94) - contract.overhead))
        output, care, aid, gaming, room = (f(hours) * each for hours in (self.hours_output, self.hours_care, self.hours_help, self.hours_gaming,
                                                                         self.hours_room))
        kappa = law.value_share(m.firm.validity)
        noise = law.exp(p.noise * law.rough_normal(*m.rules.in_week(self.number, m.week, draws.SCORE_NOISE)))
        seen = law.score_of(output, care, aid, gaming, room, f(cunning / heads), kappa) * noise
        ordinary = law.score_of(f(0.58), f(0.2), f(0.09), f(0.03), f(0.1), f(1.0), kappa)
        true = law.value_of(output, care, aid, room) / (f(0.9) * balance.kpi_true_base)
        self.kpi_true = f(1.0) + on * (true - f(1.0))
        self.kpi_reported = f(1.0) + on * (seen / (ordinary * balance.kpi_reported_base) - f(1.0))
        moved = law.next_target(self.target, self.kpi_reported, m.firm.pressure, p.ratchet, p.push_ratchet, p.push_target)
        self.target = f(1.0) + on * (moved - f(1.0))
        self.keep_shared_score(gaming / f(0.03) * f(cunning / heads))

    def keep_shared_score(self, begging: Any) -> None:
        """Customers' satisfaction as scored, goals of the whole unit, and what all scores together earn."""
        m, f, d, p, on, now = self.model, self.model.rules.single, self.model.rules.double, self.model.p.scores, self.model.on.scores, self.model.practice
        law, helped, quality = m.rules.laws.scores, d(0.0), d(0.0)
        for team in self.unit.teams:
            helped = helped + team.help_ratio
        for journey in self.unit.journeys:
            quality = quality + journey.quality
        helped, quality = f(helped / max(d(len(self.unit.teams)), d(1.0))), f(quality / max(d(len(self.unit.journeys)), d(1.0)))
        own, csat, joint = now.kpi_weight, now.csat_weight, now.joint_okr_weight
        begged = p.begging * min(now.reward_intensity / f(scores.REWARD), f(1.0)) * csat / max(own + csat + joint, f(0.0001)) * begging
        noise = p.asked_noise * law.rough_normal(*m.rules.in_week(self.number, m.week, draws.SURVEY_SCORE))
        self.csat_reported = on * law.next_customer_score(self.csat_reported, self.unit.satisfaction, noise, begged, p.asked_weeks)
        shared = law.next_joint_score(self.joint_score, helped, quality, p.joint_help, p.joint_quality, p.asked_weeks)
        self.joint_score = f(1.0) + on * (shared - f(1.0))
        weighed = law.appraised(self.kpi_reported, self.kpi_true, now.kpi_humility, m.firm.reliance)
        by_own, by_joint = law.earned(weighed, self.target, p.earn_slope), law.earned(self.joint_score, f(1.0), p.earn_slope)
        whole = law.earned_of_all(own, csat, joint, by_own, law.earned_by_customers(self.csat_reported, p.csat_slope), by_joint)
        self.attainment = f(1.0) + on * (whole - f(1.0))

    def pay_share(self) -> Any:
        """Part of the variable pay that is earned here."""
        practice = self.model.practice
        return self.model.rules.laws.finance.variable_part(practice.kpi_weight, practice.csat_weight, practice.joint_okr_weight, self.attainment)
