"""The fields that the typed parameters of a rule become in a form."""

from typing import Any

import pytest
from django import forms

from policies.engine import read_parameters, rules
from policies.engine.measures import LARGEST_COUNT
from policies.parameter_forms import raw_parameters, shown_parameters, typed_fields
from tests.policies.shipped import shipped

EVERY = [rule.rule_id for rule in rules]


def form_of(rule_id, data=None, raw=None):
    """A form of the fields of a rule."""
    rule = rules.get(rule_id)
    form = forms.Form(data, initial=shown_parameters(rule, raw or {}))
    form.fields.update({typed.name: typed.field for typed in typed_fields(rule)})
    return form


def sent_back(form):
    """What a browser sends when nobody changed anything."""
    data: dict[str, str] = {}
    for bound in form:
        value = bound.value()
        field: Any = bound.field
        parts = field.widget.decompress(value) if hasattr(field, "fields") else None
        if parts is not None:
            data |= {f"{bound.name}_{number}": str(part) for number, part in enumerate(parts)}
        elif value is not None:
            data[bound.name] = str(value)
    return data


@pytest.mark.parametrize("rule_id", EVERY)
def test_every_parameter_of_every_rule_has_a_field_with_a_label(rule_id):
    rule = rules.get(rule_id)
    found = typed_fields(rule)
    assert [typed.name for typed in found] == list(rule.parameters.__dataclass_fields__)
    assert all(typed.label and typed.field.label == typed.label for typed in found)


@pytest.mark.parametrize("rule_id", EVERY)
def test_shipped_parameters_come_back_as_they_were(rule_id):
    rule = rules.get(rule_id)
    for provision in shipped(rule_id):
        form = form_of(rule_id, sent_back(form_of(rule_id, raw=provision.parameters)))
        assert form.is_valid(), form.errors
        raw = raw_parameters(rule, form.cleaned_data)
        given = read_parameters(rule.parameters, provision.parameters)
        assert read_parameters(rule.parameters, raw) == given


@pytest.mark.parametrize("number", ["", "-1", "1.5", "abc", "²", str(LARGEST_COUNT + 1)])
def test_a_count_that_is_none_is_refused(number):
    form = form_of("R-ORG-02", {"firm_count": number, "worker_count": "5000"})
    assert not form.is_valid()
    assert "firm_count" in form.errors
    assert "worker_count" not in form.errors


@pytest.mark.parametrize(("percent", "valid"), [("0", True), ("100", True), ("101", False)])
def test_a_percentage_ends_at_a_hundred(percent, valid):
    data = {"build_percent": percent, "membership_percent": "80"}
    assert form_of("R-ORG-30", data).is_valid() is valid


def test_what_is_divided_by_is_not_nothing():
    data = {"worker_count": "1000", "workers_per_post": "0", "reading": "B"}
    assert list(form_of("R-SOC-02", data).errors) == ["workers_per_post"]
    data = {**data, "workers_per_post": "1", "reading": "D"}
    assert list(form_of("R-SOC-02", data).errors) == ["reading"]


def test_a_number_that_a_document_may_leave_open_is_left_out():
    rule = rules.get("R-FND-10")
    form = form_of("R-FND-10", {"amount_each": ""})
    assert form.is_valid()
    assert raw_parameters(rule, form.cleaned_data) == {}
    form = form_of("R-FND-10", {"amount_each": "100.50"})
    assert form.is_valid()
    assert raw_parameters(rule, form.cleaned_data) == {"amount_each": "100.50"}
    assert not form_of("R-FND-10", {"amount_each": "0.001"}).is_valid()


@pytest.mark.parametrize(
    ("lowest", "highest", "valid"), [("20", "30", True), ("30", "30", True), ("31", "30", False)]
)
def test_a_range_does_not_run_backwards(lowest, highest, valid):
    form = form_of("R-FND-20", {"rate_0": lowest, "rate_1": highest})
    assert form.is_valid() is valid


@pytest.mark.parametrize(
    ("text", "stored"), [("3、5", [3, 5]), ("3, 5", [3, 5]), ("three", None), ("", None)]
)
def test_a_list_of_numbers(text, stored):
    form = form_of("R-TRM-01", {"term_years": text})
    assert form.is_valid() is (stored is not None)
    assert form.cleaned_data.get("term_years") == stored


def test_a_condition_is_chosen_and_not_ticked():
    data = {"firm_count": "100", "worker_count": "5000"}
    assert "fulltime_staffing" in form_of("R-ORG-02", data).errors
    form = form_of("R-ORG-02", {**data, "fulltime_staffing": "False"})
    assert form.is_valid()
    assert form.cleaned_data["fulltime_staffing"] is False
