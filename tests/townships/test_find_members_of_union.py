"""From a union to its people and employers, and lists that say what narrows them."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse

from members.services.membership import enrol
from tests.members.conftest import DAY, number
from tests.places import Staff
from townships.models import Union
from unionreg.templatetags.unionreg_ui import narrowed_to

MEMBERS = reverse("admin:members_member_changelist")
EMPLOYERS = reverse("admin:townships_employer_changelist")
UNIONS = reverse("admin:townships_grassrootsunion_changelist")
TOWNSHIP_UNIONS = reverse("admin:townships_townshipunion_changelist")


@pytest.fixture
def firm(places, federation, own_union) -> Union:
    """An own union in 临淇镇 with two members."""
    union = own_union(places.linqi, "示例公司")
    for sequence in (1, 3):
        enrol(
            union=union,
            id_number=number(sequence),
            details={"name": "王伟芳"},
            joined_on=DAY,
            user=None,
        )
    return union


def figures(client, union: Union, kind: str) -> list[str]:
    """The addresses above the form of a union."""
    answer = client.get(reverse(f"admin:townships_{kind}_change", args=[union.pk]))
    return [figure.address for figure in answer.context["figures"]]


def shown(client, address: str) -> set[str]:
    """The rows of a list."""
    return {str(row) for row in client.get(address).context["cl"].result_list}


def test_the_form_of_a_union_leads_to_its_people_and_employers(staff: Staff, as_user, firm):
    client = as_user(staff.county)
    people, workers, units = figures(client, firm, "grassrootsunion")
    assert shown(client, people) == {"王伟芳"}
    assert workers == units
    assert shown(client, units) == {"示例公司"}


def test_the_form_of_a_township_union_leads_to_its_township(
    places, staff: Staff, as_user, firm, township_union, figures_of_linqi
):
    union = township_union(places.linqi)
    client = as_user(staff.county)
    people, workers, unions = figures(client, union, "townshipunion")
    assert shown(client, people) == {"王伟芳"}
    assert shown(client, workers) == {str(figures_of_linqi)}
    assert shown(client, unions) == {firm.name}


@pytest.fixture
def figures_of_linqi(places, figures):
    return figures(places.linqi)


def test_numbers_of_the_lists_lead_to_what_they_count(
    places, staff: Staff, as_user, firm, township_union
):
    township_union(places.linqi)
    client = as_user(staff.county)
    people = f"{MEMBERS}?union={firm.pk}"
    assert f'<a href="{people}">2</a>' in client.get(UNIONS).content.decode()
    page = client.get(TOWNSHIP_UNIONS).content.decode()
    assert f'<a href="{MEMBERS}?township__key__exact=410581101">2</a>' in page
    assert f'<a href="{UNIONS}?township=410581101">1</a>' in page


@pytest.mark.parametrize("name", ["union", "union__id__exact"])
def test_the_list_of_members_says_which_union_it_shows(staff: Staff, as_user, firm, name):
    answer = as_user(staff.county).get(MEMBERS, {name: firm.pk, "state": "all"})
    spec = answer.context["cl"].filter_specs[0]
    (choice,) = spec.choices(answer.context["cl"])
    assert choice["display"] == firm.name
    assert QueryDict(urlsplit(choice["query_string"]).query).dict() == {"state": "all"}


def test_a_union_outside_has_no_name_and_no_members(staff: Staff, as_user, firm):
    answer = as_user(staff.county2).get(MEMBERS, {"union": firm.pk})
    assert firm.name not in answer.content.decode()
    assert not answer.context["cl"].result_list


# --- empty lists ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "narrowed"),
    [
        ({}, ""),
        ({"township": "410581101"}, "410581101"),
        ({"township": "410581101", "rate": "low"}, "search"),
        ({"township": "410581101", "q": "某"}, "search"),
        ({"status": "merged"}, "search"),
    ],
)
def test_an_empty_list_tells_a_township_from_a_search(
    places, staff: Staff, as_user, federation, query, narrowed
):
    answer = as_user(staff.county).get(TOWNSHIP_UNIONS, query)
    assert narrowed_to(answer.context["cl"]) == narrowed
    add = reverse("admin:townships_townshipunion_add")
    links = re.findall(rf'href="{add}\?([^"]*)"', answer.content.decode())
    given = {QueryDict(unescape(link)).get("township") for link in links}
    assert ("410581101" in given) is (narrowed == "410581101")


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("townships_employer", "employers"),
        ("townships_grassrootsunion", "unions"),
        ("townships_townshipunion", "unions"),
        ("townships_townshipstatistics", "statistics"),
        ("members_member", "members"),
    ],
)
def test_who_may_import_finds_the_way_on_every_list(staff: Staff, as_user, model, kind):
    link = f'href="{reverse("imports:upload", args=[kind])}"'
    address = reverse(f"admin:{model}_changelist")
    assert link in as_user(staff.county).get(address).content.decode()
    for name in ("auditor", "city"):
        assert link not in as_user(getattr(staff, name)).get(address).content.decode()
