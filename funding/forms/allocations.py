"""Forms of allocations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.models import Meeting
from funding.selectors.decisions import meetings_of
from funding.selectors.figures import last_day
from funding.selectors.schemes import usable_in
from townships.selectors.places import CountyPlace


class ChooseForm(forms.Form):
    """Which scheme, as of which day."""

    scheme = forms.ChoiceField(label=_("Scheme"))
    as_of = forms.DateField(
        label=_("Numbers as of"),
        required=False,
        help_text=_("The end of a month, or today. Left empty: the end of the year, or today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, place: CountyPlace, year: int, *args: Any) -> None:
        super().__init__(*args)
        rows = usable_in(place.division, last_day(year))
        self.schemes = {one.key: one for one in rows}
        field: Any = self.fields["scheme"]
        field.choices = [(key, str(one)) for key, one in self.schemes.items()]


class WithdrawForm(forms.Form):
    """Why an allocation is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class DecisionForm(forms.Form):
    """The meeting behind an approval."""

    meeting = forms.ModelChoiceField(
        label=_("meeting that decided"),
        queryset=Meeting.objects.none(),
        required=False,
        help_text=_("For major payments; record the meeting first."),
    )

    def __init__(self, county_code: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["meeting"].queryset = meetings_of(county_code)
