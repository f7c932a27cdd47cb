"""Leadership: leaders see reports, spread attention over three voices, and push when profit lags behind what they hope for.

    plan = profit usual + hope * w * (max(ambition - usual, 0) + stretch), w = profit chasing above its reference
    hope -> its floor while a plan beyond the usual is missed by more than the margin, -> 1 while none is
    insecurity(t+1) = most - (most - faded) * exp(-shock * share dismissed / most), faded by half in its half-life
    pressure -> bounded(gain * profit chasing * (plan - profit seen) + lean * max(attention for business - 1/3, 0))
    attention of a voice ~ its weight * exp(sense * its gap)
    own knowledge -> 1 + kept^layers * (contact against the reference - 1);   reliance on reports = (1 + a * (layers - 2)) / sqrt(own knowledge)
    disappointed += 1 in a week with profit below that before the policy, -= 1 otherwise; at `patience_weeks` leaders go back for good
    gone back on(t+1) = gone back on * 2^(-1 / half-life) + what was intended, in the week in which leaders go back

Engagement seen follows surveys (as often as they are held, the more often the fewer answer) and what leaders hear on the floor.
Profit is a quarter's average, satisfaction comes from noisy surveys: leaders react to nothing else. Ambition remembers the best profit and lets go of it (a
ratchet with a release), and plans that are missed for long are no longer believed in: pressure that never pays wears off. Fear for one's job has an end: the
first dismissals frighten most. Owners who come before all else press a little. Leaders' hours are few: programmes and talks with customers take them from running
the business. Leaders cannot tell a policy's effect from luck or a crisis: patience ends by either. A policy that is dropped was announced: people remember it.
Rows: A1, A4, A5, A6, A10, A13, A14, C6, D1, E3, E13. Source: prototype of the core loop; goals are abandoned (Cyert and March 1963); visits that solve
nothing can harm (Tucker and Singer 2015: so hearing alone only informs here); sizes assumed. Switched off: no pressure, attention as weighted, no insecurity,
plans believed in, leaders who know, rely, have time and hold on as in the reference.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, clip, exp, lever_sd
from sim.compiled import law, part, sweep
from sim.draws import SURVEY_NOISE, in_week, normals, words
from sim.policy import Policy
from sim.vocabulary import Parameter

CHASING = np.float32(Policy().profit_chasing)
LISTENING, SEEN, CONTACT = np.float32(Policy().leader_listening), np.float32(Policy().leader_visibility), np.float32(Policy().leader_customer_contact)
OWNERS = np.float32(Policy().shareholder_focus)


class LeadershipParameters(NamedTuple):
    """How leaders see and push."""

    gain: Annotated[float, Parameter(0.5, 8.0, "1/reference profit", "pressure for each reference profit that is missing, at full profit chasing")] = 3.0
    stretch: Annotated[float, Parameter(0.0, 0.6, "reference profits", "how far plan runs ahead at full profit chasing")] = 0.25
    hope_weeks: Annotated[float, Parameter(13, 208, "weeks", "how soon plans that are missed are no longer believed in, and plans that are met are again",
        "Cyert and March 1963 (direction)")] = 52.0
    hope_floor: Annotated[float, Parameter(0.0, 1.0, "share", "part of what is hoped for beyond the usual that is left when every plan is missed; 1 is without")] = 0.3
    ambition_weeks: Annotated[float, Parameter(8, 104, "weeks", "how soon a better profit becomes the ambition")] = 26.0
    release_weeks: Annotated[float, Parameter(26, 520, "weeks", "how soon an ambition that is out of reach is let go")] = 104.0
    push_weeks: Annotated[float, Parameter(4, 52, "weeks", "how soon leaders' pressure follows the gap")] = 13.0
    lean: Annotated[float, Parameter(0.0, 3.0, "1", "pressure from attention for business above a third")] = 0.8
    sense: Annotated[float, Parameter(0.0, 1.0, "1/SD", "how much a voice's gap draws attention")] = 0.3
    survey_noise: Annotated[float, Parameter(0.0, 1.0, "SD", "noise of the surveys that leaders see")] = 0.3
    shock_insecurity: Annotated[float, Parameter(20, 200, "SD for the whole staff", "insecurity from dismissing the first few",
        "survivor studies (Brockner; direction)")] = 100.0
    most_insecure: Annotated[float, Parameter(0.5, 3.0, "SD", "insecurity when nobody feels safe: 1 % dismissed make .6, 3 % make .95",
        "Trevor and Nyberg 2008 (the first dismissals drive most away: form)")] = 1.0
    insecurity_half_life: Annotated[float, Parameter(8, 104, "weeks", "how long insecurity lasts", "survivor studies (direction)")] = 26.0
    shock_confidence: Annotated[float, Parameter(0.0, 6.0, "SD for the whole staff", "customers' confidence lost when people are dismissed",
        "Williams, Khan and Naumann 2011; Habel and Klarmann 2015 (direction)")] = 1.5
    owners: Annotated[float, Parameter(0.0, 0.15, "1/SD", "pressure from owners whose value is put first")] = 0.03
    asking_wears: Annotated[float, Parameter(0.0, 0.3, "log ratio", "answers lost for each further survey a year")] = 0.12
    floor: Annotated[float, Parameter(0.0, 0.1, "1/week", "how much of a change of mood leaders of a small place hear themselves each week")] = 0.02
    knowing_half_life: Annotated[float, Parameter(8, 104, "weeks", "how long what leaders learn from customers and the work stays true")] = 26.0
    knowing_lost: Annotated[float, Parameter(0.0, 0.25, "share a layer", "part of what there is to know that each layer puts out of leaders' reach")] = 0.1
    layer_reliance: Annotated[float, Parameter(0.0, 0.3, "share a layer", "how much more leaders lean on reports with each layer above the usual two")] = 0.15
    week_hours: Annotated[float, Parameter(16, 60, "hours a week", "a leader's hours for leading the business, meetings that are fixed apart")] = 36.0
    contact_hours: Annotated[float, Parameter(1, 24, "hours",
        "one talk of a leader with a customer or with another department, travel and follow-up included")] = 8.0
    forgotten_half_life: Annotated[float, Parameter(13, 260, "weeks", "how long people remember a policy that leaders went back on",
        "Wanous, Reichers and Austin 2000 (direction)")] = 52.0
    margin: Annotated[float, Parameter(0.0, 0.5, "reference profits", "how far profit may lie below plan, or below that before the policy, without disappointing")] = 0.1


@law
def follow(value, aim, weeks):
    """A value follows its aim with a delay of so many weeks."""
    return value + (aim - value) / weeks


@law
def next_ambition(ambition, seen, rise_weeks, release_weeks):
    """Ambition rises to a better profit soon and lets go of one that is out of reach slowly."""
    return ambition + (seen - ambition) / (rise_weeks if seen > ambition else release_weeks)


@law
def next_hope(hope, missed, margin, floor, weeks):
    """Belief in plans: it goes while they are missed by more than the margin, down to a floor, and comes back while they are not."""
    return hope + ((floor if missed > margin else 1.0) - hope) / weeks


@law
def profit_planned(usual, ambition, chasing, reference, stretch, hope):
    """The profit hoped for: as usual, and beyond it as far as leaders chase profit more than in the reference and still believe in plans."""
    more = max(0.0, (chasing - reference) / (1.0 - reference))
    return usual + hope * more * (max(ambition - usual, 0.0) + stretch)


@law
def push(gap, chasing, gain, lean, attention_business, owners):
    """Pressure that a profit gap, the voice of business and owners call for, within -1 and 1."""
    return bounded(gain * chasing * gap + lean * max(attention_business - 0.33333334, 0.0) + owners, 1.0)


@law
def drawn_attention(weight, gap, sense):
    """How much a voice asks for attention: its weight, and more when it lags."""
    return weight * exp(sense * bounded(gap, 2.0))


@law
def next_insecurity(insecurity, dismissed_share, shock, most, half_life):
    """Fear for one's job fades by half in its half-life and jumps with dismissals, the less the more there is already."""
    faded = insecurity * exp(-0.6931472 / half_life)
    return most - (most - faded) * exp(-shock * dismissed_share / most)


