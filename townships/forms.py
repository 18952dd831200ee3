"""Forms of organisations."""

from typing import Any

from django import forms
from django.contrib.admin.sites import site
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.choices import GRASSROOTS_KINDS, UnionKind, UnionStatus
from townships.models import Employer, Union, UnionEmployer
from townships.services.coverage import covered_employers
from unionreg.admin_forms import RegistryForm
from unionreg.county import Conflict
from unionreg.widgets import RecordSelectMultiple, RecordsField

STATUSES_TO_CHOOSE = (UnionStatus.ACTIVE, UnionStatus.PREPARING)


class ReasonedForm(RegistryForm):
    """A record whose change may be given a reason for the history."""

    reason = forms.CharField(
        label=gettext_lazy("reason of the change"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Goes into the change history."),
    )


class UnionForm(ReasonedForm):
    """What township unions and grassroots unions have in common."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            choices = [(s.value, s.label) for s in STATUSES_TO_CHOOSE]
            self.fields["status"].choices = choices  # type: ignore[attr-defined]

    def clean_effective_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["effective_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Record the change on that day."))
        return day


class TownshipUnionForm(UnionForm):
    """A township union: place and form are always there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("township", "form"):
            if name in self.fields:
                self.fields[name].required = True


class GrassrootsUnionForm(UnionForm):
    """A grassroots union with the employers it covers."""

    employers = RecordsField(
        Employer.objects.none(),
        label=gettext_lazy("covered employers"),
        required=False,
        widget=RecordSelectMultiple(UnionEmployer._meta.get_field("employer"), site),
        help_text=gettext_lazy("One for a union of its own, two or more for a joint union."),
    )
    # Their ids as the form shows them: what the user adds or takes out is told apart from what
    # others did meanwhile.
    employers_shown = forms.CharField(required=False, widget=forms.HiddenInput)
    move_employers = forms.BooleanField(
        label=gettext_lazy("take employers over from other unions"), required=False
    )
    effective_on = forms.DateField(
        label=gettext_lazy("change effective on"),
        required=False,
        widget=AdminDateWidget,
        help_text=gettext_lazy(
            "First day of a new superior, township or employer. Empty: today, for a new union "
            "its founding."
        ),
    )
    document_no = forms.CharField(
        label=gettext_lazy("document of the change"), max_length=50, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            choices = [(kind, UnionKind(kind).label) for kind in GRASSROOTS_KINDS]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.kept_employers: list[Employer] = []
        if "employers" in self.fields:
            self._keep_covered_employers()
        self._keep_present_superior()

    def _keep_covered_employers(self) -> None:
        """Employers outside the user's places stay covered; the form names them below the field."""
        field: Any = self.fields["employers"]
        covered = covered_employers(self.instance)
        ids = [employer.pk for employer in covered]
        seen = set(field.queryset.filter(pk__in=ids).values_list("pk", flat=True)) if ids else ()
        shown = [employer for employer in covered if employer.pk in seen]
        self.initial["employers"] = shown
        self.initial["employers_shown"] = ",".join(str(employer.pk) for employer in shown)
        self.kept_employers = [employer for employer in covered if employer.pk not in seen]
        if self.kept_employers:
            names = _(", ").join(employer.name for employer in self.kept_employers)
            text = _("Also covered, outside your places, and unchanged: %(names)s")
            field.help_text = format_html("{} {}", field.help_text, text % {"names": names})

    def _show_conflict(self, conflict: Conflict) -> None:
        """Show the employers as they are now, with those added and taken out here."""
        super()._show_conflict(conflict)
        chosen = self.cleaned_data.get("employers")
        if chosen is None:
            return
        shown = set(self.cleaned_data.get("employers_shown", "").split(","))
        taken_out = shown - {str(employer.pk) for employer in chosen}
        kept = [unit for unit in self.initial["employers"] if str(unit.pk) not in taken_out]
        added = [unit for unit in chosen if str(unit.pk) not in shown]
        own = dict.fromkeys([*kept, *added])
        self._show("employers", [unit for unit in own if unit not in self.kept_employers])
        self._show("employers_shown", self.initial["employers_shown"])

    def clean_employers(self) -> list[Employer]:
        """The chosen employers, and those that the user cannot see."""
        return [*self.cleaned_data["employers"], *self.kept_employers]

    def _keep_present_superior(self) -> None:
        """A superior outside the user's places may stay, only not be chosen anew."""
        field: Any = self.fields.get("superior")
        if field is not None and self.instance.superior_id:
            present = Union.objects.in_county(self.instance.county_code).filter(
                pk=self.instance.superior_id
            )
            field.queryset = field.queryset | present


class ClosingForm(forms.Form):
    """Dissolving or merging, with the approval of the next higher union."""

    HOW = (
        ("dissolve", gettext_lazy("dissolve it")),
        ("merge", gettext_lazy("merge it into another union")),
    )

    how = forms.ChoiceField(label=gettext_lazy("what happens"), choices=HOW)
    target = forms.ModelChoiceField(
        Union.objects.none(),
        label=gettext_lazy("merge into"),
        required=False,
        empty_label=gettext_lazy("Choose …"),
        help_text=gettext_lazy("Its unions, employers and members go along."),
    )
    approval_no = forms.CharField(label=gettext_lazy("approval number of closing"), max_length=50)
    approved_by = forms.CharField(label=gettext_lazy("closing approved by"), max_length=100)
    closed_on = forms.DateField(label=gettext_lazy("closed on"), widget=AdminDateWidget)
    reason = forms.CharField(label=gettext_lazy("reason of closing"), max_length=200)
    record_version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        """A merger names the other union."""
        cleaned = super().clean() or {}
        if cleaned.get("how") == "merge" and not cleaned.get("target"):
            self.add_error("target", _("Choose the union it is merged into."))
        return cleaned


class HandoverForm(forms.Form):
    """Handing unions down to one township."""

    new_superior = forms.ModelChoiceField(
        Union.objects.none(),
        label=gettext_lazy("hand over to"),
        empty_label=gettext_lazy("Choose …"),
    )
    document_no = forms.CharField(label=gettext_lazy("document number"), max_length=50)
    effective_on = forms.DateField(label=gettext_lazy("effective on"), widget=AdminDateWidget)
    note = forms.CharField(label=gettext_lazy("note"), max_length=200, required=False)
    unions = forms.CharField(widget=forms.HiddenInput)

    def clean_unions(self) -> list[int]:
        """The ids of the chosen unions."""
        parts = self.cleaned_data["unions"].split(",")
        if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
            raise ValidationError(_("Choose the unions in the list again."))
        return [int(part) for part in parts]
