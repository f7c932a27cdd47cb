"""The order of a week, on one page. Quality and pressure work with a week's delay, so nothing has to be solved at once."""

from sim.compiled import page
from sim.engine.writing import the_week_begins, the_week_is_written_down
from sim.mechanisms.capability import teams_improve
from sim.mechanisms.change import change_tires_and_teaches
from sim.mechanisms.choice import people_choose_their_hours
from sim.mechanisms.complaints import customers_remember_and_complain
from sim.mechanisms.coordination import requests_travel_through_teams, teams_help_and_hand_over
from sim.mechanisms.demand import customers_bring_requests
from sim.mechanisms.effort import people_give_their_hours
from sim.mechanisms.engagement import people_take_heart_or_give_up
from sim.mechanisms.experience import customers_take_in_what_they_meet
from sim.mechanisms.finance import books_close, loss_making_customers_are_counted
from sim.mechanisms.ideas import people_say_what_could_be_better
from sim.mechanisms.leadership import leaders_read_their_reports
from sim.mechanisms.learning import teams_tell_errors_or_hide_them
from sim.mechanisms.loyalty import customers_come_and_go
from sim.mechanisms.management import managers_divide_their_hours
from sim.mechanisms.motives import people_judge_those_at_the_top, people_see_what_their_work_is_for
from sim.mechanisms.practice import leaders_put_policy_into_practice
from sim.mechanisms.quality import service_gets_its_quality
from sim.mechanisms.reputation import word_gets_round
from sim.mechanisms.rules import people_learn_the_way_of_working, teams_work_by_rules_or_by_one_thought
from sim.mechanisms.scores import scores_are_measured, the_kpi_sees_what_data_allow
from sim.mechanisms.strain import people_tire_and_recover
from sim.mechanisms.turnover import leaders_dismiss_people, people_leave_fall_ill_and_join, vacancies_open
from sim.mechanisms.vision import people_weigh_words_against_deeds
from sim.mechanisms.work import teams_work_their_backlog
from sim.mechanisms.workplace import people_work_here_or_at_home
from sim.mechanisms.world import the_world_moves


@page
def one_week(s, practice, world, blocks, levers, p, balance, on, luck, chart, weekly, week, row):
    """One week of the organisation, in order."""
    the_week_begins(blocks, row)
    the_world_moves(s.firm, world, p.world, luck, on, week)
    leaders_read_their_reports(s.firm, s.units, s.teams, practice, world, balance, chart, p.leadership, luck, on, week)
    leaders_put_policy_into_practice(blocks, levers, s.teams, s.firm, p.practice, on, chart.layers[0], row)
    change_tires_and_teaches(s.firm, practice, world, p.change, on)
    people_weigh_words_against_deeds(s.firm, practice, chart, p.vision, on)
    the_kpi_sees_what_data_allow(s.firm, practice, p.scores, on)
    people_work_here_or_at_home(s.firm, practice, p.workplace, on)
    people_learn_the_way_of_working(s.firm, practice, p.rules, on)
    people_judge_those_at_the_top(s.firm, practice, world, p.motives, on)
    for unit in range(chart.unit_first_team.size - 1):
        managers_divide_their_hours(s.teams, s.firm, practice, world, balance, chart, p.management, luck, on, week, unit)
        teams_work_by_rules_or_by_one_thought(s.people, s.teams, s.firm, practice, chart, p.rules, on, unit)
        customers_bring_requests(s.customers, s.journeys, s.teams, s.units, s.firm, practice, balance, chart, p.demand, p.experience.taste_weight, luck, on,
                                 week, unit)
        customers_take_in_what_they_meet(s.customers, s.journeys, s.teams, s.units, s.firm, practice, world, balance, chart, p.experience, luck, on, week,
                                         unit)
        customers_remember_and_complain(s.customers, s.teams, s.units, practice, world, chart, p.complaints, p.experience.ordinary_grievance, luck, on, week,
                                        unit)
        customers_come_and_go(s.customers, s.units, s.firm, practice, world, balance, chart, p.loyalty, p.experience, p.demand, luck, on, unit)
        requests_travel_through_teams(s.teams, s.ties, s.journeys, practice, chart, p.coordination, on, unit)
        people_see_what_their_work_is_for(s.teams, s.firm, practice, chart, p.motives, on, unit)
        people_choose_their_hours(s.people, s.teams, s.firm, practice, balance, chart, p.choice, on, unit)
        people_give_their_hours(s.people, s.teams, s.firm, practice, world, balance, chart, p.effort, p.choice.dilution, on, unit)
        people_tire_and_recover(s.people, s.teams, s.units, s.firm, practice, balance, chart, p.strain, luck, on, week, unit)
        people_take_heart_or_give_up(s.people, s.teams, s.units, s.firm, practice, world, balance, chart, p.engagement, luck, on, week, unit)
        leaders_dismiss_people(s.people, s.teams, world, chart, luck, week, unit)
        vacancies_open(s.teams, s.firm, practice, world, balance, chart, p.turnover, on, unit)
        people_leave_fall_ill_and_join(s.people, s.teams, s.firm, world, balance, chart, p.turnover, p.strain, p.engagement, luck, on, week, unit)
        teams_help_and_hand_over(s.teams, s.ties, s.firm, practice, world, balance, chart, p.coordination, on, unit)
        teams_work_their_backlog(s.teams, s.units, s.firm, practice, balance, chart, p.work, p.demand.exception_work, on, unit)
        teams_improve(s.teams, world, balance, chart, p.capability, on, unit)
        teams_tell_errors_or_hide_them(s.teams, s.firm, practice, chart, p.learning, on, unit)
        people_say_what_could_be_better(s.teams, practice, chart, p.ideas, p.management, on, unit)
        service_gets_its_quality(s.teams, s.journeys, s.firm, practice, balance, chart, p.quality, on, unit)
        scores_are_measured(s.people, s.teams, s.journeys, s.units, s.firm, practice, balance, chart, p.scores, p.effort, luck, on, week, unit)
        loss_making_customers_are_counted(s.customers, s.units, s.firm, practice, balance, chart, p.finance, p.demand.request_rate, unit)
    word_gets_round(s.firm, s.teams, s.units, practice, p.reputation, on)
    books_close(s.units, s.teams, s.journeys, s.firm, practice, balance, chart, p.finance, p.demand.request_rate, p.demand.comes_again,
                p.quality.again, p.complaints.ordinary, on)
    the_week_is_written_down(weekly, s.people, s.teams, s.ties, s.journeys, s.units, s.firm, blocks, levers, row)


@page
def some_weeks(s, practice, world, blocks, levers, p, balance, on, luck, chart, weekly, first_week, weeks):
    """Several weeks: the compiled heart of every run. `blocks.path` and `weekly` have one row a week."""
    for row in range(weeks):
        one_week(s, practice, world, blocks, levers, p, balance, on, luck, chart, weekly, first_week + row, row)
