"""What the pages show of a batch: counts, errors in words, changed fields, other unions."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from history.models import Change
from history.selectors import EXTRA_LABELS, FieldChange, labelled
from imports.choices import RowStatus, Severity, State
from imports.kinds import kind_of
from imports.kinds.messages import short_cause
from imports.messages import describe
from imports.models import ImportBatch, RowIssue
from imports.pipeline.undo import REMEMBERED, blockers
from imports.places import SEE
from members.identity import mask_phone
from townships.models import Division, Union
from unionreg import ui
from unionreg.paging import CountedPaginator

MOST_LOOKED_AT = 20_000  # rows that a page compares with their records


def batches_for(user: Any) -> QuerySet[ImportBatch]:
    """Batches the user may see, newest first."""
    return ImportBatch.objects.visible_to(user, SEE).select_related("created_by", "township")


def batch_for(user: Any, batch_id: int) -> ImportBatch:
    """One batch; raises Http404 outside the scope."""
    rows = batches_for(user).select_related("default_union", "undone_by", "closed_by")
    batch = rows.filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return batch


@dataclass(frozen=True)
class ShownIssue:
    """An error or warning in words."""

    cell: str
    label: str
    shown: str
    text: str
    remedy: str


@dataclass(frozen=True)
class Cause:
    """A reason with the number of cells that have it; `key` names it in addresses."""

    key: str
    text: str
    count: int


@dataclass(frozen=True)
class ShownRow:
    """A staged row in a list."""

    number: int
    label: str
    masked: str
    target_id: int | None
    fields: list[FieldChange] = field(default_factory=list)
    place: str = ""
    extra: str = ""
    beside: tuple[str, ...] = ()


def issues_of(batch: ImportBatch, severity: str, cause: str = "") -> QuerySet[RowIssue]:
    """Errors or warnings of a batch, in the order of the file; all, or those of one cause."""
    rows = RowIssue.objects.in_county(batch.county_code).filter(
        batch_id=batch.pk, severity=severity
    )
    if cause:
        code, _dot, column = cause.partition(".")
        rows = rows.filter(code=code, column=column)
    return rows.order_by("row_number", "id")


def causes(batch: ImportBatch, severity: str) -> list[Cause]:
    """The reasons that occur, the most frequent first."""
    rows = issues_of(batch, severity).order_by()
    counts = rows.values_list("code", "column", "header").annotate(number=Count("pk"))
    words = [short_cause(code, header) for code, _column, header, _number in counts]
    found = [
        Cause(f"{code}.{column}", _told_apart(text, header, words), number)
        for text, (code, column, header, number) in zip(words, counts, strict=True)
    ]
    return sorted(found, key=lambda cause: (-cause.count, cause.key))


def _told_apart(text: str, header: str, others: list[str]) -> str:
    """The words of a reason, with its column where another column has the same words."""
    if not header or others.count(text) == 1:
        return text
    return _("%(header)s: %(what)s") % {"header": header, "what": text}


def issue_page(batch: ImportBatch, severity: str, cause: str, number: int, count: int) -> Page[Any]:
    """One page of errors in words."""
    page = CountedPaginator(issues_of(batch, severity, cause), count).get_page(number)
    page.object_list = [_shown_issue(issue) for issue in page.object_list]
    return page


def _shown_issue(issue: RowIssue) -> ShownIssue:
    words = describe(issue.code, issue.params, column=issue.column)
    cell = f"{issue.column}{issue.row_number}"
    return ShownIssue(cell, issue.label, issue.shown, words.text, words.remedy)


def rows_of(batch: ImportBatch, *statuses: str) -> QuerySet[Any]:
    """Staged rows with one of these statuses, in the order of the file."""
    rows = kind_of(batch.kind).staged.objects.in_county(batch.county_code)
    return rows.filter(batch_id=batch.pk, row_status__in=statuses).order_by("row_number")


def row_page(batch: ImportBatch, status: str, number: int, count: int, user: Any) -> Page[Any]:
    """One page of staged rows as lists show them."""
    page = CountedPaginator(rows_of(batch, status), count).get_page(number)
    page.object_list = shown_rows(batch, list(page.object_list), user)
    return page


def shown_rows(batch: ImportBatch, rows: list[Any], user: Any) -> list[ShownRow]:
    """Staged rows with their changes in words and the place of people to be transferred."""
    changes = _changes(batch, [row for row in rows if row.row_status == RowStatus.CHANGED])
    places = _other_places([row.detail for row in rows], batch, user)
    beside = kind_of(batch.kind).beside
    return [
        ShownRow(
            number=row.row_number,
            label=row.label,
            masked=row.masked,
            target_id=row.target_id,
            fields=changes.get(row.pk, []),
            place=places.get(_place_key(row.detail), ""),
            extra="、".join(row.detail.get("employers", ())),
            beside=tuple(_plain(getattr(row, name)) for name in beside),
        )
        for row in rows
    ]


def _plain(value: Any) -> str:
    """A value as a list shows it; nothing recorded is a dash."""
    if value is None:
        return ui.NOTHING
    return f"{value:,}" if isinstance(value, Decimal) else str(value)


def _changes(batch: ImportBatch, rows: list[Any]) -> dict[int, list[FieldChange]]:
    """Changed fields in words, as the change log will show them."""
    model = kind_of(batch.kind).staged.target._meta.label_lower
    entries = {
        row.pk: Change(county_code=batch.county_code, model=model, fields=_shown(row.changes))
        for row in rows
    }
    found = labelled(entries.values())
    return {pk: fields for pk, (_entry, fields) in zip(entries, found, strict=True)}


def _shown(changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The fields of a record; what hangs on it has a line of its own."""
    return _masked({name: pair for name, pair in changes.items() if name not in EXTRA_LABELS})


