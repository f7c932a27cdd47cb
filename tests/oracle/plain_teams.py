"""The twin's teams, each with its manager, and the ties between them."""

from __future__ import annotations

from typing import Any

from sim.mechanisms import choice, coordination, effort, engagement, motives, rules, strain
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
        law = m.rules.laws.coordination
        hands = law.hand_overs(m.practice.task_division, law.lever_sd(m.practice.customer_process, f(coordination.PROCESS)), m.p.coordination.step_cut)
        self.scale = f(1.0) + m.on.coordination * (hands - f(1.0))
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
        frame = law.lever_sd(m.practice.internal_frame, f(coordination.FRAME))
        easy = on * law.eased(m.practice.shared_platform, frame, p.platform, p.billing)
        self.loss = law.hand_over_loss(p.loss_start, ratio, self.strength, p.help_elasticity, p.tie_weight, law.reach_of(frame, p.frame_reach), easy)
        lost = p.tie_shock * m.world.dismissal + p.tie_redrawn * m.world.reorganisation
        aim = law.tie_aim(ratio, m.firm.meeting, m.practice.joint_okr_weight, p.tie_meeting, p.tie_joint)
        self.strength = on * law.bounded(law.next_tie(self.strength, aim, p.tie_weeks, lost), f(5.0))

    def felt_from(self, other: Any) -> Any:
        """What one end of this tie gets from the team at the other end."""
        m, p = self.model, self.model.p.coordination
        felt = m.rules.laws.coordination.service_felt
        return felt(self.loss, p.loss_start, other.wait, m.balance.wait_base, other.time_spent, p.service_wait, p.service_time)


