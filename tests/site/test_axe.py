"""One page of each kind in a browser: no barrier, no complaint, not too wide, light and dark."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.site.browsing import HOST, answer_from
from tests.ui.checks import axe_findings, problems, sideways
from townships.choices import UnionKind
from townships.models import Union

pytestmark = pytest.mark.appearance

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# Kind of page → who looks. The forms of a model share a template, so one of each is enough.
PAGES = {
    "home": "county",
    "county_dashboard": "county",
    "region": "city",
    "township": "chair",
    "search": "county",
    "simulator": "county",
    "calendar": "chair",
    "compliance_list": "county",
    "urgency_order": "county",
    "finding": "county",
    "explain": "chair",
    "imports:list": "county",
    "imports:upload members": "county",
    "admin:members_member_changelist": "county",
    "admin:members_member_add": "chair",
    "admin:members_member_change": "county",
    "admin:members_member_history": "auditor",
    "admin:townships_townshipunion_change": "county",
    "admin:townships_grassrootsunion_changelist": "chair",
    "admin:townships_grassrootsunion_change": "auditor",
    "admin:townships_townshipstatistics_add": "county",
    "admin:townships_division_change": "admin",
    "in_force": "county",
    "admin:policies_policydocument_change": "county",
    "admin:policies_provision_add": "county",
    "admin:history_change_changelist": "auditor",
    "admin:accounts_user_change": "admin",
    "password_change": "county",
}


def _address(kind: str, client: Client) -> str:
    """The page itself; for a record, the first that its list shows to this user."""
    name, *arguments = kind.split()
    if name.rpartition("_")[2] in ("change", "history") and name.startswith("admin:"):
        model = name.removeprefix("admin:").rpartition("_")[0]
        rows = client.get(reverse(f"admin:{model}_changelist")).context["cl"].result_list
        arguments = [str(rows[0].pk)]
    if name in ("finding", "explain"):
        first = client.get(reverse("compliance_list")).context["groups"][0].lines[0].finding
        arguments = [str(first.pk if name == "finding" else first.verdict_id)]
    if name in ("county_dashboard", "region", "township"):
        key = {"county_dashboard": "410581", "region": "4105"}.get(name)
        township = Union.objects.filter(kind=UnionKind.TOWNSHIP).earliest("code").township_id
        arguments = [key or str(township)]
    return reverse(name, args=arguments) + ("?q=zhang" if name == "search" else "")


@pytest.mark.parametrize("kind", PAGES)
def test_page_is_open_to_everybody(as_user, demo, page, kind) -> None:
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda m: heard.append(m.text) if m.type == "error" else None)
    client = as_user(demo[PAGES[kind]])
    answer_from(client, page)
    page.set_viewport_size(DESKTOP)
    response = page.goto(HOST + _address(kind, client))
    assert response.status == 200
    assert problems(page) == []
    page.set_viewport_size(PHONE)
    assert sideways(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe_findings(page) + sideways(page) == []
    assert heard == []


def test_the_browser_is_under_the_content_security_policy(as_user, demo, page) -> None:
    answer_from(as_user(demo["county"]), page)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{HOST}/accounts/password/")
    page.evaluate(
        "() => document.body.insertAdjacentHTML('beforeend', '<b style=\"top: 0\">x</b>')"
    )
    assert any("Content Security Policy" in text for text in heard)
