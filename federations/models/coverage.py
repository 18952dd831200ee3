"""Which unions a federation covers, dated (R-ORG-23)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federations.models.federation import Federation
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class Coverage(RegistryRow):
    """A union covered by a federation, from one day to another (last day inclusive).

    Coverage is not subordination: a union has one superior and may be covered by a regional and by
    an industry federation.
    """

    township_path: ClassVar[str] = "federation__union__township_id"

    federation = CountyForeignKey(
        Federation,
        verbose_name=_("federation"),
        on_delete=models.PROTECT,
        related_name="coverage",
        db_index=False,  # federations_covered_once begins with it
    )
    union = CountyForeignKey(
        Union, verbose_name=_("covered union"), on_delete=models.PROTECT, related_name="covered_by"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("covered union")
        verbose_name_plural = _("covered unions")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "federation", "union"],
                condition=Q(valid_to__isnull=True),
                name="federations_covered_once",
                violation_error_message=_("The federation covers this union already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="federations_coverage_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.federation} → {self.union}"
