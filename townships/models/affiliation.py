"""Who belongs to whom, dated (隶属), and handing over in batches (下放)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from townships.models.union import Union
from unionreg.county import CountyForeignKey, RegistryRow


class Handover(RegistryRow):
    """Unions that the county hands down to a township (安工办〔2020〕7号 三, R-ORG-12)."""

    township_path: ClassVar[str] = "new_superior__township_id"

    document_no = models.CharField(_("document number"), max_length=50)
    effective_on = models.DateField(_("effective on"))
    new_superior = CountyForeignKey(
        Union,
        verbose_name=_("new superior union"),
        on_delete=models.PROTECT,
        related_name="handovers",
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-effective_on"]

    def __str__(self) -> str:
        return f"{self.document_no} → {self.new_superior}"


class Affiliation(RegistryRow):
    """The superior of a union from one day to another. `valid_to` is the last day, inclusive."""

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="affiliations"
    )
    superior = CountyForeignKey(
        Union,
        verbose_name=_("superior union"),
        on_delete=models.PROTECT,
        related_name="affiliates",
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    document_no = models.CharField(_("document number"), max_length=50, blank=True)
    handover = CountyForeignKey(
        Handover,
        verbose_name=_("handover"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="affiliations",
    )

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union"],
                condition=Q(valid_to__isnull=True),
                name="townships_one_superior",
                violation_error_message=_("A union has one superior at a time."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="townships_affiliation_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(union=F("superior")),
                name="townships_affiliation_not_self",
                violation_error_message=_("A union cannot be its own superior."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} → {self.superior}"
