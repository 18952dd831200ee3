"""Scattered workers of a federation's area: people who work for no unit (R-ORG-24)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federations.models.federation import Federation
from townships.models.counts import not_too_many
from unionreg.county import CountyForeignKey, RegistryRow


class ScatteredCount(RegistryRow):
    """How many of them there were on a day, and how many the federation covers (empty: unknown)."""

    township_path: ClassVar[str] = "federation__union__township_id"

    federation = CountyForeignKey(
        Federation,
        verbose_name=_("federation"),
        on_delete=models.PROTECT,
        related_name="scattered_counts",
        db_index=False,  # federations_scattered_once begins with it
    )
    as_of = models.DateField(_("as of"))
    workers = models.PositiveIntegerField(_("scattered workers"), validators=[not_too_many])
    covered = models.PositiveIntegerField(
        _("of them covered"), null=True, blank=True, validators=[not_too_many]
    )
    source = models.CharField(_("source"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("count of scattered workers")
        verbose_name_plural = _("counts of scattered workers")
        ordering = ["-as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "federation", "as_of"],
                name="federations_scattered_once",
                violation_error_message=_("Scattered workers of this day are recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(covered__isnull=True) | Q(covered__lte=F("workers")),
                name="federations_scattered_covered",
                violation_error_message=_("More are covered than there are."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.federation} {self.as_of}"
