"""The verdict on a policy, sentence by sentence, in any language of the page; the numbers and their order are those of `sim.lab.verdict`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.app.words import Speech
from sim.lab import verdict as lab
from sim.lab.compare import Comparison
from sim.lab.result import Result
from sim.measures import WEEKS_A_YEAR
from sim.measures.measure import QUARTER


@dataclass(frozen=True)
class Teller:
    """Tells one comparison of two policies in one language, under the names that the page gives them."""

    comparison: Comparison
    speech: Speech
    ours: str
    theirs: str

    def sentences(self) -> list[str]:
        """All sentences, the one on profit first unless companies ended."""
        told = [self.failures(), self.profit(), self.doubt(), self.course(), self.voices(), self.room(), self.luck()]
        return [sentence for sentence in told if sentence]

    def preview(self, share: float) -> list[str]:
        """The same, short, and without money: the companies of a preview are smaller. `share` makes euro a percentage of ordinary profit."""
        return [sentence for sentence in (self.failures(), self._preview(share), self.voices()) if sentence]

    def _preview(self, share: float) -> str:
        gap, speech = self.comparison.profit(), self.speech
        time, names = speech.span(self.comparison.weeks), {"ours": self.ours, "theirs": self.theirs}
        if gap.pairs and gap.equal == gap.pairs:
            return speech.say("same", time=time, **names)
        bounds = str(speech.held["numbers"]["between"]).format(low=speech.percent(share * gap.low), high=speech.percent(share * gap.high))
        return speech.say("preview_clear" if gap.is_clear else "preview_unclear", time=time, percent=speech.percent(abs(share * gap.mean), sign=False),
                          way=speech.say("more" if gap.mean >= 0 else "less"), bounds=bounds, better=gap.counted[0], all=gap.counted[1], **names)

    def profit(self) -> str:
        """What the policy earns against the baseline, how sure that is, and in how many companies."""
        comparison, speech = self.comparison, self.speech
        gap, time = comparison.profit(), speech.span(comparison.weeks)
        if gap.pairs and gap.equal == gap.pairs:
            return speech.say("same", time=time, ours=self.ours, theirs=self.theirs)
        year = comparison.year_of_profit()
        years = speech.say("in_years", number=speech.years(abs(gap.mean) / year)) if year > 0 else ""
        way = speech.say("more" if gap.mean >= 0 else "less")
        amount = speech.say("amount", euro=speech.euro(abs(gap.mean)), way=way, theirs=self.theirs)
        better, count = gap.counted
        return speech.say("clear" if gap.is_clear else "unclear", time=time, ours=self.ours, amount=amount, years=years,
                          who=speech.counted(len(comparison.members), "company"), bounds=speech.between(gap.low, gap.high), better=better, all=count)

    def doubt(self) -> str:
        """How far luck and what is not known move one company, together: with one pair for each company they cannot be told apart."""
        over = self.comparison.profit().over
        return self.speech.say("together", euro=self.speech.euro(over.together)) if over is not None and over.members > 1 else ""

    def course(self) -> str:
        """The worst quarter, and when it is earned back."""
        comparison, speech = self.comparison, self.speech
        place = comparison.others[0]
        dip, even = comparison.dip(), comparison.break_even()
        if dip is None or not dip.is_clear:
            return ""
        lead = lab.lead_of(comparison, place, dip)
        week = comparison.base.reading.yard("profit_week")
        size = speech.say("size", number=f"{100 * -dip.depth / week:.0f}") if week > 0 else ""
        opening = self._opening(lab.first_turn(comparison, place), lead, even.week)
        worst = speech.say("worst", opening=opening, week=dip.week, euro=speech.euro(-dip.depth), size=size)
        count = len(comparison.members)
        some = {"some": round(even.share * count), "all": count}
        if even.week is None:
            return f"{worst} {speech.say('not_earned', time=speech.span(comparison.weeks), **some)}"
        if lead and even.week <= max(dip.week - QUARTER - 1, 0):
            return f"{worst} {speech.say('stays', **some)}"
        return f"{worst} {speech.say('earned', week=even.week, **some)}"

    def _opening(self, first: str, lead: tuple[float, int, int] | None, even: int | None) -> str:
        say = self.speech.say
        if lead is None:
            return say("costs_first") if even and first == "dip" else say("its")
        order = say(f"{first}_order")
        if even is None:
            return say("ordered_lost", order=order, euro=self.speech.euro(lead[0]), peak=lead[1], last=lead[2])
        return say("ordered", order=order)

    def voices(self) -> str:
        """The three voices, baseline to policy."""
        comparison, speech = self.comparison, self.speech
        if any(result.is_over() for result in comparison.results):
            return ""
        parts, left = [], comparison.replications
        for _, measure in lab.VOICES:
            gap = comparison.difference(measure)
            if math.isfinite(gap.mean):
                left = min(left, gap.pairs)
                unsure = speech.say("unsure") if not gap.is_clear and gap.mean != 0 and gap.pairs > 1 else ""
                told = {"from": f"{gap.baseline:.0f}", "to": f"{gap.scenario:.0f}"}
                parts.append(speech.say("voice", name=speech.say(measure), unsure=unsure, **told))
        who = "" if left == comparison.replications else speech.say("voices_of", some=left, all=comparison.replications)
        return speech.say("voices", who=who, list=", ".join(parts)) if parts else ""

    def failures(self) -> str:
        """How many companies could no longer pay."""
        base, mine = self.comparison.base.ended(), self._mine.ended()
        if not base and not mine:
            return ""
        count, when = self.comparison.replications, ""
        if len(mine) == 1:
            when = self.speech.say("when_one", first=mine[0])
        elif mine:
            when = self.speech.say("when_all_at_once" if mine[0] == mine[-1] else "when_all", first=mine[0], last=mine[-1])
        return self.speech.say("failures", ours=self.ours, mine=len(mine), all=count, base=len(base), when=when)

    @property
    def _mine(self) -> Result:
        return self.comparison.results[self.comparison.others[0]]

    def room(self) -> str:
        """Growth that the model's own room for customers ended is no finding."""
        return " ".join(self._room(name, result) for name, result in ((self.ours, self._mine), (self.theirs, self.comparison.base)) if result.cut_off())

    def _room(self, name: str, result: Result) -> str:
        seats, start, speech = result.customer_room(), result.scenario.organisation.customers, self.speech
        full = result.cut_off()
        return speech.say("room_one" if full == 1 else "room", full=full, all=result.replications, name=name, seats=speech.number(f"{seats:,}"),
                          times=speech.number(f"{seats / start:.3g}"))

    def luck(self) -> str:
        """What luck does to one company's year, and whether one company could tell."""
        comparison, speech = self.comparison, self.speech
        luck = comparison.base.luck_of_a_year()
        if comparison.weeks < WEEKS_A_YEAR or not luck > 0 or comparison.profit().equal == comparison.replications:
            return ""
        yearly = abs(comparison.difference("profit").mean) * WEEKS_A_YEAR
        ending = speech.say("luck_hidden" if yearly < lab.VISIBLE * luck else "luck_seen")
        return speech.say("luck", luck=speech.euro(luck), yearly=speech.euro(yearly)) + ending


__all__ = ["Teller"]
