"""The work log: what a union did for workers, by the duties that documents name (R-RGT)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rights.choices import Category, IncidentLevel
from rights.kinds import grouped
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class WorkRecord(RegistryRow):
    """One thing that was done on a day.

    `level` and `reported_on` are of incidents only; empty means not recorded, and no document gives
    a deadline for the report. `acting_union` acted for the union (上代下). Amounts are yuan.
    """

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="work_records"
    )
    category = models.CharField(_("category"), max_length=20, choices=grouped(Category))
    held_on = models.DateField(_("day"))
    title = models.CharField(_("what was done"), max_length=100)
    other_side = models.CharField(_("with or for whom"), max_length=100, blank=True)
    text = models.TextField(_("course and result"), max_length=2000, blank=True)
    people = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    spent = models.DecimalField(
        _("yuan spent"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    level = models.CharField(
        _("level of the incident"), max_length=1, choices=IncidentLevel.choices, blank=True
    )
    reported_on = models.DateField(_("reported upwards on"), null=True, blank=True)
    acting_union = CountyForeignKey(
        Union,
        verbose_name=_("union that acted"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("entry of the work log")
        verbose_name_plural = _("work log")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(spent__isnull=True) | Q(spent__gte=0),
                name="rights_work_spent",
                violation_error_message=_("The amount cannot be below 0 yuan."),
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | Q(reported_on__gte=F("held_on")),
                name="rights_work_reported",
                violation_error_message=_("The report lies before the incident. Correct the day."),
            ),
        ]
        indexes = [
            models.Index(fields=["county_code", "union", "held_on"], name="rights_work_of_union"),
            models.Index(fields=["county_code", "held_on"], name="rights_work_day"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.held_on}"
