"""Who gets which page of whose records: every URL × role × inside, below, beside and above.

Generated from the URL patterns and the registered admins; what is expected stands in
tests/matrix/table.py. A page that is missing there fails `test_every_page_has_its_line`.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.forms import ModelChoiceField
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import urlencode

from accounts.scope import Scope
from tests.matrix.table import ADMINS, ARGUMENTS, PAGES, Admin, Page
from tests.matrix.world import (
    INSIDE,
    OUTSIDE,
    SEES,
    SPOTS,
    USERS,
    Spot,
    World,
    role_at,
    roles_of,
)
from townships.models import Division
from unionreg.county import CountyRow

SIGN_IN = "/accounts/sign-in/"
TAKEN = {200, 204, 302, 400, 422}  # 400 and 422: the form says what is missing
RECORD = re.compile(r"<(?:\w+:)?(\w+)>")


# --- the pages there are --------------------------------------------------------------------------


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route with its pattern."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def admin_pages() -> dict[str, Page]:
    """The standard pages of the registered admins by route."""
    found = {}
    for model in admin.site._registry:
        line = ADMINS.get(label(model))
        base = f"admin/{model._meta.app_label}/{model._meta.model_name}/"
        for name, page in line.pages().items() if line else ():
            route = {"changelist": "", "add": "add/"}.get(name, f"<path:object_id>/{name}/")
            found[base + route] = page
    return found


EXPECTED = {**admin_pages(), **PAGES}
# Django's own without a name: old addresses of records, everything else below admin/, app lists.
NAMELESS = re.compile(r"admin/(\w+/\w+/<path:object_id>/|\(\?P<url>.*|\^\(\?P<app_label>.*)$")
ROUTES = {route: p for route, p in patterns(get_resolver()) if not NAMELESS.match(route)}


def test_every_page_has_its_line() -> None:
    assert sorted(set(ROUTES) - set(EXPECTED)) == [], "add a line to tests/matrix/table.py"
    assert sorted(set(EXPECTED) - set(ROUTES)) == [], "these pages are gone"


def test_every_admin_has_its_line() -> None:
    assert {label(model) for model in admin.site._registry} == set(ADMINS)


# --- asking ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str


def ask(client: Client, method: str, address: str) -> Answer:
    """One request whose traces are undone, so that the next finds the world as it was."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        text = content(response)
        transaction.set_rollback(True)
    return Answer(response.status_code, text, response.headers.get("Location", ""))


def content(response: Any) -> str:
    """Everything in an answer that could be read, workbooks unpacked."""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    if raw[:2] == b"PK":
        parts = zipfile.ZipFile(BytesIO(raw))
        raw = b"".join(parts.read(name) for name in parts.namelist())
    return raw.decode("utf-8", "replace")


def address_of(route: str, page: Page, record: Any = None) -> str:
    """The address with the record's key, or a value that the page knows."""

    def value(match: re.Match[str]) -> str:
        known = ARGUMENTS.get(match[1], "1")
        return known if record is None or match[1] in ARGUMENTS else str(record.pk)

    return "/" + RECORD.sub(value, route)


def record_at(world: World, page: Page, spot: str) -> Any:
    record = world.record(page.target, spot)
    if record is not None and page.levels and record.level not in page.levels:
        return None
    return record


def cases(world: World, page: Page, table: dict[str, dict[str, str]]) -> Iterator[tuple]:
    """User, how the record lies to him, and the record."""
    for user in USERS:
        for relation, spot in table[user].items():
            record = record_at(world, page, spot)
            if record is not None:
                yield user, relation, spot, record


def area(route: str) -> str:
    """What a route belongs to: one model of the admin, or one app."""
    parts = route.split("/")
    return "/".join(parts[:3] if parts[0] == "admin" and len(parts) > 4 else parts[:1])


def by_area(routes: Iterator[str]) -> dict[str, list[str]]:
    """Routes that are asked in one test, because building the world costs more than asking."""
    grouped: dict[str, list[str]] = {}
    for route in sorted(routes):
        grouped.setdefault(area(route), []).append(route)
    return grouped


KNOWN = [route for route in ROUTES if route in EXPECTED]
RECORDS = by_area(route for route in KNOWN if EXPECTED[route].target)
PLAIN = by_area(r for r in KNOWN if not EXPECTED[r].target and not EXPECTED[r].public)
LISTS = by_area(route for route in KNOWN if EXPECTED[route].lists)


