"""The search box of the list: a whole ID number never gets into an address."""

import pytest
from django.urls import reverse

from tests.members.conftest import number, with_document

LIST = reverse("admin:members_member_changelist")
SEARCH = reverse("admin:members_member_search")


def test_the_box_posts(staff, as_user):
    text = as_user(staff.county).get(LIST).text
    assert f'method="post" action="{SEARCH}"' in text


@pytest.mark.parametrize("form", ["{}", " {} ", "'{}"])
def test_a_whole_number_leads_to_the_person(staff, as_user, enrolled, form):
    member = enrolled()
    response = as_user(staff.chair).post(SEARCH, {"q": form.format(number(1))})
    assert response.url == reverse("admin:members_member_change", args=[member.pk])


@pytest.mark.parametrize("who", ["chair_beside", "county2"])
def test_outside_nobody_is_found_and_nothing_is_repeated(staff, as_user, enrolled, who):
    enrolled()
    response = as_user(staff.all()[who]).post(SEARCH, {"q": number(1)}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert number(1) not in response.text
    assert "王伟芳" not in response.text


def test_everything_else_goes_on_to_the_list_with_its_filters(staff, as_user, enrolled):
    enrolled(1, name="王伟芳")
    enrolled(2, name="王伟")
    client = as_user(staff.county)
    response = client.post(SEARCH, {"q": "ww", "sex__exact": "1", "state": "all"}, follow=True)
    assert response.redirect_chain[0][0] == f"{LIST}?sex__exact=1&state=all&q=ww"
    assert [row.name for row in response.context["cl"].result_list] == ["王伟芳"]


@pytest.mark.parametrize("text", [number(1), number(1)[:17], "E12345678", f"王伟芳 {number(1)}"])
def test_an_address_with_a_number_is_sent_away_without_it(staff, as_user, enrolled, text):
    enrolled()
    response = as_user(staff.county).get(LIST, {"q": text})
    assert (response.status_code, response.url) == (302, SEARCH)
    page = as_user(staff.county).get(SEARCH)
    assert text not in page.text


def test_a_number_hidden_in_a_filter_is_dropped(staff, as_user):
    response = as_user(staff.county).post(SEARCH, {"q": "王", "sex__exact": number(1)})
    assert number(1) not in response.url


def test_autocompletes_do_not_take_numbers(staff, as_user, enrolled):
    enrolled()
    query = {"app_label": "members", "model_name": "membership", "field_name": "member"}
    url = reverse("admin:autocomplete")
    found = as_user(staff.county).get(url, query | {"term": number(1)}).json()["results"]
    assert found == []


# Every kind of document: how it is stored, and what somebody may type.
DOCUMENTS = [
    ("02", "E67143658", "e6714 3658"),
    ("02", "67143658", "67143658"),
    ("03", "军字第2720631号", "军字第2720631号"),
    ("03", "2720631", "2720631"),
    ("04", "H1234567801", "H12345678"),
    ("04", "M12345678", "M1234567802"),
    ("05", "85766943", "85766943"),
    ("05", "1234567890(B)", "1234567890B"),
    ("06", number(5, region="830000"), number(5, region="830000")),
    ("07", "CAN110085052001", "CAN-110085052001"),
    ("01", number(7), f"{number(7)[:6]}-{number(7)[6:14]}-{number(7)[14:]}"),
    ("01", number(7), f"{number(7)[:6]}/{number(7)[6:14]}/{number(7)[14:]}"),
    ("01", number(7), f"{number(7)[:6]}.{number(7)[6:14]}.{number(7)[14:]}"),
    ("01", number(7), f"{number(7)[:6]}－{number(7)[6:14]}－{number(7)[14:]}"),
    ("01", number(7), f"王伟芳 {number(7)}"),
]


@pytest.mark.parametrize(("kind", "stored", "typed"), DOCUMENTS)
def test_the_number_of_any_document_leads_to_the_person(
    staff, as_user, unions, kind, stored, typed
):
    member = with_document(unions.linqi, kind, stored)
    response = as_user(staff.chair).post(SEARCH, {"q": typed})
    assert response.url == reverse("admin:members_member_change", args=[member.pk])
    other = as_user(staff.chair_beside).post(SEARCH, {"q": typed})
    assert "change" not in other.url


@pytest.mark.parametrize(
    "typed",
    [
        "85766943",
        "67143658",
        "军字第2720631号",
        "H1234567801",
        "E1234567",
        "1234567890(B)",
        "CAN110085052001",
        "410581-19700101-0014",
        "410581/19700101/0014",
        "410581.19700101.0014",
        "4105 8119 7001 0100 14",
        "张 85766943",
    ],
)
def test_no_number_of_a_document_gets_into_an_address(staff, as_user, unions, typed):
    client = as_user(staff.county)
    assert client.post(SEARCH, {"q": typed}).url == LIST
    assert client.get(LIST, {"q": typed}).url == SEARCH


@pytest.mark.parametrize("typed", ["13800000001", "0372-1234567", "0014", "王伟芳 13800000001"])
def test_telephones_and_last_digits_go_on_to_the_list(staff, as_user, unions, typed):
    response = as_user(staff.county).post(SEARCH, {"q": typed}, follow=True)
    assert response.status_code == 200
    assert response.context["cl"].query == typed


def test_two_people_whose_documents_have_the_same_number_are_both_shown(staff, as_user, unions):
    people = [with_document(unions.linqi, kind, "85766943") for kind in ("02", "05")]
    response = as_user(staff.chair).post(SEARCH, {"q": "85766943"})
    assert response.status_code == 200
    for member in people:
        assert reverse("admin:members_member_change", args=[member.pk]) in response.text
    assert "85766943" not in response.text


def test_filters_with_days_and_places_stay(staff, as_user, enrolled):
    enrolled()
    filters = {"joined_on__gte": "2024-01-01", "township__key__exact": "410581101"}
    response = as_user(staff.county).post(SEARCH, {"q": "王", **filters}, follow=True)
    assert [row.name for row in response.context["cl"].result_list] == ["王伟芳"]
    assert "joined_on__gte=2024-01-01" in response.redirect_chain[0][0]
