"""For which township the money of an employer counts on a day (R-FND-31)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from townships.choices import UnionKind
from townships.models import Affiliation, Employer, Union, UnionEmployer

MOST_TIERS = 6  # a superior of a superior …; the registry has three tiers (R-ORG-20)
Pair = tuple[int, date]


class _Span(NamedTuple):
    """Who covers or leads from one day to another; an open end has no limit."""

    union_id: int
    first: date | None
    last: date | None

    def holds(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


_Spans = dict[int, list[_Span]]


def collecting_townships(county_code: str, pairs: Collection[Pair]) -> dict[Pair, str | None]:
    """For each (id of employer, day) the key of the township that collects; None: the county.

    The union that covers the employer on the day counts for the township union above it; one that
    the county federation leads counts for the county. Without a union, or where nobody recorded
    who leads it, the township of the employer counts. The number of queries does not depend on
    the number of pairs.
    """
    ids = {employer for employer, _day in pairs}
    covering = _covering(county_code, ids)
    leading, unions = _leading(county_code, covering)
    homes = _homes(county_code, ids)
    found: dict[Pair, str | None] = {}
    for employer, day in set(pairs):
        union = _at(covering.get(employer, ()), day)
        chain = _above(union, day, leading, unions)
        found[employer, day] = chain[0] if chain else homes.get(employer)
    return found


def covered(county_code: str, pairs: Collection[Pair]) -> set[Pair]:
    """Those of the pairs (id of employer, day) whose employer has a union on the day."""
    covering = _covering(county_code, {employer for employer, _day in pairs})
    return {pair for pair in pairs if _at(covering.get(pair[0], ()), pair[1]) is not None}


def _above(
    union_id: int | None, day: date, leading: _Spans, unions: dict[int, tuple[str, str | None]]
) -> tuple[str | None] | None:
    """The township (None: the county) of the first union that collects; None: not recorded."""
    for _tier in range(MOST_TIERS):
        if union_id is None or union_id not in unions:
            return None
        kind, township = unions[union_id]
        if kind == UnionKind.COUNTY:
            return (None,)
        if kind == UnionKind.TOWNSHIP:
            return (township,)
        union_id = _at(leading.get(union_id, ()), day)
    return None


def _at(spans: Iterable[_Span], day: date) -> int | None:
    return next((span.union_id for span in spans if span.holds(day)), None)


def _covering(county_code: str, ids: Collection[int]) -> _Spans:
    rows = UnionEmployer.objects.in_county(county_code).filter(employer_id__in=ids)
    columns = ("employer_id", "union_id", "valid_from", "valid_to")
    return _spans(rows.values_list(*columns))


def _leading(
    county_code: str, covering: _Spans
) -> tuple[_Spans, dict[int, tuple[str, str | None]]]:
    """Who led these unions and those above them, and kind and township of each."""
    wanted = {span.union_id for spans in covering.values() for span in spans}
    leading: _Spans = {}
    known = set(wanted)
    while wanted:
        rows = Affiliation.objects.in_county(county_code).filter(union_id__in=wanted)
        found = _spans(rows.values_list("union_id", "superior_id", "valid_from", "valid_to"))
        leading |= found
        wanted = {span.union_id for spans in found.values() for span in spans} - known
        known |= wanted
    facts = Union.objects.in_county(county_code).filter(pk__in=known)
    columns = facts.values_list("pk", "kind", "township_id")
    return leading, {pk: (kind, township) for pk, kind, township in columns}


def _spans(rows: Iterable[tuple[int, int, date | None, date | None]]) -> _Spans:
    found: _Spans = defaultdict(list)
    for owner, union, first, last in rows:
        found[owner].append(_Span(union, first, last))
    return dict(found)


def _homes(county_code: str, ids: Collection[int]) -> dict[int, str | None]:
    rows = Employer.objects.in_county(county_code).filter(pk__in=ids)
    return dict(rows.values_list("pk", "township_id"))
