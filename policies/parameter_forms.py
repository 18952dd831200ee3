"""Form fields for the typed parameters of a rule, so that no form has to be written for one.

A cleaned value is the value as a provision stores it (`raw_parameters`); whether all of them fit
together is still for `policies.engine.read_parameters` to say.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.engine import Measure, Rule, measures
from policies.engine.bounds import (
    AtLeast,
    AtMost,
    Between,
    MoreThan,
    Natural,
    Percent,
    Rate,
    Years,
    Yuan,
)
from policies.engine.measures import LARGEST_COUNT

_SEPARATOR = re.compile(r"[,，、;；\s]+")
_WHOLE_NUMBER = gettext_lazy("Write a whole number.")

# What stands behind the label: whether the number itself is enough is part of the rule.
_BOUNDS = {
    AtLeast: gettext_lazy("%(label)s, at least"),
    Percent: gettext_lazy("%(label)s, at least"),
    MoreThan: gettext_lazy("%(label)s, more than"),
    AtMost: gettext_lazy("%(label)s, at most"),
    Years: gettext_lazy("%(label)s, within"),
}
# The same in a sentence, for those who write the number down for good.
_MEANINGS = {
    AtLeast: gettext_lazy("The number itself is enough."),
    Percent: gettext_lazy("Exactly this percentage is enough."),
    MoreThan: gettext_lazy("The number itself is not enough; one more is."),
    AtMost: gettext_lazy("The number itself is still allowed."),
    Between: gettext_lazy("From the first number to the second, both included."),
    Years: gettext_lazy("The corresponding day after so many years still counts."),
    Natural: gettext_lazy("A whole number of 1 or more."),
    Rate: gettext_lazy("A whole percentage from 0 to 100."),
    Yuan: gettext_lazy("In yuan, at most two digits after the point."),
    tuple[int, ...]: gettext_lazy("One of these numbers, with commas between them."),
    tuple[str, ...]: gettext_lazy("Words with commas between them."),
}
_OPEN = gettext_lazy("Leave it empty where the document gives no number; the rule is then unknown.")
_UNITS = {
    Percent: "%",
    Rate: "%",
    Years: gettext_lazy("years"),
    Yuan: gettext_lazy("yuan"),
}


@dataclass(frozen=True)
class TypedField:
    """One parameter as a form shows it: label with its bound, unit ("" for none), field.

    `meaning` says in a sentence whether the number itself counts, and that it may be left open.
    """

    name: str
    label: str
    unit: str
    field: forms.Field
    meaning: str = ""


class YuanField(forms.DecimalField):
    """An amount that is stored as text: binary fractions are not exact."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_digits=15, decimal_places=2, **options)

    def clean(self, value: Any) -> Any:
        """The digits as they are stored; None when nothing was given."""
        amount = super().clean(value)
        return None if amount is None else str(amount)


class PairWidget(forms.MultiWidget):
    """Two numbers side by side."""

    def __init__(self) -> None:
        attrs = {"min": 0}
        super().__init__([forms.NumberInput(attrs), forms.NumberInput(attrs)])

    def decompress(self, value: Any) -> list[Any]:
        """The two numbers of a stored pair."""
        return list(value) if value else [None, None]


class PairField(forms.MultiValueField):
    """A range: lower and upper number, both included."""

    def __init__(self, **options: Any) -> None:
        parts = (_whole(LARGEST_COUNT), _whole(LARGEST_COUNT))
        super().__init__(fields=parts, widget=PairWidget(), require_all_fields=True, **options)

    def compress(self, data_list: Sequence[Any]) -> list[int] | None:
        """The pair as it is stored. Raises `ValidationError` when it runs backwards."""
        if not data_list:
            return None
        lowest, highest = data_list
        if lowest > highest:
            raise forms.ValidationError(_("The first number is larger than the second one."))
        return [lowest, highest]


class ListField(forms.CharField):
    """Words, or whole numbers, separated by commas."""

    def __init__(self, *, numbers: bool, **options: Any) -> None:
        self.numbers = numbers
        super().__init__(max_length=2000, **options)

    def prepare_value(self, value: Any) -> Any:
        """A stored list as one text."""
        return "、".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The list as it is stored. Raises `ValidationError` for what is no whole number."""
        parts = [part for part in _SEPARATOR.split(super().clean(value)) if part]
        if not parts:
            return None
        if not self.numbers:
            return parts
        if any(not re.fullmatch(r"\d{1,9}", part, re.ASCII) for part in parts):
            raise forms.ValidationError(_("Write whole numbers with commas between them."))
        return [int(part) for part in parts]


def typed_fields(rule: Rule[Any]) -> list[TypedField]:
    """A field for each parameter of the rule, in the order in which the rule declares them."""
    hints = get_type_hints(rule.parameters)
    return [_typed_field(field, hints[field.name]) for field in fields(rule.parameters)]


def raw_parameters(rule: Rule[Any], cleaned: Mapping[str, Any]) -> dict[str, object]:
    """What a provision stores, from the cleaned values by name; what was left empty is left out."""
    found = {field.name: cleaned.get(field.name) for field in fields(rule.parameters)}
    return {name: value for name, value in found.items() if value is not None and value != ""}


def shown_parameters(rule: Rule[Any], raw: Mapping[str, object]) -> dict[str, object]:
    """The values that the fields begin with: those of a provision, else the rule's own."""
    return {
        field.name: raw.get(field.name, None if field.default is MISSING else field.default)
        for field in fields(rule.parameters)
    }


def _typed_field(field: "Field[Any]", hint: Any) -> TypedField:
    label = field.metadata.get("label")
    measure = None if label else measures.get(field.name)
    kind, optional = _without_none(hint)
    name = str(label or (measure and measure.label))
    words = str(_BOUNDS.get(kind, "%(label)s")) % {"label": name}
    unit = str(_UNITS.get(kind, "")) or (measure.unit if measure else "")
    made = _field(kind, measure, field.metadata.get("words", {}))
    made.label, made.required = words, not optional
    made.widget.is_required = made.required
    meaning = [str(_MEANINGS.get(kind, "")), str(_OPEN) if optional else ""]
    return TypedField(field.name, words, unit, made, " ".join(filter(None, meaning)))


def _without_none(hint: Any) -> tuple[Any, bool]:
    """The type itself, and whether the document may leave the number open."""
    if get_origin(hint) is UnionType:
        return next(part for part in get_args(hint) if part is not NoneType), True
    return hint, False


def _field(kind: Any, measure: Measure | None, words: Mapping[str, Any]) -> forms.Field:
    """The field of a type; `words` tell what the letters of a choice mean."""
    if get_origin(kind) is Literal:
        letters = get_args(kind)
        return forms.ChoiceField(choices=[(one, words.get(one, one)) for one in letters])
    if kind is bool:
        return _yes_or_no(measure)
    if kind is Between:
        return PairField()
    if kind is Yuan:
        return YuanField()
    if get_origin(kind) is tuple:
        return ListField(numbers=get_args(kind)[0] is int)
    return _whole(100 if kind in (Percent, Rate) else LARGEST_COUNT, 1 if kind is Natural else 0)


def _whole(largest: int, smallest: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=smallest, max_value=largest, error_messages={"invalid": _WHOLE_NUMBER}
    )


def _yes_or_no(measure: Measure | None) -> forms.Field:
    """A choice and no box: a box that is missing from an address could not be told from "no"."""
    yes = measure.show(True) if measure else _("yes")
    return forms.TypedChoiceField(
        choices=[("True", yes), ("False", _("not a condition"))],
        coerce=lambda value: str(value) == "True",
        empty_value=None,
    )
