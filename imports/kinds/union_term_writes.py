"""Terms that an import of unions opens, and that its undo takes away again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cadres.models import Term
from cadres.services.terms import record_term
from history.choices import Action
from history.services import record_many
from imports.choices import RowStatus
from imports.kinds.messages import RowIssueCode
from imports.models import ImportBatch, StagedUnion
from imports.pipeline.sql import Run, fail_rows, remove
from policies.selectors import load_book
from townships.models import Union

WRITTEN = (RowStatus.NEW, RowStatus.CHANGED)


def staged_terms(batch: ImportBatch) -> QuerySet[Any]:
    """The rows that open a term."""
    rows = StagedUnion.objects.in_county(batch.county_code).filter(batch_id=batch.pk)
    return rows.exclude(term=[]).filter(row_status__in=WRITTEN).order_by("row_number")


def refuse_opened(run: Run) -> None:
    """Rows of unions for which somebody recorded a term after the preview."""
    rows = staged_terms(run.batch)
    running = Term.objects.in_county(run.batch.county_code).filter(ended_on__isnull=True)
    taken = running.filter(union_id__in=rows.values("target_id")).values("union_id")
    late = rows.order_by().filter(target_id__in=list(taken.values_list("union_id", flat=True)))
    fail_rows(run, late, RowIssueCode.TAKEN_MEANWHILE)


def open_terms(run: Run) -> None:
    """Open the terms through the same service as the form; remember their ids for an undo."""
    rows = list(staged_terms(run.batch))
    if not rows:
        return
    book, user = load_book(), run.batch.author
    unions = Union.objects.in_county(run.batch.county_code).in_bulk([r.target_id for r in rows])
    for row in rows:
        started, years = row.term
        term = Term(
            union=unions[row.target_id], started_on=date.fromisoformat(started), years=years
        )
        record_term(term=term, user=user, book=book, mark=False, batch_id=run.batch.pk)
        row.term = [started, years, term.pk]
    StagedUnion.objects.in_county(run.batch.county_code).bulk_update(rows, ["term"], batch_size=500)


def kept_terms(batch: ImportBatch) -> Q:
    """Rows whose term something refers to, and whose union has got another term since."""
    ids = {row.term[2]: row.pk for row in staged_terms(batch) if len(row.term) > 2}
    rows = Term.objects.in_county(batch.county_code)
    others = rows.filter(union_id=OuterRef("target_id")).exclude(pk__in=ids)
    hung = Q(row_status=RowStatus.NEW) | Q(pk__in=list(ids.values()))
    free = _free(batch.county_code, list(ids)) if ids else set()
    kept = [key for term, key in ids.items() if term not in free]
    return Q(pk__in=kept) | (hung & Q(Exists(others)))


def _free(county_code: str, ids: list[int]) -> set[int]:
    """Terms that nobody has changed and nothing refers to."""
    rows = Term.objects.in_county(county_code).filter(pk__in=ids, version=1)
    free = set(rows.values_list("pk", flat=True))
    relations: Any = Term._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.one_to_many and relation.auto_created:
            column = relation.field.attname
            found = {"county_code": county_code, f"{column}__in": ids}
            users = relation.related_model._base_manager.filter(**found)
            free -= set(users.values_list(column, flat=True))
    return free


def remove_terms(run: Run) -> None:
    """Take away the terms that the import opened; the change log keeps that they were there."""
    ids = [row.term[2] for row in staged_terms(run.batch) if len(row.term) > 2]
    terms = list(Term.objects.in_county(run.batch.county_code).filter(pk__in=ids))
    record_many(
        changes=[(term, None) for term in terms],
        user=run.batch.undone_by,
        reason=run.reason,
        batch_id=run.batch.pk,
        action=Action.REMOVED,
    )
    remove(Term, run.batch.county_code, ids)
