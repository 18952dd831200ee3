"""Rows about people that cannot be right: an ID number as another document, impossible days."""

import datetime

import pytest

from members.models import Member, Membership
from members.services.membership import enrol, keep
from members.services.transfers import move_all
from tests.imports.conftest import codes, counts
from tests.imports.people import id_number, row, short_id

DAY = datetime.date
KINDS = ["护照", "军官证", "港澳居民来往内地通行证", "台湾居民来往大陆通行证"]


@pytest.mark.parametrize("kind", [*KINDS, "外国人永久居留身份证"])
@pytest.mark.parametrize("number", [id_number(1), id_number(1, "830000"), short_id(1)])
def test_an_id_card_number_is_refused_as_another_document(import_rows, kind, number):
    import_rows(row(id_number(1)), row(id_number(1, "830000"), 有效证件类别="港澳台居民居住证"))
    batch = import_rows(row(number, 有效证件类别=kind))
    assert codes(batch) == {5: ["id_other_kind"]}
    issue = batch.issues.get(severity="error")
    assert (issue.column, issue.shown) == ("G", kind)
    assert Member.objects.count() == 2


def test_card_and_residence_permit_with_one_number_are_one_person(import_rows):
    import_rows(row(id_number(1, "830000"), 有效证件类别="港澳台居民居住证"))
    again = import_rows(row(id_number(1, "830000")))
    assert counts(again) == (0, 0, 1, 0, 0)
    assert Member.objects.count() == 1


def test_a_renewed_travel_permit_is_the_same_person(import_rows):
    kind = {"有效证件类别": "港澳居民来往内地通行证", "性别": "男"}
    import_rows(row("H1234567801", **kind))
    both = import_rows(row("H12345678", **kind), row("H1234567802", **kind))
    assert codes(both) == {6: ["row_duplicate_person"]}
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{}, {"会籍变化类型": "退会"}, {"会籍变化类型": "保留"}, {"会籍变化类型": "转入"}]
)
def test_nothing_happens_to_a_membership_before_birth(import_rows, change):
    batch = import_rows(row(1, 会籍变化日期="19850315", **change))
    assert codes(batch) == {5: ["row_before_birth"]}
    assert not Member.objects.exists()
    assert counts(import_rows(row(1, 会籍变化日期="19850316", **change))) == (1, 0, 0, 0, 0)


def test_a_missing_day_is_not_filled_in_before_birth(import_rows):
    import_rows(row(1, 会籍变化日期=""))
    batch = import_rows(row(1, 会籍变化日期="19800101"))
    assert codes(batch) == {5: ["row_before_birth"]}
    assert Member.objects.get().first_joined_on is None


def test_a_missing_day_is_not_filled_in_before_the_first_join_date(import_rows, unions):
    enrol(
        union=unions.factory,
        id_number=id_number(1),
        details={"name": "张三"},
        joined_on=None,
        first_joined_on=DAY(2020, 1, 1),
        user=None,
    )
    batch = import_rows(row(1, 会籍变化日期="20190101"))
    assert batch.issues.get().code == "row_join_date_differs"
    assert Membership.objects.get().valid_from is None


def test_leaving_before_the_membership_was_kept_is_wrong(import_rows, staff, unions):
    """Old news normally; after a merger the last change can lie before the keeping."""
    import_rows(row(1), union="linqi")
    keep(member=Member.objects.get(), on=DAY(2026, 6, 1), reason_code="2", user=None)
    move_all(from_union=unions.linqi, to_union=unions.factory, on=DAY(2026, 3, 1), user=None)
    left = {"会籍变化类型": "退会"}
    batch = import_rows(row(1, 会籍变化日期="20260401", **left))
    assert codes(batch) == {5: ["row_left_before_kept"]}
    assert counts(import_rows(row(1, 会籍变化日期="20260601", **left))) == (0, 1, 0, 0, 0)
