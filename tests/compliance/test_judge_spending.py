"""Payments, grants and share tables on the compliance list, until they are put in order."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts.choices import Role
from compliance.models import Finding
from compliance.sentences import record_link, sentence
from funding.models import Grant, Payment, ShareTable
from funding.services import payments
from tests.cadres.crew import post
from tests.compliance.checked import check, finding_of, make_township_union, make_union
from tests.compliance.test_count_check_queries import asked
from tests.funding import payment_cases as money
from tests.places import make_division, make_user
from townships.choices import UnionKind
from townships.models import Union

pytestmark = pytest.mark.usefixtures("policies")
TODAY = timezone.localdate


def found(rule, key, county="410581", on=None) -> Finding | None:
    check(county, on=on or TODAY())
    return finding_of(rule, key)


def said(finding: Finding | None, user) -> tuple[str, str]:
    """The sentence in English, and where the button leads."""
    assert finding is not None
    with override("en"):
        return sentence(finding).whole, record_link(finding, user)[1]


def approved(source, union, staff, second, amount="100.00") -> Payment:
    made = money.draft(source, union, staff.county, amount)
    payments.review(payment=made, user=staff.county)
    return payments.approve(payment=made, user=second).record


@pytest.fixture
def second(places):
    return money.colleague(places.linzhou, "second")


# --- R-FIN-06 -------------------------------------------------------------------------------------


def test_a_decision_without_a_meeting(unions, places, staff, second):
    """Approved before the office laid an amount down for that day; told until it is taken back."""
    made = approved(money.grant(unions.linqi), unions.linqi, staff, second)
    key = f"payment-{made.pk}"
    assert found("R-FIN-06", key) is None  # no amount is laid down: unknown, and told once
    money.own_threshold(places, 50)
    finding = found("R-FIN-06", key)
    text, url = said(finding, staff.county)
    assert ("50" in text and "a meeting decides" in text, finding.urgency) == (True, "money")
    assert url == f"/funding/payments/{made.pk}/"
    back = payments.reverse(
        payment=made, amount=Decimal(100), user=staff.county, note="无会议"
    ).record
    payments.review(payment=back, user=staff.county)
    payments.approve(payment=back, user=second)
    assert found("R-FIN-06", key) is None


def test_small_ones_of_a_day_count_together(unions, places, staff, second):
    source = money.grant(unions.linqi)
    first = approved(source, unions.linqi, staff, second, "60.00")
    approved(source, unions.linqi, staff, second, "60.00")
    approved(money.grant(unions.linqi), unions.linqi, staff, second, "60.00")
    money.own_threshold(places, 100)
    assert found("R-FIN-06", f"payment-{first.pk}") is not None
    assert Finding.objects.filter(rule_id="R-FIN-06").count() == 1


def test_an_allocation_without_a_meeting(unions, places, staff):
    line = money.line(unions.linqi)
    allocation = line.allocation
    allocation.total, allocation.approved_at = Decimal("1000.00"), timezone.now()
    allocation.save()
    money.own_threshold(places, 100)
    key = f"allocation-{allocation.pk}"
    finding = found("R-FIN-06", key)
    assert said(finding, staff.county)[1] == f"/funding/allocations/{allocation.pk}/"
    allocation.meeting = money.meeting(unions.county, TODAY())
    allocation.save()
    assert found("R-FIN-06", key) is None


def test_what_was_decided_before_the_provision_is_not_found(unions, places, staff, second):
    made = approved(money.grant(unions.linqi), unions.linqi, staff, second)
    Payment.objects.update(approved_at=timezone.now() - datetime.timedelta(days=4000))
    money.own_threshold(places, 50)
    assert found("R-FIN-06", f"payment-{made.pk}") is None


# --- R-FIN-07 -------------------------------------------------------------------------------------


def test_another_purpose_and_more_than_the_grant(unions, staff):
    source = money.grant(unions.linqi, "100.00")
    made = [money.draft(source, unions.linqi, staff.county, "50.00") for _n in range(2)]
    assert [found("R-FIN-07", one.pk) for one in made] == [None, None]
    Payment.objects.filter(pk=made[0].pk).update(purpose="training")
    Grant.objects.update(amount=Decimal("99.99"))
    check(on=TODAY())
    texts = [said(finding_of("R-FIN-07", one.pk), staff.county)[0] for one in made]
    assert ("its grant is for" in texts[0], "99.99" in texts[1]) == (True, True)
    payments.cancel(payment=made[0], user=staff.county, note="用途不符")
    assert [found("R-FIN-07", one.pk) for one in made] == [None, None]


# --- R-FIN-08 -------------------------------------------------------------------------------------


def test_in_shaoxing_the_chair_signs(places):
    county = make_union("柯桥区总工会", UnionKind.COUNTY, "330603")
    street = make_township_union(places.keqiao_street, county_code="330603")
    author, other = (make_user(name, Role.COUNTY, places.keqiao) for name in ("k1", "k2"))
    source = money.grant(street)
    made = money.draft(source, street, author)
    payments.review(payment=made, user=author)
    payments.approve(payment=made, user=other)
    finding = found("R-FIN-08", made.pk, "330603")
    assert (finding.urgency, said(finding, author)[1]) == (
        "missing_data",
        f"/funding/payments/{made.pk}/",
    )
    chair = post(county, "现任主席", "chair", valid_from=datetime.date(2025, 1, 1)).person
    vice = post(county, "副主席", "vice_chair", valid_from=datetime.date(2025, 1, 1)).person
    Payment.objects.filter(pk=made.pk).update(signed_by=vice.pk)
    finding = found("R-FIN-08", made.pk, "330603")
    assert "not signed by the chair" in said(finding, author)[0]
    Payment.objects.filter(pk=made.pk).update(signed_by=chair.pk)
    assert found("R-FIN-08", made.pk, "330603") is None


# --- R-FND-05, R-FND-18, R-FND-25 -----------------------------------------------------------------


def test_no_share_of_the_townships_is_laid_down(places, staff, second):
    values = {
        "jurisdiction": places.linzhou,
        "document_no": "示例〔2026〕3号",
        "state": "released",
        "valid_from": datetime.date(2026, 1, 1),
        "grassroots": 60,
        "county": 40,
        "owner": places.linzhou,
        "author": staff.county,
        "releaser": second,
        "released_at": timezone.now(),
    }
    table = ShareTable.objects.create(**values)
    finding = found("R-FND-05", table.pk)
    assert "no share of the townships" in said(finding, staff.county)[0]
    assert said(finding, staff.county)[1] == "/funding/shares/?place=410581"
    assert finding_of("R-FND-05", table.pk).verdict.clause
    day = TODAY()
    ShareTable.objects.filter(pk=table.pk).update(
        state="superseded", valid_to=day - datetime.timedelta(days=1)
    )
    new = ShareTable.objects.create(**{**values, "valid_from": day, "township": 0, "county": 40})
    assert (found("R-FND-05", table.pk), found("R-FND-05", new.pk)) == (None, None)


def test_a_second_one_off_subsidy_in_fujian(places):
    make_division("3501", "福州市", "city")
    county = make_division("350105", "马尾区", "district")
    office = make_user("fujian", Role.COUNTY, county)
    town = make_division("350105100", "亭江镇")
    union = make_township_union(town, county_code="350105")
    more = {"kind": "one_off", "one_off_subject": "亭江职工服务中心"}
    first, again = (money.grant(union, **more) for _n in range(2))
    finding = found("R-FND-18", again.pk, "350105")
    text, url = said(finding, office)
    assert ("number 2" in text, url) == (True, f"/admin/funding/grant/{again.pk}/change/")
    assert finding_of("R-FND-18", first.pk) is None
    Grant.objects.filter(pk=again.pk).update(one_off_subject="马尾职工服务中心")
    assert found("R-FND-18", again.pk, "350105") is None


def test_a_project_subsidy_in_hebei(places):
    from federations.models import Federation, FederationTownship

    office = make_user("hebei", Role.COUNTY, make_division("130602", "竞秀区", "district"))
    towns = [make_division(f"13060210{n}", f"第{n}镇") for n in range(2)]
    above = make_township_union(towns[0], county_code="130602", account_mode="")
    union = make_union("货运联合会", UnionKind.FEDERATION, "130602", superior=above)
    federation = Federation.objects.create(
        county_code="130602", union=union, kind="industry", level="county"
    )
    one = money.grant(union, kind="project", project_case="司机之家")
    finding = found("R-FND-25", one.pk, "130602")
    assert (finding.urgency, "nobody can judge" in said(finding, office)[0]) == (
        "missing_data",
        True,
    )
    Union.objects.filter(pk=above.pk).update(account_mode="own")
    extends = {"county_code": "130602", "federation": federation}
    FederationTownship.objects.create(township=towns[0], **extends)
    finding = found("R-FND-25", one.pk, "130602")
    assert (finding.urgency, "one township" in said(finding, office)[0]) == ("money", True)
    FederationTownship.objects.create(township=towns[1], **extends)
    assert found("R-FND-25", one.pk, "130602") is None


# --- many -----------------------------------------------------------------------------------------


def test_more_payments_ask_no_more_questions(unions, staff, second):
    def grow(number: int) -> None:
        for _n in range(number):
            approved(money.grant(unions.linqi), unions.linqi, staff, second, "1.00")
            money.grant(unions.hejian, kind="one_off", one_off_subject="服务中心")

    grow(1)
    check(on=TODAY())
    few = asked(lambda: check(on=TODAY()))
    grow(4)
    check(on=TODAY())
    assert asked(lambda: check(on=TODAY())) == few


def test_a_township_is_judged_without_its_neighbours(unions, places, staff):
    made = [
        money.draft(money.grant(union), union, staff.county)
        for union in (unions.linqi, unions.hejian)
    ]
    Payment.objects.update(purpose="training")
    check(on=TODAY(), township_keys=[places.linqi.key])
    assert [finding_of("R-FIN-07", one.pk) is None for one in made] == [False, True]
