"""From a filtered list to a record and back to the list as it was."""

import re

import pytest
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.urls import reverse

from members.models import Member

LIST = reverse("admin:members_member_changelist")


def links(html: str, begin: str) -> list[str]:
    return re.findall(f'href="({re.escape(begin)}[^"]*)"', html)


@pytest.fixture
def member(enrolled) -> Member:
    return enrolled()


@pytest.mark.parametrize(
    "query",
    ["sex__exact={sex}", "sex__exact={sex}&p=1", "q=%E7%8E%8B+%E4%BC%9F", "_popup=1"],
)
def test_a_row_has_the_address_that_django_would_give_it(staff, as_user, member, query) -> None:
    response = as_user(staff.county).get(f"{LIST}?{query.format(sex=member.sex)}")
    preserved = response.context["preserved_filters"]
    form = reverse("admin:members_member_change", args=[member.pk])
    filters = {"preserved_filters": preserved, "opts": Member._meta}
    expected = add_preserved_filters(filters, form)
    assert "_changelist_filters" in expected
    assert links(response.text, form) == [expected]


def test_without_filters_there_is_nothing_to_keep(staff, as_user, member) -> None:
    form = reverse("admin:members_member_change", args=[member.pk])
    assert links(as_user(staff.county).get(LIST).text, form) == [form]


def test_the_form_leads_back_to_the_list_as_it_was(staff, as_user, member) -> None:
    client = as_user(staff.county)
    (address,) = links(
        client.get(f"{LIST}?sex__exact={member.sex}").text,
        reverse("admin:members_member_change", args=[member.pk]),
    )
    assert f"{LIST}?sex__exact={member.sex}" in links(client.get(address).text, LIST)
