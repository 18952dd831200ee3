"""Sentences put together from verdict parts. All words come through gettext."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .logic import Met

if TYPE_CHECKING:
    from .measures import Text
    from .verdicts import ConditionResult


@dataclass(frozen=True)
class Headlines:
    """What a rule says in one phrase when it is met, not met, or cannot be judged."""

    met: "Text"
    not_met: "Text"
    unknown: "Text"

    def choose(self, met: Met) -> str:
        """The phrase for this outcome."""
        if met is None:
            return str(self.unknown)
        return str(self.met if met else self.not_met)


def condition_sentence(condition: "ConditionResult") -> str:
    """One condition with its two numbers; a fact that is as required is named once."""
    if condition.actual == condition.required or not condition.required:
        return _("%(label)s: %(actual)s") % {"label": condition.label, "actual": condition.actual}
    return _("%(label)s: %(actual)s, required %(required)s") % {
        "label": condition.label,
        "actual": condition.actual,
        "required": condition.required,
    }


def explanation(
    headline: str,
    conditions: Iterable["ConditionResult"],
    basis: str,
    *,
    result: str,
    to_record: list[str],
) -> str:
    """Headline, result, every condition with both numbers, what to record first, the clause."""
    told = _("; ").join(condition_sentence(c) for c in conditions)
    sentences = [part for part in (headline, result, told) if part]
    if to_record:
        sentences.append(_("Please record first: %(labels)s") % {"labels": _(", ").join(to_record)})
    sentences.append(_("Basis: %(basis)s") % {"basis": basis})
    return "".join(_("%(sentence)s. ") % {"sentence": sentence} for sentence in sentences).strip()


def not_in_force(rule_id: str, on: date, first: date | None) -> str:
    """Why a rule says nothing here: not in force at the place, or not yet (`first` = its start)."""
    if first is not None and first > on:
        return _("%(rule)s is not in force here on %(date)s; it begins on %(first)s.") % {
            "rule": rule_id,
            "date": on.isoformat(),
            "first": first.isoformat(),
        }
    return _("%(rule)s is not in force here on %(date)s.") % {
        "rule": rule_id,
        "date": on.isoformat(),
    }
