"""Vision: words move people as far as deeds make them credible and as far as they reach; words above deeds make cynical, change without direction scatters.

    belief      -> bounded(gain * (words * credibility * reach * why first - 1));   words, credibility, reach: 1 in the reference
    credibility -> (deeds / words^outrun)^exponent, sooner down than up;   deeds = follow-through * (1 + weight * structure as lived) / (1 + gone back on / ordinary plans)
    reach = share of people whom words reach against that share in the reference = unseen + (1 - unseen) * (1 - e^(-hours seen / (hours * (1 + layers))))
    cynicism grows with words^outrun above deeds;   scatter -> lost * bounded(action / direction, 3), action = moves * change * follow-through against the reference; alignment -> what is told, what arrives and is believed, what is shared in plans, hours that leaders have to steer

Levels multiply, so vision without action is a daydream, and change without vision wears people out. Keeping one's word asks for no direction where nothing changes. Words are vision, inspiration and culture campaigns. Reach
comes from the hours that leaders are seen, thinner in a larger organisation; it is a share of people, so that it ends when everybody is reached. What leaders
announced and went back on is words without deeds until it is forgotten. Who sets priorities needs hours for it: leaders who spend them elsewhere leave people
in doubt about what matters. Structure is what people experience: own KPI in pay, control, time of one's own, platform, shared goals. Rows: C2, C5, C7, C9, C13, E12. Source: words against deeds (Simons 2002), cynicism about
change (Wanous, Reichers and Austin 2000), trust is lost sooner than won (Slovic 1993): all for the direction; sizes assumed, such that belief of one SD needs
strong leadership (Judge and Piccolo 2004, validity .44, common method included); leaders' hours for steering (Bandiera, Prat, Hansen and Sadun 2020, direction). Switched off: nobody believes more or less than in the reference, nothing is
scattered.
"""

from typing import Annotated, NamedTuple

import numpy as np

from sim.arithmetic import bounded, exp, lever_sd, log, power
from sim.compiled import law, part, sweep
from sim.policy import Policy
from sim.vocabulary import Parameter

VISION, INSPIRATION, FOLLOW = np.float32(Policy().vision), np.float32(Policy().inspiration), np.float32(Policy().follow_through)
TOLD, INVOLVED, ORDER = np.float32(Policy().communication), np.float32(Policy().involvement), np.float32(Policy().message_order)
SEEN, CONTROL, SLACK = np.float32(Policy().leader_visibility), np.float32(Policy().control), np.float32(Policy().slack_share)
OWN_PAY = np.float32(Policy().reward_intensity * Policy().kpi_weight)


