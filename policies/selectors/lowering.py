"""Where a provision asks less than the one that it overrides."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext as _

from policies.engine import measures, read_parameters, rules
from policies.engine.bounds import AtLeast, AtMost, Bound, MoreThan, Percent, Years

_LESS = (AtLeast, MoreThan, Percent)  # the smaller number is easier to reach
_MORE = (AtMost, Years)  # the larger one is


def lowered(rule_id: str, new: Mapping[str, Any], old: Mapping[str, Any]) -> list[str]:
    """A sentence for each parameter of `new` that is easier to meet than that of `old`.

    Only parameters whose type says which way is easier; a number left open is compared with none.
    """
    declared = rules.get(rule_id).parameters
    ours, theirs = read_parameters(declared, new), read_parameters(declared, old)
    text = _("Below the standard of the higher level: %(label)s %(new)s, there %(old)s")
    found = []
    for field in fields(declared):
        mine, other = getattr(ours, field.name), getattr(theirs, field.name)
        if _easier(mine, other):
            names = {"label": _label(field), "new": _told(field, mine), "old": _told(field, other)}
            found.append(text % names)
    return found


def _easier(new: Any, old: Any) -> bool:
    if type(new) is not type(old):
        return False
    if isinstance(new, bool):
        return old and not new  # a condition that nobody has to meet any more
    if isinstance(new, _LESS):
        return bool(new.number < old.number)
    return isinstance(new, _MORE) and bool(new.number > old.number)


def _label(field: Any) -> str:
    measure = measures.get(field.name) if "label" not in field.metadata else None
    return str(measure.label if measure else field.metadata["label"])


def _told(field: Any, value: Any) -> str:
    """The number with its unit, without the words of the bound."""
    if isinstance(value, bool):
        return _("is a condition") if value else _("not a condition")
    if isinstance(value, Percent):
        return f"{value.number}%"
    if isinstance(value, Years):
        return value.words()
    plain = isinstance(value, Bound) and "label" in field.metadata
    return str(value.number) if plain else measures.get(field.name).show(value.number)
