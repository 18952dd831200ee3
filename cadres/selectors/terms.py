"""The list of terms: what is chosen in the address, the rows, how many there are of each sort.

Every query is a statement whose number does not grow with the organisations; a county has thousands
of them, a province a hundred thousand.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from cadres.models import Appointment, Term
from townships.choices import UnionForm, UnionKind, UnionStatus
from townships.models import Division, Union
from townships.selectors.places import names_of
from unionreg.county import CountyQuerySet
from unionreg.text import tidy

VIEW = "cadres.view_term"
OVERDUE, RUNNING, UNRECORDED = "overdue", "running", "unrecorded"
WINDOWS = (30, 90, 180)  # days; each window includes the shorter ones
TABS = (OVERDUE, *(str(days) for days in WINDOWS), RUNNING, UNRECORDED)
DEADLINE = Coalesce("new_due_on", "due_on")
LONGEST_NAME = 50
# A dispatched work committee is appointed and not elected.
ELECTED = ~Q(form=UnionForm.WORK_COMMITTEE)


@dataclass(frozen=True)
class Choice:
    """What the address of the list chooses; empty means everything. Junk counts as nothing."""

    tab: str = OVERDUE
    county: str = ""
    township: str = ""
    kind: str = ""
    name: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Choice":
        """The choice in the query of an address."""
        tab, kind = query.get("tab", OVERDUE), query.get("kind", "")
        # The form sends the county that its townships were of: another one has others.
        moved = query.get("of", query.get("county", "")) != query.get("county", "")
        return cls(
            tab=tab if tab in TABS else OVERDUE,
            county=_key(query.get("county", ""), 6),
            township="" if moved else _key(query.get("township", ""), 9),
            kind=kind if kind in UnionKind.values else "",
            name=tidy(query.get("q", ""))[:LONGEST_NAME],
        )

    @property
    def narrowed(self) -> bool:
        """Whether something but the tab is chosen."""
        return any((self.county, self.township, self.kind, self.name))


def _key(text: str, longest: int) -> str:
    """A registry key as it may stand in a column; empty for anything else."""
    return text if len(text) <= longest and text.isascii() and text.isdigit() else ""


def unions(user: Any, choice: Choice) -> CountyQuerySet[Union]:
    """The active organisations with elections in the user's places that the choice leaves."""
    rows = Union.objects.visible_to(user, VIEW).filter(ELECTED, status=UnionStatus.ACTIVE)
    return rows.filter(_chosen(choice, ""))


def terms(user: Any, choice: Choice) -> CountyQuerySet[Term]:
    """The running terms of those organisations."""
    rows = Term.objects.visible_to(user, VIEW)
    active = rows.filter(ended_on__isnull=True, union__status=UnionStatus.ACTIVE)
    return active.filter(_chosen(choice, "union__"))


def _chosen(choice: Choice, path: str) -> Q:
    """The filters of the address; `path` leads from the row to the union."""
    found = Q()
    if choice.county:
        found &= Q(county_code__in=sorted(Division.objects.with_predecessors([choice.county])))
    if choice.township:
        keys = Division.objects.with_predecessors([choice.township])
        found &= Q(**{f"{path}township_id__in": sorted(keys)})
    if choice.kind:
        found &= Q(**{f"{path}kind": choice.kind})
    if choice.name:
        found &= Q(**{f"{path}name__icontains": choice.name})
    return found


def without_term(user: Any, choice: Choice) -> CountyQuerySet[Union]:
    """The organisations of which no running term is recorded: unknown, not overdue."""
    running = Term.objects.filter(
        county_code=OuterRef("county_code"), union_id=OuterRef("pk"), ended_on__isnull=True
    )
    return unions(user, choice).filter(~Exists(running))


def of_tab(user: Any, choice: Choice, today: datetime.date) -> CountyQuerySet[Any]:
    """The rows of a tab: terms by their deadline, or the organisations without one."""
    if choice.tab == UNRECORDED:
        return without_term(user, choice).order_by("township_id", "pinyin", "name", "pk")
    rows = terms(user, choice).alias(ends_on=DEADLINE)
    return rows.filter(_of_tab(choice.tab, today)).order_by("ends_on", "pk")


