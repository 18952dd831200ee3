"""The committee of a federation: every seat by category, and who works beside it."""

import pytest
from django.urls import reverse

from cadres.choices import Body, Post, SeatCategory
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
