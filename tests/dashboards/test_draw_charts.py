"""Geometry of the charts."""

import datetime
import re

import pytest

from dashboards.charts import Series, bounds, line_chart, sparkline
from dashboards.selectors.trends import Trend
from policies.selectors import GoalRate

MONTHS = [datetime.date(2026, month, 1) for month in range(1, 13)]


def numbers(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]


def chart(*series: Series, goal: int | None = 80):
    return line_chart(series, MONTHS, goal, width=366, goal_text="80%")


@pytest.mark.parametrize(
    "values",
    [
        *([700, 790], [800], [0], [1000, 1200], [], [None], [12, 988], [799, 800, 801]),
        *([500, 3750], [0, 79_000], [400_000]),  # more members than workers: a wrong figure
    ],
)
def test_axis_holds_all_values_and_the_goal(values) -> None:
    low, high, step = bounds(values, 80)
    known = [v for v in values if v is not None]
    assert low >= 0
    assert low <= min([*known, 800])
    assert high >= max([*known, 800])
    assert (high - low) % step == 0
    assert 1 <= (high - low) // step <= 5


def test_everything_is_drawn_inside_the_picture() -> None:
    values = [640 + 12 * n for n in range(12)]
    drawn = chart(Series("a", values), Series("b", [v + 3 for v in values]))
    for line in drawn.lines:
        points = numbers(line.path)
        assert len(points) == 12
        assert all(0 <= x <= drawn.right and 0 <= y <= drawn.height for x, y in points)
    heights = [y for _x, y in numbers(drawn.lines[0].path)]
    assert heights == sorted(heights, reverse=True)  # growing values rise


def test_labels_of_close_lines_do_not_cover_each_other() -> None:
    drawn = chart(Series("a", [801] * 12), Series("b", [800] * 12))
    first, second = (float(line.label.y) for line in drawn.lines)
    assert abs(first - second) >= 15


def test_gap_breaks_the_line_and_a_lonely_month_is_marked() -> None:
    values = [700, 710, None, 720, None, 730] + [740] * 6
    line = chart(Series("a", values)).lines[0]
    assert line.path.count("M") == 3
    assert len(line.marks) == 1


def test_line_without_values_is_left_out() -> None:
    line = chart(Series("a", [None] * 12)).lines[0]
    assert (line.path, line.end, line.label) == ("", None, None)


def test_last_month_is_always_named() -> None:
    assert [month.text for month in chart(Series("a", [700] * 12)).months][-1] == "12"


def test_line_of_the_goal_begins_with_the_goal() -> None:
    def drawn(begins: int):
        lines = [Series("a", [700] * 12)]
        return line_chart(lines, MONTHS, 80, width=366, goal_text="80%", goal_begins=begins)

    assert float(drawn(0).goal.x) == drawn(0).left
    later = drawn(6).goal
    assert drawn(6).left < float(later.x) < drawn(6).right
    assert later.label.anchor == "end"  # its name stands at the line


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (datetime.date(2016, 10, 15), 0),
        (datetime.date(2026, 1, 31), 0),
        (datetime.date(2026, 2, 1), 1),
        (datetime.date(2026, 12, 31), 11),
    ],
)
def test_a_goal_holds_in_the_months_at_whose_end_it_is_in_force(since, first) -> None:
    goal = GoalRate(80, 80, "d", "c", "", since)
    assert Trend(tuple(MONTHS), (None,) * 12, goal).goal_begins == first


def test_no_goal_no_line() -> None:
    assert chart(Series("a", [700] * 12), goal=None).goal is None


def test_coordinates_are_written_with_a_point_in_every_language(settings) -> None:
    settings.LANGUAGE_CODE = "de"
    assert "," not in chart(Series("a", [701] * 12)).lines[0].path


def test_sparkline_needs_two_values() -> None:
    assert sparkline([None, 700]).path == ""
    assert sparkline([]).path == ""
    line = sparkline([700, None, 760])
    points = numbers(line.path)
    assert len(points) == 2
    assert all(0 <= x <= 72 and 0 <= y <= 20 for x, y in points)


def test_noise_stays_flat_in_a_sparkline() -> None:
    heights = [y for _x, y in numbers(sparkline([700, 701, 700, 701]).path)]
    assert max(heights) - min(heights) < 2


@pytest.mark.parametrize("start", [700, 780, 795, 800, 805, 820, 900])
def test_name_of_the_goal_stands_free_of_the_lines(start) -> None:
    """A line that crosses the goal on one side leaves the other side to its name."""
    values = [start + (12 if start < 800 else -12) * n // 2 for n in range(12)]
    drawn = chart(Series("a", values))
    label = drawn.goal.label
    middle = float(label.y) - 4
    points = numbers(drawn.lines[0].path)
    near = points[:5] if label.anchor == "start" else points[-5:]
    assert min(abs(y - middle) for _x, y in near) >= 8
