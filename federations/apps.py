"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationsConfig(AppConfig):
    """Regional and industry federations: founding, coverage, committee, the year."""

    name = "federations"
    verbose_name = _("federations")
