"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CadresConfig(AppConfig):
    """Who holds which post until when: people, terms, elections, training."""

    name = "cadres"
    verbose_name = _("cadres")

    def ready(self) -> None:
        """Have the posts and terms of a union asked when the union moves or closes."""
        from cadres.dependents import Posts
        from cadres.term_dependents import Terms
        from townships.services.dependents import register

        register(Posts())
        register(Terms())
