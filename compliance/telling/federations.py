"""Words about federations and their year."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from compliance.models import Finding
from compliance.selectors.explaining import Told

Words = tuple[str, str]


def _too_small(finding: Finding, told: Told) -> Words:
    text = _("covers %(covered_unions)s only") % {"covered_unions": told.show("covered_unions")}
    return text, _("Please add the unions that it covers, or correct what is recorded")


def _coverage_unknown(finding: Finding, told: Told) -> Words:
    text = _("has no covered union on record")
    return text, _("Please record which unions it covers")


def _no_audit(finding: Finding, told: Told) -> Words:
    if told.values.get("manages_own_funds") is None:
        text = _("has no record of whether it manages its own funds")
        return text, _("Please record it; with own funds it needs an audit committee")
    text = _("manages its own funds, and no audit committee is recorded")
    return text, _("Please set the audit committee up and record its founding day")


def _seats_to_fill(finding: Finding, told: Told) -> Words:
    text = _("has a seat to be filled: the head of a covered union has changed")
    return text, _(
        "Let the new head take the seat by a democratic procedure and record the meeting"
    )


def _few_chairs(finding: Finding, told: Told) -> Words:
    text = _(
        "has %(chairs_on_committee)s chairs of %(covered_unions)s covered unions on its committee"
    )
    numbers = {name: told.values[name] for name in ("chairs_on_committee", "covered_unions")}
    return text % numbers, _("Let more of them be elected, or record the delegates they elected")


def _chairs_unknown(finding: Finding, told: Told) -> Words:
    text = _("has no record of which chairs of covered unions sit on its committee")
    return text, _("Please record the members of the committee and for whom each sits")


def _year_missing(finding: Finding, told: Told) -> Words:
    missing = _(", ").join(one.label for one in told.failed)
    text = _("has no record in %(year)s of: %(missing)s")
    words = {"year": told.values.get("year"), "missing": missing}
    return text % words, _("Hold what can still be held, and record every event that took place")


def _year_unknown(finding: Finding, told: Told) -> Words:
    text = _("has no event of %(year)s on record; without them nobody can judge the year")
    year = {"year": told.values.get("year")}
    return text % year, _("Please record the events of the year")


def _reports_missing(finding: Finding, told: Told) -> Words:
    missing = _("; ").join(one.sentence for one in told.failed)
    text = _("has not reported in every half-year: %(missing)s") % {"missing": missing}
    return text, _("Please record the reports that were made")


def _other_negotiator(finding: Finding, told: Told) -> Words:
    text = _("has a contract in force whose chief negotiator was not its chair of that day")
    return text, _("Please check the contract and the posts of that day")


def _negotiator_unknown(finding: Finding, told: Told) -> Words:
    text = _("has a contract in force without a record of whether its chair led the bargaining")
    return text, _("Please record the chief negotiator, and who was chair on the day of signing")


TELL: dict[tuple[str, str], Callable[[Finding, Told], Words]] = {
    ("R-ORG-23", "violated"): _too_small,
    ("R-ORG-23", "unknown"): _coverage_unknown,
    ("R-COM-08", "violated"): _no_audit,
    ("R-COM-08", "unknown"): _no_audit,
    ("R-COM-10", "satisfied"): _seats_to_fill,
    ("R-COM-11", "violated"): _few_chairs,
    ("R-COM-11", "unknown"): _chairs_unknown,
    ("R-MTG-01", "violated"): _year_missing,
    ("R-MTG-02", "violated"): _year_missing,
    ("R-MTG-03", "violated"): _reports_missing,
    ("R-MTG-04", "violated"): _year_missing,
    ("R-MTG-04", "unknown"): _year_unknown,
    ("R-RGT-03", "violated"): _other_negotiator,
    ("R-RGT-03", "unknown"): _negotiator_unknown,
}
