"""What counts as a statement that names its county; checks of a county are looked at here.

Imports are looked at wherever a test runs one (tests/imports/conftest.py), pages wherever a test
signs a user in (tests/places.py), all of them in tests/test_permission_matrix.py.
"""

import pytest
from django.http import HttpResponse
from django.test import Client

from compliance.services import check_county
from members.models import Member
from tests.county.statements import WatchedClient, asks_for_each_row, forgets_county, noted


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT a FROM "members_member" WHERE "members_member"."county_code" = %s',
        'SELECT a FROM "members_member" WHERE "members_member"."county_code" IN (%s, %s)',
        'INSERT INTO "members_member" ("county_code", "name") VALUES (%s, %s)',
        'SELECT a FROM "townships_division"',
        (
            'SELECT a FROM "members_member" INNER JOIN "townships_union" T2 ON ('
            '"members_member"."union_id" = T2."id" AND (T2."county_code" = '
            '("members_member"."county_code"))) WHERE "members_member"."county_code" = %s'
        ),
        (
            'INSERT INTO "members_member" ("name") SELECT s.name FROM "imports_stagedmember" s '
            "WHERE s.county_code = %s"
        ),
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
        (
            'SELECT a FROM "townships_union" INNER JOIN "members_member" ON '
            '("townships_union"."id" = "members_member"."union_id") '
            'WHERE "townships_union"."county_code" = %s'
        ),
    ],
)
def test_forgotten(sql: str) -> None:
    assert "members_member" in forgets_county(sql)


HELD = "UPDATE imports_stagedmember AS s SET a = %s WHERE s.county_code = %s AND NOT EXISTS ({})"


def test_keys_of_the_nation_are_asked_for_by_themselves() -> None:
    each = "SELECT 1 FROM members_personkey k WHERE k.id_hash = s.id_hash"
    once = "SELECT 1 FROM (SELECT id_hash FROM members_personkey) k WHERE k.id_hash = s.id_hash"
    assert asks_for_each_row(HELD.format(each)) == [each]
    assert asks_for_each_row(HELD.format(once)) == []


def test_a_request_that_forgets_fails(staff, unions, monkeypatch) -> None:
    client = WatchedClient()
    client.user_id = staff.county.pk
    client.force_login(staff.county, backend="accounts.backends.RoleBackend")

    def page(*_args: object, **_environ: object) -> HttpResponse:
        return HttpResponse(str(Member.objects.count()))

    monkeypatch.setattr(Client, "request", page)
    with pytest.raises(AssertionError, match="members_member"):
        client.get("/")


def test_noted_sees_what_runs(db: None) -> None:
    with noted() as forgotten:
        Member.objects.filter(pk=1).exists()
        Member.objects.in_county("410581").filter(pk=1).exists()
    assert len(forgotten) == 1


def test_check_of_a_county(unions) -> None:
    with noted() as forgotten:
        check_county(county_code="410581")
    assert forgotten == []
