"""The grid of a budget, and audits."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federations.forms import day_field, with_empty
from funding import chart
from funding.choices import AuditFollowUp, BudgetKind
from funding.exact import ZERO
from funding.forms.budget_table import Names, amounts, pasted_rows, uploaded_rows
from funding.forms.money import YuanField
from funding.models import AuditRecord, Budget
from funding.selectors.budgets import below, lines_for_federations, sums
from funding.services.budgets import Planned
from townships.choices import UnionKind
from townships.models import Union

PASTED = 20_000  # characters of a pasted table
# Money for a federation below is a subsidy to a lower union.
FOR_FEDERATIONS = "lower_subsidy"


class GridForm(forms.Form):
    """One amount a category, federations below by name; or two columns pasted from Excel."""

    record_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    pasted = forms.CharField(
        label=gettext_lazy("Paste from Excel"),
        required=False,
        max_length=PASTED,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Two columns: name of the category and amount. What is pasted replaces what stands "
            "in the fields."
        ),
    )
    workbook = forms.FileField(
        label=gettext_lazy("Upload a workbook"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=gettext_lazy(
            "With the titles of the template. What is uploaded replaces what stands in the fields."
        ),
    )
    note = forms.CharField(label=gettext_lazy("note"), max_length=200, required=False)

    def __init__(self, budget: Budget, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.budget = budget
        self.federations = list(below(budget.union))
        for key, name in chart.choices(chart.BUDGETED):
            self.fields[key] = YuanField(label=name, required=False, min_value=0)
        if budget.union.kind == UnionKind.COUNTY:
            self.fields["worker_pay"] = YuanField(
                label=_("of it for the pay of social workers"),
                help_text=_("Contained in the amounts above. Leave it empty when it is not known."),
                required=False,
                min_value=0,
            )
        for union in self.federations:
            self.fields[f"f{union.pk}"] = YuanField(label=union.name, required=False, min_value=0)
        self._begin(budget)

    def _begin(self, budget: Budget) -> None:
        named = {line.federation_id: line.amount for line in lines_for_federations(budget)}
        plain = sums(budget)
        if FOR_FEDERATIONS in plain:
            plain[FOR_FEDERATIONS] -= sum(named.values(), ZERO)
        self.initial = {
            "record_version": budget.version,
            "note": budget.note,
            "worker_pay": budget.worker_pay,
            **{key: amount for key, amount in plain.items() if amount},
            **{f"f{key}": amount for key, amount in named.items()},
        }

    def group(self, kind: str) -> Iterator[Any]:
        """The fields of one class of accounts."""
        return (self[key] for key, _name in chart.choices([chart.AccountClass(kind)]))

    @property
    def income(self) -> Iterator[Any]:
        """The fields of income."""
        return self.group(chart.AccountClass.INCOME)

    @property
    def spending(self) -> Iterator[Any]:
        """The fields of spending."""
        return self.group(chart.AccountClass.SPENDING)

    @property
    def for_federations(self) -> Iterator[Any]:
        """The fields of federations below (R-FND-24)."""
        return (self[f"f{union.pk}"] for union in self.federations)

    def clean_pasted(self) -> dict[str, Decimal]:
        """By field the amounts of the pasted table. Refuses every bad row with its reason."""
        return amounts(pasted_rows(self.cleaned_data["pasted"]), self._names())

    def clean_workbook(self) -> dict[str, Decimal]:
        """By field the amounts of the uploaded table. Refuses as the pasted one does."""
        file = self.cleaned_data["workbook"]
        return amounts(uploaded_rows(file), self._names()) if file else {}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("pasted") and values.get("workbook"):
            self.add_error("workbook", _("Paste a table or upload one, not both."))
        return values

    def _names(self) -> Names:
        skipped = ("record_version", "pasted", "workbook", "note", "worker_pay")
        fields = {key: field for key, field in self.fields.items() if key not in skipped}
        return Names({str(field.label): key for key, field in fields.items()}, fields)

    def rows(self) -> Iterator[tuple[str, str, Any]]:
        """Class, name and present amount of every field: the rows of the template."""
        for kind in chart.BUDGETED:
            for field in self.group(kind):
                yield str(kind.label), str(field.label), field.initial
        for field in self.for_federations:
            yield _("For federations below"), str(field.label), field.initial

    def lines(self) -> list[Planned]:
        """What was filled in, as lines of the budget."""
        given = self.cleaned_data
        values = {**given, **given["pasted"], **given["workbook"]}
        plain = [
            Planned(key, values[key])
            for key, _name in chart.choices(chart.BUDGETED)
            if values.get(key)
        ]
        named = [
            Planned(FOR_FEDERATIONS, values[f"f{union.pk}"], union)
            for union in self.federations
            if values.get(f"f{union.pk}")
        ]
        return [*plain, *named]


class DraftForm(forms.Form):
    """Begin a budget or final account, or its next version."""

    kind = forms.ChoiceField(choices=BudgetKind.choices)
    year = forms.IntegerField(min_value=2000, max_value=9998)


class FreezeForm(forms.Form):
    """The version that was looked at."""

    record_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AuditForm(forms.Form):
    """An audit of the funds of a year."""

    audited_on = day_field(gettext_lazy("audited on"))
    audited_by = forms.CharField(label=gettext_lazy("audited by"), max_length=100)
    findings = forms.CharField(
        label=gettext_lazy("findings of the audit"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    follow_up = forms.ChoiceField(
        label=gettext_lazy("what became of it"), choices=with_empty(AuditFollowUp.choices)
    )

    def made(self, union: Union, year: int) -> AuditRecord:
        """The record."""
        return AuditRecord(union=union, year=year, **self.cleaned_data)
