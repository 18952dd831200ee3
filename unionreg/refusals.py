"""A save that was refused, and how the form says so."""

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


def conflict_message(conflict: Conflict, expected_version: int) -> str:
    """Who changed what since the user opened the record, in one sentence."""
    current = conflict.current
    changes = last_changes(current, current.version - expected_version)
    who = ", ".join(dict.fromkeys(str(change.user or _("the system")) for change, _f in changes))
    what = "; ".join(
        f"{field.label} {field.before} → {field.after}"
        for _change, fields in changes
        for field in fields
    )
    return _(
        "%(who)s has just changed this record too (%(what)s). "
        "Compare both; saving again replaces those values by yours."
    ) % {"who": who or _("somebody"), "what": what}


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put the errors at their fields, the rest on top of the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)
