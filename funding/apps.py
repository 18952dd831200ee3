"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    """Levies, shares, allocations, grants, payments, accounts, budgets."""

    name = "funding"
    verbose_name = _("funds")

    def ready(self) -> None:
        """Have levies follow the unions whose superior changes, and the provisions about them.

        Unions that close are asked about their books.

        What is paid goes into the books of both sides.
        """
        from funding.dependents import BooksOfUnion, dated_account_mode
        from funding.services import payment_listeners
        from funding.services.levy_handover import LeviesFollow
        from funding.services.payment_entries import PaymentsInBooks
        from funding.tasks import provision_released
        from policies.services import after_release
        from townships import rules
        from townships.services import leaders
        from townships.services.dependents import register

        leaders.register(LeviesFollow())
        register(BooksOfUnion())
        rules.register(dated_account_mode)
        after_release(provision_released)
        payment_listeners.register(PaymentsInBooks())
