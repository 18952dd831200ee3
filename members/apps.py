"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Members, their memberships and their identity."""

    name = "members"
    verbose_name = _("people")

    def ready(self) -> None:
        """Have the members of a union asked when the union moves, merges or closes."""
        from members.dependents import Members
        from townships.services.dependents import register

        register(Members())
