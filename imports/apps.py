"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

FORGET_EVERY = 240  # sweeps


class ImportsConfig(AppConfig):
    """Reading workbooks, staged import, undo."""

    name = "imports"
    verbose_name = _("imports")

    def ready(self) -> None:
        """Have the worker look for lost batches, and for files that were kept long enough.

        Read the tables that are uploaded on pages of other apps.
        """
        from imports.housekeeping import forget_old
        from imports.tables import read_table
        from imports.tasks import sweep
        from unionreg import sweeping, tables

        sweeping.register(sweep)
        sweeping.register(forget_old, every=FORGET_EVERY)
        tables.register(read_table)
