"""What units owe their unions by month, and what they paid (R-FND-01, R-FND-02)."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding.choices import Channel, LevyKind
from funding.fields import DIGITS, FEN, yuan
from townships.models import Division, Employer
from unionreg.county import CountyForeignKey, RegistryRow

FIRST_YEAR, LAST_YEAR = 1950, 2100
MONTHS_OF_A_YEAR = 12
_YEAR = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))
_MONTH = (MinValueValidator(1), MaxValueValidator(MONTHS_OF_A_YEAR))
_PERIOD = Q(year__range=(FIRST_YEAR, LAST_YEAR), month__range=(1, MONTHS_OF_A_YEAR))


def _perhaps(
    verbose_name: Any, **options: Any
) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """A column of yuan that is empty where the amount is not known."""
    return models.DecimalField(
        verbose_name, max_digits=DIGITS, decimal_places=2, null=True, blank=True, **options
    )


class _OfAMonth(RegistryRow):
    """What a levy and its payment have in common: the unit, the kind and the month.

    `collecting_township` is the township for which it counts, empty for the county itself: it
    follows who leads the union of the unit (R-FND-31).
    """

    township_path: ClassVar[str] = "collecting_township_id"

    employer = CountyForeignKey(
        Employer, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=LevyKind.choices, default=LevyKind.UNION
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=_YEAR)
    month = models.PositiveSmallIntegerField(_("month"), validators=_MONTH)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.TAX
    )
    collecting_township = models.ForeignKey(
        Division,
        verbose_name=_("counts for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Left empty, it is worked out from who leads the union of the employer."),
    )

    class Meta:
        abstract = True

    @property
    def period(self) -> str:
        """The month like 2026-03."""
        return f"{self.year}-{self.month:02}"


class Levy(_OfAMonth):
    """What a unit owes for a month.

    `due` is calculated from the payroll by the provision in force (`basis`) and stays empty, which
    means unknown, without a payroll or a provision.
    """

    payroll_total = _perhaps(
        _("payroll of the month"),
        validators=[MinValueValidator(0)],
        help_text=_("Wages of all workers of the unit in the month, in yuan."),
    )
    due = _perhaps(_("due"), editable=False)
    basis = models.CharField(_("basis"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("levy")
        verbose_name_plural = _("levies")
        ordering = ["-year", "-month", "employer"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "employer", "year", "month", "kind"],
                name="funding_one_levy",
                violation_error_message=_("This month of the employer is recorded already."),
            ),
            models.CheckConstraint(
                condition=_PERIOD,
                name="funding_levy_month",
                violation_error_message=_("There is no such month."),
            ),
            models.CheckConstraint(
                condition=Q(payroll_total__isnull=True) | Q(payroll_total__gte=0),
                name="funding_levy_payroll",
                violation_error_message=_("A payroll is not less than 0."),
            ),
            models.CheckConstraint(
                condition=Q(due__isnull=True) | Q(due__gte=0, payroll_total__isnull=False),
                name="funding_levy_due",
                violation_error_message=_("What is due follows from a payroll."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["county_code", "year", "collecting_township"], name="funding_levy_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer} · {self.period}"


class LevyPayment(_OfAMonth):
    """What a unit paid for a month. Never edited: a mistake is taken back by a reversal.

    A reversal names the payment that it takes back and repeats its amount; the two cancel.
    """

    paid_on = models.DateField(_("day of payment of a levy"))
    amount = yuan(_("amount"), validators=[MinValueValidator(FEN)])
    reference = models.CharField(_("voucher number"), max_length=50)
    reverses = CountyForeignKey(
        "funding.LevyPayment",
        verbose_name=_("takes back"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reversals",
    )

    class Meta:
        verbose_name = _("levy payment")
        verbose_name_plural = _("levy payments")
        ordering = ["-paid_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "channel", "reference"],
                name="funding_one_voucher",
                violation_error_message=_("A payment with this voucher number is recorded."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "reverses"],
                condition=Q(reverses__isnull=False),
                name="funding_one_levy_reversal",
                violation_error_message=_("This payment has been taken back already."),
            ),
            models.CheckConstraint(
                condition=_PERIOD,
                name="funding_levy_payment_month",
                violation_error_message=_("There is no such month."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=FEN),
                name="funding_levy_payment_amount",
                violation_error_message=_("A payment is more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(reference=""),
                name="funding_levy_payment_voucher",
                violation_error_message=_("A payment has a voucher number."),
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reverses=F("id")),
                name="funding_levy_payment_not_itself",
                violation_error_message=_("A payment does not take back itself."),
            ),
        ]
        indexes = [
            models.Index(fields=["county_code", "paid_on"], name="funding_levy_paid_on"),
            models.Index(fields=["county_code", "year", "employer"], name="funding_levy_paid_year"),
        ]

    def __str__(self) -> str:
        return f"{self.employer} · {self.period} · {self.reference}"
