"""A payment from the draft to the receipt, who may take which step, and the way back."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from cadres.models import Person
from funding.models import Payment, PaymentStep
from funding.models.fixed import WrittenOnce
from funding.selectors.grants import balance
from funding.selectors.statement_sources import payments_of
from funding.services import payments
from funding.services.payment_batches import approve_many
from tests.cadres.crew import post
from tests.funding import payment_cases as money
from unionreg.county import Conflict

DAY = timezone.localdate


@pytest.fixture
def draft(unions, staff):
    """100 yuan of a grant of 1000 for 临淇镇, drafted by the county's clerk."""
    return money.draft(money.grant(unions.linqi), unions.linqi, staff.county)


def words(action, **values):
    """What a refusal says, in English."""
    with override("en"), pytest.raises(ValidationError) as caught:
        action(**values)
    return " ".join(caught.value.messages)


def paid_of(payment: Payment) -> list[Decimal]:
    """What stands on the statement of the year in which the grant was given."""
    rows = payments_of("410581", "410581101", payment.grant.granted_on.year)
    return [row.amount for row in rows]


def test_the_whole_way_with_two_people(draft, staff, second, unions):
    payments.review(payment=draft, user=staff.county)
    payments.approve(payment=draft, user=second)
    payments.pay(payment=draft, paid_on=DAY(), voucher="记-7", user=staff.county)
    done = payments.confirm(payment=draft, received_on=DAY(), user=staff.chair).record
    assert (done.state, done.author, done.reviewer, done.approver, done.receiver) == (
        *("received", staff.county, staff.county),
        *(second, staff.chair),
    )
    log = PaymentStep.objects.order_by("number").values_list("action", "who")
    assert list(log) == [
        ("create", "王辛"),
        ("review", "王辛"),
        ("approve", "second"),
        ("pay", "王辛"),
        ("receive", "孙丙"),
    ]
    assert paid_of(draft) == [Decimal("100.00")]
    assert payments_of("410581", "410581101", draft.grant.granted_on.year - 1) == []


def test_nobody_approves_what_he_had_a_hand_in(draft, staff, second):
    payments.review(payment=draft, user=second)
    for user in (staff.county, second):
        assert "Somebody else" in words(payments.approve, payment=draft, user=user)
    third = money.colleague(staff.county.active_assignments[0].division, "third")
    payments.approve(payment=draft, user=third)
    assert "nothing of it changes" in words(payments.approve, payment=draft, user=third)


def test_whoever_changed_a_draft_long_ago_does_not_approve_it(draft, staff, second):
    draft.amount = Decimal("90.00")
    payments.save_draft(payment=draft, user=second)
    draft.amount = Decimal("95.00")
    payments.save_draft(payment=draft, user=staff.county)
    payments.review(payment=draft, user=staff.county)
    assert "Somebody else" in words(payments.approve, payment=draft, user=second)


def test_the_database_refuses_one_person_too(draft, staff):
    values = {"state": "approved", "approver": staff.county}
    times = {"reviewed_at": timezone.now(), "approved_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=draft.pk).update(**values, **times)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=draft.pk).update(state="paid")
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=draft.pk).update(amount=0)


def test_steps_only_from_their_state(draft, staff, second):
    on = {"paid_on": DAY(), "voucher": "1", "user": second}
    assert "not open" in words(payments.approve, payment=draft, user=second)
    assert "not open" in words(payments.pay, payment=draft, **on)
    assert "not open" in words(payments.confirm, payment=draft, received_on=DAY(), user=staff.chair)
    money.approved(draft, staff.county, second)
    assert "reversal" in words(payments.cancel, payment=draft, user=staff.county, note="x")
    draft.amount = Decimal("1.00")
    assert "reversal" in words(payments.save_draft, payment=draft, user=staff.county)


def test_back_and_cancelled_before_the_approval_with_a_reason(draft, staff, second):
    payments.review(payment=draft, user=staff.county)
    assert "Say why" in words(payments.send_back, payment=draft, user=second, note=" ")
    back = payments.send_back(payment=draft, user=second, note="用途不清").record
    assert (back.state, back.reviewer, back.reviewed_at) == ("draft", None, None)
    payments.cancel(payment=draft, user=staff.county, note="重复")
    assert balance(draft.grant).committed == 0
    assert PaymentStep.objects.order_by("-number").first().note == "重复"


def test_a_stale_page_is_told(draft, staff, second):
    stale = draft.version
    payments.review(payment=draft, user=staff.county, expected_version=stale)
    with pytest.raises(Conflict):
        payments.approve(payment=draft, user=second, expected_version=stale)


