"""Junk in addresses, filters and forms: refused in words, never a server error.

Generated from the URL patterns, the lists' filters and the fields of the forms that the pages show.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.forms import BaseForm, IntegerField, ModelChoiceField
from django.test import Client
from django.utils.datastructures import MultiValueDict

from tests.matrix.table import ADMINS
from tests.matrix.world import World
from tests.test_permission_matrix import (
    EXPECTED,
    KNOWN,
    RECORD,
    address_of,
    by_area,
    label,
    record_at,
)

# Letters, more digits than a key has, NUL, digits to Python alone, a text longer than any column.
# SQLite takes what PostgreSQL takes and more: there the two that have broken something are enough.
EVERYTHING = ("abc", "9" * 40, "a\x00b", "²", "𠮷" * 400)
JUNK = (
    EVERYTHING[1:3] if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else EVERYTHING
)
# What lists and pages read besides their own filters.
PARAMETERS = (
    *("q", "p", "o", "all", "page", "sort", "kind", "next", "month", "township", "status"),
    *("county", "of", "rule", "assignee", "age", "tab", "place"),
)
BOSS = "admin"  # sees every page


@pytest.fixture
def client(clients: dict[str, Client]) -> Client:
    clients[BOSS].raise_request_exception = False
    return clients[BOSS]


def answers(client: Client, method: str, address: str, data: Any = None) -> Any:
    with transaction.atomic():
        response = getattr(client, method)(address, data)
        transaction.set_rollback(True)
    assert response.status_code < 500, (method, address, data)
    return response


def spot_of(world: World, route: str) -> Any:
    page = EXPECTED[route]
    spots = ("linqi", "linzhou", "anyang", "henan")
    return next((r for s in spots if page.target and (r := record_at(world, page, s))), None)


ROUTES = by_area(iter(KNOWN))


@pytest.mark.parametrize("routes", ROUTES.values(), ids=ROUTES)
def test_keys_in_addresses(routes: list[str], client: Client) -> None:
    for route in routes:
        for value in JUNK if RECORD.search(route) else ():
            address = "/" + RECORD.sub(quote(value, safe=""), route)
            for method in ("get", "post"):
                answers(client, method, address)


@pytest.mark.parametrize("routes", ROUTES.values(), ids=ROUTES)
def test_parameters_of_addresses(routes: list[str], world: World, client: Client) -> None:
    for route in routes:
        page = EXPECTED[route]
        if not page.get or (page.target and spot_of(world, route) is None):
            continue
        address = address_of(route, page, spot_of(world, route))
        for value in JUNK:
            answers(client, "get", address, dict.fromkeys(PARAMETERS, value))


def filters_of(model: type) -> list[str]:
    model_admin = admin.site._registry[model]
    names = list(PARAMETERS)
    for item in model_admin.list_filter:
        if isinstance(item, str):
            names += [item, f"{item}__exact", f"{item}__id__exact"]
        else:
            names.append(getattr(item, "parameter_name", "") or "x")
    if model_admin.date_hierarchy:
        names += [f"{model_admin.date_hierarchy}__{part}" for part in ("year", "month", "day")]
    return names


@pytest.mark.parametrize("model", list(admin.site._registry), ids=label)
def test_filters_of_lists(model: Any, world: World, client: Client) -> None:
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for name in filters_of(model):
        for value in JUNK:
            answers(client, "get", base, {name: value})


@pytest.mark.parametrize("model", list(admin.site._registry), ids=label)
def test_actions_of_lists(model: Any, world: World, client: Client) -> None:
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    actions = [getattr(a, "__name__", a) for a in admin.site._registry[model].actions or ()]
    for name in [*actions, "nothing"]:
        for value in JUNK:
            answers(client, "post", base, {"action": name, "_selected_action": value, "index": 0})
            answers(client, "post", base, {"action": name, "_selected_action": [1], "index": value})


def forms_in(response: Any) -> Iterator[BaseForm]:
    """The forms that a page was made with, those of inline tables among them."""
    for context in response.context or ():
        for value in context.flatten().values() if hasattr(context, "flatten") else ():
            for found in (value, getattr(value, "form", None), *_inline_forms(value)):
                if isinstance(found, BaseForm):
                    yield found


def _inline_forms(value: Any) -> Iterator[Any]:
    for item in value if isinstance(value, list | tuple) else ():
        formset = getattr(item, "formset", None)
        if formset is not None:
            yield from (formset.management_form, *formset.forms)


def page_data(response: Any) -> MultiValueDict[str, str]:
    """What a browser would send back untouched."""
    data: MultiValueDict[str, str] = MultiValueDict()
    for form in forms_in(response):
        for bound in form:
            value = bound.value()
            several = isinstance(value, list | tuple | set)
            data.setlist(bound.html_name, [str(v) for v in (value if several else [value]) if v])
    return data


def numbers_in(response: Any) -> set[str]:
    """Fields whose values go to the database as keys or numbers."""
    kinds = (ModelChoiceField, IntegerField)
    bounds = (bound for form in forms_in(response) for bound in form)
    names = {bound.html_name for bound in bounds if isinstance(bound.field, kinds)}
    return {name for name in names if not name.endswith(("INITIAL_FORMS", "NUM_FORMS"))}


FORMS = by_area(route for route in KNOWN if EXPECTED[route].get and BOSS in EXPECTED[route].write)


@pytest.mark.parametrize("routes", FORMS.values(), ids=FORMS)
def test_fields_of_forms(routes: list[str], world: World, client: Client) -> None:
    """All fields are junk, or only one that holds a key or number."""
    for route in routes:
        page = EXPECTED[route]
        record = spot_of(world, route)
        if page.target and record is None:
            continue
        address = address_of(route, page, record)
        page_shown = answers(client, "get", address)
        data = page_data(page_shown)
        for value in JUNK:
            answers(client, "post", address, {name: [value] for name in data})
        for name, value in product(numbers_in(page_shown), JUNK[:2]):
            answers(client, "post", address, {**dict(data.lists()), name: [value]})


ADDED = [model for model in admin.site._registry if BOSS in ADMINS[label(model)].add]


@pytest.mark.parametrize("model", ADDED, ids=label)
def test_what_an_address_fills_in(model: Any, world: World, client: Client) -> None:
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/"
    start = dict(parse_qsl(ADMINS[label(model)].start.removeprefix("?")))
    page_shown = answers(client, "get", base, start)
    for value in JUNK:
        answers(client, "get", base, dict.fromkeys(page_data(page_shown), value))
        answers(client, "get", base, dict.fromkeys(page_data(page_shown), value) | start)
    for name, value in product(numbers_in(page_shown), JUNK[:2]):
        answers(client, "get", base, {name: value, "_changelist_filters": value} | start)
