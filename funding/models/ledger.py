"""Who keeps the books of a union, from when to when, and the books themselves."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding.choices import BookMode
from funding.fields import yuan
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow

MASK = "•••• "


class Ledger(RegistryRow):
    """A set of books: a union's own, those that a county federation keeps, or a centre's.

    The balance of the whole is the sum of its sub-ledgers and stored nowhere else (R-FIN-05).
    """

    township_path: ClassVar[str] = "owner__township_id"

    owner = CountyForeignKey(
        Union, verbose_name=_("kept by"), on_delete=models.PROTECT, related_name="ledgers"
    )
    mode = models.CharField(_("how it is kept"), max_length=10, choices=BookMode.choices)
    opened_on = models.DateField(_("opened on"))

    class Meta:
        verbose_name = _("ledger")
        verbose_name_plural = _("ledgers")
        ordering = ["owner", "mode"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "owner", "mode"],
                name="funding_one_ledger",
                violation_error_message=_("This union keeps such a ledger already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} · {self.get_mode_display()}"


class SubLedger(RegistryRow):
    """The books of one union within a ledger (分户). Its balance is never below zero (R-FIN-05).

    Exactly one is open for a union at any time, wherever it is kept.
    """

    township_path: ClassVar[str] = "union__township_id"

    ledger = CountyForeignKey(
        Ledger, verbose_name=_("ledger"), on_delete=models.PROTECT, related_name="sub_ledgers"
    )
    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="sub_ledgers"
    )
    balance = yuan(_("balance"), default=0)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("books closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("sub-ledger")
        verbose_name_plural = _("sub-ledgers")
        ordering = ["union", "-opened_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union"],
                condition=Q(closed_on__isnull=True),
                name="funding_one_open_book",
                violation_error_message=_("The books of this union are kept already."),
            ),
            models.CheckConstraint(
                condition=Q(balance__gte=0),
                name="funding_book_not_overdrawn",
                violation_error_message=_("The sub-ledger would be overdrawn."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(balance=0),
                name="funding_closed_book_empty",
                violation_error_message=_("A sub-ledger is closed only when nothing is in it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} · {self.ledger.get_mode_display()}"


class AccountTerm(RegistryRow):
    """How the account of a union is kept from one day to another (R-FIN-02 to R-FIN-05).

    The dated truth; `Union.account_mode` repeats the open one. `custodian` is who keeps the money
    of others: the county federation, or the union that runs a centre.
    """

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="account_terms"
    )
    mode = models.CharField(_("how it is kept"), max_length=10, choices=BookMode.choices)
    custodian = CountyForeignKey(
        Union,
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    sub_ledger = CountyForeignKey(
        SubLedger, verbose_name=_("sub-ledger"), on_delete=models.PROTECT, related_name="terms"
    )
    bank_name = models.CharField(_("bank"), max_length=100, blank=True)
    account_no = models.CharField(_("account number"), max_length=40, blank=True)
    account_owner = models.CharField(_("owner of the account"), max_length=100, blank=True)
    account_user = models.CharField(_("who uses the money"), max_length=100, blank=True)
    reimbursed = models.BooleanField(_("daily projects by reimbursement"), default=False)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("account mode of a union")
        verbose_name_plural = _("account modes of unions")
        ordering = ["union", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union"],
                condition=Q(valid_to__isnull=True),
                name="funding_one_account_mode",
                violation_error_message=_("The union has an account mode already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="funding_account_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(mode=BookMode.OWN, custodian__isnull=True)
                | (~Q(mode=BookMode.OWN) & Q(custodian__isnull=False)),
                name="funding_account_custodian",
                violation_error_message=_("Say who keeps the money of the union."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} · {self.get_mode_display()}"

    @property
    def masked_no(self) -> str:
        """The last four signs of the account number."""
        return f"{MASK}{self.account_no[-4:]}" if self.account_no else ""
