"""Claims about the pictures: they mark the right weeks, survive poor data, and are the same bytes for the same question."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.lab.compare import Comparison
from sim.views import sayings, seen, style
from sim.views.plots import PICTURES, figure, save_plots
from sim.views.triangle import CORNERS, project, window
from sim.views.turns import cumulative, turns
from tests.views.fakes import fake_comparison, fake_result, fake_weekly


def marks(picture: object, kind: str) -> dict[str, tuple[float, float]]:
    """Where marks of a kind stand in a figure, by their identity."""
    lines = [line for axes in picture.axes for line in axes.get_lines() if str(line.get_gid()).startswith(kind)]
    return {str(line.get_gid()): (float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in lines}


def words(picture: object) -> str:
    """All text of a figure."""
    axes = [text.get_text() for axes in picture.axes for text in axes.texts] + [axes.get_title(loc="left") for axes in picture.axes]
    return "\n".join([text.get_text() for text in picture.texts] + axes)


def labels(picture: object) -> str:
    """The words on all axes of a figure."""
    return "\n".join(axes.get_xlabel() + axes.get_ylabel() for axes in picture.axes)


@pytest.fixture(scope="module")
def three() -> Comparison:
    """Reference, people first, profit chase."""
    return fake_comparison()


def test_the_dip_is_marked_in_the_week_that_the_comparison_names(three: Comparison) -> None:
    dips = marks(figure(three, "profit"), "dip")
    assert set(dips) == {"dip-1"}
    assert dips["dip-1"][0] == pytest.approx(three.dip(1).week / 52)
    assert 20 <= three.dip(1).week <= 36


def test_the_dip_mark_lies_on_the_line_of_13_week_means(three: Comparison) -> None:
    expected = seen.mean(seen.smooth(seen.views(three)[1].series("profit")))[three.dip(1).week - 1] / 1000
    assert marks(figure(three, "profit"), "dip")["dip-1"][1] == pytest.approx(expected)


def test_the_break_even_is_marked_where_the_cumulative_difference_crosses_zero(three: Comparison) -> None:
    even = marks(figure(three, "profit"), "break-even")
    week = three.break_even_week(1)
    line = seen.mean(cumulative(three, seen.views(three)[1]))
    assert set(even) == {"break-even-1"}
    assert even["break-even-1"] == pytest.approx((week / 52, 0.0))
    assert line[week - 2] < 0 <= line[week - 1]


def test_a_lasting_decline_is_not_called_a_dip(three: Comparison) -> None:
    assert turns(three, seen.views(three)[2]).dip_week is None
    assert turns(three, seen.views(three)[2]).break_even_week is None


def test_cumulative_difference_is_told_in_years_of_reference_profit(three: Comparison) -> None:
    raw = three.paired("cumulative_profit", 1)[:, -1] / three.year_of_profit()
    np.testing.assert_allclose(cumulative(three, seen.views(three)[1])[:, -1], raw)
    assert "years of reference profit" in labels(figure(three, "profit"))


def test_the_baseline_is_grey_wherever_it_stands() -> None:
    for baseline in range(3):
        mixed = Comparison([fake_result(name, strength) for name, strength in (("a", 0.0), ("b", 1.0), ("c", -1.0))], baseline)
        found = [view.colour for view in seen.views(mixed)]
        assert found[baseline] == style.BASELINE
        assert found.count(style.BASELINE) == 1
        assert len(set(found)) == 3


@pytest.mark.parametrize("picture", PICTURES)
def test_every_picture_has_units_and_says_how_many_companies(three: Comparison, picture: str) -> None:
    drawn = figure(three, picture)
    assert "16 identical companies, 5 years" in words(drawn)
    unit = {"voices": "score 0–100", "profit": "thousand euro a week", "hours": "% of working hours", "kpi": "index, 100: reference", "who_helps": "helper",
            "practice": "dose"}
    assert unit.get(picture, "") in labels(drawn)


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("weeks", [0, 1, 2, 20])
@pytest.mark.parametrize("companies", [1, 2])
def test_short_runs_and_single_companies_are_drawn_or_said_to_be_nothing(picture: str, weeks: int, companies: int) -> None:
    for thing in (fake_comparison(weeks=weeks, companies=companies), fake_result(weeks=weeks, companies=companies)):
        drawn = figure(thing, picture)
        drawn.canvas.draw()
        if weeks < 2 and picture != "who_helps":
            assert "nothing to draw" in words(drawn)


def test_one_company_has_no_band() -> None:
    assert not any(axes.collections for axes in figure(fake_comparison(companies=1), "voices").axes)
    assert any(axes.collections for axes in figure(fake_comparison(companies=2), "voices").axes)


def test_gaps_stay_gaps() -> None:
    values = np.ones((3, 30))
    values[:, 10:15] = np.nan
    assert np.isnan(seen.mean(values)[10:15]).all()
    assert np.isnan(seen.smooth(values)[:, 10:15]).all()
    assert np.isfinite(seen.smooth(values)[:, 15:]).all()
    low, high = seen.band(values)
    assert np.isnan(low[10:15]).all()
    assert np.isfinite(high[15:]).all()


@pytest.mark.parametrize("picture", PICTURES)
def test_missing_weeks_and_bankruptcies_do_not_stop_a_picture(picture: str) -> None:
    weekly = fake_weekly(-1.0, 104, 4)
    weekly["alive"][:2, 60:] = 0
    for name in ("profit", "kpi_true", "kpi_reported", "engagement", "satisfaction", "share_care"):
        weekly[name][:2, 60:] = np.nan
    broken = fake_result("profit_chase", -1.0, 104, 4, **weekly)
    both = Comparison([fake_result("reference", 0.0, 104, 4), broken])
    figure(both, picture).canvas.draw()
    assert picture != "profit" or "✕ profit chase: 2 of 4 companies ended in week 61 (could not pay)" in words(figure(both, picture))


def test_a_smoothed_line_is_the_mean_of_the_last_13_weeks() -> None:
    values = np.arange(40.0)[None, :]
    assert seen.smooth(values)[0, 30] == pytest.approx(values[0, 18:31].mean())
    assert seen.smooth(values)[0, 3] == pytest.approx(values[0, :4].mean())


def test_long_and_equal_names_are_cut_and_told_apart() -> None:
    names = ["the same very long beginning, then this", "the same very long beginning, then that", "short", "short"]
    short = seen.short_names(names)
    assert len(set(short)) == 4
    assert max(map(len, short)) <= 17


@pytest.mark.parametrize("count", [1, 2, 6, 9])
def test_labels_are_pushed_apart_and_keep_their_order(count: int) -> None:
    placed = seen.spread([50.0 + 0.1 * place for place in range(count)], 4.0, 0.0, 100.0)
    assert placed == sorted(placed)
    assert min(np.diff(placed), default=4.0) >= 4.0 - 1e-9
    assert 0.0 <= placed[0] <= placed[-1] <= 100.0


def test_labels_at_the_ceiling_are_pushed_down() -> None:
    placed = seen.spread([99.0, 99.5, 100.0], 5.0, 0.0, 100.0)
    assert placed == pytest.approx([90.0, 95.0, 100.0])


def test_all_of_one_voice_lies_in_its_corner_and_balance_in_the_middle() -> None:
    np.testing.assert_allclose(project(np.eye(3)), np.array(CORNERS))
    np.testing.assert_allclose(project(np.full((1, 3), 1 / 3))[0], np.mean(CORNERS, axis=0))


@pytest.mark.parametrize("centre", [(0.33, 0.33, 0.34), (0.1, 0.3, 0.6), (0.98, 0.01, 0.01)])
def test_the_window_holds_every_path(centre: tuple[float, float, float]) -> None:
    points = np.random.default_rng(3).dirichlet(200 * np.array(centre), 50)
    piece = window([points])
    inside = piece.zoom(points)
    assert inside.min() >= -1e-9
    assert inside.max() <= 1 + 1e-9
    np.testing.assert_allclose(piece.unzoom(inside), points)
    assert sum(piece.floor) + piece.size == pytest.approx(1.0)


def test_voice_shares_add_to_one(three: Comparison) -> None:
    np.testing.assert_allclose(seen.voice_shares(seen.views(three)[1]).sum(axis=1), 1.0)


def test_matrices_of_all_policies_share_one_scale(three: Comparison) -> None:
    assert len({axes.images[0].get_clim() for axes in figure(three, "who_helps").axes}) == 1


def test_sentences_say_what_is_seen(three: Comparison) -> None:
    assert sayings.voices(three) == "People first: all three voices end higher; profit chase: all three voices end lower"
    assert "People first dips, then leads from year" in sayings.profit(three)
    assert re.search(r"profit chase leads until year 2\.\d, then ends \d\.\d+ years' profit behind", sayings.profit(three))
    assert "behind" in sayings.profit(three)
    assert "profit chase: KPI 23 points above the truth" in sayings.goodhart(three)
    assert sayings.helping(three) == "Help between functions, people first: 50 % more; profit chase: 50 % less"


def test_a_policy_that_leads_before_it_ends_behind_is_said_to_have_led(monkeypatch: pytest.MonkeyPatch, three: Comparison) -> None:
    monkeypatch.setattr(sayings, "cumulative", lambda thing, view: np.concatenate([np.full(104, 0.1), np.full(156, -0.5)])[None])
    assert "leads until year 2.0, then ends 0.50 years' profit behind" in sayings.profit(three)


def test_the_same_question_gives_the_same_bytes(three: Comparison, tmp_path: Path) -> None:
    one, two = save_plots(three, tmp_path / "one"), save_plots(three, tmp_path / "two")
    assert [path.name for path in one] == [f"{name}.{kind}" for name in PICTURES for kind in ("png", "svg")]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert not list((tmp_path / "one").glob(".*"))
    for path in one:
        if path.suffix == ".svg":
            assert "<dc:date>" not in path.read_text(encoding="utf-8")


def test_markup_and_dollars_in_names_are_only_words(tmp_path: Path) -> None:
    both = Comparison([fake_result("$\\frac{a$", 0.0), fake_result("<script>&", 1.0)])
    paths = save_plots(both, tmp_path, ("svg",))
    assert not any("<script>" in path.read_text(encoding="utf-8") for path in paths)


def test_unknown_pictures_and_formats_are_refused_in_words(three: Comparison, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no picture 'moon'"):
        figure(three, "moon")
    with pytest.raises(ValueError, match="not as gif"):
        save_plots(three, tmp_path, ("gif",))


def test_matplotlib_is_loaded_only_when_a_picture_is_drawn_and_pyplot_never() -> None:
    lines = (
        "import sys, sim.views.plots, sim.views.report", "assert 'matplotlib' not in sys.modules", "import sim.views.plots.profit, matplotlib.figure",
        "assert 'matplotlib.pyplot' not in sys.modules")
    subprocess.run([sys.executable, "-c", "; ".join(lines)], check=True)
