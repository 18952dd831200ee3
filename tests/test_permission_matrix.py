"""Every URL × every role × inside, above, beside and below.

Generated from the URL patterns and the registered admins. Outside answers 404, whatever the
method; the anonymous are asked to sign in. A URL that no table below knows makes the test fail:
give it one line.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from policies.services.loading import load_policy_data
from tests.places import Places, Staff
from tests.records import VIEWERS, make_policies, make_records

NOBODY: set[str] = set()
EVERYBODY = {"admin", "province", "city", "county", "chair", "auditor", "county2", "chair2"}
EVERYBODY |= {"chair_beside"}
CHAIRS = {"chair", "chair2", "chair_beside"}
ADMINS = {"admin"}
COUNTY = {"admin", "county", "county2"}
CLERKS = COUNTY | CHAIRS

# Pages without a record in the address: who gets one (the others 403 or 404).
PLAIN = {
    "home": EVERYBODY,
    "search": EVERYBODY,
    "password_change": EVERYBODY,
    "sign_out": EVERYBODY,
    "county_dashboard": EVERYBODY - CHAIRS,
    "imports:list": CLERKS | {"auditor"},
    "admin:index": EVERYBODY,
    "admin:logout": EVERYBODY,
    "admin:password_change": EVERYBODY,
    "admin:password_change_done": EVERYBODY,
    "admin:jsi18n": EVERYBODY,
    "admin:app_list": EVERYBODY,
    "admin:townships_grassrootsunion_hand_over": COUNTY,
    "admin:members_member_search": EVERYBODY,
}
# Pages that only look for the right method or that others of this file cover.
ELSEWHERE = {"admin:autocomplete", "admin:view_on_site", "admin:?"}
PUBLIC = {"sign_in", "set_language", "admin:login"}
# Pages of a division: its key is in the address.
DIVISIONS = {"township", "county_dashboard", "county_export", "region", "region_export"}
IMPORT_KIND = {"imports:upload": CLERKS, "imports:template": CLERKS}
# Names with a record in the address, other than those of the admin: model.
RECORDS = {
    f"imports:{action}": "imports.importbatch"
    for action in ("batch", "progress", "confirm", "discard", "retry", "undo", "errors")
}
# Kinds of records that lie in no county: who may look and who may change.
NATIONAL = {
    "policies.policydocument": (EVERYBODY, NOBODY),
    "policies.provision": (EVERYBODY, NOBODY),
    "townships.division": (EVERYBODY, ADMINS),
}
# Who may view, add and change what lies inside his place.
COUNTY_KINDS = {
    "townships.townshipunion": (EVERYBODY, COUNTY),
    "townships.grassrootsunion": (EVERYBODY, CLERKS),
    "townships.employer": (EVERYBODY, CLERKS),
    "townships.townshipstatistics": (EVERYBODY, CLERKS),
    "members.member": (EVERYBODY, CLERKS),
    "history.change": (EVERYBODY, NOBODY),
}
USERS = {"accounts.user"}  # tests/accounts/test_user_admin.py
# Only leads to the page of the kind: township union or grassroots union.
ROUTER = {"townships.union"}


@dataclass(frozen=True)
class Url:
    """A named address and the names of its parameters."""

    name: str
    parameters: tuple[str, ...]


def _walk(patterns: list[Any], space: str, above: tuple[str, ...]) -> Iterator[Url]:
    for pattern in patterns:
        parameters = (*above, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            below = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, below, parameters)
        elif isinstance(pattern, URLPattern):
            yield Url(f"{space}{pattern.name or '?'}", parameters)


def all_urls() -> list[Url]:
    return list(dict.fromkeys(_walk(get_resolver().url_patterns, "", ())))


def admin_name(url: Url) -> tuple[str, str] | None:
    """(model label, action) of a page of a registered admin."""
    for model in admin.site._registry:
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if url.name.startswith(start):
            return model._meta.label_lower, url.name.removeprefix(start)
    return None


def test_every_url_is_covered() -> None:
    known = {**PLAIN, **IMPORT_KIND, **RECORDS}.keys() | ELSEWHERE | PUBLIC | DIVISIONS
    kinds = NATIONAL.keys() | COUNTY_KINDS.keys() | USERS | ROUTER
    for url in all_urls():
        found = admin_name(url)
        covered = url.name in known or (found is not None and found[0] in kinds)
        assert covered, f"{url.name} is in none of the tables of the permission matrix"


def test_the_tables_name_no_url_that_is_gone() -> None:
    names = {url.name for url in all_urls()}
    tables = {**PLAIN, **IMPORT_KIND, **RECORDS}.keys() | DIVISIONS | PUBLIC
    assert tables <= names


@pytest.fixture
def clients(staff: Staff, as_user) -> dict[str, Client]:
    return {name: as_user(user) for name, user in staff.all().items()}


@pytest.fixture
def records(places: Places, staff: Staff) -> dict[str, dict[str, Any]]:
    load_policy_data()
    return make_records(places, staff)


def test_anonymous_visitors_are_asked_to_sign_in(records) -> None:
    client = Client()
    for url in all_urls():
        if url.name in PUBLIC | ELSEWHERE:
            continue
        address = reverse(url.name, kwargs=dict.fromkeys(url.parameters, "1"))
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (302, 404, 405), (url.name, answer.status_code)
            if answer.status_code == 302:
                assert answer["Location"].startswith("/accounts/sign-in/"), url.name


def test_plain_pages(clients, records) -> None:
    for name, allowed in PLAIN.items():
        for role, client in clients.items():
            status = client.get(reverse(name, kwargs=_app_label(name)), follow=False).status_code
            expected = {200, 302, 405, 404} if name.startswith("admin:") else {200, 302, 405}
            refused = {403, 404, 405}
            assert status in (expected if role in allowed else refused), (name, role, status)


def _app_label(name: str) -> dict[str, str]:
    return {"app_label": "townships"} if name == "admin:app_list" else {}


def _statuses(client: Client, address: str) -> set[int]:
    return {client.get(address).status_code, client.post(address).status_code}


def _record_urls() -> list[tuple[Url, str, str]]:
    """Pages of one record that lies in a county: url, model, action."""
    found = []
    for url in all_urls():
        named = admin_name(url)
        if url.name in RECORDS:
            found.append((url, RECORDS[url.name], url.name.split(":")[1]))
        elif named and named[0] in COUNTY_KINDS.keys() | ROUTER and "object_id" in url.parameters:
            found.append((url, *named))
    return found


def test_records_outside_do_not_exist(clients, records) -> None:
    tried = 0
    for url, label, _action in _record_urls():
        for place, row in records[label].items():
            address = reverse(url.name, kwargs={url.parameters[-1]: row.pk})
            for role in clients.keys() - VIEWERS[place]:
                statuses = _statuses(clients[role], address)
                assert statuses <= {404, 405}, (url.name, role, place, statuses)
                tried += 1
    assert tried > 300


def test_records_inside_are_shown(clients, records) -> None:
    for url, label, action in _record_urls():
        if action not in ("change", "history") or label in ROUTER:
            continue
        viewers = COUNTY_KINDS[label][0]
        for place, row in records[label].items():
            address = reverse(url.name, args=[row.pk])
            for role in VIEWERS[place] & viewers:
                answer = clients[role].get(address)
                assert answer.status_code == 200, (url.name, role, place)


def test_nothing_can_be_deleted(clients, records) -> None:
    for url, label, action in _record_urls():
        if action == "delete":
            for row in records[label].values():
                for role in ("admin", "county", "chair"):
                    statuses = _statuses(clients[role], reverse(url.name, args=[row.pk]))
                    assert statuses == {404}, (url.name, role)


def test_who_may_not_change_cannot(clients, records) -> None:
    for label, (_viewers, keepers) in COUNTY_KINDS.items():
        start = "admin:" + label.replace(".", "_")
        for place, row in records[label].items():
            for role in VIEWERS[place] - keepers:
                answer = clients[role].post(reverse(f"{start}_change", args=[row.pk]), {})
                assert answer.status_code in (403, 404), (label, role, place)


def test_who_may_add(clients, records) -> None:
    for label, (_viewers, keepers) in COUNTY_KINDS.items():
        address = reverse(f"admin:{label.replace('.', '_')}_add")
        for role, client in clients.items():
            status = client.get(address).status_code
            assert status == (200 if role in keepers else 403), (label, role, status)


def test_lists_show_what_lies_inside_and_nothing_else(clients, records) -> None:
    for label, (viewers, _keepers) in COUNTY_KINDS.items():
        address = reverse(f"admin:{label.replace('.', '_')}_changelist")
        for role, client in clients.items():
            answer = client.get(address)
            assert answer.status_code == (200 if role in viewers else 403), (label, role)
            shown = _ids(answer)
            inside = {row.pk for place, row in records[label].items() if role in VIEWERS[place]}
            outside = {row.pk for row in records[label].values()} - inside
            assert inside <= shown, (label, role)
            assert not outside & shown, (label, role)


def _ids(answer: Any) -> set[int]:
    return {row.pk for row in answer.context["cl"].queryset}


def test_exports_hold_what_lies_inside_and_nothing_else(clients, records) -> None:
    exported = 0
    for url in all_urls():
        named = admin_name(url)
        if not named or named[1] != "export" or named[0] not in COUNTY_KINDS:
            continue
        for role, client in clients.items():
            text = _workbook_text(client, reverse(url.name))
            if text is None:
                continue
            exported += 1
            for place, row in records[named[0]].items():
                name = getattr(row, "source", None) or str(row)
                assert (name in text) == (role in VIEWERS[place]), (url.name, role, place)
    assert exported >= 4 * len(EVERYBODY)


def _workbook_text(client: Client, address: str) -> str | None:
    """All cells of an exported workbook; None where the role may not export."""
    answer = client.get(address)
    if answer.status_code in (403, 405):
        return None
    body = b"".join(answer) if answer.streaming else answer.content
    book = openpyxl.load_workbook(BytesIO(body))
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)


def test_drop_downs_offer_what_lies_inside_and_nothing_else(clients, records) -> None:
    asked = 0
    for model, site in admin.site._registry.items():
        for field in site.autocomplete_fields:
            query = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": field,
                "term": "",
            }
            target = model._meta.get_field(field).remote_field.model
            label = target._meta.label_lower
            for role, client in clients.items():
                answer = client.get(reverse("admin:autocomplete"), query)
                if answer.status_code in (403, 404):
                    continue
                asked += 1
                found = {row["id"] for row in json.loads(answer.content)["results"]}
                outside = _outside(records, label, role)
                assert not found & outside, (model, field, role)
    assert asked > 20


def _outside(records: dict[str, dict[str, Any]], label: str, role: str) -> set[str]:
    """Ids that a role must not be offered."""
    if label == "townships.division":
        if role == "chair":
            return {"410581100", "410523100", "330603001"}
        return {"410523100"} if role == "county" else set()
    rows = records.get(label, {}).items()
    return {str(row.pk) for place, row in rows if role not in VIEWERS[place]}


def test_pages_of_divisions(clients, records, places: Places) -> None:
    inside = {
        "township": {places.linqi: VIEWERS["linqi"], places.chengguan: VIEWERS["chengguan"]},
        "county_dashboard": {
            places.linzhou: {"admin", "province", "city", "county", "auditor"},
            places.tangyin: {"admin", "province", "city", "county2"},
        },
        "region": {
            places.anyang: {"admin", "province", "city"},
            places.henan: {"admin", "province"},
        },
    }
    inside["county_export"] = inside["county_dashboard"]
    inside["region_export"] = inside["region"]
    assert inside.keys() == DIVISIONS
    for name, expected in inside.items():
        for division, viewers in expected.items():
            for role, client in clients.items():
                status = client.get(reverse(name, args=[division.key])).status_code
                assert status == (200 if role in viewers else 404), (name, division, role, status)


def test_imports_are_for_those_who_keep_the_registry(clients, records) -> None:
    for name, allowed in IMPORT_KIND.items():
        for role, client in clients.items():
            status = client.get(reverse(name, args=["members"])).status_code
            assert (status == 200) == (role in allowed), (name, role, status)
            assert client.get(reverse(name, args=["nothing"])).status_code in (403, 404)


def test_national_records(clients, records, places: Places) -> None:
    rows = {**make_policies(), "townships.division": places.linqi}
    for label, (viewers, keepers) in NATIONAL.items():
        start = "admin:" + label.replace(".", "_")
        for role, client in clients.items():
            status = client.get(reverse(f"{start}_changelist")).status_code
            assert (status == 200) == (role in viewers), (label, role, status)
            address = reverse(f"{start}_change", args=[rows[label].pk])
            assert client.post(address, {}).status_code in (
                (200,) if role in keepers else (403, 404)
            ), (label, role)
            assert client.get(reverse(f"{start}_delete", args=[rows[label].pk])).status_code in (
                403,
                404,
            )
