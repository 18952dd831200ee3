"""Reading the change log with labels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.choices import Action
from history.models import Change
from unionreg.county import CountyRow

MOST_CHANGES = 100


@dataclass(frozen=True)
class FieldChange:
    """One field of a change as people read it."""

    name: str
    label: str
    before: str
    after: str


def changes_of(instance: models.Model) -> models.QuerySet[Change]:
    """The changes of one record, newest first."""
    county_code = getattr(instance, "county_code", "") or "000000"
    label = instance._meta.concrete_model._meta.label_lower  # type: ignore[union-attr]
    rows = Change.objects.filter(county_code=county_code, model=label, object_id=str(instance.pk))
    return rows.select_related("user")


def labelled(changes: Iterable[Change]) -> list[tuple[Change, list[FieldChange]]]:
    """Changes with their fields in words; foreign keys are looked up once per model."""
    rows = list(changes)
    names = _related_names(rows)
    return [(row, _fields_of(row, names)) for row in rows]


# Fields of a change that are not fields of the record.
EXTRA_LABELS = {
    "rows": gettext_lazy("number of records"),
    "assignments": gettext_lazy("roles and places"),
    "former_codes": gettext_lazy("former codes"),
    "employers_added": gettext_lazy("employers newly covered"),
    "employers_ended": gettext_lazy("employers no longer covered"),
    "term_opened": gettext_lazy("term opened"),
    "townships_covered": gettext_lazy("townships that the federation extends to"),
    "lock": gettext_lazy("sign-in"),
}


def _field(row: Change, name: str) -> Any:
    """The model field of a recorded name; None when it no longer exists."""
    try:
        return apps.get_model(row.model)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return None


def _related_names(rows: list[Change]) -> dict[type[models.Model], dict[str, str]]:
    """Names of all records that the changes point to, one query per model."""
    wanted: dict[type[models.Model], set[tuple[str, Any]]] = {}
    for row in rows:
        for name, values in row.fields.items():
            field = _field(row, name)
            if isinstance(field, models.ForeignKey):
                keys = {(row.county_code, value) for value in values if value is not None}
                wanted.setdefault(field.remote_field.model, set()).update(keys)
    return {model: _names(model, keys) for model, keys in wanted.items()}


def _names(model: type[models.Model], keys: set[tuple[str, Any]]) -> dict[str, str]:
    queryset = model._default_manager.filter(pk__in={key for _county, key in keys})
    if issubclass(model, CountyRow):
        queryset = queryset.filter(county_code__in={county for county, _key in keys})
    return {str(row.pk): str(row) for row in queryset}


def _fields_of(row: Change, names: dict[type[models.Model], dict[str, str]]) -> list[FieldChange]:
    return [
        FieldChange(
            name=name,
            label=_label(row, name),
            before=_shown(row, name, before, names),
            after=_shown(row, name, after, names),
        )
        for name, (before, after) in _values(row)
    ]


def _values(row: Change) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Fields with what stood there before and after.

    The undo of an import keeps the values of a record that goes as the import had brought them.
    """
    for name, (before, after) in row.fields.items():
        gone = row.action == Action.REMOVED and before is None
        yield name, (after, before) if gone else (before, after)


def _label(row: Change, name: str) -> str:
    return str(getattr(_field(row, name), "verbose_name", EXTRA_LABELS.get(name, name)))


def _mask(row: Change, name: str) -> Any:
    """How the model wants the field hidden in its history (`history_masks`), if it does."""
    try:
        model = apps.get_model(row.model)
    except LookupError:
        return None
    return getattr(model, "history_masks", {}).get(name)


def _shown(
    row: Change,
    name: str,
    value: Any,
    names: dict[type[models.Model], dict[str, str]],
) -> str:
    """A stored value in words: yes/no, the label of a choice, the name behind a key."""
    if value in (None, ""):
        return _("(empty)")
    field, mask = _field(row, name), _mask(row, name)
    if mask:
        return str(mask(str(value)))
    if isinstance(field, models.ForeignKey):
        return names.get(field.remote_field.model, {}).get(str(value), str(value))
    if isinstance(field, models.DateTimeField):
        return _moment(str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and isinstance(field, models.IntegerField) and not field.choices:
        return f"{value:,}"
    choices = dict(getattr(field, "flatchoices", None) or [])
    return str(choices.get(value, localize(value)))


def _moment(value: str) -> str:
    """A stored moment as people read it, in the time of the place."""
    found = parse_datetime(value)
    return value if found is None else date_format(timezone.localtime(found), "Y-m-d H:i")


def last_changes(instance: models.Model, number: int) -> list[tuple[Change, list[FieldChange]]]:
    """The newest `number` changes of a record in words, `MOST_CHANGES` at most."""
    return labelled(changes_of(instance)[: min(max(number, 0), MOST_CHANGES)])
