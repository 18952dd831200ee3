"""Stored allocations, read back as the results they were."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from funding.choices import AllocationState
from funding.exact import to_fen
from funding.models import Allocation, AllocationLine, AllocationPart
from funding.schemes.results import Figure, PartLine, Result, TownshipLine
from townships.models import Division


def approved_amounts(county_code: str, year: int) -> dict[str, Decimal]:
    """What was approved for each township in a year, all schemes together. Yuan."""
    rows = AllocationLine.objects.in_county(county_code).filter(
        allocation__year=year, allocation__state=AllocationState.APPROVED, amount__isnull=False
    )
    sums = rows.order_by().values_list("township_id").annotate(total=Sum("amount"))
    return {key: to_fen(total) for key, total in sums}


def stored_result(allocation: Allocation) -> Result:
    """The allocation as the result it was calculated to: three queries."""
    return stored_results([allocation])[0]


def stored_results(allocations: Iterable[Allocation], township: str = "") -> list[Result]:
    """Several allocations of one county, if wanted only the lines of one township."""
    found = list(allocations)
    if not found:
        return []
    code = found[0].county_code
    lines = AllocationLine.objects.in_county(code).filter(allocation__in=found)
    if township:
        lines = lines.filter(township_id=township)
    rows = list(lines.select_related("township").order_by("township__code"))
    parts = AllocationPart.objects.in_county(code).filter(line__in=[row.pk for row in rows])
    by_line: dict[int, list[PartLine]] = {}
    for part in parts.order_by("number"):
        by_line.setdefault(part.line_id, []).append(_part(part))
    county = Division.objects.get(key=code)
    return [
        _result(one, county, [r for r in rows if r.allocation_id == one.pk], by_line)
        for one in found
    ]


def _result(
    allocation: Allocation, county: Division, rows: list[Any], parts: dict[int, list[PartLine]]
) -> Result:
    lines = tuple(
        TownshipLine(
            row.township_id,
            row.township.name,
            row.state,
            row.amount,
            row.reason,
            tuple(parts.get(row.pk, ())),
        )
        for row in rows
    )
    return Result(
        allocation.scheme_key,
        allocation.scheme_title,
        allocation.county_code,
        county.name,
        allocation.year,
        allocation.as_of,
        lines,
    )


def _part(part: AllocationPart) -> PartLine:
    kept = part.inputs
    return PartLine(
        number=part.number,
        label=part.label,
        kind=kept.get("kind", ""),
        source=part.source,
        calculation=part.calculation,
        basis=part.basis,
        amount=part.amount,
        figures=tuple(Figure(**one) for one in kept.get("figures", ())),
        numbers=tuple(Figure(**one) for one in kept.get("numbers", ())),
    )


def years_of(county_code: str) -> list[int]:
    """The years of a county with an approved allocation, the newest first."""
    rows = Allocation.objects.in_county(county_code).filter(state=AllocationState.APPROVED)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)
