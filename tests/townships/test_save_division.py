"""Correcting divisions by the service: codes of others, ends, and what is left behind."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from history.selectors import changes_of
from tests.places import Places, Staff, make_division
from townships.models import Division, FormerDivisionCode, TownshipSummary, Union
from townships.selectors.division_states import stamp_of
from townships.services.divisions import Renumber, renumber, save_division
from unionreg.county import Conflict

DAY = datetime.date(2026, 6, 30)


def save(division: Division, **values) -> Division:
    return save_division(division=division, user=None, **values)


def refused(division: Division, **values) -> list[str]:
    """The fields that the refusal names; nothing is stored then."""
    before = list(Division.objects.order_by("pk").values())
    codes = list(FormerDivisionCode.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refusal:
        save(division, **values)
    assert list(Division.objects.order_by("pk").values()) == before
    assert list(FormerDivisionCode.objects.order_by("pk").values()) == codes
    return list(refusal.value.message_dict)


def new(places: Places, code: str) -> Division:
    return Division(code=code, name="新镇", level=9, kind="town", parent=places.tangyin)


# --- codes ----------------------------------------------------------------------------------------


def test_a_new_division_has_its_code_as_key(places: Places):
    assert save(new(places, "410523900")).key == "410523900"
    place = Division.objects.get(pk="410523900")
    assert changes_of(place).get().fields["code"] == [None, "410523900"]


@pytest.mark.parametrize("code", ["410581900", "410523100", "41052390１", "41052390"])
def test_a_new_division_with_an_impossible_code_is_refused(places: Places, code):
    assert "code" in refused(new(places, code))


def test_a_new_division_gets_no_former_code_of_another(places: Places):
    change = Renumber("410523800", "城关镇", datetime.date(2026, 7, 1))
    renumber(division=places.chengguan, change=change, user=None)
    assert refused(new(places, "410523100")) == ["code"]
    FormerDivisionCode.objects.create(division=places.chengguan, code="410523700", name="老城")
    assert refused(new(places, "410523700")) == ["code"]


def test_the_present_code_of_another_place_is_no_former_code(places: Places):
    row = FormerDivisionCode(code="410581", name="林州市")
    assert refused(places.tangyin, former_codes=[row]) == ["code"]


@pytest.mark.parametrize("code", ["41052３", "41052", "41052a"])
def test_former_codes_are_plain_digits(places: Places, code):
    row = FormerDivisionCode(code=code, name="某县", valid_to=DAY)
    assert refused(places.tangyin, former_codes=[row]) == ["code"]


def test_a_former_code_ends_after_it_began(places: Places):
    later = DAY + datetime.timedelta(days=1)
    row = FormerDivisionCode(code="410522", name="某县", valid_from=later, valid_to=DAY)
    assert refused(places.tangyin, former_codes=[row]) == ["valid_to"]


# --- history and overwriting ----------------------------------------------------------------------


def test_former_codes_are_recorded_before_and_after(places: Places, staff: Staff):
    row = places.haimen.former_codes.get()
    row.name = "海门县"
    more = FormerDivisionCode(code="320625", name="海门县")
    save_division(
        division=places.haimen,
        user=staff.admin,
        reason="查档更正",
        former_codes=[row, more],
    )
    change = changes_of(places.haimen).get()
    assert change.fields["former_codes"] == [
        "320684 海门市 (… – 2020-07-01)",
        "320625 海门县; 320684 海门县 (… – 2020-07-01)",
    ]
    assert (change.user, change.reason) == (staff.admin, "查档更正")


def test_the_second_of_two_is_refused(places: Places):
    seen = stamp_of(places.linqi)
    first, second = (Division.objects.get(pk=places.linqi.pk) for _n in range(2))
    first.name, second.kind = "临淇新镇", "street"
    save(first, seen=seen)
    with pytest.raises(Conflict):
        save(second, seen=seen)
    stored = Division.objects.get(pk=places.linqi.pk)
    assert (stored.name, stored.kind) == ("临淇新镇", "town")


@pytest.mark.parametrize("stamp", ["", "x", "a:b:c", "𠮷" * 400])
def test_a_stamp_that_is_none_of_ours_is_out_of_date(places: Places, stamp):
    with pytest.raises(Conflict):
        save(places.linqi, seen=stamp)


def test_a_changed_former_code_counts_as_a_change(places: Places):
    seen = stamp_of(places.haimen)
    FormerDivisionCode.objects.filter(division=places.haimen).update(name="海门县")
    with pytest.raises(Conflict):
        save(places.haimen, seen=seen)


# --- an end ---------------------------------------------------------------------------------------


def test_a_county_with_places_below_it_needs_a_successor(places: Places):
    places.tangyin.valid_to = DAY
    assert refused(places.tangyin) == ["successor"]
    places.tangyin.successor = places.linzhou
    assert save(places.tangyin).successor == places.linzhou


def test_a_township_with_an_open_union_needs_a_successor(places: Places, unions):
    places.chengguan.valid_to = DAY
    assert refused(places.chengguan) == ["successor"]
    Union.objects.filter(pk=unions.chengguan.pk).update(
        status="dissolved", closed_on=DAY, closing_approval_no="1"
    )
    assert save(places.chengguan).valid_to == DAY


def test_a_township_with_members_or_employers_needs_a_successor(places: Places, employer):
    counts = TownshipSummary.objects.create(
        county_code="410523", township_key="410523100", members=1
    )
    places.chengguan.valid_to = DAY
    assert refused(places.chengguan) == ["successor"]
    counts.delete()
    employer(places.hejian, "示例公司")
    places.hejian.valid_to = DAY
    assert refused(places.hejian) == ["successor"]
    assert save(places.chengguan).valid_to == DAY


def test_what_ended_long_ago_is_corrected_without_a_successor(places: Places, unions):
    Division.objects.filter(pk=places.linqi.pk).update(valid_to=DAY)
    place = Division.objects.get(pk=places.linqi.pk)
    place.name = "老临淇镇"
    assert save(place).name == "老临淇镇"


def test_an_end_to_come_is_refused(places: Places):
    places.chengguan.valid_to = timezone.localdate() + datetime.timedelta(days=1)
    assert refused(places.chengguan) == ["valid_to"]


def test_no_place_is_merged_into_itself(places: Places):
    places.linqi.successor = places.linqi
    assert refused(places.linqi) == ["successor"]


def test_an_empty_village_ends_as_it_is(places: Places):
    village = make_division("410581101201", "某村", "village")
    village.valid_to = DAY
    assert save(village).valid_to == DAY
