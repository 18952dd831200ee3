"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CadresConfig(AppConfig):
    """Who holds which post until when: people, terms, elections, training."""

    name = "cadres"
    verbose_name = _("cadres")
