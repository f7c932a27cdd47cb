"""Choice of hours: people divide their working time over five activities, pulled by rewards, by their own wish, by pressure and by room to decide.

    pull_k += habit * (wanted_k - pull_k);   share_k = s_k * exp(pull_k) / sum;   wish_k = the same without reward, pressure and control (slack that is given is wished for)
    wanted_k = g_k * (extrinsic * sum over scores of weight * sensitivity_k - reference) + (room to choose - 1) * freed * wish_k / wish + situation_k
    freed = strength * (1 + spread * prosocial - turned * moved by pay): who is moved by pay uses freedom for the own score, and beyond some point for that alone
    dissonance = distance between wish and act (half the sum of absolute differences) - the same distance for this person's motives in the reference
    habit = 0.12 * exp(speed * (alignment + autonomy / 2)): who knows what matters, and may decide, moves hours sooner

The shares are the exact optimum of linear benefits with an entropy cost. Sensitivities of the KPI mix value (1, 1, 1, 0, .3) and a proxy (1, 0, 0, 1.2, 0) so that
the cosine of its angle with value is the KPI's validity. Shared scores are diluted; goals that teams share also pull by themselves, the more when senior
leaders sponsor them. Situation to care and to help: pressure, leaders' push and example (which counts as far as structure and pay support it, not at all in the reference's), their attention
for customers, meaning, knowing what matters, an environment that makes it easy, and being colleagues. Leaders who lean on reports make a push fall on gaming.
Rows: A2, A7, A11, B1, C6, C14, D11, E3-E7, E9, E10, E13. Source: Baker 2002, Feltham and Xie 1994 (congruity); Kleingeld et al. 2011 (shared goals);
Garbers and Konradt 2014 (pay by team works no worse than pay by person: .45 against .32);
Mertens et al. 2022 with Maier et al. 2022 (easy environments: small or nothing); prototype (slopes assumed). Switched off: everybody keeps the reference's division.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, clip, exp, lever_sd, log, value_share
from sim.compiled import law, part, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

KPI_WEIGHT, REWARD, SLACK = np.float32(Policy().kpi_weight), np.float32(Policy().reward_intensity), np.float32(Policy().slack_share)
FRAME, SPONSOR, EASE = np.float32(Policy().internal_frame), np.float32(Policy().sponsorship), np.float32(Policy().environment_redesign)
VALIDITY, HUMILITY = np.float32(Policy().kpi_validity), np.float32(Policy().kpi_humility)


class ChoiceParameters(NamedTuple):
    """What moves people's hours."""

    habit: Annotated[float, Parameter(0.03, 0.5, "1/week", "how fast habits follow what is wanted")] = 0.12
    reward_slope: Annotated[float, Parameter(0.02, 0.15, "log odds", "pull of the reference's bonus", "Jenkins et al. 1998; Garbers and Konradt 2014 (size)", "published")] = 0.07
    gaming_slope: Annotated[float, Parameter(0.1, 0.6, "log odds", "pull of that bonus towards gaming", "Jacob and Levitt 2003 (4-5 % cheat)", "assumed")] = 0.3
    extrinsic_spread: Annotated[float, Parameter(0.0, 0.6, "log ratio for an SD", "how much people differ in being moved by pay")] = 0.3
    dilution: Annotated[float, Parameter(0.1, 1.0, "share", "what is left of a score's pull when many share it",
        "Garbers and Konradt 2014 (team .45, individual .32: no loss in the mean; less in large groups) (direction)", "assumed")] = 0.8
    wish_strength: Annotated[float, Parameter(0.2, 1.5, "log odds", "how far people wish more care, help and room, and less gaming, than they make")] = 1.0
    wish_spread: Annotated[float, Parameter(0.0, 0.9, "ratio for an SD", "how much a prosocial person wishes it more")] = 0.5
    freed_by_pay: Annotated[float, Parameter(0.0, 1.0, "ratio for an SD", "how much less a person moved by pay wishes it, and uses freedom for it: beyond 2.5 SD freedom is used against it (row A7: good or bad)")] = 0.4
    room_slope: Annotated[float, Parameter(0.05, 0.6, "log ratio for an SD", "room to choose from autonomy, less half of control")] = 0.12
    pressed_output: Annotated[float, Parameter(0.0, 1.0, "log odds", "work pressure pulls to output")] = 0.4
    pressed_care: Annotated[float, Parameter(0.0, 1.2, "log odds", "work pressure pulls away from care")] = 0.5
    pressed_help: Annotated[float, Parameter(0.0, 1.2, "log odds", "work pressure pulls away from help")] = 0.6
    pressed_room: Annotated[float, Parameter(0.0, 3.0, "log odds", "work pressure eats room that nobody protects", "Repenning and Sterman 2002 (direction)", "assumed")] = 1.5
    pushed_output: Annotated[float, Parameter(0.0, 1.0, "log odds", "leaders' push pulls to output")] = 0.3
    pushed_care: Annotated[float, Parameter(0.0, 1.0, "log odds", "leaders' push pulls away from care and help")] = 0.25
    pushed_gaming: Annotated[float, Parameter(0.0, 1.5, "log odds", "leaders' push pulls to gaming")] = 0.5
    pushed_room: Annotated[float, Parameter(0.0, 2.5, "log odds", "leaders' push squeezes room that nobody protects: as strong as its strongest other pull")] = 0.5
    protection: Annotated[float, Parameter(0.0, 1.0, "share", "how much of room full prioritisation protects")] = 0.85
    prosocial_care: Annotated[float, Parameter(0.0, 0.6, "log odds for an SD", "a prosocial person's pull to care and help")] = 0.2
    engaged_care: Annotated[float, Parameter(0.0, 0.2, "log odds for an SD", "engagement's pull to care and help", "Christian et al. 2011 (contextual performance)", "published")] = 0.06
    resigned_care: Annotated[float, Parameter(0.0, 0.2, "log odds for an SD", "resignation's pull away from care and help")] = 0.03
    controlled_care: Annotated[float, Parameter(0.0, 0.2, "log odds for an SD", "control's pull away from care and help, beside the room to choose that it takes: the two make five in a hundred",
        "Ziegelmeyer, Schmelz and Ploner 2012 (hidden costs of control are there, and low)", "assumed")] = 0.03
    example_care: Annotated[float, Parameter(0.0, 0.3, "log odds", "pull to care of a manager who spends more time on own example")] = 0.05
    leading_care: Annotated[float, Parameter(0.0, 0.4, "log odds", "pull to care and help of leaders who know customers and work twice as well, for each SD of structure that supports it")] = 0.1
    attended_care: Annotated[float, Parameter(0.0, 1.0, "log odds", "pull to care of leaders' whole attention for customers")] = 0.4
    meaning_care: Annotated[float, Parameter(0.0, 0.2, "log odds for an SD", "pull to care and help of work that is felt to be good for something", "Grant et al. 2007, far below (direction)", "assumed")] = 0.04
    aligned_care: Annotated[float, Parameter(0.0, 0.2, "log odds for an SD", "pull to care and help of knowing what matters and why")] = 0.04
    easy_care: Annotated[float, Parameter(0.0, 0.2, "log odds for an SD", "pull to care and help of an environment that makes it easy",
        "Mertens et al. 2022 with Maier et al. 2022 (small or nothing)", "published")] = 0.04
    colleague_help: Annotated[float, Parameter(0.0, 0.3, "log odds for an SD", "pull to help of being colleagues instead of suppliers and customers")] = 0.08
    joint_help: Annotated[float, Parameter(0.0, 1.5, "log odds", "pull to help of goals wholly shared with other teams, pay apart", "Kleingeld et al. 2011 (lab: d 1.2; far below) (direction)", "assumed")] = 0.4
    sponsored: Annotated[float, Parameter(0.0, 0.6, "ratio for an SD", "how much more shared goals pull when senior leaders sponsor them")] = 0.25
    habit_speed: Annotated[float, Parameter(0.0, 0.4, "log ratio for an SD", "how much sooner hours move when people know what matters, and may decide")] = 0.15
    skilled_gaming: Annotated[float, Parameter(0.0, 1.0, "log odds", "pull to gaming from skill in it")] = 0.3
    behind_target: Annotated[float, Parameter(0.0, 1.5, "log odds", "pull to output, and to gaming, of being behind target")] = 0.3
    humble_gaming: Annotated[float, Parameter(0.0, 0.3, "log odds for an SD", "pull away from gaming when appraisal allows for the KPI's flaws")] = 0.1
    detected_gaming: Annotated[float, Parameter(0.0, 0.5, "log odds for an SD", "pull away from gaming when control may detect it",
        "Pierce, Snow and McAfee 2015 (theft 22 % less when it is watched, taken as an SD of control); Nagin et al. 2002 (direction)", "assumed")] = 0.25
    learn_gaming: Annotated[float, Parameter(0.005, 0.1, "1/week", "how fast gaming is learned where it is done")] = 0.02


