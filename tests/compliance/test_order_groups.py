"""An office orders the groups of urgency for its place."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from compliance.choices import USUAL_ORDER
from compliance.models import UrgencyOrder
from compliance.selectors.order import moved, order_for
from compliance.services.order import set_order
from history.models import Change

ORDER = reverse("urgency_order")


def press(client, **data):
    return client.post(ORDER, data)


def test_move_down_and_up(as_user, staff, places) -> None:
    client = as_user(staff.county)
    press(client, down="past_date")
    row = UrgencyOrder.objects.get()
    assert (row.division, row.groups[:2]) == (places.linzhou, ["missing_post", "past_date"])
    press(client, up="past_date")
    assert UrgencyOrder.objects.get().groups == list(USUAL_ORDER)
    assert order_for(staff.chair) == list(USUAL_ORDER)


@pytest.mark.parametrize(
    ("pressed", "expected"),
    [
        ({"up": "b"}, ["b", "a", "c"]),
        ({"up": "a"}, ["a", "b", "c"]),
        ({"down": "c"}, ["a", "b", "c"]),
        ({"down": "a"}, ["b", "a", "c"]),
        ({"up": "x"}, None),
        ({}, None),
    ],
)
def test_steps(pressed, expected) -> None:
    assert moved(["a", "b", "c"], pressed) == expected


def test_nearest_place_decides(as_user, staff, places) -> None:
    press(as_user(staff.city), up="other")
    assert order_for(staff.chair)[-2:] == ["other", "missing_data"]
    press(as_user(staff.county), up="money")
    assert order_for(staff.chair)[1] == "money"
    assert order_for(staff.chair2)[1] == "missing_post"


def test_a_county_starts_from_the_order_above(as_user, staff, places) -> None:
    press(as_user(staff.city), up="other")
    press(as_user(staff.county), up="other")
    own = UrgencyOrder.objects.get(division=places.linzhou)
    assert own.groups == ["past_date", "missing_post", "other", "money", "missing_data"]


def test_back_to_the_usual(as_user, staff, places) -> None:
    client = as_user(staff.county)
    press(client, up="other")
    press(client, reset="1")
    assert not UrgencyOrder.objects.exists()
    assert order_for(staff.county) == list(USUAL_ORDER)
    changes = Change.objects.filter(model="compliance.urgencyorder")
    assert [(c.county_code, c.user) for c in changes] == [("410581", staff.county)] * 2


@pytest.mark.parametrize(("who", "status"), [("chair", 403), ("auditor", 403), ("province", 302)])
def test_who_may(as_user, staff, who, status) -> None:
    assert press(as_user(getattr(staff, who)), up="other").status_code == status


@pytest.mark.parametrize("place", ["410523", "4105", "410581101", "x"])
def test_other_places_are_not_found(as_user, staff, place) -> None:
    assert press(as_user(staff.county), up="other", place=place).status_code == 404
    assert not UrgencyOrder.objects.exists()


def test_the_country_has_no_order(as_user, staff) -> None:
    client = as_user(staff.admin)
    assert client.get(ORDER).status_code == 200
    assert press(client, up="other").status_code == 422


def test_service_refuses(staff, places) -> None:
    with pytest.raises(PermissionDenied):
        set_order(division=places.tangyin, groups=USUAL_ORDER, user=staff.county)
    for groups in (USUAL_ORDER[:-1], [*USUAL_ORDER, "money"], ["x"]):
        with pytest.raises(ValidationError):
            set_order(division=places.linzhou, groups=groups, user=staff.county)


def test_history_is_told_in_words(as_user, staff) -> None:
    press(as_user(staff.county), up="other")
    page = as_user(staff.county).get(reverse("admin:history_change_changelist"))
    assert "past_date" not in page.content.decode()
