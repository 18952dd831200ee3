"""A post that was entered in error is annulled: it counts nowhere, its record stays."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cadres.choices import EndReason, Post
from cadres.models import Allowance, Appointment
from cadres.selectors.posts import chair_on, roster_recorded
from cadres.services.annulment import annul_appointment
from cadres.services.appointments import appoint
from history.models import Change
from tests.places import Staff, Unions
from unionreg.county import Conflict
from unionreg.refusals import Refused

DAY = datetime.date
POSTS = reverse("admin:cadres_appointment_changelist")
WRONG = "同名同姓，录错人"


def page_of(post: Appointment, name: str = "annul") -> str:
    return reverse(f"admin:cadres_appointment_{name}", args=[post.pk])


def test_nobody_held_it_and_the_seat_is_free(staff: Staff, unions: Unions, post: Any) -> None:
    wrong = post(unions.linqi, "录错的人")
    annul_appointment(appointment=wrong, reason=WRONG, user=staff.county)
    assert chair_on(unions.linqi, DAY(2022, 3, 1)) is None
    assert roster_recorded("410581") == set()
    unions.linqi.refresh_from_db()
    assert unions.linqi.chair_name == ""
    assert post(unions.linqi, "真主席").valid_from == DAY(2022, 3, 1)


def test_the_record_and_the_reason_stay(staff: Staff, unions: Unions, post: Any) -> None:
    wrong = post(unions.linqi, "录错的人", valid_to=DAY(2023, 1, 31))
    annul_appointment(appointment=wrong, reason=WRONG, user=staff.county)
    kept = Appointment.entries.get()
    assert (kept.end_reason, kept.valid_to) == (EndReason.ANNULLED, DAY(2023, 1, 31))
    change = Change.objects.filter(model="cadres.appointment").latest("pk")
    assert (change.reason, change.user) == (WRONG, staff.county)


@pytest.mark.parametrize(("who", "allowed"), [("chair", True), ("chair2", False)])
def test_who_may_change_it_may_annul_it(
    staff: Staff, unions: Unions, post: Any, who: str, allowed: bool
) -> None:
    wrong, user = post(unions.linqi, "录错的人"), getattr(staff, who)
    if allowed:
        annul_appointment(appointment=wrong, reason=WRONG, user=user)
        assert not Appointment.objects.exists()
        return
    with pytest.raises(PermissionDenied):
        annul_appointment(appointment=wrong, reason=WRONG, user=user)
    assert Appointment.objects.exists()


def test_without_a_reason_twice_or_on_an_old_form_it_is_refused(
    staff: Staff, unions: Unions, post: Any
) -> None:
    wrong = post(unions.linqi, "录错的人")
    with pytest.raises(Refused) as refusal:
        annul_appointment(appointment=wrong, reason=" ", user=staff.county)
    assert "reason" in refusal.value.message_dict
    with pytest.raises(Conflict):
        annul_appointment(
            appointment=wrong, reason=WRONG, user=staff.county, expected_version=wrong.version + 1
        )
    annul_appointment(appointment=wrong, reason=WRONG, user=staff.county)
    for again in (
        lambda: annul_appointment(appointment=wrong, reason=WRONG, user=staff.county),
        lambda: appoint(appointment=Appointment.entries.get(), user=staff.county),
    ):
        with pytest.raises(Refused):
            again()


def test_a_post_for_which_money_was_paid_is_no_mistake(
    staff: Staff, unions: Unions, post: Any
) -> None:
    paid = post(unions.linqi, "兼职主席")
    Allowance.objects.create(
        county_code="410581",
        appointment=paid,
        monthly=200,
        valid_from=DAY(2024, 1, 1),
        payer="林州市总工会",
    )
    with pytest.raises(Refused):
        annul_appointment(appointment=paid, reason=WRONG, user=staff.county)
    assert Appointment.objects.get() == paid


def test_the_page_asks_why_and_the_list_shows_it_on_demand(
    staff: Staff, unions: Unions, post: Any, as_user: Any
) -> None:
    wrong, client = post(unions.linqi, "录错的人", Post.MEMBER), as_user(staff.chair)
    refused = client.post(page_of(wrong), {"record_version": wrong.version, "reason": ""})
    assert refused.status_code == 200
    assert refused.context["form"].errors["reason"]
    sent = {"record_version": wrong.version, "reason": WRONG}
    assert client.post(page_of(wrong), sent).status_code == 302
    listed = {
        on: len(client.get(POSTS, {"on": on}).context["cl"].result_list)
        for on in ("", "ended", "all", "2022-03-01", "annulled")
    }
    assert listed == {"": 0, "ended": 0, "all": 0, "2022-03-01": 0, "annulled": 1}
    shown = client.get(page_of(wrong, "change"))
    assert not shown.context["has_change_permission"]
    assert client.get(page_of(wrong)).status_code == 404


def test_nobody_is_paid_for_it(staff: Staff, unions: Unions, post: Any, as_user: Any) -> None:
    post(unions.linqi, "真主席")
    wrong = post(unions.linqi, "录错的人", Post.MEMBER)
    annul_appointment(appointment=wrong, reason=WRONG, user=staff.county)
    asked = {"app_label": "cadres", "model_name": "allowance", "field_name": "appointment"}
    found = as_user(staff.county).get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [one["text"].split(" ")[0] for one in found] == ["真主席"]
