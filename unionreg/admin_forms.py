"""The form behind every registry record in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from unionreg.county import Conflict
from unionreg.refusals import add_errors, conflict_message


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
        """Say what changed; the next save starts from the version shown now."""
        expected = self.cleaned_data.get("record_version") or conflict.current.version
        self.add_error(None, conflict_message(conflict, expected))
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("record_version")] = conflict.current.version
        self.data = data
