"""What is written besides the union: codes, keys, affiliation, covered employers, counts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from cadres.models import Term
from history.services import record_many
from imports.choices import RowStatus
from imports.database import execute
from imports.kinds import union_term_writes as terms
from imports.kinds.messages import RowIssueCode
from imports.models import ImportBatch, StagedUnion
from imports.pipeline.sql import ROWS, Run, fail_rows, fail_where, name_of
from townships.choices import OPEN_STATUSES
from townships.models import Affiliation, Division, Union, UnionEmployer, UnionKey, UnionSummary
from townships.pinyin import search_text
from townships.services import leaders, summaries
from townships.services.codes import code_prefix, issue_codes
from townships.services.unions import ensure_county_union

WRITTEN = (RowStatus.NEW, RowStatus.CHANGED)
BLOCK = 500


class UnionWrites:
    """Part of the kind "unions": statements of an application and of its undo."""

    own_relations: ClassVar[tuple[type[Model], ...]] = (
        Affiliation,
        UnionEmployer,
        UnionSummary,
        Term,
    )

    def conflicts(self, run: Run) -> None:
        """Names and employers that others have taken since the preview."""
        places = ", ".join(["%s"] * len(OPEN_STATUSES))
        same_name = (
            f"EXISTS (SELECT 1 FROM {name_of(Union)} u WHERE u.county_code = %s "
            f"AND u.name = s.name AND u.id <> s.target_id AND u.status IN ({places}))"
        )
        params = [run.batch.county_code, *OPEN_STATUSES]
        for status in WRITTEN:
            fail_where(run, status, same_name, params, RowIssueCode.NAME_MEANWHILE)
        self._refuse_covered(run)
        terms.refuse_opened(run)

    def _refuse_covered(self, run: Run) -> None:
        wanted = _coverage(run)
        rows = UnionEmployer.objects.in_county(run.batch.county_code).filter(
            valid_to__isnull=True, employer_id__in=list(wanted)
        )
        taken = {
            wanted[employer].pk
            for employer, union in rows.values_list("employer_id", "union_id")
            if wanted[employer].target_id != union
        }
        if taken:
            fail_rows(run, _rows(run).filter(pk__in=taken), RowIssueCode.TAKEN_MEANWHILE)

    def before_records(self, run: Run) -> None:
        """Give new unions their codes and claim credit codes in the whole country."""
        self._issue_codes(run)
        keys, staged = name_of(UnionKey), name_of(StagedUnion)
        holder = (
            "s.credit_code <> '' AND NOT EXISTS (SELECT 1 FROM "
            f"(SELECT value, union_id FROM {keys} WHERE county_code || '' = %s) k "
            "WHERE k.value = s.credit_code AND k.union_id = s.target_id)"
        )
        county = [run.batch.county_code]
        for status in WRITTEN:
            execute(
                f"INSERT INTO {keys} (value, county_code, union_id) "
                f"SELECT s.credit_code, s.county_code, s.target_id FROM {staged} s "
                f"WHERE {ROWS} AND s.credit_code <> '' ORDER BY s.credit_code "
                "ON CONFLICT (value) DO NOTHING",
                run.rows(status),
            )
            fail_where(run, status, holder, county, RowIssueCode.TAKEN_MEANWHILE)

    def _issue_codes(self, run: Run) -> None:
        rows = list(_rows(run).filter(row_status=RowStatus.NEW).order_by("row_number"))
        _lead_the_rest(run, rows)
        county = Division.objects.get(pk=run.batch.county_code)
        places = Division.objects.in_bulk({row.township_id for row in rows if row.township_id})
        by_prefix: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            place = places.get(row.township_id)
            by_prefix[code_prefix(county=county, township=place)].append(row)
        for prefix, found in by_prefix.items():
            codes = issue_codes(county_code=county.pk, prefix=prefix, count=len(found))
            for row, code in zip(found, codes, strict=True):
                row.code = code
                row.changes = {"code": [None, code], **row.changes}
        StagedUnion.objects.in_county(county.pk).bulk_update(
            rows, ["code", "superior_id", "changes"], batch_size=BLOCK
        )

    def after_records(self, run: Run) -> None:
        """Keys, superiors and employers of the unions; counts."""
        self._assign_codes(run)
        self._give_back(run)
        self._affiliate(run)
        self._cover(run)
        _tell_leaders(run)
        terms.open_terms(run)
        _count(run)

    def _assign_codes(self, run: Run) -> None:
        execute(
            f"UPDATE {name_of(UnionKey)} AS k SET union_id = s.target_id "
            f"FROM {name_of(StagedUnion)} s WHERE k.value = s.code AND {ROWS}",
            run.rows(RowStatus.NEW),
        )

    def _give_back(self, run: Run) -> None:
        """Credit codes that unions no longer have."""
        keys = name_of(UnionKey)
        execute(
            f"DELETE FROM {keys} WHERE value IN (SELECT k.value FROM {keys} k "
            f"JOIN {name_of(StagedUnion)} s ON s.target_id = k.union_id "
            f"WHERE k.county_code = %s AND {ROWS} AND k.value NOT IN (s.credit_code, s.code))",
            [run.batch.county_code, *run.rows(RowStatus.CHANGED)],
        )

    def _affiliate(self, run: Run) -> None:
        rows = _rows(run).filter(row_status=RowStatus.NEW, superior_id__isnull=False)
        made = Affiliation.objects.bulk_create(
            [
                Affiliation(
                    county_code=row.county_code,
                    union_id=row.target_id,
                    superior_id=row.superior_id,
                    valid_from=row.founded_on,
                    document_no=row.approval_no,
                    updated_by_id=run.user_id,
                )
                for row in rows.order_by("row_number")
            ],
            batch_size=BLOCK,
        )
        _record(run, made)

    def _cover(self, run: Run) -> None:
        """The employers of new unions from the founding on, those of others from today on."""
        made = UnionEmployer.objects.bulk_create(
            [
                UnionEmployer(
                    county_code=row.county_code,
                    union_id=row.target_id,
                    employer_id=employer,
                    valid_from=row.founded_on
                    if row.row_status == RowStatus.NEW
                    else timezone.localdate(),
                    updated_by_id=run.user_id,
                )
                for employer, row in _coverage(run).items()
            ],
            batch_size=BLOCK,
        )
        _record(run, made)

    # --- undo ---------------------------------------------------------------------------------

    def before_removal(self, run: Run) -> None:
        """What the import had hung on the unions, and the keys of new ones."""
        terms.remove_terms(run)
        county = run.batch.county_code
        for employer, row in _coverage(run).items():
            rows = UnionEmployer.objects.in_county(county)
            rows.filter(union_id=row.target_id, employer_id=employer).delete()
        new = _rows(run).filter(row_status=RowStatus.NEW).values("target_id")
        for model in (Affiliation, UnionEmployer, UnionSummary):
            model._default_manager.filter(county_code=county, union_id__in=new).delete()
        UnionKey.objects.filter(county_code=county, union_id__in=new).delete()

    def kept_from_undo(self, batch: ImportBatch) -> Q:
        """Unions whose term has been used or followed by another since."""
        return terms.kept_terms(batch)

    def after_undo(self, run: Run) -> None:
        """Old credit codes back to their unions; count again."""
        self._give_back(run)
        execute(
            f"INSERT INTO {name_of(UnionKey)} (value, county_code, union_id) "
            "SELECT s.credit_code, s.county_code, s.target_id "
            f"FROM {name_of(StagedUnion)} s WHERE {ROWS} AND s.credit_code <> '' "
            "ON CONFLICT (value) DO NOTHING",
            run.rows(RowStatus.CHANGED),
        )
        _tell_leaders(run)
        _count(run, new=False)

    def restored(self, row: dict[str, Any]) -> dict[str, Any]:
        """The pinyin of the old name."""
        return {**row, "pinyin": search_text(row["name"])}


def _rows(run: Run) -> QuerySet[Any]:
    return StagedUnion.objects.in_county(run.batch.county_code).filter(
        batch_id=run.batch.pk, row_status__in=WRITTEN
    )


def _lead_the_rest(run: Run, rows: list[Any]) -> None:
    """Let the federation, made if need be, lead new unions that nobody leads (R-ORG-07)."""
    alone = [row for row in rows if row.superior_id is None]
    if not alone:
        return
    county = Division.objects.get(pk=run.batch.county_code)
    federation = ensure_county_union(county=county)
    for row in alone:
        row.superior_id = federation.pk
        row.changes["superior"] = [None, federation.pk]


def _coverage(run: Run) -> dict[int, Any]:
    """Employer -> the staged union that comes to cover it."""
    rows = _rows(run).exclude(employer_ids=[]).order_by("row_number")
    return {employer: row for row in rows for employer in row.employer_ids}


def _tell_leaders(run: Run) -> None:
    """Others have to know which employers have another union, whatever the day."""
    leaders.tell(
        county_code=run.batch.county_code,
        employer_ids=set(_coverage(run)),
        on=date.min,
        user=run.batch.author,
    )


def _record(run: Run, made: list[Any]) -> None:
    record_many(
        changes=[(row, None) for row in made],
        user=run.batch.author,
        reason=run.reason,
        batch_id=run.batch.pk,
    )


def _count(run: Run, *, new: bool = True) -> None:
    """Unions, the townships they lie in and those of the employers."""
    rows = _rows(run) if new else _rows(run).filter(row_status=RowStatus.CHANGED)
    ids = set(rows.values_list("target_id", flat=True))
    keys = set(_rows(run).values_list("township_id", flat=True))
    summaries.refresh(county_code=run.batch.county_code, union_ids=ids, township_keys=keys)