def expected_status(page: Page, roles: set[str], method: str) -> set[int]:
    """What somebody inside gets who counts as these users of the table."""
    if not getattr(page, method):
        # a page that exists for reading only may also say first that there is no such thing
        return {405} if roles & page.read else {405, page.refused}
    if roles & (page.read if method == "get" else page.write):
        return TAKEN
    return {403} if roles & page.read else {page.refused}


@pytest.mark.parametrize("routes", RECORDS.values(), ids=RECORDS)
def test_inside_by_role(routes: list[str], world: World, clients) -> None:
    for route in routes:
        page = EXPECTED[route]
        asked = list(cases(world, page, INSIDE))
        assert asked, f"no record for {route}"
        for user, relation, spot, record in asked:
            for method in ("get", "post"):
                answer = ask(clients[user], method, address_of(route, page, record))
                where = (route, user, relation, spot, method, answer.location)
                expected = expected_status(page, {role_at(user, spot)}, method)
                assert answer.status in expected, where


@pytest.mark.parametrize("routes", RECORDS.values(), ids=RECORDS)
def test_outside_is_not_found(routes: list[str], world: World, clients) -> None:
    for route in routes:
        page = EXPECTED[route]
        if page.everywhere or page.own:
            continue  # no place keeps anybody out; test_inside_by_role has asked everybody
        asked = list(cases(world, page, OUTSIDE))
        assert asked, f"no record for {route}"
        for user, relation, spot, record in asked:
            for method in ("get", "post"):
                answer = ask(clients[user], method, address_of(route, page, record))
                where = (route, user, relation, spot, method, answer.location)
                assert answer.status in ({404} if getattr(page, method) else {404, 405}), where
                assert SPOTS[spot].mark not in answer.text, where


@pytest.mark.parametrize("routes", RECORDS.values(), ids=RECORDS)
def test_what_does_not_exist_looks_the_same(routes: list[str], world: World, clients) -> None:
    """A made-up key answers like one outside: nobody learns which records exist."""
    for route in routes:
        page = EXPECTED[route]
        for user in ("admin", "chair"):
            answer = ask(clients[user], "get", "/" + RECORD.sub("999999999", route))
            assert answer.status in ({404} if page.get else {404, 405}), (route, user)


@pytest.mark.parametrize("routes", PLAIN.values(), ids=PLAIN)
def test_pages_without_a_record_by_role(routes: list[str], world: World, clients) -> None:
    for route in routes:
        page = EXPECTED[route]
        for user in USERS:
            for method in ("get", "post"):
                answer = ask(clients[user], method, address_of(route, page))
                where = (route, user, method, answer.status)
                assert answer.status in expected_status(page, roles_of(user), method), where


@pytest.mark.parametrize("routes", LISTS.values(), ids=LISTS)
def test_lists_show_what_is_inside_and_nothing_else(routes, world: World, clients) -> None:
    for route in routes:
        page = EXPECTED[route]
        for user in USERS:
            if not roles_of(user) & page.read:
                continue
            answer = ask(clients[user], "get", address_of(route, page))
            shown = {name for name, spot in SPOTS.items() if spot.mark in _own_part(answer.text)}
            readable = {spot for spot in SEES[user] if role_at(user, spot) in page.read}
            assert shown == readable & set(world.records[page.lists]), (route, user)


def _own_part(text: str) -> str:
    """Page without head and foot, which name the reader's own place."""
    return text.partition('id="content-start"')[2].partition('id="footer"')[0] or text


def test_nobody_gets_in_without_signing_in(world: World) -> None:
    for route in KNOWN:
        page = EXPECTED[route]
        spot = "linqi" if world.records.get(page.target, {}).get("linqi") else "linzhou"
        record = world.record(page.target, spot) if page.target else None
        for method in ("get", "post"):
            answer = ask(Client(), method, address_of(route, page, record))
            asked_in = (answer.status, answer.location.split("?")[0]) == (302, SIGN_IN)
            assert asked_in or (page.public and answer.status in TAKEN | {405}), (route, method)
            assert "Mark" not in answer.text, (route, method)


# --- below the pages ------------------------------------------------------------------------------


