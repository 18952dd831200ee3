"""The compliance list: what is chosen in the address, the rows, how many there are of each sort."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.http import Http404
from django.utils import timezone

from compliance.choices import FindingState, Urgency
from compliance.models import Finding
from compliance.permissions import VIEW
from townships.models import Division
from unionreg.county import CountyQuerySet
from unionreg.text import as_key, tidy

ALL, WAIVED, RESOLVED = "all", "waived", "resolved"
ME, NOBODY = "me", "nobody"
AHEAD = "ahead"  # the date is still to come
AGES = ("30", "90", "180", AHEAD)  # days at least
UNRESOLVED = (FindingState.OPEN, FindingState.WAIVED)
SINCE = Coalesce("due_on", "first_seen")
LONGEST_NAME = 50


@dataclass(frozen=True)
class Choice:
    """What the address of the list chooses; empty means everything. Junk counts as nothing.

    `tab` is "all", a group of urgency, "waived" or "resolved" (this month). `assignee` is the key
    of a user, "me" or "nobody"; `age` is days at least, or "ahead"; `name` is a part of the name
    of the subject.
    """

    tab: str = ALL
    county: str = ""
    township: str = ""
    rule: str = ""
    assignee: str = ""
    age: str = ""
    name: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Choice":
        """The choice in the query of an address."""
        tab, age = query.get("tab", ALL), query.get("age", "")
        assignee = query.get("assignee", "")
        known = assignee in (ME, NOBODY) or as_key(assignee) is not None
        # The form sends the county that its townships were of: another one has others.
        moved = query.get("of", query.get("county", "")) != query.get("county", "")
        return cls(
            tab=tab if tab in (*Urgency.values, WAIVED, RESOLVED) else ALL,
            county=_short(query.get("county", ""), 6),
            township="" if moved else _short(query.get("township", ""), 12),
            rule=_short(query.get("rule", ""), 20),
            assignee=assignee if known else "",
            age=age if age in AGES else "",
            name=tidy(query.get("q", ""))[:LONGEST_NAME],
        )

    @property
    def narrowed(self) -> bool:
        """Whether something but the tab is chosen."""
        return any((self.county, self.township, self.rule, self.assignee, self.age, self.name))


def _short(text: str, longest: int) -> str:
    """A key as it may stand in a column; empty for anything longer or with odd characters."""
    return text if len(text) <= longest and text.isascii() and text.isprintable() else ""


def visible(user: Any) -> CountyQuerySet[Finding]:
    """All findings in the user's places, resolved ones too."""
    return Finding.objects.visible_to(user, VIEW)


def finding_or_404(user: Any, pk: int) -> Finding:
    """One finding with its verdict. Raises Http404 outside the user's places."""
    rows = visible(user).filter(pk=pk)
    found = rows.select_related("verdict__provision", "assignee", "waived_by").first()
    if found is None:
        raise Http404
    return found


def chosen(user: Any, choice: Choice, today: datetime.date) -> CountyQuerySet[Finding]:
    """The findings that the choice leaves, whatever the tab."""
    rows = visible(user)
    if choice.county:
        rows = rows.filter(county_code=choice.county)
    if choice.township:
        keys = Division.objects.with_predecessors([choice.township])
        rows = rows.filter(township_key__in=sorted(keys))
    if choice.rule:
        rows = rows.filter(rule_id=choice.rule)
    if choice.name:
        rows = rows.filter(subject_label__icontains=choice.name)
    return _of_age(_in_charge(rows, choice.assignee, user), choice.age, today)


def _in_charge(rows: CountyQuerySet[Finding], who: str, user: Any) -> CountyQuerySet[Finding]:
    if who == NOBODY:
        return rows.filter(assignee=None)
    if who:
        return rows.filter(assignee_id=user.pk if who == ME else as_key(who))
    return rows


