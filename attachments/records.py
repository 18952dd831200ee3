"""How an attachment names the record that it proves: "app.model:id"."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.text import capfirst

from townships.models import Union
from unionreg.county import CountyRow
from unionreg.text import as_key

# The way from a record to its union is the beginning of its way to the township.
_TO_TOWNSHIP = "__township_id"


def record_key(record: Any) -> str:
    """The name under which attachments know a record; "" for a union or for nothing."""
    if record in (None, "") or isinstance(record, Union):
        return ""
    return f"{record._meta.concrete_model._meta.label_lower}:{record.pk}"


def union_of(record: Any) -> Union | None:
    """The union that a record belongs to; None for what belongs to a township or a county."""
    path = type(record).township_path
    if not path.endswith(f"union{_TO_TOWNSHIP}"):
        return None
    value: Any = record
    for name in path.removesuffix(_TO_TOWNSHIP).split("__"):
        value = getattr(value, name)
    return value if isinstance(value, Union) else None


def find_record(union: Union, key: str) -> Any:
    """The record of a union behind a key; None where there is none, whatever the key says."""
    label, _separator, number = key.partition(":")
    pk, model = as_key(number), _model(label)
    if pk is None or model is None:
        return None
    found = model.objects.in_county(union.county_code).filter(pk=pk).first()
    if found is None or union_of(found) != union:
        return None
    return found


def _model(label: str) -> Any:
    """A model of records that belong to a union."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    fits = issubclass(model, CountyRow) and model.township_path.endswith(f"union{_TO_TOWNSHIP}")
    return model if fits else None


def kind_words(key: str) -> str:
    """What sort of record a key names, for people: “Term”; "" for the organisation itself."""
    model = _model(key.partition(":")[0])
    return capfirst(str(model._meta.verbose_name)) if model is not None else ""
