"""Words about people in posts and their training."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from compliance.models import Finding
from compliance.selectors.explaining import Told
from policies.engine import NEVER
from policies.engine.kinds import Status

Words = tuple[str, str]


def _late(finding: Finding, told: Told) -> Words:
    since = told.show("started_on")
    if told.values.get("completed_on") == NEVER:
        text = _(
            "took office on %(since)s; the off-job training by a higher union was due by %(due)s "
            "and is not recorded"
        )
        days = {"since": since, "due": finding.due_on}
        return text % days, _("Please have it made up for, and record who took part and passed")
    text = _("took office on %(since)s; the training on record does not do: %(conditions)s")
    said = _("; ").join(condition.sentence for condition in told.failed)
    words = {"since": since, "conditions": said}
    return text % words, _("Please record another training, or correct this one")


def _no_result(finding: Finding, told: Told) -> Words:
    if told.values.get("passed") is None and "passed" in told.values:
        text = _("took part in a training, but whether it was passed is not recorded")
        return text, _("Please record the result")
    labels = _(", ").join(str(measure.label) for measure in told.missing)
    text = _("has no record of: %(labels)s; without it nobody can judge")
    return text % {"labels": labels}, _("Please record: %(labels)s") % {"labels": labels}


def _administrative_head(finding: Finding, told: Told) -> Words:
    text = _("is the chief administrative head of a unit and sits on the committee")
    return text, _("Somebody else is elected for this seat")


def _association_head(finding: Finding, told: Told) -> Words:
    text = _("is %(role)s of a trade association or chamber and leads the federation")
    role = told.show("association_role")
    return text % {"role": role}, _("Somebody else is elected for this post")


def _term_apart(finding: Finding, told: Told) -> Words:
    text = _("was elected until %(own)s, but the committee until %(committee)s")
    days = {"own": told.show("officer_term_end"), "committee": told.show("term_end")}
    remedy = _("They serve as long as the committee. Please correct the term of the post")
    return text % days, remedy


_VIOLATED, _UNKNOWN = str(Status.VIOLATED), str(Status.UNKNOWN)
TELL: dict[tuple[str, str], Callable[[Finding, Told], tuple[str, str]]] = {
    ("R-TRN-01", _VIOLATED): _late,
    ("R-TRN-01", _UNKNOWN): _no_result,
    ("R-TRN-04", _VIOLATED): _late,
    ("R-ELG-01", _VIOLATED): _administrative_head,
    ("R-ELG-03", _VIOLATED): _association_head,
    ("R-COM-15", _VIOLATED): _term_apart,
}
