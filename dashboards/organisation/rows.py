"""What is read about one organisation. Every function asks a fixed number of questions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from cadres.choices import Body, Post
from cadres.models import Appointment, Meeting, OrganisationBody, Term
from federations.models import Coverage, Federation, FoundingStep, SeatToFill
from history.models import Change
from townships.choices import OPEN_STATUSES, UnionKind
from townships.models import TownshipSummary, Union, UnionEmployer, UnionSummary

VIEW = "townships.view_union"
MOST_POSTS = 300
MOST_TERMS = 12
MOST_CHAIRS = 20
MOST_COVERED = 12
MOST_MEETINGS = 60
MOST_CHANGES = 8
DUE = Coalesce("new_due_on", "due_on")


def union_or_404(user: Any, union_id: int) -> Union:
    """A union of any kind inside the user's places."""
    rows = Union.objects.visible_to(user, VIEW)
    related = rows.select_related("township", "superior", "merged_into")
    found = related.filter(pk=union_id).first() if union_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def terms_of(union: Union) -> list[Term]:
    """The newest terms, the running one first."""
    rows = Term.objects.in_county(union.county_code).filter(union_id=union.pk)
    return list(rows.order_by("-started_on", "-id")[:MOST_TERMS])


def in_office(on: datetime.date) -> Q:
    """Appointments that hold on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def posts_of(union: Union, on: datetime.date) -> list[Appointment]:
    """Who holds a post on a day, in the order in which people are named."""
    rows = Appointment.objects.in_county(union.county_code).filter(in_office(on), union_id=union.pk)
    beside = rows.select_related("person", "represents", "union")
    found = beside.order_by("valid_from", "id")[:MOST_POSTS]
    order = {post: number for number, post in enumerate(Post.values)}
    return sorted(found, key=lambda row: order.get(row.post, 99))


def chairs_of(union: Union) -> list[Appointment]:
    """Everybody who was chair, the newest first."""
    rows = Appointment.objects.in_county(union.county_code).filter(
        union_id=union.pk, body=Body.COMMITTEE, post=Post.CHAIR
    )
    return list(rows.select_related("person").order_by("-valid_from", "-id")[:MOST_CHAIRS])


def has_roster(union: Union) -> bool:
    """Whether anybody ever recorded a post of the union: without that its staffing is unknown."""
    return Appointment.objects.in_county(union.county_code).filter(union_id=union.pk).exists()


def bodies_of(union: Union) -> list[OrganisationBody]:
    """Bodies that exist today."""
    rows = OrganisationBody.objects.in_county(union.county_code)
    return list(rows.filter(union_id=union.pk, closed_on__isnull=True))


def meetings_of(union: Union, year: int) -> list[Meeting]:
    """Meetings and events of a year, the newest first."""
    rows = Meeting.objects.in_county(union.county_code)
    return list(rows.filter(union_id=union.pk, held_on__year=year)[:MOST_MEETINGS])


@dataclass(frozen=True)
class Numbers:
    """Counts of the summary rows; None: nobody counted."""

    members: int | None = None
    workers: int | None = None
    employers: int | None = None
    unions: int | None = None


def numbers_of(union: Union) -> Numbers:
    """People and units of the organisation: of its township, its units, or what it covers."""
    if union.kind == UnionKind.TOWNSHIP:
        rows = TownshipSummary.objects.in_county(union.county_code)
        found = rows.filter(township_key=union.township_id).first()
        return Numbers(found.members, None, found.employers, found.unions) if found else Numbers()
    if union.kind == UnionKind.COUNTY:
        return _of_county(union)
    if union.kind == UnionKind.FEDERATION:
        return _of_covered(union)
    summary = UnionSummary.objects.in_county(union.county_code).filter(union_id=union.pk).first()
    if summary is None:
        return Numbers()
    workers = None if summary.uncounted else summary.workers
    return Numbers(summary.members, workers, summary.employers)


def _of_county(union: Union) -> Numbers:
    rows = TownshipSummary.objects.in_county(union.county_code)
    found = rows.aggregate(Sum("members"), Sum("employers"), Sum("unions"))
    return Numbers(found["members__sum"], None, found["employers__sum"], found["unions__sum"])


def covered_today(union: Union) -> QuerySet[Coverage]:
    """What the federation behind a union covers today."""
    rows = Coverage.objects.in_county(union.county_code)
    return rows.filter(federation__union_id=union.pk, valid_to__isnull=True)


def _of_covered(union: Union) -> Numbers:
    """A federation counts the people of the unions that it covers."""
    covered = covered_today(union).values("union_id")
    rows = UnionSummary.objects.in_county(union.county_code).filter(union_id__in=covered)
    found = rows.aggregate(
        Count("id"), Sum("members"), Sum("workers"), Sum("employers"), Sum("uncounted")
    )
    workers = None if found["uncounted__sum"] else found["workers__sum"]
    return Numbers(found["members__sum"], workers, found["employers__sum"], found["id__count"])


@dataclass(frozen=True)
class Founding:
    """The federation behind a union, its gates and its open seats."""

    federation: Federation
    steps: list[FoundingStep]
    seats: list[SeatToFill]
    covered: list[Coverage]
    covered_count: int


def founding_of(union: Union) -> Founding | None:
    """The record of a federation; None for other unions and where none was made."""
    if union.kind != UnionKind.FEDERATION:
        return None
    federation = Federation.objects.in_county(union.county_code).filter(union_id=union.pk).first()
    if federation is None:
        return None
    here = {"county_code": union.county_code, "federation_id": federation.pk}
    covered = covered_today(union)
    seats = SeatToFill.objects.filter(**here, closed_on__isnull=True)
    return Founding(
        federation,
        list(FoundingStep.objects.filter(**here)),
        list(seats.select_related("covered", "former__person")),
        list(
            covered.select_related("union").order_by("union__pinyin", "union__name")[:MOST_COVERED]
        ),
        covered.count(),
    )


def covering(union: Union) -> list[Coverage]:
    """The federations that cover a union today."""
    rows = Coverage.objects.in_county(union.county_code)
    found = rows.filter(union_id=union.pk, valid_to__isnull=True)
    return list(found.select_related("federation__union"))


def employers_of(union: Union) -> list[UnionEmployer]:
    """The units that a union covers today, the first of them."""
    rows = UnionEmployer.objects.in_county(union.county_code)
    found = rows.filter(union_id=union.pk, valid_to__isnull=True).select_related("employer")
    return list(found.order_by("employer__pinyin", "employer__name")[:MOST_COVERED])


def federations_below(union: Union) -> list[Any]:
    """Federations whose superior the union is, with the day on which their term ends."""
    terms = Term.objects.filter(
        county_code=OuterRef("county_code"), union_id=OuterRef("pk"), ended_on__isnull=True
    )
    covered = (
        Coverage.objects.filter(
            county_code=OuterRef("county_code"),
            federation__union_id=OuterRef("pk"),
            valid_to__isnull=True,
        )
        .order_by()
        .values("federation__union_id")
        .annotate(number=Count("id"))
    )
    rows = Union.objects.in_county(union.county_code).filter(
        superior_id=union.pk, kind=UnionKind.FEDERATION, status__in=OPEN_STATUSES
    )
    due = Subquery(terms.annotate(due=DUE).values("due")[:1])
    number = Subquery(covered.values("number")[:1])
    return list(
        rows.annotate(due=due, covered_now=number).order_by(F("due").asc(nulls_last=True))[:20]
    )


def subordinates(union: Union) -> int:
    """How many open unions have this one as their superior."""
    rows = Union.objects.in_county(union.county_code)
    return int(rows.filter(superior_id=union.pk, status__in=OPEN_STATUSES).count())


def changes_of(union: Union, keys: dict[str, list[int]]) -> list[Change]:
    """The newest changes of the union and of some of its records, by model and id."""
    about = Q(model="townships.union", object_id=str(union.pk))
    for model, ids in keys.items():
        if ids:
            about |= Q(model=model, object_id__in=[str(pk) for pk in ids])
    rows = Change.objects.filter(about, county_code=union.county_code)
    return list(rows.select_related("user")[:MOST_CHANGES])
