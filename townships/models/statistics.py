"""Dated figures of a township."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from townships.models.counts import not_too_many
from townships.models.division import Division
from unionreg.county import RegistryRow


class TownshipStatistics(RegistryRow):
    """What was counted in a township on one day. Empty means not recorded, never zero.

    Firms, workers and people employed in secondary and tertiary industry are three different
    measures: the documents set their conditions on different ones (C-1). Of activists and
    volunteers only headcounts are kept (R-SOC-12).
    """

    township = models.ForeignKey(
        Division, verbose_name=_("township"), on_delete=models.PROTECT, related_name="statistics"
    )
    as_of = models.DateField(_("as of"))
    firm_count = models.PositiveIntegerField(
        _("firms"), null=True, blank=True, validators=[not_too_many]
    )
    worker_count = models.PositiveIntegerField(
        _("workers"), null=True, blank=True, validators=[not_too_many]
    )
    employed_2nd_3rd_sector = models.PositiveIntegerField(
        _("employed in secondary and tertiary industry"),
        null=True,
        blank=True,
        validators=[not_too_many],
    )
    legal_person_units = models.PositiveIntegerField(
        _("legal-person units"), null=True, blank=True, validators=[not_too_many]
    )
    unionised_units = models.PositiveIntegerField(
        _("unionised units"), null=True, blank=True, validators=[not_too_many]
    )
    fulltime_staffing = models.BooleanField(
        _("full-time chair or vice-chair and full-time staff can be provided"),
        null=True,
        blank=True,
        help_text=_("Leave it at unknown as long as nobody has decided."),
    )
    activists = models.PositiveIntegerField(
        _("union activists"), null=True, blank=True, validators=[not_too_many]
    )
    volunteers = models.PositiveIntegerField(
        _("union volunteers"), null=True, blank=True, validators=[not_too_many]
    )
    source = models.CharField(_("source"), max_length=100)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("township statistics")
        verbose_name_plural = _("township statistics")
        ordering = ["-as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "township", "as_of"],
                name="townships_statistics_once_a_day",
                violation_error_message=_("Figures of this township and day are recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(unionised_units__isnull=True)
                | Q(legal_person_units__isnull=True)
                | Q(unionised_units__lte=models.F("legal_person_units")),
                name="townships_statistics_unionised",
                violation_error_message=_("More unionised units than legal-person units."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.township} {self.as_of}"
