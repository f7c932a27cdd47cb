"""What is verified, and where: the limit cases 1 to 23 and the metamorphic relations 1 to 45 of the notes, each with its tests or the reason why it has none.

`python -m tests.verification` writes docs/verification.md. `tests/test_verification.py` holds that no case is missing and that every test named exists."""

# ruff: noqa: E501 - a row of a table stays on one line
from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parent.parent / "docs" / "verification.md"


class Case(NamedTuple):
    """A case: what it claims, the tests that hold it (file::test, under tests/), and where it holds or why it does not apply."""

    claim: str
    tests: tuple[str, ...] = ()
    where: str = ""


_I, _W, _P, _C = "limits/test_incentives.py::", "limits/test_work.py::", "limits/test_people.py::", "limits/test_customers.py::"
LIMITS: dict[int, Case] = {
    1: Case("LEN, one task: beta* = 1 / (1 + r c s2)", (_I + "test_case_1_and_2_the_formula_gives_the_published_numbers",
        _I + "test_case_1_shares_are_the_exact_optimum_of_linear_benefit_and_entropy_cost", _I + "test_case_1_the_best_reward_of_the_engine_is_that_of_the_closed_form"),
        "the rule's cost is an entropy; in the small (second order) the engine's best reward is the closed form with C^-1 = diag(s) - s s'"),
    2: Case("LEN, two tasks, one measured: beta* = .2857; the other falls", (_I + "test_case_1_and_2_the_formula_gives_the_published_numbers",
        _I + "test_case_2_what_is_not_measured_falls_as_the_other_task_is_rewarded"), "in the small"),
    3: Case("congruity: surplus ratio = cos^2", (_I + "test_case_3_surplus_under_a_crooked_measure_is_the_square_of_its_cosine",
        _I + "test_case_3_the_kpi_as_people_feel_it_stands_at_its_validity_to_value"), "the cosine is read off the engine's own shares at five validities"),
    4: Case("silo threshold", (_I + "test_case_4_help_turns_where_its_own_pull_passes_the_mean_pull",), "an entropy cost has no corner h = 0: the threshold is where help turns"),
    5: Case("regressional Goodhart: 2.482 shown, 1.241 true", (_I + "test_case_5_the_best_by_a_noisy_measure_are_half_as_good_as_they_look",), "score sweep, KPI that is value but for noise"),
    6: Case("adversarial gap = beta / k", (_I + "test_case_6_hours_for_gaming_grow_in_proportion_to_the_reward",), "in the small"),
    7: Case("Oliva and Sterman, fixed load: wp(13, 26, 52, 104)", (_W + "test_case_7_a_standard_under_constant_load_erodes_as_the_bernoulli_equation_says",
        _W + "test_case_7_the_first_week_cuts_corners_and_leaves_the_rest_as_load", _W + "test_case_7_what_is_eroded_does_not_come_back_by_itself"),
        "work sweep without the restoring pull, backlog given away each week"),
    8: Case("Kingman", (_W + "test_case_8_one_server_waits_as_in_an_m_m_1_line",), "one server; only ca = cs = 1: the rule counts no other variability"),
    9: Case("M/M/c and Sakasegawa; Little", (_W + "test_case_9_more_servers_wait_as_sakasegawa_says_and_close_to_erlang",
        "engine/test_invariants.py::test_littles_law_holds_in_the_backlog"), "work sweep; against the published table and Erlang C (within .026 service times)"),
    10: Case("contagion: mean invariant, deviations (1 - k)^t", (_P + "test_case_10_contagion_leaves_the_team_mean_and_shrinks_deviations_geometrically",),
        "machine code; complete graph within a team (there is no other)"),
    11: Case("AR(1) engagement: variance and memory", (_P + "test_case_11_engagement_alone_is_an_autoregression_in_mean_variance_and_memory",), "machine code; |Z| < 3, |Y| < 5"),
    12: Case("quits: 1 - (1 - h)^52, geometric tenure", (_P + "test_case_12_quits_at_a_constant_chance_compound_over_the_year",
        _P + "test_case_12_switched_off_the_hazard_is_fifteen_per_cent_a_year_at_any_tenure", _P + "test_case_12_time_in_the_firm_is_geometric"), "machine code"),
    13: Case("turnover and learning loss", (_P + "test_case_13_turnover_costs_the_share_of_learning_that_theory_says",), "machine code, four rates x two learning times; weeks are discrete"),
    14: Case("hazard slope -> correlation and quartile ratio", (_P + "test_case_14_a_slope_of_the_hazard_shows_as_the_known_correlation",
        _P + "test_case_14_quarters_of_units_leave_in_the_known_ratio"), "machine code"),
    15: Case("quartile gap = 2.5422 r SD", (_P + "test_case_15_the_gap_between_quarters_is_two_and_a_half_correlations",), "the measure"),
    16: Case("disconfirmation step", (_C + "test_case_16_a_step_of_quality_jumps_by_one_and_k_and_fades_to_the_step",), "experience sweep, memory 1, served each week"),
    17: Case("customer stock a / c; CLV", (_C + "test_case_17_the_stock_of_customers_relaxes_to_what_comes_over_what_leaves",
        _C + "test_case_17_the_stock_varies_as_a_birth_and_death_chain", _C + "test_case_17_a_customer_is_worth_m_times_one_and_d_over_one_and_d_less_r"),
        "machine code; CLV from the engine's own revenue"),
    18: Case("Bass: peak at 6.193 years", (_C + "test_case_18_word_of_mouth_is_bass_before_a_market_is_full",
             _C + "test_case_18_a_market_with_an_end_makes_it_bass_in_full", _C + "test_case_18_the_closed_form_of_bass_peaks_where_it_is_published"),
        "the rule is Bass's, (p + q F) (1 - F / M); customers leave too, so the peak is checked in the formula only"),
    19: Case("capability trap: s* = phi / (1 + phi)", (_W + "test_case_19_output_is_highest_where_slack_is_phi_over_one_and_phi",
        _W + "test_case_19_dropping_slack_gains_at_once_and_is_lost_within_a_quarter_of_the_time_constant"), "capability sweep"),
    20: Case("E-I index of random mixing", (_C + "test_case_20_random_help_of_ten_teams_of_ten_is_no_zero_on_the_scale",
        _C + "test_case_20_help_by_hours_has_its_neutral_value_at_one_less_two_over_groups"), "the measure; one group gives no data instead of -1"),
    21: Case("Spearman and Brown", (_P + "test_case_21_halves_of_a_team_agree_as_spearman_and_brown_say",), "machine code; halves of teams"),
    22: Case("logistic learning or adoption", (), "does not apply: no rule is logistic in time; skill and practice approach exponentially (cases 13 and 19, tests/laws)"),
    23: Case("invariants; zero coupling; mean field", (_P + "test_case_23_without_coupling_moods_are_strangers", _P + "test_case_23_alike_people_without_luck_follow_the_mean_field",
        "engine/test_invariants.py::test_people_are_neither_made_nor_lost_in_any_team", "engine/test_invariants.py::test_cash_changes_by_profit_less_what_owners_get"), "machine code"),
}

