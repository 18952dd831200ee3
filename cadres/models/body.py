"""Bodies besides the committee, the audit and the women workers' committee."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.choices import Body
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class OrganisationBody(RegistryRow):
    """A mediation, safety or labour law body, or a station (R-COM-16, 17, 18)."""

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="bodies"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Body.choices)
    founded_on = models.DateField(_("set up on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["kind", "-founded_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union", "kind"],
                condition=Q(closed_on__isnull=True),
                name="cadres_one_body",
                violation_error_message=_("The organisation has such a body already."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("founded_on")),
                name="cadres_body_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
