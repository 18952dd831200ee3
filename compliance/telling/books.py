"""Sentences about books, budgets and funds of federations."""

from django.utils.translation import gettext as _

from compliance.models import Finding
from compliance.selectors.explaining import Told
from policies.engine import Status

Words = tuple[str, str]


def _no_budget(finding: Finding, told: Told) -> Words:
    """R-FIN-01: what of the year is not frozen."""
    names = {
        "budget_recorded": _("no frozen budget"),
        "final_account_recorded": _("no frozen final account"),
    }
    failed = [names[one.measure] for one in told.failed if one.measure in names]
    text = _("has %(what)s of %(year)s")
    words = {"what": _(" and ").join(failed), "year": told.values.get("year")}
    return text % words, _("Please draw it up, and have somebody else freeze it")


def _no_budgets(finding: Finding, told: Told) -> Words:
    """R-FIN-01, where nobody recorded any."""
    text = _("has neither budget nor final account on record for any year")
    return text, _("Please draw them up, beginning with %(year)s") % {
        "year": told.values.get("year")
    }


def _books_differ(finding: Finding, told: Told) -> Words:
    """R-FIN-05: a sub-ledger that does not add up, or is covered by another."""
    text = _("keeps books whose sub-ledgers do not add up or are overdrawn")
    return text, _("Please stop posting there and have the administrator check the ledgers")


def _not_planned(finding: Finding, told: Told) -> Words:
    """R-FND-24: the budget of the next higher union has no line for the federation."""
    text = _("has no line in the budget of %(year)s of the next higher union")
    words = {"year": told.values.get("year")}
    return text % words, _("Please add a line for it in a new version of that budget")


def _no_budget_above(finding: Finding, told: Told) -> Words:
    """R-FND-24, where the next higher union recorded no budget."""
    text = _("cannot be judged: the next higher union has no budget on record")
    return text, _("Please draw up that budget with a line for this federation")


_VIOLATED, _UNKNOWN = str(Status.VIOLATED), str(Status.UNKNOWN)
TELL = {
    ("R-FIN-01", _VIOLATED): _no_budget,
    ("R-FIN-01", _UNKNOWN): _no_budgets,
    ("R-FIN-05", _VIOLATED): _books_differ,
    ("R-FND-24", _VIOLATED): _not_planned,
    ("R-FND-24", _UNKNOWN): _no_budget_above,
}
