"""Keys of persons: claimed by new members, moved here from a county that somebody has left."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Max

from imports.choices import RowStatus
from imports.database import among, execute, fetch
from imports.kinds.member_periods import OPEN
from imports.kinds.messages import RowIssueCode
from imports.models import StagedMember
from imports.pipeline.sql import ROWS, WRITTEN_ROWS, Run, fail_written, name_of
from members.models import Member, Membership, PersonKey
from members.states import OPEN_STATES

WRITTEN = (RowStatus.NEW, RowStatus.CHANGED)


class Comer(NamedTuple):
    """A staged row of somebody who left another county: his row there, the first day here."""

    staged_id: int
    county_code: str
    member_id: int
    day: datetime.date | None


def lock_keys(run: Run, needed: str, params: Sequence[object]) -> None:
    """Lock the keys of those staged rows where `needed` (about `s`) holds.

    Whoever joins, here or elsewhere, locks the key before the records.
    """
    if not connection.features.has_select_for_update:
        return
    keys, staged = name_of(PersonKey), name_of(StagedMember)
    ((run.locked_keys,),) = fetch(
        f"SELECT count(*) FROM (SELECT k.id_hash FROM {keys} k WHERE k.id_hash IN "
        f"(SELECT s.id_hash FROM {staged} s WHERE s.county_code = %s AND s.batch_id = %s "
        f"AND s.row_status IN (%s, %s) AND ({needed})) ORDER BY k.id_hash FOR UPDATE) locked",
        [run.batch.county_code, run.batch.pk, *WRITTEN, *params],
    )


def claim_keys(run: Run) -> None:
    """Claim or move the persons' keys; who lost the race is not written (R-MEM-02)."""
    keys, staged = name_of(PersonKey), name_of(StagedMember)
    execute(
        f"INSERT INTO {keys} (id_hash, county_code, member_id, former_counties) "
        f"SELECT s.id_hash, s.county_code, s.target_id, '' FROM {staged} s "
        f"WHERE {ROWS} AND s.key_county = '' ORDER BY s.id_hash "
        "ON CONFLICT (id_hash) DO NOTHING",
        run.rows(RowStatus.NEW),
    )
    comers = _comers(run)
    if comers:
        _move_keys(run)
        _leave_to_the_others(run, comers)
    # The keys of the county in a subquery of their own: a cluster asks for them by themselves.
    # Without `|| ''` PostgreSQL may read all of them for each row, as long as it does not know how
    # many this very transaction has put there.
    holder = (
        "NOT EXISTS (SELECT 1 FROM (SELECT id_hash, member_id "
        f"FROM {keys} WHERE county_code || '' = %s) k "
        "WHERE k.id_hash = s.id_hash AND k.member_id = s.target_id)"
    )
    # who has left keeps the old row when the key has gone elsewhere; only who joins needs the key
    joins = f"(s.row_status = %s OR s.membership_step = %s) AND {holder}"
    fail_written(
        run, joins, [RowStatus.NEW, OPEN, run.batch.county_code], RowIssueCode.TAKEN_MEANWHILE
    )


def _move_keys(run: Run) -> None:
    """Move the keys of people who left another county; the statement locks them too."""
    execute(
        f"UPDATE {name_of(PersonKey)} AS k SET county_code = s.county_code, "
        "member_id = s.target_id, former_counties = "
        "TRIM(REPLACE(k.former_counties || ' ' || k.county_code, s.county_code, '')) "
        f"FROM {name_of(StagedMember)} s WHERE k.id_hash = s.id_hash "
        "AND k.county_code = s.key_county AND k.member_id = s.key_member "
        f"AND s.key_county <> '' AND {WRITTEN_ROWS}",
        run.written,
    )


def _leave_to_the_others(run: Run, comers: list[Comer]) -> None:
    """Give the keys back of people who became members again where they had left.

    Their keys look as at the preview. Whoever joins claims the key first, so with the key in our
    hands nothing changes any more.
    """
    lost = [comer.staged_id for comer in _rejoined(comers)]
    if not lost:
        return
    condition, params = among("s.id", lost)
    for status in WRITTEN:
        return_keys(run, status, condition, params)
    fail_written(run, condition, params, RowIssueCode.TAKEN_MEANWHILE)


def _rejoined(everybody: list[Comer]) -> list[Comer]:
    """Comers whose membership in the other county is open again, or ended on a later day."""
    return [
        comer
        for county_code, comers in sorted(_by_county(everybody).items())
        for comer in _not_free(county_code, comers)
    ]


def _by_county(comers: list[Comer]) -> dict[str, list[Comer]]:
    found: dict[str, list[Comer]] = defaultdict(list)
    for comer in comers:
        found[comer.county_code].append(comer)
    return found


def _comers(run: Run) -> list[Comer]:
    if run.locked_keys == 0:  # who comes from elsewhere has a key
        return []
    rows = StagedMember.objects.in_county(run.batch.county_code).filter(
        batch_id=run.batch.pk, row_status__in=WRITTEN
    )
    fields = ("id", "key_county", "key_member", "valid_from")
    found = rows.exclude(key_county="").order_by("id").values_list(*fields)
    return [Comer(*values) for values in found]


def _not_free(county_code: str, comers: list[Comer]) -> list[Comer]:
    condition, params = among("id", [comer.member_id for comer in comers])
    members = Member.objects.in_county(county_code).extra(where=[condition], params=params)
    states = dict(members.order_by().values_list("pk", "state"))
    condition, params = among("member_id", [comer.member_id for comer in comers])
    periods = Membership.objects.in_county(county_code).extra(where=[condition], params=params)
    last = dict(periods.order_by().values_list("member_id").annotate(Max("valid_to")))
    return [
        comer
        for comer in comers
        if states.get(comer.member_id) in OPEN_STATES
        or _overlaps(comer.day, last.get(comer.member_id))
    ]


def _overlaps(first: datetime.date | None, last: datetime.date | None) -> bool:
    return last is not None and (first is None or first <= last)


def without_old_row(run: Run) -> list[int]:
    """Staged rows of comers whose row in the other county is gone: their keys cannot go back."""
    gone: list[int] = []
    for county_code, comers in sorted(_by_county(_comers(run)).items()):
        condition, params = among("id", [comer.member_id for comer in comers])
        rows = Member.objects.in_county(county_code).extra(where=[condition], params=params)
        there = set(rows.order_by().values_list("pk", flat=True))
        gone += [comer.staged_id for comer in comers if comer.member_id not in there]
    return gone


def return_keys(
    run: Run, status: str, condition: str = "1 = 1", params: Sequence[object] = ()
) -> None:
    """Keys go back to the county they came from; a row that stays here is a former one."""
    former = f" {run.batch.county_code}" if status == RowStatus.CHANGED else ""
    execute(
        f"UPDATE {name_of(PersonKey)} AS k SET county_code = s.key_county, "
        "member_id = s.key_member, "
        "former_counties = TRIM(REPLACE(k.former_counties, s.key_county, '') || %s) "
        f"FROM {name_of(StagedMember)} s WHERE k.id_hash = s.id_hash "
        "AND k.county_code = s.county_code AND k.member_id = s.target_id "
        f"AND s.key_county <> '' AND {ROWS} AND {condition}",
        [former, *run.rows(status), *params],
    )