def test_days_and_voucher_of_the_payment(draft, staff, second):
    money.approved(draft, staff.county, second)
    one = datetime.timedelta(days=1)

    def pay(on, voucher="记-1"):
        return words(payments.pay, payment=draft, paid_on=on, voucher=voucher, user=staff.county)

    assert "cannot be paid before" in pay(DAY() - one)
    assert "still to come" in pay(DAY() + one)
    assert "voucher" in pay(DAY(), " ")
    payments.pay(payment=draft, paid_on=DAY(), voucher="记-1", user=staff.county)
    assert "cannot have arrived" in words(
        payments.confirm, payment=draft, received_on=DAY() - one, user=staff.chair
    )


def test_who_may_take_which_step(draft, staff, second):
    for user in (staff.chair, staff.auditor, staff.city, staff.county2):
        with pytest.raises(PermissionDenied):
            payments.review(payment=draft, user=user)
    money.paid(draft, staff.county, second)
    for user in (staff.chair_beside, staff.chair2, staff.auditor, staff.province):
        with pytest.raises(PermissionDenied):
            payments.confirm(payment=draft, received_on=DAY(), user=user)


def test_the_log_is_only_added_to(draft):
    row = PaymentStep.objects.get()
    row.note = "x"
    rows = PaymentStep.objects.in_county(row.county_code)
    for change in (
        row.save,
        row.delete,
        rows.delete,
        lambda: rows.update(note="x"),
        lambda: rows.bulk_update([row], ["note"]),
        PaymentStep._base_manager.all().delete,
        lambda: row.payment.steps.update(note="x"),
    ):
        with pytest.raises(WrittenOnce):
            change()
    assert PaymentStep.objects.get().note == ""


# --- rules at the approval ------------------------------------------------------------------------


def test_without_a_threshold_it_is_told_and_not_invented(draft, staff, second, policies):
    payments.review(payment=draft, user=staff.county)
    notices = payments.approve(payment=draft, user=second).notices
    assert [one.rule for one in notices] == ["R-FIN-06"]


@pytest.mark.parametrize(("amount", "free"), [("100.00", True), ("100.01", False)])
def test_above_the_amount_laid_down_a_meeting_decides(
    unions, staff, second, policies, places, amount, free
):
    money.own_threshold(places)
    made = money.draft(money.grant(unions.linqi), unions.linqi, staff.county, amount)
    payments.review(payment=made, user=staff.county)
    if not free:
        assert "a meeting decides" in words(payments.approve, payment=made, user=second)
        decided = money.meeting(unions.county, DAY())
        payments.approve(payment=made, user=second, meeting=decided)
        return
    assert payments.approve(payment=made, user=second).notices == ()


def test_one_decision_is_not_split_up(unions, staff, second, policies, places):
    """Of one grant on one day the payments count together, ticked at once or one by one."""
    money.own_threshold(places)
    source, other = money.grant(unions.linqi), money.grant(unions.linqi)
    parts = [money.draft(source, unions.linqi, staff.county, "60.00") for _n in range(2)]
    beside = money.draft(other, unions.linqi, staff.county, "60.00")
    for one in (*parts, beside):
        payments.review(payment=one, user=staff.county)
    pairs = [(one, Payment.objects.get(pk=one.pk).version) for one in (*parts, beside)]
    batch = approve_many(payments=pairs, user=second)
    assert [one.pk for one in batch.done] == [parts[0].pk, beside.pk]
    ((label, reason),) = batch.refused
    assert (label, "R-FIN-06" in reason or "会议" in reason) == (str(parts[1]), True)


def test_what_was_taken_back_is_no_part_of_the_decision(unions, staff, second, policies, places):
    """Approved, taken back and approved anew on one day: the amount counts once."""
    money.own_threshold(places)
    source = money.grant(unions.linqi)
    wrong = money.approved(
        money.draft(source, unions.linqi, staff.county, "60.00"), staff.county, second
    )
    again = money.draft(source, unions.linqi, staff.county, "60.00")
    payments.review(payment=again, user=staff.county)
    assert "a meeting decides" in words(payments.approve, payment=again, user=second)
    back = {"amount": Decimal(60), "user": staff.county, "note": "重复"}
    money.approved(payments.reverse(payment=wrong, **back).record, staff.county, second)
    again.refresh_from_db()
    assert payments.approve(payment=again, user=second).record.state == "approved"


def test_a_meeting_of_others_or_of_a_later_day_is_refused(draft, staff, second, unions):
    payments.review(payment=draft, user=staff.county)
    late = money.meeting(unions.county, DAY() + datetime.timedelta(days=1))
    for wrong in (money.meeting(unions.hejian, DAY()), money.meeting(unions.chengguan, DAY())):
        said = words(payments.approve, payment=draft, user=second, meeting=wrong)
        assert "another" in said
    assert "later" in words(payments.approve, payment=draft, user=second, meeting=late)
    own = money.meeting(unions.linqi, DAY())  # of a grant its own union may decide
    assert payments.approve(payment=draft, user=second, meeting=own).record.meeting == own


