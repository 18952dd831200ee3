"""Filters of lists that several apps share."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from unionreg import ui
from unionreg.county import CountyRow
from unionreg.text import as_key


class ChosenFilter(admin.SimpleListFilter):
    """One record that a link has chosen, where there are too many to list them.

    The list says which one it is, with a way to let it go. `model` is the record's, `aliases` are
    other names of the parameter in addresses.
    """

    template = "admin/chosen_filter.html"
    model: ClassVar[type[CountyRow]]
    aliases: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        for alias in self.aliases:
            if alias in params:
                params.setdefault(self.parameter_name or "", params.pop(alias))
        super().__init__(request, params, model, model_admin)

    @property
    def chosen(self) -> int | None:
        """The id of the record; None when the address names none."""
        return as_key(self.value())

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The chosen record by its name, a dash where the user may not see it."""
        if self.chosen is None:
            return []
        rows = self.model._default_manager.visible_to(request.user).filter(pk=self.chosen)
        found = rows.first()
        return [(str(self.chosen), str(found) if found else ui.NOTHING)]

    def has_output(self) -> bool:
        """Nothing to show without a chosen record."""
        return bool(self.lookup_choices)

    def expected_parameters(self) -> list[str | None]:
        """The parameter under all of its names."""
        return [self.parameter_name, *self.aliases]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The chosen record, and the list without it."""
        for _key, name in self.lookup_choices:
            without = changelist.get_query_string(remove=self.expected_parameters())
            yield {"selected": True, "display": name, "query_string": without}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.chosen is None else self.narrow(queryset, self.chosen)

    def narrow(self, rows: QuerySet[Any], key: int) -> QuerySet[Any]:
        """The rows that belong to the chosen record."""
        raise NotImplementedError
