"""What is recorded about a township, as measures of the policy engine."""

import datetime

from django.db.models import Q
from django.utils import timezone

from policies.selectors import StoredMeasures
from townships.choices import GRASSROOTS_KINDS, Level, UnionStatus
from townships.models import Division, TownshipStatistics, TownshipSummary, Union


def stored_measures(division: Division, on: datetime.date) -> StoredMeasures:
    """The measures of a township on a day; nothing for a place of another level.

    Figures come from the latest statistics not later than the day, as one set: figures of different
    days are not mixed, and what that set leaves empty is unknown. Grassroots unions, members and
    units with a union are counted in the registry, as on the dashboards.
    """
    county = division.county()
    if division.level != Level.TOWNSHIP or county is None:
        return StoredMeasures()
    counted = {
        "grassroots_union_count": grassroots_unions(division, county.key, on),
        **counted_today(division, county.key, on),
    }
    latest = (
        TownshipStatistics.objects.in_county(county.key)
        .filter(township=division, as_of__lte=on)
        .order_by("-as_of")
        .first()
    )
    if latest is None:
        return StoredMeasures(counted)
    figures = {
        "firm_count": latest.firm_count,
        "worker_count": latest.worker_count,
        "employed_2nd_3rd_sector": latest.employed_2nd_3rd_sector,
        "fulltime_staffing": latest.fulltime_staffing,
        "legal_person_units": latest.legal_person_units,
    }
    return StoredMeasures({**figures, **counted}, as_of=latest.as_of, source=latest.source)


def grassroots_unions(division: Division, county_code: str, on: datetime.date) -> int:
    """Grassroots unions of the township that were founded and not closed on the day."""
    return int(
        Union.objects.in_county(county_code)
        .filter(township=division, kind__in=GRASSROOTS_KINDS)
        .filter(Q(founded_on__isnull=True) | Q(founded_on__lte=on))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .exclude(status=UnionStatus.PREPARING)
        .count()
    )


def counted_today(division: Division, county_code: str, on: datetime.date) -> dict[str, int | None]:
    """Members and units with a union by the summary of the township; unknown for days before."""
    rows = TownshipSummary.objects.in_county(county_code).filter(township_key=division.key)
    summary = None if on < timezone.localdate() else rows.first()
    return {
        "member_count": summary.members if summary else None,
        "units_with_union": summary.unionised if summary else None,
    }