@law
def example_of_leaders(leader_insight, structure, weight):
    """Leaders who know customers and work set an example, as far as the structure that people live in supports it; not at all in the reference's."""
    return weight * bounded(leader_insight - 1.0, 1.0) * max(structure, 0.0)


@law
def sponsored_goals(joint, sponsorship, gain):
    """Shared goals as they count for people: sponsorship by senior leaders makes them count for careers."""
    return joint * max(1.0 + gain * bounded(sponsorship, 3.0), 0.2)


@law
def habit_now(habit, alignment, autonomy, speed):
    """How fast hours move: sooner when people know what matters, and may decide."""
    return min(habit * exp(speed * bounded(alignment + 0.5 * autonomy, 3.0)), 0.9)


@law
def score_pull(intensity, own, csat, joint, dilution, own_k, csat_k, joint_k):
    """Pull of the rewarded scores on one activity, in units of the reference's bonus."""
    return intensity / 0.05 * (own * own_k + dilution * (csat * csat_k + joint * joint_k))


@law
def moved_by_pay(extrinsic, spread):
    """How much pay moves a person: log-normal with mean 1."""
    return exp(spread * extrinsic - 0.5 * spread * spread)


@law
def room_to_choose(autonomy, control, slope):
    """How much of the own choice survives: more with autonomy, less with control."""
    return exp(slope * bounded(autonomy - 0.5 * control, 3.0))


