"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationsConfig(AppConfig):
    """Regional and industry federations: founding, coverage, committee, the year."""

    name = "federations"
    verbose_name = _("federations")

    def ready(self) -> None:
        """Have federations told when a covered union closes or its head changes (R-COM-10)."""
        from cadres.services import annulment, heads
        from federations.dependents import CoverageOfUnion
        from federations.services.seats import HeadsOfCoveredUnions, reopen_seats, withdraw_seats
        from townships.services import dependents

        heads.register(HeadsOfCoveredUnions())
        annulment.register(reopen_seats)
        annulment.register(withdraw_seats)
        dependents.register(CoverageOfUnion())
