"""Budgets, books and audits judged (R-FIN-01, 03, 05, 09, 11, R-FND-24)."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from compliance.collectors import Scope, collectors
from funding.choices import BudgetKind
from funding.models import AuditRecord, Budget, SubLedger
from funding.services.accounts import begin_account_mode
from funding.services.budgets import Planned, freeze, save_budget
from policies.selectors import load_book, place_of_division
from tests.funding.books import day, income, own_books
from tests.places import load_policies
from townships.choices import UnionKind
from townships.models import Division, Union

LAST = timezone.localdate().year - 1


def values(rule, union, on=None):
    scope = Scope(union.county_code, on or timezone.localdate())
    found = [case for case in collectors()[rule].collect(scope) if case.key == str(union.pk)]
    return dict(found[0].values) if found else None


def judged(rule, union):
    """What the engine says, and the group of the finding."""
    place = place_of_division(Division.objects.with_chain().get(pk=union.township_id))
    scope = Scope(union.county_code, timezone.localdate())
    (case,) = [c for c in collectors()[rule].collect(scope) if c.key == str(union.pk)]
    verdict = load_book(rule).evaluate(
        rule, place=place, on=timezone.localdate(), measures=dict(case.values)
    )
    return verdict.status.value, collectors()[rule].finds(case, verdict)


def frozen(union, staff, kind, year=LAST, lines=None):
    made = save_budget(
        budget=Budget(union=union, year=year, kind=kind),
        lines=lines or [Planned("levy", Decimal(5))],
        user=staff.county,
    )
    return freeze(budget=made, user=staff.admin)


@pytest.fixture
def world(places, unions, staff):
    load_policies()
    return unions


def test_a_year_without_budget_is_found(world, staff):
    """Nobody recorded any: unknown. One is on record: a year without is a year without."""
    assert judged("R-FIN-01", world.linqi) == ("unknown", "missing_data")
    frozen(world.linqi, staff, BudgetKind.BUDGET)
    assert judged("R-FIN-01", world.linqi) == ("violated", "money")
    frozen(world.linqi, staff, BudgetKind.FINAL)
    assert judged("R-FIN-01", world.linqi) == ("satisfied", None)


def test_a_draft_is_no_budget(world, staff):
    save_budget(
        budget=Budget(union=world.linqi, year=LAST, kind="budget"),
        lines=[Planned("levy", Decimal(5))],
        user=staff.county,
    )
    found = values("R-FIN-01", world.linqi)
    assert found == {"budget_recorded": False, "final_account_recorded": False, "year": LAST}


def test_a_union_of_this_year_still_has_time(world, staff):
    today = timezone.localdate()
    Union.objects.filter(pk=world.linqi.pk).update(founded_on=today.replace(month=1, day=2))
    save_budget(
        budget=Budget(union=world.linqi, year=today.year, kind="budget"),
        lines=[Planned("levy", Decimal(5))],
        user=staff.county,
    )
    assert judged("R-FIN-01", world.linqi) == ("satisfied", None)


def test_books_of_several_unions_are_checked(world):
    book = begin_account_mode(
        union=world.linqi, mode="custody", custodian=world.county, on=day("2025-01-01"), user=None
    ).record.sub_ledger
    income(book, "100")
    sound = {
        "entries_in_one_sub_ledger": True,
        "ledger_adds_up": True,
        "sub_ledger_overdrawn": False,
    }
    assert values("R-FIN-05", world.county) == sound
    assert values("R-FIN-05", world.linqi) is None
    SubLedger.objects.update(balance=90)
    assert values("R-FIN-05", world.county) == {**sound, "ledger_adds_up": False}


def test_a_centre_is_one_of_the_modes(world):
    begin_account_mode(
        union=world.linqi, mode="centre", custodian=world.county, on=day("2025-01-01"), user=None
    )
    assert judged("R-FIN-03", world.linqi) == ("satisfied", None)


def test_audits(world):
    assert judged("R-FIN-09", world.linqi) == ("unknown", None)
    AuditRecord.objects.create(
        county_code="410581",
        union=world.linqi,
        year=LAST - 1,
        follow_up="none",
        audited_on=datetime.date(LAST, 2, 1),
        audited_by="经审会",
    )
    assert judged("R-FIN-09", world.linqi) == ("violated", None)


def test_spending_has_its_category_by_construction(world):
    assert values("R-FIN-11", world.linqi) == {"uncategorised_spending": None}
    income(own_books(world.linqi), "5")
    assert values("R-FIN-11", world.linqi) == {"uncategorised_spending": 0}


def test_funds_of_a_federation_in_the_budget_above(world, staff):
    federation = Union.objects.create(
        county_code="410581",
        name="货运行业工会联合会",
        code="f",
        kind=UnionKind.FEDERATION,
        superior=world.linqi,
        township=world.linqi.township,
    )
    assert values("R-FND-24", federation)["in_budget_of_superior"] is None
    frozen(world.linqi, staff, BudgetKind.BUDGET)
    assert values("R-FND-24", federation)["in_budget_of_superior"] is False
    lines = [Planned("lower_subsidy", Decimal(5), federation)]
    frozen(world.linqi, staff, BudgetKind.BUDGET, lines=lines)
    assert values("R-FND-24", federation) == {"in_budget_of_superior": True, "year": LAST}
