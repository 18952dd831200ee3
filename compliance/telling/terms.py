"""Words about terms and elections."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import Finding
from compliance.selectors.explaining import Told
from policies.engine.kinds import Status

Words = tuple[str, str]


def _overdue(finding: Finding, told: Told) -> Words:
    """The committee's term has ended; who could have put it off is named."""
    due = told.outcome.value
    if not isinstance(due, date):
        raise TypeError(due)
    days = (timezone.localdate() - due).days
    text = _("its term of office ended on %(day)s and is %(days)s days overdue")
    superior = told.values.get("approving_union") or _("the next higher union")
    remedy = _(
        "Please hold the re-election, or record the number of the document by which %(superior)s "
        "has approved a later date"
    )
    return text % {"day": due.isoformat(), "days": days}, remedy % {"superior": superior}


def _no_term(finding: Finding, told: Told) -> Words:
    text = _("has no term of office on record, so nobody knows when the re-election is due")
    return text, _("Please record when the present committee was elected, and for how many years")


def _wrong_length(finding: Finding, told: Told) -> Words:
    text = _("has a term of %(years)s; %(needed)s is demanded")
    needed = _("; ").join(one.required for one in told.failed)
    remedy = _("Please correct the length of the term, or set it right at the next election")
    return text % {"years": told.show("term_years"), "needed": needed}, remedy


def _not_approved(finding: Finding, told: Told) -> Words:
    text = _("was re-elected on %(election)s although its term ended on %(due)s, without approval")
    days = {"election": told.show("next_election_on"), "due": finding.due_on or ""}
    remedy = _("Please record the approval of the next higher union in the term before")
    return text % days, remedy


def _no_meeting(finding: Finding, told: Told) -> Words:
    text = _("held no committee meeting in %(year)s that acts for the assembly")
    remedy = _("Please record the meeting, or hold it")
    return text % {"year": told.values.get("year")}, remedy


def _meetings_unknown(finding: Finding, told: Told) -> Words:
    text = _("has no meetings on record for %(year)s")
    remedy = _("Please record the committee meeting that acted for the assembly")
    return text % {"year": told.values.get("year")}, remedy


def _no_assembly(finding: Finding, told: Told) -> Words:
    text = _("is a general union, but its committee was not elected by an assembly of delegates")
    return text, _("Please record the assembly, or practise the system of assemblies")


def _one_sided(finding: Finding, told: Told) -> Words:
    text = _("its committee is one-sided: %(conditions)s")
    conditions = _("; ").join(condition.sentence for condition in told.failed)
    remedy = _("Please fill the seats, or record for whom they are held")
    return text % {"conditions": conditions}, remedy


_VIOLATED, _UNKNOWN = str(Status.VIOLATED), str(Status.UNKNOWN)
TELL: dict[tuple[str, str], Callable[[Finding, Told], tuple[str, str]]] = {
    ("R-TRM-01", _VIOLATED): _wrong_length,
    ("R-TRM-02", _VIOLATED): _overdue,
    ("R-TRM-02", _UNKNOWN): _no_term,
    ("R-TRM-03", _VIOLATED): _not_approved,
    ("R-TRM-04", _VIOLATED): _no_meeting,
    ("R-TRM-04", _UNKNOWN): _meetings_unknown,
    ("R-TRM-05", _VIOLATED): _wrong_length,
    ("R-TRM-09", _VIOLATED): _no_assembly,
    ("R-COM-04", _VIOLATED): _one_sided,
}
