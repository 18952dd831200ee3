"""The payment list of a tax office and payrolls: what matches, what does not, twice, and undo."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from funding.models import Levy, LevyPayment
from funding.selectors.levies import paid_up
from funding.services.levy_payments import reverse_payment
from history.models import Change
from imports.choices import Kind, State
from imports.kinds import kind_of
from imports.models import RowIssue
from imports.workbooks.template import template
from tests.funding.levied import COUNTY, covered, credit_code, employer, levy_rule, pay
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, counts, undo_file
from townships.services.affiliations import hand_over

DAY = datetime.date
TITLES = [
    "纳税人识别号",
    "纳税人名称",
    "税款所属期起",
    "税款所属期止",
    "实缴金额",
    "入库日期",
    "税票号码",
]
LEVY_TITLES = ["统一社会信用代码", "所属月份", "工资总额", "征收品目"]


@pytest.fixture
def firm(places, unions):
    unit = employer(1, places.linqi)
    covered(unions.factory, unit, unions.linqi)
    return unit


def row(
    number=1, amount="25000", voucher="441000001", first="2026-03-01", last="2026-03-31", day=""
):
    name = f"示例{number}有限公司"
    return [credit_code(number), name, first, last, amount, day or "2026-04-10", voucher]


def issues(batch):
    return set(RowIssue.objects.filter(batch=batch).values_list("row_number", "header", "code"))


def test_a_list_is_written_found_again_and_undone(firm, places, staff, import_table):
    employer(2, places.hejian)
    rows = [row(amount=25000.1), row(2, "￥1,000.50", "441000002")]
    batch = import_table(Kind.LEVY_PAYMENTS, TITLES, *rows)
    assert (batch.state, counts(batch)[:2], issues(batch)) == (State.APPLIED, (2, 0), set())
    first, second = LevyPayment.objects.order_by("reference")
    assert (first.amount, first.channel, first.kind) == (Decimal("25000.10"), "tax", "union")
    assert (second.amount, second.kind) == (Decimal("1000.50"), "preparatory")  # no union
    assert (first.period, first.paid_on, first.employer) == ("2026-03", DAY(2026, 4, 10), firm)
    assert paid_up(COUNTY, 2026) == {
        places.linqi.key: Decimal("25000.10"),
        places.hejian.key: Decimal("1000.50"),
    }
    assert Change.objects.filter(model="funding.levypayment", batch_id=batch.pk).count() == 2
    again = import_table(Kind.LEVY_PAYMENTS, TITLES, *rows)
    assert (counts(again)[:3], LevyPayment.objects.count()) == ((0, 0, 2), 2)
    assert LevyPayment.objects.get(pk=first.pk).version == 1
    assert undo_file(batch, staff.county).state == State.UNDONE
    assert not LevyPayment.objects.exists()


def test_what_did_not_match_comes_back(firm, places, unions, import_table):
    employer(8, places.chengguan, "410523")
    pay(firm, None, "9", reference="441000007", channel="tax")
    batch = import_table(
        Kind.LEVY_PAYMENTS,
        TITLES,
        row(),
        row(9, voucher="441000002"),
        row(8, voucher="441000003"),
        row(),
        row(amount="-5", voucher="441000004"),
        row(amount="1.005", voucher="441000005"),
        row(amount=1000.005, voucher="441000006"),
        row(amount="0", voucher="441000008"),
        row(voucher="441000007"),
        row(voucher="441000009", last="2026-05-31"),
        row(voucher="441000010", first="2027-01-01", last="2027-01-31"),
        row(voucher="441000011", first="", last=""),
        row(voucher=""),
        row(amount="很多", voucher="441000012"),
        row(voucher="441000013", day="2027-01-01"),
    )
    assert issues(batch) == {
        (3, "纳税人识别号", "levy_employer_unknown"),
        (4, "纳税人识别号", "levy_employer_unknown"),
        (5, "税票号码", "levy_voucher_twice"),
        (6, "实缴金额", "amount_negative"),
        (7, "实缴金额", "amount_precision"),
        (8, "实缴金额", "amount_precision"),
        (9, "实缴金额", "levy_nothing"),
        (10, "税票号码", "levy_voucher_taken"),
        (11, "税款所属期止", "levy_several_months"),
        (12, "税款所属期起", "levy_month_to_come"),
        (13, "", "levy_month_missing"),
        (14, "税票号码", "cell_required"),
        (15, "实缴金额", "amount_unreadable"),
        (16, "入库日期", "date_future"),
    }
    assert counts(batch) == (1, 0, 0, 0, 14)
    assert LevyPayment.objects.count() == 2


def test_a_wrong_code_and_another_name(firm, import_table):
    wrong = row(voucher="441000002")
    wrong[0] = wrong[0][:-1] + ("0" if wrong[0][-1] != "0" else "1")
    other = row()
    other[1] = "别的公司"
    batch = import_table(Kind.LEVY_PAYMENTS, TITLES, other, wrong)
    assert issues(batch) == {
        (2, "纳税人名称", "levy_name_other"),
        (3, "纳税人识别号", "credit_code_checksum"),
    }
    assert LevyPayment.objects.get().employer == firm


def test_an_undo_leaves_what_was_taken_back(firm, staff, import_table):
    batch = import_table(Kind.LEVY_PAYMENTS, TITLES, row(), row(voucher="441000002"))
    payment = LevyPayment.objects.get(reference="441000001")
    reverse_payment(
        payment=payment, paid_on=DAY(2026, 5, 1), reference="R1", reason="错", user=staff.county
    )
    assert undo_file(batch, staff.county).state == State.APPLIED  # nothing is half undone
    assert LevyPayment.objects.count() == 3
    assert undo_file(batch, staff.county, partly=True).state == State.UNDONE
    assert set(LevyPayment.objects.values_list("reference", flat=True)) == {"441000001", "R1"}


def test_a_handover_between_preview_and_confirmation(firm, places, unions, staff, tmp_path):
    unions.factory.affiliations.update(superior=unions.county)
    unions.factory.superior = unions.county
    unions.factory.save()
    path = workbooks.xlsx(tmp_path / "表.xlsx", [TITLES, row()])
    batch = check_file(path, staff.county, Kind.LEVY_PAYMENTS)
    hand_over(
        unions=[unions.factory],
        new_superior=unions.linqi,
        document_no="7",
        effective_on=DAY(2026, 4, 10),
        user=None,
    )
    apply_file(batch, staff.county)
    assert paid_up(COUNTY, 2026) == {places.linqi.key: Decimal(25000)}


def test_the_preview_shows_amount_and_day(firm, staff, as_user, tmp_path):
    path = workbooks.xlsx(tmp_path / "表.xlsx", [TITLES, row(amount="25000.1")])
    batch = check_file(path, staff.county, Kind.LEVY_PAYMENTS)
    page = as_user(staff.county).get(reverse("imports:batch", args=[batch.pk]), {"tab": "new"})
    assert page.context["kind"].beside_titles[2:4] == ["金额", "入库日期"]
    (shown,) = page.context["page"]
    assert shown.beside == ("2026", "3", "25,000.10", "2026-04-10", "441000001")


def test_payrolls_say_what_is_due(firm, places, staff, import_table):
    levy_rule(places.henan)
    code = credit_code(1)
    batch = import_table(
        Kind.LEVIES,
        LEVY_TITLES,
        [code, "2026年3月", 1250000, "工会经费"],
        [code, "202604", "1000.005", "工会经费"],
        [code, "2026-05", "", "工会经费"],
        [code, "2026-03", 1, ""],
        [code, "2026-03", 1, "工会筹备金"],
    )
    assert issues(batch) == {
        (3, "工资总额", "amount_precision"),
        (5, "统一社会信用代码", "row_duplicate_record"),
    }
    dues = Levy.objects.order_by("month", "kind").values_list("month", "kind", "due")
    assert list(dues) == [
        (3, "preparatory", Decimal("0.02")),
        (3, "union", Decimal("25000.00")),
        (5, "union", None),
    ]
    again = import_table(Kind.LEVIES, LEVY_TITLES, [code, "2026-03", "", "工会经费"])
    assert counts(again)[:3] == (0, 0, 1)  # a blank cell leaves the payroll as it is
    changed = import_table(Kind.LEVIES, LEVY_TITLES, [code, "2026-03", 1000000, "工会经费"])
    assert Levy.objects.get(month=3, kind="union").due == Decimal("20000.00")
    assert undo_file(changed, staff.county).state == State.UNDONE
    assert Levy.objects.get(month=3, kind="union").due == Decimal("25000.00")


@pytest.mark.parametrize("kind", [Kind.LEVIES, Kind.LEVY_PAYMENTS])
def test_only_the_county_imports(places, staff, as_user, kind):
    for user, status in ((staff.county, 200), (staff.chair, 403), (staff.auditor, 403)):
        assert as_user(user).get(f"/imports/new/{kind}/").status_code == status
    assert template(kind_of(kind), None, staff.county)
