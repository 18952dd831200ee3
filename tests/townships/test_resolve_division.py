"""Finding a division by a code of today or of before."""

import datetime

import pytest
from django.core.management import call_command

from tests.places import Places, make_division
from townships.models import Division, FormerDivisionCode
from townships.selectors.divisions import resolve
from townships.services.divisions import Renumber, renumber


def test_townships_are_found_by_the_former_code_of_their_county(places: Places):
    village = make_division("320614100201", "某村", "village")
    assert resolve("320684") == places.haimen
    assert resolve("320684100") == places.sanchang
    assert resolve("320684100201") == village
    assert resolve("320684100", on=datetime.date(2019, 1, 1)) == places.sanchang


@pytest.mark.parametrize("code", ["320684999", "32068", "3206841", "320684100999", "410599100", ""])
def test_no_place_is_made_up(places: Places, code):
    with pytest.raises(Division.DoesNotExist):
        resolve(code)


def test_a_township_that_began_later_never_had_the_code(places: Places):
    Division.objects.filter(pk=places.sanchang.pk).update(valid_from="2021-01-01")
    with pytest.raises(Division.DoesNotExist):
        resolve("320684100")


def test_a_former_code_that_is_known_counts_more(places: Places):
    street = make_division("320614001", "海门街道", "street")
    FormerDivisionCode.objects.create(division=street, code="320684100", name="海门镇")
    FormerDivisionCode.objects.create(division=places.sanchang, code="320684120", name="三厂镇")
    assert resolve("320684100") == street
    assert resolve("320684120") == places.sanchang
    with pytest.raises(Division.DoesNotExist):
        resolve("320684001")  # it was 320684100 then


def test_after_a_new_code_only_what_was_there_has_the_old_one(places: Places):
    change = Renumber("410599", "新林州区", datetime.date(2026, 7, 1))
    renumber(division=places.linzhou, change=change, user=None)
    new = make_division("410599105", "新镇")
    Division.objects.filter(pk=new.pk).update(valid_from="2026-08-01", parent=places.linzhou)
    assert resolve("410581101") == places.linqi
    with pytest.raises(Division.DoesNotExist):
        resolve("410581105")


def test_evaluate_takes_the_former_code_of_a_township(places: Places, policy, capsys):
    call_command("evaluate", "R-ORG-02", "--division", "320684100", "--on", "2020-01-01")
    assert "320614100" in capsys.readouterr().out
