"""The log of approvals: who did what with which money, in one order of time.

Steps of payments have a log of their own; of allocations, grants and budgets the change history
tells it, of share tables and schemes their release. Nothing is copied.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.choices import AllocationState, ApprovalKind, BudgetState
from funding.models import PaymentStep, Scheme, ShareTable
from history.models import Change
from policies.choices import State
from townships.models import Division

VIEW = "funding.view_paymentstep"
STEP, CHANGE, TABLE, SCHEME = "step", "change", "table", "scheme"
_CHUNK = 1000
# The records of the change history that are shown, by their kind.
MODELS = {
    "funding.allocation": ApprovalKind.ALLOCATION,
    "funding.grant": ApprovalKind.GRANT,
    "funding.budget": ApprovalKind.BUDGET,
}
Mark = tuple[datetime, str, int, str]  # when, from which source, its id, county ("": of none)


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; None and "" narrow nothing. Days are included."""

    kind: str = ""
    county: str = ""
    township: str = ""
    who: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Entry:
    """A line of the log. `amount` in yuan where the step has one."""

    at: datetime
    kind: ApprovalKind
    about: str
    url: str
    action: str
    who: str
    amount: Decimal | None = None
    note: str = ""


def marks(user: Any, wanted: Wanted) -> Any:
    """Time, source, id and county of every line inside the places of the user, the latest first."""
    found = [rows.order_by() for rows in _sources(user, wanted)]
    first, *rest = found
    return first.union(*rest, all=True).order_by("-moment", "source", "-pk")


def number(user: Any, wanted: Wanted) -> int:
    """How many lines there are."""
    return sum(rows.count() for rows in _sources(user, wanted))


def _sources(user: Any, wanted: Wanted) -> list[QuerySet[Any, Any]]:
    steps = _of_kind(PaymentStep.objects.visible_to(user, VIEW), wanted, ApprovalKind.PAYMENT)
    changes = Change.objects.visible_to(user, VIEW).filter(_told(wanted))
    tables = _of_kind(ShareTable.objects.all(), wanted, ApprovalKind.SHARES)
    schemes = _of_kind(Scheme.objects.all(), wanted, ApprovalKind.SCHEME)
    township = "payment__recipient__township_id"
    return [
        _narrowed(steps, wanted, STEP, township, ("who",)),
        _narrowed(changes, wanted, CHANGE, "township_key", _names("user")),
        _released(tables, user, wanted, TABLE, "jurisdiction"),
        _released(schemes, user, wanted, SCHEME, "place"),
    ]


def _of_kind(rows: QuerySet[Any], wanted: Wanted, kind: ApprovalKind) -> QuerySet[Any]:
    return rows if wanted.kind in ("", kind) else rows.none()


def _told(wanted: Wanted) -> Q:
    """Changes of the kinds that are shown; of a budget only its state, not each new draft of it."""
    models = [name for name, kind in MODELS.items() if wanted.kind in ("", kind)]
    return Q(model__in=models) & (~Q(model="funding.budget") | Q(fields__has_key="state"))


def _names(user: str) -> tuple[str, str]:
    return f"{user}__display_name", f"{user}__username"


def _narrowed(
    rows: QuerySet[Any], wanted: Wanted, source: str, township: str, who: Sequence[str]
) -> QuerySet[Any, Any]:
    if wanted.county:
        rows = rows.filter(county_code=wanted.county)
    if wanted.township:
        rows = rows.filter(**{township: wanted.township})
    return _marked(rows.annotate(of_county=F("county_code")), wanted, source, "at", who)


def _released(
    rows: QuerySet[Any], user: Any, wanted: Wanted, source: str, place: str
) -> QuerySet[Any, Any]:
    """What somebody released for a place of the user; what ships with the program has nobody."""
    inside = user.scope_for(VIEW).narrow(Division.objects.all())
    rows = rows.exclude(state=State.DRAFT).filter(
        **{f"{place}__in": inside}, releaser__isnull=False, released_at__isnull=False
    )
    if wanted.township:
        rows = rows.filter(**{place: wanted.township})
    elif wanted.county:
        concerning = _above(wanted.county) | Q(parent=wanted.county)
        rows = rows.filter(**{f"{place}__in": Division.objects.filter(concerning)})
    nowhere = Value("", output_field=CharField())
    marked = rows.annotate(of_county=nowhere)
    return _marked(marked, wanted, source, "released_at", _names("releaser"))


def _above(county: str) -> Q:
    """The divisions in which the county lies, and itself."""
    return Q(key=county) | Q(children=county) | Q(children__children=county)


