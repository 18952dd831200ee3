"""Two people correct a division at once; former codes and reasons come through the same form."""

import pytest
from django.urls import reverse

from history.selectors import changes_of
from tests.places import Places, Staff
from tests.townships.test_division_admin import change_url, form_data
from townships.models import Division, FormerDivisionCode

ADD = reverse("admin:townships_division_add")


def former(row: FormerDivisionCode | None = None, **values) -> dict:
    """One row of the table of former codes."""
    known = {"code": row.code, "name": row.name, "id": row.pk} if row else {}
    sent = {f"former_codes-0-{name}": value for name, value in {**known, **values}.items()}
    return {
        **sent,
        "former_codes-TOTAL_FORMS": "1",
        "former_codes-INITIAL_FORMS": str(int(bool(row))),
    }


def test_the_second_save_is_refused_and_says_what_changed(places: Places, staff: Staff, as_user):
    first = form_data(places.linqi, name="临淇新镇")
    second = form_data(places.linqi, name="临淇老镇")
    assert as_user(staff.admin).post(change_url(places.linqi), first).status_code == 302
    client = as_user(staff.admin)
    answer = client.post(change_url(places.linqi), second)
    form = answer.context["adminform"].form
    assert form.is_conflict
    told = str(form.non_field_errors())
    assert all(text in told for text in ("钱甲", "临淇镇", "临淇新镇"))
    assert Division.objects.get(pk=places.linqi.pk).name == "临淇新镇"
    again = {**second, "record_version": form["record_version"].value()}
    assert client.post(change_url(places.linqi), again).status_code == 302
    assert Division.objects.get(pk=places.linqi.pk).name == "临淇老镇"


def test_what_only_the_other_changed_is_kept(places: Places, staff: Staff, as_user):
    client = as_user(staff.admin)
    first = form_data(places.linqi, name="临淇新镇")
    second = form_data(places.linqi, kind="street")
    client.post(change_url(places.linqi), first)
    form = client.post(change_url(places.linqi), second).context["adminform"].form
    shown = {name: form[name].value() for name in ("name", "kind")}
    assert shown == {"name": "临淇新镇", "kind": "street"}


def test_loading_in_between_counts_too(places: Places, staff: Staff, as_user):
    """No history is written by loading; the form tells the change all the same."""
    data = form_data(places.linqi)
    Division.objects.filter(pk=places.linqi.pk).update(name="临淇街道")
    form = as_user(staff.admin).post(change_url(places.linqi), data).context["adminform"].form
    assert form.is_conflict
    assert "临淇街道" in str(form.non_field_errors())


@pytest.mark.parametrize("stamp", ["", "made up"])
def test_a_form_that_does_not_say_where_it_started(places: Places, staff: Staff, as_user, stamp):
    data = form_data(places.linqi, name="X", record_version=stamp)
    form = as_user(staff.admin).post(change_url(places.linqi), data).context["adminform"].form
    assert form.is_conflict
    assert Division.objects.get(pk=places.linqi.pk).name == "临淇镇"


def test_reason_and_former_code_are_recorded(places: Places, staff: Staff, as_user):
    row = places.haimen.former_codes.get()
    data = form_data(places.haimen, reason="查档", **former(row, name="海门县"))
    answer = as_user(staff.admin).post(change_url(places.haimen), data)
    assert answer.status_code == 302, answer.context["errors"]
    change = changes_of(places.haimen).get()
    assert change.reason == "查档"
    assert change.fields["former_codes"] == ["320684 海门市 (… – 2020-07-01)", "320684 海门县"]


def test_the_code_of_another_place_is_refused_in_its_row(places: Places, staff: Staff, as_user):
    data = form_data(places.tangyin, **former(code="410581", name="林州"))
    answer = as_user(staff.admin).post(change_url(places.tangyin), data)
    (codes,) = answer.context["inline_admin_formsets"]
    assert list(codes.formset.forms[0].errors) == ["code"]
    assert not FormerDivisionCode.objects.filter(division=places.tangyin).exists()


def test_an_end_that_leaves_places_behind_is_refused(places: Places, staff: Staff, as_user):
    data = form_data(places.tangyin, valid_to="2026-06-30")
    answer = as_user(staff.admin).post(change_url(places.tangyin), data)
    assert list(answer.context["adminform"].form.errors) == ["successor"]
    data["successor"] = places.linzhou.pk
    assert as_user(staff.admin).post(change_url(places.tangyin), data).status_code == 302


def test_a_new_division_with_a_wrong_code_is_refused(places: Places, staff: Staff, as_user):
    values = {"code": "410581900", "level": "9", "parent": places.tangyin.pk, "name": "新镇"}
    data = form_data(places.linqi, **values)
    answer = as_user(staff.admin).post(ADD, data)
    assert list(answer.context["adminform"].form.errors) == ["code"]
    data["code"] = "410523900"
    assert as_user(staff.admin).post(ADD, data).status_code == 302
    assert Division.objects.get(code="410523900").parent == places.tangyin
