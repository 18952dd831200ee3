"""Two clerks at the same moment: one wins, the other is told."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from members.models import Member, Membership, PersonKey
from members.selectors.integrity import county_problems
from members.services.membership import end, enrol, transfer
from tests.members.conftest import DAY, details, number
from tests.rivals import together
from townships.models import TownshipSummary, UnionSummary
from unionreg.county import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(transactional_db, request):
    """Places, unions and users that other connections see as well."""
    return request.getfixturevalue("unions")


def join(union, sequence=1):
    return enrol(
        union=union,
        id_number=number(sequence),
        details=details(),
        joined_on=DAY,
        user=None,
    )


@pytest.mark.parametrize("other", ["linqi", "hejian", "chengguan"])
def test_one_of_two_enrols_the_person(committed, other):
    results = together(lambda: join(committed.linqi), lambda: join(getattr(committed, other)))
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert len(refused) == 1, results
    assert (Member.objects.count(), Membership.objects.count()) == (1, 1)
    assert PersonKey.objects.get().member_id == Member.objects.get().pk


def test_different_people_are_all_counted(committed):
    results = together(*(lambda n=n: join(committed.linqi, n) for n in range(1, 13, 2)))
    assert not [result for result in results if isinstance(result, Exception)]
    assert UnionSummary.objects.get(union=committed.linqi).members == 6
    assert TownshipSummary.objects.get(township_key="410581101").members == 6


def test_two_unions_of_one_township_are_added_up(committed):
    results = together(
        *(
            lambda n=n: join(committed.linqi if n % 4 == 1 else committed.factory, n)
            for n in range(1, 13, 2)
        )
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert TownshipSummary.objects.get(township_key="410581101").members == 6


def test_one_of_two_transfers_wins(committed):
    member = join(committed.linqi).member
    day = DAY + datetime.timedelta(days=5)

    def move(union):
        return lambda: transfer(
            member=member, to_union=union, effective_on=day, user=None, expected_version=1
        )

    results = together(move(committed.factory), move(committed.hejian))
    assert [type(result) for result in results if isinstance(result, Exception)] == [Conflict]
    assert Membership.objects.filter(valid_to__isnull=True).count() == 1
    assert list(county_problems("410581")) == []


def test_transfers_between_counties_in_both_directions_do_not_lock_each_other_out(committed):
    here, there = join(committed.linqi, 1).member, join(committed.chengguan, 3).member
    day = DAY + datetime.timedelta(days=5)
    results = together(
        lambda: transfer(member=here, to_union=committed.chengguan, effective_on=day, user=None),
        lambda: transfer(member=there, to_union=committed.linqi, effective_on=day, user=None),
    )
    assert not [result for result in results if isinstance(result, Exception)], results
    assert list(county_problems("410581")) + list(county_problems("410523")) == []


def test_leaving_and_moving_at_the_same_moment(committed):
    member = join(committed.linqi).member
    day = DAY + datetime.timedelta(days=5)
    results = together(
        lambda: end(member=member, ended_by="6", on=day, reason_code="5", user=None),
        lambda: transfer(member=member, to_union=committed.hejian, effective_on=day, user=None),
    )
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert len(refused) <= 1
    assert list(county_problems("410581")) == []
