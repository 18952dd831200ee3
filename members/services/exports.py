"""Workbooks of members: written, entered into the change history, fetched once, removed."""

import datetime
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from history.choices import Action
from history.context import request_id
from history.models import Change
from members.models import ExportState, Member, MemberExport
from members.services.reveal import PERMISSION as REVEAL
from members.workbook import check_length, write_members
from unionreg.row_order import NEWEST, RowOrder

EXPORT = "members.export_member"
KEPT_FOR = datetime.timedelta(days=1)


def check_request(*, user: Any, unmasked: bool, reason: str) -> None:
    """Raise PermissionDenied or ValidationError when the user may not have such a workbook."""
    if not user.has_perm(EXPORT) or (unmasked and not user.has_perm(REVEAL)):
        raise PermissionDenied
    if unmasked and not reason.strip():
        raise ValidationError({"reason": _("Say what you need the numbers for.")})


def write_export(
    *,
    members: QuerySet[Member],
    order: RowOrder,
    user: Any,
    unmasked: bool = False,
    reason: str = "",
    progress: Callable[[int], None] = lambda _number: None,
) -> tuple[Path, int]:
    """Write a workbook into the folder of exports; its path and the number of people.

    In `order`, or newest first where rows can have no value in a column of the order.

    The change history of each county says who took how many people, masked or not, and why, before
    the file is handed out.
    """
    check_request(user=user, unmasked=unmasked, reason=reason)
    remove_old_exports()
    path = _folder() / f"{uuid.uuid4().hex}.xlsx"
    path.touch(mode=0o600)
    order = order if order.can_follow(Member) else NEWEST
    counted = write_members(path, members, order, user=user, unmasked=unmasked, progress=progress)
    _record(counted, user, unmasked, reason)
    return path, sum(counted.values())


def _folder() -> Path:
    folder = Path(str(settings.MEDIA_ROOT)) / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _record(counted: dict[tuple[str, str], int], user: Any, unmasked: bool, reason: str) -> None:
    """One entry for each county; it lies in a township when everybody is from there."""
    Change.objects.bulk_create(
        Change(
            county_code=county_code,
            township_key=townships.popitem()[0] if len(townships) == 1 else "",
            model="members.member",
            object_label=_("export of members"),
            action=Action.EXPORTED,
            fields={"rows": [None, number], "id_masked": [None, _in_words(unmasked)]},
            reason=reason[:200],
            user=user,
            request_id=request_id.get(),
        )
        for county_code, townships, number in _by_county(counted)
    )


def _by_county(counted: dict[tuple[str, str], int]) -> list[tuple[str, dict[str, int], int]]:
    """County, its townships, and the people of all of them."""
    counties: dict[str, dict[str, int]] = {}
    for (county_code, township_key), number in counted.items():
        counties.setdefault(county_code, {})[township_key] = number
    return [(code, places, sum(places.values())) for code, places in sorted(counties.items())]


def _in_words(unmasked: bool) -> str:
    return _("in full") if unmasked else _("masked")


def ask_for_export(
    *,
    user: Any,
    query: str,
    expected: int,
    language: str,
    unmasked: bool = False,
    reason: str = "",
) -> MemberExport:
    """Put a large workbook into the queue; about so many people are `expected` in it."""
    from members.tasks import write_in_background

    check_request(user=user, unmasked=unmasked, reason=reason)
    check_length(expected)
    with transaction.atomic():
        export = MemberExport.objects.create(
            user=user,
            query=query,
            expected=expected,
            unmasked=unmasked,
            reason=reason[:200],
            language=language,
        )
        transaction.on_commit(lambda: write_in_background.enqueue(export.pk))
    return export


def exports_of(user: Any) -> list[MemberExport]:
    """The workbooks that the user asked for within the last day, the newest first."""
    recent = MemberExport.objects.filter(user=user, asked_at__gte=timezone.now() - KEPT_FOR)
    return list(recent[:5])


def file_of(export: MemberExport) -> Path | None:
    """The workbook, as long as it is there."""
    path = _folder() / export.file_name
    return path if export.file_name and path.is_file() else None


def remove_old_exports() -> int:
    """Remove workbooks that are older than a day; how many files went."""
    limit = timezone.now() - KEPT_FOR
    old = MemberExport.objects.filter(asked_at__lt=limit).exclude(state=ExportState.REMOVED)
    old.update(state=ExportState.REMOVED, file_name="")
    removed = 0
    for path in _folder().glob("*.xlsx"):
        if path.stat().st_mtime < limit.timestamp():
            path.unlink(missing_ok=True)
            removed += 1
    return removed
