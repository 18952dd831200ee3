"""Pages of every kind: readable for all, Chinese throughout, no code in the page, not too wide."""

import pytest
from django.test import Client

from tests.ui.checks import english_words, problems, sent_styles

PAGES = [
    "/accounts/password/",
    "/admin/townships/grassrootsunion/",
    "/admin/townships/grassrootsunion/?q=zzz",
    "/admin/townships/townshipunion/",
    "/admin/policies/policydocument/",
    "/nothing/here/",
]
PHONE = {"width": 390, "height": 844}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.appearance]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_sound(open_as, staff, unions, path) -> None:
    assert problems(open_as(staff.county, path)) == []


@pytest.mark.parametrize("path", PAGES)
def test_page_is_sound_on_a_phone_in_the_dark(open_as, staff, unions, page, path) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    assert problems(open_as(staff.chair, path)) == []


@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, PHONE])
def test_sign_in_page_is_sound(open_as, page, size) -> None:
    page.set_viewport_size(size)
    assert problems(open_as(None, "/accounts/sign-in/")) == []


def test_form_is_sound_with_its_widgets_open(open_as, staff, unions) -> None:
    page = open_as(staff.county, f"/admin/townships/grassrootsunion/{unions.factory.pk}/change/")
    for icon in page.locator(".date-icon").all()[:1]:
        icon.click()
    assert problems(page) == []


def test_refused_form_is_sound_and_shows_what_is_wrong(open_as, staff, unions) -> None:
    page = open_as(staff.county, f"/admin/townships/grassrootsunion/{unions.factory.pk}/change/")
    page.fill("#id_name", "")
    page.keyboard.press("Control+s")
    page.wait_for_selector("[data-focus]")
    assert page.evaluate("document.activeElement.matches('[data-focus]')")
    assert "没有保存" in page.inner_text("[data-focus]")
    assert problems(page) == []


def test_checker_finds_english_words(open_as, staff) -> None:
    page = open_as(staff.county, "/accounts/password/")
    page.evaluate("document.querySelector('h1').textContent = '导入 Excel failed'")
    page.evaluate("document.querySelector('h1').title = 'Help'")
    assert [line.split()[1] for line in english_words(page)] == ["['failed']", "['Help']"]


@pytest.mark.parametrize(
    "path", ["/accounts/password/", "/admin/townships/grassrootsunion/", "/x/"]
)
def test_server_sends_no_inline_code(client: Client, staff, unions, path) -> None:
    client.force_login(staff.county, backend="accounts.backends.RoleBackend")
    response = client.get(path)
    assert sent_styles(response.content.decode()) == []
    policy = response.headers["Content-Security-Policy"]
    assert {"script-src 'self'", "style-src 'self'"} <= set(policy.split("; "))
    assert "unsafe" not in policy


def test_checker_finds_inline_code() -> None:
    bad = '<p style="x"><a onclick="y">z</a><style>a</style><script>b</script><script src="c">'
    assert len(sent_styles(bad)) == 4
