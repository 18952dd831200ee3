"""Forms of people in posts."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cadres.choices import LEADERS, LEAVING, Body, EndReason
from cadres.models import Appointment, Meeting, Person, Term
from cadres.selectors.people import accounts_of
from townships.forms import ReasonedForm

_CHOOSE = ("", gettext_lazy("Choose …"))
# Browsers must not remember the number.
_NUMBER_FIELD = {"class": "vTextField", "autocomplete": "off", "spellcheck": "false"}


class PersonForm(ReasonedForm):
    """A cadre. The ID number is typed here and nowhere kept but sealed; it may be missing."""

    id_number = forms.CharField(
        label=gettext_lazy("ID number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_NUMBER_FIELD),
        help_text=gettext_lazy(
            "As on the card, 18 or 15 digits. Date of birth and sex are taken from it; it is "
            "stored encrypted."
        ),
    )

    account = forms.ModelChoiceField(
        label=gettext_lazy("account of this person"),
        queryset=User.objects.none(),
        required=False,
        help_text=gettext_lazy(
            "With it the program knows whose approval it is. A colleague links it."
        ),
    )

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: Any = self.fields.get("account")
        if account is not None:
            account.queryset = accounts_of(self.instance)
        if "assessment" in self.fields:
            self.fields["assessment"].widget.attrs["rows"] = 3
        field = self.fields.get("id_number")
        if field is not None and self.instance.id_masked:
            field.label = gettext_lazy("new ID number")
            field.help_text = gettext_lazy("Leave empty to keep the stored number.")


class AppointmentForm(ReasonedForm):
    """Somebody in a post. A post that has ended already is recorded with its end."""

    left_because = forms.ChoiceField(
        label=gettext_lazy("left because"),
        choices=[_CHOOSE, *LEAVING],
        required=False,
        help_text=gettext_lazy("Only together with the last day."),
    )

    class Meta:
        model = Appointment
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["left_because"] = self.instance.end_reason
        for name, model in (("term", Term), ("election", Meeting)):
            self._offer_own(name, model)
        if "person" in self.fields and not self.instance.pk:
            self.fields["person"].help_text = _add_person()

    def _offer_own(self, name: str, model: Any) -> None:
        """Terms and meetings of the organisation only."""
        field: Any = self.fields.get(name)
        if field is not None:
            rows = model.objects.in_county(self.instance.county_code)
            field.queryset = rows.filter(union_id=self.instance.union_id).select_related("union")

    def clean(self) -> dict[str, Any] | None:
        """The end of a post has a day and a reason."""
        values = super().clean() or {}
        if "valid_to" not in self.fields:
            return values
        last, reason = values.get("valid_to"), values.get("left_because")
        if last and not reason:
            self.add_error("left_because", _("Choose why the person left the post."))
        if reason and not last:
            self.add_error("valid_to", _("Enter the last day in office."))
        return values


def _add_person() -> str:
    """Where somebody who is not in the list is recorded."""
    text, link = _("Not in the list? Record the person first:"), _("add a cadre")
    return format_html('{} <a href="{}">{}</a>', text, reverse("admin:cadres_person_add"), link)


class EndPostForm(forms.Form):
    """Leaving a post; chair and vice-chair with the consents of R-TRM-07."""

    last_day = forms.DateField(
        label=gettext_lazy("last day in office"),
        widget=AdminDateWidget,
        help_text=gettext_lazy("Counted as in office. A successor begins on the day after."),
    )
    reason = forms.ChoiceField(label=gettext_lazy("left because"), choices=[_CHOOSE, *LEAVING])
    consent_committee_on = forms.DateField(
        label=gettext_lazy("own committee agreed on"), required=False, widget=AdminDateWidget
    )
    consent_upper_on = forms.DateField(
        label=gettext_lazy("higher union agreed on"), required=False, widget=AdminDateWidget
    )
    consent_upper_no = forms.CharField(
        label=gettext_lazy("number of the higher union's consent"), max_length=50, required=False
    )
    record_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, post: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if post.union.is_open:
            open_ones = [_CHOOSE, *(c for c in LEAVING if c[0] != EndReason.CLOSED)]
            self.fields["reason"].choices = open_ones  # type: ignore[attr-defined]
        if post.body != Body.COMMITTEE or post.post not in LEADERS:
            for name in ("consent_committee_on", "consent_upper_on", "consent_upper_no"):
                del self.fields[name]


class AnnulForm(forms.Form):
    """Why a post was entered in error."""

    reason = forms.CharField(
        label=gettext_lazy("what is wrong"),
        max_length=200,
        help_text=gettext_lazy("For example: another person of the same name, wrong organisation."),
    )
    record_version = forms.IntegerField(widget=forms.HiddenInput)
