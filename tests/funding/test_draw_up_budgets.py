"""Budgets and final accounts: drawn up, frozen by a second person, amended, compared, missing."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.choices import Role
from funding.models import AuditRecord, Budget, BudgetLine
from funding.models.fixed import WrittenOnce
from funding.selectors.budgets import comparison
from funding.services.budgets import Planned, freeze, save_budget
from funding.services.journal import Posting, post
from history.models import Change
from tests.funding.books import day, income, own_books, spend
from tests.places import make_user
from townships.choices import UnionKind
from townships.models import Union
from unionreg.county import Conflict
from unionreg.refusals import Refused


@pytest.fixture
def colleague(places):
    return make_user("colleague", Role.COUNTY, places.linzhou)


def draw_up(union, user, kind="budget", year=2025, **amounts):
    lines = [Planned(key, Decimal(value)) for key, value in amounts.items()]
    made = Budget(union=union, year=year, kind=kind)
    return save_budget(budget=made, lines=lines, user=user)


def refused(act, **values):
    with override("en"), pytest.raises(Refused) as caught:
        act(**values)
    return " ".join(caught.value.messages)


def test_the_author_does_not_freeze(unions, staff, colleague):
    made = draw_up(unions.linqi, staff.county, levy="1000")
    assert "You drew this up" in refused(freeze, budget=made, user=staff.county)
    done = freeze(budget=made, user=colleague)
    assert (done.frozen, done.frozen_by, done.frozen_on) == (True, colleague, timezone.localdate())
    drawn = draw_up(unions.hejian, staff.county, levy="1000")
    values = {"state": "frozen", "frozen_by": staff.county, "frozen_on": timezone.localdate()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.filter(pk=drawn.pk).update(**values)


def test_the_author_is_not_offered_to_freeze(unions, staff, colleague, as_user):
    made = draw_up(unions.linqi, staff.county, levy="1000")
    page, action = reverse("budget", args=[made.pk]), reverse("budget_freeze", args=[made.pk])
    assert action not in as_user(staff.county).get(page).content.decode()
    assert action in as_user(colleague).get(page).content.decode()


def test_who_changes_it_last_is_its_author(unions, staff, colleague):
    made = draw_up(unions.linqi, staff.county, levy="1000")
    save_budget(budget=made, lines=[Planned("levy", Decimal(5))], user=colleague)
    assert "You drew this up" in refused(freeze, budget=made, user=colleague)
    assert freeze(budget=made, user=staff.county).frozen


def test_frozen_stays_and_an_amendment_is_a_new_version(unions, staff, colleague):
    made = freeze(budget=draw_up(unions.linqi, staff.county, levy="1000"), user=colleague)
    lines = [Planned("levy", Decimal(2000))]
    assert "is frozen" in refused(save_budget, budget=made, lines=lines, user=staff.county)
    assert "is frozen" in refused(freeze, budget=made, user=colleague)
    second = draw_up(unions.linqi, staff.county, levy="1500")
    assert second.edition == 2
    assert "a draft already" in refused(
        save_budget,
        budget=Budget(union=unions.linqi, year=2025, kind="budget"),
        lines=lines,
        user=staff.county,
    )
    assert list(BudgetLine.objects.filter(budget=made).values_list("amount")) == [(Decimal(1000),)]


def test_what_is_frozen_stays_as_it_was(unions, staff, colleague):
    draft = draw_up(unions.hejian, staff.county, levy="5")
    made = freeze(budget=draw_up(unions.linqi, staff.county, levy="1000"), user=colleague)
    line = BudgetLine.objects.get(budget=made)
    line.amount = Decimal(1)
    new = BudgetLine(county_code="410581", budget=made, account="dues", amount=Decimal(1))
    for act in (
        made.save,
        made.delete,
        line.save,
        line.delete,
        new.save,
        lambda: Budget.objects.update(note="x"),
        Budget.objects.all().delete,
        lambda: BudgetLine.objects.filter(budget=made).update(amount=1),
        lambda: BudgetLine.objects.bulk_update([line], ["amount"]),
        lambda: BudgetLine.objects.bulk_create([new]),
        BudgetLine.objects.all().delete,
    ):
        with pytest.raises(WrittenOnce):
            act()
    assert BudgetLine.objects.get(budget=made).amount == Decimal(1000)
    assert BudgetLine.objects.filter(budget=draft).update(amount=6) == 1


def test_amounts_and_categories(unions, staff):
    for amounts, words in (
        ({"levy": "-1"}, "has to be 0.00 yuan or more"),
        ({"levy": "1.001"}, "more than two decimals"),
        ({"bank": "1"}, "neither income nor spending"),
    ):
        with override("en"), pytest.raises(Refused) as caught:
            draw_up(unions.linqi, staff.county, **amounts)
        assert words in " ".join(caught.value.messages)
    assert not Budget.objects.exists()


def test_the_second_of_two_clerks_is_told(unions, staff, colleague):
    made = draw_up(unions.linqi, staff.county, levy="1")
    stale = Budget.objects.get(pk=made.pk)
    lines = [Planned("levy", Decimal(9))]
    made.note = "x"
    save_budget(budget=made, lines=lines, user=colleague, expected_version=1)
    with pytest.raises(Conflict):
        save_budget(budget=stale, lines=[], user=staff.county, expected_version=1)


def test_a_changed_amount_is_in_the_history(unions, staff):
    made = draw_up(unions.linqi, staff.county, levy="1")
    save_budget(budget=made, lines=[Planned("levy", Decimal(9))], user=staff.county)
    changes = Change.objects.filter(model="funding.budget", object_id=str(made.pk))
    assert {"拨缴经费收入": ["1.00", "9.00"]} in [change.fields for change in changes]


def test_a_frozen_year_takes_no_more_entries(unions, staff, colleague):
    book = own_books(unions.linqi)
    income(book, "10", "2025-03-01")
    final = draw_up(unions.linqi, staff.county, "final", levy="10")
    freeze(budget=final, user=colleague)
    with override("en"), pytest.raises(Refused) as caught:
        spend(book, "1", "2025-12-31")
    assert "The final account of 2025 is frozen" in " ".join(caught.value.messages)
    assert spend(book, "1", "2026-01-02").number == 1


def test_a_budget_is_of_the_next_year_at_most(unions, staff):
    year = timezone.localdate().year
    assert draw_up(unions.linqi, staff.county, year=year + 1, levy="10").pk
    for kind, late in (("budget", year + 2), ("final", year + 1)):
        with override("en"), pytest.raises(Refused) as caught:
            draw_up(unions.linqi, staff.county, kind, late, levy="10")
        assert str(late) in " ".join(caught.value.messages)


def test_a_year_that_runs_is_not_closed(unions, staff, colleague):
    year = timezone.localdate().year
    final = draw_up(unions.linqi, staff.county, "final", year, levy="10")
    assert "is not over" in refused(freeze, budget=final, user=colleague)
    empty = draw_up(unions.linqi, staff.county)
    assert "Nothing is filled in" in refused(freeze, budget=empty, user=colleague)


def test_side_by_side(unions, staff, colleague):
    book = own_books(unions.linqi)
    income(book, "900", "2025-03-01")
    spend(book, "300", "2025-04-01")
    draw_up(unions.linqi, staff.county, levy="1000", activities="400")
    draw_up(unions.linqi, staff.county, "final", levy="900", activities="310")
    draw_up(unions.linqi, staff.county, "final", 2024, levy="800")
    rows = {r.account.key: r for group in comparison(unions.linqi, 2025).values() for r in group}
    levy, events = rows["levy"], rows["activities"]
    assert (levy.budget, levy.final, levy.last_year, levy.ledger) == tuple(
        map(Decimal, (1000, 900, 800, 900))
    )
    assert (levy.difference, levy.disagrees) == (Decimal(-100), False)
    assert (events.ledger, events.disagrees) == (Decimal(300), True)
    nothing = comparison(unions.hejian, 2025)["income"][0]
    assert (nothing.budget, nothing.final, nothing.last_year, nothing.ledger) == (None,) * 4


def test_each_category_has_its_share_of_the_spending(unions):
    """R-FND-30: what part goes to workers and to lower unions."""
    book = own_books(unions.linqi)
    income(book, "900")
    for key, amount in (("activities", "200"), ("lower_subsidy", "100")):
        line = Posting(key, "bank", Decimal(amount))
        post(sub_ledger=book, on=day("2025-06-01"), lines=[line], text="支出", user=None)
    rows = {row.account.key: row.share for row in comparison(unions.linqi, 2025)["spending"]}
    assert (rows["activities"], rows["lower_subsidy"]) == (Decimal("66.7"), Decimal("33.3"))
    assert {share for key, share in rows.items() if key not in ("activities", "lower_subsidy")} == {
        Decimal(0)
    }
    assert comparison(unions.linqi, 2024)["spending"][0].share is None


def test_an_amendment_counts_once_it_is_frozen(unions, staff, colleague):
    freeze(budget=draw_up(unions.linqi, staff.county, levy="1000"), user=colleague)
    second = draw_up(unions.linqi, staff.county, levy="1500")

    def planned():
        rows = comparison(unions.linqi, 2025)["income"]
        return next(row.budget for row in rows if row.account.key == "levy")

    assert planned() == Decimal(1000)
    freeze(budget=second, user=colleague)
    assert planned() == Decimal(1500)


def test_money_for_a_federation_below(unions, staff):
    def below(name, superior):
        return Union.objects.create(
            county_code="410581", name=name, code=name, kind=UnionKind.FEDERATION, superior=superior
        )

    mine, other = below("货运", unions.linqi), below("快递", unions.hejian)
    budget = Budget(union=unions.linqi, year=2025, kind="budget")
    lines = [Planned("lower_subsidy", Decimal(5), mine)]
    save_budget(budget=budget, lines=lines, user=staff.county)
    wrong = [Planned("lower_subsidy", Decimal(5), other)]
    assert "not directly below" in refused(
        save_budget, budget=budget, lines=wrong, user=staff.county
    )


# --- the pages ------------------------------------------------------------------------------------


def begin(client, union, kind="budget"):
    url = reverse("budget_draft", args=[union.pk])
    return client.post(f"{url}?year=2025", {"kind": kind, "year": 2025})


def test_from_draft_to_frozen_on_the_pages(unions, staff, colleague, as_user):
    client = as_user(staff.county)
    assert begin(client, unions.linqi).status_code == 302
    made = Budget.objects.get()
    url = reverse("budget", args=[made.pk])
    grid = {"record_version": 1, "levy": "1000.00", "activities": "400"}
    assert client.post(url, grid).status_code == 302
    made.refresh_from_db()
    frozen = reverse("budget_freeze", args=[made.pk])
    data = {"record_version": made.version}
    assert client.post(frozen, data).status_code == 422
    assert as_user(colleague).post(frozen, data).status_code == 302
    assert client.post(url, grid).status_code == 422
    text = client.get(reverse("union_budget", args=[unions.linqi.pk]) + "?year=2025")
    assert "1,000.00" in text.content.decode()


def test_a_table_is_pasted(unions, staff, as_user):
    client = as_user(staff.county)
    begin(client, unions.linqi)
    url = reverse("budget", args=[Budget.objects.get().pk])
    good = "拨缴经费收入\t1,000.50\n职工活动支出\t400\n"
    assert client.post(url, {"record_version": 1, "pasted": good}).status_code == 302
    found = dict(BudgetLine.objects.values_list("account", "amount"))
    assert found == {"levy": Decimal("1000.50"), "activities": Decimal(400)}


@pytest.mark.parametrize(
    "pasted",
    [
        "水电费\t5",
        "拨缴经费收入\tx",
        "拨缴经费收入\t1.005",
        "拨缴经费收入\t-1",
        "会费收入\t1\n会费收入\t2",
    ],
)
def test_a_bad_table_says_which_row(unions, staff, as_user, pasted):
    client = as_user(staff.county)
    begin(client, unions.linqi)
    url = reverse("budget", args=[Budget.objects.get().pk])
    answer = client.post(url, {"record_version": 1, "pasted": pasted})
    assert answer.status_code == 422
    assert pasted in answer.content.decode()
    assert not BudgetLine.objects.exists()


def test_who_may(unions, staff, as_user):
    made = draw_up(unions.linqi, staff.county, levy="5")
    for name, sees in {"auditor": 200, "chair": 200, "chair_beside": 404, "county2": 404}.items():
        client = as_user(getattr(staff, name))
        for url in (
            reverse("budget", args=[made.pk]),
            reverse("union_budget", args=[unions.linqi.pk]),
        ):
            assert client.get(url).status_code == sees, name
        expected = 403 if sees == 200 else 404
        assert begin(client, unions.linqi, "final").status_code == expected
    assert Budget.objects.count() == 1


def test_missing_ones_are_listed(unions, staff, as_user, django_assert_max_num_queries):
    draw_up(unions.linqi, staff.county, levy="5")
    client = as_user(staff.auditor)
    client.get(reverse("budgets"))
    with django_assert_max_num_queries(20):
        text = client.get(reverse("budgets") + "?year=2025").content.decode()
    assert text.count(unions.hejian.name) == 1
    assert client.get(reverse("budgets_export") + "?year=2025").content[:2] == b"PK"


def test_audits_are_recorded(unions, staff, as_user):
    url = reverse("budget_audit", args=[unions.linqi.pk]) + "?year=2025"
    data = {"audited_on": "2026-02-01", "audited_by": "经审会", "follow_up": "none"}
    assert as_user(staff.auditor).post(url, data).status_code == 403
    assert as_user(staff.county).post(url, data).status_code == 302
    assert AuditRecord.objects.get().year == 2025
    assert as_user(staff.county).post(url, data).status_code == 422
    late = {**data, "audited_on": "2999-01-01"}
    assert as_user(staff.county).post(url, late).status_code == 422


def test_the_pay_of_social_workers_beside_the_year_before(unions, staff, colleague, as_user):
    """R-SOC-06: an item of the county's budget; what is not recorded is not 0."""
    client = as_user(staff.county)
    for year, pay in ((2024, ""), (2025, "12,000.00")):
        made = draw_up(unions.county, staff.county, year=year, office="50000")
        data = {"record_version": made.version, "office": "50000", "worker_pay": pay}
        assert client.post(reverse("budget", args=[made.pk]), data).status_code == 302
    page = reverse("union_budget", args=[unions.county.pk])
    assert client.get(page, {"year": 2025}).context["worker_pay"] == (Decimal("12000.00"), None)
    freeze(budget=Budget.objects.get(year=2025), user=colleague)
    client.post(reverse("budget_draft", args=[unions.county.pk]), {"year": 2025, "kind": "budget"})
    assert Budget.objects.get(year=2025, edition=2).worker_pay == Decimal("12000.00")
    own = reverse("union_budget", args=[unions.linqi.pk])
    assert client.get(own).context["worker_pay"] is None
