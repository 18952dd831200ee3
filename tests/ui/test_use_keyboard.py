"""Keyboard: the map of the design, only outside fields, and only as long as it is switched on."""

import pytest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.appearance]
LIST = "/admin/townships/grassrootsunion/"


def focused(page) -> str:
    """What has the cursor: id, else text."""
    return page.evaluate(
        "() => document.activeElement.id || document.activeElement.textContent.trim()"
    )


def test_slash_leads_to_the_search(open_as, staff, unions) -> None:
    page = open_as(staff.county, LIST)
    page.keyboard.press("/")
    assert focused(page) == "gsearch"
    page.keyboard.type("n?x")
    assert page.input_value("#gsearch") == "n?x"
    page.keyboard.press("Escape")
    assert focused(page) != "gsearch"


def test_rows_are_walked_and_selected(open_as, staff, unions) -> None:
    page = open_as(staff.county, "/admin/townships/townshipunion/")
    page.keyboard.press("j")
    first = focused(page)
    page.keyboard.press("j")
    assert focused(page) != first
    page.keyboard.press("k")
    assert focused(page) == first
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/**")


def test_question_mark_shows_the_table(open_as, staff, unions) -> None:
    page = open_as(staff.county, LIST)
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    assert not page.is_visible("#help")


def test_letters_can_be_switched_off(open_as, staff, unions) -> None:
    page = open_as(staff.county, LIST)
    page.keyboard.press("?")
    page.uncheck("#single-keys")
    page.reload()
    page.keyboard.press("/")
    page.keyboard.press("?")
    assert focused(page) != "gsearch"
    assert not page.is_visible("#help")


def test_n_adds_and_escape_returns(open_as, staff, unions) -> None:
    page = open_as(staff.county, LIST)
    page.keyboard.press("n")
    page.wait_for_url("**/add/**")
    page.keyboard.press("Escape")  # leaves the field
    page.keyboard.press("Escape")  # leaves the form
    page.wait_for_url(f"**{LIST}")


def test_g_and_a_letter_lead_through_the_menu(open_as, staff, unions) -> None:
    page = open_as(staff.county, LIST)
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(lambda url: url.endswith(("/", "/#todo")) and "/admin/" not in url)


def test_g_t_leads_to_what_waits(open_as, staff, unions) -> None:
    page = open_as(staff.county, LIST)
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(lambda url: url.endswith("/#todo") and "/admin/" not in url)


@pytest.mark.parametrize("path", ["/", LIST])
def test_arrow_does_not_throw_a_typed_word_away(open_as, staff, unions, path) -> None:
    page = open_as(staff.county, path)
    page.keyboard.press("/")
    page.keyboard.type("abc")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "gsearch"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=abc")


def test_arrow_leads_from_the_search_into_the_list(open_as, staff, unions) -> None:
    page = open_as(staff.county, f"{LIST}?q=示例")
    page.focus("#searchbar")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LIST}{unions.factory.pk}/change/**")


def test_enter_in_a_field_does_not_save(open_as, staff, unions) -> None:
    page = open_as(staff.county, f"{LIST}{unions.factory.pk}/change/")
    page.fill("#id_name", "")
    page.focus("#id_name")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator("[data-focus]").count() == 0
