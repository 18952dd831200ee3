"""A report as lines and cells: what the page shows is what the workbook holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise

from dashboards.tables import Column
from unionreg.ui import percent

Text = str | Promise
PLACE = "place"


@dataclass(frozen=True)
class Number:
    """A count; None is not recorded. `url` leads to the rows behind it."""

    value: int | None
    url: str = ""
    kind: str = "number"

    @property
    def order(self) -> int | None:
        """What it is sorted by."""
        return self.value


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, cut after one digit and never rounded up; unknown without a whole.

    `url` leads to the rows of the part, `whole_url` to those of the whole.
    """

    part: int | None
    whole: int | None
    url: str = ""
    whole_url: str = ""
    kind: str = "share"

    @property
    def text(self) -> str:
        """In per cent; a dash when there is none."""
        return percent(self.part, self.whole)

    @property
    def known(self) -> bool:
        """Whether there is a share at all."""
        return self.part is not None and bool(self.whole)

    @property
    def order(self) -> Fraction | None:
        """What it is sorted by, exactly."""
        if self.part is None or not self.whole:
            return None
        return Fraction(self.part, self.whole)


@dataclass(frozen=True)
class Words:
    """A word with a status (`badge`: ok, warn, unk, plain) that leads to its record."""

    text: Text
    badge: str = "plain"
    url: str = ""
    kind: str = "words"

    @property
    def order(self) -> str | None:
        """What it is sorted by."""
        return str(self.text) or None


Cell = Number | Share | Words


@dataclass(frozen=True)
class Line:
    """One place (or year, level, field) with its cells, in the order of the columns.

    `key`: registry key of the place that the cells are about, "" where there is none.
    """

    name: str
    cells: tuple[Cell, ...]
    url: str = ""
    key: str = ""


@dataclass(frozen=True)
class Table:
    """The answer of a report.

    `columns` are those after the first, whose title is `first`. `says` is the plain sentence,
    `notes` say what was counted, `order` what comes first when nobody asks for another order.
    `townships`: how many there are, where a document may name a number of them. `sparse`: a phone
    leaves out what is 0. `whole`: the numbers of the place itself under `figures`, where they are
    not the sums below the columns.
    """

    first: Text
    columns: Sequence[Column[Line]]
    lines: Sequence[Line]
    total: Line | None = None
    says: str = ""
    notes: Sequence[Text] = ()
    order: str = PLACE
    townships: int | None = None
    sparse: bool = False
    whole: Line | None = None
    figures: Sequence[Column[Line]] = ()

    def of_place(self) -> dict[str, Cell]:
        """The numbers of the place itself by the name of their column; words are none."""
        line = self.whole or self.total
        named = self.figures or self.columns
        pairs = zip(named, line.cells, strict=True) if line else ()
        return {each.name: cell for each, cell in pairs if not isinstance(cell, Words)}

    def column(self, name: str) -> Column[Line] | None:
        """The column of this name, of the table or of its figures."""
        return next((one for one in [*self.columns, *self.figures] if one.name == name), None)

    @property
    def sortable(self) -> list[Column[Line]]:
        """All columns, the first included: in the order of the codes of the places."""
        numbers = {id(line): number for number, line in enumerate(self.lines)}
        return [Column(PLACE, self.first, lambda line: numbers[id(line)]), *self.columns]

    @property
    def empty(self) -> bool:
        """Whether nothing at all was counted."""
        if self.townships is not None:
            return not self.townships
        return not any(something(line) for line in self.lines)


def something(line: Line) -> bool:
    """Whether a line has any number but 0."""
    return any(
        cell.whole if isinstance(cell, Share) else cell.value
        for cell in line.cells
        if not isinstance(cell, Words)
    )


def columns(*titles: tuple[str, Text], words: Sequence[str] = ()) -> list[Column[Line]]:
    """Columns by name and title, sorted by their cells. `words` are the names of those of words."""
    return [
        Column(name, title, _by(n), numeric=name not in words)
        for n, (name, title) in enumerate(titles)
    ]


def _by(number: int) -> Any:
    return lambda line: line.cells[number].order


def added(name: str, lines: Sequence[Line]) -> Line | None:
    """The sum of all lines; what is not recorded in one line is left out on both sides."""
    if not lines:
        return None
    together = zip(*(line.cells for line in lines), strict=True)
    return Line(name, tuple(_sum(cells) for cells in together))


def linked(line: Line, *urls: str | tuple[str, str]) -> Line:
    """The line with the addresses of its rows; of a share those of the part and of the whole."""
    pairs = zip(line.cells, urls, strict=True)
    return replace(line, cells=tuple(_linked(cell, url) for cell, url in pairs))


def _linked(cell: Cell, url: str | tuple[str, str]) -> Cell:
    if isinstance(cell, Share) and isinstance(url, tuple):
        return replace(cell, url=url[0], whole_url=url[1])
    return replace(cell, url=url if isinstance(url, str) else url[0])


def _sum(cells: Sequence[Cell]) -> Cell:
    if isinstance(cells[0], Share):
        shares = [cell for cell in cells if isinstance(cell, Share) and cell.known]
        if not shares:
            return Share(None, None)
        return Share(sum(c.part or 0 for c in shares), sum(c.whole or 0 for c in shares))
    if isinstance(cells[0], Words):
        return Words("", "")
    known = [c.value for c in cells if isinstance(c, Number) and c.value is not None]
    return Number(sum(known) if known else None)
