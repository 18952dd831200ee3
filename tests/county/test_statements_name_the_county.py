"""What counts as a statement that names its county; imports and jobs are looked at here.

The pages are looked at by tests/test_permission_matrix.py, request by request.
"""

import pytest

from compliance.services import check_county
from members.models import Member
from tests.county.statements import forgets_county, noted
from tests.imports import workbooks
from tests.imports.people import many_ids, row
from tests.imports.test_import_statements import statements


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT a FROM "members_member" WHERE "members_member"."county_code" = %s',
        'SELECT a FROM "members_member" WHERE "members_member"."county_code" IN (%s, %s)',
        'INSERT INTO "members_member" ("county_code", "name") VALUES (%s, %s)',
        'SELECT a FROM "townships_division"',
    ],
)
def test_named(sql: str) -> None:
    assert forgets_county(sql) == []


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT a FROM "members_member" WHERE "members_member"."id" = %s',
        'SELECT a FROM "members_member" WHERE "members_member"."county_code" LIKE %s',
        'UPDATE "members_member" SET "name" = %s WHERE "id" = %s',
        "SELECT 1 FROM members_member m, members_membership s WHERE m.county_code = s.county_code",
    ],
)
def test_forgotten(sql: str) -> None:
    assert "members_member" in forgets_county(sql)


def test_noted_sees_what_runs(db: None) -> None:
    with noted() as forgotten:
        Member.objects.filter(pk=1).exists()
        Member.objects.in_county("410581").filter(pk=1).exists()
    assert len(forgotten) == 1


def test_import_of_members(staff, unions, tmp_path) -> None:
    ids = many_ids(3)
    rows = [row(number) for number in ids]
    changed = [row(number, 移动电话="13900139000") for number in ids]
    with noted() as forgotten:
        statements(staff.county, unions.factory, workbooks.provincial(tmp_path / "a.xlsx", rows))
        statements(staff.county, unions.factory, workbooks.provincial(tmp_path / "b.xlsx", changed))
    assert Member.objects.count() == 3
    assert forgotten == []


def test_check_of_a_county(unions) -> None:
    with noted() as forgotten:
        check_county(county_code="410581")
    assert forgotten == []