@law
def next_doubted(doubted, dismissed_share, shock, half_life):
    """Confidence that customers have lost comes back by half in its half-life and goes with dismissals."""
    return doubted * exp(-0.6931472 / half_life) + shock * dismissed_share


@law
def surveys_answered(asked, wear):
    """Surveys a year that count: the more often people are asked, the fewer answer."""
    return asked * exp(-wear * max(asked - 1.0, 0.0))


@law
def report_rate(answered):
    """Share of a change of mood that surveys show leaders each week: one survey a year is half a year late, four are about two months late."""
    return answered / (26.0 + 4.0 * max(answered - 1.0, 0.0))


@law
def floor_rate(rate, listening, seen, layers):
    """Share of a change of mood that leaders hear themselves each week: by listening and by being seen, less with each layer."""
    return min(rate * (listening / LISTENING) * (0.5 + 0.5 * seen / SEEN) / (1.0 + 0.5 * layers), 0.5)


@law
def mood_seen(seen, truth, reported, by_report, by_ear):
    """The mood as leaders see it follows surveys and what they hear themselves."""
    return seen + by_report * (reported - seen) + by_ear * (truth - seen)


@law
def next_leader_insight(insight, contact_weeks, seen, layers, lost, half_life):
    """What leaders know themselves fades by half in its half-life and grows with talks and hours on the floor, with falling gain; layers take a part."""
    met = 0.6 * np.sqrt(CONTACT / contact_weeks) + 0.4 * np.sqrt(seen / SEEN)
    aim = 1.0 + max(1.0 - lost * layers, 0.0) * (met - 1.0)
    return insight + (1.0 - exp(-0.6931472 / half_life)) * (aim - insight)


