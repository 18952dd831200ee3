"""App configuration of the project package and of the admin."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AdminConfig(admin_apps.AdminConfig):
    """Use our admin site everywhere the stock one would be used."""

    default = False
    default_site = "unionreg.admin_site.UnionregAdminSite"


class UnionregConfig(AppConfig):
    """Checks, template tags and commands that belong to no single app."""

    name = "unionreg"
    default = True

    def ready(self) -> None:
        """Register the system checks of county-level models."""
        from unionreg.county import checks  # noqa: F401
