"""What is wrong with a scheme: said when it is released and again when it is calculated."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from funding.choices import Base, PartKind
from funding.schemes.kinds import KINDS
from funding.schemes.numbers import Numbers, read_numbers
from funding.schemes.provisions import READERS, fits
from policies.engine import rules


def problems(parts: Iterable[Any]) -> list[str]:
    """A sentence for everything that is wrong with the parts; they are rows of `SchemePart`."""
    rows = list(parts)
    if not rows:
        return [_("The scheme has no part. Add at least one.")]
    return [f"{part.label}：{text}" for part in rows for text in part_problems(part)]


def part_problems(part: Any) -> Iterator[str]:
    """What is wrong with one part."""
    kind = KINDS.get(part.kind)
    if kind is None:
        yield _("choose what kind of part it is")
        return
    yield from _base_problems(part, kind.has_base)
    if part.rule and (part.rule not in rules or not fits(part.rule, part.kind)):
        yield _("%(rule)s is no rule for a part of this kind") % {"rule": part.rule}
    numbers, mistakes = read_numbers(kind.specs, part.parameters)
    yield from mistakes
    if (part.rule, part.kind) not in READERS:
        yield from _missing(part, numbers)
    yield from _order(numbers)


def _base_problems(part: Any, has_base: bool) -> Iterator[str]:
    if has_base and not part.base:
        yield _("choose the base of the percentage; without it nothing can be calculated")
    if has_base and part.base == Base.OPEN and not part.rule:
        yield _("only a document can leave the base open; choose the base of your own scheme")
    if part.base and not has_base:
        yield _("a part of this kind has no base")


def _missing(part: Any, numbers: Numbers) -> Iterator[str]:
    for spec in KINDS[part.kind].specs:
        if spec.needed and not part.parameters.get(spec.name):
            yield _("“%(label)s” is missing") % {"label": spec.label}
    if part.kind != PartKind.PER_MEMBER:
        return
    if "amount" not in numbers and "lowest" not in numbers:
        yield _("give the amount for each member, or the lowest and the highest rate")


def _order(numbers: Numbers) -> Iterator[str]:
    for low, high in (("lowest", "highest"), ("uplift_lowest", "uplift_highest")):
        if (low in numbers) != (high in numbers):
            yield _("give both ends of the range")
        elif low in numbers and numbers[low] > numbers[high]:  # type: ignore[operator]
            yield _("the range begins above its end")
    if "amount" in numbers and "lowest" in numbers:
        yield _("give either a fixed amount or a range")
