"""Whatever is posted and reversed: every entry balances, money is kept, none goes below zero."""

from decimal import Decimal

from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from funding import chart
from funding.models import JournalEntry, JournalLine, SubLedger
from funding.selectors.books import discrepancies, gaps, journal, total_of
from funding.services.accounts import begin_account_mode
from funding.services.journal import Posting, moved, post, reverse, transfer
from tests.funding.books import day
from townships.choices import UnionKind
from townships.models import Division, Union
from unionreg.refusals import Refused

KEYS = st.sampled_from(["bank", "cash", "levy", "activities", "payable_other", "surplus"])
AMOUNTS = st.decimals("0.01", "99.99", places=2)
LINES = st.lists(
    st.tuples(KEYS, KEYS, AMOUNTS).filter(lambda one: one[0] != one[1]).map(lambda o: Posting(*o)),
    min_size=1,
    max_size=3,
)
DAYS = st.sampled_from(["2025-02-01", "2025-12-31", "2026-01-01", "2026-03-05"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.integers(0, 1), DAYS, LINES),
        st.tuples(st.just("reverse"), st.integers(0, 9), DAYS, st.none()),
        st.tuples(st.just("transfer"), st.integers(0, 1), DAYS, AMOUNTS),
    ),
    max_size=8,
)


class Books(TestCase):
    """A centre with two sub-ledgers."""

    def setUp(self) -> None:
        Division.objects.create(key="41", code="41", name="河南省", level=2, kind="province")
        Division.objects.create(
            key="4105", code="4105", name="安阳市", level=4, kind="city", parent_id="41"
        )
        Division.objects.create(
            key="410581",
            code="410581",
            name="林州市",
            level=6,
            kind="county_city",
            parent_id="4105",
        )
        made = [
            Union.objects.create(county_code="410581", code=str(n), name=f"工会{n}", kind=kind)
            for n, kind in enumerate((UnionKind.COUNTY, UnionKind.OWN, UnionKind.OWN))
        ]
        self.books = [
            begin_account_mode(
                union=one, mode="centre", custodian=made[0], on=day("2025-01-01"), user=None
            ).record.sub_ledger
            for one in made[1:]
        ]

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_they_stay_sound(self, steps) -> None:
        accepted = sum(self._take(*step) for step in steps)
        assert JournalEntry.objects.count() == accepted
        self._check()

    def _take(self, what, which, on, given) -> int:
        """Whether it was accepted, as the number of entries it made; refused leaves nothing."""
        before = JournalEntry.objects.count(), JournalLine.objects.count()
        try:
            if what == "post":
                post(sub_ledger=self.books[which], on=day(on), lines=given, text="x", user=None)
                return 1
            if what == "reverse":
                entry = JournalEntry.objects.order_by("pk")[which : which + 1].first()
                if entry is None:
                    return 0
                reverse(entry=entry, on=day(on), text="x", user=None)
                return 1
            source, target = self.books[which], self.books[1 - which]
            transfer(source=source, target=target, amount=given, on=day(on), text="x", user=None)
            return 2
        except Refused:
            assert (JournalEntry.objects.count(), JournalLine.objects.count()) == before
            return 0

    def _check(self) -> None:
        assert discrepancies() == []
        assert gaps() == []
        stored = SubLedger.objects.all()
        assert total_of() == (1, sum(book.balance for book in stored))
        for book in stored:
            for year in (2025, 2026):
                assert all(row.balance >= 0 for row in journal(book, year))
        whole = JournalLine.objects.all()
        # debits and credits of all accounts come to the same sum
        by_side = [
            sum(t for _k, t in whole.order_by().values_list(side).annotate(t=Sum("amount")))
            for side in ("debit", "credit")
        ]
        assert round(Decimal(by_side[0]), 2) == round(Decimal(by_side[1]), 2)
        for book in stored:
            own = whole.filter(entry__sub_ledger=book)
            lines = [Posting(one.debit, one.credit, one.amount) for one in own]
            assert all(moved(lines, (account,)) >= 0 for account in chart.money())
        lines = [Posting(one.debit, one.credit, one.amount) for one in whole]
        assert moved(lines) == sum(book.balance for book in stored)
        assert {one.debit for one in whole} <= set(chart.accounts())
