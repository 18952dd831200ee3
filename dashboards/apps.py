"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """Home page, dashboards, search and printed reports."""

    name = "dashboards"
    verbose_name = _("dashboards")
