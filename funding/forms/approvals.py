"""What the log of approvals is narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.choices import ApprovalKind
from funding.selectors.approvals import VIEW, Wanted
from townships.selectors.places import counties_of, find_county


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class ApprovalFilterForm(forms.Form):
    """Kind, place, person and days. What does not fit is told; nothing is shown then.

    `place` is the county that was chosen, or the only one of the user.
    """

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("all kinds of entries")), *ApprovalKind.choices],
    )
    county = forms.ChoiceField(label=_("County"), required=False)
    township = forms.ChoiceField(label=_("Township"), required=False)
    who = forms.CharField(label=_("Who"), required=False, max_length=50)
    first = _day(_("From day"))
    last = _day(_("To day"))

    def __init__(self, user: Any, data: Any) -> None:
        super().__init__(data)
        scope = user.scope_for(VIEW)
        counties = counties_of(user, VIEW) if scope.nationwide or scope.counties else []
        self._choose("county", _("all counties"), counties if len(counties) > 1 else [])
        asked = data.get("county") or (counties[0].key if len(counties) == 1 else "")
        inside = find_county(asked) if asked in {one.key for one in counties} else None
        self._choose("township", _("all townships"), inside.townships if inside else [])
        self.place = inside.division if inside else None

    def _choose(self, name: str, every: Any, places: Any) -> None:
        """The places to choose from; without any there is nothing to choose."""
        if not places:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.choices = [("", every), *((one.key, one.name) for one in places)]

    def clean(self) -> dict[str, Any]:
        """The days are in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The end lies before the beginning."))
        return cleaned

    def wanted(self) -> Wanted | None:
        """The choice; None when it is none."""
        if not self.is_valid():
            return None
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