@law
def reliance_on_reports(insight, layers, by_layer):
    """How far leaders lean on KPI reports: more with layers, less with own knowledge."""
    return clip((1.0 + by_layer * (layers - 2.0)) / np.sqrt(max(insight, 0.1)), 0.2, 3.0)


@law
def leaders_hours_left(programme_hours, contact_weeks, week_hours, contact_hours):
    """Leaders' hours for running the business against the reference: programmes and talks take them."""
    taken = programme_hours + contact_hours * (1.0 / contact_weeks - 1.0 / CONTACT)
    return clip(1.0 - taken / week_hours, 0.1, 1.5)


@law
def next_disappointed(weeks, before, seen, margin, intended):
    """Weeks of disappointment: one more when profit lies below what it was before the policy, one less when it does not; none without a policy."""
    moved = max(weeks + (1.0 if seen < before - margin else -1.0), 0.0)
    return moved if intended > 0.0001 else 0.0


@law
def next_resolve(resolve, disappointed, patience):
    """Leaders hold on until their patience is used up, then go back for good; at 520 weeks it never is."""
    return 0.0 if disappointed >= patience and patience < 519.5 else resolve


@law
def next_abandoned(abandoned, intended, before, after, half_life):
    """What leaders announced and went back on: all that was intended in the week they go back, forgotten by half in its half-life."""
    return abandoned * exp(-0.6931472 / half_life) + intended * max(before - after, 0.0)


@sweep
def leaders_read_their_reports(firm, units, teams, practice, world, balance, chart, p, luck, on, week):
    """Leaders read their reports: attention for three voices, pressure when profit lags behind plan."""
    for lane in range(firm.alive.size):
        customers, joy = np.float64(0.0), np.float64(0.0)
        heads, energy = np.float64(0.0), np.float64(0.0)
        for u in range(units.customers.shape[0]):
            customers += units.customers[u, lane]
            joy += units.customers[u, lane] * units.satisfaction[u, lane]
        for t in range(teams.heads.shape[0]):
            heads += teams.heads[t, lane]
            energy += teams.heads[t, lane] * teams.engagement[t, lane]
        first, second = words(luck.seed[lane], luck.replication[lane], np.uint32(0), in_week(week, SURVEY_NOISE))
        noise, more_noise = normals(first, second)
        mean_joy, mean_energy = np.float32(joy / max(customers, np.float64(1.0))), np.float32(energy / max(heads, np.float64(1.0)))
        _one_firm_reads(firm, lane, mean_joy, mean_energy, noise, more_noise, practice, world, balance, p, on.leadership[lane], chart.layers[0])
        _one_firm_keeps_its_course(firm, lane, practice, p, on.leadership[lane], chart.layers[0])


@law
def survey(truth, unit, noise, size):
    """A mean as a survey shows it, in its own unit."""
    return truth / unit + size * noise


