"""The pages below a member: transfer, end, keep, resume."""

import pytest
from django.urls import reverse

from members.models import Member
from members.services.membership import end, keep
from tests.members.conftest import DAY, periods

MOVE = "2025-06-01"


def page(name, member):
    return reverse(f"admin:members_member_{name}", args=[member.pk])


def values(member, **more):
    return {"record_version": member.version, "reason_code": "1", "reason": "", **more}


def test_a_transfer(staff, as_user, unions, enrolled):
    member = enrolled()
    client = as_user(staff.county)
    assert client.get(page("transfer", member)).status_code == 200
    data = values(member, to_union=unions.hejian.pk, effective_on=MOVE)
    response = client.post(page("transfer", member), data, follow=True)
    assert "合涧镇工会联合会" in response.text
    assert [union for union, _first, _last in periods(member)] == [
        unions.linqi.pk,
        unions.hejian.pk,
    ]


def test_a_transfer_starts_with_the_union_of_the_refused_form(staff, as_user, unions, enrolled):
    member = enrolled()
    url = f"{page('transfer', member)}?union={unions.hejian.pk}"
    form = as_user(staff.county).get(url).context["form"]
    assert str(form["to_union"].value()) == str(unions.hejian.pk)


def test_an_address_with_a_union_that_cannot_be_is_only_a_form(staff, as_user, enrolled):
    client = as_user(staff.county)
    for address in (page("transfer", enrolled()), reverse("admin:members_member_add")):
        assert client.get(f"{address}?union=abc").status_code == 200


def test_a_chair_cannot_send_somebody_into_another_township(staff, as_user, unions, enrolled):
    member = enrolled()
    data = values(member, to_union=unions.hejian.pk, effective_on=MOVE)
    response = as_user(staff.chair).post(page("transfer", member), data)
    assert "to_union" in response.context["form"].errors
    assert len(periods(member)) == 1


def test_a_refusal_stays_in_the_form(staff, as_user, unions, enrolled):
    member = enrolled()
    data = values(member, to_union=unions.hejian.pk, effective_on=DAY.isoformat())
    response = as_user(staff.county).post(page("transfer", member), data)
    assert "effective_on" in response.context["form"].errors
    assert response.context["form"]["effective_on"].value() == DAY.isoformat()


def test_a_stale_page_is_refused_with_what_changed(staff, as_user, enrolled):
    member = enrolled()
    data = values(member, ended_by="6", on=MOVE)
    keep(member=member, on=DAY, reason_code="2", user=staff.chair)
    response = as_user(staff.county).post(page("end", member), data)
    assert response.context["form"].non_field_errors()
    assert Member.objects.get().state == "kept"


def test_keeping_resuming_and_ending(staff, as_user, enrolled):
    member = enrolled()
    client = as_user(staff.chair)
    client.post(page("keep", member), values(member, on=MOVE))
    member.refresh_from_db()
    assert member.state == "kept"
    client.post(page("resume", member), {"record_version": member.version})
    member.refresh_from_db()
    assert member.state == "active"
    client.post(page("end", member), values(member, ended_by="5", on=MOVE))
    member.refresh_from_db()
    assert (member.state, member.change_type) == ("left", "5")


def test_only_what_makes_sense_is_offered(staff, as_user, enrolled):
    member = enrolled()
    client = as_user(staff.chair)
    assert client.get(page("resume", member)).status_code == 404
    keep(member=member, on=DAY, reason_code="2", user=None)
    assert client.get(page("keep", member)).status_code == 404
    assert client.get(page("resume", member)).status_code == 200
    end(member=member, ended_by="6", on=DAY, reason_code="5", user=None)
    for name in ("transfer", "end", "keep", "resume"):
        assert client.get(page(name, member)).status_code == 404


@pytest.mark.parametrize("name", ["transfer", "end", "keep"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("county", 200),
        ("chair", 200),
        ("admin", 200),
        ("chair_beside", 404),
        ("county2", 404),
        ("auditor", 404),
        ("city", 404),
    ],
)
def test_owner_and_colleague_only(staff, as_user, enrolled, name, who, status):
    member = enrolled()
    client = as_user(staff.all()[who])
    assert client.get(page(name, member)).status_code == status
    if status == 404:
        data = values(member, ended_by="6", on=MOVE)
        assert client.post(page(name, member), data).status_code == 404
        assert Member.objects.get().version == 1
