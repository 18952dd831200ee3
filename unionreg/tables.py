"""Who reads an uploaded table for an app that lies below the imports.

The reader opens the file in a process of its own (`imports/tables.py`); it registers itself here.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple


class TableRow(NamedTuple):
    """One row: its number in the file and its cells by the key of their column."""

    number: int
    cells: Mapping[str, Any]


# A file and, by key, the accepted titles of its columns; all of them have to be there.
Reader = Callable[[Any, Mapping[str, tuple[str, ...]]], Iterable[TableRow]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Have tables read by `reader`."""
    _readers[:] = [reader]


def read_table(file: Any, columns: Mapping[str, tuple[str, ...]]) -> list[TableRow]:
    """The rows of an uploaded workbook. Raises Refused with cause and remedy."""
    (reader,) = _readers
    return list(reader(file, columns))
