"""The money of a township for a year: what it gets and why, what has come, what is tied."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.choices import AllocationState
from funding.exact import ZERO
from funding.models import Allocation
from funding.money_words import in_capitals
from funding.schemes.comparing import PartChange, part_changes
from funding.schemes.results import Figure, PartLine
from funding.selectors.allocations import stored_results
from funding.selectors.statement_sources import GrantRow, grants_of, payments_of
from townships.choices import Level
from townships.models import Division


@dataclass(frozen=True)
class Paid:
    """One payment and what is still open after it."""

    on: date
    text: str
    amount: Decimal
    left: Decimal


@dataclass(frozen=True)
class Statement:
    """Everything on the statement of a township. Amounts in yuan."""

    township: Division
    county: Division
    year: int
    as_of: date
    parts: tuple[PartLine, ...] = ()
    missing: tuple[str, ...] = ()
    payments: tuple[Paid, ...] = ()
    grants: tuple[GrantRow, ...] = ()
    changes: tuple[PartChange, ...] = ()
    has_former: bool = False
    people: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """What was approved and granted for the year."""
        return sum((part.amount for part in self.parts if part.amount is not None), ZERO)

    @property
    def capitals(self) -> str:
        """The total in Chinese capitals."""
        return in_capitals(self.total)

    @property
    def paid(self) -> Decimal:
        """What has come."""
        return sum((one.amount for one in self.payments), ZERO)

    @property
    def open(self) -> Decimal:
        """What has still to come."""
        return self.total - self.paid

    @property
    def tied(self) -> Decimal:
        """What is left of earmarked grants."""
        return sum((one.balance for one in self.grants), ZERO)

    @property
    def number(self) -> str:
        """The number of the statement."""
        return f"{self.year}-{self.township.key}"


def township_or_404(user: Any, key: str, permission: str) -> Division:
    """The township of this registry key, if the user holds the permission in it."""
    if not (key.isascii() and key.isdigit() and len(key) == Level.TOWNSHIP):
        raise Http404
    rows = Division.objects.filter(key=key, level=Level.TOWNSHIP).select_related("parent")
    found = rows.first()
    if found is None or found.parent is None:
        raise Http404
    if not user.scope_for(permission).covers(found.parent.key, found.key):
        raise Http404
    return found


def statement(township: Division, year: int) -> Statement:
    """The statement of a township: from approved allocations, payments and grants only."""
    county: Any = township.parent
    rows = _approved(county.key, year)
    lines = [result.line(township.key) for result in stored_results(rows, township.key)]
    grants = tuple(grants_of(county.key, township.key, year))
    parts = (*_parts(lines), *_granted(grants, year))
    former_rows = _approved(county.key, year - 1)
    former_grants = grants_of(county.key, township.key, year - 1)
    former_lines = [one.line(township.key) for one in stored_results(former_rows, township.key)]
    former = (*_parts(former_lines), *_granted(former_grants, year - 1))
    total = sum((part.amount for part in parts if part.amount is not None), ZERO)
    return Statement(
        township=township,
        county=county,
        year=year,
        as_of=max((row.as_of for row in rows), default=timezone.localdate()),
        parts=tuple(parts),
        missing=tuple(line.reason for line in lines if line is not None and line.reason),
        payments=tuple(_payments(county.key, township.key, year, total)),
        grants=grants,
        changes=tuple(part_changes(former, parts)) if former else (),
        has_former=bool(former),
        people=_people(rows),
    )


def _approved(county_code: str, year: int) -> list[Allocation]:
    rows = Allocation.objects.in_county(county_code).filter(year=year)
    rows = rows.filter(state=AllocationState.APPROVED)
    return list(rows.select_related("author", "reviewer", "approver").order_by("id"))


def _parts(lines: list[Any]) -> Iterator[PartLine]:
    """The parts of all allocations that have an amount."""
    for line in lines:
        if line is not None and line.amount is not None:
            yield from line.parts


def _granted(grants: Iterable[GrantRow], year: int) -> Iterator[PartLine]:
    """The grants of the year; those of earlier years stood on their own statement."""
    of_year = [grant for grant in grants if grant.granted_on.year == year]
    for number, grant in enumerate(of_year, start=1):
        shown = f"{grant.granted:,.2f}"
        figure = Figure("grant", str(_("granted")), str(grant.granted), shown)
        yield PartLine(
            number=number,
            label=_("Earmarked: %(purpose)s") % {"purpose": grant.title},
            kind="grant",
            source=grant.source,
            calculation=_("as granted, for this purpose only"),
            basis=grant.basis,
            amount=grant.granted,
            figures=(figure,),
        )


def _payments(county: str, township: str, year: int, total: Decimal) -> Iterator[Paid]:
    left = total
    for row in payments_of(county, township, year):
        left -= row.amount
        yield Paid(row.on, row.text, row.amount, left)


def _people(rows: list[Allocation]) -> dict[str, str]:
    """Who calculated, reviewed and approved; nobody where several did."""

    def named(field_name: str) -> str:
        found = {str(getattr(row, field_name)) for row in rows if getattr(row, field_name)}
        return found.pop() if len(found) == 1 else ""

    return {name: named(name) for name in ("author", "reviewer", "approver")}


def note(one: Statement) -> list[str]:
    """What the numbers mean, in sentences for somebody who is no accountant."""
    if not one.parts and not one.missing:
        return [_("Nothing is approved for this year yet.")]
    named = {
        "total": f"{one.total:,.2f}",
        "paid": f"{one.paid:,.2f}",
        "open": f"{one.open:,.2f}",
        "tied": f"{one.tied:,.2f}",
        "county": one.county.name,
    }
    said = [
        _(
            "For the year %(total)s yuan are approved; %(paid)s yuan have come and %(open)s yuan "
            "are still to come."
        )
        % named
    ]
    if one.tied:
        text = _("%(tied)s yuan of earmarked money are left, for their purpose only.")
        said.append(text % named)
    if one.missing:
        text = _("Something could not be calculated yet: %(reasons)s.")
        said.append(text % {"reasons": _("; ").join(one.missing)})
    said.append(_("Please put questions to the federation of %(county)s.") % named)
    return said
