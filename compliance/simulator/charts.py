"""Geometry of the simulator's charts, drawn one to one; templates turn it into inline SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from compliance.selectors.simulation import Line, Simulation
from compliance.simulator.words import status_word
from policies.engine import Count, Rule, Status, read_parameters
from policies.engine.bounds import AtLeast, Bound, MoreThan

LEFT, TOP, BOTTOM, RIGHT = 54, 28, 44, 12
WIDE, NARROW = 12.5, 7.2  # pixels of a Chinese character and of a letter or digit, in bold
MOST_NAMES = 12
MOST_TICKS = 6
STATUSES = (Status.SATISFIED, Status.VIOLATED, Status.UNKNOWN, Status.NOT_APPLICABLE)


@dataclass(frozen=True)
class Label:
    """A text at a place of the drawing."""

    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Dot:
    """A subject: `kind` is the class of its mark."""

    x: str
    y: str
    kind: str
    name: str
    radius: str = "4.5"


@dataclass(frozen=True)
class Zone:
    """Where the conditions are met: everything right of and above a corner."""

    x: str
    y: str
    width: str
    height: str
    label: Label


@dataclass(frozen=True)
class Scatter:
    """All subjects by two counts, with both thresholds. `left_out` lack one of the counts."""

    width: int
    height: int
    right: str
    base: str
    zones: Mapping[str, Zone]
    dots: Sequence[Dot]
    names: Sequence[Label]
    grid: Sequence[Label]
    ticks: Sequence[Label]
    titles: Sequence[str]
    left_out: int = 0


@dataclass(frozen=True)
class Bar:
    """How many subjects have a status, before and after, with the lengths of the bars."""

    word: str
    old: int
    new: int
    old_width: str
    new_width: str
    y: int


@dataclass(frozen=True)
class Bars:
    """One pair of bars for each status."""

    width: int
    height: int
    rows: Sequence[Bar]


@dataclass
class Frame:
    """Turns counts into pixels."""

    width: int
    height: int
    most: tuple[int, int]
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def x(self, value: float) -> float:
        """Pixels from the left."""
        return LEFT + (self.width - LEFT - RIGHT) * value / self.most[0]

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return TOP + (self.height - TOP - BOTTOM) * (1 - value / self.most[1])

    def claim(self, left: float, base: float, width: float) -> bool:
        """Take the room of a label, if it lies inside and on no other label."""
        box = (left, base - 12, left + width, base + 4)
        inside = box[0] >= LEFT and box[2] <= self.width and box[1] >= 0
        free = all(
            box[2] < o[0] or o[2] < box[0] or box[3] < o[1] or o[3] < box[1] for o in self.taken
        )
        if inside and free:
            self.taken.append(box)
        return inside and free


def px(value: float) -> str:
    """A coordinate with one digit: the same text in every language."""
    return f"{value:.1f}"


def text_width(text: str) -> float:
    """About how many pixels a label takes."""
    return sum(WIDE if ord(character) > 0x2E80 else NARROW for character in text)


def threshold_measures(rule: Rule[Any]) -> tuple[Count, Count] | None:
    """The two counts that a rule wants to be large enough, if it has exactly two thresholds."""
    hints = rule.parameters.__dataclass_fields__
    named = [m for m in rule.measures if isinstance(m, Count) and m.name in hints]
    return (named[0], named[1]) if len(named) == 2 else None


def thresholds(rule: Rule[Any], raw: Mapping[str, object] | None) -> tuple[Bound, Bound] | None:
    """Both thresholds of a provision; None when it has none or bounds of another kind."""
    pair = threshold_measures(rule)
    if pair is None or raw is None:
        return None
    given = read_parameters(rule.parameters, raw)
    first, second = (getattr(given, measure.name) for measure in pair)
    kinds = (AtLeast, MoreThan)
    return (first, second) if isinstance(first, kinds) and isinstance(second, kinds) else None


def scatter(
    simulation: Simulation,
    old: Mapping[str, object] | None,
    new: Mapping[str, object] | None,
    *,
    width: int,
    height: int = 320,
) -> Scatter | None:
    """The chart of a rule with two thresholds, else None. `old`, `new`: parameters."""
    pair = threshold_measures(simulation.rule)
    bounds = {"old": thresholds(simulation.rule, old), "new": thresholds(simulation.rule, new)}
    corners = {name: bound for name, bound in bounds.items() if bound is not None}
    if pair is None or not corners:
        return None
    points = _points(simulation.lines, pair)
    if not points:
        return None
    frame = Frame(width, height, _most(points, list(corners.values())))
    texts = {"old": _("now %(numbers)s"), "new": _("trial %(numbers)s")}
    if bounds["old"] == bounds["new"]:
        del corners["old"]  # nothing is tried: one frame is enough
        texts["new"] = texts["old"]
    zones = {name: _zone(frame, name, corners[name], pair, texts[name]) for name in corners}
    return Scatter(
        width=width,
        height=height,
        right=px(width - RIGHT),
        base=px(frame.y(0)),
        zones=zones,
        dots=[_dot(frame, line, at) for line, at in points],
        names=_names(frame, points),
        grid=[Label(px(LEFT - 8), px(frame.y(v)), f"{v:,}", "end") for v in _ticks(frame.most[1])],
        ticks=[
            Label(px(frame.x(v)), px(height - BOTTOM + 18), f"{v:,}", "middle")
            for v in _ticks(frame.most[0])
        ],
        titles=[_with_unit(measure) for measure in pair],
        left_out=len(simulation.lines) - len(points),
    )


def _with_unit(measure: Count) -> str:
    label = str(measure.label)
    return f"{label}（{measure.unit}）" if measure.unit else label


def _points(lines: Sequence[Line], pair: tuple[Count, Count]) -> list[tuple[Line, tuple[int, int]]]:
    found = []
    for line in lines:
        first, second = (line.case.values.get(measure.name) for measure in pair)
        if isinstance(first, int) and isinstance(second, int):
            found.append((line, (first, second)))
    return found


def _most(
    points: Sequence[tuple[Line, tuple[int, int]]], corners: Sequence[tuple[Bound, Bound]]
) -> tuple[int, int]:
    """The ends of both axes: a little more than everything that has to be shown."""
    ends = []
    for axis in (0, 1):
        shown = [at[axis] for _line, at in points] + [pair[axis].number for pair in corners]
        ends.append(max(round(max(shown) * 1.08), 4))
    return ends[0], ends[1]


def _ticks(most: int) -> list[int]:
    """Round numbers from 0 to the end of an axis, six at most."""
    step = 1
    while most // step >= MOST_TICKS:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return list(range(0, most + 1, step))


def _zone(
    frame: Frame, name: str, bounds: tuple[Bound, Bound], pair: tuple[Count, Count], text: str
) -> Zone:
    left, bottom = frame.x(bounds[0].number), frame.y(bounds[1].number)
    right = frame.width - RIGHT
    words = " / ".join(m.show(b.number) for m, b in zip(pair, bounds, strict=True))
    label = text % {"numbers": words}
    width = text_width(label)
    # One inside the upper edge and one below the lower edge: they never lie on each other.
    y = TOP + 18.0 if name == "old" else min(bottom + 18, frame.height - BOTTOM - 4)
    if name == "old" and left + 16 + width < right:
        frame.claim(left + 8, y, width)
        at = Label(px(left + 8), px(y), label)
    else:
        frame.claim(right - 8 - width, y, width)
        at = Label(px(right - 8), px(y), label, "end")
    return Zone(px(left), px(TOP), px(right - left), px(bottom - TOP), at)


def _kind(line: Line) -> str:
    if line.new_status is Status.UNKNOWN:
        return "unk"
    if line.changed:
        return "chg"
    return "in" if line.new_status is Status.SATISFIED else ""


def _dot(frame: Frame, line: Line, at: tuple[int, int]) -> Dot:
    radius = "6" if line.changed else "4.5"
    return Dot(px(frame.x(at[0])), px(frame.y(at[1])), _kind(line), line.case.label, radius)


def _names(frame: Frame, points: Sequence[tuple[Line, tuple[int, int]]]) -> list[Label]:
    """The names of what changes, as far as they find room beside their marks."""
    names: list[Label] = []
    for line, at in points:
        if line.changed and len(names) < MOST_NAMES:
            names += _name(frame, line.case.label, frame.x(at[0]), frame.y(at[1]))
    return names


def _name(frame: Frame, text: str, x: float, y: float) -> list[Label]:
    width = text_width(text)
    beside = ((x + 11, y + 4), (x - 11 - width, y + 4))
    for left, base in (*beside, (x - width / 2, y - 12), (x - width / 2, y + 22)):
        if frame.claim(left, base, width):
            return [Label(px(left), px(base), text)]
    return []


def bars(simulation: Simulation, *, width: int) -> Bars:
    """How many subjects have each status, before and after."""
    counts = [(s, simulation.old_counts[s], simulation.new_counts[s]) for s in STATUSES]
    shown = [row for row in counts if row[1] or row[2]]
    most = max((max(old, new) for _status, old, new in shown), default=1)
    room = width - 190
    rows = [
        Bar(status_word(s), old, new, px(room * old / most), px(room * new / most), 8 + 52 * n)
        for n, (s, old, new) in enumerate(shown)
    ]
    return Bars(width, 52 * len(rows) + 8, rows)
