"""Engagement: needs met, meaning, support, trust and good news raise it; strain, dissonance, pressure, insecurity and change without end lower it.

    engagement -> own disposition + team + meaning * (1 + spread * (prosocial - motives moved to pay)) + autonomy + support + insight + trust + being heard + belief
                  + fairness + safety + fit + alignment + being asked - motives moved to pay + talent that gets room - exhaustion + customers' joy + news - resignation - dissonance - push - insecurity - change fatigue, plus contagion and luck, less a blow when people are dismissed
    trust -> autonomy - control - push - insecurity + support + fair appraisal + fairness + credibility - cynicism + belief + being told, less a blow when the organisation is redrawn, plus luck
    resignation -> dissonance - being heard;   support fades, and grows talk by talk: worth * (1 + bond) * exp(-withdrawn * insecurity)
    insecurity and blows count by the threat that is left (see motives)

Rows: A6, A7, A15, B1, B9, C1, C5, C6, C9, C10, E7 (dissonance and resignation). Source: Humphrey et al. 2007; Slemp et al. 2018; Dirks and Ferrin 2002; Zablah et al. 2016 (customers to
employees at least as strong as back); Schneider et al. 2003 (news); Allan et al. 2019 (meaning, direction);
Colquitt et al. 2001 (fairness and trust, direction); Graen and Uhl-Bien 1995 (a manager gets on with some better than with others, and it lasts); Folger and Skarlicki 1998 (in
hard times managers keep away from those they manage: so fewer heads give nobody more of a manager while jobs are feared for); Frazier et al. 2017 (safety); Kristof-Brown et al. 2005 (fit);
Lind, Kanfer and Earley 1990 (being asked counts by itself); Bakker et al. 2006 with Westman et al. 2011 (contagion, small). Switched off: all four stay at their reference.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, exp, lever_sd, support_sd, unit_sd
from sim.compiled import law, sweep
from sim.draws import PERSON_MOOD, PERSON_TALK, in_week, rough_normal, uniform, words
from sim.policy import Policy
from sim.vocabulary import Parameter

ASKED = np.float32(Policy().involvement)
HUMILITY, TOLD, TALENT = np.float32(Policy().kpi_humility), np.float32(Policy().communication), np.float32(Policy().talent_room)


class EngagementParameters(NamedTuple):
    """What raises and lowers engagement, trust and resignation."""

    kappa: Annotated[float, Parameter(0.005, 0.03, "1/week", "how fast engagement follows: with luck and disposition a one-year retest of about .65")] = 0.02
    disposition: Annotated[float, Parameter(0.4, 1.1, "SD", "what persons differ in: with team and job about half of all differences last")] = 0.48
    luck: Annotated[float, Parameter(0.0, 0.2, "SD a week", "what weeks differ in")] = 0.148
    autonomy: Annotated[float, Parameter(0.15, 0.45, "SD for an SD", "from autonomy", "Humphrey et al. 2007; Slemp et al. 2018", "published")] = 0.28
    support: Annotated[float, Parameter(0.05, 0.35, "SD for an SD", "from being heard and helped", "Judge and Piccolo 2004, less common method", "published")] = 0.2
    insight: Annotated[float, Parameter(0.0, 0.3, "SD", "from a manager who knows customers twice as well, beside meaning")] = 0.08
    trust: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "from trust", "Dirks and Ferrin 2002 (direction)", "assumed")] = 0.15
    exhaustion: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "lost to exhaustion", "Crawford et al. 2010 (direction)", "assumed")] = 0.2
    customers: Annotated[float, Parameter(0.0, 0.2, "SD for a unit-level SD", "from customers' joy", "Zablah et al. 2016 (direction)", "assumed")] = 0.06
    news: Annotated[float, Parameter(0.0, 0.2, "SD", "from good news on results", "Schneider et al. 2003 (direction)", "assumed")] = 0.05
    resignation: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "lost to having given up")] = 0.065
    dissonance: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "lost to acting against one's wish, beyond what one has given up")] = 0.05
    push: Annotated[float, Parameter(0.0, 0.5, "SD", "lost to leaders' full push")] = 0.15
    insecurity: Annotated[float, Parameter(0.1, 0.6, "SD for an SD", "lost to fear for one's job, beside the blow of the first weeks")] = 0.1
    dismissed: Annotated[float, Parameter(0.0, 20.0, "SD for the whole staff", "lost at once by those who stay when people are dismissed; with fear and unfairness a quarter of an SD for 3 %",
        "survivor studies (-.25 SD soon after a lay-off of 1-5 %)", "assumed")] = 12.0
    meaning: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "from meaning, for a person of average motives", "Allan et al. 2019, less common method (direction)", "assumed")] = 0.15
    meaning_spread: Annotated[float, Parameter(0.0, 1.0, "share for an SD", "how much more meaning counts for a prosocial person, and less for one moved to pay",
        "Slemp et al. 2018 (direction)", "assumed")] = 0.5
    heard: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "from what becomes of what people say")] = 0.08
    belief: Annotated[float, Parameter(0.0, 0.35, "SD for an SD", "from belief in where the organisation is going, beside meaning", "Judge and Piccolo 2004 (.44, common method; about .2 without)", "assumed")] = 0.15
    change: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "lost to being tired of change")] = 0.05
    fairness: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "from fairness of those at the top, beside trust", "Colquitt et al. 2001 (direction)", "assumed")] = 0.06
    safety: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "from being safe to tell an error or to differ", "Frazier et al. 2017 (.45, common method)",
        "assumed")] = 0.1
    fit: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "from doing what one is good at", "Kristof-Brown et al. 2005 (.3 to .5, common method)", "assumed")] = 0.1
    aligned: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "from knowing what matters and why", "role clarity (direction)", "assumed")] = 0.08
    asked: Annotated[float, Parameter(0.0, 0.2, "SD for an SD", "from being asked, whatever becomes of it", "Lind, Kanfer and Earley 1990 (direction)", "assumed")] = 0.05
    salary: Annotated[float, Parameter(0.0, 0.3, "SD for an SD", "lost when motives have moved to pay: passion becomes salary")] = 0.1
    talent: Annotated[float, Parameter(0.0, 0.2, "SD for SDs of both", "room for talent gives heart to those counted as talent, and takes it from the rest")] = 0.04
    counted: Annotated[float, Parameter(-1.0, 1.5, "SD", "talent from which one is counted as such")] = 0.5
    contagion: Annotated[float, Parameter(0.0, 0.1, "1/week", "pull of the team's mood", "assumed small: Westman et al. 2011 found no main effect", "assumed")] = 0.003
    trust_kappa: Annotated[float, Parameter(0.01, 0.1, "1/week", "how fast trust follows")] = 0.03
    trust_disposition: Annotated[float, Parameter(0.0, 1.2, "SD", "trust from disposition: what persons differ in")] = 0.75
    trust_luck: Annotated[float, Parameter(0.0, 0.25, "SD a week", "what weeks differ in: with disposition a one-year retest of about .7")] = 0.14
    trust_autonomy: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "trust from autonomy")] = 0.25
    trust_control: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "trust lost to control", "Falk and Kosfeld 2006 (direction)", "assumed")] = 0.3
    trust_push: Annotated[float, Parameter(0.0, 0.8, "SD", "trust lost to leaders' full push, and to an SD of insecurity")] = 0.3
    trust_support: Annotated[float, Parameter(0.0, 0.6, "SD for an SD", "trust from support")] = 0.3
    trust_fair: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "trust from appraisal that allows for the KPI's flaws")] = 0.15
    trust_top: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "trust from fairness of those at the top", "Colquitt et al. 2001 (direction)", "assumed")] = 0.2
    trust_credible: Annotated[float, Parameter(0.0, 1.0, "SD", "trust from deeds that follow words twice as well")] = 0.3
    trust_cynical: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "trust lost to words that are words only")] = 0.15
    trust_belief: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "trust from belief in where the organisation is going", "Dirks and Ferrin 2002 (direction)", "assumed")] = 0.15
    trust_told: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "trust from being told", "Colquitt et al. 2001 (informational justice; direction)", "assumed")] = 0.1
    trust_redrawn: Annotated[float, Parameter(0.0, 1.5, "SD", "trust lost at once when the whole organisation is redrawn, before what is told softens it")] = 0.4
    resign_unheard: Annotated[float, Parameter(0.0, 1.0, "SD for an SD", "giving up when nothing becomes of what one says")] = 0.3
    resign_rate: Annotated[float, Parameter(0.005, 0.08, "1/week", "how fast people give up, or take heart again")] = 0.02
    support_fade: Annotated[float, Parameter(0.02, 0.3, "1/week", "how soon a talk is forgotten: with managers and bonds about half of all differences in support last")] = 0.05
    bond: Annotated[float, Parameter(0.0, 0.4, "share for an SD", "how much more a talk gives where person and manager get on", "Graen and Uhl-Bien 1995 (direction)", "assumed")] = 0.17
    withdrawn: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "how much less managers give in a talk, for each SD of fear for one's job",
        "Folger and Skarlicki 1998 (direction)", "assumed")] = 0.15
    talk_reference: Annotated[float, Parameter(0.05, 0.95, "chance a week", "talks that keep support at 1")] = 0.351


@law
def next_support(support, talked, worth, fade, reference):
    """Support fades and grows with each talk."""
    return support + fade * (talked * worth / reference - support)


@law
def worth_of_bond(bond, spread):
    """What a talk gives where a person and the manager get on so well, against the average."""
    return max(1.0 + spread * bond, 0.1)


@law
def worth_in_fear(worth, insecurity, withdrawn):
    """What a talk gives while jobs are feared for: managers keep away from those who stay."""
    return worth * exp(-withdrawn * insecurity)


@law
def next_trust(trust, disposition, autonomy, control, push, support, fair, standing, blow, luck, base, kappa, p_disposition, p_autonomy, p_control, p_push, p_support, p_fair):
    """Trust follows what leaders and managers do, with the week's luck, and takes a blow at once."""
    target = p_disposition * disposition + p_autonomy * autonomy - p_control * control - p_push * push + p_support * support + p_fair * fair - base
    return trust + kappa * (bounded(target + standing, 5.0) - trust) - blow + luck


