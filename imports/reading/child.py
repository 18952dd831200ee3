"""The reading process: one file in, lines of JSON out.

Run as ``python -m imports.reading.child`` by :mod:`imports.reading.process`, which sends one line
with the path, the columns looked for and the limits.  It answers with a ``layout`` line, ``rows``
lines and an ``end`` line, or at any moment with a ``refused`` line.
"""

from __future__ import annotations

import math
import resource
import signal
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from imports.reading import layout, sheets, sniff
from imports.reading.sheets import Row
from imports.reading.spec import Column, Limits, Refusal, Refused
from imports.reading.table import Table
from imports.reading.wire import LONGEST_CELL, decode, encode

ROWS_PER_LINE = 1000
Send = Callable[[dict[str, Any]], None]


def restrict(limits: Limits) -> None:
    """Put this process under its limits, before it has seen a byte of the file."""
    seconds = limits.seconds
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    # The consumer may be slow, so this clock is generous; it ends an orphan that no one reads.
    signal.alarm(seconds * 10)


def read(path: Path, columns: list[Column], limits: Limits, send: Send) -> None:
    """Send layout, rows and end of a file.  Raises :class:`Refused`."""
    file_format = sniff.detect(path, limits)
    finder = layout.Finder(columns)
    found = sheets.open_sheets(path, file_format, limits)
    sheet, place = layout.find(found, finder, file_format)
    send({"layout": place.as_dict()})
    data = Table(sheet=sheet, layout=place, columns=columns)
    _send_rows(data, limits, send)
    summary = data.summary
    hidden = [summary.hidden_count, summary.hidden]
    send({"end": [summary.rows, summary.last_row, summary.left_out, *hidden]})


def _send_rows(data: Table, limits: Limits, send: Send) -> None:
    rows = data.rows()
    while batch := list(islice(rows, ROWS_PER_LINE)):
        number, widest = batch[-1][0], max(map(len, batch)) - 1
        if number > limits.rows:
            for row in rows:  # say where the table really ends
                number = row[0]
            raise Refused(Refusal.TOO_MANY_ROWS, row=number, limit=limits.rows)
        if widest > limits.columns:
            raise Refused(Refusal.TOO_MANY_COLUMNS, limit=limits.columns)
        _send_batch(batch, send)


def _send_batch(batch: list[Row], send: Send) -> None:
    try:
        send({"rows": batch})
    except ValueError:  # a value that JSON does not have, or a line that got too long
        send({"rows": [[_tame(cell) for cell in row] for row in batch]})


def _tame(cell: Any) -> Any:
    """No infinite numbers, no texts longer than any column takes."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return str(cell)
    return cell[:LONGEST_CELL] if isinstance(cell, str) else cell


def answer(line: bytes, send: Send) -> None:
    """Carry out one request; whatever goes wrong becomes a refusal."""
    request = decode(line)
    limits = Limits(**request["limits"])
    columns = [Column(key, tuple(titles), *rest) for key, titles, *rest in request["columns"]]
    restrict(limits)
    try:
        read(Path(request["path"]), columns, limits, send)
    except Refused as refusal:
        send({"refused": refusal.code, "params": refusal.params})
    except BrokenPipeError:
        raise
    except MemoryError:
        send({"refused": Refusal.READER_FAILED, "params": {}})
    except BaseException:  # the reader's panic is no Exception
        send({"refused": Refusal.READER_FAILED, "params": {}})


def main() -> None:
    """Answer the request on standard input."""

    def send(frame: dict[str, Any]) -> None:
        sys.stdout.buffer.write(encode(frame))
        sys.stdout.buffer.flush()

    answer(sys.stdin.buffer.readline(), send)


if __name__ == "__main__":
    main()
