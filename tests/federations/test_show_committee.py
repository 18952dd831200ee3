"""The committee of a federation: every seat by category, and who works beside it."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.choices import Body, Post, SeatCategory
from cadres.models import Appointment, Person
from federations.selectors.committee import beside_committee, committee_of
from tests.federations.conftest import day


@pytest.fixture
def world(lianchi):
    """A federation with seats of three categories, an audit committee and an organiser."""
    world = lianchi
    world.federation = world.start()
    union = world.federation.union
    world.post(union, "联合会主席", category=SeatCategory.CADRE)
    world.post(union, "下级主席", Post.MEMBER, category=SeatCategory.UNION_HEAD)
    world.post(union, "未登记", Post.MEMBER)
    world.post(union, "离任的", Post.MEMBER, valid_to=day("2024-05-01"), end_reason="transfer")
    world.post(union, "经审主任", body=Body.AUDIT)
    world.post(union, "干事甲", Post.OFFICER)
    return world


def test_everybody_in_office_is_shown_by_category(world, as_user):
    page = reverse("federation_committee", args=[world.federation.pk])
    context = as_user(world.clerk).get(page).context
    seats = [[one.person.name for one in group] for _label, group in context["categories"]]
    assert seats == [["下级主席"], ["联合会主席"], ["未登记"]]
    assert [one.person.name for one in context["beside"]] == ["干事甲", "经审主任"]


def test_who_chairs_a_federation_is_no_chair_of_a_union(world):
    """联合会主席, and behind the name of the federation 主席; other bodies have heads."""
    chair = Appointment.objects.get(person__name="联合会主席")
    audit = Appointment.objects.get(person__name="经审主任")
    member = Appointment.objects.get(person__name="下级主席")
    below = Appointment.objects.get(union=world.unions[0])
    name = world.federation.union.name
    assert (chair.title, below.title) == (_("chair of the federation"), "工会主席")
    assert (audit.title, member.title) == ("主任", "委员")
    assert chair.full_title == f"{name}主席"
    assert audit.full_title == f"{name}经费审查委员会主任"
    assert str(chair) == f"联合会主席 · {_('chair of the federation')}"


def test_the_pages_say_so(world, as_user):
    client = as_user(world.clerk)
    chair = Appointment.objects.get(person__name="联合会主席")
    Person.objects.filter(pk=chair.person_id).update(name="韩甲")
    for page in (
        reverse("federation_committee", args=[world.federation.pk]),
        reverse("admin:cadres_person_change", args=[chair.person_id]),
        reverse("admin:cadres_appointment_changelist") + f"?union={chair.union_id}",
        reverse("admin:cadres_person_changelist"),
        reverse("organisation", args=[chair.union_id]),
    ):
        shown = client.get(page).content.decode()
        assert re.search(rf"(?<!工会){_('chair of the federation')}", shown), page
        assert "联合会工会主席" not in shown
    found = client.post(reverse("search"), {"q": "韩甲"}, follow=True).content.decode()
    assert f"{world.federation.union.name}主席" in found


def test_titles_ask_nothing(world, django_assert_num_queries):
    day = Appointment.objects.get(person__name="联合会主席").valid_from
    shown = [*committee_of(world.federation, day).seats, *beside_committee(world.federation, day)]
    with django_assert_num_queries(0):
        assert all(one.title for one in shown)
