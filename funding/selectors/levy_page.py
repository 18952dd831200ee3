"""What the pages of levies show: the chosen county, year and filters, lines, sums, pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.forms.levy import LevyFilterForm
from funding.models import LevyPayment
from funding.selectors import levies
from funding.selectors.levies import VIEW, Line, Totals, Wanted
from policies.selectors.places import is_key
from townships.choices import Level
from townships.models import Division
from townships.selectors.places import counties_of

PAGE = 50


@dataclass(frozen=True)
class Part:
    """A township with its sums and what it paid up; None: nothing is recorded."""

    key: str
    name: str
    sums: Totals | None
    paid_up: Decimal | None


@dataclass(frozen=True)
class ArrearsPage:
    """The list as it is narrowed."""

    county: Division
    wanted: Wanted
    form: LevyFilterForm
    lines: list[Line]
    parts: list[Part]
    names: dict[str, str]

    @property
    def title(self) -> str:
        """The township that is chosen or the only one of the reader, else the county."""
        only = next(iter(self.names.values())) if len(self.names) == 1 else self.county.name
        return self.names.get(self.wanted.township, only)

    @cached_property
    def sums(self) -> Totals:
        """Of all pages."""
        return levies.totals(self.lines)

    @cached_property
    def paid_up(self) -> Decimal | None:
        """Paid up in the calendar year by the townships that are shown."""
        known = [part.paid_up for part in self.parts if part.paid_up is not None]
        return sum(known, Decimal(0)) if known else None

    def name_of(self, township: str | None) -> str:
        """The township of a line in words."""
        return self.names.get(township or self.county.key, "")

    def rows(self, number: Any) -> "Page[Line]":
        """One page."""
        found = Paginator(self.lines, PAGE).get_page(number)
        for line in found.object_list:
            line.place = self.name_of(line.township)
        return found


def arrears_page(user: Any, query: Any) -> ArrearsPage:
    """The list of the reader's places; raises Http404 for a reader without any."""
    counties = readable_counties(user)
    county = chosen_county(counties, query.get("county", ""))
    townships = _townships(user, county)
    names = {place.key: place.name for place in townships}
    if _sees_county(user, county):
        names[county.key] = _("%(name)s (county itself)") % {"name": county.name}
    form = _form(query, counties, names, levies.years(county.key))
    values = form.cleaned_data
    wanted = Wanted(
        county_code=county.key,
        year=values.get("year") or form.fields["year"].initial,
        township=values.get("township") or "",
        kind=values.get("kind") or "",
        state=values.get("state") or "",
    )
    found = levies.lines(user, wanted)
    parts = _parts(wanted, found, names)
    return ArrearsPage(county, wanted, form, found, parts, names)


def readable_counties(user: Any) -> list[Division]:
    """The counties in which the reader sees levies, those of single townships included."""
    scope = user.scope_for(VIEW)
    found = counties_of(user, VIEW) if scope.nationwide or scope.counties else []
    known = {county.key for county in found}
    more = sorted(set(scope.township_counties) - known)
    return [*found, *Division.objects.filter(key__in=more).order_by("code")]


def chosen_county(counties: Sequence[Division], key: str) -> Division:
    """The county asked for, else the first; raises Http404 outside and without any."""
    if not key:
        found = next(iter(counties), None)
    else:
        found = next((county for county in counties if county.key == key), None)
    if found is None:
        raise Http404
    return found


def _sees_county(user: Any, county: Division) -> bool:
    scope = user.scope_for(VIEW)
    return bool(scope.nationwide or county.key in scope.counties)


def _townships(user: Any, county: Division) -> list[Division]:
    """The townships of the county that the reader sees, former ones included."""
    scope = user.scope_for(VIEW)
    rows = Division.objects.filter(parent_id=county.key, level=Level.TOWNSHIP).order_by("code")
    if not _sees_county(user, county):
        rows = rows.filter(Q(key__in=scope.townships))
    return list(rows)


def _form(
    query: Any, counties: Sequence[Division], names: dict[str, str], known: list[int]
) -> LevyFilterForm:
    """The filters, cleaned; a value that is none of the choices narrows nothing."""
    this_year = timezone.localdate().year
    shown = known or [this_year]
    form = LevyFilterForm(query)
    fields: Any = form.fields
    fields["county"].choices = [(county.key, county.name) for county in counties]
    fields["year"].choices = [(year, year) for year in shown]
    fields["year"].initial = next((year for year in shown if year <= this_year), shown[0])
    fields["township"].choices = [("", _("all townships")), *names.items()]
    if len(counties) < 2:
        del fields["county"]
    form.full_clean()
    return form


def _parts(wanted: Wanted, found: list[Line], names: dict[str, str]) -> list[Part]:
    """The townships of which something is recorded, in their order."""
    sums = levies.by_township(found)
    paid = levies.paid_up(wanted.county_code, wanted.year)
    shown = [key for key in names if not wanted.township or key == wanted.township]
    parts = [
        Part(key, names[key], sums.get(None if key == wanted.county_code else key), paid.get(key))
        for key in shown
    ]
    return [part for part in parts if part.sums or part.paid_up is not None]


@dataclass(frozen=True)
class PaidUp:
    """The payments of a year that count for a township, and what they add up to."""

    place: Division
    county: Division
    year: int
    years: list[int]
    payments: list[LevyPayment]

    @cached_property
    def total(self) -> Decimal | None:
        """Of those that count; None: nothing is recorded."""
        known = [one.amount for one in self.payments if not getattr(one, "taken_back", False)]
        return sum(known, Decimal(0)) if known else None


def township_of(user: Any, key: str, year: str) -> PaidUp | None:
    """The payments of a township, or of the county itself; None outside of the reader's places."""
    if not is_key(key):
        return None
    place = Division.objects.filter(key=key).with_chain().first()
    county = place.county() if place is not None and place.level >= Level.COUNTY else None
    scope = user.scope_for(VIEW)
    if place is None or county is None or place.level > Level.TOWNSHIP:
        return None
    if not scope.covers(county.key, None if place.level == Level.COUNTY else place.key):
        return None
    known = levies.years(county.key)
    chosen = int(year) if year.isdecimal() and year.isascii() and int(year) in known else 0
    this_year = timezone.localdate().year
    chosen = chosen or next((one for one in known if one <= this_year), this_year)
    rows = levies.payments_of(user, county_code=county.key, township=place.key, year=chosen)
    return PaidUp(place, county, chosen, known or [chosen], list(rows))
