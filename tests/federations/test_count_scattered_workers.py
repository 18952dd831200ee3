"""Scattered workers without a unit: a dated number, unknown as long as nobody recorded one."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from federations.models import ScatteredCount
from federations.services.scattered import record_scattered
from history.models import Change
from tests.federations.conftest import day
from tests.places import make_user
from unionreg.refusals import Refused

ON = day("2025-06-30")


@pytest.fixture
def world(lianchi):
    world = lianchi
    world.federation = world.start()
    return world


def count(world, workers=300, covered=None, on=ON):
    return record_scattered(
        federation=world.federation, as_of=on, workers=workers, covered=covered, user=world.clerk
    )


def page_of(world, name="federation_coverage"):
    return reverse(name, args=[world.federation.pk])


def shown(world, as_user):
    return as_user(world.clerk).get(page_of(world)).context["scattered"]


def test_the_latest_number_comes_first_and_nothing_is_unknown(world, as_user):
    assert shown(world, as_user) == []
    old, new = count(world, on=day("2024-06-30")), count(world, 320, 80)
    assert shown(world, as_user) == [new, old]


def test_the_same_day_again_corrects_the_number(world):
    count(world)
    row = count(world, 310, 31)
    assert ScatteredCount.objects.get() == row
    change = Change.objects.filter(model="federations.scatteredcount").latest("pk")
    assert change.fields == {"workers": [300, 310], "covered": [None, 31]}


@pytest.mark.parametrize(("covered", "refused"), [(300, False), (301, True)])
def test_not_more_are_covered_than_there_are(world, covered, refused):
    if refused:
        with pytest.raises(Refused) as refusal:
            count(world, covered=covered)
        assert "covered" in refusal.value.message_dict
        return
    assert count(world, covered=covered).covered == covered


def test_a_day_to_come_is_refused(world):
    with pytest.raises(Refused):
        count(world, on=timezone.localdate() + datetime.timedelta(days=1))
    assert not ScatteredCount.objects.exists()


@pytest.mark.parametrize(
    ("role", "code"), [(Role.COUNTY, 302), (Role.AUDITOR, 403), (Role.CHAIR, 404)]
)
def test_who_may_record_them_on_the_page(world, as_user, role, code):
    place = world.north if role == Role.CHAIR else world.county
    user = make_user("another", role, place)
    sent = {"as_of": "2025-06-30", "workers": "300", "covered": "", "source": "街道"}
    assert as_user(user).post(page_of(world, "federation_scattered"), sent).status_code == code
    assert ScatteredCount.objects.count() == (code == 302)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"workers": ""}, "workers"), ({"workers": "-1"}, "workers"), ({"covered": "301"}, "covered")],
)
def test_bad_numbers_are_told_at_their_field(world, as_user, values, field):
    sent = {"as_of": "2025-06-30", "workers": "300", "covered": "", **values}
    answer = as_user(world.clerk).post(page_of(world, "federation_scattered"), sent)
    assert answer.status_code == 422
    assert list(answer.context["scattered_form"].errors) == [field]