_R, _K, _S, _D, _X = "engine/test_relations.py::", "engine/test_contract.py::", "engine/test_symmetry.py::", "engine/test_directions.py::", "engine/test_extremes.py::"
RELATIONS: dict[int, Case] = {
    1: Case("same input twice", (_K + "test_a_run_leaves_nothing_behind_for_the_next",), "exact"),
    2: Case("save and load", ("engine/test_checkpoint.py::test_saved_and_gone_on_in_a_new_process_is_the_same_as_straight_on",), "exact"),
    3: Case("two halves = whole", (_K + "test_weeks_may_pass_in_pieces_of_any_size",), "exact"),
    4: Case("what is recorded changes nothing", (_K + "test_what_is_recorded_changes_nothing",), "exact"),
    5: Case("alone = in a batch", (_K + "test_a_replication_alone_is_the_same_as_among_others",), "exact"),
    6: Case("chunk, thread, order", (_K + "test_threads_change_nothing", _K + "test_the_size_of_a_block_changes_nothing", _K + "test_neither_order_nor_company_of_scenarios_matters"), "exact"),
    7: Case("defaults spelt out", (_R + "test_defaults_spelt_out_change_nothing",), "exact"),
    8: Case("order and comments of a file", ("scenario/test_model.py::test_order_comments_defaults_and_texts_do_not_change_the_fingerprint",), "exact"),
    9: Case("names", (_R + "test_names_change_nothing",), "exact"),
    10: Case("policy after the horizon", (_R + "test_a_policy_that_comes_after_the_horizon_changes_nothing", _R + "test_an_event_after_the_horizon_changes_nothing"), "exact"),
    11: Case("intervention of no size", (_R + "test_a_step_to_the_value_that_is_there_already_changes_nothing", _R + "test_an_intervention_of_almost_no_size_changes_almost_nothing"), "exact; events in the limit"),
    12: Case("prefix", (_R + "test_sixty_weeks_are_the_first_half_of_hundred_and_twenty",), "exact"),
    13: Case("one more run", (_K + "test_more_replications_leave_the_first_ones_as_they_were",), "exact"),
    14: Case("a new purpose moves no other draw", ("laws/test_draws.py::test_no_purpose_is_used_for_two_kinds_of_luck", "laws/test_draws.py::test_weeks_and_generations_never_meet"), "exact: a draw is a function of its name"),
    15: Case("exchange of people in a team", (_S + "test_15_seats_of_a_team_can_be_exchanged",), "to rounding of sums, luck going along"),
    16: Case("exchange of teams", (_S + "test_16_and_18_two_teams_in_the_mirror_live_mirrored_lives", _S + "test_16_and_17_teams_with_like_managers_are_alike_in_distribution"), "in distribution; to rounding where teams' own luck is taken away"),
    17: Case("exchange of managers", (_S + "test_16_and_17_teams_with_like_managers_are_alike_in_distribution",), "in distribution (a manager is its team's)"),
    18: Case("mirrored firm of two teams", (_S + "test_16_and_18_two_teams_in_the_mirror_live_mirrored_lives",), "to rounding"),
    19: Case("k isolated copies", (_S + "test_19_copies_that_never_meet_add_up_in_mean_and_variance",), "in mean and variance, what reaches over units off"),
    20: Case("another currency", (_S + "test_20_money_in_another_currency_is_the_same_money",), "exact (factor 2)"),
    21: Case("hours in other units", (_S + "test_21_hours_can_be_counted_in_half_hours",), "to rounding, managers' hours apart"),
    22: Case("half the time step", (), "replaced: weekly z-scores have no smaller step (model decision 14); discrete closed forms stand in limit cases 7, 11, 13 and 19"),
    23: Case("shift of the calendar", (_S + "test_23_no_year_is_like_another_only_by_its_weeks",), "in distribution"),
    24: Case("no reward = no KPI", (_R + "test_no_variable_pay_means_that_no_weight_of_a_score_matters",), "exact"),
    25: Case("pay by customers' score makes no silo", (_D + "test_25_pay_for_customers_satisfaction_alone_makes_no_silo",), "choice sweep"),
    26: Case("no manager effect", (_D + "test_26_without_management_a_managers_leaning_reaches_nobody",), "replaced: managers do more than leave room, so the limit is the mechanism off"),
    27: Case("slack 0", (_D + "test_27_no_slack_is_as_little_as_can_be_told",), "near nothing: log odds need a share above nothing"),
    28: Case("one team", (_X + "test_a_firm_of_one_team_hands_nothing_over", _C + "test_case_20_random_help_of_ten_teams_of_ten_is_no_zero_on_the_scale"), "replaced: the silo index of one team has no data; nothing is handed over"),
    29: Case("no coming and going", (_D + "test_29_without_coming_and_going_heads_and_customers_stand_still",), "exact"),
    30: Case("no customers", (_X + "test_without_customers_there_is_cost_and_no_revenue",), "exact"),
    31: Case("nobody employed", (_X + "test_a_firm_of_nobody_sells_what_needs_no_hands",), "exact"),
    32: Case("nowhere else to go", (_R + "test_with_no_alternatives_nobody_leaves", _D + "test_32_the_harder_it_is_to_switch_the_fewer_leave"), "exact; monotone"),
    33: Case("mean field", (_P + "test_case_23_alike_people_without_luck_follow_the_mean_field", _P + "test_case_23_without_coupling_moods_are_strangers"), "without luck exact; with luck by Z and Y"),
    34: Case("a market of one customer", ("limits/test_frequencies.py::test_a_market_of_one_customer_is_a_bernoulli_chain",), "transition matrix, chi-square"),
    35: Case("a market that minds prices less pays more", (_D + "test_directions",), "common luck"),
    36: Case("more drawn away, more leave", (_D + "test_directions", _R + "test_the_quick_leave_and_the_luck_is_common"), "common luck"),
    37: Case("a less valid KPI, well paid: no less silo", (_D + "test_directions",), "common luck: more gaming, less help"),
    38: Case("slack takes output at first", (_D + "test_38_slack_takes_hours_from_output_before_it_gives_anything",), "common luck"),
    39: Case("training costs at once", (_D + "test_39_training_costs_more_this_very_quarter",), "common luck"),
    40: Case("control is felt", (_D + "test_directions",), "common luck, by way of trust"),
    41: Case("worse service, no more satisfaction", (_D + "test_41_worse_service_never_satisfies_more",), "common luck"),
    42: Case("pooled moments", (_S + "test_42_and_44_runs_of_two_blocks_are_pooled_and_the_mean_settles_as_one_over_n",), "exact"),
    43: Case("common luck keeps the mean", (_S + "test_43_common_luck_narrows_a_difference_and_leaves_its_mean",), "in distribution"),
    44: Case("variance of a mean falls as 1 / n", (_S + "test_42_and_44_runs_of_two_blocks_are_pooled_and_the_mean_settles_as_one_over_n",), "in distribution"),
    45: Case("calibration to simulated data finds its parameters", (), "does not apply here: belongs to the calibration, which has tests of its own"),
}

