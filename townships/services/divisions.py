"""Correcting and renumbering divisions. Only this table is touched, never a registry row."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from history.services import differences, record, record_many, snapshot
from townships.models import Division, FormerDivisionCode
from townships.pinyin import search_text
from townships.selectors.division_states import state_in, state_of
from townships.services.division_checks import (
    check_code,
    check_end,
    check_first_day,
    check_former_code,
    check_new,
    refuse_taken,
)
from unionreg.county import Conflict

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Renumber:
    """A new code, perhaps a new name, from the day `changed_on`, with the document behind it."""

    code: str
    name: str
    changed_on: datetime.date
    document: str = ""


@transaction.atomic
def save_division(
    *,
    division: Division,
    user: Any,
    reason: str = "",
    former_codes: Iterable[FormerDivisionCode] = (),
    seen: str | None = None,
) -> Division:
    """Save a new or corrected division with its new or changed former codes, and their history.

    Loading then leaves it alone. `seen` is the stamp of the state that the user started from.
    Raises Conflict when it has changed since, Refused for a code of another place, for a day to
    come and for an end that leaves unions, members, employers or places behind, ValidationError.
    """
    stored = None if division._state.adding else _locked(division, seen)
    before = state_of(stored) if stored else None
    if stored is None:
        check_new(division)
        division.key = division.code
    check_end(division, stored)
    division.corrected = True
    division.pinyin = search_text(division.name)
    division.full_clean()
    division.save()
    _save_former_codes(division, former_codes)
    _record(division, before, user, reason)
    return division


def _locked(division: Division, seen: str | None) -> Division:
    """The stored division, locked. Raises Conflict when it is not as the user saw it."""
    stored = Division.objects.select_for_update(no_key=True).get(pk=division.pk)
    if seen is not None and state_in(seen) != state_of(stored):
        raise Conflict(stored)
    return stored


def _save_former_codes(division: Division, rows: Iterable[FormerDivisionCode]) -> None:
    known = set(division.former_codes.values_list("code", flat=True))
    for row in rows:
        row.division = division
        if row.code not in known:
            check_former_code(row.code, division.pk)
        row.full_clean()
        row.save()


def _record(division: Division, before: dict[str, Any] | None, user: Any, reason: str) -> None:
    fields = differences(before or {}, state_of(division))
    if before is None:
        fields = {name: values for name, values in fields.items() if values[1] != ""}
    record(instance=division, before=before, user=user, reason=reason, fields=fields)


@transaction.atomic
def renumber(*, division: Division, change: Renumber, user: Any, seen: str | None = None) -> int:
    """Give a division a new code, and everything below it the new beginning of the code.

    The registry keys stay, so no record of any other table changes. Every old code is kept as a
    former code until the day before. `seen` is the stamp of the state that the user started from.
    Returns how many divisions got a new code. Raises Conflict when the division has changed since,
    Refused when a code has the wrong length or is or was that of another place, or when the day is
    still to come or older than the present code, ValidationError for a name that cannot be.
    """
    place = _locked(division, seen)
    check_code(place, change.code)
    check_first_day(place, change.changed_on)
    below = Division.objects.filter(code__startswith=place.code, level__gt=place.level)
    rows = [place, *below.select_for_update(no_key=True).order_by("level", "code")]
    codes = [change.code + row.code[len(place.code) :] for row in rows]
    refuse_taken(codes, rows)
    before = [snapshot(row) for row in rows]
    _keep_codes(rows, change.changed_on - ONE_DAY)
    for row, code in zip(rows, codes, strict=True):
        row.code, row.corrected = code, True
    place.name = change.name
    place.pinyin = search_text(change.name)
    place.full_clean()
    Division.objects.bulk_update(rows, ["code", "name", "pinyin", "corrected"], batch_size=200)
    record_many(changes=list(zip(rows, before, strict=True)), user=user, reason=change.document)
    return len(rows)


def _keep_codes(rows: list[Division], last_day: datetime.date) -> None:
    """Keep the present codes and names as former ones."""
    former = [
        FormerDivisionCode(division=row, code=row.code, name=row.name, valid_to=last_day)
        for row in rows
    ]
    FormerDivisionCode.objects.bulk_create(former, ignore_conflicts=True)
