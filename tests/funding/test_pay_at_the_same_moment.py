"""Two people at the same moment, and a process that dies in the middle of a batch."""

import os
import signal
import subprocess
import sys
import uuid
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.models import User
from funding.models import Allocation, AllocationLine, Grant, Payment, PaymentStep
from funding.selectors.grants import balance
from funding.selectors.payments import line_balance
from funding.services import payments
from funding.services.allocations import save_allocation, withdraw_allocation
from history.models import Change
from tests.funding import payment_cases as money
from tests.funding.money import YEAR, linzhou, load_all, scheme, typed
from tests.places import load_policies
from tests.rivals import together
from townships.models import Division, Union

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(transactional_db, request):
    """Users and unions that other connections see as well."""
    return request.getfixturevalue("staff"), request.getfixturevalue("unions")


def drafting(source, union, user, amount, **values):
    """A draft with records of its own, as another request would have them."""

    def action():
        fresh = type(source).objects.get(pk=source.pk)
        own_union, own_user = Union.objects.get(pk=union.pk), User.objects.get(pk=user.pk)
        return money.draft(fresh, own_union, own_user, amount, **values)

    return action


@pytest.mark.parametrize("kind", ["grant", "line"])
def test_two_drafts_cannot_both_take_the_rest(committed, kind):
    staff, unions = committed
    source = getattr(money, kind)(unions.linqi, "1000.00")
    action = drafting(source, unions.linqi, staff.county, "600.00")
    results = together(action, action)
    refused = [one for one in results if isinstance(one, ValidationError)]
    assert (len(refused), Payment.objects.count()) == (1, 1), results
    left = balance(source) if isinstance(source, Grant) else line_balance(source)
    assert left.left == Decimal("400.00")


def test_one_form_sent_twice_at_once_is_one_payment(committed):
    staff, unions = committed
    source, key = money.grant(unions.linqi), uuid.uuid4()
    action = drafting(source, unions.linqi, staff.county, "10.00", submission=key)
    first, second = together(action, action)
    assert (first, Payment.objects.count()) == (second, 1)


@pytest.mark.parametrize(("other", "passed"), [("linqi", 1), ("hejian", 2)])
def test_two_allowances_of_one_union_are_one_decision(committed, places, other, passed):
    """R-FIN-06: each alone lies below the amount laid down, both of one union above it."""
    staff, unions = committed
    load_policies()
    money.own_threshold(places, 500)
    second = money.colleague(places.linzhou)
    both = [money.allowance(unions.linqi), money.allowance(getattr(unions, other), "兼职乙")]
    made = [money.pay_allowance(one, staff.county, "400.00", 2) for one in both]
    for payment in made:
        payments.review(payment=payment, user=staff.county)

    def approving(key):
        def action():
            row, user = Payment.objects.get(pk=key), User.objects.get(pk=second.pk)
            return payments.approve(payment=row, user=user)

        return action

    results = together(*(approving(payment.pk) for payment in made))
    refused = [one for one in results if isinstance(one, ValidationError)]
    assert [list(one.message_dict) for one in refused] == [["meeting"]] * (2 - passed), results
    assert Payment.objects.filter(state="approved").count() == passed
    assert PaymentStep.objects.filter(action="approve").count() == passed


def test_one_of_two_reversals(committed):
    staff, unions = committed
    second = money.colleague(staff.county.active_assignments[0].division)
    made = money.paid(
        money.draft(money.grant(unions.linqi), unions.linqi, staff.county), staff.county, second
    )

    def back():
        row, user = Payment.objects.get(pk=made.pk), User.objects.get(pk=staff.county.pk)
        return payments.reverse(payment=row, amount=Decimal(100), user=user, note="x")

    results = together(back, back)
    assert sum(isinstance(one, ValidationError) for one in results) == 1, results
    assert Payment.objects.filter(reverses=made).count() == 1


def test_a_year_is_withdrawn_or_paid_and_never_both(committed):
    staff, unions = committed
    line = money.line(unions.linqi, "1000.00")

    def withdraw():
        row, user = Allocation.objects.get(), User.objects.get(pk=staff.county.pk)
        return withdraw_allocation(allocation=row, user=user, reason="x")

    results = together(withdraw, drafting(line, unions.linqi, staff.county, "600.00"))
    assert sum(isinstance(one, ValidationError) for one in results) == 1, results
    assert (Allocation.objects.get().state == "withdrawn") is not Payment.objects.exists()


def test_a_year_calculated_twice_at_once_is_kept_once(committed):
    staff, _unions = committed
    load_all()
    typed(Division.objects.get(key="410581101"), project_amount="8000")

    def keep():
        user = User.objects.get(pk=staff.county.pk)
        own = scheme("anyang-projects")
        return save_allocation(scheme=own, place=linzhou(), year=YEAR, user=user).record

    first, second = together(keep, keep)
    assert (first, Allocation.objects.count()) == (second, 1)


def state():
    """Everything that a batch writes."""
    return [
        list(Payment.objects.order_by("pk").values()),
        list(PaymentStep.objects.order_by("pk").values()),
        list(Change.objects.order_by("pk").values()),
    ]


@pytest.mark.parametrize(
    ("batch", "path", "passes"),
    [
        ("draft", "save_record", 1),
        ("draft", "log_step", 1),
        ("review", "save_record", 1),
        ("review", "log_step", 2),
    ],
)
def test_killed_in_the_middle_of_a_batch_nothing_is_written(
    committed, database_url, batch, path, passes
):
    staff, unions = committed
    lines = [money.line(union) for union in (unions.linqi, unions.hejian)]
    source = money.grant(unions.linqi)
    for _number in range(3):
        money.draft(source, unions.linqi, staff.county, "10.00")
    before = state()
    key = lines[0].allocation_id if batch == "draft" else 0
    command = [sys.executable, "-m", "tests.funding.killed_batch", batch, str(key)]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    done = subprocess.run(
        [*command, str(staff.county.pk), path, str(passes)],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]
    assert state() == before
    assert AllocationLine.objects.count() == 2
