"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """The change log of every record."""

    name = "history"
    verbose_name = _("change history")