def _of_tab(tab: str, today: datetime.date) -> Q:
    if tab == OVERDUE:
        return Q(ends_on__lt=today)
    if tab == RUNNING:
        return Q(ends_on__gt=today + datetime.timedelta(days=WINDOWS[-1]))
    last = today + datetime.timedelta(days=int(tab))
    return Q(ends_on__range=(today, last))


def counts(user: Any, choice: Choice, today: datetime.date) -> dict[str, int]:
    """Rows of every tab: two statements, whatever the number of rows."""
    rows = terms(user, choice).order_by().alias(ends_on=DEADLINE)
    tabs = [tab for tab in TABS if tab != UNRECORDED]
    found = rows.aggregate(
        **{f"tab_{tab}": Count("pk", filter=_of_tab(tab, today)) for tab in tabs}
    )
    numbers = {tab: found[f"tab_{tab}"] for tab in tabs}
    return {**numbers, UNRECORDED: without_term(user, choice).order_by().count()}


def direct_elections(user: Any, choice: Choice) -> tuple[int, int]:
    """R-COM-19: running terms whose chair was elected directly, of those where it is recorded."""
    found = (
        terms(user, choice)
        .order_by()
        .aggregate(
            direct=Count("pk", filter=Q(direct_election=True)),
            known=Count("pk", filter=Q(direct_election__isnull=False)),
        )
    )
    return found["direct"], found["known"]


def in_full(user: Any, tab: str, rows: Any) -> list[Any]:
    """A page of rows with what its lines show, read by key in their order."""
    keys = list(rows.values_list("pk", flat=True))
    if tab == UNRECORDED:
        visible: Any = Union.objects.visible_to(user, VIEW)
    else:
        visible = Term.objects.visible_to(user, VIEW).select_related("union", "change_approved_by")
    found = {row.pk: row for row in visible.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def places(user: Any, county: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Counties to choose from, and the townships of the one county at hand, by key."""
    rows = Union.objects.visible_to(user, VIEW).filter(ELECTED, status=UnionStatus.ACTIVE)
    counties = set(rows.order_by().values_list("county_code", flat=True).distinct())
    here = county or (next(iter(counties)) if len(counties) == 1 else "")
    inside = rows.filter(county_code=here).exclude(township__isnull=True)
    townships = set(inside.order_by().values_list("township_id", flat=True).distinct())
    names = names_of(counties | townships)
    return _named(counties, names), _named(townships, names)


def _named(keys: set[str], names: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, names.get(key, key)) for key in sorted(keys)]


def term_for(user: Any, pk: int, permission: str = VIEW) -> Term | None:
    """A term inside the places where the user holds a permission, with its organisation."""
    rows = Term.objects.visible_to(user, permission).filter(pk=pk)
    return rows.select_related("union__superior", "union__township", "assembly").first()


def union_for(user: Any, pk: int, permission: str = VIEW) -> Union | None:
    """An organisation inside the places where the user holds a permission."""
    rows = Union.objects.visible_to(user, permission).filter(pk=pk)
    return rows.select_related("superior", "township").first()


def officers_of(term: Term) -> Sequence[Appointment]:
    """The posts of a term in its three committees, chair first."""
    rows = Appointment.objects.in_county(term.county_code).filter(term_id=term.pk)
    found = rows.select_related("person", "represents", "union").order_by("pk")
    return sorted(found, key=lambda row: (_BODIES.get(row.body, 9), _POSTS.get(row.post, 9)))


def in_office(union: Union) -> Sequence[Appointment]:
    """Who sits in the three committees today, of whichever term, chair first."""
    rows = Appointment.objects.in_county(union.county_code).filter(
        union_id=union.pk, body__in=_BODIES, post__in=_POSTS, valid_to__isnull=True
    )
    found = rows.select_related("person", "represents", "union").order_by("pk")
    return sorted(found, key=lambda row: (_BODIES[row.body], _POSTS[row.post]))


_BODIES = {"committee": 0, "audit": 1, "women": 2}
_POSTS = {"chair": 0, "vice_chair": 1, "standing": 2, "member": 3}