@law
def standing_of_the_top(fairness, credibility, cynicism, belief, told, p_top, p_credible, p_cynical, p_belief, p_told):
    """What those at the top add to trust, by what they take, keep of their word, merely say, are believed in, and tell."""
    return p_top * fairness + p_credible * (credibility - 1.0) - p_cynical * cynicism + p_belief * belief + p_told * told


@law
def even_luck(number):
    """Luck of mean 0 and variance 1 from a number within 0 and 1; the sum of some weeks is nearly normal."""
    return 3.4641016 * (number - 0.5)


@law
def blow_of_a_layoff(dismissed, left, size):
    """What those who stay lose at once: in proportion to small lay-offs, less and less for each further dismissal, softened like insecurity."""
    return size * left * bounded(dismissed, 0.025)


@law
def shared_mood(heard, belief, fairness, pay_motive, tired, p_heard, p_belief, p_fairness, p_salary, p_change):
    """What a team's people share: being heard, belief, a fair top, motives moved to pay, being tired of change."""
    return p_heard * heard + p_belief * belief + p_fairness * fairness - p_salary * pay_motive - p_change * tired


@law
def work_that_suits(safety, fit, alignment, asked, p_safety, p_fit, p_aligned, p_asked):
    """What a team's people share of the work itself: safety, doing what they are good at, knowing what matters, being asked."""
    return p_safety * bounded(safety, 3.0) + p_fit * bounded(fit, 3.0) + p_aligned * bounded(alignment, 3.0) + p_asked * asked


