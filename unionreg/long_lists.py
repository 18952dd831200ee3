"""Lists of the admin with millions of rows.

Nothing is counted beyond `COUNTED` rows: the length comes from summary rows, else from PostgreSQL's
planner, and the page says so. Up to there pages have numbers. Further on, and from the end, a page
is found by the row beside it (`p=after-430102-17`), which costs the same anywhere in the list.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from unionreg import ui
from unionreg.paging import CountedPaginator
from unionreg.row_order import NEWEST, RowOrder

COUNTED = 10_000
LAST = "last"
_BESIDE = re.compile(r"(after|before)-(\d{6})-(\d{1,18})")


class Source(StrEnum):
    """Where the length of a list comes from."""

    COUNTED = "counted"
    SUMMARIES = "summaries"
    ESTIMATED = "estimated"
    AT_LEAST = "at_least"


Row = tuple[Any, ...]  # the values of a row in the columns of an order

_WORDS = {
    Source.COUNTED: gettext_lazy("%(number)s in all"),
    Source.SUMMARIES: gettext_lazy("%(number)s in all, by the summaries"),
    Source.ESTIMATED: gettext_lazy("about %(number)s, estimated"),
    Source.AT_LEAST: gettext_lazy("more than %(number)s in all"),
}
_FIGURES = {
    Source.ESTIMATED: gettext_lazy("about %(number)s"),
    Source.AT_LEAST: gettext_lazy("more than %(number)s"),
}


@dataclass(frozen=True)
class Length:
    """How many rows a list has, and how that is known."""

    number: int
    source: Source = Source.COUNTED

    def words(self) -> str:
        """The number as a list says it, with where it comes from if it was not counted."""
        return str(_WORDS[self.source]) % {"number": ui.number(self.number)}

    def figure(self) -> str:
        """The number alone, inside a sentence."""
        return str(_FIGURES.get(self.source, "%(number)s")) % {"number": ui.number(self.number)}


def length_of(rows: QuerySet[Any]) -> Length:
    """A long list is estimated where the database can, any other is counted up to `COUNTED`."""
    plain = rows.select_related(None).order_by()
    expected = _expected(plain)
    if expected > COUNTED:
        return Length(_rounded(expected), Source.ESTIMATED)
    number = plain[: COUNTED + 1].count()
    return Length(COUNTED, Source.AT_LEAST) if number > COUNTED else Length(number)


def _expected(rows: QuerySet[Any]) -> int:
    """What PostgreSQL's planner expects; 0 where nobody knows (SQLite, or rows on a cluster)."""
    if connection.vendor != "postgresql":
        return 0
    explained = rows.explain(format="json")
    if not explained:
        return 0  # conditions that nothing can fulfil are not even asked
    plan: dict[str, Any] = json.loads(explained)[0]["Plan"]
    return 0 if plan["Node Type"] == "Custom Scan" else int(plan["Plan Rows"])


def _rounded(number: int) -> int:
    """Two digits that count: no estimate is better than that."""
    unit: int = 10 ** max(len(str(number)) - 2, 0)
    return round(number / unit) * unit


@dataclass(frozen=True)
class Page:
    """Some rows of a list. `number` is None for a page that was found by the row beside it."""

    rows: list[Any]
    number: int | None = None
    more_before: bool = True
    more_after: bool = True


def numbered(rows: QuerySet[Any], order: RowOrder, number: int, size: int) -> Page:
    """The page of that number, from 1 on; never beyond `COUNTED` rows."""
    start = (number - 1) * size
    found = _fetched(rows, list(order.applied(_keys(rows))[start : start + size + 1]))
    return Page(found[:size], number, number > 1, len(found) > size)


def following(rows: QuerySet[Any], order: RowOrder, row: Row, size: int) -> Page:
    """The page that begins after `row`."""
    found = _fetched(rows, order.following(_keys(rows), row, size + 1))
    return Page(found[:size], more_after=len(found) > size)


def preceding(rows: QuerySet[Any], order: RowOrder, row: Row | None, size: int) -> Page:
    """The page that ends before `row`; without one, the last page."""
    backwards, plain = order.reverse(), _keys(rows)
    if row is None:
        found = _fetched(rows, list(backwards.applied(plain)[: size + 1]))
    else:
        found = _fetched(rows, backwards.following(plain, row, size + 1))
    more_before, more_after = len(found) > size, row is not None
    return Page(found[:size][::-1], more_before=more_before, more_after=more_after)


def _keys(rows: QuerySet[Any]) -> QuerySet[Any, Row]:
    return rows.select_related(None).values_list("county_code", "pk")