def _of_age(rows: CountyQuerySet[Finding], age: str, day: datetime.date) -> CountyQuerySet[Finding]:
    """Those that have lasted so many days, counted from the date that passed or first sight."""
    if age == AHEAD:
        return rows.filter(due_on__gte=day)
    if not age:
        return rows
    limit = day - datetime.timedelta(days=int(age))
    return rows.filter(LessThanOrEqual(SINCE, limit))


@dataclass(frozen=True)
class Counts:
    """How many findings there are: open ones by group, waived, resolved this month."""

    open: Mapping[str, int] = field(default_factory=dict)
    waived: int = 0
    resolved: int = 0

    @property
    def all(self) -> int:
        """All open findings."""
        return sum(self.open.values())

    def of(self, tab: str) -> int:
        """Rows of a tab."""
        special = {ALL: self.all, WAIVED: self.waived, RESOLVED: self.resolved}
        return special.get(tab, self.open.get(tab, 0))


def counts(rows: CountyQuerySet[Finding], today: datetime.date) -> Counts:
    """One query, whatever the number of rows."""
    recent = Q(state__in=UNRESOLVED) | Q(resolved_on__gte=today.replace(day=1))
    found: dict[str, int] = {}
    other = dict.fromkeys(FindingState.values, 0)
    groups = rows.filter(recent).order_by().values_list("state", "urgency")
    for state, urgency, number in groups.annotate(number=Count("id")):
        other[state] += number
        if state == FindingState.OPEN:
            found[urgency] = number
    return Counts(found, other[FindingState.WAIVED], other[FindingState.RESOLVED])


def of_tab(
    rows: CountyQuerySet[Finding], tab: str, order: Sequence[str], today: datetime.date
) -> CountyQuerySet[Finding]:
    """The rows of a tab in their order: urgency, then what is longest past its date."""
    if tab == RESOLVED:
        month = today.replace(day=1)
        done = rows.filter(state=FindingState.RESOLVED, resolved_on__gte=month)
        return done.order_by("-resolved_on", "-id")
    if tab == WAIVED:
        return rows.filter(state=FindingState.WAIVED).order_by("-waived_on", "-id")
    waiting = rows.filter(state=FindingState.OPEN)
    if tab != ALL:
        return waiting.filter(urgency=tab).order_by(SINCE, "id")
    return waiting.order_by(_position(order), SINCE, "id")


def _position(order: Sequence[str]) -> Case:
    """Where the group of a finding stands in the office's order."""
    places = [When(urgency=group, then=Value(at)) for at, group in enumerate(order)]
    return Case(*places, default=Value(len(order)), output_field=IntegerField())


def with_details(rows: CountyQuerySet[Finding]) -> CountyQuerySet[Finding]:
    """What a line of the list needs, read with it."""
    return rows.select_related("verdict__provision", "assignee")


def in_full(user: Any, rows: Any) -> list[Finding]:
    """A page of rows with their details, read by key.

    Sorted with all their columns, tens of thousands of rows take a second instead of a moment.
    """
    keys = list(rows.values_list("pk", flat=True))
    found = {row.pk: row for row in with_details(visible(user).filter(pk__in=keys))}
    return [found[key] for key in keys if key in found]


def earlier(finding: Finding, user: Any) -> CountyQuerySet[Finding]:
    """Other findings of the same rule about the same subject in the user's places, newest first."""
    same = (
        visible(user)
        .in_county(finding.county_code)
        .filter(rule_id=finding.rule_id, subject=finding.subject, subject_key=finding.subject_key)
    )
    return same.exclude(pk=finding.pk).order_by("-first_seen", "-id")


MOST_COUNTED = 999


def open_number(user: Any) -> int:
    """Open findings in the user's places for the menu, `MOST_COUNTED` + 1 for more than that."""
    rows = visible(user).filter(state=FindingState.OPEN).order_by()
    return rows.values("id")[: MOST_COUNTED + 1].count()


def most_urgent(rows: CountyQuerySet[Finding], order: Sequence[str], limit: int) -> list[Finding]:
    """The first open findings of some rows."""
    today = timezone.localdate()
    return list(with_details(of_tab(rows, ALL, order, today))[:limit])
