"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationsConfig(AppConfig):
    """Room for regional and industry federations (founding, coverage, committees)."""

    name = "federations"
    verbose_name = _("federations")
