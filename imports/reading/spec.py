"""What both halves of the reader agree on: limits, columns, layout and reasons for a refusal."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any


class Refusal(StrEnum):
    """Why a whole file is refused.  The words for the clerk are in ``imports/refusals.py``."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_WORKBOOK = "not_a_workbook"
    DOCUMENT = "document"
    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "archive"
    OTHER_FORMAT = "other_format"
    WEB_PAGE = "web_page"
    TRUNCATED = "truncated"
    PASSWORD = "password"  # noqa: S105
    BOMB = "bomb"
    ENTITIES = "entities"
    ENCODING = "encoding"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_HEADER = "no_header"
    TEXT = "text"
    MISSING_HEADERS = "missing_headers"
    DUPLICATE_HEADERS = "duplicate_headers"
    MERGED_CELLS = "merged_cells"
    NO_ROWS = "no_rows"
    UNCALCULATED = "uncalculated"
    READER_FAILED = "reader_failed"
    TIMEOUT = "timeout"


class Refused(Exception):
    """The file as a whole cannot be imported; ``code`` and ``params`` say why."""

    def __init__(self, code: Refusal, **params: Any) -> None:
        super().__init__(str(code))
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Limits:
    """How much one file may cost.

    ``file_bytes`` size of the upload; ``unpacked_bytes`` sum of its unpacked parts; ``ratio``
    unpacked to packed size of one part above which a large part is taken for a bomb; ``rows`` the
    highest row number that may hold anything; ``columns`` likewise; ``memory_bytes`` address
    space of the reading process; ``seconds`` both its processor time and the longest time that
    the application waits for it in total.
    """

    file_bytes: int = 50 * 2**20
    unpacked_bytes: int = 1024 * 2**20
    ratio: int = 250
    rows: int = 200_000
    columns: int = 256
    memory_bytes: int = 1536 * 2**20
    seconds: int = 120


@dataclass(frozen=True)
class Column:
    """A column that the file may have: ``headers`` are its accepted titles, the first is ours.

    ``identity`` says that a number in it names somebody, so that the row is data whatever else it
    looks like.
    """

    key: str
    headers: tuple[str, ...]
    required: bool = False
    identity: bool = False


@dataclass(frozen=True)
class Layout:
    """Where the table was found.

    ``columns`` maps a column's key to its 1-based column number; ``unused`` lists (number, title)
    of columns with a title nobody knows; ``also`` names further sheets that look the same and
    were not read; rows are Excel's row numbers.  ``heads`` lists (number, title) of all columns,
    ``estimate`` is how many rows the sheet seems to have, for a progress bar.  ``epoch_1904`` says
    that the workbook counts days from 1904.  ``hidden_count`` and ``hidden`` (the first of them)
    are the rows of data that a person does not see on opening the file; known at the end.
    """

    sheet: str
    file_format: str
    header_rows: tuple[int, int]
    first_row: int
    columns: dict[str, int]
    titles: dict[str, str]
    unused: tuple[tuple[int, str], ...] = ()
    also: tuple[str, ...] = ()
    heads: tuple[tuple[int, str], ...] = ()
    estimate: int = 0
    encoding: str = ""
    epoch_1904: bool = False
    hidden_count: int = 0
    hidden: tuple[int, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Layout:
        """The reverse of :meth:`as_dict`, also after a round trip through JSON."""
        start, end = raw["header_rows"]
        changed = {
            "header_rows": (start, end),
            "unused": _pairs(raw["unused"]),
            "heads": _pairs(raw["heads"]),
            "also": tuple(raw["also"]),
            "hidden": tuple(raw.get("hidden", ())),
        }
        return cls(**{**raw, **changed})


def _pairs(raw: Any) -> tuple[tuple[int, str], ...]:
    return tuple((int(number), str(title)) for number, title in raw)


@dataclass
class Summary:
    """What the reader says at the end: data rows, the last row number, rows left out and why.

    ``hidden`` are the first of the ``hidden_count`` rows of data that the sheet does not show.
    """

    rows: int = 0
    last_row: int = 0
    left_out: list[tuple[int, str]] = field(default_factory=list)
    hidden_count: int = 0
    hidden: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Uncalculated:
    """Stands for a cell that holds a formula without a result, or an error such as #REF!."""

    error: bool = False


Cell = str | int | float | bool | date | datetime | time | Uncalculated


def letter(number: int) -> str:
    """Excel's letter of a 1-based column number: 1 is A, 27 is AA."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(letters: str) -> int:
    """The 1-based number of an Excel column: A is 1, AA is 27."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number
