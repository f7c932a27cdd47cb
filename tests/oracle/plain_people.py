"""The twin's employees: one object each, with its own numbers. What a person does in a phase reads the others only as they were before it."""

from __future__ import annotations

from typing import Any

from sim import draws
from sim.mechanisms import engagement, strain
from tests.oracle.plain_part import Part

PULLS = ("output", "care", "help", "gaming", "room")
WISHES = (-0.12, 0.25, 0.35, -0.8, 0.15)
FRESH = ("resignation", "dissonance", "pull_output", "pull_care", "pull_help", "pull_gaming", "pull_room")


class Employee(Part):
    """A seat in a team, and who sits there."""

    def settle(self, team: Any, entity: int) -> None:
        """The person gets to know its team and its name in draws."""
        self.team, self.entity = team, entity

    def choose_hours(self) -> None:
        """Choose how to divide working time."""
        m, team = self.model, self.team
        p, on, f, law = m.p.choice, m.on.choice, m.rules.single, m.rules.laws.choice
        paid = law.moved_by_pay(self.extrinsic + m.firm.pay_motive, p.extrinsic_spread)
        freed = law.freed_wish(self.prosocial, self.extrinsic + m.firm.pay_motive, p.wish_strength, p.wish_spread, p.freed_by_pay)
        room = freed * (law.room_to_choose(team.autonomy, team.control, p.room_slope) - f(1.0))
        wish = law.wish_of(self.prosocial, self.extrinsic + m.firm.pay_motive, p.wish_strength, p.wish_spread, p.freed_by_pay)
        for name, wanted in zip(PULLS, self.wanted(paid, room), strict=True):
            setattr(self, f"pull_{name}", on * law.next_pull(getattr(self, f"pull_{name}"), wanted, team.habit))
        offsets = [getattr(m.balance, f"offset_{name}") for name in PULLS]
        act = [law.exp(offset + getattr(self, f"pull_{name}")) for offset, name in zip(offsets, PULLS, strict=True)]
        whole = self.added(act)
        part = f(1.0) / whole
        for name, weight in zip(PULLS, act, strict=True):
            setattr(self, f"share_{name}", weight * part)
        wishes = [f(slope) * wish for slope in WISHES]
        wishes[4] = max(wishes[4], team.slack_given)
        wished = [law.exp(offset + wish_k) for offset, wish_k in zip(offsets, wishes, strict=True)]
        gap = law.distance(*act, whole, *wished, self.added(wished))
        self.dissonance = on * law.bounded((gap - self.ordinary_gap(offsets, wish, wished) - m.balance.dissonance_base) / f(0.025), f(6.0))
        skill = law.next_gaming_skill(self.gaming_skill, self.share_gaming, p.learn_gaming, f(0.03))
        self.gaming_skill = f(1.0) + on * (skill - f(1.0))

    def ordinary_gap(self, offsets: list[Any], wish: Any, wished: list[Any]) -> Any:
        """How far this person's motives act from their wish in the reference."""
        p, f, kappa, law = self.model.p.choice, self.model.rules.single, self.model.usual_mix, self.model.rules.laws.choice
        paid = law.moved_by_pay(self.extrinsic, p.extrinsic_spread) - f(1.0)
        bought = p.reward_slope * paid
        warm = bought * kappa + p.prosocial_care * self.prosocial + p.engaged_care * self.engagement
        pulls = (bought, warm, warm, p.gaming_slope * paid * f(1.2) * (f(1.0) - kappa), f(0.3) * kappa * bought)
        act = [law.exp(offset + pull) for offset, pull in zip(offsets, pulls, strict=True)]
        best = [*wished[:4], law.exp(offsets[4] + f(0.15) * wish)]
        return law.distance(*act, self.added(act), *best, self.added(best))

    @staticmethod
    def added(numbers: list[Any]) -> Any:
        """A sum in order, without a start."""
        whole = numbers[0]
        for number in numbers[1:]:
            whole = whole + number
        return whole

    def wanted(self, paid: Any, room: Any) -> tuple[Any, ...]:
        """What this person is pulled to, by activity."""
        p, f, kappa, reward, about = self.model.p.choice, self.model.rules.single, self.model.usual_mix, self.team.reward, self.team.situation
        heart = p.prosocial_care * self.prosocial + p.engaged_care * self.engagement
        heart = heart - p.resigned_care * self.resignation
        game = p.skilled_gaming * (self.gaming_skill - f(1.0))
        g = p.reward_slope
        return (
            g * (paid * reward[0] - f(1.0)) - room * f(0.12) + about[0],
            g * (paid * reward[1] - kappa) + room * f(0.25) + about[1] + heart,
            g * (paid * reward[2] - kappa) + room * f(0.35) + about[2] + heart,
            p.gaming_slope * (paid * reward[3] - f(1.2) * (f(1.0) - kappa)) - room * f(0.8) + about[3] + game,
            g * (paid * reward[4] - f(0.3) * kappa) + room * f(0.15) + about[4],
        )

    def give_hours(self) -> None:
        """Give the week's hours; what they amount to is kept for the team's sums."""
        m, team = self.model, self.team
        p, f, law = m.p.effort, m.rules.single, m.rules.laws.effort
        self.hours = (self.present if self.absence < 0.5 else f(0.0)) * team.week_each
        self.skill = team.trained_ratio * law.skill_at(self.tenure, p.start_skill, team.learning_weeks)
        effort = law.effort_of(self.engagement, self.exhaustion, team.bonus_effort, self.prosocial, team.autonomy, team.control,
                               self.talent * team.talent_used, p.mood, p.fatigue, p.control, p.autonomy, p.drained)
        self.counting = self.hours * (f(1.0) + m.on.effort * (effort - f(1.0)))

    def tire_or_recover(self) -> None:
        """Exhaustion goes on its way."""
        m, team, firm = self.model, self.team, self.model.firm
        p, f, law = m.p.strain, m.rules.single, m.rules.laws.strain
        joy = law.unit_sd(team.unit.satisfaction)
        rested = law.lever_sd(m.practice.recovery, f(strain.RECOVERY))
        target = law.exhaustion_target(
            self.stable_exhaustion, team.common, law.hurt_by(team.called, self.prosocial), team.pressure, team.overtime, firm.pressure,
            firm.threat * law.bounded(firm.insecurity, f(3.0)), law.bounded(team.autonomy + self.room_in_job, f(3.0)),
            law.support_sd(self.support), self.engagement, self.resignation, rested, joy, firm.swing, m.balance.exhaustion_base, self.absence,
            p.disposition, p.load,
            p.overtime, p.push, p.autonomy, p.support, p.engagement, p.resignation, p.recovery, p.customers, p.volatile, p.away)
        noise = p.luck * law.rough_normal(*m.rules.in_week(self.entity, m.week, draws.PERSON_STRAIN))
        self.exhaustion = m.on.strain * law.next_exhaustion(self.exhaustion, target, p.kappa, noise, p.line, p.slower)

    def take_heart(self) -> None:
        """Support, trust, resignation and engagement go on their way."""
        m, team, firm = self.model, self.team, self.model.firm
        p, on, f, law = m.p.engagement, m.on.engagement, m.rules.single, m.rules.laws.engagement
        talk, luck_of_trust = m.rules.in_week(self.entity, m.week, draws.PERSON_TALK)
        talked = f(1.0) if law.uniform(talk) < team.talk_chance else f(0.0)
        worth = law.worth_in_fear(team.talk_worth, firm.threat * law.bounded(firm.insecurity, f(3.0)), p.withdrawn) * law.worth_of_bond(self.bond, p.bond)
        self.support = f(1.0) + on * (law.next_support(self.support, talked, worth, p.support_fade, p.talk_reference) - f(1.0))
        helped, room = law.support_sd(self.support), law.bounded(team.autonomy + self.room_in_job, f(3.0))
        insecure = firm.threat * law.bounded(firm.insecurity, f(3.0))
        shaken, blow = firm.pressure + insecure, p.trust_redrawn * firm.threat * m.world.reorganisation
        fair = law.lever_sd(m.practice.kpi_humility, f(engagement.HUMILITY))
        trust = law.next_trust(self.trust, self.stable_engagement, room, team.control, shaken, helped, fair, team.standing, blow,
                               p.trust_luck * law.even_luck(law.uniform(luck_of_trust)), m.balance.trust_base, p.trust_kappa,
                               p.trust_disposition, p.trust_autonomy, p.trust_control, p.trust_push, p.trust_support, p.trust_fair)
        self.trust = on * trust
        self.resignation = on * law.next_resignation(self.resignation, self.dissonance, team.heard, p.resign_rate, p.resign_unheard)
        joy = law.unit_sd(team.unit.satisfaction)
        meaning = team.meaning * law.meaning_counts(self.prosocial, firm.pay_motive, p.meaning_spread)
        chosen = law.chosen_few(self.talent, law.lever_sd(m.practice.talent_room, f(engagement.TALENT)), p.counted, p.talent)
        target = law.engagement_target(
            self.stable_engagement, team.stable_engagement + team.mood + chosen, meaning, room, helped, law.bounded(team.insight - f(1.0), f(1.0)),
            self.trust, self.exhaustion, joy,
            firm.news, self.resignation, self.dissonance, firm.pressure, insecure, m.balance.engagement_base, p.disposition, p.meaning, p.autonomy, p.support,
            p.insight, p.trust, p.exhaustion, p.customers, p.news, p.resignation, p.dissonance, p.push, p.insecurity)
        noise = p.luck * law.rough_normal(*m.rules.in_week(self.entity, m.week, draws.PERSON_MOOD))
        hurt = law.blow_of_a_layoff(m.world.dismissal, firm.threat, p.dismissed)
        self.engagement = on * law.next_engagement(self.engagement, target, team.engagement, hurt, p.kappa, p.contagion, noise)

    def may_be_dismissed(self) -> None:
        """Leaders may dismiss this person."""
        m, f = self.model, self.model.rules.single
        self.sent = False
        if m.world.dismissal > 0.0 and self.present > 0.5:
            first, _ = m.rules.in_week(self.entity, m.week, draws.DISMISSAL)
            self.sent = bool(m.rules.laws.turnover.uniform(first) < m.world.dismissal)
        if self.sent:
            self.present = f(0.0)

    def leave_or_join(self) -> None:
        """Leave, fall ill, come back - or let somebody else take the empty seat."""
        m, team = self.model, self.team
        p, on, f, law = m.p.turnover, m.on.turnover, m.rules.single, m.rules.laws.turnover
        path, health = m.rules.in_week(self.entity, m.week, draws.PERSON_PATH)
        tired, luck = on * self.exhaustion, law.uniform(path)
        risk = law.quit_chance(on * self.engagement, tired, on * m.firm.threat * law.bounded(m.firm.insecurity, f(3.0)), on * m.world.labour_market,
                               self.talent * team.offers - on * (p.fairness * m.firm.fairness + m.firm.kept_at_home), self.tenure,
                               m.balance.quit_base, p.engagement, p.exhaustion, p.insecurity, p.market, p.new_ratio, on)
        self.leaves = self.present if luck < risk or m.firm.alive < 0.5 else f(0.0)
        self.comes = f(1.0) - self.present if luck < team.hire_chance else f(0.0)
        if self.absence >= 0.5:
            self.absence = self.absence - f(1.0)
        else:
            ill = law.uniform(health) < law.illness_chance(tired, m.balance.absence_base, p.absence_slope, on)
            self.absence = p.absence_weeks if ill else f(0.0)
        self.stays = self.present - self.leaves
        self.present = self.stays + self.comes
        self.tenure = self.tenure + f(1.0)
        self.energy, self.drain = self.stays * self.engagement, self.stays * self.exhaustion
        if self.comes > 0.5:
            self.tenure = self.absence = f(0.0)
            if on > 0.5:
                self.begin()

    def begin(self) -> None:
        """Somebody new sits here."""
        m, f = self.model, self.model.rules.single
        self.generation = self.generation + m.rules.whole(1)
        normals, born = m.rules.laws.turnover.normals, m.rules.at_birth
        self.stable_engagement, self.stable_exhaustion = normals(*born(self.entity, self.generation, draws.TRAIT_SELF))
        self.extrinsic, self.prosocial = normals(*born(self.entity, self.generation, draws.TRAIT_MOTIVES))
        self.room_in_job, mood = normals(*born(self.entity, self.generation, draws.TRAIT_VIEW))
        self.room_in_job = m.p.turnover.room_spread * self.room_in_job
        gifted, self.bond = normals(*born(self.entity, self.generation, draws.TRAIT_TALENT))
        self.talent = gifted + self.team.appeal
        spread = m.p.turnover.start_spread
        self.engagement = m.on.engagement * (m.p.engagement.disposition * self.stable_engagement - m.balance.engagement_base + spread * mood)
        self.exhaustion = m.on.strain * (m.p.strain.disposition * self.stable_exhaustion - m.balance.exhaustion_base - spread * mood)
        for name in FRESH:
            setattr(self, name, f(0.0))
        self.trust = m.on.engagement * (m.p.engagement.trust_disposition * self.stable_engagement - m.balance.trust_base)
        self.support = self.gaming_skill = f(1.0)
