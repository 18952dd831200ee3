"""Forms of terms, meetings, bodies and delegates in the admin."""

from typing import Any

from django import forms
from django.contrib.admin.sites import site
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import Delegate, Person
from townships.forms import ReasonedForm
from unionreg.admin_forms import RegistryForm
from unionreg.text import tidy
from unionreg.widgets import RecordSelect


class TermForm(ReasonedForm):
    """A correction always has a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:
            self.fields["reason"].required = True


class DelegateForm(RegistryForm):
    """A delegate: a cadre on record, or somebody new by name."""

    # `reason` is a field of the record: why the mandate ended.
    why = forms.CharField(
        label=gettext_lazy("reason of the change"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Goes into the change history."),
    )
    new_name = forms.CharField(
        label=gettext_lazy("or a new person"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Only for somebody who is not among the cadres yet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            self.fields["person"].required = False
        if "represents" in self.fields:
            self.fields["represents"].label = _("electing unit")

    def clean(self) -> dict[str, Any] | None:
        """One of the two."""
        cleaned = super().clean() or {}
        if "person" in self.fields and not cleaned.get("person"):
            name = tidy(cleaned.get("new_name", ""))
            if not name:
                self.add_error("person", _("Choose a cadre, or type the name of a new one."))
            cleaned["new_name"] = name
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The service validates the person, who may be new."""
        return {*super()._get_validation_exclusions(), "person"}  # type: ignore[misc]


class ReplaceForm(forms.Form):
    """A mandate that ends before the term does, and who takes it over."""

    on = forms.DateField(label=gettext_lazy("First day of the successor"), widget=AdminDateWidget)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Successor"),
        required=False,
        widget=RecordSelect(Delegate._meta.get_field("person"), site),
        help_text=gettext_lazy("Empty: the mandate ends and nobody takes it over."),
    )
    new_name = forms.CharField(label=gettext_lazy("or a new person"), max_length=60, required=False)
    record_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, delegate: Delegate, user: Any, data: Any = None) -> None:
        super().__init__(data, initial={"record_version": delegate.version})
        people: Any = self.fields["person"]
        rows = Person.objects.visible_to(user, "cadres.change_delegate")
        people.queryset = rows.in_county(delegate.county_code)
        self.county_code = delegate.county_code

    def clean_new_name(self) -> str:
        """The name without blanks around it."""
        return tidy(self.cleaned_data["new_name"])

    def clean(self) -> dict[str, Any]:
        """Not both a cadre and a new person."""
        cleaned = super().clean() or {}
        if cleaned.get("person") and cleaned.get("new_name"):
            raise ValidationError(_("Choose a cadre or type a new name, not both."))
        return cleaned

    def successor(self) -> Person | None:
        """Who takes over; None for nobody."""
        name = self.cleaned_data["new_name"]
        if name:
            return Person(county_code=self.county_code, name=name)
        found: Person | None = self.cleaned_data["person"]
        return found
