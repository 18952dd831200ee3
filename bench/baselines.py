"""What it is compared with: the least that anybody would have to do for the same result."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from python_calamine import CalamineWorkbook
from rustpy_xlsxwriter import FastExcel

from bench.county import COUNTY
from history.models import Change
from members.models import Member, Membership, PersonKey
from townships.models import TownshipStatistics, Union

FIRST_ROW = 4  # of the people, counted from 0
COLUMNS = (
    *("county_code", "version", "created_at", "updated_at", "name", "name_pinyin"),
    *("name_initials", "sex", "birth_date", "ethnicity", "employment_status", "id_type"),
    *("id_cipher", "id_hash", "id_masked", "id_tail", "education", "skill_level", "phone"),
    *("household_type", "household_place", "political_status", "workplace", "native_place"),
    *("is_migrant", "group", "union_id", "state", "first_joined_on", "joined_on"),
    *("change_type", "changed_on", "change_reason"),
)
# What an export does not show.
NOT_EXPORTED = {
    *("county_code", "version", "created_at", "updated_at", "name_pinyin", "name_initials"),
    *("id_cipher", "id_hash", "id_tail", "union_id"),
}


def read_file(path: Path) -> list[list[Any]]:
    """All rows of the workbook by python-calamine, in this process."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return list(sheet.iter_rows())


def load_bare(rows: Sequence[Sequence[Any]]) -> None:
    """The rows into the member table with all its indexes: no checks, crypto or history."""
    unions = dict(Union.objects.in_county(COUNTY).values_list("code", "id"))
    values = list(_values(rows, unions))
    table = connection.ops.quote_name(Member._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(name) for name in COLUMNS)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)


def load_rest() -> None:
    """Keys, memberships and history of the loaded members: one plain statement for each."""
    member, now = Member._meta.db_table, timezone.now()
    stamp = connection.ops.adapt_datetimefield_value(now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {PersonKey._meta.db_table} "
            "(id_hash, member_id, former_counties, county_code) "
            f"SELECT id_hash, id, '', county_code FROM {member}"
        )
        cursor.execute(
            f"INSERT INTO {Membership._meta.db_table} (county_code, member_id, union_id, "
            "valid_from, began_by, ended_by, end_reason, came_from, went_to, version, "
            "created_at, updated_at) SELECT county_code, id, union_id, joined_on, '1', '', '', "
            f"'', '', 1, created_at, updated_at FROM {member}"
        )
        cursor.execute(
            f"INSERT INTO {Change._meta.db_table} (county_code, model, object_id, object_label, "
            "township_key, action, fields, reason, at, request_id) SELECT county_code, "
            f"'members.member', CAST(id AS varchar(40)), name, '', '1', '{{}}', '', %s, '' "
            f"FROM {member}",
            [stamp],
        )


def _values(rows: Sequence[Sequence[Any]], unions: dict[str, int]) -> Iterator[list[Any]]:
    """Cells as they are, and constants of the same length where a code or a secret belongs."""
    rng = random.Random(1)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    as_text = connection.vendor == "sqlite"
    for row in rows[FIRST_ROW:-1]:
        number, joined = row[7], row[14]
        key = uuid.UUID(int=rng.getrandbits(128))
        yield [
            *(COUNTY, 1, now, now, row[1], "zhangsan"),
            *("zs", "1", row[3], "01", "1", "01"),
            *("k1:" + "x" * 64, key.hex if as_text else key, number, number[-4:], "61", ""),
            *(row[10], "", row[12], "13", row[17], row[18]),
            *(row[19] == "是", "", unions[row[20]], "active", joined, joined),
            *("1", joined, ""),
        ]


def group_members(counties: Sequence[str] = (COUNTY,)) -> list[tuple[Any, ...]]:
    """The counts of every township by one GROUP BY over the members."""
    places = ", ".join(["%s"] * len(counties))
    sql = (
        "SELECT township_id, COUNT(*), SUM(CASE WHEN sex = '2' THEN 1 ELSE 0 END), "
        "SUM(CASE WHEN is_migrant THEN 1 ELSE 0 END), "
        "SUM(CASE WHEN state = 'kept' THEN 1 ELSE 0 END) "
        f"FROM {Member._meta.db_table} "
        f"WHERE county_code IN ({places}) AND state IN ('active', 'kept') "
        "GROUP BY township_id"
    )
    return _fetched(sql, *counties)


def scan(counties: Sequence[str], text: str) -> int:
    """How many names hold a text, by a plain LIKE."""
    places = ", ".join(["%s"] * len(counties))
    sql = (
        f"SELECT COUNT(*) FROM {Member._meta.db_table} "
        f"WHERE county_code IN ({places}) AND name LIKE %s"
    )
    return int(_fetched(sql, *counties, f"%{text}%")[0][0])


def write_fastest(path: Path, members: QuerySet[Member]) -> None:
    """The columns of an export as they are stored: one statement and the writer, nothing else."""
    columns = [name for name in COLUMNS if name not in NOT_EXPORTED]
    rows = members.order_by("-id").values(*columns, "union__name", "township__name").iterator()
    FastExcel(str(path)).sheet("members", rows).save()


def compare_figures() -> list[bool]:
    """The conditions of R-ORG-02 as three comparisons a row."""
    sql = (
        "SELECT firm_count, worker_count, fulltime_staffing "
        f"FROM {TownshipStatistics._meta.db_table} WHERE county_code = %s AND as_of <= %s"
    )
    rows = _fetched(sql, COUNTY, connection.ops.adapt_datefield_value(timezone.localdate()))
    return [firms >= 100 and workers >= 5000 and bool(staff) for firms, workers, staff in rows]


def _fetched(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
