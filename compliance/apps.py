"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    """Where a county stands: stored verdicts, findings, deadlines."""

    name = "compliance"
    verbose_name = _("compliance")

    def ready(self) -> None:
        """Have the worker look for townships in which something changed, and for lost checks.

        What a released provision changes is one of the things that townships are checked for.
        """
        from compliance.services.due import provision_released
        from compliance.tasks import sweep
        from policies.services import after_release
        from unionreg import sweeping

        sweeping.register(sweep)
        after_release(provision_released)
