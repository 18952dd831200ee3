"""The journal: entries of one sub-ledger, each a set of lines that balance by construction."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding import chart
from funding.fields import yuan
from funding.models.fixed import FixedRow
from funding.models.ledger import SubLedger
from unionreg.county import CountyForeignKey


class JournalEntry(FixedRow):
    """One voucher (记账凭证). Numbered per sub-ledger and year without gaps; never changed.

    `closing`: it moves income and spending of the year to the surplus, or takes that back.
    `seal`: over the entry and its lines (funding/seals.py).
    """

    township_path: ClassVar[str] = "sub_ledger__union__township_id"

    sub_ledger = CountyForeignKey(
        SubLedger, verbose_name=_("sub-ledger"), on_delete=models.PROTECT, related_name="entries"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    on = models.DateField(_("date"))
    text = models.CharField(_("text (entry)"), max_length=200)
    document_no = models.CharField(_("document number (entry)"), max_length=50, blank=True)
    reverses = CountyForeignKey(
        "funding.JournalEntry",
        verbose_name=_("reverses"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
    )
    payment_key = models.BigIntegerField(_("payment"), null=True, blank=True)
    closing = models.BooleanField(_("closes the year"), default=False)
    seal = models.UUIDField(_("seal"), null=True, editable=False)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("posted by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
    )
    posted_at = models.DateTimeField(_("posted at"), auto_now_add=True)

    class Meta(FixedRow.Meta):
        abstract = False
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["sub_ledger", "year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "sub_ledger", "year", "number"], name="funding_entry_number"
            ),
            models.UniqueConstraint(
                fields=["county_code", "reverses"],
                name="funding_reversed_once",
                violation_error_message=_("This entry is reversed already."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "sub_ledger", "payment_key"],
                condition=Q(reverses__isnull=True),
                name="funding_payment_posted_once",
                violation_error_message=_("This payment is in the books already."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="funding_entry_from_one"),
            models.CheckConstraint(condition=Q(year=F("on__year")), name="funding_entry_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number:04} {self.text}"


class JournalLine(FixedRow):
    """An amount from one account to another: what is debited is credited, whatever it is."""

    township_path: ClassVar[str] = "entry__sub_ledger__union__township_id"

    entry = CountyForeignKey(
        JournalEntry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="lines"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    debit = models.CharField(_("debit"), max_length=20)
    credit = models.CharField(_("credit"), max_length=20)
    amount = yuan(_("amount"))

    class Meta(FixedRow.Meta):
        abstract = False
        verbose_name = _("line of an entry")
        verbose_name_plural = _("lines of entries")
        ordering = ["entry", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "entry", "number"], name="funding_line_number"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funding_line_positive"),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="funding_line_two_accounts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debit_name} ← {self.credit_name} {self.amount}"

    @property
    def debit_name(self) -> str:
        """Name of the debited account."""
        return chart.name_of(self.debit)

    @property
    def credit_name(self) -> str:
        """Name of the credited account."""
        return chart.name_of(self.credit)
