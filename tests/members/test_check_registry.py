"""The nightly check finds every contradiction that is put in, and nothing where there is none."""

import datetime
import json

import pytest
from django.core.management import call_command
from django.db import connection

from members.models import Member, Membership, PersonKey
from members.services.membership import end, keep, transfer
from tests.members.conftest import DAY
from townships.models import Affiliation, Employer, UnionEmployer, UnionSummary

ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def people(unions, enrolled):
    """Somebody in every situation that is in order."""
    first = enrolled(1)
    transfer(member=first, to_union=unions.factory, effective_on=DAY + ONE_DAY, user=None)
    keep(member=enrolled(3), on=DAY, reason_code="2", user=None)
    end(member=enrolled(5), ended_by="6", on=DAY, reason_code="5", user=None)
    enrolled(7, union=unions.county, on=None)
    away = enrolled(9)
    transfer(member=away, to_union=unions.chengguan, effective_on=DAY + ONE_DAY, user=None)
    return first


def run(capsys, *args):
    """The rules found broken and the exit code."""
    code: object = 0
    try:
        call_command("check_registry", "--json", "--deep", *args)
    except SystemExit as stop:
        code = stop.code
    lines = capsys.readouterr().out.splitlines()
    return {json.loads(line)["rule"] for line in lines}, code


def test_a_registry_in_order(people, capsys):
    assert run(capsys) == (set(), 0)
    call_command("check_registry", county="410581")
    assert capsys.readouterr().out.strip()


def test_an_overlap(people, capsys):
    Membership.objects.filter(member=people, valid_to=DAY).update(valid_to=DAY + ONE_DAY)
    assert run(capsys) == ({"overlap"}, 1)


def test_an_overlap_with_an_unknown_beginning(people, capsys):
    Membership.objects.filter(member=people, valid_to__isnull=True).update(valid_from=None)
    rules, code = run(capsys)
    assert ("overlap" in rules, code) == (True, 1)


def test_an_overlap_between_counties(people, capsys):
    Membership.objects.filter(county_code="410523").update(valid_from=DAY)
    rules, _code = run(capsys)
    assert "overlap" in rules


@pytest.mark.parametrize("wrong", ["left", "kept"])
def test_a_wrong_state(people, capsys, wrong):
    Member.objects.filter(pk=people.pk).update(state=wrong)
    rules, _code = run(capsys)
    assert "state" in rules


def test_another_union_on_the_member_than_on_the_membership(people, unions, capsys):
    Member.objects.filter(pk=people.pk).update(union_id=unions.linqi.pk)
    assert run(capsys)[0] == {"state", "summary"}


@pytest.mark.parametrize("township", ["410581100", None])
def test_a_wrong_township(people, capsys, township):
    Member.objects.filter(pk=people.pk).update(township_id=township)
    assert run(capsys) == ({"place"}, 1)


def test_a_wrong_first_day(people, capsys):
    Member.objects.filter(pk=people.pk).update(first_joined_on=DAY + ONE_DAY)
    assert run(capsys) == ({"first_day"}, 1)


def test_a_wrong_count(people, unions, capsys):
    UnionSummary.objects.filter(union=unions.factory).update(women=7)
    assert run(capsys) == ({"summary"}, 1)


def test_a_missing_key(people, capsys):
    PersonKey.objects.filter(pk=people.id_hash).delete()
    assert run(capsys) == ({"no_key"}, 1)


def test_a_key_that_points_to_somebody_else(people, capsys):
    other = Member.objects.exclude(pk=people.pk).filter(state="kept").get()
    PersonKey.objects.filter(pk=people.id_hash).update(member_id=other.pk)
    assert run(capsys) == ({"two_members", "lost_key"}, 1)


def test_a_number_that_does_not_fit_its_index(people, capsys):
    other = Member.objects.filter(state="kept").get()
    Member.objects.filter(pk=people.pk).update(id_cipher=other.id_cipher)
    assert run(capsys) == ({"identity"}, 1)


def test_a_number_that_cannot_be_read(people, capsys):
    Member.objects.filter(pk=people.pk).update(id_cipher="k0:AAAA")
    assert run(capsys) == ({"identity"}, 1)


@pytest.mark.parametrize("first", [None, datetime.date(2024, 6, 1)])
def test_two_superiors_on_one_day(people, unions, capsys, first):
    row = {"county_code": "410581", "union": unions.factory, "superior": unions.county}
    Affiliation.objects.create(**row, valid_from=None, valid_to=datetime.date(2024, 6, 1))
    assert run(capsys) == (set(), 0)
    Affiliation.objects.create(**row, valid_from=first)
    assert run(capsys) == ({"two_superiors"}, 1)


@pytest.mark.parametrize("first", [None, datetime.date(2024, 6, 1)])
def test_an_employer_of_two_unions_on_one_day(people, unions, capsys, first):
    firm = Employer.objects.create(county_code="410581", name="示例公司")
    row = {"county_code": "410581", "union": unions.factory, "employer": firm}
    UnionEmployer.objects.create(**row, valid_from=None, valid_to=datetime.date(2024, 6, 1))
    assert run(capsys) == (set(), 0)
    UnionEmployer.objects.create(**row, valid_from=first)
    assert run(capsys) == ({"covered_twice"}, 1)


def test_only_the_named_county_is_looked_at(people, capsys):
    Member.objects.filter(pk=people.pk).update(township_id=None)
    assert run(capsys, "--county", "410523") == (set(), 0)


def test_an_id_given_twice_is_found_where_nothing_else_forbids_it(people, capsys):
    """After a partitioning the key is (county, id): only this check keeps ids apart."""
    if connection.vendor != "postgresql":
        assert run(capsys) == (set(), 0)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT relkind FROM pg_class WHERE relname = 'members_membership'")
        if cursor.fetchone()[0] != "p":
            assert run(capsys) == (set(), 0)
            return
    row = Membership.objects.filter(county_code="410523").get()
    taken = Membership.objects.filter(county_code="410581").first()
    Membership.objects.filter(pk=row.pk, county_code="410523").update(id=taken.pk)
    assert "duplicate_id" in run(capsys)[0]
