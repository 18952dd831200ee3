"""Verdicts are stored with provision and inputs; a new answer is a new row, an old one stays."""

import datetime

import pytest

from compliance.models import Finding, StoredVerdict
from compliance.services import check_county
from tests.places import load_policies

ON = datetime.date(2026, 6, 1)


@pytest.fixture
def county(unions):
    load_policies()
    return unions


def test_first(county):
    tally = check_county(county_code="410581", on=ON)
    print(tally)
    for f in Finding.objects.all(): print(f, f.urgency, f.verdict.status, f.verdict.explanation)
    again = check_county(county_code="410581", on=ON)
    print(again)
    assert 0
