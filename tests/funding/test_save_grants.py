"""Earmarked grants: amounts, one-off subsidies, cases of projects, what payments rest on."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import override

from accounts.choices import Role
from federations.models import Federation, FederationTownship
from funding.models import Grant
from funding.selectors.grants import balances, of_township, unspent
from funding.services.grants import save_grant
from tests.funding import payment_cases as money
from tests.places import make_division, make_user
from townships.models import Union

DAY = datetime.date


def saved(recipient, user, amount="1000.00", **values):
    known = {
        "number": "专1",
        "title": "职工服务中心补助",
        "kind": "fixed",
        "purpose": "service_centre",
        "source": "finance",
        "grantor": "县总工会",
        "granted_on": DAY(2025, 3, 1),
    }
    row = Grant(recipient=recipient, amount=Decimal(amount), **{**known, **values})
    return save_grant(grant=row, user=user)


def refused(*args, **values):
    with override("en"), pytest.raises(ValidationError) as caught:
        saved(*args, **values)
    return set(caught.value.message_dict)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "100000000000000"])
def test_odd_amounts(unions, staff, amount):
    assert refused(unions.linqi, staff.county, amount) == {"amount"}


def test_what_a_kind_has_to_say(unions, staff):
    one_off, project = {"kind": "one_off"}, {"kind": "project"}
    for values in (one_off, project, {"purpose": "other"}):
        with pytest.raises(ValidationError):
            saved(unions.linqi, staff.county, **values)
    assert refused(unions.linqi, staff.county, closed_on=DAY(2025, 2, 28)) == {"__all__"}
    ahead = timezone.localdate() + datetime.timedelta(days=1)
    assert refused(unions.linqi, staff.county, granted_on=ahead) == {"granted_on"}
    assert saved(unions.linqi, staff.county, **one_off, one_off_subject="临淇服务中心").record.pk
    assert "__all__" in refused(unions.linqi, staff.county)  # the number is taken


def test_only_the_county_keeps_grants(unions, staff):
    for user in (staff.chair, staff.auditor, staff.city, staff.county2):
        with pytest.raises(PermissionDenied):
            saved(unions.linqi, user)


def test_payments_hold_a_grant_fast(unions, staff, second):
    row = saved(unions.linqi, staff.county).record
    money.draft(row, unions.linqi, staff.county, "400.00")

    def change(**values):
        fresh = Grant.objects.get(pk=row.pk)
        for name, value in values.items():
            setattr(fresh, name, value)
        save_grant(grant=fresh, user=second)

    for values in (
        {"amount": Decimal("399.99")},
        {"purpose": "aid"},
        {"recipient": unions.hejian},
        {"closed_on": timezone.localdate()},
    ):
        with pytest.raises(ValidationError) as caught:
            change(**values)
        assert set(caught.value.message_dict) == set(values)
    change(amount=Decimal("400.00"))
    assert [one.left for one in balances("410581").values()] == [0]


def test_a_second_one_off_subsidy_is_told_in_fujian(places, policies):
    """R-FND-18; elsewhere no document says so."""
    make_division("3501", "福州市", "city")
    county = make_division("350105", "马尾区", "district")
    town = make_division("350105100", "亭江镇")
    office = make_user("fujian", Role.COUNTY, county)
    union = Union.objects.create(
        county_code="350105",
        code="1",
        name="亭江镇总工会",
        kind="township",
        form="general",
        township=town,
    )
    values = {
        "kind": "one_off",
        "one_off_subject": "亭江职工服务中心",
        "granted_on": DAY(2026, 1, 5),
    }
    assert saved(union, office, number="1", **values).notices == ()
    notices = saved(union, office, number="2", **values).notices
    assert [(one.rule, one.field) for one in notices] == [("R-FND-18", "one_off_subject")]
    values["one_off_subject"] = "琅岐职工服务中心"
    assert saved(union, office, number="3", **values).notices == ()


@pytest.mark.parametrize(
    ("mode", "townships", "told"),
    [("custody", 1, False), ("own", 1, True), ("own", 2, False), ("", 1, True), ("", 2, False)],
)
def test_the_cases_of_project_subsidies_in_hebei(places, policies, mode, townships, told):
    """R-FND-25: the higher union keeps no funds, or the federation spans townships."""
    county = make_division("130602", "竞秀区", "district")
    towns = [make_division(f"13060210{n}", f"第{n}镇") for n in range(2)]
    office = make_user("hebei", Role.COUNTY, county)
    above = Union.objects.create(
        county_code="130602",
        code="1",
        name="第0镇总工会",
        kind="township",
        form="general",
        township=towns[0],
        account_mode=mode,
    )
    union = Union.objects.create(
        county_code="130602", code="2", name="货运联合会", kind="federation", superior=above
    )
    federation = Federation.objects.create(
        county_code="130602", union=union, kind="industry", level="county"
    )
    for town in towns[:townships]:
        FederationTownship.objects.create(
            county_code="130602", federation=federation, township=town
        )
    values = {"kind": "project", "project_case": "司机之家", "granted_on": DAY(2026, 1, 5)}
    notices = saved(union, office, **values).notices
    assert [one.rule for one in notices] == (["R-FND-25"] if told else [])


def test_what_lies_unspent(unions, staff, second):
    full = money.grant(unions.linqi, "100.00", granted_on=DAY(2025, 1, 1))
    part = money.grant(unions.linqi, "100.00", granted_on=DAY(2025, 2, 1))
    money.paid(money.draft(full, unions.linqi, staff.county), staff.county, second)
    money.draft(part, unions.linqi, staff.county, "30.00")
    found = unspent(Grant.objects.in_county("410581"))
    assert [(one.grant, one.balance.unspent) for one in found] == [(part, Decimal("100.00"))]
    shown = of_township("410581", "410581101", 2026)
    assert [one.balance.left for one in shown] == [0, Decimal("70.00")]
    assert of_township("410581", "410581101", 2024) == []
