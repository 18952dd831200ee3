"""The list of an admin, as all of ours begin with it."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import Model

# Columns that hold the spelling of a name, for people and for places and organisations.
SPELLINGS = ("name_pinyin", "pinyin")


def spelling_of(model: type[Model], path: str) -> str:
    """Path to the pinyin of a name, for `name` or `union__name`; empty where none is kept."""
    before, _nothing, last = path.rpartition("__")
    if last != "name":
        return ""
    for part in before.split("__") if before else ():
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]
    kept = {field.name for field in model._meta.fields}
    found = next((name for name in SPELLINGS if name in kept), "")
    return f"{before}__{found}" if before and found else found


class RegistryList(ChangeList):
    """Rows lead to their form, which leads back to the list as it is filtered.

    Names are sorted by their pinyin, as in a dictionary or in Excel: the order of the characters in
    Unicode means nothing to anybody.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django would resolve the address of every row to find out that the filters belong there.
        self._kept, self.preserved_filters = self.preserved_filters, ""

    def url_for_result(self, result: Any) -> str:
        """Address of the form of a row, with the filters."""
        address = str(super().url_for_result(result))
        return f"{address}?{self._kept}" if self._kept else address

    def shown_field(self, column: Any) -> Any:
        """The field that a column shows, or that Django would sort it by."""
        return super().get_ordering_field(column)

    def get_ordering_field(self, field_name: Any) -> Any:
        """What a column is sorted by."""
        field = self.shown_field(field_name)
        spelling = spelling_of(self.model, field) if isinstance(field, str) else ""
        return spelling or field
