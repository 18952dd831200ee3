"""Terms, staffing and training of townships: how many are late, vacant or not recorded.

Counts only; the lists behind them name the organisations. What lacks is what the policy engine
found (findings), late training is what it says today, the days of terms are the recorded ones. The
number of questions does not depend on the number of townships.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cadres.choices import LEADERS, Body
from cadres.models import Appointment, Term
from compliance.choices import FindingState, Urgency
from compliance.learning.duty import duties, visible_posts
from compliance.learning.pages import OVERDUE, part_of
from compliance.models import Finding
from compliance.permissions import VIEW
from dashboards.organisation.term import State, state_of
from townships.choices import OPEN_STATUSES, UnionForm, UnionKind, UnionStatus
from townships.models import Union

NEAR = datetime.timedelta(days=90)
# A dispatched work committee is appointed and not elected.
ELECTED = ~Q(form=UnionForm.WORK_COMMITTEE)


@dataclass
class Standing:
    """One township, or several together. None: nobody recorded it.

    `overdue`, `near` and `unrecorded` are organisations by their term; `leaders` and `posts` are
    posts of the township's union that are filled, `gaps` posts and bodies that a rule asks for in
    vain, `untrained` leaders whom the page of training lists as overdue.
    """

    union: Union | None = None
    due: datetime.date | None = None
    state: State | None = None
    overdue: int = 0
    near: int = 0
    unrecorded: int = 0
    leaders: int | None = None
    posts: int | None = None
    gaps: int = 0
    untrained: int = 0

    @property
    def urgency(self) -> tuple[int, int, int]:
        """For sorting: what is overdue, then posts without anybody, then late training."""
        return (-self.overdue, -self.gaps, -self.untrained)

    @property
    def appointed(self) -> bool:
        """Whether the union is a dispatched body, which nobody elects."""
        return self.union is not None and self.union.form == UnionForm.WORK_COMMITTEE


@dataclass(frozen=True)
class Standings:
    """The townships by the key of today, and all of them together."""

    by_key: dict[str, Standing]
    whole: Standing = field(default_factory=Standing)


def standings(
    user: Any,
    codes: Collection[str],
    today: Mapping[str, str],
    day: datetime.date,
    keys: Collection[str] | None = None,
) -> Standings:
    """The townships of some counties. `today` leads from the key of a row to the key of today.

    `keys`: only these townships, by the keys of their rows.
    """
    here = Q(county_code__in=sorted(codes))
    unions = Union.objects.filter(here, _places("township_id", keys))
    found: dict[str, Standing] = {}

    def of(key: str | None) -> Standing:
        return found.setdefault(today.get(key or "", key or ""), Standing())

    for union in _township_unions(unions, codes):
        one = of(union.township_id)
        one.union, one.due = union, union.due
        one.state = state_of(union.due, day) if union.due else None
    for key, numbers in _terms(unions, codes, day):
        _add(of(key), numbers)
    for key, leaders, posts in _posts(here, keys, day):
        one = of(key)
        one.leaders, one.posts = (one.leaders or 0) + leaders, (one.posts or 0) + posts
    for key, gaps in _gaps(user, codes, keys):
        _add(of(key), {"gaps": gaps})
    for duty in duties(visible_posts(user).filter(here, _places("union__township_id", keys)), day):
        if part_of(duty, day) == OVERDUE:
            _add(of(duty.leader.township_key), {"untrained": 1})
    return Standings(found, _together(found))


def _places(path: str, keys: Collection[str] | None) -> Q:
    return Q() if keys is None else Q(**{f"{path}__in": sorted(keys)})


def _add(one: Standing, numbers: Mapping[str, int]) -> None:
    for name, number in numbers.items():
        setattr(one, name, getattr(one, name) + number)


def _due(codes: Collection[str]) -> Subquery:
    """The day on which the running term of a union ends."""
    running = Term.objects.filter(
        county_code=OuterRef("county_code"), union_id=OuterRef("pk"), ended_on__isnull=True
    ).filter(county_code__in=sorted(codes))
    return Subquery(running.annotate(ends=Coalesce("new_due_on", "due_on")).values("ends")[:1])


def _township_unions(unions: QuerySet[Union], codes: Collection[str]) -> QuerySet[Any]:
    rows = unions.filter(kind=UnionKind.TOWNSHIP, status__in=OPEN_STATUSES)
    return rows.annotate(due=_due(codes)).order_by("pk")


def _terms(
    unions: QuerySet[Union], codes: Collection[str], day: datetime.date
) -> Iterator[tuple[str | None, dict[str, int]]]:
    """By township; a join, because each count would look for the terms once more."""
    runs = Q(terms__ended_on__isnull=True, terms__county_code__in=sorted(codes))
    rows = unions.filter(ELECTED, status=UnionStatus.ACTIVE).annotate(
        running=FilteredRelation("terms", condition=runs),
        due=Coalesce("running__new_due_on", "running__due_on"),
    )
    counted = rows.order_by().values_list("township_id")
    for key, overdue, near, unrecorded in counted.annotate(
        overdue=Count("pk", filter=Q(due__lt=day)),
        near=Count("pk", filter=Q(due__gte=day, due__lte=day + NEAR)),
        unrecorded=Count("pk", filter=Q(due__isnull=True)),
    ):
        yield key, {"overdue": overdue, "near": near, "unrecorded": unrecorded}


def _posts(
    here: Q, keys: Collection[str] | None, day: datetime.date
) -> Iterator[tuple[str, int, int]]:
    """Filled posts of the unions of townships that have a roster at all."""
    rows = Appointment.objects.filter(
        here,
        _places("union__township_id", keys),
        union__kind=UnionKind.TOWNSHIP,
        union__status__in=OPEN_STATUSES,
    )
    holds = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    leads = Q(post__in=LEADERS, body=Body.COMMITTEE)
    counted = rows.order_by().values_list("union__township_id")
    yield from counted.annotate(
        leaders=Count("pk", filter=holds & leads), posts=Count("pk", filter=holds)
    )


def _gaps(
    user: Any, codes: Collection[str], keys: Collection[str] | None
) -> Iterator[tuple[str, int]]:
    """Posts and bodies that are missing by township, as far as the reader sees findings."""
    rows = Finding.objects.visible_to(user, VIEW).filter(
        _places("township_key", keys), county_code__in=sorted(codes), state=FindingState.OPEN
    )
    missing = rows.filter(urgency=Urgency.MISSING_POST).order_by()
    yield from missing.values_list("township_key").annotate(gaps=Count("pk"))


def _together(found: Mapping[str, Standing]) -> Standing:
    whole = Standing()
    for one in found.values():
        for name in ("overdue", "near", "unrecorded", "gaps", "untrained"):
            _add(whole, {name: getattr(one, name)})
        for name in ("leaders", "posts"):
            if getattr(one, name) is not None:
                setattr(whole, name, (getattr(whole, name) or 0) + getattr(one, name))
    return whole
