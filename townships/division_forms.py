"""Forms of divisions."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from townships.forms import ReasonedForm
from townships.models import FormerDivisionCode
from townships.selectors.division_states import changed_since, stamp_of, state_in
from townships.services.division_checks import check_former_code
from unionreg.county import Conflict
from unionreg.refusals import show_changes


class DivisionForm(ReasonedForm):
    """A division. `record_version` is the stamp of the state that the user started from."""

    record_version = forms.CharField(  # type: ignore[assignment]  # no number here
        required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["record_version"].initial = stamp_of(self.instance)

    def _show_conflict(self, conflict: Conflict) -> None:
        started = state_in(self.cleaned_data["record_version"])
        changes = changed_since(conflict.current, started)
        self._show_changes(changes, conflict.current, stamp_of(conflict.current))


class FormerCodeForm(forms.ModelForm[FormerDivisionCode]):
    """A code that the division had before."""

    def clean(self) -> dict[str, Any] | None:
        """Not the code of another place; what is stored already stays correctable."""
        cleaned = super().clean()
        if "code" in self.changed_data and "code" in self.cleaned_data:
            check_former_code(self.cleaned_data["code"], str(self.instance.division_id))
        return cleaned


class RenumberForm(forms.Form):
    """A new code of a division. `record_version` is the stamp that the user started from."""

    code = forms.CharField(label=_("new code"), max_length=12)
    name = forms.CharField(label=_("name from then on"), max_length=50)
    changed_on = forms.DateField(label=_("first day of the new code"), widget=AdminDateWidget)
    document = forms.CharField(label=_("document number"), max_length=100, required=False)
    record_version = forms.CharField(required=False, widget=forms.HiddenInput)

    def show_conflict(self, conflict: Conflict) -> None:
        """Say what changed meanwhile; sending it again starts from the present state."""
        started = state_in(self.cleaned_data["record_version"])
        changes = changed_since(conflict.current, started)
        show_changes(self, changes.values(), stamp_of(conflict.current))
