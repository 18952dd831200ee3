"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TownshipsConfig(AppConfig):
    """Divisions, township statistics, unions, employers and who belongs to whom."""

    name = "townships"
    verbose_name = _("organisations")
