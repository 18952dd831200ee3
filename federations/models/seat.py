"""Seats to be filled: they appear when a covered union's head changes (R-COM-10, R-COM-12)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.models import Appointment, Meeting
from federations.models.federation import Federation
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class SeatToFill(RegistryRow):
    """A seat whose holder stopped heading his union, until a procedure gives it to somebody.

    Closed only with the democratic procedure on record: `procedure_on` not after the day from which
    the new member sits. `covered` is the union whose head changed; `former` the seat he held, empty
    for a union that came under the federation later (增补).
    """

    township_path: ClassVar[str] = "federation__union__township_id"

    federation = CountyForeignKey(
        Federation,
        verbose_name=_("federation"),
        on_delete=models.PROTECT,
        related_name="seats_to_fill",
    )
    covered = CountyForeignKey(
        Union, verbose_name=_("covered union"), on_delete=models.PROTECT, related_name="+"
    )
    former = CountyForeignKey(
        Appointment,
        verbose_name=_("former member"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    opened_on = models.DateField(_("since"))
    procedure_on = models.DateField(_("democratic procedure on"), null=True, blank=True)
    procedure = CountyForeignKey(
        Meeting,
        verbose_name=_("procedure"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    filled_by = CountyForeignKey(
        Appointment,
        verbose_name=_("new member"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_on = models.DateField(_("filled on"), null=True, blank=True)

    class Meta:
        verbose_name = _("seat to be filled")
        verbose_name_plural = _("seats to be filled")
        ordering = ["opened_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "federation", "covered"],
                condition=Q(closed_on__isnull=True),
                name="federations_seat_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | (Q(procedure_on__isnull=False) & Q(procedure_on__lte=F("closed_on"))),
                name="federations_seat_by_procedure",
                violation_error_message=_("A seat is filled only after a democratic procedure."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.federation} · {self.covered}"
