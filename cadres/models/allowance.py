"""Part-time allowances: never for public officials (R-FND-21), within a range (R-FND-20)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.models.appointment import Appointment
from unionreg.county import CountyForeignKey, RegistryRow


class Allowance(RegistryRow):
    """A monthly allowance for a post held part-time, from one month to another."""

    township_path: ClassVar[str] = "appointment__union__township_id"

    appointment = CountyForeignKey(
        Appointment,
        verbose_name=_("appointment"),
        on_delete=models.PROTECT,
        related_name="allowances",
    )
    monthly = models.DecimalField(_("yuan a month"), max_digits=9, decimal_places=2)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    payer = models.CharField(_("paid by"), max_length=100)
    approval_no = models.CharField(_("approval number"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "appointment"],
                condition=Q(valid_to__isnull=True),
                name="cadres_one_allowance",
                violation_error_message=_("The post has an allowance already."),
            ),
            models.CheckConstraint(
                condition=Q(monthly__gt=0),
                name="cadres_allowance_positive",
                violation_error_message=_("An allowance is more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="cadres_allowance_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment} · {self.monthly}"
