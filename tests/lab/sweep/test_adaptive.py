"""Replications are added until the interval of an outcome is narrow enough, where it is not, and no further than told."""

import numpy as np
import pytest
from scipy import stats

from sim.lab.sweep import open_sweep
from sim.lab.sweep.drive import Ways, drive
from sim.lab.sweep.study_file import load_study
from tests.lab.sweep.faulty import noisy
from tests.lab.sweep.small import DOSE, written

UNTIL = """
[until]
outcome = "profit"
width = 0.1
most = 60
"""


def test_wide_points_get_more_replications_and_narrow_ones_do_not(tmp_path):
    text = DOSE.replace("[0.05, 0.1, 0.15]", "[0.01, 0.1, 0.4]").replace("replications = 3", "replications = 8") + UNTIL
    study = load_study(written(tmp_path, text))
    drive(study, tmp_path / "out", Ways(workers=0, lives=noisy))
    told = open_sweep(tmp_path / "out").paired()
    many = told["profit.n"].tolist()
    assert many[0] == 8
    assert 8 < many[1] < 60
    assert many[2] == 60
    width = 2 * told["profit.se"].to_numpy() * stats.t.ppf(0.975, np.array(many) - 1)
    assert width[0] <= 0.1
    assert width[1] <= 0.1 < width[2]
    assert drive(study, tmp_path / "out", Ways(workers=0, lives=noisy)).runs == 0


def test_a_single_arm_is_judged_by_its_mean(tmp_path):
    text = DOSE.replace('["small", "more"]', '["more"]').replace("replications = 3", "replications = 8") + UNTIL.replace("0.1", "1e9")
    study = load_study(written(tmp_path, text))
    finished = drive(study, tmp_path / "out", Ways(workers=0, lives=noisy))
    assert finished.runs == 3 * 8
    assert open_sweep(tmp_path / "out").means()["profit.n"].tolist() == pytest.approx([8, 8, 8])
