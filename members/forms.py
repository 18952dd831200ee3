"""Forms of members."""

from typing import Any

from django import forms
from django.contrib.admin.sites import site
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.choices import ChangeReason, ChangeType
from members.errors import AlreadyMember
from members.identity import tells_sex
from members.models import Member
from members.services.details import check_identity
from members.services.membership import ENDINGS
from townships.choices import OPEN_STATUSES
from townships.models import Union
from unionreg.admin_forms import RegistryForm
from unionreg.refusals import add_errors
from unionreg.widgets import RecordSelect

# Browsers must not remember the number; static/js/members.js reads the rest.
_NUMBER_FIELD = {
    "class": "vTextField",
    "autocomplete": "off",
    "spellcheck": "false",
    "data-id-number": "",
    "data-wrong-digit": gettext_lazy("One digit is wrong: the check digit does not fit."),
    "data-differs": gettext_lazy("Date of birth or sex below differ from the number."),
}


def past_day(day: Any) -> Any:
    """Validate a day that has come."""
    if day and day > timezone.localdate():
        raise ValidationError(_("This day is still to come. Record the change on that day."))
    return day


class MemberForm(RegistryForm):
    """A person. The ID number is typed here and nowhere kept but sealed."""

    id_number = forms.CharField(
        label=gettext_lazy("ID number"),
        max_length=40,
        widget=forms.TextInput(attrs=_NUMBER_FIELD),
        help_text=gettext_lazy(
            "As on the card. Date of birth and sex are taken from it; it is stored encrypted."
        ),
    )
    joined_on = forms.DateField(
        label=gettext_lazy("member of this union since"), widget=AdminDateWidget
    )
    first_joined_on = forms.DateField(
        label=gettext_lazy("first joined a union on"),
        widget=AdminDateWidget,
        required=False,
        help_text=gettext_lazy("Only for somebody who was a member elsewhere before."),
    )
    came_from = forms.CharField(
        label=gettext_lazy("transferred from"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Name of the union, when it is not in this registry."),
    )
    name_changed = forms.BooleanField(
        label=gettext_lazy("The person has changed the name; the number is right"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("reason of the change"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Goes into the change history. Needed for another ID number."),
    )

    _ADD_ONLY = ("joined_on", "first_joined_on", "came_from", "name_changed")

    class Meta:
        model = Member
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._ADD_ONLY if self.instance.pk else ("reason",):
            self.fields.pop(name, None)
        for name in ("sex", "birth_date"):
            if name in self.fields:
                self.fields[name].required = False  # the ID number says both
        if self.instance.pk:
            self._make_number_optional()
        elif not self.asks_for_name and not self.data.get("name_changed"):
            self.fields["name_changed"].widget = forms.HiddenInput()

    def _make_number_optional(self) -> None:
        """For a stored member the number is typed only to replace it."""
        field = self.fields["id_number"]
        field.required = False
        field.label = gettext_lazy("new ID number")
        field.help_text = gettext_lazy("Leave empty to keep the stored number.")

    def clean_joined_on(self) -> Any:
        """A day that has come."""
        return past_day(self.cleaned_data["joined_on"])

    def clean(self) -> dict[str, Any] | None:
        """Say all at once: what is wrong with the number, and a sex that no number tells."""
        cleaned = super().clean()
        number, id_type = self.cleaned_data.get("id_number"), self.cleaned_data.get("id_type")
        if number and id_type:
            try:
                check_identity(id_type=id_type, raw=number)
            except ValidationError as error:
                add_errors(self, error)
        if id_type and not tells_sex(id_type) and not self.cleaned_data.get("sex", True):
            self.add_error("sex", _("Choose the sex."))
        return cleaned

    @property
    def other_union(self) -> Member | None:
        """The member who has this number already, when the user may see him."""
        return self.refusal.member if isinstance(self.refusal, AlreadyMember) else None

    @property
    def asks_for_name(self) -> bool:
        """Whether the refusal was that the number is known under another name."""
        errors = getattr(self.refusal, "error_dict", {}).get("name", [])
        return any(error.code == "other_name" for error in errors)


class TaskForm(forms.Form):
    """Something that happens to a membership; starts from a version of the member."""

    reason = forms.CharField(
        label=gettext_lazy("note"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Goes into the change history."),
    )
    record_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class _MembershipForm(TaskForm):
    """With the reason of the national code list."""

    reason_code = forms.ChoiceField(
        label=gettext_lazy("reason"),
        choices=[("", gettext_lazy("Choose …")), *ChangeReason.choices],
    )


class TransferForm(_MembershipForm):
    """Into another union."""

    to_union = forms.ModelChoiceField(
        Union.objects.none(),
        label=gettext_lazy("new union"),
        widget=RecordSelect(Member._meta.get_field("union"), site),
    )
    effective_on = forms.DateField(
        label=gettext_lazy("first day in the new union"),
        widget=AdminDateWidget,
        help_text=gettext_lazy("The membership in the old union ends the day before."),
    )
    field_order = ("to_union", "effective_on", "reason_code", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unions = Union.objects.visible_to(self.user, "members.add_member")
        field: Any = self.fields["to_union"]
        field.queryset = unions.filter(status__in=OPEN_STATUSES)

    def clean_effective_on(self) -> Any:
        """A day that has come."""
        return past_day(self.cleaned_data["effective_on"])


class EndForm(_MembershipForm):
    """Leaving, being struck off, being transferred out."""

    ended_by = forms.ChoiceField(
        label=gettext_lazy("what happens"),
        choices=[
            ("", gettext_lazy("Choose …")),
            *((e.value, ChangeType(e).label) for e in ENDINGS),
        ],
    )
    on = forms.DateField(label=gettext_lazy("last day of membership"), widget=AdminDateWidget)
    went_to = forms.CharField(
        label=gettext_lazy("transferred to"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Name of the new union, if it is known."),
    )
    field_order = ("ended_by", "on", "reason_code", "went_to", "reason")

    def clean_on(self) -> Any:
        """A day that has come."""
        return past_day(self.cleaned_data["on"])


class KeepForm(_MembershipForm):
    """Keeping the membership of somebody out of work."""

    on = forms.DateField(label=gettext_lazy("kept since"), widget=AdminDateWidget)
    field_order = ("on", "reason_code", "reason")

    def clean_on(self) -> Any:
        """A day that has come."""
        return past_day(self.cleaned_data["on"])


class ResumeForm(TaskForm):
    """Ending the keeping of a membership."""


class CorrectForm(TaskForm):
    """The right first day of the open membership."""

    on = forms.DateField(label=gettext_lazy("right day of joining"), widget=AdminDateWidget)
    reason = forms.CharField(
        label=gettext_lazy("reason of the correction"),
        max_length=200,
        help_text=gettext_lazy("Goes into the change history."),
    )
    field_order = ("on", "reason")

    def clean_on(self) -> Any:
        """A day that has come."""
        return past_day(self.cleaned_data["on"])


class RevealForm(forms.Form):
    """Why somebody has to see a full ID number."""

    reason = forms.CharField(
        label=gettext_lazy("What do you need the number for?"),
        min_length=2,
        max_length=200,
        help_text=gettext_lazy("Your name, the time and this reason are recorded."),
    )


class SearchForm(forms.Form):
    """The search box of the list, sent by POST."""

    q = forms.CharField(required=False, max_length=100)


class ExportForm(forms.Form):
    """What the workbook shows of ID numbers and phones, and why."""

    unmasked = forms.BooleanField(
        label=gettext_lazy("ID numbers and phones in full"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("what for"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed for full numbers. Goes into the change history."),
    )

    def __init__(self, *args: Any, may_reveal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_reveal:
            self.fields["unmasked"].disabled = True
            self.fields["unmasked"].widget = forms.HiddenInput()
            self.fields["reason"].help_text = gettext_lazy("Goes into the change history.")