@law
def wish_of(prosocial, extrinsic, strength, spread, turned):
    """How strongly a person wishes to do right: never against it."""
    return strength * max(1.0 + spread * prosocial - turned * extrinsic, 0.1)


@law
def freed_wish(prosocial, extrinsic, strength, spread, turned):
    """What freedom is used for: others as far as a person is prosocial, the own score as far as pay moves (below 0: that alone)."""
    return strength * clip(1.0 + spread * prosocial - turned * extrinsic, -2.0, 3.0)


@law
def next_pull(pull, wanted, habit):
    """Habit follows what is wanted, and stays within sense."""
    return pull + habit * (bounded(wanted, 4.0) - pull)


@law
def distance(a, b, c, d, e, sum_one, f, g, h, i, j, sum_other):
    """Half the sum of absolute differences of two divisions of time."""
    x, y = 1.0 / sum_one, 1.0 / sum_other
    return 0.5 * (abs(a * x - f * y) + abs(b * x - g * y) + abs(c * x - h * y) + abs(d * x - i * y) + abs(e * x - j * y))


@law
def next_gaming_skill(skill, share, rate, reference):
    """Skill in gaming follows the hours spent on it."""
    return skill + rate * (bounded(share / reference, 4.0) * 1.03078 - skill)


@law
def behind(target, reported):
    """How far a team is behind its target."""
    return bounded(log(max(target, 0.01)) - log(max(reported, 0.01)), 1.0)


