"""The twin's managers: how they divide their hours, judge, meet customers, decide; and what teams tell them, of errors and of ideas."""

from __future__ import annotations

from typing import Any

from sim import draws
from sim.mechanisms import ideas, learning, management
from tests.oracle.plain_part import Part


class ManagedTeam(Part):
    """A team as its manager sees it."""

    def deviation(self, name: str, usual: Any) -> Any:
        """A lever of practice in standard deviations from its reference."""
        return self.model.rules.laws.management.lever_sd(getattr(self.model.practice, name), self.model.rules.single(usual))

    def manage(self) -> None:
        """The manager divides scarce hours."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.management, self.model.on.management
        law, firm, practice = m.rules.laws.management, m.firm, m.practice
        usual = f(management.CONTACT)
        each = usual + on * (practice.manager_customer_contact - usual)
        talks = law.visit_pull(on * self.leaning_customer, p.style_weight) / each
        visits = p.visit_hours * (talks - f(1.0) / usual)
        free = law.hours_left(p.week_hours, p.administration, on * (firm.programme_manager_hours + visits))
        ordinary = law.hours_left(p.week_hours, p.administration, f(0.0))
        style, caring = p.style_weight * self.style, p.style_weight * self.leaning_customer
        people = law.leaning(practice.manager_interaction, style, firm.attention_employee, f(1.0))
        content = law.leaning(practice.manager_content, style, firm.attention_business, f(-1.0))
        own = law.leaning(practice.manager_own, caring, firm.attention_customer, f(1.0))
        whole = people + content + own + practice.manager_power
        own_ratio = max(free * own / (whole * ordinary * f(management.OWN)), f(0.05))
        content_ratio = f(1.0) + on * (free * content / (whole * ordinary * f(management.CONTENT)) - f(1.0))
        power_ratio = f(1.0) + on * (free * practice.manager_power / (whole * ordinary * f(management.POWER)) - f(1.0))
        usual_talks = f(management.TALKS) * ordinary
        talk = usual_talks + on * (free * people / whole - usual_talks)
        self.example = on * law.log(own_ratio)
        self.own_hours = on * (free * own / whole - f(management.OWN) * ordinary)
        self.talk_chance = law.talk_chance(talk, p.talk_hours, f(self.heads))
        heard = p.listening_gain * law.lever_sd(practice.leader_listening, f(management.LISTENING))
        self.talk_worth = max(f(1.0) + on * heard, f(0.1))
        self.judge()
        self.meet_customers(talks)
        self.decide(power_ratio)
        self.clear_the_way(content_ratio / (f(1.0) + on * (law.wait_for_leaders(firm.leader_time, p.obstacle_leaders) - f(1.0))))

    def judge(self) -> None:
        """Doubt, and what it does to autonomy and control."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.management, self.model.on.management
        law, firm, lever = m.rules.laws.management, m.firm, self.deviation
        self.doubt = on * law.next_doubt(self.doubt, lever("manager_doubt", management.DOUBT), firm.pressure, lever("psychological_safety", management.SAFETY),
                                         self.autonomy, self.engagement, p.doubt_pressure, p.doubt_safety, p.doubt_seen, p.doubt_weeks)
        results = lever("results_steering", management.RESULTS)
        ways = law.ways_of_steering(lever("rule_density", management.RULES), lever("standardisation", management.STANDARD),
                                    lever("self_management", management.SELF), results, lever("guiding_principle", management.PRINCIPLE),
                                    lever("responsibility", management.ANSWERING), p.autonomy_rules, p.autonomy_self, p.autonomy_steering)
        self.autonomy = law.autonomy_left(lever("autonomy", management.AUTONOMY), self.doubt, on * ways, p.doubt_autonomy)
        pressed = p.doubt_control * self.doubt + on * p.pressure_control * firm.pressure
        unseen = p.control_home * (m.practice.home_working - f(management.HOME)) + p.control_results * results
        self.control = lever("control", management.CONTROL) + pressed - on * unseen

    def meet_customers(self, talks: Any) -> None:
        """Customers are visited, and take part."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.management, self.model.on.management
        law, practice = m.rules.laws.management, m.practice
        first, _ = m.rules.in_week(self.number, m.week, draws.MANAGER_VISIT)
        visited = f(1.0) if law.uniform(first) < talks else f(0.0)
        joined = p.participation_meets * (practice.customer_participation - f(management.PARTICIPATION)) + p.dialogue_meets * practice.dialogue_platform
        joined = joined + p.diversity_meets * self.deviation("diversity", management.DIVERSITY) * f(2.0) * law.chance(f(1.5) * self.safety)
        met = max(visited * law.exp(p.own_meets * self.example) + on * joined, f(0.0))
        self.insight = law.next_insight(self.insight, met, p.visit_gain, p.insight_weeks, p.insight_limit)

    def decide(self, power_ratio: Any) -> None:
        """Decisions on exceptions: how long they wait, who takes them, how clear they are."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.management, self.model.on.management
        law, firm, practice, base = m.rules.laws.management, m.firm, m.practice, m.balance.skill_base
        belief, usual = self.deviation("maturity_belief", management.BELIEF), f(management.SELF)
        usual_power = law.power_used(f(management.DECISIVENESS), f(0.0), p.reluctance, p.belief_relief)
        used = law.power_used(practice.decisiveness, belief, p.reluctance, p.belief_relief) / usual_power
        asked = usual + on * (practice.self_management - usual)
        usual_skill = law.exp(base)
        able = law.able_to_decide(usual_skill + on * (self.skill - usual_skill), base, on * practice.shared_platform, p.lack_information)
        self.decisions_own = min(asked * able, f(1.0))
        more = on * (self.decisions_own - min(usual * able, f(1.0)))
        ratio = max(power_ratio * (f(1.0) + on * (used - f(1.0))) / max(f(1.0) - more, f(0.25)), f(0.02))
        waits = law.decision_wait(p.decision_start, ratio, p.decision_exponent, self.doubt, on * firm.threat * firm.insecurity, p.decision_doubt)
        leaders = f(1.0) + on * (law.wait_for_leaders(firm.leader_time, p.decision_leaders) - f(1.0))
        self.decision_weeks = law.mean_wait(waits, leaders, more, p.own_wait)
        quick = -law.log(max(self.decision_weeks / p.decision_start, f(0.05)))
        weighed = law.bounded(f(2.0) * (self.insight - f(1.0)) + f(2.0) * practice.dialogue_platform, f(2.0))
        explained = self.deviation("explanation", management.EXPLANATION) + p.belief_explains * belief
        clarity = law.clarity_of(quick, self.deviation("decisiveness", management.DECISIVENESS), weighed, explained, p.quick_clear, p.decided_clear,
                                 p.weighed_clear, p.explained_clear, p.deaf)
        lost = law.not_understood(practice.self_management, able, usual, practice.maturity_belief, m.world.customer_maturity, p.unable_clear,
                                  p.asked_too_much)
        self.clarity = on * law.bounded(clarity - lost, f(4.0))

    def clear_the_way(self, content_ratio: Any) -> None:
        """Obstacles come and go."""
        m, p, on = self.model, self.model.p.management, self.model.on.management
        law = m.rules.laws.management
        arrival, removal = m.rules.in_week(self.number, m.week, draws.TEAM_OBSTACLE)
        coming = law.arrivals(p.obstacle_chance, on * m.practice.cost_cut, p.cut_obstacles)
        speed = law.removal_speed(content_ratio, self.decision_weeks / p.decision_start, self.ideas_heard, on * p.obstacle_decision, on * p.obstacle_heard)
        self.obstacles = law.next_obstacles(self.obstacles, law.uniform(arrival), law.uniform(removal), coming, p.obstacle_removal, speed)

    def room_there_is(self) -> Any:
        """Room hours against the reference."""
        f = self.model.rules.single
        return self.model.rules.laws.ideas.room_ratio(f(self.hours_room), f(self.hours), f(ideas.ROOM_SHARE))

    def tell_errors(self) -> None:
        """Errors are told and learned from, or hidden."""
        m, f, p, on = self.model, self.model.rules.single, self.model.p.learning, self.model.on.learning
        law, firm, practice = m.rules.laws.learning, m.firm, m.practice
        mistakes, results = self.deviation("room_for_mistakes", learning.MISTAKES), self.deviation("results_steering", learning.RESULTS)
        self.safety = on * law.next_safety(self.safety, self.deviation("psychological_safety", learning.SAFETY), mistakes, self.control,
                                           firm.pressure, self.doubt, firm.threat * law.bounded(firm.insecurity, f(3.0)), p.safety_lever, p.safety_room,
                                           p.safety_control, p.safety_push,
                                           p.safety_doubt, p.safety_fear, p.safety_weeks)
        steered = law.results_and_room(results, practice.room_for_mistakes, p.open_room, p.steering)
        told = law.told_share(p.told_start, self.safety, steered, p.told_slope)
        careless = law.carelessness(mistakes, results, self.deviation("responsibility", learning.ANSWERING), p.careless)
        made = law.errors_made(self.quality, law.bounded(self.consistency, f(5.0)), careless, p.made, p.alike)
        reported = made * told / p.told_start
        kept_back = made * (f(1.0) - told) / (f(1.0) - p.told_start)
        hidden = law.next_hidden(self.errors_hidden, kept_back, law.lessons(reported, self.room_there_is()), p.learn, p.weeks)
        self.errors_hidden = f(1.0) + on * (hidden - f(1.0))
        self.errors_reported = f(1.0) + on * (reported - f(1.0))

    def speak(self) -> None:
        """People say what could be better; some of it is heard."""
        m, f, p, on, hours = self.model, self.model.rules.single, self.model.p.ideas, self.model.on.ideas, self.model.p.management
        law, practice, lever = m.rules.laws.ideas, m.practice, self.deviation
        room, usual = self.room_there_is(), f(ideas.TALKS) * hours.week_hours * (f(1.0) - hours.administration)
        talks = law.talk_hours_ratio(self.talk_chance, hours.talk_hours, m.team_size, usual)
        wait = max(self.decision_weeks / hours.decision_start, f(0.05))
        involvement, listening = lever("involvement", ideas.INVOLVEMENT), lever("leader_listening", ideas.LISTENING)
        asked = law.asked_of(involvement, practice.measure_engagement, f(ideas.SURVEYS), p.survey_asks)
        urge = law.urge_to_speak(self.safety, self.heard, self.engagement, asked, lever("talent_room", ideas.TALENT_ROOM), p.safety, p.encouraged, p.mood,
                                 p.asked, p.talent)
        urge = urge + law.variety_of(lever("diversity", ideas.DIVERSITY), self.safety, p.variety, p.friction)
        kinds = law.kinds_of(lever("diversity", ideas.DIVERSITY), self.safety, p.renewal_variety)
        said = law.said(room, p.room, urge)
        heard = min(self.ideas * law.hearing(listening, involvement, practice.dialogue_platform, talks, wait, p.listening, p.taking_part, p.dialogue,
                                             p.talks, p.slow), f(20.0))
        waiting = law.next_waiting(self.ideas, said, heard, p.forgotten, p.weeks)
        self.ideas = f(1.0) + on * (waiting - f(1.0))
        self.ideas_heard = f(1.0) + on * (heard - f(1.0))
        self.heard = on * law.next_heard(self.heard, heard, said, asked, p.felt, p.expected, p.heard_weeks)
        self.renewal = on * law.next_renewal(self.renewal, heard, room, law.bounded(self.insight - f(1.0), f(1.0)), kinds, p.renewal_heard, p.renewal_room,
                                             p.renewal_insight, p.renewal_weeks)
