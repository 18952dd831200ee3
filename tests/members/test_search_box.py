"""The search box of the list: a whole ID number never gets into an address."""

import pytest
from django.urls import reverse

from tests.members.conftest import number

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
