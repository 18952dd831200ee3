"""Correcting and renumbering divisions. Only this table is touched, never a registry row."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from history.services import record, record_many, snapshot
from townships.models import Division, FormerDivisionCode
from townships.pinyin import search_text
from unionreg.refusals import Refused

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Renumber:
    """A new code, perhaps a new name, from the day `changed_on`, with the document behind it."""

    code: str
    name: str
    changed_on: datetime.date
    document: str = ""


@transaction.atomic
def save_division(*, division: Division, user: Any, reason: str = "") -> Division:
    """Save a corrected division; loading then leaves it alone. Raises ValidationError."""
    stored = Division.objects.select_for_update().filter(pk=division.pk).first()
    before = snapshot(stored) if stored else None
    if stored is None:
        division.key = division.code
        _check_beginning(division.code, division.parent)
    division.corrected = True
    division.pinyin = search_text(division.name)
    division.full_clean()
    division.save()
    record(instance=division, before=before, user=user, reason=reason)
    return division


@transaction.atomic
def renumber(*, division: Division, change: Renumber, user: Any) -> int:
    """Give a division a new code, and everything below it the new beginning of the code.

    The registry keys stay, so no record of any other table changes. Every old code is kept as a
    former code until the day before. Returns how many divisions got a new code; raises Refused when
    a code has the wrong length or belongs to another place.
    """
    _check(division, change)
    below = Division.objects.filter(code__startswith=division.code, level__gt=division.level)
    rows = [division, *below.select_for_update().order_by("level", "code")]
    new_codes = [change.code + row.code[len(division.code) :] for row in rows]
    _refuse_taken(new_codes, rows)
    before = [snapshot(row) for row in rows]
    former = [
        FormerDivisionCode(
            division=row, code=row.code, name=row.name, valid_to=change.changed_on - ONE_DAY
        )
        for row in rows
    ]
    FormerDivisionCode.objects.bulk_create(former, ignore_conflicts=True)
    for row, code in zip(rows, new_codes, strict=True):
        row.code, row.corrected = code, True
    division.name = change.name
    division.pinyin = search_text(change.name)
    Division.objects.bulk_update(rows, ["code", "name", "pinyin", "corrected"], batch_size=200)
    record_many(changes=list(zip(rows, before, strict=True)), user=user, reason=change.document)
    return len(rows)


def _check(division: Division, change: Renumber) -> None:
    if len(change.code) != division.level or not change.code.isdigit():
        text = _("A code of this level has %(n)s digits.") % {"n": division.level}
        raise Refused({"code": text})
    if change.code == division.code:
        raise Refused({"code": _("This is the code it has already.")})
    _check_beginning(change.code, division.parent)


def _check_beginning(code: str, parent: Division | None) -> None:
    """Raise Refused unless the code begins with that of the parent."""
    if parent and not code.startswith(parent.code):
        text = _("The code begins with that of %(place)s, %(code)s.")
        raise Refused({"code": text % {"place": parent.name, "code": parent.code}})


def _refuse_taken(codes: list[str], rows: list[Division]) -> None:
    own = [row.pk for row in rows]
    taken = Division.objects.filter(code__in=codes).exclude(pk__in=own).first()
    if taken:
        text = _("The code %(code)s belongs to %(place)s.")
        raise Refused({"code": text % {"code": taken.code, "place": taken.name}})