def places_unseen(user: Any, county: str) -> list[Division]:
    """Places above the county that laid something down and whose log the user may not see."""
    scope = user.scope_for(VIEW)
    tables, schemes = (
        rows.exclude(state=State.DRAFT).filter(releaser__isnull=False)
        for rows in (ShareTable.objects.all(), Scheme.objects.all())
    )
    above = Division.objects.filter(_above(county)).filter(
        Q(key__in=tables.values("jurisdiction")) | Q(key__in=schemes.values("place"))
    )
    seen = scope.narrow(Division.objects.all()).values("key")
    return list(above.exclude(key__in=seen).distinct().order_by("-level"))


def _marked(
    rows: QuerySet[Any], wanted: Wanted, source: str, at: str, who: Sequence[str]
) -> QuerySet[Any, Any]:
    """Narrowed by person and days, as marks."""
    if wanted.who:
        named = Q()
        for column in who:
            named |= Q(**{f"{column}__icontains": wanted.who})
        rows = rows.filter(named)
    if wanted.first:
        rows = rows.filter(**{f"{at}__gte": _begin(wanted.first)})
    if wanted.last:
        rows = rows.filter(**{f"{at}__lt": _begin(wanted.last + timedelta(days=1))})
    named_source = Value(source, output_field=CharField())
    marked: Any = rows.annotate(moment=F(at), source=named_source)
    found: QuerySet[Any, Any] = marked.values_list("moment", "source", "pk", "of_county")
    return found


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def entries(found: Iterable[Mark]) -> list[Entry]:
    """The lines behind marks, in their order; one query for each source."""
    known = list(found)
    lines: dict[tuple[str, int], Entry] = {}
    for source, (rows, tell) in _READERS.items():
        asked = [(pk, county) for _at, name, pk, county in known if name == source]
        if asked:
            lines |= {(source, row.pk): tell(row) for row in _read(rows(), asked)}
    return [lines[source, pk] for _at, source, pk, _county in known if (source, pk) in lines]


def _read(rows: QuerySet[Any], asked: Sequence[tuple[int, str]]) -> QuerySet[Any]:
    counties = {county for _pk, county in asked} - {""}
    inside = rows.filter(county_code__in=sorted(counties)) if counties else rows
    return inside.filter(pk__in=[pk for pk, _county in asked])


def all_entries(found: Any, total: int) -> Iterator[Entry]:
    """All lines, some thousand at a time."""
    for start in range(0, total, _CHUNK):
        yield from entries(found[start : start + _CHUNK])


def _step(row: PaymentStep) -> Entry:
    amount = -row.amount if row.payment.is_reversal else row.amount
    url = reverse("payment", args=[row.payment_id])
    about, action = row.payment.recipient.name, row.get_action_display()
    kind = ApprovalKind.PAYMENT
    return Entry(row.at, kind, about, url, str(action), row.who, amount, row.note)


def _change(row: Change) -> Entry:
    kind = MODELS[row.model]
    url = _PAGES[kind](row.object_id)
    who = str(row.user) if row.user else ""
    _before, amount = row.fields.get("amount", (None, None))
    yuan, done = Decimal(amount) if amount else None, _done(row, kind)
    note = "" if row.reason == done else row.reason  # some services note the step once more
    return Entry(row.at, kind, row.object_label, url, done, who, yuan, note)


_PAGES: dict[str, Callable[[str], str]] = {
    ApprovalKind.ALLOCATION: lambda key: reverse("allocation", args=[key]),
    ApprovalKind.GRANT: lambda key: reverse("admin:funding_grant_change", args=[key]),
    ApprovalKind.BUDGET: lambda key: reverse("budget", args=[key]),
}


def _done(row: Change, kind: ApprovalKind) -> str:
    """The state that was reached; of a grant whether it is new."""
    state = row.fields.get("state", [None, None])[1]
    if kind is ApprovalKind.ALLOCATION and state in AllocationState.values:
        return str(AllocationState(state).label)
    if kind is ApprovalKind.BUDGET and state in BudgetState.values:
        return str(BudgetState(state).label)
    return str(row.get_action_display())


def _share_table(row: ShareTable) -> Entry:
    url = f"{reverse('shares')}?place={row.jurisdiction_id}"
    return _release(row, ApprovalKind.SHARES, str(row), url)


def _scheme(row: Scheme) -> Entry:
    about = f"{row.place} {row}"
    return _release(row, ApprovalKind.SCHEME, about, reverse("scheme", args=[row.pk]))


def _release(row: Any, kind: ApprovalKind, about: str, url: str) -> Entry:
    return Entry(row.released_at, kind, about, url, _("released"), str(row.releaser))


_READERS: dict[str, tuple[Callable[[], QuerySet[Any]], Callable[[Any], Entry]]] = {
    STEP: (
        lambda: PaymentStep.objects.get_queryset().select_related("payment__recipient"),
        _step,
    ),
    CHANGE: (lambda: Change.objects.get_queryset().select_related("user"), _change),
    TABLE: (lambda: ShareTable.objects.select_related("jurisdiction", "releaser"), _share_table),
    SCHEME: (lambda: Scheme.objects.select_related("place", "releaser"), _scheme),
}
