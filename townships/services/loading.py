"""Loading the shipped divisions, and villages: set-based, and a second time nothing changes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from django.db import transaction

from townships.divisions_data import DivisionRow, Renumbering, read_renumberings, read_rows
from townships.models import Division, FormerDivisionCode
from townships.pinyin import search_text
from townships.services.divisions import ONE_DAY

BATCH = 2000
LOADED = ("name", "pinyin", "kind", "has_union_duty")
Progress = Callable[[int], None]


@dataclass
class LoadResult:
    """How many divisions were new, changed, the same, and left alone because of a correction."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    corrected: int = 0
    problems: list[str] = field(default_factory=list)


def load_divisions(
    rows: Iterable[DivisionRow] | None = None,
    renumberings: Iterable[Renumbering] | None = None,
    progress: Progress | None = None,
) -> LoadResult:
    """Load divisions, parents before children, in one transaction.

    A division is found by its code, so its registry key never changes; one that an office corrected
    stays as it is. A place that was renumbered before we knew it gets its first code as key.
    """
    known = list(read_renumberings() if renumberings is None else renumberings)
    first_codes = {change.code: change.former_code for change in known}
    result = LoadResult()
    with transaction.atomic():
        for batch in _by_level(read_rows() if rows is None else rows):
            _load_batch(batch, first_codes, result)
            if progress:
                progress(len(batch))
        _load_former_codes(known)
    return result


def load_villages(rows: Iterable[DivisionRow], progress: Progress | None = None) -> LoadResult:
    """Load villages below townships that are there; the others are counted as problems."""
    result = LoadResult()
    for batch in _batches(rows):
        with transaction.atomic():
            _load_batch(batch, {}, result)
        if progress:
            progress(len(batch))
    return result


def _by_level(rows: Iterable[DivisionRow]) -> Iterator[list[DivisionRow]]:
    """Batches of one level each, so that every parent is stored before its children."""
    ordered = sorted(rows, key=lambda row: row.level)
    for _level, same in groupby(ordered, key=lambda row: row.level):
        yield from _batches(same)


def _batches(rows: Iterable[DivisionRow]) -> Iterator[list[DivisionRow]]:
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _load_batch(rows: list[DivisionRow], first_codes: dict[str, str], result: LoadResult) -> None:
    stored = Division.objects.in_bulk([row.code for row in rows], field_name="code")
    parents = dict(
        Division.objects.filter(code__in={row.parent_code for row in rows}).values_list(
            "code", "key"
        )
    )
    keys = [first_codes.get(row.code, row.code) for row in rows]
    renumbered = set(Division.objects.filter(key__in=keys).values_list("key", flat=True))
    new, changed = [], []
    for row in rows:
        key = first_codes.get(row.code, row.code)
        if row.code in stored:
            changed += _changed(stored[row.code], row, result)
        elif key in renumbered:
            result.corrected += 1  # an office gave the place another code since
        elif row.parent_code and row.parent_code not in parents:
            result.problems.append(row.code)
        else:
            new.append(_make(row, key, parents))
    Division.objects.bulk_create(new, batch_size=BATCH)
    Division.objects.bulk_update(changed, LOADED, batch_size=200)
    result.created += len(new)
    result.updated += len(changed)


def _make(row: DivisionRow, key: str, parents: dict[str, str]) -> Division:
    return Division(
        key=key,
        code=row.code,
        name=row.name,
        pinyin=search_text(row.name),
        level=row.level,
        kind=row.kind,
        parent_id=parents.get(row.parent_code),
        has_union_duty=row.has_union_duty,
    )


def _changed(stored: Division, row: DivisionRow, result: LoadResult) -> list[Division]:
    """The stored division with the values of the file, when they differ and nobody corrected it."""
    if stored.corrected:
        result.corrected += 1
        return []
    values = (row.name, stored.pinyin or search_text(row.name), str(row.kind), row.has_union_duty)
    if values == tuple(getattr(stored, name) for name in LOADED):
        result.unchanged += 1
        return []
    stored.name, stored.kind, stored.has_union_duty = row.name, row.kind, row.has_union_duty
    stored.pinyin = search_text(row.name)
    return [stored]


def _load_former_codes(renumberings: Iterable[Renumbering]) -> None:
    """The codes that places had before, once each."""
    by_code = {change.code: change for change in renumberings}
    places = Division.objects.filter(code__in=by_code)
    FormerDivisionCode.objects.bulk_create(
        [
            FormerDivisionCode(
                division=place,
                code=by_code[place.code].former_code,
                name=by_code[place.code].former_name,
                valid_to=by_code[place.code].changed_on - ONE_DAY,
            )
            for place in places
        ],
        ignore_conflicts=True,
    )
