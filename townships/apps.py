"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TownshipsConfig(AppConfig):
    """Divisions, township statistics, unions, employers and who belongs to whom."""

    name = "townships"
    verbose_name = _("organisations")

    def ready(self) -> None:
        """Give the policy engine what is recorded about organisations."""
        from policies.selectors import register_source
        from townships.selectors.measures import stored_measures

        register_source(stored_measures)
