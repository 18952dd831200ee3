"""Divisions: corrected and renumbered by system administrators, read inside one's places."""

import datetime

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Assignment
from history.selectors import changes_of
from tests.places import Places, Staff, make_user
from townships.models import Division, FormerDivisionCode, Union
from townships.selectors.division_states import stamp_of
from townships.selectors.divisions import resolve
from townships.services.divisions import Renumber, renumber
from unionreg.refusals import Refused

LIST = reverse("admin:townships_division_changelist")
ADD = reverse("admin:townships_division_add")


def change_url(place) -> str:
    return reverse("admin:townships_division_change", args=[place.pk])


def renumber_url(place) -> str:
    return reverse("admin:townships_division_renumber", args=[place.pk])


def form_data(place: Division, **values) -> dict:
    """What the browser sends, changed by `values`."""
    known = {
        "record_version": stamp_of(place),
        "name": place.name,
        "kind": place.kind,
        "has_union_duty": "on",
        "former_codes-TOTAL_FORMS": "0",
        "former_codes-INITIAL_FORMS": "0",
    }
    return {**known, **values}


def test_correction_is_marked_and_recorded(places: Places, staff: Staff, as_user):
    data = form_data(places.linqi, name="临淇新镇", kind="street")
    answer = as_user(staff.admin).post(change_url(places.linqi), data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    place = Division.objects.get(pk=places.linqi.pk)
    assert (place.name, place.kind, place.corrected) == ("临淇新镇", "street", True)
    assert place.pinyin == "lin0临qi0淇xin0新zhen0镇 linqixinzhen lqxz"
    change = changes_of(place).get()
    assert change.fields["name"] == ["临淇镇", "临淇新镇"]
    assert change.user == staff.admin


def test_code_level_and_parent_stay(places: Places, staff: Staff, as_user):
    data = form_data(places.linqi, code="410581999", level="6", parent="33")
    as_user(staff.admin).post(change_url(places.linqi), data)
    place = Division.objects.get(pk=places.linqi.pk)
    assert (place.code, place.level, place.parent_id) == ("410581101", 9, "410581")


def test_former_code_is_added_and_found(places: Places, staff: Staff, as_user):
    data = form_data(
        places.linqi,
        **{
            "former_codes-TOTAL_FORMS": "1",
            "former_codes-0-code": "410581990",
            "former_codes-0-name": "老临淇",
        },
    )
    assert as_user(staff.admin).post(change_url(places.linqi), data).status_code == 302
    assert resolve("410581990") == places.linqi
    page = as_user(staff.admin).get(LIST, {"q": "410581990"}).content.decode()
    assert "临淇镇" in page


@pytest.mark.parametrize("name", ["province", "city", "county", "chair", "auditor"])
def test_nobody_else_changes_divisions(places: Places, staff: Staff, as_user, name):
    client = as_user(getattr(staff, name))
    assert client.get(change_url(places.linqi)).status_code == 200
    data = form_data(places.linqi, name="X")
    assert client.post(change_url(places.linqi), data).status_code == 403
    assert client.get(renumber_url(places.linqi)).status_code == 404
    assert Division.objects.get(pk=places.linqi.pk).name == "临淇镇"


@pytest.fixture
def two_roles(places: Places):
    """System administrator of 汤阴, auditor of 林州."""
    user = make_user("two-roles", Role.SYSTEM_ADMIN, places.tangyin)
    Assignment.objects.create(user=user, role=Role.AUDITOR, division=places.linzhou)
    return user


@pytest.mark.parametrize("name", ["linzhou", "linqi"])
def test_a_role_elsewhere_gives_nothing_here(places: Places, as_user, two_roles, name):
    place, client = getattr(places, name), as_user(two_roles)
    assert not two_roles.has_perm("townships.change_division", place)
    page = client.get(change_url(place))
    assert (page.status_code, page.context["may_renumber"]) == (200, False)
    assert client.post(change_url(place), form_data(place, name="X")).status_code == 403
    data = {"code": "410599", "name": "X", "changed_on": "2026-07-01"}
    assert client.post(renumber_url(place), data).status_code == 404
    assert Division.objects.get(pk=place.pk).name == place.name


def test_a_role_elsewhere_takes_nothing_here(places: Places, as_user, two_roles):
    client = as_user(two_roles)
    answer = client.post(change_url(places.tangyin), form_data(places.tangyin, name="新汤阴县"))
    assert answer.status_code == 302
    assert Division.objects.get(pk="410523").name == "新汤阴县"
    data = {"parent": places.linzhou.pk, "code": "410581900", "level": "9", "name": "新镇"}
    answer = client.post(ADD, form_data(places.linqi, **data))
    assert list(answer.context["adminform"].form.errors) == ["parent"]


def test_whoever_looks_after_a_province_sees_its_cities(places: Places, staff: Staff, as_user):
    page = as_user(staff.province).get(LIST, {"level": "4"})
    assert [row.code for row in page.context["cl"].result_list] == ["4105"]


def test_list_and_search(places: Places, staff: Staff, as_user):
    Division.objects.filter(pk=places.linqi.pk).update(pinyin="linqizhen lqz")
    client = as_user(staff.county)
    for term in ("临淇", "linqi", "lqz", "410581101"):
        page = client.get(LIST, {"q": term}).content.decode()
        assert "临淇镇" in page, term
        assert "合涧镇" not in page, term
    assert client.get(LIST, {"level": "9"}).context["cl"].result_count == 3


def test_list_asks_few_questions(
    places: Places, staff: Staff, as_user, django_assert_max_num_queries
):
    client = as_user(staff.county)
    with django_assert_max_num_queries(12):
        client.get(LIST)


# --- a new code -----------------------------------------------------------------------------------


def renumber_data(place: Division, **values) -> dict:
    """What the browser sends, changed by `values`."""
    known = {"code": "410599", "name": "新林州区", "changed_on": "2026-07-01", "document": "x"}
    return {**known, "record_version": stamp_of(place), **values}


CHANGE = Renumber("410599", "新林州区", datetime.date(2026, 7, 1), "豫民〔2026〕1号")


def test_new_code_touches_divisions_only(places: Places, staff: Staff, township_union):
    union = township_union(places.linqi)
    version = union.version
    number = renumber(division=places.linzhou, change=CHANGE, user=staff.admin)
    assert number == 4  # the county and its three townships
    county = Division.objects.get(pk="410581")
    assert (county.code, county.name, county.key) == ("410599", "新林州区", "410581")
    linqi = Division.objects.get(pk=places.linqi.pk)
    assert (linqi.code, linqi.parent_id) == ("410599101", "410581")
    former = FormerDivisionCode.objects.get(division=linqi)
    assert (former.code, former.valid_to) == ("410581101", datetime.date(2026, 6, 30))
    stored = Union.objects.get(pk=union.pk)
    assert (stored.county_code, stored.township_id, stored.version) == (
        "410581",
        "410581101",
        version,
    )
    assert changes_of(county).get().reason == "豫民〔2026〕1号"


def test_records_stay_visible_and_new_codes_follow(
    places: Places, staff: Staff, as_user, township_union, own_union
):
    union = township_union(places.linqi)
    renumber(division=places.linzhou, change=CHANGE, user=None)
    page = as_user(staff.county).get(reverse("admin:townships_townshipunion_changelist"))
    assert union.name in page.content.decode()
    place = Division.objects.get(pk=places.linqi.pk)
    assert own_union(place, "示例公司").code == "4105991010001"


def test_old_and_new_code_find_the_place(places: Places):
    renumber(division=places.linzhou, change=CHANGE, user=None)
    assert resolve("410599").key == resolve("410581").key == "410581"
    assert resolve("410581101").code == "410599101"


@pytest.mark.parametrize("code", ["41059", "4105990", "33a599", "410581", "330699", "410523"])
def test_impossible_codes_are_refused(places: Places, code):
    change = Renumber(code, "新名", datetime.date(2026, 7, 1))
    with pytest.raises(Refused) as refusal:
        renumber(division=places.linzhou, change=change, user=None)
    assert list(refusal.value.message_dict) == ["code"]
    assert Division.objects.get(pk="410581").code == "410581"


def test_form_gives_a_new_code(places: Places, staff: Staff, as_user):
    client = as_user(staff.admin)
    assert renumber_url(places.linzhou) in client.get(change_url(places.linzhou)).content.decode()
    data = renumber_data(places.linzhou)
    answer = client.post(renumber_url(places.linzhou), data, follow=True)
    assert "410599" in answer.content.decode()
    place = Division.objects.get(pk="410581")
    again = client.post(renumber_url(place), renumber_data(place))
    assert list(again.context["form"].errors) == ["code"]


def test_form_names_what_is_wrong(places: Places, staff: Staff, as_user):
    client = as_user(staff.admin)
    for name, value in [("code", "41059９"), ("changed_on", "2099-01-01"), ("name", "")]:
        data = renumber_data(places.linzhou, **{name: value})
        answer = client.post(renumber_url(places.linzhou), data)
        assert list(answer.context["form"].errors) == [name]
    assert Division.objects.get(pk="410581").code == "410581"


def test_form_from_before_another_change_is_refused(places: Places, staff: Staff, as_user):
    client = as_user(staff.admin)
    data = renumber_data(places.linzhou)
    client.post(change_url(places.linzhou), form_data(places.linzhou, name="林州新市"))
    answer = client.post(renumber_url(places.linzhou), data)
    (error,) = answer.context["form"].non_field_errors()
    assert "林州新市" in error
    place = Division.objects.get(pk="410581")
    assert (place.code, place.name) == ("410581", "林州新市")
    data["record_version"] = answer.context["form"]["record_version"].value()
    assert client.post(renumber_url(places.linzhou), data).status_code == 302
