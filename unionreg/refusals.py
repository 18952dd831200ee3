"""A save that was refused, and how the form says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from history.selectors import last_changes
from unionreg.county import Conflict


class Refused(ValidationError):
    """A rule forbids the save. `decision` is what the policy engine found (for the refusal box)."""

    def __init__(self, message: Any, decision: Any = None) -> None:
        super().__init__(message)
        self.decision = decision


@dataclass(frozen=True)
class Meanwhile:
    """What others made of one field since the user opened the record, in words and as stored."""

    who: str
    label: str
    before: str
    now: str
    before_value: Any


def changed_meanwhile(conflict: Conflict, expected_version: int) -> dict[str, Meanwhile]:
    """By field what changed between the version the user started from and the present one."""
    current = conflict.current
    found: dict[str, Meanwhile] = {}
    for change, fields in last_changes(current, current.version - expected_version):
        for field in fields:  # the newest change first: it says what is stored now
            newer = found.get(field.name)
            found[field.name] = Meanwhile(
                who=newer.who if newer else str(change.user or _("the system")),
                label=field.label,
                before=field.before,
                now=newer.now if newer else field.after,
                before_value=change.fields[field.name][0],
            )
    return found


def conflict_message(changes: Iterable[Meanwhile]) -> str:
    """Who changed what since the user opened the record, in one sentence."""
    told = list(changes)
    who = _(", ").join(dict.fromkeys(change.who for change in told))
    what = _("; ").join(f"{c.label} {c.before} → {c.now}" for c in told)
    return _(
        "%(who)s has just changed this record too (%(what)s). Compare both; nothing is saved yet."
    ) % {"who": who or _("somebody"), "what": what}


def show_conflict(form: forms.BaseForm, conflict: Conflict, expected_version: int) -> None:
    """Say in a bound form what changed; sending it again starts from the version shown now."""
    changes = changed_meanwhile(conflict, expected_version)
    show_changes(form, changes.values(), conflict.current.version)


def show_changes(form: forms.BaseForm, changes: Iterable[Meanwhile], version: Any) -> None:
    """Say in a bound form what changed; sending it again starts from `version`."""
    form.add_error(None, conflict_message(changes))
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("record_version")] = version
    form.data = data


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put the errors at their fields, the rest on top of the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)
