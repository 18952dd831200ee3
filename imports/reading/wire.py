"""The language between the reading process and the application: one JSON value a line.

JSON rather than pickle or marshal, because the process that writes it has handled a stranger's
file and must not be able to make the application do anything but read values.
"""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson

from imports.reading.spec import Uncalculated

LONGEST_LINE = 16 * 2**20
LONGEST_CELL = 1000

# Types for which the encoder has a form of its own.
_OURS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def _plain(value: object) -> object:
    """JSON form of a typed cell."""
    if isinstance(value, (datetime, date)):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.isoformat()}
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, Uncalculated):
        return {"x": value.error}
    raise TypeError(type(value).__name__)


def _typed(raw: dict[str, Any]) -> object:
    """Typed cell of its JSON form; other objects pass unchanged."""
    if len(raw) != 1:
        return raw
    if "d" in raw:
        text = str(raw["d"])
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    if "t" in raw:
        return time.fromisoformat(str(raw["t"]))
    if "x" in raw:
        return Uncalculated(error=bool(raw["x"]))
    return raw


def encode(frame: dict[str, Any]) -> bytes:
    """One line, newline included.  Lone surrogates become question marks.

    Raises ``ValueError`` for infinite numbers and for a line longer than ``LONGEST_LINE`` bytes.
    """
    if not all(map(_is_finite, frame.get("rows", ()))):
        raise ValueError("JSON has no infinite numbers")
    try:
        line = orjson.dumps(frame, default=_plain, option=_OURS) + b"\n"
    except TypeError:  # a lone surrogate
        text = json.dumps(frame, ensure_ascii=False, default=_plain)
        line = text.encode("utf-8", "replace") + b"\n"
    if len(line) > LONGEST_LINE:
        raise ValueError("line too long")
    return line


def _is_finite(row: list[Any]) -> bool:
    return all(math.isfinite(cell) for cell in row if cell.__class__ is float)


def decode(line: bytes) -> dict[str, Any]:
    """The frame of a line.  Raises ``ValueError`` when it is not a JSON object."""
    frame = orjson.loads(line)
    if not isinstance(frame, dict):
        raise ValueError("a frame is a JSON object")
    if "rows" in frame and line.count(b"{") > 1:  # types that JSON lacks, or a text with a brace
        frame["rows"] = [[_cell(cell) for cell in row] for row in frame["rows"]]
    return frame


def _cell(cell: Any) -> Any:
    return _typed(cell) if cell.__class__ is dict else cell
