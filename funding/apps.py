"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    """Room for levies, shares, grants, accounts and budgets."""

    name = "funding"
    verbose_name = _("funds")

    def ready(self) -> None:
        """Have levies follow the unions whose superior changes."""
        from funding.services.levy_handover import LeviesFollow
        from townships.services import leaders

        leaders.register(LeviesFollow())
