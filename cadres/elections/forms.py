"""What one fills in about terms: first terms in a table, approvals of another date."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices import TermChange
from cadres.models import Term
from cadres.services.term_changes import approve_change, outside_superior
from townships.choices import UnionKind
from townships.models import Affiliation, Union

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FirstTermForm(forms.Form):
    """One line of the table of organisations without a term on record."""

    started = forms.DateField(label=gettext_lazy("Elected on"), widget=DAY)
    years = forms.IntegerField(label=gettext_lazy("Years"), min_value=1, max_value=10)
    number = forms.IntegerField(
        label=gettext_lazy("Number of the term"), min_value=1, max_value=99, required=False
    )

    @staticmethod
    def sent(data: Mapping[str, str], key: int) -> dict[str, str]:
        """What a table sent for one organisation."""
        return {name: data.get(f"{name}-{key}", "").strip() for name in FirstTermForm.base_fields}

    def told(self) -> list[str]:
        """The errors with the names of their fields."""
        return [
            _("%(field)s: %(error)s") % {"field": self.fields[name].label, "error": error}
            for name, errors in self.errors.items()
            for error in errors
            if name in self.fields
        ]

    def term(self, union: Union) -> Term:
        """The term as it was typed. The number is left to the service where it is empty."""
        return Term(
            union=union,
            started_on=self.cleaned_data["started"],
            years=self.cleaned_data["years"],
            number=self.cleaned_data["number"] or 0,
        )


class ChangeForm(forms.Form):
    """The approval of an early or late re-election."""

    change_kind = forms.ChoiceField(
        label=gettext_lazy("Early or late"),
        choices=[(one.value, one.label) for one in (TermChange.LATE, TermChange.EARLY)],
    )
    new_due_on = forms.DateField(label=gettext_lazy("Approved new date"), widget=DAY)
    approval_no = forms.CharField(label=gettext_lazy("Approval number"), max_length=50)
    approved_on = forms.DateField(label=gettext_lazy("Approved on"), widget=DAY)
    approved_by = forms.ModelChoiceField(
        Union.objects.none(), label=gettext_lazy("Approved by"), required=False
    )
    approver_name = forms.CharField(
        label=gettext_lazy("Approved by"), max_length=100, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    record_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, term: Term, data: Any = None) -> None:
        super().__init__(data, initial=_first_values(term))
        self.term = term
        if term.union.kind == UnionKind.COUNTY:
            del self.fields["approved_by"]
            return
        del self.fields["approver_name"]
        field: Any = self.fields["approved_by"]
        field.queryset = superiors_of(term.union)
        field.empty_label = _("Choose the union that led it on that day")

    def save(self, user: Any) -> Any:
        """Call the service."""
        values = {"approved_by": None, **self.cleaned_data}
        version = values.pop("record_version")
        return approve_change(term=self.term, user=user, expected_version=version, **values)


def _first_values(term: Term) -> dict[str, Any]:
    """What the fields show at first: the approval on record, else a late one by the superior."""
    return {
        "change_kind": term.change_kind or TermChange.LATE,
        "new_due_on": term.new_due_on,
        "approval_no": term.change_approval_no,
        "approved_on": term.change_approved_on,
        "approved_by": term.change_approved_by_id or term.union.superior_id,
        "approver_name": term.change_approver_name or outside_superior(term.union),
        "reason": term.change_reason,
        "record_version": term.version,
    }


def superiors_of(union: Union) -> Any:
    """The unions that lead or led another."""
    led = Affiliation.objects.in_county(union.county_code).filter(union_id=union.pk)
    here = Q(pk__in=led.values("superior_id")) | Q(pk=union.superior_id)
    return Union.objects.in_county(union.county_code).filter(here).order_by("pinyin", "name")
