"""The tables of staffing as workbooks: what is not recorded stays empty."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from compliance.staffing.lines import Line, Table
from compliance.staffing.regions import SUMMED, CountyLine, Region


def county_headers() -> list[str]:
    """The titles of a county's table."""
    return [
        _("Township"),
        _("Form"),
        _("Chair"),
        _("Full-time leaders"),
        _("Full-time staff"),
        _("Workers"),
        _("Social workers"),
        _("Quota"),
        _("Posts not filled"),
        _("Staffing pattern"),
        _("Findings"),
    ]


def county_rows(table: Table) -> Iterator[Sequence[Any]]:
    """A row for each township."""
    for line in table.lines:
        yield _row(line)


def _row(line: Line) -> Sequence[Any]:
    no_chair = _("no chair in office") if line.recorded else None
    numbers = (line.fulltime_leaders, line.fulltime_staff, line.workers, line.employed)
    return (
        *(line.name, line.union, line.chair or no_chair),
        *numbers,
        *(line.quota, line.gap, line.gaps, line.findings),
    )


def region_headers() -> list[str]:
    """The titles of the table of a city."""
    return [str(capfirst(label)) for label in (_("County"), *column_labels().values())]


def column_labels() -> dict[str, str]:
    """The columns of a region by name, in their order."""
    labels = (
        _("Townships"),
        _("with posts recorded"),
        _("Chairs"),
        _("Full-time chairs"),
        _("Deputy secretaries as chair"),
        _("Full-time vice-chairs"),
        _("Social workers"),
        _("Quota"),
        _("Posts not filled"),
        _("Findings"),
    )
    return dict(zip(SUMMED, labels, strict=True))


def region_rows(region: Region) -> Iterator[Sequence[Any]]:
    """A row for each county, then the sums."""
    for line in region.lines:
        yield (line.name, *_numbers(line))
    yield (_("Together"), *region.totals.values())


def cells(numbers: Mapping[str, int | None]) -> list[tuple[str, int | None]]:
    """Numbers of a line or of the sums with the titles of their columns."""
    return [(label, numbers[name]) for name, label in column_labels().items()]


def _numbers(line: CountyLine) -> list[int | None]:
    return list(line.known.values())