@part
def _one_firm_reads(firm, lane, mean_joy, mean_energy, noise, more_noise, practice, world, balance, p, on, layers):
    """One firm's leaders read their reports."""
    ratio = np.float32(firm.profit[lane] / np.float64(balance.profit_week[lane]))
    firm.profit_seen[lane] = follow(firm.profit_seen[lane], ratio, 13.0)
    firm.profit_usual[lane] = follow(firm.profit_usual[lane], firm.profit_seen[lane], 52.0)
    _one_firm_hopes(firm, lane, practice, p, on)
    firm.customer_seen[lane] = follow(firm.customer_seen[lane], survey(mean_joy, 0.12, noise, p.survey_noise[lane]), 13.0)
    answered = surveys_answered(practice.measure_engagement[lane], p.asking_wears[lane])
    reported = survey(mean_energy, 0.35, more_noise, p.survey_noise[lane] / np.sqrt(max(answered, 0.25)))
    by_ear = floor_rate(p.floor[lane], practice.leader_listening[lane], practice.leader_visibility[lane], layers)
    firm.employee_seen[lane] = mood_seen(firm.employee_seen[lane], mean_energy / 0.35, reported, report_rate(answered), by_ear)
    surprise = firm.profit_seen[lane] - firm.profit_usual[lane]
    customer = drawn_attention(practice.voice_customer[lane], -firm.customer_seen[lane], on * p.sense[lane])
    business = drawn_attention(practice.voice_business[lane], -surprise, on * p.sense[lane])
    employee = drawn_attention(practice.voice_employee[lane], -firm.employee_seen[lane], on * p.sense[lane])
    total = customer + business + employee
    firm.attention_customer[lane] = follow(firm.attention_customer[lane], customer / total, 13.0)
    firm.attention_business[lane] = follow(firm.attention_business[lane], business / total, 13.0)
    firm.attention_employee[lane] = follow(firm.attention_employee[lane], employee / total, 13.0)
    wanted = push(firm.plan[lane] - firm.profit_seen[lane], practice.profit_chasing[lane], p.gain[lane], p.lean[lane], firm.attention_business[lane],
                  p.owners[lane] * lever_sd(practice.shareholder_focus[lane], OWNERS))
    firm.pressure[lane] = on * follow(firm.pressure[lane], wanted, p.push_weeks[lane])
    firm.news[lane] = on * follow(firm.news[lane], bounded(surprise, 2.0), 13.0)
    fear = next_insecurity(firm.insecurity[lane], world.dismissal[lane], p.shock_insecurity[lane], p.most_insecure[lane], p.insecurity_half_life[lane])
    firm.insecurity[lane] = on * fear
    lost = next_doubted(-firm.confidence[lane], world.dismissal[lane], p.shock_confidence[lane], p.insecurity_half_life[lane])
    firm.confidence[lane] = -on * lost


@part
def _one_firm_hopes(firm, lane, practice, p, on):
    """What one firm's leaders hope for: the plan, and whether they still believe in it."""
    firm.ambition[lane] = next_ambition(firm.ambition[lane], firm.profit_seen[lane], p.ambition_weeks[lane], p.release_weeks[lane])
    missed = firm.plan[lane] - firm.profit_seen[lane] if practice.profit_chasing[lane] > CHASING else 0.0
    hope = next_hope(firm.hope[lane], missed, p.margin[lane], p.hope_floor[lane], p.hope_weeks[lane])
    firm.hope[lane] = 1.0 + on * (hope - 1.0)
    firm.plan[lane] = profit_planned(firm.profit_usual[lane], firm.ambition[lane], practice.profit_chasing[lane], CHASING, p.stretch[lane], firm.hope[lane])


@part
def _one_firm_keeps_its_course(firm, lane, practice, p, on, layers):
    """What one firm's leaders know themselves, how far they lean on reports, the hours they have, and whether they hold on to their policy."""
    known = next_leader_insight(firm.leader_insight[lane], practice.leader_customer_contact[lane], practice.leader_visibility[lane], layers,
                                p.knowing_lost[lane],
                                p.knowing_half_life[lane])
    firm.leader_insight[lane] = 1.0 + on * (known - 1.0)
    firm.reliance[lane] = 1.0 + on * (reliance_on_reports(firm.leader_insight[lane], layers, p.layer_reliance[lane]) - 1.0)
    left = leaders_hours_left(firm.programme_leader_hours[lane], practice.leader_customer_contact[lane], p.week_hours[lane], p.contact_hours[lane])
    firm.leader_time[lane] = 1.0 + on * (left - 1.0)
    firm.profit_before[lane] = firm.profit_before[lane] if firm.intended[lane] > 0.0001 else firm.profit_usual[lane]
    disappointed = next_disappointed(firm.disappointed[lane], firm.profit_before[lane], firm.profit_seen[lane], p.margin[lane], firm.intended[lane])
    firm.disappointed[lane] = on * disappointed
    resolve = 1.0 + on * (next_resolve(firm.resolve[lane], firm.disappointed[lane], practice.patience_weeks[lane]) - 1.0)
    firm.abandoned[lane] = on * next_abandoned(firm.abandoned[lane], firm.intended[lane], firm.resolve[lane], resolve, p.forgotten_half_life[lane])
    firm.resolve[lane] = resolve