@part
def _team_pulls(situation, reward, teams, firm, practice, p, t, lane):
    """What pulls everybody in one team: rewards by activity, and the situation by activity."""
    kappa = value_share(firm.validity[lane])
    intensity, own, csat = practice.reward_intensity[lane], practice.kpi_weight[lane], practice.csat_weight[lane]
    sponsor = lever_sd(practice.sponsorship[lane], SPONSOR)
    joint, thin = sponsored_goals(practice.joint_okr_weight[lane], sponsor, p.sponsored[lane]), p.dilution[lane]
    reward[0, lane] = score_pull(intensity, own, csat, joint, thin, 1.0, 0.3, 0.3)
    reward[1, lane] = score_pull(intensity, own, csat, joint, thin, kappa, 1.0, 0.3)
    reward[2, lane] = score_pull(intensity, own, csat, joint, thin, kappa, 0.4, 1.5)
    reward[3, lane] = score_pull(intensity, own, csat, joint, thin, 1.2 * (1.0 - kappa), 0.3, 0.1)
    reward[4, lane] = score_pull(intensity, own, csat, joint, thin, 0.3 * kappa, 0.0, 0.1)
    load, push = teams.pressure[t, lane], firm.pressure[lane]
    late = p.behind_target[lane] * intensity / REWARD * own * behind(teams.target[t, lane], teams.kpi_reported[t, lane])
    checked = p.controlled_care[lane] * teams.control[t, lane]
    norm = p.example_care[lane] * teams.example[t, lane] - p.pushed_care[lane] * push - checked
    norm += example_of_leaders(firm.leader_insight[lane], firm.structure[lane], p.leading_care[lane])
    norm += p.meaning_care[lane] * bounded(teams.meaning[t, lane], 3.0)
    norm += p.aligned_care[lane] * bounded(firm.alignment[lane], 3.0)
    norm += p.easy_care[lane] * bounded(lever_sd(practice.environment_redesign[lane], EASE), 2.0)
    shared = p.joint_help[lane] * joint + p.colleague_help[lane] * bounded(lever_sd(practice.internal_frame[lane], FRAME), 2.0)
    open_room = 1.0 - p.protection[lane] * practice.prioritisation[lane]
    slack = max(practice.slack_share[lane], 0.005)
    humble = p.humble_gaming[lane] * lever_sd(practice.kpi_humility[lane], HUMILITY)
    situation[0, lane] = p.pressed_output[lane] * load + p.pushed_output[lane] * push + late
    situation[1, lane] = norm - p.pressed_care[lane] * load + p.attended_care[lane] * (firm.attention_customer[lane] - 0.33333334)
    situation[2, lane] = norm - p.pressed_help[lane] * load + shared
    situation[3, lane] = p.pushed_gaming[lane] * push * firm.reliance[lane] + late - humble - p.detected_gaming[lane] * teams.control[t, lane]
    situation[5, lane] = log(slack * (1.0 - SLACK) / ((1.0 - slack) * SLACK))
    situation[4, lane] = situation[5, lane] - open_room * (p.pressed_room[lane] * load + p.pushed_room[lane] * push)
    situation[6, lane] = habit_now(p.habit[lane], firm.alignment[lane], teams.autonomy[t, lane], p.habit_speed[lane])


@part
def _against_the_ordinary(people, balance, p, kappa, on, gap, wish, o, q, r, s, i, lane):
    """Dissonance: the distance of wish and act against that of the same motives and mood in the reference (o, q, r, s: the wished weights of the first four)."""
    paid = moved_by_pay(people.extrinsic[i, lane], p.extrinsic_spread[lane]) - 1.0
    bought = p.reward_slope[lane] * paid
    warm = bought * kappa + p.prosocial_care[lane] * people.prosocial[i, lane] + p.engaged_care[lane] * people.engagement[i, lane]
    v, w, x = exp(balance.offset_output[lane] + bought), exp(balance.offset_care[lane] + warm), exp(balance.offset_help[lane] + warm)
    y, z = exp(balance.offset_gaming[lane] + p.gaming_slope[lane] * paid * 1.2 * (1.0 - kappa)), exp(balance.offset_room[lane] + 0.3 * kappa * bought)
    u = exp(balance.offset_room[lane] + 0.15 * wish)
    usual = distance(v, w, x, y, z, v + w + x + y + z, o, q, r, s, u, o + q + r + s + u)
    people.dissonance[i, lane] = on * bounded((gap - usual - balance.dissonance_base[lane]) / 0.025, 6.0)


