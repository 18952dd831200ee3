"""Tells which statements a partitioned or distributed database would run badly or not at all.

A statement on county-level tables that names no county reads every partition or shard. A subquery
that asks the keys of the nation for each row of a county, or the other way round, is refused by
Citus (docs/scaling.md).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client

from accounts.models import User
from unionreg.county import RegistryKey
from unionreg.county.keys import county_tables

# FROM, JOIN or UPDATE of a table, with the name that the statement calls it by. Rows that are
# INSERTed bring their county along; what they are SELECTed from stands behind a FROM.
_TABLE = re.compile(
    r'(?:\b(?:FROM|JOIN|UPDATE)|,)\s+"?(\w+)"?(?:\s+(?:AS\s+)?"?((?!\b(?:ON|WHERE|SET|INNER|LEFT|'
    r'CROSS|JOIN|GROUP|ORDER|LIMIT|UNION|USING|FOR|VALUES|RETURNING|AND|OFFSET)\b)\w+)"?)?',
    re.I,
)
_COUNTY = r'(?:"?(\w+)"?\.)?"?county_code"?'
# A county compared with a value: `=` or IN, a parameter or a literal.
_NAMED = re.compile(_COUNTY + r"\)?\s*(?:=|IN)\s*(?:ANY\s*)?\(*\s*(?:%s|%\(|')", re.I)
_EQUAL = re.compile(_COUNTY + r"\)?\s*=\s*\(*" + _COUNTY, re.I)

EXPLAINED = (
    # a job is queued by the number of its batch; its first statement reads the batch
    re.compile(r'SELECT "imports_importbatch"."id", .* WHERE .*"imports_importbatch"."id" = %s'),
    # a provision is deleted when no verdict of any county rests on it
    re.compile(r'SELECT "compliance_storedverdict"."id" FROM .*"provision_id" IN \(%s\)'),
)


@cache
def _tables() -> frozenset[str]:
    return frozenset(county_tables())


@cache
def forgets_county(sql: str) -> list[str]:
    """County-level tables of a statement whose county is compared neither with a value nor,
    through other tables, with one that is; [] if there is none.

    A comparison that does not say of which table (our own SQL) counts for the whole statement.
    """
    tables = {call: name for call, name in _called(sql).items() if name in _tables()}
    named = set(_NAMED.findall(sql))
    if "" in named:
        return []
    links = _EQUAL.findall(sql)
    while grown := {side for pair in links if named & set(pair) for side in pair} - named:
        named |= grown
    return sorted({name for call, name in tables.items() if call not in named})


@cache
def _keys() -> frozenset[str]:
    models = [model for model in apps.get_models() if issubclass(model, RegistryKey)]
    return frozenset(model._meta.db_table for model in models)


_BRACKETS = re.compile(r"\(([^()]*)\)")


@cache
def asks_for_each_row(sql: str) -> list[str]:
    """Subqueries that join keys of the nation with rows of a county one by one; [] if none do."""
    tables = _called(sql)
    if not _keys() & set(tables.values()):
        return []
    found = []
    while part := _BRACKETS.search(sql):
        text = part[1]
        subquery = re.match(r"\s*SELECT\b", text, re.I) is not None
        if subquery and _mixes(text, tables):
            found.append(text)
        sql = f"{sql[: part.start()]} {'' if subquery else text} {sql[part.end() :]}"
    return found


def _mixes(subquery: str, tables: dict[str, str]) -> bool:
    own = _called(subquery)
    outer = set(re.findall(r'"?(\w+)"?\.', subquery)) - set(own)
    inside, outside = set(own.values()), {tables.get(name) for name in outer}
    kinds = (_keys(), _tables()), (_tables(), _keys())
    return any(inside & one and outside & other for one, other in kinds)


def _called(sql: str) -> dict[str, str]:
    """The tables of a statement by the names that it calls them by."""
    return {call or name: name for name, call in _TABLE.findall(sql)}


def _is_bad(sql: str) -> bool:
    forgets = forgets_county(sql) and not any(known.match(sql) for known in EXPLAINED)
    return bool(forgets or asks_for_each_row(sql))


@contextmanager
def noted() -> Iterator[list[str]]:
    """Statements of the block, with placeholders, that are bad for a divided database."""
    found: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if _is_bad(str(sql)):
            found.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


class WatchedClient(Client):
    """A client whose requests fail with a statement that is bad for a divided database.

    Who looks after the whole nation names none: his pages may read every partition.
    """

    user_id: int | None = None

    def request(self, **request: Any) -> Any:
        """Ask as Django's client does; raises AssertionError with the statements."""
        with noted() as forgotten:
            response: Any = super().request(**request)
            if response.streaming:
                response.streaming_content = iter(list(response))
        where = f"{request.get('REQUEST_METHOD')} {request.get('PATH_INFO')}"
        assert not forgotten or self._sees_all(), f"{where}: {forgotten}"
        return response

    def _sees_all(self) -> bool:
        if self.user_id is None:
            return False
        user = User.objects.filter(pk=self.user_id).first()
        return user is not None and user.scope.nationwide
