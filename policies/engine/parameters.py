"""Typed parameters: the JSON of a provision becomes the dataclass its rule declares, or is refused.

A field without a default must be there, and nothing else may be.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, TypeVar, get_type_hints

from django.utils.translation import gettext as _

from .bounds import AtLeast, Bound, MoreThan, Percent, Years
from .errors import BadParameters
from .measures import LARGEST_COUNT, MeasureRegistry


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
    if isinstance(value, Percent):
        return str(field.metadata["label"]), AtLeast(value.number).words(f"{value.number}%")
    if isinstance(value, Years):
        return str(field.metadata["label"]), value.words()
    measure = measures.get(field.name)
    if isinstance(value, Bound):
        return str(measure.label), value.words(measure.show(value.number))
    return str(measure.label), measure.show(True) if value else _("not a condition")


def _read_field(field: "Field[Any]", hint: Any, raw: Mapping[str, object]) -> object:
    if field.name not in raw:
        if field.default is MISSING:
            raise ValueError(_("is missing"))
        return field.default
    return READERS[hint](raw[field.name])


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT:
        raise ValueError(_("“%(value)s” is not a whole number of 0 or more") % {"value": value})
    return value


def _percent(value: object) -> Percent:
    number = _count(value)
    if number > 100:
        raise ValueError(_("“%(value)s” is not a percentage of 0 to 100") % {"value": value})
    return Percent(number)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("“%(value)s” is neither true nor false") % {"value": value})
    return value


READERS: dict[type, Callable[[object], object]] = {
    AtLeast: lambda value: AtLeast(_count(value)),
    MoreThan: lambda value: MoreThan(_count(value)),
    Percent: _percent,
    Years: lambda value: Years(_count(value)),
    bool: _flag,
}
