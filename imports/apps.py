"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Reading workbooks, staged import, undo."""

    name = "imports"
    verbose_name = _("imports")