def test_old_addresses_of_records_only_lead_to_their_pages(world: World, clients) -> None:
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        answer = ask(clients["chair"], "get", f"{base}1/")
        assert (answer.status, answer.location) == (302, f"{base}1/change/")
        assert ask(Client(), "get", f"{base}1/").location.startswith(SIGN_IN)


def autocompleted() -> list[models.ForeignKey]:
    """Every foreign key whose target can be chosen by typing."""
    found = []
    for model in admin.site._registry:
        related = [m for m in model._meta.related_objects if m.field.remote_field.model is model]
        fields = [*model._meta.fields, *(r.field for r in related)]
        found += [f for f in fields if isinstance(f, models.ForeignKey) and _searchable(f)]
    return list({str(field): field for field in found}.values())


def _searchable(field: models.ForeignKey) -> bool:
    target = admin.site._registry.get(field.remote_field.model)
    return bool(target and target.search_fields)


@pytest.mark.parametrize("field", autocompleted(), ids=str)
def test_autocomplete_offers_only_what_is_inside(field: Any, world: World, clients) -> None:
    line = ADMINS[label(field.remote_field.model)]
    kind = line.target
    query = {
        "app_label": field.model._meta.app_label,
        "model_name": field.model._meta.model_name,
        "field_name": field.name,
        "term": "" if kind == "division" else "Mark",
    }
    address = f"{reverse('admin:autocomplete')}?{urlencode(query)}"
    for user in USERS:
        answer = ask(clients[user], "get", address)
        if not roles_of(user) & line.read:
            assert answer.status == 403, user
            continue
        offered = json.loads(answer.text)["results"]
        by_key = kind == "division"
        shown = {name for name, spot in SPOTS.items() if is_offered(spot, offered, by_key)}
        assert shown <= SEES[user] or line.everywhere, user
        assert shown or user == "chair", user


def is_offered(spot: Spot, offered: list[dict[str, str]], by_key: bool) -> bool:
    """Whether a record of the spot is among the choices, or the place itself, told by its key."""
    return any(
        spot.mark in row["text"] or (by_key and row["id"] == spot.division) for row in offered
    )


def forms_of(line: Admin, model: type[models.Model], world: World) -> Iterator[tuple[str, str]]:
    """Address of every form that a user may fill in."""
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for user in USERS:
        if roles_of(user) & line.add:
            yield user, f"{base}add/{line.start}"
        for spot in INSIDE[user].values():
            record = world.record(line.target, spot)
            if role_at(user, spot) in line.change and record is not None:
                yield user, f"{base}{record.pk}/change/"


@pytest.mark.parametrize("model", list(admin.site._registry), ids=label)
def test_forms_offer_only_what_is_inside(model: Any, world: World, clients) -> None:
    """A raw id from where one may not write is refused by the form, because it is no choice."""
    line = ADMINS[label(model)]
    permission = line.writes or f"{model._meta.app_label}.change_{model._meta.model_name}"
    for user, address in forms_of(line, model, world):
        with transaction.atomic():
            form = clients[user].get(address).context["adminform"].form
        for name, field in form.fields.items():
            if isinstance(field, ModelChoiceField):
                scope = world.users[user].scope_for(permission)
                outside = [row for row in field.queryset if not covers(scope, row)]
                assert not outside, (user, address, name)


def covers(scope: Scope, row: Any) -> bool:
    """Whether a choice lies inside the places; code tables lie everywhere but divisions."""
    if isinstance(row, CountyRow):
        return scope.covers(row.county_code, row.place_key)
    if isinstance(row, Division):
        return scope.holds(row)
    return True


@pytest.mark.parametrize("model", list(admin.site._registry), ids=label)
def test_actions_reach_nothing_outside(model: Any, world: World, clients) -> None:
    model_admin = admin.site._registry[model]
    line = ADMINS[label(model)]
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    names = [getattr(action, "__name__", action) for action in model_admin.actions or ()]
    for user in USERS:
        for spot in OUTSIDE[user].values():
            record = world.record(line.target, spot)
            for name in names if record is not None else ():
                data = {"action": name, "_selected_action": [record.pk], "index": 0}
                with transaction.atomic():
                    response = clients[user].post(address, data, follow=True)
                    transaction.set_rollback(True)
                assert SPOTS[spot].mark not in content(response), (user, name, spot)
