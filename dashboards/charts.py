"""Geometry of the charts. Templates turn it into inline SVG; nothing here knows colours or HTML.

Charts are drawn one to one, so that their labels stay as large as the text around them. Months
without a rate leave a gap: a line never runs through a month nobody counted.
"""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.rates import Rate

PAD_LEFT, PAD_TOP, PAD_BOTTOM = 40, 16, 28
WIDE, NARROW = 12.5, 7.2  # pixels of a Chinese character and of a letter or digit, in bold
LABEL_GAP = 16  # the least distance of two labels at the ends of lines, in pixels
GRID_STEPS = (10, 20, 50, 100, 200, 250)  # tenths of a per cent between two grid lines
MOST_GRID_LINES = 5

Tenths = int | None


@dataclass(frozen=True)
class Label:
    """A text at a place of the drawing; `anchor` is its end that lies there."""

    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Goal:
    """The line of the goal from `x` on, and where its name stands free of the other lines."""

    x: str
    y: str
    label: Label


@dataclass(frozen=True)
class Line:
    """One series: the path, the marks of months that stand alone, its end and its label."""

    name: str
    path: str
    marks: tuple[tuple[str, str], ...]
    end: tuple[str, str] | None
    label: Label | None


@dataclass(frozen=True)
class LineChart:
    """A finished line chart in pixels."""

    width: int
    height: int
    left: int
    right: int
    grid: tuple[Label, ...]
    months: tuple[Label, ...]
    goal: Goal | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Series:
    """Name and values of a line, one value a month, in tenths of a per cent."""

    name: str
    values: Sequence[Tenths]


@dataclass(frozen=True)
class Frame:
    """Turns months and values into pixels."""

    width: int
    height: int
    count: int
    low: int
    high: int
    right: int

    def x(self, month: int) -> float:
        """Pixels from the left of the n-th month."""
        return PAD_LEFT + (self.right - PAD_LEFT) * month / max(self.count - 1, 1)

    def y(self, tenths: float) -> float:
        """Pixels from the top of a value."""
        inner = self.height - PAD_TOP - PAD_BOTTOM
        return PAD_TOP + inner * (self.high - tenths) / max(self.high - self.low, 1)


def px(value: float) -> str:
    """A coordinate with one digit: the same text in every language."""
    return f"{value:.1f}"


