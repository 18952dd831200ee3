"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CadresConfig(AppConfig):
    """Who holds which post until when: people, terms, elections, training."""

    name = "cadres"
    verbose_name = _("cadres")

    def ready(self) -> None:
        """Have posts and terms asked when a union moves or closes, cadres when one is enrolled."""
        from cadres.dependents import Posts
        from cadres.services.member_links import link_member
        from cadres.term_dependents import Terms
        from members.services import persons
        from townships.services.dependents import register

        register(Posts())
        register(Terms())
        persons.register(link_member)
