"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationsConfig(AppConfig):
    """Regional and industry federations: founding, coverage, committee, the year."""

    name = "federations"
    verbose_name = _("federations")

    def ready(self) -> None:
        """Have committees told when the head of a covered union changes (R-COM-10)."""
        from cadres.services.heads import register
        from federations.services.seats import HeadsOfCoveredUnions

        register(HeadsOfCoveredUnions())
