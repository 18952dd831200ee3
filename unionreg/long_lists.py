"""Lists of the admin with millions of rows.

Nothing is counted beyond `COUNTED` rows: the length comes from summary rows, else from PostgreSQL's
planner, and the page says so. Up to there pages have numbers. Further on, and from the end, a page
is found by the row beside it (`p=after-430102-17`), which costs the same anywhere in the list.
Which page it is nobody counts: the link that leads there says so (`p=after-430102-17.201`, and
from the end `p=before-430102-17.-2`).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from math import ceil
from typing import Any

from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionreg import ui
from unionreg.change_list import RegistryList
from unionreg.paging import CountedPaginator
from unionreg.row_order import NEWEST, RowOrder

COUNTED = 10_000
LAST = "last"
_BESIDE = re.compile(r"(after|before)-(\d{6})-(\d{1,18})(?:\.(-?\d{1,7}))?")


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
_NO_SUCH_PAGE = gettext_lazy("There is no page %(asked)s. This is the last one, page %(n)s.")
_GO_ON = gettext_lazy(
    "Only pages up to %(n)s can be called by number; this is page %(n)s, not %(asked)s. "
    "Go on with “next page”, or narrow the list with search and filters."
)
_ORDER_ENDS = gettext_lazy(
    "In this order the list ends with page %(n)s, though there are more people. Narrow it with "
    "search and filters, or sort it by name or ID number."
)


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
    """Some rows of a list. `number` is None for a page that was found by the row beside it.

    `place` tells which page it is, from the end -1, -2 and so on; None where nobody knows.
    """

    rows: list[Any]
    number: int | None = None
    place: int | None = None
    more_before: bool = True
    more_after: bool = True


def numbered(rows: QuerySet[Any], order: RowOrder, number: int, size: int) -> Page:
    """The page of that number, from 1 on; never beyond `COUNTED` rows."""
    start = (number - 1) * size
    found = _fetched(rows, list(order.applied(_keys(rows))[start : start + size + 1]))
    return Page(found[:size], number, number, number > 1, len(found) > size)


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


class LongList(RegistryList):
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
        if not field:
            return None
        # names that only sound alike do not mix
        columns = ("county_code", str(field), str(self.shown_field(column)), "id")
        return RowOrder(tuple(dict.fromkeys(columns)), descending=sign == "-")

    def get_results(self, request: HttpRequest) -> None:
        """The rows of one page, the ways to the others, and the length."""
        self.page = self._page(request.GET.get(PAGE_VAR, ""))
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
            return replace(preceding(self.queryset, self.order, None, size), place=-1)
        if self._keyed and (row := self._row_beside(asked)):
            turn = following if asked.startswith("after") else preceding
            return replace(turn(self.queryset, self.order, row, size), place=_place_in(asked))
        number = min(max(self.page_num, 1), COUNTED // size)
        page = numbered(self.queryset, self.order, number, size)
        return page if page.rows or number == 1 else self._last_numbered()

    def _last_numbered(self) -> Page:
        """The last page of a list that is shorter than somebody thought."""
        size = self.list_per_page
        rows = self.queryset.select_related(None).order_by()[:COUNTED].count()
        return numbered(self.queryset, self.order, max(ceil(rows / size), 1), size)

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

    def _beside(self, side: str, row: Any, place: int | None) -> str:
        if not self._keyed:
            return ""
        told = f".{place}" if place else ""
        return self._address(f"{side}-{row.county_code}-{row.pk}{told}")

    def _turned(self, by: int) -> int | None:
        """The place of a page beside this one; None where nobody knows this one's."""
        place = self.page.place
        return place and place + by

    def previous_address(self) -> str:
        """The page before this one; empty where there is none."""
        page = self.page
        if not page.more_before or not page.rows:
            return ""
        if page.number:
            return self._address(page.number - 1)
        return self._beside("before", page.rows[0], self._turned(-1))

    def next_address(self) -> str:
        """The page after this one; empty where there is none or it cannot be found."""
        page = self.page
        if not page.more_after or not page.rows:
            return ""
        if page.number and page.number < COUNTED // self.list_per_page:
            return self._address(page.number + 1)
        return self._beside("after", page.rows[-1], self._turned(1))

    def last_address(self) -> str:
        """The last page of a list whose last pages have no number."""
        return self._address(LAST) if self.is_long and self._keyed and self.page.more_after else ""

    def page_numbers(self) -> Iterator[int | str]:
        """Numbers of the pages at the beginning, some left out."""
        pages: Paginator[Any] = self.paginator
        return pages.get_elided_page_range(self.page.number or pages.num_pages)

    # --- where one is, in words -----------------------------------------------------------------

    def where_words(self) -> str:
        """Which page and which rows these are, as far as that is known, and the length."""
        parts = [self._page_words(), self._row_words(), self.length.words()]
        return reduce(_after_comma, filter(None, parts))

    def _page_words(self) -> str:
        place, pages = self.page.place, self._pages()
        if not place or not self.multi_page:
            return ""
        if place == -1 and not self.page.more_after:
            return _("Last page")
        values = {"n": ui.number(abs(place)), "all": ui.number(pages)}
        if place < 0:
            return _("Page %(n)s from the end") % values
        return (_("Page %(n)s of %(all)s") if place <= pages else _("Page %(n)s")) % values

    def _row_words(self) -> str:
        place = self.page.place or 0
        if place < 1 or not self.page.rows:
            return ""
        first = (place - 1) * self.list_per_page
        values = {"from": ui.number(first + 1), "to": ui.number(first + len(self.page.rows))}
        return _("rows %(from)s–%(to)s") % values

    def _pages(self) -> int:
        """How many pages there are; 0 where the length is an estimate."""
        known = self.length.source in (Source.COUNTED, Source.SUMMARIES)
        return ceil(self.length.number / self.list_per_page) if known else 0

    def beyond_words(self) -> str:
        """What to say to who wants to go beyond the pages with a number; else empty."""
        number = self.page.number
        if not number:
            return ""
        values = {"asked": ui.number(self.page_num), "n": ui.number(number)}
        if self.page.more_after and not self.next_address():
            return _ORDER_ENDS % values
        if self.page_num <= number:
            return ""
        return (_GO_ON if self.page.more_after else _NO_SUCH_PAGE) % values


def _after_comma(first: str, rest: str) -> str:
    return _("%(first)s, %(rest)s") % {"first": first, "rest": rest}


def _place_in(asked: str) -> int | None:
    """What an address says about the place of its page."""
    found = _BESIDE.fullmatch(asked)
    return int(found[4]) if found and found[4] else None
