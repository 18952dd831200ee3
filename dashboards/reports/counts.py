"""What several reports count: one grouped statement each, however many rows there are."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from dashboards.reports.areas import Areas
from townships.choices import GRASSROOTS_KINDS, EmployerStatus, UnionStatus
from townships.code_lists import ENTERPRISES
from townships.models import Employer, TownshipSummary, Union, UnionEmployer

# People whose rows are counted for one page; more are counted by their summaries alone.
MOST_PEOPLE = 1_000_000
FIRM = Q(economic_type__in=ENTERPRISES)
IN_TOWNSHIP = Q(township__isnull=False)
COVERED = Q(covered=True)
EVERY = Q()


def employers(areas: Areas) -> QuerySet[Any]:
    """Units in business; `covered` says whether an active union covers them today."""
    covering = UnionEmployer.objects.filter(
        county_code=OuterRef("county_code"),
        employer_id=OuterRef("pk"),
        valid_to__isnull=True,
        union__status=UnionStatus.ACTIVE,
    )
    rows: QuerySet[Any] = areas.rows(Employer).filter(status=EmployerStatus.OPEN)
    with_cover: QuerySet[Any] = rows.annotate(covered=Exists(covering))
    return with_cover


def unions(areas: Areas) -> QuerySet[Any]:
    """Active grassroots unions."""
    rows = areas.rows(Union)
    return rows.filter(kind__in=GRASSROOTS_KINDS, status=UnionStatus.ACTIVE)


def workers_of(which: Q = EVERY) -> dict[str, Any]:
    """The sum of the recorded workers of units, and how many units recorded theirs or did not."""
    return {
        "workers": Sum("worker_count", filter=which),
        "counted": Count("worker_count", filter=which),
        "uncounted": Count("pk", filter=which & Q(worker_count__isnull=True)),
    }


def known_workers(row: dict[str, int]) -> int | None:
    """The sum of workers; unknown where units exist and none recorded theirs."""
    return row["workers"] if row["counted"] or not row["uncounted"] else None


def people(areas: Areas) -> dict[str, dict[str, int]]:
    """Members by line, and those of them in a township, by the summary rows."""
    rows = areas.rows(TownshipSummary, "township_key")
    return areas.count(
        rows,
        "township_key",
        placed=Sum("members", filter=~Q(township_key=F("county_code"))),
        members=Sum("members"),  # last: it takes the name of the column
    )


def too_many(areas: Areas) -> bool:
    """Whether more people lie in these places than one page may count row by row."""
    return sum(row["members"] for row in people(areas).values()) > MOST_PEOPLE
