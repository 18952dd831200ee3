"""Tells which statements reach county-level tables without naming a county.

On LIST partitions such a statement reads every partition, on a cluster every shard
(docs/scaling.md).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection

from unionreg.county.keys import county_tables

# A county compared with a value: `=` or IN, a parameter or a literal, not another column.
_NAMED = re.compile(r"""\bcounty_code"?\)?\s*(?:=|IN)\s*(?:ANY\s*)?\(*\s*(?:%s|%\(|')""", re.I)
_TABLE = re.compile(r'\b(?:FROM|JOIN|UPDATE|INTO)\s+"?(\w+)"?', re.I)

# A job is queued by the number of its batch; its first statement asks for the county.
EXPLAINED = (
    re.compile(r'SELECT "imports_importbatch"."county_code" .* "imports_importbatch"."id" = %s'),
)


@cache
def _tables() -> frozenset[str]:
    return frozenset(county_tables())


def forgets_county(sql: str) -> list[str]:
    """County-level tables of a statement that compares no county with a value; [] if it does.

    Rows that are written with VALUES bring their county along.
    """
    if _NAMED.search(sql) or re.match(r"\s*INSERT\b.*\bVALUES\b", sql, re.I | re.S):
        return []
    return sorted(set(_TABLE.findall(sql)) & _tables())


@contextmanager
def noted() -> Iterator[list[str]]:
    """Statements of the block, with placeholders, that forget the county."""
    found: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if forgets_county(str(sql)) and not any(known.match(str(sql)) for known in EXPLAINED):
            found.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found
