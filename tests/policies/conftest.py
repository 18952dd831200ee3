"""Shipped policy over the places of the tests, and the command as scripts call it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.places import load_policies


@pytest.fixture
def policy(places):
    """The places, with the shipped policy data loaded."""
    load_policies()
    return places


@pytest.fixture
def evaluate(policy):
    """Run `manage.py evaluate … --json` and return what it printed, parsed."""

    def run(rule, division, on="2020-06-01", *, parameters=None, **measures):
        out = StringIO()
        given = [f"--set={name}={value}" for name, value in measures.items()]
        given += [f"--parameter={name}={value}" for name, value in (parameters or {}).items()]
        call_command(
            "evaluate", rule, f"--division={division}", f"--on={on}", "--json", *given, stdout=out
        )
        lines = out.getvalue().splitlines()
        assert len(lines) == 1, lines
        return json.loads(lines[0])

    return run
