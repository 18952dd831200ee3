"""What a new code must not be: of digits that only look so, another's, of a day to come."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.places import Places, make_division
from townships.models import Division, FormerDivisionCode
from townships.selectors.division_states import stamp_of
from townships.services.divisions import Renumber, renumber, save_division
from unionreg.county import Conflict

DAY = datetime.date(2026, 7, 1)


def give(place: Division, code: str, name: str = "新名", day: datetime.date = DAY) -> int:
    return renumber(division=place, change=Renumber(code, name, day), user=None)


def refused(place: Division, *args, **values) -> list[str]:
    """The fields that the refusal names; nothing has changed then."""
    with pytest.raises(ValidationError) as refusal:
        give(place, *args, **values)
    assert Division.objects.get(pk=place.pk).code == place.code
    assert not FormerDivisionCode.objects.filter(division=place).exists()
    return list(refusal.value.message_dict)


@pytest.mark.parametrize("code", ["41052１", "41052²", "41052٣", "41052\n", "41052 ", "41052x"])
def test_only_plain_digits(places: Places, code):
    assert refused(places.tangyin, code) == ["code"]


def test_a_day_to_come_is_refused(places: Places):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert refused(places.tangyin, "410527", day=tomorrow) == ["changed_on"]
    assert refused(places.tangyin, "410527", day=datetime.date(2099, 1, 1)) == ["changed_on"]
    assert give(places.tangyin, "410527", day=timezone.localdate()) == 2


def test_a_day_before_there_were_codes_is_refused(places: Places):
    assert refused(places.tangyin, "410527", day=datetime.date.min) == ["changed_on"]


def test_a_day_before_the_present_code_is_refused(places: Places):
    give(places.tangyin, "410527")
    place = Division.objects.get(pk=places.tangyin.pk)
    for day in (DAY - datetime.timedelta(days=1), datetime.date(2020, 1, 1)):
        with pytest.raises(ValidationError) as refusal:
            give(place, "410528", day=day)
        assert list(refusal.value.message_dict) == ["changed_on"]
    assert give(place, "410528", day=DAY + datetime.timedelta(days=1)) == 2


@pytest.mark.parametrize("name", ["", "名" * 51])
def test_a_name_that_cannot_be_is_refused(places: Places, name):
    assert refused(places.tangyin, "410527", name=name) == ["name"]


def test_the_code_of_another_place_is_refused(places: Places):
    assert refused(places.tangyin, "410581") == ["code"]


def test_the_former_code_of_another_place_is_refused(places: Places):
    give(places.linzhou, "410599")
    assert refused(places.tangyin, "410581") == ["code"]


def test_the_code_of_a_place_below_is_refused_too(places: Places):
    other = make_division("410527", "内黄县", "county")
    FormerDivisionCode.objects.create(division=other, code="410528100", name="某镇")
    assert refused(places.tangyin, "410528") == ["code"]


def test_back_to_the_own_former_code(places: Places):
    give(places.linzhou, "410599")
    place = Division.objects.get(pk=places.linzhou.pk)
    assert give(place, "410581", name="林州市", day=DAY + datetime.timedelta(days=5)) == 4
    assert Division.objects.get(pk=place.pk).code == "410581"


def test_a_division_that_changed_meanwhile_is_not_renumbered(places: Places):
    seen = stamp_of(places.tangyin)
    other = Division.objects.get(pk=places.tangyin.pk)
    other.name = "汤阴区"
    save_division(division=other, user=None)
    change = Renumber("410527", "汤阴县", DAY)
    with pytest.raises(Conflict):
        renumber(division=places.tangyin, change=change, user=None, seen=seen)
    stored = Division.objects.get(pk=places.tangyin.pk)
    assert (stored.code, stored.name) == ("410523", "汤阴区")
    renumber(division=stored, change=change, user=None, seen=stamp_of(stored))
    assert Division.objects.get(pk=stored.pk).code == "410527"