class VisionParameters(NamedTuple):
    """How words, deeds and structure become belief, alignment, cynicism and scatter."""

    vision_share: Annotated[float, Parameter(0.2, 0.8, "share", "part of leaders' words that is vision; the rest is inspiration")] = 0.55
    campaign: Annotated[float, Parameter(0.0, 1.5, "ratio", "how much a full culture campaign adds to words")] = 0.6
    unseen: Annotated[float, Parameter(0.0, 0.8, "share", "people whom words reach without a leader in sight")] = 0.3
    seen_hours: Annotated[float, Parameter(0.5, 10, "hours a week",
        "hours on the floor after which a leader of a small place is known, times one more for each layer")] = 2.0
    structure_deeds: Annotated[float, Parameter(0.0, 0.8, "1/SD", "how far the structure that people live in counts as deeds")] = 0.4
    credit: Annotated[float, Parameter(0.3, 1.5, "1", "how steeply credibility follows deeds against what words ask to live up to", "Simons 2002 (direction)", "assumed")] = 0.5
    outrun: Annotated[float, Parameter(0.0, 1.0, "1", "exponent: how far more words outrun the same share of deeds (0: what counts is the share that happens; 1: words twice as big ask twice the deeds)")] = 0.4
    credit_lost: Annotated[float, Parameter(2, 52, "weeks", "how soon credibility is lost", "Slovic 1993 (direction: sooner lost than won)",
        "assumed")] = 13.0
    credit_won: Annotated[float, Parameter(13, 156, "weeks", "how soon credibility is won", "Slovic 1993 (direction: sooner lost than won)",
        "assumed")] = 39.0
    gain: Annotated[float, Parameter(0.1, 1.5, "SD", "belief when words, credibility and reach together double",
        "Judge and Piccolo 2004 (order: an SD of inspiring leadership that is lived gives about .15 SD of engagement)", "assumed")] = 1.0
    why_first: Annotated[float, Parameter(0.0, 0.25, "1/SD", "how much further words carry when why comes before how")] = 0.1
    weeks: Annotated[float, Parameter(4, 52, "weeks", "how soon belief, alignment and scatter follow")] = 13.0
    ordinary_plans: Annotated[float, Parameter(0.5, 20, "dose", "plans gone back on (sum of doses, as shares of each lever's range) that leave half of the deeds that people see",
        "Wanous, Reichers and Austin 2000 (direction: plans that came to nothing)", "assumed")] = 3.0
    cynicism: Annotated[float, Parameter(0.0, 0.1, "SD a week", "cynicism from words that are twice the deeds",
        "Wanous, Reichers and Austin 2000 (direction)", "assumed")] = 0.02
    cynicism_weeks: Annotated[float, Parameter(13, 260, "weeks", "how soon cynicism fades")] = 52.0
    aligned_told: Annotated[float, Parameter(0.0, 0.5, "SD for an SD", "alignment from results, expectations and plans being told")] = 0.15
    aligned_words: Annotated[float, Parameter(0.0, 1.0, "SD", "alignment when words that reach people double")] = 0.3
    aligned_plans: Annotated[float, Parameter(0.0, 0.4, "SD for an SD", "alignment from taking part in plans")] = 0.1
    aligned_steered: Annotated[float, Parameter(0.0, 1.5, "SD for an e-fold", "alignment from leaders' hours for running the business: priorities are set by somebody",
        "Bandiera, Prat, Hansen and Sadun 2020 (direction: firms do better where leaders coordinate than where they tour plants)", "assumed")] = 0.5
    scatter: Annotated[float, Parameter(0.0, 0.15, "log ratio", "effort lost when action is as large as its direction")] = 0.03
    moves: Annotated[float, Parameter(0.0, 6.0, "ratio for a dose of 1 in a week", "how much a week's change counts as action that needs direction, where words are kept as in the reference")] = 2.0


@law
def words_spoken(vision, inspiration, campaign, share, campaign_weight):
    """How much leaders say, against the reference: vision, inspiration, campaigns."""
    return share * vision / VISION + (1.0 - share) * inspiration / INSPIRATION + campaign_weight * campaign


@law
def reach_of_words(visibility, layers, unseen, seen_hours):
    """Share of people whom words reach, against the same organisation with the reference's visibility: it ends when everybody is reached."""
    scale = -1.0 / (seen_hours * (1.0 + layers))
    return (1.0 - (1.0 - unseen) * exp(scale * visibility)) / (1.0 - (1.0 - unseen) * exp(scale * SEEN))


@law
def structure_lived(own_pay, control, slack, platform, joint):
    """How far the structure supports work for the customer: less own KPI in pay, less control, more time, a platform, shared goals."""
    return bounded(5.0 * (OWN_PAY - own_pay) - 0.25 * control + 5.0 * (slack - SLACK) + 0.5 * platform + joint, 2.0)


@law
def deeds_seen(follow_through, structure, weight):
    """Deeds as people experience them, against the reference: what is announced happens, and the structure says the same."""
    return follow_through / FOLLOW * max(1.0 + weight * structure, 0.2)


@law
def kept_to(abandoned, ordinary):
    """Part of what leaders do that still counts as deeds when they went back on so many plans: half of it at the ordinary amount."""
    return 1.0 / (1.0 + abandoned / ordinary)


@law
def to_live_up_to(words, outrun):
    """What words ask deeds to live up to: bigger words ask more, by less than they are bigger."""
    return power(max(words, 0.05), outrun)


@law
def next_credibility(credibility, deeds, words, exponent, weeks_down, weeks_up):
    """Credibility follows deeds against words: sooner down than up, and never above a third more than ordinary."""
    aim = min(power(max(deeds, 0.02) / max(words, 0.2), exponent), 1.3)
    return credibility + (aim - credibility) / (weeks_down if aim < credibility else weeks_up)


