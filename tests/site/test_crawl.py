"""Every page that a link leads to, for each role: alive, Chinese, sound, and nothing exposed."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User
from tests.site.conftest import ROLES
from tests.site.crawling import Walk
from tests.site.reading import Reading, problems, problems_in_any_language

# These have no history of their own: the change log itself, and the list for look-ups that shows
# unions of every kind, whose records open in the lists of their kind.
WITHOUT_HISTORY = {"admin:history_change", "admin:townships_union"}

# What a role reaches at least from the home page by following links.
EVERYBODY = {
    "home",
    "calendar",
    "in_force",
    "password_change",
    "search",
    "compliance_list",
    "finding",
    "explain",
    "admin:townships_townshipunion_changelist",
    "admin:townships_townshipunion_change",
    "admin:townships_townshipunion_history",
    "admin:townships_grassrootsunion_changelist",
    "admin:townships_grassrootsunion_change",
    "admin:townships_employer_changelist",
    "admin:townships_employer_change",
    "admin:townships_townshipstatistics_changelist",
    "admin:policies_policydocument_changelist",
    "admin:policies_policydocument_change",
}
REACHED = {
    "admin": EVERYBODY | {"county_dashboard", "admin:townships_division_changelist"},
    "city": EVERYBODY | {"county_dashboard", "region_export"},
    "county": EVERYBODY
    | {
        "county_dashboard",
        "county_export",
        "simulator",
        "simulator_export",
        "township",
        "admin:townships_grassrootsunion_add",
        "admin:townships_townshipunion_add",
        "admin:townships_employer_add",
    },
    "chair": EVERYBODY | {"township", "admin:townships_grassrootsunion_add"},
    "auditor": EVERYBODY | {"county_dashboard", "township"},
}


def _allowed(user: User) -> list[str]:
    """Lists and add forms that the admin offers this user, whether a link leads there or not."""
    request = RequestFactory().get("/")
    request.user = user
    found = []
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if model_admin.has_view_permission(request):
            found.append(reverse(f"{name}_changelist"))
        if model_admin.has_add_permission(request):
            found.append(reverse(f"{name}_add"))
    return found


def _walk(as_user, user: User, check=problems, **options) -> Walk:
    return Walk(as_user(user), check, **options).start("/", *_allowed(user))


# The second database is asked by the role that reaches most pages.
WALKERS = [
    role if role == "county" else pytest.param(role, marks=pytest.mark.appearance) for role in ROLES
]


@pytest.mark.parametrize("role", WALKERS)
def test_every_link_leads_to_a_sound_page(as_user, demo, role) -> None:
    walk = _walk(as_user, demo[role], samples=2 if role == "county" else 1)
    assert "\n".join(walk.findings) == ""
    assert REACHED[role] - walk.views() == set()
    _assert_lists_open(walk.views(), demo[role])


def _assert_lists_open(views: set[str], user: User) -> None:
    """From each list with rows one comes to its records, and from there to their history."""
    lists = {name.removesuffix("_changelist") for name in views if name.endswith("_changelist")}
    lists = {name for name in lists if _has_rows(name, user)}
    assert len(lists) >= 6
    assert {f"{name}_change" for name in lists} - views == set()
    assert {f"{name}_history" for name in lists - WITHOUT_HISTORY} - views == set()


def _has_rows(name: str, user: User) -> bool:
    """Whether the list of a county-level model shows this user anything; others always do."""
    rows: Any = apps.get_model(name.removeprefix("admin:").replace("_", ".", 1)).objects
    return not hasattr(rows, "visible_to") or rows.visible_to(user).exists()


def _problems_in_english(page: Reading) -> list[str]:
    language = [] if page.language == "en" else [f"lang is {page.language!r}"]
    return [*language, *problems_in_any_language(page)]


@pytest.mark.appearance
def test_the_switch_turns_every_page_english(as_user, demo) -> None:
    client = as_user(demo["county"])
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    walk = Walk(client, _problems_in_english, samples=1).start("/", *_allowed(demo["county"]))
    assert "\n".join(walk.findings) == ""
    assert REACHED["county"] - walk.views() == set()


def test_a_browser_in_another_language_gets_chinese(as_user, demo, client) -> None:
    for language in ("fr", "zh-CN", "zh-TW", "de,ja;q=0.8"):
        answer = client.get("/accounts/sign-in/", headers={"accept-language": language})
        assert problems(Reading(answer.content.decode())) == []


def test_checker_is_not_blind() -> None:
    bad = (
        "<html lang=en><title> · x</title><h1>a</h1><h1 style='x'>b</h1><p>导入 failed</p>"
        "<img src='/static/no.png'><input name=q><b id=a></b><b id=a></b>410581197001010011"
        "<hr>13812345678<hr><p lang=en>fine</p><kbd>Shift</kbd></html>"
    )
    text = "\n".join(problems(Reading(bad)))
    for part in (
        "lang is", "own name", "2 h1", "id twice", "no.png", "inline", "ID number", "phone",
        "no label", "failed",
    ):  # fmt: skip
        assert part in text
    assert "fine" not in text
    assert "Shift" not in text