FREQUENCIES = {
    "leaving of people": "test_people_quit_as_often_as_their_chances_say",
    "long absence": "test_people_fall_ill_as_often_as_their_chances_say_and_stay_away_as_long",
    "hiring": "test_empty_seats_are_filled_as_often_as_the_vacancies_say",
    "dismissal": "test_leaders_dismiss_each_person_with_the_same_chance",
    "talks with a manager": "test_people_talk_with_their_manager_as_often_as_there_is_time",
    "obstacles": "test_obstacles_come_and_go_by_their_chances",
    "requests, repeats, exceptions asked, drops": "test_customers_ask_ask_again_and_ask_for_exceptions_by_their_chances",
    "exceptions granted": "test_exceptions_are_granted_as_often_as_leaders_and_managers_yield",
    "leaving and coming of customers": "test_customers_leave_by_their_satisfaction_and_newcomers_take_empty_seats_by_what_draws_them",
    "complaints": "test_the_touched_complain_the_sooner_the_more_they_remember",
    "swings of demand": "test_demand_swings_as_an_autoregression",
    "head-count": "test_heads_vary_as_a_birth_and_death_chain",
}


def _table(title: str, cases: dict[int, Case]) -> list[str]:
    lines = [f"## {title}", "", "| no | claim | where it holds, or why it does not apply | tests |", "|---|---|---|---|"]
    for number, case in cases.items():
        named = "<br>".join(f"`{test}`" for test in case.tests) or "none"
        lines.append(f"| {number} | {case.claim.replace('|', '/')} | {case.where.replace('|', '/')} | {named} |")
    return [*lines, ""]


def page() -> str:
    """The page docs/verification.md."""
    lines = ["# What is verified, and where", "", "Written by `python -m tests.verification`; test files stand under `tests/`. Machine code means the compiled week itself; a sweep is a rule of the",
             "week run by itself, in plain Python with the same bits (`engine/test_plain.py`).", "",
             *_table("Limit cases: the real engine where theory knows the answer", LIMITS), *_table("Metamorphic relations: two runs held against each other", RELATIONS),
             "## How often each random rule acts", "", "| rule | test in `limits/test_frequencies.py` |", "|---|---|"]
    return "\n".join([*lines, *(f"| {rule} | `{test}` |" for rule, test in FREQUENCIES.items()), ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