@law
def words_that_arrive(words, reach, order, why_first):
    """Words as they reach people, against the reference: further when why comes before how."""
    return words * reach * max(1.0 + why_first * order, 0.2)


@law
def next_belief(belief, arriving, credibility, gain, weeks):
    """Belief follows words that arrive, times credibility."""
    return belief + (bounded(gain * (arriving * credibility - 1.0), 3.0) - belief) / weeks


@law
def next_cynicism(cynicism, words, deeds, gain, weeks):
    """Words above deeds make cynical; it fades slowly."""
    return min(cynicism + gain * max(words - deeds, 0.0) - cynicism / weeks, 5.0)


@law
def next_alignment(alignment, told, arriving, involved, leader_time, p_told, p_words, p_plans, p_steered, weeks):
    """People know what matters and why: from what is told, what arrives, what they helped to plan, and leaders who have time to set priorities."""
    aim = bounded(p_told * told + p_words * (arriving - 1.0) + p_plans * involved + p_steered * log(leader_time), 3.0)
    return alignment + (aim - alignment) / weeks


@law
def action_taken(change, follow_through, moves):
    """What is set going this week: change, as far as leaders do what they announce; none where nothing changes."""
    return moves * change * follow_through / FOLLOW


@law
def next_scatter(scatter, action, direction, lost, weeks):
    """Action scatters effort, the more the less direction it has."""
    return scatter + (lost * bounded(action / max(direction, 0.2), 3.0) - scatter) / weeks


@sweep
def people_weigh_words_against_deeds(firm, practice, chart, p, on):
    """People weigh words against deeds: belief, cynicism, alignment, scattered effort."""
    for lane in range(firm.alive.size):
        _one_firms_words(firm, practice, p, chart.layers[0], on.vision[lane], lane)


@part
def _one_firms_words(firm, practice, p, layers, on, lane):
    """One firm's words and deeds."""
    words = words_spoken(practice.vision[lane], practice.inspiration[lane], practice.culture_campaign[lane], p.vision_share[lane], p.campaign[lane])
    reach = reach_of_words(practice.leader_visibility[lane], layers, p.unseen[lane], p.seen_hours[lane])
    arriving = words_that_arrive(words, reach, lever_sd(practice.message_order[lane], ORDER), p.why_first[lane])
    structure = structure_lived(practice.reward_intensity[lane] * practice.kpi_weight[lane], lever_sd(practice.control[lane], CONTROL),
                                practice.slack_share[lane],
                                practice.shared_platform[lane], practice.joint_okr_weight[lane])
    deeds = deeds_seen(practice.follow_through[lane], structure, p.structure_deeds[lane]) * kept_to(firm.abandoned[lane], p.ordinary_plans[lane])
    asked = to_live_up_to(words, p.outrun[lane])
    trusted = next_credibility(firm.credibility[lane], deeds, asked, p.credit[lane], p.credit_lost[lane], p.credit_won[lane])
    firm.structure[lane] = on * structure
    firm.credibility[lane] = 1.0 + on * (trusted - 1.0)
    firm.belief[lane] = on * next_belief(firm.belief[lane], arriving, firm.credibility[lane], p.gain[lane], p.weeks[lane])
    firm.cynicism[lane] = on * next_cynicism(firm.cynicism[lane], asked, deeds, p.cynicism[lane], p.cynicism_weeks[lane])
    direction = words * max(1.0 + 0.2 * firm.alignment[lane], 0.2)
    known = next_alignment(firm.alignment[lane], lever_sd(practice.communication[lane], TOLD), arriving * firm.credibility[lane],
                           lever_sd(practice.involvement[lane], INVOLVED), firm.leader_time[lane], p.aligned_told[lane], p.aligned_words[lane],
                           p.aligned_plans[lane], p.aligned_steered[lane], p.weeks[lane])
    firm.alignment[lane] = on * known
    action = action_taken(firm.change[lane], practice.follow_through[lane], p.moves[lane])
    firm.scatter[lane] = on * next_scatter(firm.scatter[lane], action, direction, p.scatter[lane], p.weeks[lane])
