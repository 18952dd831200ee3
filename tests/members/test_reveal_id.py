"""A full ID number is shown with a reason, once, and leaves a trace."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from history.models import Change
from members.services.reveal import reveal_id
from tests.members.conftest import number


def page(member):
    return reverse("admin:members_member_reveal", args=[member.pk])


def traces():
    return Change.objects.filter(action="?")


def test_with_a_reason_it_is_shown_and_recorded(staff, as_user, enrolled):
    member = enrolled()
    client = as_user(staff.county)
    asked = client.get(page(member))
    assert number(1) not in asked.text
    response = client.post(page(member), {"reason": "核对入会申请表"})
    assert number(1) in response.text
    assert "no-store" in response.headers["Cache-Control"]
    trace = traces().get()
    assert (trace.user, trace.reason, trace.object_id) == (
        staff.county,
        "核对入会申请表",
        str(member.pk),
    )
    assert number(1) not in str(trace.fields) + trace.object_label
    assert number(1) not in client.get(page(member)).text


@pytest.mark.parametrize("reason", ["", " ", "　"])
def test_without_a_reason_nothing_is_shown(staff, as_user, enrolled, reason):
    member = enrolled()
    response = as_user(staff.county).post(page(member), {"reason": reason})
    assert number(1) not in response.text
    assert not traces().exists()
    with pytest.raises(ValidationError):
        reveal_id(member=member, user=staff.county, reason=reason)


@pytest.mark.parametrize("who", ["admin", "city", "province", "chair", "auditor", "county2"])
def test_others_may_not(staff, as_user, enrolled, who):
    member = enrolled()
    user = staff.all()[who]
    client = as_user(user)
    assert client.get(page(member)).status_code == 404
    assert client.post(page(member), {"reason": "核对"}).status_code == 404
    with pytest.raises(PermissionDenied):
        reveal_id(member=member, user=user, reason="核对")
    assert not traces().exists()


def test_the_trace_is_in_the_history_of_the_member(staff, as_user, enrolled):
    member = enrolled()
    as_user(staff.county).post(page(member), {"reason": "核对入会申请表"})
    history = as_user(staff.auditor).get(reverse("admin:members_member_history", args=[member.pk]))
    assert "核对入会申请表" in history.text
