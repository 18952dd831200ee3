"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """Rights and duties: the work log of unions and collective contracts."""

    name = "rights"
    verbose_name = _("rights and duties")
