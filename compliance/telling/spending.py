"""Sentences about decisions on spending, payments, grants and share tables."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from compliance.models import Finding
from compliance.selectors.explaining import Told
from policies.engine.kinds import Status
from policies.engine.measure_types import show_yuan

Words = tuple[str, str]


def _no_meeting(finding: Finding, told: Told) -> Words:
    """R-FIN-06: above the amount laid down, and no meeting is named."""
    text = _("comes to %(amount)s; above %(limit)s a meeting decides, and none is named")
    limit = show_yuan(Decimal(str(told.parameter("threshold"))))
    values = {"amount": told.show("payment_amount"), "limit": limit}
    remedy = _("Take it back and approve it anew with the meeting, or ask for a waiver")
    return text % values, remedy


def _not_earmarked(finding: Finding, told: Told) -> Words:
    """R-FIN-07: another purpose, or more than the grant."""
    values = {name: told.show(name) for name in told.values}
    if values["grant_purpose"] != values["payment_purpose"]:
        text = _("is for “%(payment_purpose)s”, but its grant is for “%(grant_purpose)s”")
        return text % values, _("Cancel or reverse it, and pay it from another source")
    text = _("brings the payments to %(grant_spent)s; the grant is %(grant_amount)s")
    return text % values, _("Cancel or reverse what is too much")


def _not_signed(finding: Finding, told: Told) -> Words:
    """R-FIN-08: somebody else signed."""
    text = _("was approved, but not signed by the chair in office on that day")
    return text, _("Check who signed; reverse it and approve it anew, or ask for a waiver")


def _signer_unknown(finding: Finding, told: Told) -> Words:
    """R-FIN-08: nobody recorded the signer, or the chair."""
    text = _("was approved, but who signed or who was chair on that day is not recorded")
    remedy = _("Please record the chair of the county federation, and who signs at the approval")
    return text, remedy


def _no_township_share(finding: Finding, told: Told) -> Words:
    """R-FND-05."""
    text = _("holds here and lays down no share of the townships")
    return text, _("Please write a new share table with the share, and have it released")


def _second_one_off(finding: Finding, told: Told) -> Words:
    """R-FND-18."""
    text = _("is number %(number)s of the one-off subsidies for the same subject")
    number = told.values["grants_of_subject"]
    return text % {"number": number}, _("Please check whether it is the same one, and correct it")


def _outside_the_cases(finding: Finding, told: Told) -> Words:
    """R-FND-25."""
    text = _(
        "is a project subsidy, but the higher union keeps its own funds and the federation lies in "
        "one township"
    )
    return text, _("Please check the case, the account of the higher union and the townships")


def _cases_unknown(finding: Finding, told: Told) -> Words:
    """R-FND-25, where it cannot be judged."""
    text = _("is a project subsidy of which nobody can judge whether the clause allows it")
    remedy = _(
        "Please record how the higher union keeps its account, and the townships of the federation"
    )
    return text, remedy


_VIOLATED, _UNKNOWN = str(Status.VIOLATED), str(Status.UNKNOWN)
TELL: dict[tuple[str, str], Callable[[Finding, Told], Words]] = {
    ("R-FIN-06", _VIOLATED): _no_meeting,
    ("R-FIN-07", _VIOLATED): _not_earmarked,
    ("R-FIN-08", _VIOLATED): _not_signed,
    ("R-FIN-08", _UNKNOWN): _signer_unknown,
    ("R-FND-05", _VIOLATED): _no_township_share,
    ("R-FND-18", _VIOLATED): _second_one_off,
    ("R-FND-25", _VIOLATED): _outside_the_cases,
    ("R-FND-25", _UNKNOWN): _cases_unknown,
}
