"""The upload form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from imports.choices import Mode
from imports.kinds import ImportKind
from imports.places import PERMISSION, Place, places_of
from townships.choices import OPEN_STATUSES, UnionKind
from townships.models import Union

MOST_UNIONS = 2000


class UploadForm(forms.Form):
    """A workbook, the place it is for, and what happens to rows with errors."""

    file = forms.FileField(
        label=_("workbook"),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("There is nothing in this file. Choose another file."),
        },
    )
    place = forms.ChoiceField(label=_("for which place"), required=False)
    union = forms.CharField(
        label=_("people for whom the file names no union belong to"),
        required=False,
        max_length=100,
    )
    mode = forms.ChoiceField(
        label=_("when rows have errors"), choices=Mode.choices, initial=Mode.GOOD_ROWS
    )

    def __init__(self, kind: ImportKind, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.places = places_of(user)
        choices = [(place.value, place.label) for place in self.places]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        if not kind.takes_default_union:
            del self.fields["union"]

    def clean_file(self) -> Any:
        """Not empty and not larger than allowed."""
        file = self.cleaned_data["file"]
        limit = settings.IMPORT_MAX_MEGABYTES
        if file.size > limit * 2**20:
            raise ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": limit})
        return file

    def clean_place(self) -> Place:
        """The chosen place; the only one when there is no choice."""
        value = self.cleaned_data["place"]
        found = [place for place in self.places if value in ("", place.value)]
        if len(found) != 1:
            raise ValidationError(_("Say for which place this file is."))
        return found[0]

    def clean(self) -> dict[str, Any]:
        """Find the union inside the place."""
        data = super().clean() or {}
        text, place = data.get("union"), data.get("place")
        if text and isinstance(place, Place):
            data["union"] = self._union(text.strip(), place)
        return data

    def _union(self, text: str, place: Place) -> Union | None:
        """The union with this name or code, whatever the list in the page has made of it."""
        rows = unions_of(self.user, place)
        name, _separator, code = text.rpartition("　")
        found: list[Union] = list(rows.filter(code=code) or rows.filter(name=name or text))
        if len(found) != 1:
            message = _("There is no union “%(value)s” in your area.") % {"value": text}
            self.add_error("union", message)
            return None
        return found[0]


def unions_of(user: Any, place: Place) -> Any:
    """Unions of a place that people can be members of, by name."""
    rows = Union.objects.in_county(place.county_code).visible_to(user, PERMISSION)
    rows = rows.filter(status__in=OPEN_STATUSES).exclude(kind=UnionKind.COUNTY)
    if place.township is not None:
        rows = rows.filter(township=place.township)
    return rows.order_by("pinyin", "name")