def _masked(changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Changes with the phones hidden; that there was none may be seen."""
    if "phone" not in changes:
        return changes
    return {**changes, "phone": [value and mask_phone(value) for value in changes["phone"]]}


def _place_key(detail: dict[str, Any]) -> tuple[str, int]:
    return str(detail.get("county", "")), int(detail.get("union") or 0)


def _other_places(
    details: list[dict[str, Any]], batch: ImportBatch, user: Any
) -> dict[tuple[str, int], str]:
    """Names of the unions people are in; outside the user's scope only the county's name."""
    keys = {_place_key(detail) for detail in details if detail.get("county")}
    if not keys:
        return {}
    counties = {county for county, _union in keys}
    names = dict(Division.objects.filter(key__in=counties).values_list("key", "name"))
    unions = Union.objects.in_county(batch.county_code).visible_to(user, SEE)
    ids = [union for county, union in keys if county == batch.county_code]
    known = dict(unions.filter(pk__in=ids).values_list("pk", "name"))
    return {key: known.get(key[1]) or names.get(key[0], "") for key in keys}


@dataclass(frozen=True)
class Blocked:
    """Rows in the way of an undo: how many (None: not known yet), and the first of them."""

    count: int | None
    rows: list[ShownRow]


def blocked_rows(batch: ImportBatch, user: Any) -> Blocked:
    """What an undo would leave.

    Of a large batch it is what the worker found at the last try: to look at every record takes
    longer than a page may.
    """
    staged = kind_of(batch.kind).staged.objects.in_county(batch.county_code)
    if batch.good_count > MOST_LOOKED_AT:
        known = staged.filter(batch_id=batch.pk, pk__in=batch.undo_blocked_rows)
        rows, count = list(known.order_by("row_number")), batch.undo_blocked
    else:
        found = blockers(batch).order_by("row_number")
        rows = list(found[:REMEMBERED])
        count = len(rows) if len(rows) < REMEMBERED else found.count()
    return Blocked(count, shown_rows(batch, rows, user))


def same_file_before(batch: ImportBatch) -> ImportBatch | None:
    """The last batch of the same file that wrote something and was not undone."""
    rows = ImportBatch.objects.in_county(batch.county_code).filter(
        kind=batch.kind, sha256=batch.sha256, state=State.APPLIED, pk__lt=batch.pk
    )
    wrote = rows.filter(Q(new_count__gt=0) | Q(changed_count__gt=0))
    return wrote.order_by("-pk").first()


def error_total(batch: ImportBatch, severity: str) -> int:
    """How many errors or warnings a batch has."""
    return batch.error_count if severity == Severity.ERROR else batch.warning_count