@law
def chosen_few(talent, room, counted, p_talent):
    """What room for talent does to a person's heart: gain above what counts as talent, loss below."""
    return p_talent * room * (bounded(talent, 3.0) - counted)


@law
def meaning_counts(prosocial, pay_motive, spread):
    """How much meaning counts for a person: more for the prosocial, less for those moved to pay, never against."""
    return max(1.0 + spread * (prosocial - pay_motive), 0.0)


@law
def next_resignation(resignation, dissonance, heard, rate, p_unheard):
    """People give up when they act against their wish for long or nobody hears them, and take heart again when not; nobody by more than two SDs."""
    return resignation + rate * (bounded(dissonance - p_unheard * heard, 2.0) - resignation)


@law
def engagement_target(disposition, team, meaning, autonomy, support, insight, trust, exhaustion, joy, news, resignation, dissonance, push, insecurity, base,
                      p_disposition, p_meaning, p_autonomy, p_support, p_insight, p_trust, p_exhaustion, p_customers, p_news, p_resignation, p_dissonance, p_push,
                      p_insecurity):
    """Where engagement is heading: resources less demands."""
    resources = p_meaning * meaning + p_autonomy * autonomy + p_support * support + p_insight * insight + p_trust * trust + p_customers * joy + p_news * news
    losses = p_exhaustion * exhaustion + p_resignation * resignation + p_dissonance * bounded(dissonance - resignation, 3.0)
    return p_disposition * disposition + team + resources - losses - p_push * push - p_insecurity * insecurity - base


@law
def next_engagement(engagement, target, team_mean, blow, kappa, contagion, luck):
    """Engagement next week: on its way to its target, pulled a little by the team's mood, less a blow, with the week's luck (AR(1) about a target within sense)."""
    return engagement + kappa * (bounded(target, 5.0) - engagement) + contagion * (team_mean - engagement) - blow + luck


