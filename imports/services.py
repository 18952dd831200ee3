"""What people do with a batch: upload, confirm, throw away, undo.  Workers do the rest.

Each of these is one short transaction that changes the state of the batch from what the user saw;
when it has changed in the meantime, nothing happens and `WrongState` says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from history.choices import Action
from history.context import request_id
from history.models import Change
from imports.choices import Mode, State
from imports.kinds import kind_of
from imports.models import ImportBatch
from imports.models.batch import REMINDED
from imports.pipeline import staging
from imports.places import PERMISSION, Place
from imports.tasks import send
from townships.models import Union

BLOCK = 2**20


class WrongState(ValidationError):
    """The batch is no longer where the user saw it."""

    def __init__(self) -> None:
        super().__init__(_("This import has moved on in the meantime. Look at it again."))


def digest_of(file: IO[bytes]) -> tuple[str, int]:
    """SHA-256 and size in bytes of an open file; leaves it at its beginning."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    file.seek(0)
    return digest.hexdigest(), size


@transaction.atomic
def create_batch(
    *,
    kind: str,
    place: Place,
    user: Any,
    file: IO[bytes],
    name: str,
    mode: str = Mode.GOOD_ROWS,
    default_union: Union | None = None,
    send_it: bool = True,
) -> ImportBatch:
    """Keep an uploaded file and have it checked.

    `place` must be inside the user's scope for imports, `default_union` inside `place`.  Raises
    PermissionDenied otherwise.  `send_it` False: the caller does the work itself (commands).
    """
    _check_allowed(kind, place, user, default_union)
    sha256, size = digest_of(file)
    batch = ImportBatch(
        county_code=place.county_code,
        township=place.township,
        kind=kind,
        mode=mode,
        default_union=default_union,
        original_name=PurePath(name).name[-200:],
        sha256=sha256,
        size=size,
        created_by=user,
    )
    batch.file.save(batch.original_name, File(file), save=False)
    batch.save()
    if send_it:
        send(batch)
    return batch


def _check_allowed(kind: str, place: Place, user: Any, default_union: Union | None) -> None:
    township = place.township.key if place.township else None
    for permission in (PERMISSION, kind_of(kind).permission):
        if not user.scope_for(permission).covers(place.county_code, township):
            raise PermissionDenied
    if default_union is None:
        return
    inside = Union.objects.in_county(place.county_code).visible_to(user, PERMISSION)
    if not inside.filter(pk=default_union.pk).exists():
        raise PermissionDenied


def _move(batch: ImportBatch, seen: Sequence[State], **values: Any) -> None:
    """Change a batch if it is still in one of the states that the user saw."""
    here = ImportBatch.objects.in_county(batch.county_code).filter(pk=batch.pk, state__in=seen)
    values |= {"heartbeat": timezone.now(), "lease": None, "attempts": 0}
    if not here.update(**values):
        raise WrongState
    for name, value in values.items():
        setattr(batch, name, value)


@transaction.atomic
def confirm(*, batch: ImportBatch, user: Any, mode: str, send_it: bool = True) -> None:
    """Have a checked batch written.  Raises WrongState, ValidationError when nothing can be."""
    _require(batch, user)
    if mode == Mode.ALL_OR_NOTHING and batch.failed_count:
        raise ValidationError(_("There are rows with errors; nothing was imported."))
    if not batch.good_count:
        raise ValidationError(_("There is nothing to import in this file."))
    confirmed = {"mode": mode, "confirmed_at": timezone.now(), "confirmed_by_id": user.pk}
    _move(batch, [State.READY], state=State.CONFIRMED, **confirmed)
    if send_it:
        send(batch)


@transaction.atomic
def discard(*, batch: ImportBatch, user: Any) -> None:
    """Throw a batch away that was not written; its staged rows and file go at once.

    Raises WrongState, also for one whose undo has stopped: its rows are in the registry.
    """
    _require(batch, user)
    if batch.undo_stopped:
        raise WrongState
    seen = [State.UPLOADED, State.READING, State.READY, State.REFUSED, State.FAILED]
    closed = {"closed_at": timezone.now(), "closed_by_id": user.pk}
    _move(batch, [*seen, State.CONFIRMED], state=State.DISCARDED, **closed)
    forget(batch)


@transaction.atomic
def dismiss(*, batch: ImportBatch, user: Any) -> None:
    """Let the home page tell no longer of the rows that were not imported.

    Raises WrongState when it does not, or no longer.
    """
    _require(batch, user)
    here = ImportBatch.objects.in_county(batch.county_code).filter(pk=batch.pk)
    now = timezone.now()
    open_still = here.filter(
        state=State.APPLIED, failed_count__gt=0, closed_at=None, created_at__gt=now - REMINDED
    )
    if not open_still.update(closed_at=now, closed_by=user.pk):
        raise WrongState


@transaction.atomic
def forget(batch: ImportBatch) -> None:
    """Remove file and staged rows, which hold personal data; the batch itself stays."""
    staging.clear(batch, kind_of(batch.kind))
    here = ImportBatch.objects.in_county(batch.county_code).filter(pk=batch.pk)
    # as they are now: a worker may have finished since the batch was read
    names = here.select_for_update().values_list("file", "error_file").get()
    for name in filter(None, names):
        transaction.on_commit(partial(batch.file.storage.delete, name))
    here.update(file="", error_file="")


@transaction.atomic
def request_undo(*, batch: ImportBatch, user: Any, partly: bool, send_it: bool = True) -> None:
    """Have a batch undone; `partly`: leave out records that were changed since.

    Raises WrongState, ValidationError when it is too late.
    """
    _require(batch, user)
    if not batch.can_be_undone:
        raise ValidationError(_("This import can no longer be undone."))
    wish = {"undone_by_id": user.pk, "undo_partly": partly}
    found: dict[str, Any] = {"undo_blocked": None, "undo_blocked_rows": []}
    _move(batch, [State.APPLIED], state=State.UNDO_WANTED, **wish, **found)
    if send_it:
        send(batch)


@transaction.atomic
def retry(*, batch: ImportBatch, user: Any) -> None:
    """Send a batch again that stopped with a fault."""
    _require(batch, user)
    back = {
        State.APPLYING: State.CONFIRMED,
        State.UNDOING: State.UNDO_WANTED,
    }.get(State(batch.failed_in or State.READING), State.UPLOADED)
    _move(batch, [State.FAILED], state=back, failed_in="")
    send(batch)


def log_download(*, batch: ImportBatch, user: Any) -> None:
    """Keep in the change log who fetched the workbook with the failed rows of a batch."""
    Change.objects.create(
        county_code=batch.county_code,
        township_key=batch.township_id or "",
        model=ImportBatch._meta.label_lower,
        object_label=_("failed rows of import %(number)s") % {"number": batch.number},
        action=Action.EXPORTED,
        fields={"rows": [None, batch.failed_count]},
        user=user,
        request_id=request_id.get(),
    )


def may_work(batch: ImportBatch, user: Any) -> bool:
    """Whether the user may import such records where the batch belongs, and not only look."""
    wanted = (PERMISSION, kind_of(batch.kind).permission)
    place = (batch.county_code, batch.township_id)
    return all(user.scope_for(permission).covers(*place) for permission in wanted)


def _require(batch: ImportBatch, user: Any) -> None:
    """Raise PermissionDenied unless the user may work on the batch."""
    if not may_work(batch, user):
        raise PermissionDenied
