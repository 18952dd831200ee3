"""What a scheme gives each township for a year: calculated, frozen, approved."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.models import Meeting
from funding.choices import AllocationState, FundSource, LineState
from funding.fields import yuan
from townships.models import Division
from unionreg.county import CountyForeignKey, CountyRow, RegistryRow


class Allocation(RegistryRow):
    """One scheme applied to all townships of a county for a year (总工办发〔2019〕24号 八).

    The inputs are frozen when it is made. From the approval on nothing of it changes; a new
    calculation withdraws the old one and is a row of its own.
    """

    township_path: ClassVar[str] = "county_code"

    scheme_key = models.CharField(_("scheme"), max_length=50)
    scheme_title = models.CharField(_("title of the scheme"), max_length=100)
    year = models.PositiveSmallIntegerField(_("year"))
    as_of = models.DateField(_("numbers as of"))
    total = yuan(_("total"))
    state = models.CharField(
        _("state"), max_length=10, choices=AllocationState.choices, default=AllocationState.DRAFT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("calculated by"),
        on_delete=models.SET_NULL,
        null=True,
        db_constraint=False,
        related_name="+",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approver"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    meeting = CountyForeignKey(
        Meeting,
        verbose_name=_("meeting that decided"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "year", "scheme_key"],
                condition=~Q(state=AllocationState.WITHDRAWN),
                name="funding_one_allocation",
                violation_error_message=_("The year has been calculated by this scheme already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_title} {self.year}"


class AllocationLine(CountyRow):
    """The amount of one township; none where a number is missing or the scheme refuses."""

    allocation = CountyForeignKey(
        Allocation, verbose_name=_("allocation"), on_delete=models.PROTECT, related_name="lines"
    )
    township = models.ForeignKey(
        Division, verbose_name=_("township"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=LineState.choices)
    amount = yuan(_("amount"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("amount of a township")
        verbose_name_plural = _("amounts of townships")
        ordering = ["allocation", "township"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "allocation", "township"], name="funding_one_line"
            ),
            models.CheckConstraint(
                condition=Q(state=LineState.CALCULATED, amount__gte=0)
                | (~Q(state=LineState.CALCULATED) & Q(amount__isnull=True)),
                name="funding_line_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.allocation} · {self.township}"


class AllocationPart(CountyRow):
    """One part of an amount: what was counted, as of when, under which clause.

    Parts are shown in fen such that they add up to the amount, which is rounded once; a part of a
    line without amount has none either. `inputs` keeps the kind, the numbers of the document and
    the figures of the township as they were, each with its day and source.
    """

    township_path: ClassVar[str] = "line__township_id"

    line = CountyForeignKey(
        AllocationLine, verbose_name=_("line"), on_delete=models.PROTECT, related_name="parts"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("part"), max_length=100)
    source = models.CharField(_("source"), max_length=20, choices=FundSource.choices)
    calculation = models.CharField(_("how it is calculated"), max_length=300)
    inputs = models.JSONField(_("numbers used"), default=dict)
    basis = models.CharField(_("basis"), max_length=200)
    amount = yuan(_("amount"), null=True, blank=True)

    class Meta:
        verbose_name = _("part of an amount")
        verbose_name_plural = _("parts of amounts")
        ordering = ["line", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "line", "number"], name="funding_one_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} · {self.label}"
