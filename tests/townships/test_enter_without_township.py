"""Unions and employers of the county itself lie in no township: the county comes from elsewhere."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Assignment
from tests.places import Staff, make_user
from townships.choices import UnionKind
from townships.models import Employer, GrassrootsUnion, Union
from townships.services.employers import save_employer
from townships.services.unions import save_union
from unionreg.refusals import Refused

ADD_UNION = reverse("admin:townships_grassrootsunion_add")
ADD_EMPLOYER = reverse("admin:townships_employer_add")


def union_data(**values) -> dict:
    known = {
        "name": "林州市财政局机关工会委员会",
        "kind": "office",
        "status": "active",
        "is_legal_person": "unknown",
        "township": "",
    }
    return {**known, **values}


def errors(answer) -> dict:
    return answer.context["adminform"].form.errors


def test_county_staff_enters_a_county_office_with_its_union(places, staff: Staff, as_user, policy):
    client = as_user(staff.county)
    data = {"name": "林州市财政局", "status": "open", "is_legal_person": "on", "township": ""}
    answer = client.post(ADD_EMPLOYER, data)
    assert answer.status_code == 302, errors(answer)
    office = Employer.objects.get()
    assert (office.county_code, office.township) == ("410581", None)
    answer = client.post(ADD_UNION, union_data(employers=[office.pk]))
    assert answer.status_code == 302, errors(answer)
    union = GrassrootsUnion.objects.get()
    assert (union.county_code, union.code) == ("410581", "4105810000002")
    assert union.superior.kind == UnionKind.COUNTY


def test_superior_says_which_county_it_is(places, staff: Staff, as_user, federation):
    answer = as_user(staff.admin).post(
        ADD_UNION, union_data(kind="federation", name="物流工会联合会", superior=federation.pk)
    )
    assert answer.status_code == 302, errors(answer)
    assert GrassrootsUnion.objects.get().county_code == "410581"


def test_who_looks_after_many_counties_is_asked(places, staff: Staff, as_user, policy):
    answer = as_user(staff.admin).post(ADD_UNION, union_data(kind="federation"))
    assert list(errors(answer)) == ["township"]
    with pytest.raises(Refused) as refusal:
        save_employer(employer=Employer(name="某局"), user=staff.admin)
    assert list(refusal.value.message_dict) == ["township"]


def test_who_looks_after_two_counties_is_asked(places, policy):
    user = make_user("two", Role.COUNTY, places.linzhou)
    Assignment.objects.create(user=user, role=Role.COUNTY, division=places.tangyin)
    with pytest.raises(Refused):
        save_employer(employer=Employer(name="某局"), user=user)


def test_only_the_county_where_one_may_add_counts(places, policy):
    user = make_user("two", Role.COUNTY, places.linzhou)
    Assignment.objects.create(user=user, role=Role.AUDITOR, division=places.tangyin)
    saved = save_employer(employer=Employer(name="某局"), user=user).record
    assert saved.county_code == "410581"


def test_chair_enters_nothing_of_the_county(places, staff: Staff, as_user, policy):
    answer = as_user(staff.chair).post(ADD_UNION, union_data(kind="federation"))
    assert list(errors(answer)) == ["township"]
    with pytest.raises(Refused):
        save_employer(employer=Employer(name="某局"), user=staff.chair)
    assert not Employer.objects.exists()


def test_superior_of_another_county_is_none(places, staff: Staff, as_user, federation):
    data = union_data(kind="federation", superior=federation.pk)
    answer = as_user(staff.county2).post(ADD_UNION, data)
    assert list(errors(answer)) == ["superior"]
    assert not GrassrootsUnion.objects.exists()


def test_program_needs_a_place(policy):
    with pytest.raises(Refused):
        save_union(union=Union(kind=UnionKind.FEDERATION, name="物流工会联合会"), user=None)