def bounds(values: Sequence[Tenths], goal: int | None) -> tuple[int, int, int]:
    """Lowest and highest value of the axis and the step between grid lines, in tenths.

    The goal (per cent) is always inside. The axis may start above 0: it is labelled. Rates above
    100 % come from wrong figures and have no upper limit, so the step has none either.
    """
    known = [value for value in values if value is not None]
    if goal is not None:
        known.append(goal * 10)
    low, high = (min(known), max(known)) if known else (0, 1000)
    steps = itertools.chain(GRID_STEPS, (500 * 2**n for n in itertools.count()))
    axes = (_axis(low, high, step) for step in steps)
    return next(axis for axis in axes if (axis[1] - axis[0]) // axis[2] <= MOST_GRID_LINES)


def _axis(low: int, high: int, step: int) -> tuple[int, int, int]:
    """The axis with grid lines at whole steps; no value lies on its edge but 0."""
    start, end = low // step * step, -(-high // step) * step
    if start == low and start > 0:
        start -= step
    if end == high:
        end += step
    return start, end, step


def line_chart(
    series: Sequence[Series],
    months: Sequence[datetime.date],
    goal: int | None,
    *,
    width: int,
    height: int = 220,
    goal_text: str = "",
    goal_begins: int = 0,
) -> LineChart:
    """Lay out a chart of rates over months. `goal` in per cent, `goal_text` stands at its line.

    The line begins at the month `goal_begins`, earlier another goal may have held.
    """
    low, high, step = bounds([value for line in series for value in line.values], goal)
    texts = [_label(line, end[1]) for line in series if (end := _end(line.values))]
    right = width - round(max(map(text_width, texts), default=0)) - 12
    frame = Frame(width, height, len(months), low, high, right)
    return LineChart(
        width=width,
        height=height,
        left=PAD_LEFT,
        right=frame.right,
        grid=tuple(_grid_line(frame, value) for value in range(low, high + 1, step)),
        months=tuple(_month_labels(frame, months)),
        goal=None if goal is None else _goal(frame, series, goal, goal_text, goal_begins),
        lines=tuple(_lines(frame, series)),
    )


def _grid_line(frame: Frame, tenths: int) -> Label:
    digits = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"
    return Label(px(PAD_LEFT - 6), px(frame.y(tenths)), f"{digits}%")


def _goal(frame: Frame, series: Sequence[Series], goal: int, text: str, begins: int) -> Goal:
    """The goal with its name at the end, above or below, that is farthest from all lines."""
    y, third = frame.y(goal * 10), max(frame.count // 3, 1)
    places = [
        (anchor, x, height, span)
        for height in (y - 5, y + 14)
        for anchor, x, span in (
            ("start", PAD_LEFT + 4, slice(0, third + 1)),
            ("end", frame.right - 4, slice(-third - 1, None)),
        )
        if anchor == "end" or not begins  # the name stands where the line is
    ]
    best = max(places, key=lambda place: _room(frame, series, place[2] - 4, place[3]))
    return Goal(px(frame.x(begins)), px(y), Label(px(best[1]), px(best[2]), text, best[0]))


def _room(frame: Frame, series: Sequence[Series], height: float, span: slice) -> float:
    """Pixels between a height and the nearest line in some months, no more than matters."""
    near = [
        abs(frame.y(value) - height)
        for line in series
        for value in line.values[span]
        if value is not None
    ]
    return min([*near, 12.0])


def _month_labels(frame: Frame, months: Sequence[datetime.date]) -> list[Label]:
    """Every second or third month, counted back from the last, which is always named."""
    every = 3 if len(months) > 8 else 2 if len(months) > 4 else 1
    chosen = range(len(months) - 1, -1, -every)
    return [
        Label(px(frame.x(n)), px(frame.height - 8), str(months[n].month)) for n in reversed(chosen)
    ]


def _lines(frame: Frame, series: Sequence[Series]) -> list[Line]:
    ends = [_end(line.values) for line in series]
    heights = _spread([None if end is None else frame.y(end[1]) for end in ends])
    return [
        _line(frame, line, end, height)
        for line, end, height in zip(series, ends, heights, strict=True)
    ]


def _end(values: Sequence[Tenths]) -> tuple[int, int] | None:
    """Month and value of the last known value."""
    known = [(month, value) for month, value in enumerate(values) if value is not None]
    return known[-1] if known else None


def _spread(heights: Sequence[float | None]) -> list[float | None]:
    """Move labels apart that would lie on each other, keeping their order."""
    order = sorted((h, n) for n, h in enumerate(heights) if h is not None)
    moved: list[float | None] = list(heights)
    previous: tuple[float, int] | None = None
    for height, n in order:
        place = height
        if previous is not None and height - previous[0] < LABEL_GAP:
            middle = (height + previous[0]) / 2
            moved[previous[1]] = middle - LABEL_GAP / 2
            place = moved[n] = middle + LABEL_GAP / 2
        previous = (place, n)
    return moved


def _label(series: Series, tenths: int) -> str:
    """What stands at the end of a line."""
    return f"{series.name} {tenths // 10}.{tenths % 10}%"


def text_width(text: str) -> float:
    """About how many pixels a label takes."""
    return sum(WIDE if ord(character) > 0x2E80 else NARROW for character in text)


def _line(frame: Frame, series: Series, end: tuple[int, int] | None, height: float | None) -> Line:
    if end is None or height is None:
        return Line(series.name, "", (), None, None)
    month, value = end
    return Line(
        name=series.name,
        path=path(frame, series.values),
        marks=tuple(_lonely(frame, series.values)),
        end=(px(frame.x(month)), px(frame.y(value))),
        label=Label(px(frame.x(month) + 10), px(height + 4), _label(series, value)),
    )


def path(frame: Frame, values: Sequence[Tenths]) -> str:
    """SVG path through the known values; it starts anew after a gap."""
    pieces, pen_down = [], False
    for month, value in enumerate(values):
        if value is None:
            pen_down = False
            continue
        pieces.append(f"{'L' if pen_down else 'M'}{px(frame.x(month))} {px(frame.y(value))}")
        pen_down = True
    return "".join(pieces)


def _lonely(frame: Frame, values: Sequence[Tenths]) -> list[tuple[str, str]]:
    """Months with a value between two without: no line would show them."""
    around = [None, *values, None]
    return [
        (px(frame.x(n)), px(frame.y(value)))
        for n, value in enumerate(values)
        if value is not None and around[n] is None and around[n + 2] is None
    ]


@dataclass(frozen=True)
class Sparkline:
    """A small line without axis, 72 by 20 pixels."""

    path: str
    x: str = ""
    y: str = ""


def sparkline(values: Sequence[Tenths]) -> Sparkline:
    """The course of a rate in the space of a table cell; empty when there are not two values."""
    known = [value for value in values if value is not None]
    end = _end(values)
    if len(known) < 2 or end is None:
        return Sparkline("")
    spread = max(max(known) - min(known), 20)  # two per cent at least: noise stays flat
    middle = (max(known) + min(known)) / 2
    points = [
        None
        if v is None
        else (2 + 66 * n / max(len(values) - 1, 1), 10 - 14 * (v - middle) / spread)
        for n, v in enumerate(values)
    ]
    x, y = points[end[0]] or (0, 0)
    return Sparkline(_joined(points), px(x), px(y))


def _joined(points: Sequence[tuple[float, float] | None]) -> str:
    pieces, pen_down = [], False
    for point in points:
        if point is None:
            pen_down = False
            continue
        pieces.append(f"{'L' if pen_down else 'M'}{px(point[0])} {px(point[1])}")
        pen_down = True
    return "".join(pieces)


def tenths(rates: Sequence[Rate]) -> list[Tenths]:
    """The values of a line from rates."""
    return [rate.tenths for rate in rates]
