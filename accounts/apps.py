"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, their roles and the places they may see."""

    name = "accounts"
    verbose_name = _("users and roles")