@part
def _one_person(people, situation, reward, teams, firm, balance, p, kappa, on, i, t, lane):
    """One person's choice."""
    paid = moved_by_pay(people.extrinsic[i, lane] + firm.pay_motive[lane], p.extrinsic_spread[lane])
    freed = freed_wish(people.prosocial[i, lane], people.extrinsic[i, lane] + firm.pay_motive[lane], p.wish_strength[lane], p.wish_spread[lane], p.freed_by_pay[lane])
    omega = freed * (room_to_choose(teams.autonomy[t, lane], teams.control[t, lane], p.room_slope[lane]) - 1.0)
    wish = wish_of(people.prosocial[i, lane], people.extrinsic[i, lane] + firm.pay_motive[lane], p.wish_strength[lane], p.wish_spread[lane], p.freed_by_pay[lane])
    heart = p.prosocial_care[lane] * people.prosocial[i, lane] + p.engaged_care[lane] * people.engagement[i, lane]
    heart = heart - p.resigned_care[lane] * people.resignation[i, lane]
    game = p.skilled_gaming[lane] * (people.gaming_skill[i, lane] - 1.0)
    g, cheat, habit = p.reward_slope[lane], p.gaming_slope[lane], situation[6, lane]
    output = g * (paid * reward[0, lane] - 1.0) - omega * 0.12 + situation[0, lane]
    care = g * (paid * reward[1, lane] - kappa) + omega * 0.25 + situation[1, lane] + heart
    aid = g * (paid * reward[2, lane] - kappa) + omega * 0.35 + situation[2, lane] + heart
    gaming = cheat * (paid * reward[3, lane] - 1.2 * (1.0 - kappa)) - omega * 0.8 + situation[3, lane] + game
    room = g * (paid * reward[4, lane] - 0.3 * kappa) + omega * 0.15 + situation[4, lane]
    people.pull_output[i, lane] = on * next_pull(people.pull_output[i, lane], output, habit)
    people.pull_care[i, lane] = on * next_pull(people.pull_care[i, lane], care, habit)
    people.pull_help[i, lane] = on * next_pull(people.pull_help[i, lane], aid, habit)
    people.pull_gaming[i, lane] = on * next_pull(people.pull_gaming[i, lane], gaming, habit)
    people.pull_room[i, lane] = on * next_pull(people.pull_room[i, lane], room, habit)
    a, b = exp(balance.offset_output[lane] + people.pull_output[i, lane]), exp(balance.offset_care[lane] + people.pull_care[i, lane])
    c, d = exp(balance.offset_help[lane] + people.pull_help[i, lane]), exp(balance.offset_gaming[lane] + people.pull_gaming[i, lane])
    e = exp(balance.offset_room[lane] + people.pull_room[i, lane])
    whole = a + b + c + d + e
    part_of_one = 1.0 / whole
    people.share_output[i, lane] = a * part_of_one
    people.share_care[i, lane] = b * part_of_one
    people.share_help[i, lane] = c * part_of_one
    people.share_gaming[i, lane] = d * part_of_one
    people.share_room[i, lane] = e * part_of_one
    o, q = exp(balance.offset_output[lane] - 0.12 * wish), exp(balance.offset_care[lane] + 0.25 * wish)
    r, s = exp(balance.offset_help[lane] + 0.35 * wish), exp(balance.offset_gaming[lane] - 0.8 * wish)
    u = exp(balance.offset_room[lane] + max(0.15 * wish, situation[5, lane]))
    gap = distance(a, b, c, d, e, whole, o, q, r, s, u, o + q + r + s + u)
    _against_the_ordinary(people, balance, p, kappa, on, gap, wish, o, q, r, s, i, lane)
    skill = next_gaming_skill(people.gaming_skill[i, lane], people.share_gaming[i, lane], p.learn_gaming[lane], 0.03)
    people.gaming_skill[i, lane] = 1.0 + on * (skill - 1.0)


@sweep
def people_choose_their_hours(people, teams, firm, practice, balance, chart, p, on, unit):
    """People choose their hours over five activities."""
    lanes = firm.alive.size
    situation, reward = np.zeros((7, lanes), np.float32), np.zeros((5, lanes), np.float32)
    kappa = value_share(VALIDITY)
    for t in range(chart.unit_first_team[unit], chart.unit_first_team[unit + 1]):
        for lane in range(lanes):
            _team_pulls(situation, reward, teams, firm, practice, p, t, lane)
        for i in range(chart.team_first_person[t], chart.team_first_person[t + 1]):
            for lane in range(lanes):
                _one_person(people, situation, reward, teams, firm, balance, p, kappa, on.choice[lane], i, t, lane)
