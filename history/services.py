"""Writing the change log, and saving a versioned record together with its change."""

import datetime
import decimal
import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction

from history.choices import Action
from history.context import request_id
from history.models import NO_COUNTY, Change
from unionreg.county import Conflict, RegistryRow

Record = TypeVar("Record", bound=RegistryRow)

# Bookkeeping of the row itself and values that must never appear in a log.
HIDDEN_FIELDS = frozenset(
    {"id", "version", "created_at", "updated_at", "updated_by", "id_cipher", "id_hash", "password"}
    | {
        "pinyin",
        "name_pinyin",
        "name_initials",
        "id_tail",
        "county_code",
        "secret_hash",
        "sha256",
        "seal",
    }
)


def plain(value: Any) -> Any:
    """A JSON value for a field value."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    return str(value)


def snapshot(instance: models.Model) -> dict[str, Any]:
    """The recorded fields of `instance` as plain values; foreign keys by their key."""
    return {
        field.name: plain(getattr(instance, field.attname))
        for field in instance._meta.concrete_fields
        if field.name not in HIDDEN_FIELDS
    }


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """`{field: [before, after]}` of the fields that differ."""
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }


def record(
    *,
    instance: models.Model,
    before: dict[str, Any] | None,
    user: Any,
    reason: str = "",
    action: str = "",
    fields: dict[str, list[Any]] | None = None,
    batch_id: int | None = None,
    place: tuple[str, str] | None = None,
) -> Change | None:
    """Write one change; None when nothing differs. `before` None stands for a new record.

    `place` is the key of the county and of the township ("" for none) of a record that does not
    carry them itself.
    """
    if fields is None:
        fields = _fields(instance, before)
    action = action or (Action.CREATED if before is None else Action.CHANGED)
    if not fields and action in (Action.CREATED, Action.CHANGED):
        return None
    change = _change(instance, action, fields, user, reason, batch_id)
    if place is not None:
        change.county_code, change.township_key = place
    change.save(force_insert=True)
    return change


def record_many(
    *,
    changes: Iterable[tuple[models.Model, dict[str, Any] | None]],
    user: Any,
    reason: str = "",
    batch_id: int | None = None,
    action: str = "",
) -> list[Change]:
    """Write the changes of many records, each with its snapshot before, in one statement."""
    rows = []
    for instance, before in changes:
        what = action or (Action.CREATED if before is None else Action.CHANGED)
        if fields := _fields(instance, before):
            rows.append(_change(instance, what, fields, user, reason, batch_id))
    return Change.objects.bulk_create(rows, batch_size=1000)


def _fields(instance: models.Model, before: dict[str, Any] | None) -> dict[str, list[Any]]:
    """What a change stores: the fields that differ, or those of a new record that are not empty."""
    after = snapshot(instance)
    if before is not None:
        return differences(before, after)
    return {name: [None, value] for name, value in after.items() if value not in (None, "")}


def _change(
    instance: models.Model,
    action: str,
    fields: dict[str, list[Any]],
    user: Any,
    reason: str,
    batch_id: int | None,
) -> Change:
    return Change(
        county_code=getattr(instance, "county_code", "") or NO_COUNTY,
        township_key=getattr(instance, "place_key", None) or "",
        model=instance._meta.concrete_model._meta.label_lower,  # type: ignore[union-attr]
        object_id=str(instance.pk),
        object_label=str(instance)[:200],
        action=action,
        fields=fields,
        reason=reason[:200],
        user=_person(user),
        request_id=request_id.get(),
        batch_id=batch_id,
    )


@transaction.atomic
def save_record(
    *,
    instance: Record,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
    batch_id: int | None = None,
) -> Record:
    """Validate and save a new or changed record together with its change.

    `expected_version` is the version the user started from. Raises Conflict when somebody else
    saved in between, ValidationError when the record is not valid.
    """
    before = None
    if instance.pk is not None:
        stored = lock(instance)
        if expected_version is not None and stored.version != expected_version:
            raise Conflict(stored)
        before = snapshot(stored)
        instance.version = stored.version + 1
    instance.full_clean()
    if before and not differences(before, snapshot(instance)):
        instance.version = stored.version
        return instance
    instance.updated_by = _person(user)
    instance.save()
    record(instance=instance, before=before, user=user, reason=reason, batch_id=batch_id)
    return instance


def _person(user: Any) -> Any:
    """The user, or None for commands and anonymous visitors."""
    return user if getattr(user, "pk", None) else None


def lock(instance: Record) -> Record:
    """The stored row of `instance`, locked until the transaction ends."""
    rows = type(instance)._base_manager.filter(county_code=instance.county_code)
    return rows.select_for_update(no_key=True).get(pk=instance.pk)
