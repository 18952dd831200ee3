"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    """Where a county stands: stored verdicts, findings, deadlines."""

    name = "compliance"
    verbose_name = _("compliance")