def _fetched(rows: QuerySet[Any], keys: list[Row]) -> list[Any]:
    """The rows with these keys, which were read from the index alone.

    In one statement PostgreSQL would join and sort all rows that the page leaves behind.
    """
    chosen = rows.model._default_manager.filter(
        county_code__in={code for code, _pk in keys}, pk__in=[pk for _code, pk in keys]
    )
    chosen.query.select_related = rows.query.select_related
    found = {row.pk: row for row in chosen}
    return [found[pk] for _code, pk in keys if pk in found]


class LongList(ChangeList):
    """A list by county first and newest first, if no column is chosen to sort by.

    The admin may know the length from summary rows: `known_length(request, changelist)`.
    """

    model_admin: Any

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """One column inside the county; other chosen ones are left out."""
        chosen = (self._chosen(part) for part in self.params.get(ORDER_VAR, "").split("."))
        self.order: RowOrder = next(filter(None, chosen), NEWEST)
        return self.order.names()

    def _chosen(self, part: str) -> RowOrder | None:
        _nothing, sign, index = part.rpartition("-")
        if not index.isdecimal() or int(index) >= len(self.list_display):
            return None
        column = self.list_display[int(index)]
        if self.sortable_by is not None and column not in self.sortable_by:
            return None
        field = self.get_ordering_field(column)
        columns = ("county_code", str(field), "id")
        return RowOrder(columns, descending=sign == "-") if field else None

    def get_results(self, request: HttpRequest) -> None:
        """The rows of one page, the ways to the others, and the length."""
        self.page = self._page(request.GET.get(PAGE_VAR, ""))
        if not self.page.rows and (self.page.number or 0) > 1:
            raise IncorrectLookupParameters
        self.length = self._length(request)
        self.result_list = self.page.rows
        self.result_count = self.length.number
        self.multi_page = self.page.more_before or self.page.more_after
        numbers = min(self.length.number, COUNTED)
        self.paginator = CountedPaginator(self.page.rows, numbers, self.list_per_page)
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.full_result_count = None
        self.can_show_all = False

    def _page(self, asked: str) -> Page:
        size = self.list_per_page
        if self._keyed and asked == LAST:
            return preceding(self.queryset, self.order, None, size)
        if self._keyed and (row := self._row_beside(asked)):
            turn = following if asked.startswith("after") else preceding
            return turn(self.queryset, self.order, row, size)
        number = min(max(self.page_num, 1), COUNTED // size)
        return numbered(self.queryset, self.order, number, size)

    @property
    def _keyed(self) -> bool:
        return self.order.can_follow(self.model)

    def _row_beside(self, asked: str) -> Row | None:
        """The row that a page lies beside; None when the address names none that there is."""
        found = _BESIDE.fullmatch(asked)
        if found is None:
            return None
        county_code, key = found[2], int(found[3])
        if self.order == NEWEST:
            return county_code, key
        rows = self.root_queryset.filter(county_code=county_code, pk=key)
        return rows.values_list(*self.order.columns).first()

    def _length(self, request: HttpRequest) -> Length:
        """The rows up to here when this is the end, else what is known or estimated."""
        page = self.page
        if page.number and not page.more_after:
            return Length((page.number - 1) * self.list_per_page + len(page.rows))
        known: Length | None = self.model_admin.known_length(request, self)
        return known or length_of(self.queryset)

    # --- ways to other pages, for the template --------------------------------------------------

    @property
    def is_long(self) -> bool:
        """Whether there are pages without a number."""
        return self.length.number > COUNTED or self.length.source == Source.AT_LEAST

    def _address(self, page: object) -> str:
        return self.get_query_string({PAGE_VAR: page})

    def _beside(self, side: str, row: Any) -> str:
        return self._address(f"{side}-{row.county_code}-{row.pk}") if self._keyed else ""

    def previous_address(self) -> str:
        """The page before this one; empty where there is none."""
        page = self.page
        if not page.more_before or not page.rows:
            return ""
        return (
            self._address(page.number - 1) if page.number else self._beside("before", page.rows[0])
        )

    def next_address(self) -> str:
        """The page after this one; empty where there is none or it cannot be found."""
        page = self.page
        if not page.more_after or not page.rows:
            return ""
        if page.number and page.number < COUNTED // self.list_per_page:
            return self._address(page.number + 1)
        return self._beside("after", page.rows[-1])

    def last_address(self) -> str:
        """The last page of a list whose last pages have no number."""
        return self._address(LAST) if self.is_long and self._keyed and self.page.more_after else ""

    def page_numbers(self) -> Iterator[int | str]:
        """Numbers of the pages at the beginning, some left out."""
        pages: Paginator[Any] = self.paginator
        return pages.get_elided_page_range(self.page.number or pages.num_pages)

    @property
    def first_row(self) -> int:
        """Place of the first row of a page with a number."""
        return ((self.page.number or 1) - 1) * self.list_per_page + 1

    @property
    def last_row(self) -> int:
        """Place of its last row."""
        return self.first_row + len(self.page.rows) - 1
