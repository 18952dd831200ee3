"""Typed parameters: the JSON of a provision becomes the dataclass its rule declares, or is refused.

A field without a default must be there, and nothing else may be. A field that is None by default
is a number that the document may leave open.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from decimal import Decimal
from functools import partial
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from .bounds import AtLeast, AtMost, Between, Bound, MoreThan, Natural, Percent, Rate, Years, Yuan
from .errors import BadParameters
from .measure_types import show_yuan
from .measures import LARGEST_COUNT, Measure, MeasureRegistry


@dataclass(frozen=True)
class NoParameters:
    """For rules whose document gives no number."""


P = TypeVar("P")


def read_parameters(declared: type[P], raw: Mapping[str, object]) -> P:
    """The declared dataclass filled from `raw`. Raises `BadParameters` naming every mistake."""
    if not isinstance(raw, Mapping):
        raise BadParameters(_("The parameters are not a table of names and values."))
    problems: list[str] = []
    values: dict[str, object] = {}
    hints = get_type_hints(declared)
    known = {field.name: field for field in fields(declared)}  # type: ignore[arg-type]
    problems += [
        _("there is no parameter “%(name)s”") % {"name": name}
        for name in sorted(set(raw) - set(known))
    ]
    for name, field in known.items():
        try:
            values[name] = _read_field(field, hints[name], raw)
        except ValueError as error:
            problems.append(f"{name}: {error}")
    if problems:
        raise BadParameters(_("; ").join(problems))
    return declared(**values)


def describe_parameters(
    declared: type[Any], raw: Mapping[str, object], measures: MeasureRegistry
) -> list[tuple[str, str]]:
    """Label and value of each parameter, in words. Raises `BadParameters` like `read_parameters`.

    A parameter named like a measure is told in the words of the measure; others carry their label
    in the metadata of their field.
    """
    given = read_parameters(declared, raw)
    return [_described(field, getattr(given, field.name), measures) for field in fields(declared)]


def _described(field: "Field[Any]", value: Any, measures: MeasureRegistry) -> tuple[str, str]:
    label = field.metadata.get("label")
    measure = None if label else measures.get(field.name)
    words = field.metadata.get("words", {})
    told = str(words[value]) if value in words else _words(value, measure)
    return str(label or (measure and measure.label)), told


def _words(value: Any, measure: Measure | None) -> str:
    """A parameter in words; `measure` gives a number its unit."""
    show = measure.show if measure else str
    if isinstance(value, Bound):
        return value.told(show)
    if isinstance(value, bool):
        yes = measure.show(True) if measure else _("yes")
        return yes if value else _("not a condition")
    if isinstance(value, tuple):
        return _(", ").join(show(part) for part in value)
    return WORDS[type(value)](value) if type(value) in WORDS else show(value)


WORDS: dict[type, Callable[[Any], str]] = {
    NoneType: lambda value: _("the document gives no number"),
    Percent: lambda value: AtLeast(value.number).words(f"{value.number}%"),
    Rate: lambda value: f"{value.number}%",
    Years: lambda value: value.words(),
    Yuan: lambda value: show_yuan(value.amount),
}


def _read_field(field: "Field[Any]", hint: Any, raw: Mapping[str, object]) -> object:
    if field.name not in raw:
        if field.default is MISSING:
            raise ValueError(_("is missing"))
        return field.default
    return _reader(hint)(raw[field.name])


def _reader(hint: Any) -> Callable[[object], object]:
    """What reads a value of this type, whether it may be left out or not."""
    if get_origin(hint) is Literal:
        return partial(_letter, get_args(hint))
    if get_origin(hint) is UnionType:
        hint = next(part for part in get_args(hint) if part is not NoneType)
    return READERS[hint]


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT:
        raise ValueError(_("“%(value)s” is not a whole number of 0 or more") % {"value": value})
    return value


def _natural(value: object) -> Natural:
    if _count(value) == 0:
        raise ValueError(_("“%(value)s” is not a whole number of 1 or more") % {"value": value})
    return Natural(_count(value))


def _percent(value: object) -> Percent:
    number = _count(value)
    if number > 100:
        raise ValueError(_("“%(value)s” is not a percentage of 0 to 100") % {"value": value})
    return Percent(number)


def _between(value: object) -> Between:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(_("“%(value)s” is not a pair of numbers") % {"value": value})
    lowest, highest = _count(value[0]), _count(value[1])
    if lowest > highest:
        raise ValueError(_("“%(value)s” begins above its end") % {"value": value})
    return Between(lowest, highest)


def _counts(value: object) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(_("“%(value)s” is not a list of numbers") % {"value": value})
    return tuple(_count(part) for part in value)


def _texts(value: object) -> tuple[str, ...]:
    texts = value if isinstance(value, list | tuple) else ()
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(_("“%(value)s” is not a list of words") % {"value": value})
    return tuple(texts)


def _yuan(value: object) -> Yuan:
    """A whole number, or a text with digits after the point: binary fractions are not exact."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not re.fullmatch(r"\d{1,13}(\.\d{1,2})?", text, re.ASCII):
        raise ValueError(_("“%(value)s” is not an amount in yuan") % {"value": value})
    return Yuan(Decimal(text))


def _letter(allowed: tuple[str, ...], value: object) -> str:
    if value not in allowed:
        text = _("“%(value)s” is none of %(allowed)s")
        raise ValueError(text % {"value": value, "allowed": ", ".join(allowed)})
    return str(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("“%(value)s” is neither true nor false") % {"value": value})
    return value


READERS: dict[Any, Callable[[object], object]] = {
    AtLeast: lambda value: AtLeast(_count(value)),
    AtMost: lambda value: AtMost(_count(value)),
    MoreThan: lambda value: MoreThan(_count(value)),
    Between: _between,
    Percent: _percent,
    Rate: lambda value: Rate(_percent(value).number),
    Years: lambda value: Years(_count(value)),
    Yuan: _yuan,
    bool: _flag,
    int: _count,
    Natural: _natural,
    tuple[int, ...]: _counts,
    tuple[str, ...]: _texts,
}
