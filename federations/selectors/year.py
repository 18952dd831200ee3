"""The year of a federation: what has to happen, and the event behind every tick (R-MTG)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min

from cadres.choices import MeetingKind
from cadres.models import Meeting
from policies.engine import Value

# 五个一 (总工发〔2016〕28号 一.3): the measures of R-MTG-04 and the kind of event behind each.
FIVE = {
    "member_assemblies": MeetingKind.MEMBER_ASSEMBLY,
    "worker_assemblies": MeetingKind.WORKER_ASSEMBLY,
    "wage_bargainings": MeetingKind.BARGAINING,
    "labour_contests": MeetingKind.CONTEST,
    "cultural_activities": MeetingKind.CULTURE,
}
PLENARY = {"plenary_meetings": MeetingKind.PLENARY}
REPORTS = {
    "party_reported_on": MeetingKind.REPORT_PARTY,
    "union_reported_on": MeetingKind.REPORT_UNION,
}
LIAISON = (MeetingKind.LIAISON, MeetingKind.JOINT)
# What can be recorded on the page of the year.
KINDS = (*FIVE.values(), *PLENARY.values(), *REPORTS.values(), *LIAISON)


@dataclass(frozen=True)
class Half:
    """A half of a calendar year."""

    number: int
    first: date
    last: date


def halves(year: int) -> tuple[Half, Half]:
    """January to June, July to December."""
    return (
        Half(1, date(year, 1, 1), date(year, 6, 30)),
        Half(2, date(year, 7, 1), date(year, 12, 31)),
    )


def events_of(county_code: str, union_ids: Collection[int], year: int) -> dict[int, list[Meeting]]:
    """By union its events of a year, the earliest first: one statement."""
    rows = Meeting.objects.in_county(county_code).filter(
        union_id__in=list(union_ids), held_on__range=(date(year, 1, 1), date(year, 12, 31))
    )
    found: dict[int, list[Meeting]] = {key: [] for key in union_ids}
    for row in rows.order_by("held_on", "pk"):
        found[row.union_id].append(row)
    return found


def recorded_since(county_code: str, union_ids: Collection[int]) -> dict[int, date]:
    """By union the day of its first event on record: before it nothing is known of its years."""
    rows = Meeting.objects.in_county(county_code).filter(union_id__in=list(union_ids)).order_by()
    return dict(rows.values("union_id").annotate(n=Min("held_on")).values_list("union_id", "n"))


def counts_of(events: Iterable[Meeting] | None, kinds: dict[str, Any]) -> dict[str, Value]:
    """How many events of each kind, by measure; None: nothing is recorded of the year."""
    if events is None:
        return dict.fromkeys(kinds)
    held = [event.kind for event in events]
    return {measure: held.count(kind) for measure, kind in kinds.items()}


def report_days(events: Iterable[Meeting] | None) -> dict[str, Value]:
    """Days of the reports to the two recipients, by measure (R-MTG-03)."""
    if events is None:
        return dict.fromkeys(REPORTS)
    rows = list(events)
    return {
        name: tuple(event.held_on for event in rows if event.kind == kind)
        for name, kind in REPORTS.items()
    }
