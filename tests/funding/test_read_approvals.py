"""The log of approvals: all kinds in one order, inside the places of the reader."""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from funding.choices import BudgetKind
from funding.models import Budget, ShareTable
from funding.selectors.approvals import Wanted, entries, marks, number
from funding.services import allocations, payments
from funding.services.budgets import Planned, freeze, save_budget
from funding.services.grants import save_grant
from tests.funding import payment_cases as money
from tests.funding.money import YEAR, linzhou, load_all, scheme, typed

TODAY = timezone.localdate


@pytest.fixture
def second(places):
    return money.colleague(places.linzhou, "second")


@pytest.fixture
def world(places, unions, staff, second):
    """One of each kind in 林州."""
    load_all()
    typed(places.linqi, project_amount="8000")
    place = linzhou()
    kept = allocations.save_allocation(
        scheme=scheme("anyang-projects"), place=place, year=YEAR, user=staff.county
    ).record
    allocations.review_allocation(allocation=kept, user=staff.county)
    allocations.approve_allocation(allocation=kept, user=second)
    made = save_budget(
        budget=Budget(union=unions.linqi, year=TODAY().year, kind=BudgetKind.BUDGET),
        lines=[Planned("levy", Decimal(5))],
        user=staff.county,
    )
    freeze(budget=made, user=second)
    grant = money.grant(unions.hejian)
    grant.title = "改名"
    save_grant(grant=grant, user=staff.county)
    payments.review(
        payment=money.draft(money.grant(unions.linqi), unions.linqi, staff.county),
        user=staff.county,
    )
    share_table(places.linzhou, staff.county, second)
    return places


def share_table(place, author, releaser):
    return ShareTable.objects.create(
        jurisdiction=place,
        document_no="示例〔2026〕3号",
        state="released",
        valid_from=datetime.date(2026, 1, 1),
        grassroots=Decimal(60),
        county=Decimal(40),
        owner=place,
        author=author,
        releaser=releaser,
        released_at=timezone.now(),
    )


def told(user, **wanted):
    return entries(marks(user, Wanted(**wanted)))


def test_every_kind_in_one_order(world, staff):
    lines = told(staff.county)
    assert [one.at for one in lines] == sorted((one.at for one in lines), reverse=True)
    assert len(lines) == number(staff.county, Wanted())
    assert {str(one.kind.value) for one in lines} == {
        *("payment", "allocation", "grant", "budget", "shares"),
    }
    steps = [(one.action, one.who) for one in told(staff.county, kind="allocation")]
    assert [who for _what, who in steps] == ["second", "王辛", "王辛"]
    assert [one.who for one in told(staff.county, kind="budget")] == ["second", "王辛"]
    noted = [(one.action, one.note) for one in lines if one.note]
    assert all(action != note for action, note in noted)  # nothing is said twice


def test_the_auditor_and_the_city_see_the_area_and_outsiders_nothing(world, staff):
    everything = told(staff.county)
    assert told(staff.auditor) == told(staff.city) == everything
    assert told(staff.county2) == []
    kinds = {one.kind.value for one in told(staff.chair)}
    assert kinds == {"payment", "budget"}  # of 临淇镇 only
    assert told(staff.chair2) == []


def test_filters(world, staff):
    assert {one.who for one in told(staff.county, who="second")} == {"second"}
    assert {one.kind.value for one in told(staff.city, township="410581100")} == {"grant"}
    assert told(staff.city, county="410523") == []
    tomorrow = TODAY() + datetime.timedelta(days=1)
    assert told(staff.county, first=tomorrow) == []
    assert len(told(staff.county, last=TODAY(), first=TODAY())) == number(staff.county, Wanted())


def test_a_county_shows_what_concerns_it(places, staff, second):
    """Tables of its city and its townships too, of no other county, only inside the scope."""
    laid_down = (places.anyang, places.linzhou, places.linqi, places.tangyin, places.henan)
    for place in laid_down:
        share_table(place, staff.county, second)

    def shown(user, **wanted):
        return {one.about.split()[0] for one in told(user, **wanted)}

    linzhou = {"安阳市", "林州市", "临淇镇"}
    assert shown(staff.city, county="410581") == linzhou
    assert shown(staff.city, county="410523") == {"安阳市", "汤阴县"}
    assert shown(staff.city, county="410581", township="410581101") == {"临淇镇"}
    assert shown(staff.province, county="410581") == {*linzhou, "河南省"}
    assert shown(staff.county) == shown(staff.county, county="410581") == linzhou - {"安阳市"}
    assert number(staff.city, Wanted(county="410581")) == 3
    assert shown(staff.county2, county="410581") == set()


def test_the_page_says_whose_log_has_the_rest(places, staff, second, as_user):
    share_table(places.anyang, staff.county, second)

    def unseen(user, **asked):
        answer = as_user(user).get(reverse("payment_log"), asked)
        names = [place.name for place in answer.context["unseen"]]
        link = f"{reverse('shares')}?place=410581"
        assert (link in answer.content.decode()) == bool(names)
        return names

    assert unseen(staff.county) == ["安阳市"]
    assert unseen(staff.city) == unseen(staff.city, county="410581") == []
    share_table(places.henan, staff.county, second)
    assert unseen(staff.county) == ["安阳市", "河南省"]
    assert unseen(staff.city, county="410581") == ["河南省"]
    assert unseen(staff.city) == unseen(staff.admin, county="410581") == []


def test_the_page_and_its_workbook(world, as_user, staff):
    for user in (staff.county, staff.auditor, staff.city, staff.chair):
        client = as_user(user)
        assert client.get(reverse("payment_log")).status_code == 200
        answer = client.get(reverse("payment_log_export"), {"kind": "payment"})
        rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
        assert len(rows) >= 3
    client = as_user(staff.county)
    for nonsense in (
        {"kind": "x"},
        {"township": "410523100"},
        {"first": "2026-02-30"},
        {"first": "2026-02-02", "last": "2026-02-01"},
    ):
        answer = client.get(reverse("payment_log"), nonsense)
        assert answer.status_code == 422
        assert (
            "Nothing is shown" in answer.content.decode()
            or "没有显示结果" in answer.content.decode()
        )
        assert "没有保存" not in answer.content.decode()  # a filter saves nothing
        assert client.get(reverse("payment_log_export"), nonsense).status_code == 302


def test_it_is_only_read(world, as_user, staff):
    assert as_user(staff.admin).post(reverse("payment_log")).status_code == 405


def test_many_lines_ask_no_more_questions(
    world, unions, staff, as_user, django_assert_max_num_queries
):
    source = money.grant(unions.linqi, "100000.00")
    for _number in range(60):
        money.draft(source, unions.linqi, staff.county, "1.00")
    client = as_user(staff.county)
    client.get(reverse("payment_log"))
    with django_assert_max_num_queries(22):
        assert client.get(reverse("payment_log"), {"page": 2}).status_code == 200
