"""Sign-in, sign-out, lock-out, password, language."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.places import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/sign-in/"
LIST = "/admin/townships/grassrootsunion/"


@pytest.fixture
def clerk() -> User:
    """Somebody without any place yet."""
    return User.objects.create_user("clerk", password=PASSWORD, display_name="王辛")


def went_to(response) -> str:
    """Where a redirect leads."""
    assert response.status_code == 302
    return response.headers["Location"]


def sign_in(client: Client, password: str = PASSWORD, **more: str):
    return client.post(SIGN_IN, {"username": "clerk", "password": password, **more})


def test_every_page_asks_for_sign_in(client: Client) -> None:
    for path in ("/", LIST, "/admin/", "/accounts/password/"):
        response = client.get(path)
        assert response.status_code == 302
        assert went_to(response) == f"{SIGN_IN}?next={path}"


def test_admin_has_no_sign_in_of_its_own(client: Client) -> None:
    assert went_to(client.get("/admin/login/?next=/admin/")) == f"{SIGN_IN}?next=%2Fadmin%2F"


def test_partial_request_is_sent_to_the_whole_sign_in_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "/imports/"}
    response = client.get("/", headers=headers)
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == f"{SIGN_IN}?next=/imports/"


def test_who_sent_a_form_after_the_session_ended_is_told_that_it_is_lost(client: Client) -> None:
    target = went_to(client.post(LIST, {"name": "x"}))
    assert target == f"{SIGN_IN}?lost=1&next={LIST}"
    assert client.get(target).context["lost"] is True
    assert client.get(went_to(client.get(LIST))).context["lost"] is False
    headers = {"HX-Request": "true", "HX-Current-URL": "/imports/"}
    assert client.post("/", headers=headers).headers["HX-Redirect"].startswith(f"{SIGN_IN}?lost=1&")


def test_after_a_lost_form_one_comes_back_to_its_page(client: Client) -> None:
    """Many forms are sent to an address that shows nothing."""
    page = "http://testserver/compliance/?state=open"
    target = went_to(client.post("/compliance/8/waive/", headers={"Referer": page}))
    assert target == f"{SIGN_IN}?lost=1&next=/compliance/%3Fstate%3Dopen"
    elsewhere = {"Referer": "https://example.org/compliance/"}
    target = went_to(client.post("/compliance/8/waive/", headers=elsewhere))
    assert target == f"{SIGN_IN}?lost=1&next=/compliance/8/waive/"


def test_an_address_that_only_takes_forms_shows_a_page(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    answer = client.get("/compliance/8/waive/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "405.html" in [template.name for template in answer.templates]


def test_sign_in_leads_to_the_page_asked_for(client: Client, clerk: User) -> None:
    assert went_to(sign_in(client, next=LIST)) == LIST
    assert client.session["_auth_user_id"] == str(clerk.pk)


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "javascript:x", "abc"]
)
def test_sign_in_leads_to_no_foreign_page(client: Client, clerk: User, target: str) -> None:
    assert went_to(sign_in(client, next=target)) == "/"


def test_wrong_password_is_refused_in_chinese(client: Client, clerk: User) -> None:
    response = sign_in(client, password="wrong")
    assert response.status_code == 200
    assert "用户名或密码不对" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_closed_account_cannot_sign_in(client: Client, clerk: User) -> None:
    clerk.is_active = False
    clerk.save()
    assert sign_in(client).status_code == 200
    assert "_auth_user_id" not in client.session


def test_too_many_failures_lock_even_the_right_password(client: Client, clerk: User) -> None:
    for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, password="wrong").status_code == 200
    last = sign_in(client, password="wrong")
    assert last.status_code == 429
    page = last.content.decode()
    assert "暂时不能登录" in page
    assert "等 15 分钟再试" in page
    assert sign_in(client).status_code == 429
    assert "_auth_user_id" not in client.session


def test_lock_holds_for_one_name_only(client: Client, clerk: User) -> None:
    User.objects.create_user("other", password=PASSWORD)
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="wrong")
    response = client.post(SIGN_IN, {"username": "other", "password": PASSWORD})
    assert response.status_code == 302


def test_success_forgets_the_failures(client: Client, clerk: User) -> None:
    for _round in range(2):
        for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 302
        client.logout()


def test_sign_out_by_post_only(client: Client, clerk: User) -> None:
    sign_in(client)
    assert client.get("/accounts/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session
    assert went_to(client.post("/accounts/sign-out/")) == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_password_is_changed_and_the_session_goes_on(client: Client, clerk: User) -> None:
    sign_in(client)
    new = "correct horse battery 8"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert went_to(client.post("/accounts/password/", form)) == "/"
    assert "_auth_user_id" in client.session
    clerk.refresh_from_db()
    assert clerk.check_password(new)


def test_weak_or_wrong_password_is_refused(client: Client, clerk: User) -> None:
    sign_in(client)
    form = {"old_password": "wrong", "new_password1": "12345", "new_password2": "12346"}
    page = client.post("/accounts/password/", form).content.decode()
    assert "现在的密码不对" in page
    assert "没有保存" in page
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_language_can_be_switched(client: Client, clerk: User) -> None:
    assert '<html lang="zh-Hans">' in client.get(SIGN_IN).content.decode()
    form = {"language": "en", "next": SIGN_IN}
    assert went_to(client.post("/accounts/language/", form)) == SIGN_IN
    page = client.get(SIGN_IN).content.decode()
    assert '<html lang="en">' in page
    assert "Sign in" in page


def test_admin_index_is_the_home_page(client: Client, clerk: User) -> None:
    sign_in(client)
    assert went_to(client.get("/admin/")) == "/"
    assert went_to(client.get("/admin/townships/")) == "/"


def test_page_outside_is_not_found_in_our_words(client: Client, clerk: User) -> None:
    sign_in(client)
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "可能不在您管的范围" in response.content.decode()
