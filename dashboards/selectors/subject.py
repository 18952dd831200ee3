"""The place whose tasks are looked for, and what is read of it once."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import StoredVerdict
from dashboards.selectors.figures import CountyFigures, Figures
from dashboards.selectors.places import TownshipPlace
from policies.engine import Book
from policies.selectors import citation, load_book
from townships.choices import GRASSROOTS_KINDS, OPEN_STATUSES, UnionKind, UnionStatus
from townships.models import Division, Union
from townships.selectors.unions import ready_to_hand_over

MONTH = datetime.timedelta(days=30)
# The rules that this page cites, all that `clause` may be asked for.
TOLD_BY_LIST = ("R-ORG-06", "R-ORG-11", "R-ORG-12", "R-ORG-16", "R-ORG-30", "R-ORG-35")
NAMED = 3  # so many places are named in a sentence, the others counted


@dataclass
class Subject:
    """The place whose tasks are looked for: a county (`township` None) or one township."""

    county: Division
    codes: Sequence[str]
    figures: list[Figures]
    user: Any
    township: Division | None = None
    keys: list[str] = field(default_factory=list)
    today: dict[str, str] = field(default_factory=dict)
    day: datetime.date = field(default_factory=timezone.localdate)

    @cached_property
    def book(self) -> Book:
        """What the rules say that this page cites, read once."""
        return load_book(*TOLD_BY_LIST)

    @cached_property
    def told(self) -> set[str]:
        """Rules that the compliance list has judged here: what they say is not said twice."""
        rows = StoredVerdict.objects.filter(
            county_code__in=self.codes, rule_id__in=TOLD_BY_LIST, is_latest=True
        )
        return set(rows.order_by().values_list("rule_id", flat=True).distinct())

    @cached_property
    def township_unions(self) -> list[Union]:
        """Open unions of townships and dispatched bodies."""
        rows = Union.objects.filter(
            county_code__in=self.codes, kind=UnionKind.TOWNSHIP, status__in=OPEN_STATUSES
        )
        return list(self._narrow(rows).order_by("code"))

    @property
    def own_union(self) -> Union | None:
        """The open union of the township, or the dispatched body; of several the youngest."""
        first = datetime.date.min
        return max(self.township_unions, key=lambda one: one.founded_on or first, default=None)

    def lies_in(self, union: Union) -> str:
        """Key of the township of today in which a union lies."""
        return self.today.get(str(union.township_id), str(union.township_id))

    @cached_property
    def union_counts(self) -> dict[str, int]:
        """Counts of grassroots unions with something to put in order, in one query."""
        rows = self._narrow(
            Union.objects.filter(
                county_code__in=self.codes,
                kind__in=GRASSROOTS_KINDS,
                status=UnionStatus.ACTIVE,
            )
        )
        over = Q(certificate_to__lt=self.day)
        own = Q(kind__in=[UnionKind.OWN, UnionKind.OFFICE, UnionKind.JOINT])
        nothing = Q(summaries__employers=0) | Q(summaries__employers__isnull=True)
        found: dict[str, int] = rows.aggregate(
            expired=Count("id", filter=over),
            expiring=Count("id", filter=Q(certificate_to__lte=self.day + MONTH) & ~over),
            without_employer=Count("id", filter=own & nothing),
            joint_with_one=Count("id", filter=Q(kind=UnionKind.JOINT, summaries__employers=1)),
            ready=Count("id", filter=ready_to_hand_over()),
        )
        return found

    def _narrow(self, rows: Any) -> Any:
        return rows.filter(township_id__in=self.keys) if self.township else rows

    def may(self, permission: str) -> bool:
        """Whether the user holds a permission here."""
        township = self.township.key if self.township else None
        return bool(self.user.scope_for(permission).covers(self.county.key, township))

    def clause(self, rule: str) -> str | None:
        """The clause behind a rule at this place today; None where no document says so."""
        found = citation(rule, division=self.township or self.county, on=self.day, book=self.book)
        return str(found) if found else None

    @property
    def place(self) -> Division:
        """The township, or the whole county."""
        return self.township or self.county


def in_county(figures: CountyFigures, user: Any) -> Subject:
    """A whole county."""
    place = figures.place
    return Subject(place.division, place.codes, figures.townships, user, today=place.today)


def in_township(place: TownshipPlace, figures: Figures, user: Any) -> Subject:
    """One township."""
    county = place.county
    return Subject(
        county.division,
        county.codes,
        [figures],
        user,
        township=place.division,
        keys=place.keys,
        today=county.today,
    )


def named(names: Iterable[str]) -> str:
    """The first names, and how many more."""
    every = list(names)
    shown = "、".join(every[:NAMED])
    if len(every) <= NAMED:
        return shown
    return _("%(names)s and %(count)s more") % {"names": shown, "count": len(every) - NAMED}
