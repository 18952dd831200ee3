"""Words that a clerk reads: what is too many, what a reading means, what a draft lets go."""

import datetime
from typing import Any

import pytest
from django.contrib.admin import site
from django.forms import ChoiceField
from django.test import RequestFactory

from policies.admin.filters import StateFilter
from policies.engine import Count, describe_parameters, measures, rules
from policies.engine.bounds import AtMost, Between
from policies.engine.conditions import NOTHING, count_condition
from policies.engine.measures import Values
from policies.models import Provision
from policies.parameter_forms import typed_fields
from policies.selectors.lowering import lowered
from tests.places import load_policies
from tests.policies.local import local_provision

UNIONS = measures.get("county_managed_unions")
PRESENT = {"firm_count": 100, "worker_count": 5000, "fulltime_staffing": True}


def condition(bound, value):
    values = Values({UNIONS.name: value}, datetime.date(2026, 6, 1), datetime.date(2020, 1, 1))
    assert isinstance(UNIONS, Count)
    return count_condition(UNIONS, bound, values)


@pytest.mark.parametrize(
    ("bound", "value", "met", "required", "difference"),
    [
        (AtMost(0), 9, False, "应为 0 家", "多 9 家"),
        (AtMost(0), 0, True, "应为 0 家", NOTHING),
        (AtMost(3), 4, False, "3 家以下", "多 1 家"),
        (Between(2, 4), 5, False, "2 家 至 4 家", "多 1 家"),
        (Between(2, 4), 1, False, "2 家 至 4 家", "差 1 家"),
    ],
)
def test_says_how_many_too_many(bound, value, met, required, difference) -> None:
    found = condition(bound, value)
    assert found.met is met
    assert (found.required.replace(" ", ""), found.difference) == (
        required.replace(" ", ""),
        difference,
    )


def test_a_reading_says_what_it_means() -> None:
    rule = rules.get("R-SOC-02")
    raw = {"worker_count": 2000, "workers_per_post": 3000, "reading": "B"}
    told = dict(describe_parameters(rule.parameters, raw, measures))
    shown = next(text for text in told.values() if text.startswith("B"))
    assert len(shown) > 1
    reading = next(one for one in typed_fields(rule) if one.name == "reading")
    assert isinstance(reading.field, ChoiceField)
    listed: Any = reading.field.choices  # the stubs also know groups of choices
    choices = dict(listed)
    assert set(choices) == {"A", "B", "C"}
    assert str(choices["B"]) == shown


def test_a_dropped_condition_is_lowered() -> None:
    without = {**PRESENT, "fulltime_staffing": False}
    assert len(lowered("R-ORG-02", without, PRESENT)) == 1
    assert lowered("R-ORG-02", PRESENT, without) == []
    assert lowered("R-ORG-02", without, without) == []


@pytest.mark.parametrize(
    ("days_left", "holds", "ended"), [(0, True, False), (30, True, False), (-1, False, True)]
)
def test_what_is_superseded_holds_until_its_last_day(places, days_left, holds, ended) -> None:
    from django.utils.timezone import localdate

    load_policies()
    last = localdate() + datetime.timedelta(days=days_left)
    own = local_provision(places.linzhou, parameters=PRESENT)
    Provision.objects.filter(pk=own.pk).update(state="superseded", valid_to=last)
    found = {}
    for chosen in ("holds", "ended", "draft", "to_come"):
        asked = RequestFactory().get("/", {"stands": chosen})
        listed = site.get_model_admin(Provision)
        filtering = StateFilter(asked, {"stands": [chosen]}, Provision, listed)
        rows = filtering.queryset(asked, Provision.objects.all())
        found[chosen] = rows.filter(pk=own.pk).exists()
    assert found == {"holds": holds, "ended": ended, "draft": False, "to_come": False}
