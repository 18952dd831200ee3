"""Account modes with dates: never two at once, custody only by the own county (R-FIN-02 … 05)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from funding.models import AccountTerm, JournalEntry, SubLedger
from funding.services.accounts import Bank, begin_account_mode, correct_bank
from tests.funding.books import day, income, own_books
from tests.places import load_policies
from townships.choices import UnionKind
from townships.models import Union
from townships.services.closing import Approval, dissolve_union
from townships.services.unions import save_union
from unionreg.county import Conflict
from unionreg.refusals import Refused


def begin(union, mode, on="2025-01-01", **values):
    return begin_account_mode(union=union, mode=mode, on=day(on), **{"user": None, **values})


def refused(*args, **values):
    with override("en"), pytest.raises(Refused) as caught:
        begin(*args, **values)
    return caught.value.message_dict


def test_the_record_of_the_union_follows(unions, staff):
    saved = begin(
        unions.linqi, "own", user=staff.county, bank=Bank("农商行", "6228480402564890018")
    )
    unions.linqi.refresh_from_db()
    assert unions.linqi.account_mode == "own"
    assert saved.record.masked_no == "•••• 0018"
    assert saved.record.sub_ledger.ledger.owner == unions.linqi


def test_custody_only_by_the_federation_of_the_own_county(places, unions, staff):
    load_policies()
    other = Union.objects.create(
        county_code="410523", code="4105239000001", name="汤阴县总工会", kind=UnionKind.COUNTY
    )
    for keeper in (other, unions.hejian):
        said = refused(unions.linqi, "custody", custodian=keeper)["custodian"][0]
        assert "is not the federation of the county" in said
        assert "总工办发〔2019〕24号 九" in said
    assert "custodian" in refused(unions.linqi, "custody")
    assert begin(unions.linqi, "custody", custodian=unions.county).record.custodian == unions.county


def test_custody_beside_an_own_bank_account_is_refused(unions):
    said = refused(unions.linqi, "custody", custodian=unions.county, bank=Bank(account_no="6228"))
    assert "two modes at once" in said["account_no"][0]


def test_two_modes_at_once_are_refused(unions):
    begin(unions.linqi, "own", "2025-03-01")
    assert "holds already" in refused(unions.linqi, "own", "2025-06-01")["mode"][0]
    early = refused(unions.linqi, "custody", "2025-03-01", custodian=unions.county)
    assert "two modes at once are not possible" in early["valid_from"][0]
    row = AccountTerm.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountTerm.objects.create(
            county_code=row.county_code,
            union=row.union,
            mode="custody",
            custodian=unions.county,
            sub_ledger=row.sub_ledger,
            valid_from=day("2026-01-01"),
        )


def test_a_change_takes_the_money_along(unions, staff):
    book = own_books(unions.linqi)
    income(book, "812.37", "2025-03-01")
    new = begin(unions.linqi, "custody", "2025-09-01", custodian=unions.county).record
    old = SubLedger.objects.get(pk=book.pk)
    assert (old.balance, old.closed_on) == (Decimal(0), day("2025-08-31"))
    assert SubLedger.objects.get(pk=new.sub_ledger_id).balance == Decimal("812.37")
    assert AccountTerm.objects.get(mode="own").valid_to == day("2025-08-31")
    assert JournalEntry.objects.count() == 3
    with override("en"), pytest.raises(Refused) as caught:
        income(old, "1", "2025-08-01")
    assert "were closed on 2025-08-31" in caught.value.messages[0]


def test_a_change_before_the_last_entry_is_refused(unions):
    income(own_books(unions.linqi), "5", "2025-09-01")
    said = refused(unions.linqi, "custody", "2025-09-01", custodian=unions.county)
    assert "entry of 2025-09-01" in said["valid_from"][0]


def test_a_centre_keeps_the_books_of_small_unions(unions):
    term = begin(unions.factory, "centre", custodian=unions.linqi).record
    assert term.sub_ledger.ledger.owner == unions.linqi
    assert (
        "run by a township union"
        in refused(unions.linqi, "centre", custodian=unions.factory)["custodian"][0]
    )


def test_a_legal_person_without_own_account_is_told(places, unions):
    """R-FIN-02 warns; nothing of it is refused."""
    load_policies()
    Union.objects.filter(pk=unions.linqi.pk).update(is_legal_person=True)
    saved = begin(unions.linqi, "custody", custodian=unions.county)
    assert [notice.rule for notice in saved.notices] == ["R-FIN-02"]


def test_the_form_leaves_a_dated_mode_alone(unions, staff):
    begin(unions.linqi, "own")
    union = Union.objects.get(pk=unions.linqi.pk)
    union.account_mode = "custody"
    with override("en"), pytest.raises(Refused) as caught:
        save_union(union=union, user=staff.county)
    assert "recorded with dates" in caught.value.message_dict["account_mode"][0]
    hejian = Union.objects.get(pk=unions.hejian.pk)
    hejian.account_mode = "custody"
    assert save_union(union=hejian, user=staff.county).record.account_mode == "custody"


def test_bank_data_are_corrected_by_version(unions, staff):
    term = begin(unions.linqi, "own").record
    correct_bank(term=term, bank=Bank("建行", "1234"), user=staff.county, expected_version=1)
    stale = AccountTerm.objects.get()
    with pytest.raises(Conflict):
        correct_bank(term=stale, bank=Bank("农行"), user=staff.county, expected_version=1)


def test_a_union_with_money_does_not_close(unions, staff):
    income(own_books(unions.factory), "5", "2025-03-01")
    with override("en"), pytest.raises(Refused) as caught:
        dissolve_union(
            union=unions.factory,
            approval=Approval("1", "林州市总工会", day("2025-10-01"), "停产"),
            user=staff.county,
        )
    assert "sub-ledger with money" in " ".join(caught.value.messages)