def test_in_shaoxing_the_chair_in_office_signs(places, policies):
    """R-FIN-08 is told; 林州 does not have it."""
    from accounts.choices import Role
    from tests.places import make_user
    from townships.models import Union

    def union(code, name, kind, **more):
        return Union.objects.create(county_code="330603", code=code, name=name, kind=kind, **more)

    county = union("3306030000001", "柯桥区总工会", "county")
    more = {"township": places.keqiao_street, "form": "general"}
    street = union("3306030010001", "柯桥街道总工会", "township", **more)
    first, other = (make_user(n, Role.COUNTY, places.keqiao) for n in ("k1", "k2"))
    chair = post(county, "现任主席", "chair", valid_from=datetime.date(2025, 1, 1)).person
    former = post(
        county,
        "前任主席",
        "chair",
        valid_from=datetime.date(2020, 1, 1),
        valid_to=datetime.date(2024, 12, 31),
        end_reason="transfer",
    ).person
    source = money.grant(street)
    for signed, told in ((None, True), (former, True), (chair, False)):
        made = money.draft(source, street, first)
        payments.review(payment=made, user=first)
        saved = payments.approve(payment=made, user=other, signed_by=signed)
        assert ("R-FIN-08" in [one.rule for one in saved.notices]) is told
    other.display_name = "现任主席"  # a name alone says nothing: two people may bear it
    for linked, signer in ((None, None), (first, None), (other, chair)):
        Person.objects.filter(pk=chair.pk).update(account=linked)
        made = money.draft(source, street, first)
        payments.review(payment=made, user=first)
        with override("en"):
            saved = payments.approve(payment=made, user=other)
        assert saved.record.signed_by == signer
        texts = [one.text for one in saved.notices if one.rule == "R-FIN-08"]
        asked = [] if signer else [linked is None]
        assert ["No account is linked" in text for text in texts] == asked


# --- reversals ------------------------------------------------------------------------------------


def take_back(payment, user, amount="100.00", note="重复支付"):
    return payments.reverse(payment=payment, amount=Decimal(amount), user=user, note=note).record


def test_a_reversal_goes_the_same_way_and_gives_back_once_it_is_paid(draft, staff, second):
    money.paid(draft, staff.county, second)
    back = take_back(draft, staff.county, "40.00")
    assert (back.state, balance(draft.grant).committed) == ("draft", Decimal("100.00"))
    assert "Somebody else" in words(
        payments.approve, payment=payments.review(payment=back, user=second).record, user=second
    )
    third = money.colleague(staff.county.active_assignments[0].division, "third")
    payments.approve(payment=back, user=third)
    payments.pay(payment=back, paid_on=DAY(), voucher="记-2", user=staff.county)
    assert balance(draft.grant).committed == Decimal("60.00")
    assert paid_of(draft) == [Decimal("100.00"), Decimal("-40.00")]
    with pytest.raises(PermissionDenied):
        payments.confirm(payment=back, received_on=DAY(), user=staff.chair)
    payments.confirm(payment=back, received_on=DAY(), user=staff.county)


def test_one_reversal_of_no_more_than_the_original(draft, staff, second):
    assert "only approved ones" in words(
        payments.reverse, payment=draft, amount=Decimal(1), user=staff.county, note="x"
    )
    money.paid(draft, staff.county, second)
    assert "no more can be taken back" in words(
        payments.reverse, payment=draft, amount=Decimal("100.01"), user=staff.county, note="x"
    )
    back = take_back(draft, staff.county)
    again = {"payment": draft, "amount": Decimal(1), "user": staff.county, "note": "x"}
    assert "reversed already" in words(payments.reverse, **again)
    payments.cancel(payment=back, user=staff.county, note="弄错")
    assert take_back(draft, staff.county).pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=back.pk).update(state="draft")


def test_what_was_approved_but_not_paid_is_reversed_as_a_whole(draft, staff, second):
    money.approved(draft, staff.county, second)
    assert "as a whole" in words(
        payments.reverse, payment=draft, amount=Decimal(1), user=staff.county, note="x"
    )
    back = take_back(draft, staff.county)
    on = {"paid_on": DAY(), "voucher": "1", "user": staff.county}
    assert "being reversed" in words(payments.pay, payment=draft, **on)
    money.approved(back, staff.county, second)
    assert "never paid" in words(payments.pay, payment=back, **on)
    assert balance(draft.grant).committed == 0
    assert paid_of(draft) == []


class Listener:
    """Writes down what it is told."""

    def __init__(self):
        self.told = []

    def paid(self, *, payment, user):
        self.told.append(("paid", payment.pk))

    def reversed(self, *, payment, user):
        self.told.append(("reversed", payment.reverses_id))


def test_listeners_hear_of_payments_and_of_what_comes_back(draft, staff, second):
    listener = Listener()
    payments.register(listener)
    try:
        money.paid(draft, staff.county, second)
        money.paid(take_back(draft, staff.county), staff.county, second)
    finally:
        payments.unregister(listener)
    assert listener.told == [("paid", draft.pk), ("reversed", draft.pk)]
