"""Workplace: days at home rest people and let them work undisturbed, but those who are seldom in the same place no longer know each other.

    ease(d) = 1 - exp(-d / 2) for d days at home;   rest = rest gain * (ease(d) - ease(1));   quiet = quiet gain * (ease(d) - ease(1)) - apart * max(d - 3, 0)^3
    kept = kept gain * (ease(d) - ease(1)), nothing more beyond three days;   meeting = online + (1 - online) * log(1 + days in the office) / log(5)

The first days at home give most, the last days in the office are missed most: so the sum of both turns, somewhere inside. Rest goes to strain, quiet to
effort, meeting to the ties between teams; and people keep a job that lets them work at home, beside what rest does to their mood. Reads home_working. Writes
rest_at_home, quiet_at_home, kept_at_home, meeting. Rows: C11.
Source: Gajendran and Harrison 2007 (small gains; more than two and a half days a week harm relations with colleagues); Bloom et al. 2015 (4 % more calls a
minute at four days at home); Bloom, Han and Liang 2024 (two days: no loss of output, a third fewer quits); Gibbs, Mengel and Siemroth 2023 (all days: 8 to 19 % less an hour);
Yang et al. 2022 (full remote work: networks between teams become more static and siloed). Switched off: everybody is at home as in the reference.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import exp, log
from sim.compiled import law, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

HOME = np.float32(Policy().home_working)


class WorkplaceParameters(NamedTuple):
    """What working at home does."""

    rest: Annotated[float, Parameter(0.0, 3.0, "SD", "rest that days at home give in the end (two days more: a tenth of an SD of exhaustion at most)",
        "Gajendran and Harrison 2007 (strain and conflict at home: r about -.1)", "published")] = 1.0
    quiet: Annotated[float, Parameter(0.0, 0.15, "log ratio", "output of an hour that days at home give in the end; 0.046 where all work is quiet",
        "half way between Bloom et al. 2015 (quiet work, four days: +4 %) and Bloom, Han and Liang 2024 (complex work, two days: none)", "assumed")] = 0.023
    apart: Annotated[float, Parameter(0.0, 0.03, "log ratio for a day cubed", "output of an hour lost beyond three days at home, to agreeing at a distance",
        "Gibbs, Mengel and Siemroth 2023 (all days: -8 to -19 %, here the least); Bloom et al. 2015 (four days: no loss in quiet work)", "published")] = 0.0125
    kept: Annotated[float, Parameter(0.0, 1.2, "log ratio", "how much less people leave for days at home, in the end, beside rest (two days against none: a third in all)",
        "Bloom, Han and Liang 2024 (attrition down 33 % with two days at home)", "published")] = 0.5
    online: Annotated[float, Parameter(0.0, 1.0, "ratio", "meeting of colleagues who never share a place, against the reference")] = 0.3


@law
def ease_at_home(days):
    """What days at home give, as a share of all they can: the first days give most."""
    return 1.0 - exp(-0.5 * days)


@law
def gained_at_home(days, usual, gain):
    """What days at home give against the usual days."""
    return gain * (ease_at_home(days) - ease_at_home(usual))


@law
def kept_by_home(days, usual, gain):
    """How much less people leave for days at home against the usual days, as a log ratio: nothing more beyond three."""
    return gained_at_home(min(days, 3.0), min(usual, 3.0), gain)


@law
def lost_apart(days, apart):
    """Output of an hour lost to agreeing at a distance, as a log ratio: nothing up to three days at home, then faster and faster: the last day together counts most."""
    beyond = max(days - 3.0, 0.0)
    return apart * beyond * beyond * beyond


@law
def meeting_of(days, usual, online):
    """How much colleagues of other teams meet against the usual: the last days in the office are missed most."""
    return online + (1.0 - online) * log(6.0 - days) / log(6.0 - usual)


@sweep
def people_work_here_or_at_home(firm, practice, p, on):
    """People work in the office or at home: rest, quiet and meeting follow."""
    for lane in range(firm.alive.size):
        days = practice.home_working[lane]
        firm.rest_at_home[lane] = on.workplace[lane] * gained_at_home(days, HOME, p.rest[lane])
        firm.quiet_at_home[lane] = on.workplace[lane] * (gained_at_home(days, HOME, p.quiet[lane]) - lost_apart(days, p.apart[lane]))
        firm.kept_at_home[lane] = on.workplace[lane] * kept_by_home(days, HOME, p.kept[lane])
        firm.meeting[lane] = 1.0 + on.workplace[lane] * (meeting_of(days, HOME, p.online[lane]) - 1.0)
