"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    """Room for levies, shares, grants, accounts and budgets."""

    name = "funding"
    verbose_name = _("funds")

    def ready(self) -> None:
        """Hear of unions that close or change their account."""
        from funding.dependents import BooksOfUnion, dated_account_mode
        from townships import rules
        from townships.services.dependents import register

        register(BooksOfUnion())
        rules.register(dated_account_mode)
