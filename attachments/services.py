"""Attaching documents and taking them off again. A document's row and file stay for ever."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attachments import kinds
from attachments.models import Attachment
from attachments.records import record_key, union_of
from history.services import save_record
from townships.models import Union
from unionreg.refusals import Refused
from unionreg.text import tidy

ADD = "attachments.add_attachment"
CHANGE = "attachments.change_attachment"
LONGEST_NAME = 120
_NOT_IN_NAMES = dict.fromkeys(map(ord, '/\\:*?"<>|'), "_")


def may(user: Any, union: Union, permission: str) -> bool:
    """Whether the user holds the permission where the union lies."""
    return bool(user.scope_for(permission).covers(union.county_code, union.township_id))


@transaction.atomic
def attach(
    *,
    union: Union,
    upload: Any,
    user: Any,
    title: str = "",
    record: Any = None,
    document_no: str = "",
    dated_on: date | None = None,
) -> Attachment:
    """Keep an uploaded file as a document of `union`, or of one `record` of it.

    `title` empty: the name of the file. Raises Refused by field for a file that is too large, of
    another kind or damaged or kept there already, for a day to come and for a record of another
    union; PermissionDenied.
    """
    if not may(user, union, ADD):
        raise PermissionDenied
    name = safe_name(upload.name)
    check_file(upload)
    _check_rest(union, record, dated_on)
    digest = _digest(upload)
    _refuse_twice(union, record_key(record), digest)
    attachment = Attachment(
        county_code=union.county_code,
        union=union,
        record=record_key(record),
        title=tidy(title)[:100] or PurePath(name).stem[:100],
        document_no=tidy(document_no),
        dated_on=dated_on,
        original_name=name,
        size=upload.size,
        sha256=digest,
    )
    return _keep(attachment, upload, user)


def _keep(attachment: Attachment, upload: Any, user: Any) -> Attachment:
    """Write file and row; without the row the file goes too."""
    attachment.file.save(attachment.original_name, File(upload), save=False)
    try:
        return save_record(instance=attachment, user=user)
    except BaseException:
        attachment.file.storage.delete(str(attachment.file.name))
        raise


def _check_rest(union: Union, record: Any, dated_on: date | None) -> None:
    owner = None if record is None or isinstance(record, Union) else union_of(record)
    if record is not None and not isinstance(record, Union) and owner != union:
        raise Refused({"record": _("This record belongs to another organisation.")})
    if dated_on is not None and dated_on > timezone.localdate():
        raise Refused(
            {
                "dated_on": _("%(day)s is still to come. A document bears a day that has been.")
                % {"day": dated_on}
            }
        )


def _refuse_twice(union: Union, record: str, digest: str) -> None:
    """The same file twice in one place says nothing more."""
    rows = Attachment.objects.in_county(union.county_code).filter(
        union_id=union.pk, record=record, sha256=digest, removed_on__isnull=True
    )
    present = rows.first()
    if present is not None:
        text = _("This file is kept here already as “%(title)s”. Choose another file.")
        raise Refused({"file": text % {"title": present.title}})


def check_file(upload: Any) -> str:
    """The kind of an upload. Raises Refused: empty, too large, of another kind, locked, damaged."""
    limit = settings.ATTACHMENT_MAX_MEGABYTES
    if not upload.size:
        raise Refused({"file": _("There is nothing in this file. Choose another file.")})
    if upload.size > limit * 2**20:
        raise Refused({"file": _too_large(upload.size, limit)})
    kind = _sniffed(upload)
    ending = kinds.ending_of(upload.name)
    if not kind or not ending.kind:
        raise Refused({"file": _not_taken(upload.name)})
    if ending.kind != kind:
        raise Refused({"file": _mismatch(upload.name, ending.shown, kind)})
    return kind


def _sniffed(upload: Any) -> str:
    try:
        return kinds.kind_of(upload)
    except kinds.Locked:
        text = _("“%(name)s” asks for a password. Save it without a password and choose it again.")
    except kinds.Damaged:
        text = _("“%(name)s” is damaged and cannot be opened. Save or scan it again.")
    except kinds.WithMacros:
        text = _("“%(name)s” carries macros. Save it as an ordinary file and choose it again.")
    raise Refused({"file": text % {"name": upload.name}})


def _too_large(size: int, limit: int) -> str:
    text = _(
        "The file has %(size)s MB; %(limit)s MB are allowed. Scan it with fewer points or in parts."
    )
    return text % {"size": -(-size // 2**20), "limit": limit}


def _not_taken(name: str) -> str:
    text = _("“%(name)s” is none of the files that are taken: %(kinds)s. Save it as PDF.")
    return text % {"name": name, "kinds": _(", ").join(kinds.ENDINGS)}


def _mismatch(name: str, ending: str, kind: str) -> str:
    text = _(
        "“%(name)s” says it is %(ending)s, but its content is %(kind)s. Give it the ending "
        ".%(kind)s or save it again."
    )
    return text % {"name": name, "ending": ending, "kind": kind}


def safe_name(name: str) -> str:
    """A file name without path, invisible and forbidden characters, not too long."""
    plain = tidy(PurePath(name.replace("\\", "/")).name).translate(_NOT_IN_NAMES).lstrip(".")
    stem, dot, ending = plain.rpartition(".")
    return f"{(stem or 'document')[:LONGEST_NAME]}{dot}{ending[:10]}" if dot else plain[:100]


def _digest(upload: Any) -> str:
    digest = hashlib.sha256()
    for block in upload.chunks():
        digest.update(block)
    upload.seek(0)
    return digest.hexdigest()


@transaction.atomic
def remove(
    *, attachment: Attachment, reason: str, user: Any, expected_version: int | None = None
) -> Attachment:
    """Take a document off; its row, its file and who did it stay. `reason` is required.

    Raises Refused, Conflict, PermissionDenied.
    """
    if not may(user, attachment.union, CHANGE):
        raise PermissionDenied
    if not tidy(reason):
        raise Refused({"reason": _("Say why the document is removed.")})
    if attachment.removed_on is not None:
        raise Refused(_("This document has been removed already."))
    attachment.removed_on = timezone.localdate()
    attachment.removal_reason = tidy(reason)[:200]
    return save_record(
        instance=attachment,
        user=user,
        expected_version=expected_version,
        reason=attachment.removal_reason,
    )
