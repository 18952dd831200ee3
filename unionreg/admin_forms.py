"""The form behind every registry record in the admin."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from history.services import plain
from unionreg.county import Conflict
from unionreg.refusals import Meanwhile, add_errors, changed_meanwhile, show_changes


class RegistryForm(forms.ModelForm[Any]):
    """Carries the version the user started from, and shows why a save was refused.

    `refusal` is set by `RegistryAdmin` when the service refused: the form is then shown again with
    all input kept.
    """

    refusal: ValidationError | Conflict | None = None
    record_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record_version"].initial = getattr(self.instance, "version", None)

    def clean(self) -> dict[str, Any] | None:
        """Add what the service refused."""
        cleaned = super().clean()
        if isinstance(self.refusal, Conflict):
            self._show_conflict(self.refusal)
        elif self.refusal is not None:
            add_errors(self, self.refusal)
        return cleaned

    @property
    def decision(self) -> Any:
        """What the policy engine found, when a rule refused the save."""
        return getattr(self.refusal, "decision", None)

    @property
    def is_conflict(self) -> bool:
        """Whether somebody else saved the record meanwhile."""
        return isinstance(self.refusal, Conflict)

    def _show_conflict(self, conflict: Conflict) -> None:
        expected = self.cleaned_data.get("record_version") or conflict.current.version
        changes = changed_meanwhile(conflict, expected)
        self._show_changes(changes, conflict.current, conflict.current.version)

    def _show_changes(self, changes: dict[str, Meanwhile], stored: Any, version: Any) -> None:
        """Say what changed; the next save starts from the version shown now.

        Fields that only the others changed show the others' values, so that saving again undoes
        nothing; fields that both changed are marked with both values.
        """
        show_changes(self, changes.values(), version)
        for name, change in changes.items():
            if name in self.fields:
                self._merge(name, change, getattr(stored, name))

    def _merge(self, name: str, change: Meanwhile, stored: Any) -> None:
        typed = _key(self.cleaned_data.get(name))
        if name not in self.errors and typed == change.before_value:
            self._show(name, stored)
        elif typed != _key(stored):
            text = _("%(who)s has put “%(now)s” here meanwhile; saving replaces it by yours.")
            self.add_error(name, text % {"who": change.who, "now": change.now})

    def _show(self, name: str, value: Any) -> None:
        """Let a field show a value instead of what was typed."""
        bound, data = self[name], cast(Any, self.data)
        shown: Any = bound.field.widget.format_value(bound.field.prepare_value(value))
        if isinstance(bound.field.widget, forms.CheckboxInput):
            shown = "on" if value else None
        if shown is None:
            data.pop(bound.html_name, None)
        else:
            data.setlist(bound.html_name, shown if isinstance(shown, list) else [shown])


def _key(value: Any) -> Any:
    """A value as the change log holds it: a related record by its key."""
    return plain(value.pk if isinstance(value, models.Model) else value)
