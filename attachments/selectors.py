"""Reading documents of organisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from attachments.models import Attachment
from attachments.records import record_key
from history.models import Change
from townships.models import Union

VIEW = "attachments.view_attachment"
MOST_CHANGES = 50


def union_or_404(user: Any, union_id: int) -> Union:
    """A union whose documents the user may see."""
    rows = Union.objects.visible_to(user, VIEW).select_related("township")
    found = rows.filter(pk=union_id).first() if union_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def attachment_or_404(user: Any, attachment_id: int) -> Attachment:
    """A document inside the user's places, with its union; a removed one as well."""
    rows = Attachment.objects.visible_to(user, VIEW).select_related("union")
    found = rows.filter(pk=attachment_id).first() if attachment_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def documents_of(union: Union, *, removed: bool = False) -> list[Attachment]:
    """The documents of a union and of its records, newest first; or those that were removed."""
    rows = Attachment.objects.in_county(union.county_code).filter(union_id=union.pk)
    return list(rows.filter(removed_on__isnull=not removed).select_related("updated_by"))


def of_record(documents: Iterable[Attachment], record: Any) -> list[Attachment]:
    """Those that prove one record."""
    key = record_key(record)
    return [document for document in documents if document.record == key]


def changes_of_documents(union: Union) -> list[Change]:
    """What happened to the documents of a union, newest first, `MOST_CHANGES` at most."""
    rows = Attachment.objects.in_county(union.county_code).filter(union_id=union.pk)
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    changes = Change.objects.filter(
        county_code=union.county_code, model=Attachment._meta.label_lower, object_id__in=keys
    )
    return list(changes.select_related("user")[:MOST_CHANGES])
