"""The form of a member in the browser: the ID number fills date of birth and sex."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from history.models import Change
from members.models import Member
from tests.members.conftest import number
from tests.ui.checks import problems
from tests.ui.conftest import complaints, open_as

__all__ = ["complaints", "open_as"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.appearance]
ADD = reverse("admin:members_member_add")


def test_the_number_fills_birth_and_sex_and_points_out_a_wrong_digit(open_as, staff, unions):
    page = open_as(staff.chair, ADD)
    page.fill("#id_id_number", number(2))
    expect(page.locator("#id_birth_date")).to_have_value("1985-03-15")
    expect(page.locator("#id_sex")).to_have_value("2")
    # corrected: what was filled in follows
    page.fill("#id_id_number", number(1, born="19900101"))
    expect(page.locator("#id_birth_date")).to_have_value("1990-01-01")
    expect(page.locator("#id_sex")).to_have_value("1")
    wrong = number(1)[:17] + ("0" if number(1)[17] != "0" else "1")
    page.fill("#id_id_number", wrong)
    expect(page.locator("#id_number_hint")).not_to_be_empty()


def test_what_was_typed_is_not_overwritten_but_pointed_out(open_as, staff, unions):
    page = open_as(staff.chair, ADD)
    page.fill("#id_birth_date", "1990-01-01")
    page.fill("#id_id_number", number(1))
    expect(page.locator("#id_birth_date")).to_have_value("1990-01-01")
    expect(page.locator("#id_number_hint")).not_to_be_empty()


def test_a_clerk_registers_and_transfers_a_member(open_as, staff, unions):
    page = open_as(staff.county, ADD)
    page.fill("#id_name", "王伟芳")
    page.fill("#id_id_number", number(1))
    page.select_option("#id_union", label=unions.factory.name)
    page.fill("#id_joined_on", "2024-03-15")
    page.click("input[name=_save]")
    page.click("#result_list tbody th a")
    page.get_by_role("link", name="转会").click()
    assert problems(page) == []
    page.locator(".select2-selection").click()
    page.keyboard.type("合涧")
    page.locator(".select2-results__option", has_text=unions.hejian.name).click()
    page.fill("#id_effective_on", "2025-06-01")
    page.select_option("#id_reason_code", "1")
    page.get_by_role("button", name="办理转会").click()
    expect(page.locator("body")).to_contain_text("合涧镇工会联合会")
    assert Member.objects.get().union_id == unions.hejian.pk


def test_the_search_box_keeps_the_number_out_of_the_address(open_as, staff, unions, enrolled):
    member = enrolled()
    page = open_as(staff.chair, reverse("admin:members_member_changelist"))
    page.fill("#searchbar", number(1))
    page.press("#searchbar", "Enter")
    page.wait_for_url(f"**{reverse('admin:members_member_change', args=[member.pk])}")
    assert number(1) not in page.url


@pytest.mark.parametrize(
    "name", ["changelist", "add", "change", "transfer", "end", "keep", "reveal", "export", "search"]
)
def test_every_page_of_members_is_sound(open_as, staff, unions, enrolled, name):
    member = enrolled(phone="13800000001", workplace="示例厂")
    below = name in ("change", "transfer", "end", "keep", "reveal")
    url = reverse(f"admin:members_member_{name}", args=[member.pk] if below else [])
    assert problems(open_as(staff.county, url)) == []


def test_the_change_history_is_sound(open_as, staff, unions, enrolled):
    member = enrolled()
    for url in (
        reverse("admin:history_change_changelist"),
        reverse("admin:history_change_change", args=[Change.objects.first().pk]),
        reverse("admin:members_member_history", args=[member.pk]),
    ):
        assert problems(open_as(staff.county, url)) == []