@sweep
def people_take_heart_or_give_up(people, teams, units, firm, practice, world, balance, chart, p, luck, on, week, unit):
    """People take heart or give up: needs, support, trust and dissonance move engagement."""
    lanes = firm.alive.size
    mood, worth, standing = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32), np.zeros(lanes, np.float32)
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            mood[lane] = shared_mood(teams.heard[t, lane], firm.belief[lane], firm.fairness[lane], firm.pay_motive[lane], firm.fatigue[lane], p.heard[lane],
                                     p.belief[lane], p.fairness[lane], p.salary[lane], p.change[lane])
            mood[lane] += work_that_suits(teams.safety[t, lane], teams.fit[t, lane], firm.alignment[lane], lever_sd(practice.involvement[lane], ASKED),
                                          p.safety[lane], p.fit[lane], p.aligned[lane], p.asked[lane])
            worth[lane] = worth_in_fear(teams.talk_worth[t, lane], firm.threat[lane] * bounded(firm.insecurity[lane], 3.0), p.withdrawn[lane])
            standing[lane] = standing_of_the_top(firm.fairness[lane], firm.credibility[lane], firm.cynicism[lane], firm.belief[lane],
                                                 lever_sd(practice.communication[lane], TOLD), p.trust_top[lane], p.trust_credible[lane],
                                                 p.trust_cynical[lane], p.trust_belief[lane], p.trust_told[lane])
        for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
            for lane in range(lanes):
                acts, entity = on.engagement[lane], np.uint32(chart.person_entity[i])
                talk, luck_of_trust = words(luck.seed[lane], luck.replication[lane], entity, in_week(week, PERSON_TALK))
                talked = 1.0 if uniform(talk) < teams.talk_chance[t, lane] else 0.0
                support = next_support(people.support[i, lane], talked, worth[lane] * worth_of_bond(people.bond[i, lane], p.bond[lane]), p.support_fade[lane],
                                       p.talk_reference[lane])
                people.support[i, lane] = 1.0 + acts * (support - 1.0)
                helped = support_sd(people.support[i, lane])
                room = bounded(teams.autonomy[t, lane] + people.room_in_job[i, lane], 3.0)
                insecure = firm.threat[lane] * bounded(firm.insecurity[lane], 3.0)
                shaken, blow = firm.pressure[lane] + insecure, p.trust_redrawn[lane] * firm.threat[lane] * world.reorganisation[lane]
                fair = lever_sd(practice.kpi_humility[lane], HUMILITY)
                trust = next_trust(people.trust[i, lane], people.stable_engagement[i, lane], room, teams.control[t, lane], shaken, helped, fair,
                                   standing[lane], blow, p.trust_luck[lane] * even_luck(uniform(luck_of_trust)), balance.trust_base[lane], p.trust_kappa[lane], p.trust_disposition[lane], p.trust_autonomy[lane], p.trust_control[lane], p.trust_push[lane], p.trust_support[lane], p.trust_fair[lane])
                people.trust[i, lane] = acts * trust
                people.resignation[i, lane] = acts * next_resignation(people.resignation[i, lane], people.dissonance[i, lane], teams.heard[t, lane], p.resign_rate[lane],
                                                                     p.resign_unheard[lane])
                joy = unit_sd(units.satisfaction[unit, lane])
                meaning = teams.meaning[t, lane] * meaning_counts(people.prosocial[i, lane], firm.pay_motive[lane], p.meaning_spread[lane])
                chosen = chosen_few(people.talent[i, lane], lever_sd(practice.talent_room[lane], TALENT), p.counted[lane], p.talent[lane])
                target = engagement_target(
                    people.stable_engagement[i, lane], teams.stable_engagement[t, lane] + mood[lane] + chosen, meaning, room, helped, bounded(teams.insight[t, lane] - 1.0, 1.0),
                    people.trust[i, lane], people.exhaustion[i, lane], joy, firm.news[lane], people.resignation[i, lane], people.dissonance[i, lane],
                    firm.pressure[lane], insecure, balance.engagement_base[lane], p.disposition[lane], p.meaning[lane], p.autonomy[lane],
                    p.support[lane], p.insight[lane], p.trust[lane], p.exhaustion[lane], p.customers[lane], p.news[lane], p.resignation[lane], p.dissonance[lane],
                    p.push[lane], p.insecurity[lane])
                first, second = words(luck.seed[lane], luck.replication[lane], entity, in_week(week, PERSON_MOOD))
                noise = p.luck[lane] * rough_normal(first, second)
                people.engagement[i, lane] = acts * next_engagement(people.engagement[i, lane], target, teams.engagement[t, lane],
                                                                    blow_of_a_layoff(world.dismissal[lane], firm.threat[lane], p.dismissed[lane]),
                                                                    p.kappa[lane], p.contagion[lane], noise)
