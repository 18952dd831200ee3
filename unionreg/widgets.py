"""Form widgets and fields of the whole project."""

from typing import Any

from django import forms
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


class RecordsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several records; what can be no key is refused in words before the database is asked."""

    def clean(self, value: Any) -> Any:
        """The chosen records. Raises ValidationError for anything else."""
        records: Any = self.queryset
        key = records.model._meta.pk
        for item in value or ():
            if not can_be_value(key, item):
                text = self.error_messages["invalid_pk_value"]
                raise ValidationError(text, code="invalid_pk_value", params={"pk": item})
        return super().clean(value)


def can_be_key(foreign_key: Any, value: Any) -> bool:
    """Whether a value could be a key of the record that a foreign key refers to."""
    return value in ("", None) or can_be_value(foreign_key.target_field, value)


def can_be_value(field: Any, value: Any) -> bool:
    """Whether a value could stand in the column of a model field, by its type and its range."""
    try:
        field.clean(value, None)
    except ValidationError:
        return False
    return True
