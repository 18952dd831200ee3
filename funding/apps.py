"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    """Room for levies, shares, grants, accounts and budgets."""

    name = "funding"
    verbose_name = _("funds")
