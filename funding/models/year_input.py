"""Numbers of a year that no row of the registry gives: grades, ranks, rates, projects."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.schemes.inputs import names
from townships.models import Division
from unionreg.county import RegistryRow


class YearInput(RegistryRow):
    """One number of a township, or of the whole county where no township is named.

    `value` is written as the measure of that name reads it. What the registry counts itself is
    taken from there; a typed number only fills a gap.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    township = models.ForeignKey(
        Division,
        verbose_name=_("township"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(_("number of the year"), max_length=30, choices=names)
    value = models.CharField(_("value"), max_length=30)
    source = models.CharField(_("source of the number"), max_length=200)

    class Meta:
        verbose_name = _("number of a year")
        verbose_name_plural = _("numbers of a year")
        ordering = ["-year", "township", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "year", "township", "name"],
                name="funding_one_input",
                violation_error_message=_("This number is recorded already. Change it there."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "year", "name"],
                condition=Q(township__isnull=True),
                name="funding_one_county_input",
                violation_error_message=_("This number is recorded already. Change it there."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_name_display()}"
