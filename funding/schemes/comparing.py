"""Two results side by side: how much more or less, and which figure or number made it so."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from funding.schemes.results import Figure, PartLine, Result, TownshipLine


@dataclass(frozen=True)
class PartChange:
    """One part before and now."""

    label: str
    before: Decimal | None
    now: Decimal | None
    reason: str

    @property
    def difference(self) -> Decimal | None:
        """How much more; None where one of the two is unknown."""
        return None if self.before is None or self.now is None else self.now - self.before


@dataclass(frozen=True)
class LineChange:
    """One township before and now."""

    key: str
    name: str
    before: Decimal | None
    now: Decimal | None
    parts: tuple[PartChange, ...]

    @property
    def difference(self) -> Decimal | None:
        """How much more; None where one of the two is unknown."""
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def reason(self) -> str:
        """The reasons of the parts that differ."""
        told = [f"{part.label}：{part.reason}" for part in self.parts if part.reason]
        return _("; ").join(told)


def compare(before: Result, now: Result) -> tuple[LineChange, ...]:
    """Every township that is in one of the two, in the order of the newer one."""
    keys = dict.fromkeys([*(line.key for line in now.lines), *(line.key for line in before.lines)])
    return tuple(line_change(before.line(key), now.line(key)) for key in keys)


def line_change(before: TownshipLine | None, now: TownshipLine | None) -> LineChange:
    """One township; either may be missing."""
    named = now or before
    parts = part_changes(before.parts if before else (), now.parts if now else ())
    return LineChange(
        named.key if named else "",
        named.name if named else "",
        before.amount if before else None,
        now.amount if now else None,
        tuple(parts),
    )


def part_changes(before: tuple[PartLine, ...], now: tuple[PartLine, ...]) -> Iterator[PartChange]:
    """Parts of the same kind and label go together; the others came or went."""
    left = list(before)
    for part in now:
        former = next((one for one in left if _same(one, part)), None)
        if former is not None:
            left.remove(former)
        yield PartChange(
            part.label, former.amount if former else Decimal(0), part.amount, _reason(former, part)
        )
    for part in left:
        yield PartChange(part.label, part.amount, Decimal(0), _("is not part of it any more"))


def _same(one: PartLine, other: PartLine) -> bool:
    return (one.kind, one.label) == (other.kind, other.label)


def _reason(before: PartLine | None, now: PartLine) -> str:
    """Which figure or number differs; nothing where all are the same."""
    if before is None:
        return _("is new")
    changes = [
        *_changed(before.numbers, now.numbers),
        *_changed(before.figures, now.figures),
    ]
    if not changes and before.amount is None and now.amount is None:
        return now.calculation
    return _(", ").join(changes)


def _changed(before: tuple[Figure, ...], now: tuple[Figure, ...]) -> Iterator[str]:
    old, new = {one.name: one for one in before}, {one.name: one for one in now}
    for name in dict.fromkeys([*old, *new]):
        if name not in old or name not in new:
            known = new.get(name) or old[name]
            text = _("%(label)s newly recorded") if name in new else _("%(label)s not recorded now")
            yield text % {"label": known.label}
        elif old[name].value != new[name].value:
            yield f"{new[name].label} {old[name].shown} → {new[name].shown}"
