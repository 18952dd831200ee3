"""Every rule has a form: its fields say unit and bound, and what they accept is what it reads."""

from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.forms import ChoiceField

from accounts.scope import NOWHERE
from policies.engine import read_parameters, rules
from policies.forms import PREFIX, parameter_initial, provision_form
from policies.parameter_forms import ListField, PairField, YuanField, raw_parameters
from tests.policies.shipped import shipped

JUNK = ("-1", "x", "99999999999", "1.5", "")
NOBODY: Any = SimpleNamespace(scope_for=lambda permission: NOWHERE, active_assignments=[])
WITH_NUMBERS = [rule for rule in rules if rule.parameters.__dataclass_fields__]
SETS = [(r, facts) for r in WITH_NUMBERS for facts in shipped(r.rule_id)]


def form_of(rule, data=None, initial=None):
    """The form of a rule for somebody without a place; no database is asked."""
    form = provision_form(rule)
    form.user = NOBODY
    return form(data, initial=initial)


def sent(rule, parameters):
    """What a browser sends back for these parameters."""
    form = form_of(rule, initial=parameter_initial(rule, parameters))
    data: dict[str, str] = {}
    for typed in form.typed:
        bound = form[PREFIX + typed.name]
        value = bound.field.prepare_value(bound.value())
        if isinstance(bound.field, PairField):
            data |= {f"{bound.html_name}_{n}": str(part) for n, part in enumerate(value)}
        elif value is not None:
            data[bound.html_name] = str(value)
    return data


def numbers(form):
    """The parameters that the form reads from what it was sent, and the fields with mistakes."""
    for name, bound in ((t.name, form[PREFIX + t.name]) for t in form.typed):
        try:
            value = bound.field.clean(bound.data)
        except Exception as error:
            yield name, error
        else:
            yield name, value


def read(rule, data):
    cleaned = dict(numbers(form_of(rule, data)))
    wrong = {name for name, value in cleaned.items() if isinstance(value, Exception)}
    return wrong, {} if wrong else raw_parameters(rule, cleaned)


@pytest.mark.parametrize("rule", list(rules), ids=lambda rule: rule.rule_id)
def test_every_rule_has_a_form_with_a_field_for_each_parameter(rule):
    form = provision_form(rule)
    assert {t.name for t in form.typed} == set(rule.parameters.__dataclass_fields__)
    assert {PREFIX + t.name for t in form.typed} <= set(form.base_fields)


@pytest.mark.parametrize("rule", WITH_NUMBERS, ids=lambda rule: rule.rule_id)
def test_every_field_is_labelled_explained_and_rendered(rule):
    form = form_of(rule)
    for typed in form.typed:
        bound = form[PREFIX + typed.name]
        assert typed.label
        assert not typed.label.startswith(typed.name)
        assert bound.help_text or isinstance(bound.field, ChoiceField), typed.name
        assert f'name="{PREFIX}{typed.name}' in str(bound)


@pytest.mark.parametrize(("rule", "facts"), SETS, ids=lambda v: getattr(v, "rule_id", ""))
def test_what_shipped_comes_back_from_its_form(rule, facts):
    wrong, raw = read(rule, sent(rule, facts.parameters))
    assert wrong == set()
    given = read_parameters(rule.parameters, raw)
    assert given == read_parameters(rule.parameters, facts.parameters)


@pytest.mark.parametrize(("rule", "facts"), SETS, ids=lambda v: getattr(v, "rule_id", ""))
def test_what_the_rule_does_not_read_is_refused_by_its_field(rule, facts):
    data = sent(rule, facts.parameters)
    for typed, junk in product(provision_form(rule).typed, JUNK):
        names = [n for n in (PREFIX + typed.name, f"{PREFIX}{typed.name}_1") if n in data]
        for name in names:
            wrong, raw = read(rule, {**data, name: junk})
            if wrong:
                assert wrong == {typed.name}
            else:
                read_parameters(rule.parameters, raw)
                _assert_may_be(typed.field, junk)


def _assert_may_be(field, junk):
    """What a field accepted: words, a fraction where money stands, nothing where it may be open."""
    if junk == "":
        assert not field.required
    elif isinstance(field, ListField):
        assert not field.numbers
    else:
        assert isinstance(field, YuanField)
        assert junk != "-1"
