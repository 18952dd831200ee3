"""Dates that the registry itself knows: certificates, yearly figures, unions that are due."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.choices import SubjectKind
from compliance.deadlines import Deadline, Window, provides
from compliance.deadlines.findings import key_of
from compliance.selectors.areas import record_url
from policies.engine import NEVER, Book, Place, Verdict
from policies.engine.bounds import Years
from policies.selectors import load_book
from policies.selectors.places import chains
from policies.topics import rule_name
from townships.choices import OPEN_STATUSES, EmployerStatus, UnionStatus
from townships.models import Employer, TownshipStatistics, Union, UnionEmployer

UNION_DUE = "R-ORG-14"
YEAR = Years(1)
# More than a year of any kind: a window is widened by it, and each day then looked at exactly.
LONG_YEAR = timedelta(days=367)


@provides
def certificates(window: Window) -> Iterator[Deadline]:
    """The last day of the legal-person certificates of open unions."""
    rows = Union.objects.visible_to(window.user, "townships.view_union").filter(
        status__in=OPEN_STATUSES, certificate_to__range=(window.first, window.last)
    )
    for row in rows.values("pk", "name", "county_code", "township_id", "certificate_to"):
        day = row["certificate_to"]
        assert day is not None  # noqa: S101 - the range has none without a day
        yield Deadline(
            key=f"certificate:{row['pk']}",
            day=day,
            title=_("Legal-person certificate ends"),
            subject=row["name"],
            place=row["township_id"] or row["county_code"],
            url=record_url(SubjectKind.UNION, str(row["pk"])),
        )


@provides
def yearly_figures(window: Window) -> Iterator[Deadline]:
    """Statistics of townships are counted every year: the corresponding day after the latest."""
    visible = TownshipStatistics.objects.visible_to(
        window.user, "townships.view_townshipstatistics"
    )
    later = TownshipStatistics.objects.filter(
        county_code=OuterRef("county_code"),
        township_id=OuterRef("township_id"),
        as_of__gt=OuterRef("as_of"),
    )
    rows = visible.filter(
        ~Exists(later),
        township__valid_to__isnull=True,
        as_of__range=(_back(window.first, 1), _back(window.last, 0)),
    )
    for key, name, as_of in rows.values_list("township_id", "township__name", "as_of"):
        day = YEAR.after(as_of)
        if window.holds(day):
            yield Deadline(
                key=f"figures:{key}",
                day=day,
                title=_("Yearly figures to be counted anew"),
                subject=name,
                place=key,
                url=reverse("township", args=[key]),
            )


def _back(day: date, years: int) -> date:
    """A day so many years and a little more before."""
    return max(day, date.min + LONG_YEAR * (years + 1)) - LONG_YEAR * years


@provides
def unions_due(window: Window) -> Iterator[Deadline]:
    """R-ORG-14: employers without a union, where a document gives them a time to build one."""
    book = load_book(UNION_DUE)
    limits = [p.parameters["union_within"] for p in book.everywhere(UNION_DUE, window.today)]
    years = [limit for limit in limits if isinstance(limit, int)]
    if not years:
        return
    rows = list(_without_union(window, min(years), max(years)))
    places = chains({row["township_id"] or row["county_code"] for row in rows})
    for row in rows:
        place = row["township_id"] or row["county_code"]
        verdict = _union_due(book, places.get(place), window, row["opened_on"])
        if verdict and isinstance(verdict.value, date) and window.holds(verdict.value):
            yield Deadline(
                key=key_of(UNION_DUE, SubjectKind.EMPLOYER, row["pk"]),
                day=verdict.value,
                title=rule_name(UNION_DUE),
                subject=row["name"],
                place=place,
                url=record_url(SubjectKind.EMPLOYER, str(row["pk"])),
                clause=f"{verdict.document} {verdict.clause}",
            )


def _without_union(window: Window, shortest: int, longest: int) -> Iterator[Any]:
    """Open employers that opened so many years before the window and that no union covers.

    One that is being prepared covers nobody yet (as for the check of R-ORG-14).
    """
    covering = UnionEmployer.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=window.today),
        union__status=UnionStatus.ACTIVE,
        county_code=OuterRef("county_code"),
        employer_id=OuterRef("pk"),
    )
    rows = Employer.objects.visible_to(window.user, "townships.view_employer").filter(
        ~Exists(covering),
        status=EmployerStatus.OPEN,
        opened_on__range=(_back(window.first, longest), _back(window.last, shortest - 1)),
    )
    yield from rows.values("pk", "name", "county_code", "township_id", "opened_on")


def _union_due(book: Book, place: Place | None, window: Window, opened_on: date) -> Verdict | None:
    """The verdict of the engine, which knows the corresponding day; None where no rule holds."""
    if place is None or not book.in_force(UNION_DUE, place, window.today):
        return None
    return book.evaluate(
        UNION_DUE,
        place=place,
        on=window.today,
        measures={"opened_on": opened_on, "built_on": NEVER},
    )
