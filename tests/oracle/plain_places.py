"""The twin's places and ways of working, which are the same for everybody."""

from __future__ import annotations

from typing import Any

from sim.mechanisms import rules, workplace


def settle_places(m: Any) -> None:
    """Home working has its effects, and the way of working that is asked is learned."""
    f, firm, on, p = m.rules.single, m.firm, m.on, m.p.workplace
    law, days, usual = m.rules.laws.workplace, m.practice.home_working, m.rules.single(workplace.HOME)
    firm.rest_at_home = on.workplace * law.gained_at_home(days, usual, p.rest)
    firm.quiet_at_home = on.workplace * (law.gained_at_home(days, usual, p.quiet) - law.lost_apart(days, p.apart))
    firm.kept_at_home = on.workplace * law.kept_by_home(days, usual, p.kept)
    firm.meeting = f(1.0) + on.workplace * (law.meeting_of(days, usual, p.online) - f(1.0))
    law, p = m.rules.laws.rules, m.p.rules
    standard = law.lever_sd(m.practice.standardisation, f(rules.STANDARD))
    process = law.lever_sd(m.practice.customer_process, f(rules.PROCESS))
    aim = law.way_of_working(standard, process, p.standard_gain, p.process_gain)
    firm.method_learned = on.rules * law.next_learned(firm.method_learned, aim, p.learning)
