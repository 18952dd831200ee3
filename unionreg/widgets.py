"""Form widgets of the whole project."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect
from django.contrib.admin.widgets import AutocompleteSelectMultiple as AdminAutocompleteMultiple
from django.core.exceptions import ValidationError


class _KnownChoices(AutocompleteMixin):
    """Shows again what was sent, as far as it can be a key at all.

    Django's own widget asks the database for whatever a form was sent and fails with a server error
    for letters or forty digits; the field itself refuses them in words.
    """

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The chosen options; those that can be no key are left out."""
        return super().optgroups(name, [item for item in value if self._can_be(item)], attr)

    def _can_be(self, value: Any) -> bool:
        return can_be_key(self.field, value)


class RecordSelect(_KnownChoices, AutocompleteSelect):
    """One record, found by typing."""


class RecordSelectMultiple(_KnownChoices, AdminAutocompleteMultiple):
    """Several records, found by typing."""


def can_be_key(field: Any, value: Any) -> bool:
    """Whether a value could be a key of the record that a foreign key refers to."""
    try:
        field.target_field.clean(value, None)
    except ValidationError:
        return value in ("", None)
    return True
