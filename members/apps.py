"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Members, their memberships and their identity."""

    name = "members"
    verbose_name = _("people")
