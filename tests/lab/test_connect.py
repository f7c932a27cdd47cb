"""Other tools read what we have: the EMA workbench runs our model and reads our sweeps, Optuna asks our objective."""

from __future__ import annotations

import dataclasses
import warnings

import numpy as np
import optuna
import pytest

from sim.lab.connect_ema import as_experiments, ema_model
from sim.lab.connect_optuna import directions_of, objective, study_of
from sim.lab.extras import fetched
from sim.lab.search import search
from sim.scenario import ScenarioError, load_scenario
from tests.lab.sweeps import Outcome, inputs, lived, sweep
from tests.lab.test_search import TASK, traded

SMALL = load_scenario("small").with_(weeks=13, replications=1)


def made_up(scenario):
    """An answer that shows what it was asked."""
    return {"engagement": scenario.policy["slack_share"], "profit": scenario.world["demand"] + scenario.parameters.get("quality.care", 0.0)}


def test_the_workbench_runs_our_model_with_levers_conditions_and_numbers():
    workbench = fetched("ema_workbench", "a test")
    model = ema_model(SMALL, ["slack_share=0:0.3"], ["demand=0.8:1.2"], ["quality.care=0.35:0.45"], ["engagement", "profit"], made_up)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the workbench uses ways of pandas and NumPy that are to go
        experiments, outcomes = workbench.perform_experiments(model, scenarios=4, policies=2, evaluator=workbench.SequentialEvaluator(model))
    assert len(experiments) == 8
    assert outcomes["engagement"] == pytest.approx(experiments["slack_share"].to_numpy(dtype=float))
    assert outcomes["profit"] == pytest.approx((experiments["demand"] + experiments["quality_care"]).to_numpy(dtype=float))


def test_a_point_of_the_workbench_is_our_own_run():
    from sim.lab.experiment import run_all

    model = ema_model(SMALL, ["slack_share=0:0.3"], measures=["engagement"])
    told = model.function(slack_share=0.2)
    assert told["engagement"] == pytest.approx(run_all([SMALL.with_(policy={"slack_share": 0.2})])[0].reading_at("engagement", 13).mean())


def test_a_finished_sweep_is_experiments_and_outcomes_for_its_analyses():
    points = np.random.default_rng(1).random((200, 3))
    values = lived(points, lambda x: x[:, 0] - 0.5, replications=2)
    values[7] = np.nan
    experiments, outcomes = as_experiments(sweep(points, inputs(3), values, outcomes=(Outcome("score"),)))
    assert len(experiments) == 199 == len(outcomes["score"])
    assert 7 not in set(experiments["scenario"])
    scoring = fetched("ema_workbench.analysis.feature_scoring", "a test")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, mode = experiments.drop(columns=["scenario", "policy", "model"]), scoring.RuleInductionType.REGRESSION
        scores = scoring.get_ex_feature_scores(plain, outcomes["score"], mode=mode)[0]
    assert scores.sort_values(1, ascending=False).index[0] == "input_1"


@pytest.mark.parametrize(
    ("more", "said"), [({"measures": ["enagement"]}, "did you mean"), ({"levers": ["slack"]}, "is no lever"), ({"parameters": ["quality.care=5:6"]}, "within")]
)
def test_what_the_workbench_cannot_be_given_is_refused(more, said):
    with pytest.raises(ScenarioError, match=said):
        ema_model(SMALL, **more)


def test_optuna_asks_our_objective_with_any_sampler():
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(directions=directions_of(TASK), sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(objective(TASK, traded()), n_trials=5)
    one = study.trials[0]
    assert one.values[0] == pytest.approx(one.params["slack_share"] / 0.4 - (one.params["autonomy"] - 0.7) ** 2)


def test_levers_that_contradict_each_other_prune_a_trial():
    def impossible(task, policies, lot):
        return dataclasses.replace(traded()(task, policies, lot), effects=np.full((1, 2, 1), np.nan))

    study = optuna.create_study(directions=directions_of(TASK), sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(objective(TASK, impossible), n_trials=2)
    assert {one.state for one in study.trials} == {optuna.trial.TrialState.PRUNED}


def test_a_finished_search_is_a_study_with_the_same_front(tmp_path):
    found = search(TASK, 2, traded(), tmp_path)
    study = study_of(found)
    assert len(study.trials) == 40
    assert {tuple(one.params.values()) for one in study.best_trials} >= {tuple(one.levers.values()) for one in found.policies}
