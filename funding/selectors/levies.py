"""What came in: paid-up totals, what is due and in arrears, all computed from the rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum

from funding.exact import ZERO, to_fen
from funding.models import Levy, LevyPayment

VIEW = "funding.view_levy"
ARREARS, SETTLED, UNKNOWN = "arrears", "settled", "unknown"


def standing(rows: QuerySet[LevyPayment]) -> QuerySet[LevyPayment]:
    """Payments that count: neither a reversal nor taken back by one."""
    taken = LevyPayment.objects.filter(
        county_code=OuterRef("county_code"), reverses_id=OuterRef("pk")
    )
    return rows.filter(~Exists(taken), reverses__isnull=True)


def paid_up(county_code: str, year: int, until: date | None = None) -> dict[str, Decimal]:
    """What was paid up in a calendar year (by the day of payment), yuan by key of the township.

    `until`: the last day that counts, the year's end else. A township without a payment is
    missing: that nothing is recorded is unknown and not 0. What counts for the county itself is in
    no township. (海门, 长沙: R-FND-11, R-FND-14)
    """
    rows = standing(LevyPayment.objects.in_county(county_code).filter(paid_on__year=year))
    if until is not None:
        rows = rows.filter(paid_on__lte=until)
    grouped = rows.filter(collecting_township__isnull=False).order_by()
    sums = grouped.values("collecting_township_id").annotate(total=Sum("amount"))
    found = sums.values_list("collecting_township_id", "total")
    return {key: to_fen(total) for key, total in found}


@dataclass(frozen=True)
class Wanted:
    """Which part of the list is wanted; empty texts stand for all. `state` is of a line."""

    county_code: str
    year: int
    township: str = ""
    kind: str = ""
    state: str = ""


@dataclass
class Line:
    """What one employer owes for the months of a year that count for one township.

    `due` and `arrears` add up what is known; `unknown_months` are months of which it is not known
    what is due. What was paid too much for one month makes up for no other.
    """

    employer_id: int
    employer: str
    township: str | None
    due: Decimal | None = None
    paid: Decimal = ZERO
    arrears: Decimal = ZERO
    months: list[int] = field(default_factory=list)
    unknown_months: list[int] = field(default_factory=list)
    place: str = ""

    @property
    def state(self) -> str:
        """In arrears, else not known for some month, else settled."""
        if self.months:
            return ARREARS
        return UNKNOWN if self.unknown_months else SETTLED

    def add(self, month: int, due: Decimal | None, paid: Decimal) -> None:
        """A month of one kind."""
        self.paid += paid
        if due is None:
            self.unknown_months = sorted({*self.unknown_months, month})
            return
        self.due = (self.due or ZERO) + due
        if paid < due:
            self.arrears += due - paid
            self.months = sorted({*self.months, month})


@dataclass(frozen=True)
class Totals:
    """The sums of some lines; `due` is empty where none is known."""

    due: Decimal | None
    paid: Decimal
    arrears: Decimal
    lines: int
    in_arrears: int
    unknown: int


_Month = tuple[int, str, int]  # employer, kind, month
_COLUMNS = ("employer_id", "employer__name", "collecting_township_id", "kind", "month")


def lines(user: Any, wanted: Wanted) -> list[Line]:
    """The employers that the user may see, by township and name; two queries."""
    found: dict[tuple[str | None, int], Line] = {}
    paid, places = _paid(user, wanted)
    rows = _of_year(Levy.objects.visible_to(user, VIEW), wanted).order_by()
    for employer, name, township, kind, month, due in rows.values_list(*_COLUMNS, "due"):
        line = found.setdefault((township, employer), Line(employer, name, township))
        line.add(month, due, paid.pop((employer, kind, month), ZERO))
    for key, amount in paid.items():  # paid for months of which nobody recorded what is due
        name, township = places[key]
        line = found.setdefault((township, key[0]), Line(key[0], name, township))
        line.add(key[2], None, amount)
    chosen = (line for line in found.values() if _fits(line, wanted))
    return sorted(chosen, key=lambda line: (line.township or "", line.employer, line.employer_id))


def _paid(
    user: Any, wanted: Wanted
) -> tuple[dict[_Month, Decimal], dict[_Month, tuple[str, str | None]]]:
    """What was paid for each month, and by whom and for which township it counts."""
    amounts: dict[_Month, Decimal] = defaultdict(lambda: ZERO)
    places: dict[_Month, tuple[str, str | None]] = {}
    visible = LevyPayment.objects.visible_to(user, "funding.view_levypayment")
    rows = standing(_of_year(visible, wanted)).order_by("pk")
    for employer, name, township, kind, month, amount in rows.values_list(*_COLUMNS, "amount"):
        amounts[employer, kind, month] += amount
        places[employer, kind, month] = (name, township)
    return amounts, places


def _of_year(rows: Any, wanted: Wanted) -> Any:
    rows = rows.filter(county_code=wanted.county_code, year=wanted.year)
    return rows.filter(kind=wanted.kind) if wanted.kind else rows


def _fits(line: Line, wanted: Wanted) -> bool:
    here = not wanted.township or (line.township or wanted.county_code) == wanted.township
    return here and (not wanted.state or line.state == wanted.state)


def totals(found: list[Line]) -> Totals:
    """The sums of the lines."""
    known = [line.due for line in found if line.due is not None]
    return Totals(
        due=sum(known, ZERO) if known else None,
        paid=sum((line.paid for line in found), ZERO),
        arrears=sum((line.arrears for line in found), ZERO),
        lines=len(found),
        in_arrears=sum(line.state == ARREARS for line in found),
        unknown=sum(bool(line.unknown_months) for line in found),
    )


def by_township(found: list[Line]) -> dict[str | None, Totals]:
    """The sums by township (None: the county itself)."""
    parts: dict[str | None, list[Line]] = defaultdict(list)
    for line in found:
        parts[line.township].append(line)
    return {key: totals(part) for key, part in parts.items()}


def payments_of(user: Any, *, county_code: str, township: str, year: int) -> QuerySet[LevyPayment]:
    """All payments of a year that count for a township, those taken back included.

    `township` is its key, or that of the county for what counts for the county itself; the year is
    that of the day of payment, of a reversal that of the payment it takes back.
    """
    rows = LevyPayment.objects.visible_to(user, "funding.view_levypayment")
    here: dict[str, str | None] = {"collecting_township_id": township}
    if township == county_code:
        here = {"collecting_township_id": None}
    taken = LevyPayment.objects.filter(
        county_code=OuterRef("county_code"), reverses_id=OuterRef("pk")
    )
    rows = rows.filter(county_code=county_code, paid_on__year=year, reverses__isnull=True, **here)
    return (
        rows.annotate(taken_back=Exists(taken)).select_related("employer").order_by("paid_on", "pk")
    )


def years(county_code: str) -> list[int]:
    """The years of which something is recorded, the newest first."""
    found = set(Levy.objects.in_county(county_code).values_list("year", flat=True).distinct())
    found |= set(
        LevyPayment.objects.in_county(county_code).values_list("year", flat=True).distinct()
    )
    return sorted(found, reverse=True)