class Team(ManagedTeam):
    """A team and its manager."""

    def settle(self, unit: Any, people: list[Any]) -> None:
        """The team gets to know its unit and its seats; ties and journeys come later."""
        self.unit, self.people = unit, people
        self.ties: list[Any] = []
        self.journeys: list[Any] = []

    def follow_rules(self) -> None:
        """Rules, a standard or one thought make service alike; the way of working sets the hours of a request."""
        m, f, d, p = self.model, self.model.rules.single, self.model.rules.double, self.model.p.rules
        law, practice, trust = m.rules.laws.rules, m.practice, d(0.0)
        for one in self.people:
            trust = trust + one.present * one.trust
        standard = law.lever_sd(practice.standardisation, f(rules.STANDARD))
        process = law.lever_sd(practice.customer_process, f(rules.PROCESS))
        insight, aligned = law.bounded(self.insight - f(1.0), f(1.0)), law.bounded(m.firm.alignment, f(2.0))
        meant = law.understood(f(trust / max(self.heads, d(1.0))), insight, aligned, p.trusting)
        principle = law.alike_by_principle(law.lever_sd(practice.guiding_principle, f(rules.PRINCIPLE)), meant, p.principle, p.misread)
        used = law.used_to_coordinate(practice.joint_okr_weight, process, law.lever_sd(practice.internal_frame, f(rules.FRAME)))
        dense = law.lever_sd(practice.rule_density, f(rules.DENSITY))
        alike = law.consistency_of(dense, standard, self.control, principle, practice.shared_platform * used, self.autonomy, p.rules, p.standard, p.control,
                                   p.platform, p.loose)
        self.consistency = m.on.rules * alike
        aim = law.way_of_working(standard, process, p.standard_gain, p.process_gain)
        self.method = m.on.rules * law.lived_method(m.firm.method_learned, aim, p.unsettled)

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
        firm, kappa = m.firm, law.value_share(m.firm.validity)
        joint = law.sponsored_goals(practice.joint_okr_weight, law.lever_sd(practice.sponsorship, f(choice.SPONSOR)), p.sponsored)
        rows = ((f(1.0), f(0.3), f(0.3)), (kappa, f(1.0), f(0.3)), (kappa, f(0.4), f(1.5)), (f(1.2) * (f(1.0) - kappa), f(0.3), f(0.1)),
                (f(0.3) * kappa, f(0.0), f(0.1)))
        weights = (practice.reward_intensity, practice.kpi_weight, practice.csat_weight, joint, p.dilution)
        self.reward = [law.score_pull(*weights, *row) for row in rows]
        late = p.behind_target * practice.reward_intensity / f(choice.REWARD) * practice.kpi_weight * law.behind(self.target, self.kpi_reported)
        slack, usual = max(practice.slack_share, f(0.005)), f(choice.SLACK)
        norm = p.example_care * self.example - p.pushed_care * push - p.controlled_care * self.control
        norm = norm + law.example_of_leaders(firm.leader_insight, firm.structure, p.leading_care)
        norm = norm + p.meaning_care * law.bounded(self.meaning, f(3.0))
        norm = norm + p.aligned_care * law.bounded(firm.alignment, f(3.0))
        norm = norm + p.easy_care * law.bounded(law.lever_sd(practice.environment_redesign, f(choice.EASE)), f(2.0))
        shared = p.joint_help * joint + p.colleague_help * law.bounded(law.lever_sd(practice.internal_frame, f(choice.FRAME)), f(2.0))
        self.habit = law.habit_now(p.habit, firm.alignment, self.autonomy, p.habit_speed)
        humble = p.humble_gaming * law.lever_sd(practice.kpi_humility, f(choice.HUMILITY))
        protected = law.log(slack * (f(1.0) - usual) / ((f(1.0) - slack) * usual))
        unprotected = f(1.0) - p.protection * practice.prioritisation
        self.slack_given = protected
        self.situation = [
            p.pressed_output * load + p.pushed_output * push + late,
            norm - p.pressed_care * load + p.attended_care * (firm.attention_customer - f(0.33333334)),
            norm - p.pressed_help * load + shared,
            p.pushed_gaming * push * firm.reliance + late - humble - p.detected_gaming * self.control,
            protected - unprotected * (p.pressed_room * load + p.pushed_room * push),
        ]

    def see_purpose(self) -> None:
        """What the work here is good for, and whether people do what they are good at."""
        m, f, p, on, practice = self.model, self.model.rules.single, self.model.p.motives, self.model.on.motives, self.model.practice
        law = m.rules.laws.motives
        standard = law.lever_sd(practice.standardisation, f(motives.STANDARD))
        bonus = law.bonus_beyond(practice.reward_intensity, practice.kpi_weight, f(motives.BONUS))
        aim = law.meaning_aim(law.lever_sd(practice.purpose, f(motives.PURPOSE)), m.firm.belief, law.bounded(self.insight - f(1.0), f(1.0)), standard,
                              m.firm.pressure, law.lever_sd(practice.shareholder_focus, f(motives.HOLDERS)), bonus, p.purpose, p.belief, p.insight,
                              p.standard, p.push, p.holders, p.crowding)
        self.meaning = on * law.moved_to(self.meaning, aim, p.meaning_weeks)
        together = law.free_to_answer(law.freedom(self.autonomy), practice.responsibility)
        suited = law.fit_aim(together, law.lever_sd(practice.talent_room, f(motives.TALENT)), standard, p.fit_talent, p.fit_standard)
        self.fit = on * law.moved_to(self.fit, suited, p.fit_weeks)

    def set_week(self) -> None:
        """How long the week is here, and what bonuses add."""
        m, f, p, practice = self.model, self.model.rules.single, self.model.p.effort, self.model.practice
        law = m.rules.laws.effort
        ordinary = law.working_hours(p.contract_hours, p.overhead, practice.compliance_load, m.firm.programme_hours)
        self.week_each = ordinary * (f(1.0) + law.worth_of_overtime(self.overtime, p.contract_hours, p.full_worth_hours, p.no_worth_hours))
        paid = m.on.effort * law.measured_effort(practice.reward_intensity, practice.kpi_weight, p.bonus)
        self.scored, self.other = law.exp(paid), law.exp(law.value_share(m.firm.validity) * paid)
        self.bonus_effort = law.bonus_effort(practice.reward_intensity, practice.csat_weight, practice.joint_okr_weight, m.p.choice.dilution, p.bonus)
        load = law.exp(self.pressure + m.balance.pressure_base)
        self.bonus_effort = self.bonus_effort + law.pace_at(load, p.pace_rise, p.pace_peak, p.pace_fall)
        self.bonus_effort = self.bonus_effort + law.circumstances(self.fit, m.firm.quiet_at_home, m.firm.scatter, m.firm.turbulence, m.world.reorganisation,
                                                                  p.fit, p.turbulence, p.redrawn)
        self.talent_used = law.talent_used(self.fit, p.talent, p.talent_use)
        dose = m.on.effort * law.training_dose(practice.training, f(effort.TRAINING))
        self.learning_weeks = law.learning_time(p.learning_weeks, dose, p.training_speed)
        self.trained = m.on.effort * law.next_trained(self.trained, dose, p.training, p.training_weeks)
        self.trained_ratio = law.exp(self.trained)

    def add_hours(self) -> None:
        """Sums over the team of the hours that people gave, in the order of seats."""
        f, d = self.model.rules.single, self.model.rules.double
        skills = self.hours = self.hours_output = self.hours_care = self.hours_help = self.hours_gaming = self.hours_room = d(0.0)
        for one in self.people:
            skills = skills + one.hours * one.skill
            self.hours = self.hours + one.hours
            self.hours_output = self.hours_output + one.counting * self.scored * one.skill * one.share_output
            self.hours_care = self.hours_care + one.counting * self.other * one.share_care
            self.hours_help = self.hours_help + one.counting * self.other * one.share_help
            self.hours_gaming = self.hours_gaming + one.counting * self.scored * one.share_gaming
            self.hours_room = self.hours_room + one.counting * self.other * one.share_room
        own = self.model.rules.laws.effort.care_by_managers(self.own_hours, self.model.p.effort.own_care, f(self.hours))
        self.hours_care = max(self.hours_care + d(own), d(0.0))
        self.skill = f(skills / max(self.hours, d(0.01)))

    def lay_demands(self) -> None:
        """Demands that everybody here meets, and how purpose and rest make them hurt."""
        m, f, p, practice, firm = self.model, self.model.rules.single, self.model.p.strain, self.model.practice, self.model.firm
        law = m.rules.laws.strain
        burden = law.burden_of(law.lever_sd(practice.responsibility, f(strain.RESPONSIBILITY)), self.autonomy)
        each = self.exceptions / max(f(self.heads), f(1.0))
        self.common = law.common_demands(firm.fatigue, firm.turbulence, firm.attention_customer, each, burden, firm.rest_at_home, p.change, p.turbulence,
                                         p.squeeze, p.exceptions, p.burden, p.home)
        rested = law.lever_sd(practice.recovery, f(strain.RECOVERY))
        self.called = law.calling(law.lever_sd(practice.purpose, f(strain.PURPOSE)), rested, p.commit)

    def share_mood(self) -> None:
        """What people here share of mood, fear and trust in the top."""
        m, f, p, firm = self.model, self.model.rules.single, self.model.p.engagement, self.model.firm
        law = m.rules.laws.engagement
        self.mood = law.shared_mood(self.heard, firm.belief, firm.fairness, firm.pay_motive, firm.fatigue, p.heard, p.belief, p.fairness, p.salary, p.change)
        involved = law.lever_sd(m.practice.involvement, f(engagement.ASKED))
        self.mood = self.mood + law.work_that_suits(self.safety, self.fit, firm.alignment, involved, p.safety, p.fit, p.aligned, p.asked)
        told = law.lever_sd(m.practice.communication, f(engagement.TOLD))
        self.standing = law.standing_of_the_top(firm.fairness, firm.credibility, firm.cynicism, firm.belief, told, p.trust_top, p.trust_credible,
                                                p.trust_cynical, p.trust_belief, p.trust_told)

    def weigh_offers(self) -> None:
        """What talent is offered elsewhere, and whom the name draws."""
        m, p, on = self.model, self.model.p.turnover, self.model.on.turnover
        law, market = m.rules.laws.turnover, on * m.world.labour_market
        self.offers = law.offers_to_talent(market, on * self.autonomy, on * self.meaning, p.talent_market, p.valued, p.talent_culture)
        self.appeal = law.talent_appeal(on * m.firm.employer, market, p.name_talent, p.market_talent)

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
        self.hire_chance = law.hire_chance(self.heads_wanted, heads, seats - heads, p.fill_rate, m.on.turnover * m.world.labour_market,
                                           m.on.turnover * m.firm.employer, p.fill_market, p.fill_name, m.balance.vacancy_base)

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
        frame = law.lever_sd(m.practice.internal_frame, f(coordination.FRAME))
        division = law.division_work(m.practice.task_division, m.mean_steps, p.specialisation, p.crowding, m.teams_in_unit, m.team_size)
        self.breadth = m.on.coordination * law.breadth_of(m.practice.task_division, m.mean_steps)
        differing = law.friction_of(law.lever_sd(m.practice.diversity, f(coordination.DIVERSITY)), law.bounded(self.safety, f(3.0)), p.friction)
        self.division_work = f(1.0) + m.on.coordination * (division * law.exp(differing) - f(1.0))
        hands = law.hand_overs(m.practice.task_division, law.lever_sd(m.practice.customer_process, f(coordination.PROCESS)), p.step_cut)
        self.between = m.on.coordination * law.between_teams(p.between_weeks, m.mean_steps, hands, frame, p.billing)

    def lose_in_hand_overs(self) -> None:
        """Work that was lost on the way here."""
        f, on, weeks = self.model.rules.single, self.model.on.coordination, self.model.p.coordination.service_weeks
        self.rework, got = f(0.0), on * (f(1.0) - f(1.0) / weeks) * self.internal_service
        for tie in self.ties:
            if tie.taker is self:
                self.rework = self.rework + tie.flow * tie.loss
            other = tie.giver if tie.taker is self else tie.taker
            got = got + on * (tie.need / max(self.help_needed, f(0.001))) / weeks * tie.felt_from(other)
        self.internal_service = got
