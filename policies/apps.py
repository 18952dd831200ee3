"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """Policy documents, provisions and the engine that evaluates them."""

    name = "policies"
    verbose_name = _("policies")

    def ready(self) -> None:
        """Register the rules and their measures with the engine."""
        from policies import rules

        rules.load()
