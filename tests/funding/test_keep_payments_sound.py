"""Whatever is drafted, paid and taken back: no source is overspent, and the books say the same."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.choices import Role
from funding.choices import PAID_STATES
from funding.models import Payment, SubLedger
from funding.selectors.grants import balance
from funding.selectors.payments import line_balance, paid_of_lines
from funding.services import payments
from tests.funding import payment_cases as cases
from tests.funding.books import income, own_books
from tests.places import make_division, make_user
from townships.choices import UnionKind
from townships.models import Union
from unionreg.refusals import Refused

START = Decimal("1500.00")
AMOUNTS = st.sampled_from([Decimal(text) for text in ("0.01", "333.33", "600.00", "1000.00")])
WHICH = st.integers(0, 11)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("draft"), WHICH, AMOUNTS),
        st.tuples(st.just("on"), WHICH, st.integers(1, 4)),
        st.tuples(st.just("on"), WHICH, st.just(3)),
        st.tuples(st.just("back"), WHICH, AMOUNTS),
        st.tuples(st.just("cancel"), WHICH, st.none()),
    ),
    min_size=12,
    max_size=25,
)


class Payments(TestCase):
    """A county with books, a township union with books, a line and a grant of 1000 yuan each."""

    def setUp(self) -> None:
        make_division("41", "河南省", "province")
        make_division("4105", "安阳市", "city")
        county = make_division("410581", "林州市", "county")
        town = make_division("410581101", "临淇镇")
        self.author = make_user("author", Role.COUNTY, county)
        self.second = make_user("second", Role.COUNTY, county)
        known: dict[str, Any] = {"county_code": "410581", "status": "active"}
        payer = Union.objects.create(code="1", name="总工会", kind=UnionKind.COUNTY, **known)
        self.union = Union.objects.create(
            code="2",
            name="临淇镇总工会",
            kind=UnionKind.TOWNSHIP,
            form="general",
            township=town,
            **known,
        )
        self.payer_book, self.book = own_books(payer), own_books(self.union)
        income(self.payer_book, str(START))
        self.sources = (cases.line(self.union, "1000.00"), cases.grant(self.union, "1000.00"))

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_they_stay_sound(self, steps) -> None:
        for what, which, amount in steps:
            try:
                self._take(what, which, amount)
            except Refused:
                continue
        self._check()

    def _take(self, what: str, which: int, given: Any) -> None:
        """Draft from one of the sources, or do something with one of the payments."""
        rows = list(Payment.objects.order_by("pk"))
        if what == "draft" or not rows:
            amount = str(given) if what == "draft" else "600.00"
            cases.draft(self.sources[which % 2], self.union, self.author, amount)
            return
        row = rows[which % len(rows)]
        if what == "back":
            payments.reverse(payment=row, amount=given, user=self.author, note="错")
        elif what == "cancel":
            payments.cancel(payment=row, user=self.author, note="错")
        else:
            for _step in range(given):
                self._on(Payment.objects.get(pk=row.pk))

    def _on(self, row: Payment) -> None:
        """The next step of its way."""
        if row.state == "draft":
            payments.review(payment=row, user=self.author)
        elif row.state == "reviewed":
            payments.approve(payment=row, user=self.second)
        elif row.state == "approved":
            payments.pay(payment=row, paid_on=cases.TODAY(), voucher="记", user=self.author)
        else:
            payments.confirm(payment=row, received_on=cases.TODAY(), user=self.author)

    def _check(self) -> None:
        found = (line_balance(self.sources[0]), balance(self.sources[1]))
        for one in found:
            assert 0 <= one.paid <= one.committed <= one.amount
        rows = Payment.objects.filter(state__in=PAID_STATES)
        out = sum((-row.amount if row.is_reversal else row.amount for row in rows), Decimal(0))
        assert out == sum((one.paid for one in found), Decimal(0))
        assert paid_of_lines(["410581"], 2026).get("410581101", Decimal(0)) == found[0].paid
        books = dict(SubLedger.objects.values_list("union__kind", "balance"))
        assert books == {UnionKind.COUNTY: START - out, UnionKind.TOWNSHIP: out}
