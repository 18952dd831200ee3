"""Payments, from the draft to the receipt, and the log of who did what with each."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.models import Allowance, Meeting, Person
from funding.choices import (
    APPROVED_STATES,
    PAID_STATES,
    GrantPurpose,
    PaymentAction,
    PaymentState,
)
from funding.fields import yuan
from funding.models.allocation import AllocationLine
from funding.models.fixed import FixedRow
from funding.models.grant import Grant, purpose_words
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


def _by(verbose_name: Any) -> Any:
    """A column for a user, which outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )


def _nobody_twice(first: str, second: str) -> Q:
    """Two columns for users that name two people."""
    return (
        Q(**{f"{first}__isnull": True})
        | Q(**{f"{second}__isnull": True})
        | ~Q(**{first: F(second)})
    )


class Payment(RegistryRow):
    """Money of the county federation for a union, or spent from an earmarked grant.

    It draws on a line of an approved allocation, on a grant, or pays an allowance; whatever it
    draws on, all payments together stay within its amount. From the approval on nothing of it
    changes; a mistake is put right by a second payment that `reverses` it and goes the same way.
    """

    township_path: ClassVar[str] = "recipient__township_id"

    recipient = CountyForeignKey(
        Union, verbose_name=_("receiving union"), on_delete=models.PROTECT, related_name="payments"
    )
    payee = models.CharField(
        _("paid to"),
        max_length=100,
        blank=True,
        help_text=_("Only where the money does not go to the union itself."),
    )
    line = CountyForeignKey(
        AllocationLine,
        verbose_name=_("line of the allocation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
    )
    grant = CountyForeignKey(
        Grant,
        verbose_name=_("earmarked grant"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
    )
    allowance = CountyForeignKey(
        Allowance,
        verbose_name=_("allowance"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
    )
    months = models.PositiveSmallIntegerField(
        _("months"),
        null=True,
        blank=True,
        help_text=_("For an allowance: how many months are paid."),
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=GrantPurpose.choices)
    purpose_text = models.CharField(_("purpose in words"), max_length=200, blank=True)
    amount = yuan(_("amount in yuan"))
    reverses = CountyForeignKey(
        "self",
        verbose_name=_("reverses"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reversals",
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PaymentState.choices,
        default=PaymentState.DRAFT,
        editable=False,
    )
    author = _by(_("drafted by"))
    reviewer = _by(_("reviewed by"))
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True, editable=False)
    approver = _by(_("approver"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    signed_by = CountyForeignKey(
        Person,
        verbose_name=_("approval signed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    meeting = CountyForeignKey(
        Meeting,
        verbose_name=_("meeting that decided"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    voucher = models.CharField(_("voucher number"), max_length=50, blank=True)
    receiver = _by(_("receipt confirmed by"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    # What the form was given when it was opened: sent twice, it makes one payment.
    submission = models.UUIDField(_("mark of the form"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-id"]
        permissions = [("receive_payment", _("Can confirm that a payment was received"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="funding_payment_positive",
                violation_error_message=_(
                    "A payment is more than nothing. Write 0.01 yuan or more; "
                    "a mistake is put right by a reversal."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(line__isnull=True) | Q(grant__isnull=True))
                & (Q(line__isnull=False) | Q(grant__isnull=False) | Q(allowance__isnull=False)),
                name="funding_payment_source",
                violation_error_message=_(
                    "A payment draws either on an allocation or on a grant, or pays an allowance. "
                    "Choose one of them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(allowance__isnull=True, months__isnull=True)
                | Q(allowance__isnull=False, months__gte=1),
                name="funding_payment_months",
                violation_error_message=_("Say for how many months the allowance is paid."),
            ),
            models.CheckConstraint(
                condition=Q(state=PaymentState.CANCELLED)
                | Q(state=PaymentState.DRAFT, reviewed_at__isnull=True)
                | (~Q(state=PaymentState.DRAFT) & Q(reviewed_at__isnull=False)),
                name="funding_payment_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=APPROVED_STATES, approved_at__isnull=False)
                | (~Q(state__in=APPROVED_STATES) & Q(approved_at__isnull=True)),
                name="funding_payment_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PAID_STATES, paid_on__isnull=False)
                | (~Q(state__in=PAID_STATES) & Q(paid_on__isnull=True)),
                name="funding_payment_paid",
            ),
            models.CheckConstraint(
                condition=Q(state=PaymentState.RECEIVED, received_on__gte=F("paid_on"))
                | (~Q(state=PaymentState.RECEIVED) & Q(received_on__isnull=True)),
                name="funding_payment_received",
                violation_error_message=_("The money arrived before it was paid. Check the day."),
            ),
            models.CheckConstraint(
                condition=_nobody_twice("approver", "author"),
                name="funding_approver_not_author",
                violation_error_message=_("Whoever drafts a payment does not approve it."),
            ),
            models.CheckConstraint(
                condition=_nobody_twice("approver", "reviewer"),
                name="funding_approver_not_reviewer",
                violation_error_message=_(
                    "Whoever reviewed a payment does not approve it as well."
                ),
            ),
            models.UniqueConstraint(
                fields=["county_code", "reverses"],
                condition=~Q(state=PaymentState.CANCELLED),
                name="funding_one_reversal",
                violation_error_message=_("This payment is reversed already."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "submission"], name="funding_payment_once"
            ),
        ]
        indexes = [
            models.Index(fields=["county_code", "state"], name="funding_payment_state"),
            models.Index(fields=["county_code", "paid_on"], name="funding_payment_day"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.amount}"

    @property
    def purpose_words(self) -> str:
        """The purpose as people read it."""
        return purpose_words(self.purpose, self.purpose_text)

    @property
    def is_reversal(self) -> bool:
        """Whether the money flows back."""
        return self.reverses_id is not None


class PaymentStep(FixedRow):
    """What somebody did with a payment, when and with which words: the log of approvals.

    Rows are only ever added. The name is kept as it was, whatever becomes of the account.
    """

    township_path: ClassVar[str] = "payment__recipient__township_id"

    payment = CountyForeignKey(
        Payment, verbose_name=_("payment"), on_delete=models.PROTECT, related_name="steps"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    action = models.CharField(_("what was done"), max_length=10, choices=PaymentAction.choices)
    user = _by(_("account"))
    who = models.CharField(_("who"), max_length=150)
    at = models.DateTimeField(_("time"))
    amount = yuan(_("amount in yuan"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(FixedRow.Meta):
        verbose_name = _("entry of the approval log")
        verbose_name_plural = _("approval log")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "payment", "number"], name="funding_step_once"
            )
        ]
        indexes = [models.Index(fields=["county_code", "at"], name="funding_step_time")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.who}"
