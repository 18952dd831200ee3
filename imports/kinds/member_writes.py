"""What is written besides the member: the person's key, the membership, the counts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from cadres.models import Person
from cadres.services.member_links import link_members, unlink_members
from imports.choices import RowStatus
from imports.database import among, before_counting, execute, fetch, moment, quoted
from imports.kinds.member_keys import (
    WRITTEN,
    claim_keys,
    lock_keys,
    return_keys,
    without_old_row,
)
from imports.kinds.member_periods import END, KEEP, OPEN, RESUME
from imports.kinds.messages import RowIssueCode
from imports.models import ImportBatch, StagedMember
from imports.pipeline.sql import ROWS, WRITTEN_ROWS, Run, fail_written, name_of
from members.choices import ChangeType
from members.models import Member, Membership, PersonKey
from members.names import name_pinyin
from members.services import summaries
from townships.choices import OPEN_STATUSES
from townships.models import Union

PERIOD_COLUMNS = (
    *("id", "county_code", "member_id", "union_id", "valid_from", "valid_to", "kept_from"),
    *("began_by", "ended_by", "end_reason", "came_from", "went_to"),
    *("version", "created_at", "updated_at", "updated_by_id"),
)


# Changed rows of people who join again: whoever joins holds the key of the person first.
NEEDS_KEY = f"(s.key_county <> '' OR s.membership_step = '{OPEN}')"


class MemberWrites:
    """Part of the kind "members": statements of an application and of its undo.

    People who only change are locked when the new ones stand: a clerk who saves one of them does
    not wait for 100,000 others to be written.
    """

    changed_first: ClassVar[str] = NEEDS_KEY
    changed_last: ClassVar[str] = f"NOT {NEEDS_KEY}"

    def lock(self, run: Run) -> None:
        """The keys of people who left before and join now; those of newcomers do not exist yet."""
        back = f"s.key_county <> '' OR (s.row_status = %s AND {NEEDS_KEY})"
        lock_keys(run, back, [RowStatus.CHANGED])

    def conflicts(self, run: Run) -> None:
        """Unions that were closed since the preview, or moved: new people would lie elsewhere."""
        places = ", ".join(["%s"] * len(OPEN_STATUSES))
        # not correlated: PostgreSQL might go through all unions of the county for each row
        open_ones = f"FROM {name_of(Union)} u WHERE u.county_code = %s AND u.status IN ({places}))"
        closed = f"s.union_id NOT IN (SELECT u.id {open_ones}"
        moved = (
            "(s.union_id, COALESCE(s.township_id, '')) NOT IN "
            f"(SELECT u.id, COALESCE(u.township_id, '') {open_ones}"
        )
        found = [run.batch.county_code, *OPEN_STATUSES]
        condition = f"CASE s.row_status WHEN %s THEN {moved} ELSE {closed} END"
        params = [RowStatus.NEW, *found, *found]
        fail_written(run, condition, params, RowIssueCode.UNION_CLOSED)

    def before_records(self, run: Run) -> None:
        """Claim or move the persons' keys; who lost the race is not written."""
        claim_keys(run)

    def after_new(self, run: Run) -> None:
        """Open memberships, of people who come back too."""
        self._open_periods(run)

    def after_records(self, run: Run) -> None:
        """End, keep and resume memberships; count people again."""
        if run.batch.changed_count:
            self._change_periods(run)
        self._link_cadres(run)
        self._count(run)

    def _open_periods(self, run: Run) -> None:
        ended = "CASE WHEN s.valid_to IS NULL THEN '' ELSE s.{} END"
        values = [
            *("s.membership_id", "s.county_code", "s.target_id", "s.union_id"),
            *("s.valid_from", "s.valid_to", "s.kept_from"),
            "CASE WHEN s.change_type = %s THEN s.change_type ELSE %s END",
            *(ended.format("change_type"), ended.format("change_reason")),
            *("''", "''", "1", "%s", "%s", "%s"),
        ]
        now = moment(run.now)
        params = [ChangeType.TRANSFERRED_IN, ChangeType.JOINED, now, now, run.user_id]
        execute(
            f"INSERT INTO {name_of(Membership)} ({quoted(PERIOD_COLUMNS)}) "
            f"SELECT {', '.join(values)} FROM {name_of(StagedMember)} s "
            f"WHERE {WRITTEN_ROWS} AND s.membership_step = %s "
            "ORDER BY s.row_status, s.row_number",
            [*params, *run.written, OPEN],
        )

    def _change_periods(self, run: Run) -> None:
        sets, params = _sets(
            {
                END: {
                    "valid_to": "s.valid_to",
                    "ended_by": "s.change_type",
                    "end_reason": "s.change_reason",
                },
                KEEP: {"kept_from": "s.kept_from"},
                RESUME: {"kept_from": "NULL"},
            },
            # every step may also put in the first day where none is recorded
            "COALESCE(s.valid_from, m.valid_from)",
        )
        self._update_periods(run, sets, params)

    def _update_periods(self, run: Run, sets: str, params: list[Any]) -> None:
        execute(
            f"UPDATE {name_of(Membership)} AS m SET {sets}, version = m.version + 1, "
            f"updated_at = %s, updated_by_id = %s FROM {name_of(StagedMember)} s "
            f"WHERE m.county_code = %s AND m.id = s.membership_id AND {ROWS} "
            "AND s.membership_step NOT IN ('', %s)",
            [
                *params,
                *(moment(run.now), run.user_id, run.batch.county_code),
                *run.rows(RowStatus.CHANGED),
                OPEN,
            ],
        )

    def _link_cadres(self, run: Run) -> None:
        link_members(
            county_code=run.batch.county_code,
            members=_members(run, *WRITTEN),
            user=run.batch.author,
            batch_id=run.batch.pk,
        )

    def _count(self, run: Run) -> None:
        before_counting()
        rows = fetch(
            f"SELECT DISTINCT s.union_id FROM {name_of(StagedMember)} s "
            "WHERE s.county_code = %s AND s.batch_id = %s AND s.union_id IS NOT NULL",
            [run.batch.county_code, run.batch.pk],
        )
        unions = sorted(number for (number,) in rows)
        summaries.refresh(county_code=run.batch.county_code, union_ids=unions)

    # --- undo ---------------------------------------------------------------------------------

    own_relations: ClassVar[tuple[type[Model], ...]] = (Membership, Person)

    def own_references(self, batch: ImportBatch) -> Q:
        """Memberships that came after the import's."""
        later = Membership._base_manager.filter(
            county_code=batch.county_code, member_id=OuterRef("target_id")
        ).exclude(pk=OuterRef("membership_id"))
        return Q(Exists(later))

    def kept_from_undo(self, batch: ImportBatch) -> Q:
        """People who have joined elsewhere since, or whose row here is a former one (R-MEM-02).

        With another current row, an undone leaving would be a second open membership, and the
        removed row a hole in the person's story.  What is no step of a membership can be undone.
        """
        rows = StagedMember.objects.in_county(batch.county_code).filter(batch_id=batch.pk)
        # not correlated: a cluster asks for the keys by themselves
        current = PersonKey.objects.filter(
            county_code=batch.county_code, member_id__in=rows.values("target_id")
        )
        changed = Q(row_status=RowStatus.CHANGED) & ~Q(membership_step="")
        return (Q(row_status=RowStatus.NEW) | changed) & ~Q(
            target_id__in=current.values("member_id")
        )

    def lock_undo(self, run: Run) -> None:
        """The keys of the people whose memberships the undo changes."""
        lock_keys(run, "s.row_status = %s OR s.membership_step <> ''", [RowStatus.NEW])

    def before_removal(self, run: Run) -> None:
        """Take away memberships, links and keys that the import brought, give back moved keys."""
        unlink_members(
            county_code=run.batch.county_code,
            members=_members(run, RowStatus.NEW),
            user=run.batch.undone_by,
            batch_id=run.batch.pk,
        )
        condition, params = among("s.id", without_old_row(run))
        for status in WRITTEN:
            execute(
                f"DELETE FROM {name_of(Membership)} WHERE county_code = %s AND id IN "
                f"(SELECT s.membership_id FROM {name_of(StagedMember)} s "
                f"WHERE {ROWS} AND s.membership_step = %s)",
                [run.batch.county_code, *run.rows(status), OPEN],
            )
            return_keys(run, status, f"NOT ({condition})", params)
        execute(
            f"DELETE FROM {name_of(PersonKey)} WHERE county_code = %s AND member_id IN "
            f"(SELECT s.target_id FROM {name_of(StagedMember)} s WHERE {ROWS})",
            [run.batch.county_code, *run.rows(RowStatus.NEW)],
        )
        sets, params = _sets(
            {
                END: {"valid_to": "NULL", "ended_by": "''", "end_reason": "''"},
                KEEP: {"kept_from": "NULL"},
                RESUME: {"kept_from": "s.kept_from"},
            },
            "CASE WHEN s.valid_from IS NULL THEN m.valid_from END",
        )
        self._update_periods(run, sets, params)

    def after_undo(self, run: Run) -> None:
        """Count people again."""
        self._count(run)

    def restored(self, row: dict[str, Any]) -> dict[str, Any]:
        """A record as it was, with what the change log does not hold."""
        row["name_pinyin"], row["name_initials"] = name_pinyin(row["name"])
        return row


def _members(run: Run, *statuses: str) -> QuerySet[Member]:
    """The members of the rows with one of the statuses."""
    rows = StagedMember.objects.in_county(run.batch.county_code).filter(
        batch_id=run.batch.pk, row_status__in=statuses
    )
    return Member.objects.in_county(run.batch.county_code).filter(pk__in=rows.values("target_id"))


def _sets(steps: dict[str, dict[str, str]], first_day: str) -> tuple[str, list[Any]]:
    """`column = CASE step WHEN … THEN … ELSE as it is END` for every column that a step changes.

    `first_day` is the new value of `valid_from`.
    """
    columns = sorted({column for step in steps.values() for column in step})
    parts: list[str] = []
    params: list[Any] = []
    for column in columns:
        cases = [(step, values[column]) for step, values in steps.items() if column in values]
        whens = " ".join(f"WHEN %s THEN {value}" for _step, value in cases)
        parts.append(f"{column} = CASE s.membership_step {whens} ELSE m.{column} END")
        params += [step for step, _value in cases]
    return ", ".join([*parts, f"valid_from = {first_day}"]), params
