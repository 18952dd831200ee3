"""The pages of accounts and journals: the county's clerk, an auditor, chairs inside and beside."""

from decimal import Decimal

import pytest
from django.urls import reverse

from funding.models import AccountTerm, JournalEntry, SubLedger
from tests.funding.books import income, own_books, spend

ENTRY = {
    "direction": "received",
    "on": "2025-03-01",
    "account": "levy",
    "money": "bank",
    "amount": "1200.50",
    "text": "拨缴经费",
}


@pytest.fixture
def book(unions, staff):
    return own_books(unions.linqi, staff.county)


def page(book):
    return reverse("ledger", args=[book.pk])


def post(client, book, **values):
    return client.post(page(book), {**ENTRY, **values})


def test_a_clerk_posts_and_reverses(book, staff, as_user):
    client = as_user(staff.county)
    answer = post(client, book)
    assert answer.status_code == 302
    assert SubLedger.objects.get().balance == Decimal("1200.50")
    post(client, book, direction="paid", account="activities", amount="200", on="2025-05-01")
    assert SubLedger.objects.get().balance == Decimal("1000.50")
    entry = JournalEntry.objects.get(number=2)
    back = {"entry": entry.pk, "on": "2025-06-01", "text": "记错"}
    assert client.post(reverse("ledger_reverse", args=[book.pk]), back).status_code == 302
    text = client.get(f"{page(book)}?year=2025").content.decode()
    assert text.count("1,200.50") >= 3
    assert JournalEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"amount": "-5"}, "0.01"),
        ({"amount": "1.234"}, ""),
        ({"amount": "abc"}, ""),
        ({"direction": "paid", "account": "activities", "amount": "1"}, "临淇镇工会联合会"),
        ({"money": "levy"}, ""),
        ({"account": "bank"}, ""),
        ({"on": "2999-01-01"}, ""),
        ({"text": ""}, ""),
        ({"on": ""}, ""),
    ],
)
def test_bad_input_comes_back_with_its_reason(book, staff, as_user, values, words):
    answer = post(as_user(staff.county), book, **values)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not JournalEntry.objects.exists()


def test_who_may_see_and_who_may_post(book, staff, as_user):
    for name, sees in {"auditor": 200, "chair": 200, "chair_beside": 404, "county2": 404}.items():
        client = as_user(getattr(staff, name))
        assert client.get(page(book)).status_code == sees, name
        expected = 403 if sees == 200 else 404
        assert post(client, book).status_code == expected, name
    assert not JournalEntry.objects.exists()


def test_an_entry_of_another_book_is_not_reversed_here(book, unions, staff, as_user):
    other = own_books(unions.hejian)
    entry = income(other, "5")
    data = {"entry": entry.pk, "on": "2025-06-01", "text": "x"}
    client = as_user(staff.county)
    assert client.post(reverse("ledger_reverse", args=[book.pk]), data).status_code == 404


def test_the_account_is_recorded_on_its_page(unions, staff, as_user):
    url = reverse("union_accounts", args=[unions.linqi.pk])
    data = {"mode": "own", "valid_from": "2025-01-01", "account_no": "6228480402564890018"}
    client = as_user(staff.county)
    assert client.post(url, data).status_code == 302
    assert "6228480402564890018" in client.get(url).content.decode()
    for reader in (staff.chair, staff.auditor):
        text = as_user(reader).get(url).content.decode()
        assert "6228480402564890018" not in text
        assert "0018" in text
    listed = client.get(reverse("ledgers")).content.decode()
    assert "6228480402564890018" not in listed
    assert "0018" in listed


def test_the_bank_account_is_corrected(book, unions, staff, as_user):
    url = reverse("union_bank", args=[unions.linqi.pk])
    data = {"record_version": 1, "bank_name": "林州农商银行", "account_no": "12345678"}
    assert as_user(staff.county).post(url, data).status_code == 302
    assert AccountTerm.objects.get().bank_name == "林州农商银行"
    assert as_user(staff.county).post(url, data).status_code == 422
    bad = {**data, "account_no": "账号"}
    assert as_user(staff.county).post(url, bad).status_code == 422


def test_a_refused_mode_keeps_the_input(unions, staff, as_user):
    url = reverse("union_accounts", args=[unions.linqi.pk])
    data = {
        "mode": "custody",
        "custodian": unions.hejian.pk,
        "valid_from": "2025-01-01",
        "bank_name": "农行临淇支行",
    }
    answer = as_user(staff.county).post(url, data)
    assert answer.status_code == 422
    assert "农行临淇支行" in answer.content.decode()
    assert not AccountTerm.objects.exists()


def test_queries_do_not_grow_with_the_entries(book, staff, as_user, django_assert_max_num_queries):
    client = as_user(staff.county)
    client.get(page(book))
    for _number in range(12):
        income(book, "1")
    with django_assert_max_num_queries(24):
        client.get(f"{page(book)}?year=2025")
    with django_assert_max_num_queries(20):
        client.get(reverse("ledgers"))


def test_workbooks(book, staff, as_user):
    income(book, "1200.50")
    client = as_user(staff.auditor)
    for name, args in (("ledger_export", [book.pk]), ("ledgers_export", [])):
        answer = client.get(reverse(name, args=args) + "?year=2025")
        assert answer.status_code == 200
        assert answer.content[:2] == b"PK"


def test_a_long_year_comes_in_pages(book, staff, as_user, django_assert_max_num_queries):
    income(book, "1000", "2025-03-01")
    for number in range(120):
        spend(book, "0.50", "2025-04-01", text=f"支出{number}")
    income(book, "7", "2025-05-01")
    client = as_user(staff.auditor)
    client.get(page(book))
    with django_assert_max_num_queries(20):
        last = client.get(f"{page(book)}?year=2025")
    assert [row.entry.number for row in last.context["rows"]] == list(range(101, 123))
    assert last.context["opening"] == Decimal("950.50")
    assert last.context["rows"][-1].balance == Decimal("947.00")
    assert (last.context["received"], last.context["paid"]) == (Decimal(1007), Decimal(60))
    first = client.get(f"{page(book)}?year=2025&page=1")
    assert [row.entry.number for row in first.context["rows"]] == list(range(1, 101))
    assert first.context["rows"][-1].balance == Decimal("950.50")
    assert first.context["opening"] == 0
    assert client.get(f"{page(book)}?year=2025&page=x").status_code == 200
