"""What a clerk reads about a finding: whom it is about, what is the matter, what to do.

Every sentence is put together from the inputs and parameters that were stored with the verdict, so
it tells the numbers of the day in the language of the reader. A rule without words of its own here
is told by its conditions. Read findings with their verdict and its provision
(`select_related("verdict__provision")`): no query is made here then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.links import record_link
from compliance.models import Finding
from compliance.selectors.explaining import FAILURES, Told
from compliance.telling import books, federations, money, officers, spending, staffing, terms
from policies.engine.kinds import Status
from policies.rules.names import FORM_ENDINGS

__all__ = ["Sentence", "overdue", "record_link", "sentence"]


@dataclass(frozen=True)
class Sentence:
    """`about` in bold, then `text`, then the `remedy`; none ends with a full stop."""

    about: str
    text: str
    remedy: str

    @property
    def whole(self) -> str:
        """All of it as plain text, for tables and calendars."""
        return _("%(about)s %(text)s. %(remedy)s.") % {
            "about": self.about,
            "text": self.text,
            "remedy": self.remedy,
        }


Words = tuple[str, str]  # what is the matter, and what to do
Tell = Callable[[Finding, Told], Words]


def sentence(finding: Finding) -> Sentence:
    """The sentence about a finding; with the stored words where it cannot be told again."""
    text, remedy = _told_again(finding, Told(finding.verdict)) or _as_stored(finding)
    return Sentence(finding.subject_label, text, remedy)


def _told_again(finding: Finding, told: Told) -> Words | None:
    """The words of today's program; None when it cannot read what was stored."""
    if told.lost:
        return None
    tell = TELL.get((finding.rule_id, finding.verdict.status)) or (
        _unknown if finding.verdict.status == Status.UNKNOWN else _not_met
    )
    try:
        return tell(finding, told)
    except FAILURES:
        return None


def _as_stored(finding: Finding) -> Words:
    text = finding.verdict.explanation.rstrip(".。") or _("does not meet what is asked")
    return text, _("Put it in order, or correct what is recorded")


def _unknown(finding: Finding, told: Told) -> Words:
    if not told.missing:  # nothing to divide by, or a number that the document leaves open
        text = _("cannot be judged: %(conditions)s")
        said = _("; ").join(one.sentence for one in told.conditions if one.met is None)
        return text % {"conditions": said}, _("Please check the figures")
    labels = _(", ").join(str(measure.label) for measure in told.missing)
    text = _("has no record of: %(labels)s; without it nobody can judge")
    return text % {"labels": labels}, _("Please record: %(labels)s") % {"labels": labels}


def _not_met(finding: Finding, told: Told) -> Words:
    text = _("does not meet what is asked: %(conditions)s")
    told_all = _("; ").join(condition.sentence for condition in told.failed)
    return text % {"conditions": told_all}, _("Put it in order, or correct what is recorded")


def _general_union_due(finding: Finding, told: Told) -> Words:
    figures = _(", ").join(f"{one.label} {one.actual}" for one in told.conditions)
    text = _("has reached the size from which it has to have a general union: %(figures)s")
    return text % {"figures": figures}, _("Set the general union up and record its form")


def _no_committee(finding: Finding, told: Told) -> Words:
    bodies = {
        "audit_committee_on": _("audit committee"),
        "women_committee_on": _("women workers' committee"),
    }
    missing = [name for name in bodies if told.values.get(name) is None]
    labels = {"bodies": _(" and ").join(bodies[name] for name in missing)}
    founded = told.values.get("founded_on")
    if founded is None:
        text = _("has no founding date on record, so nobody can judge its committees")
        return text, _("Please record when the union and its two committees were founded")
    text = _("was founded on %(day)s, but no founding date of its %(bodies)s is recorded")
    remedy = _("Both are founded together with the union. Please record the day")
    return text % {**labels, "day": founded}, remedy


def _committees_apart(finding: Finding, told: Told) -> Words:
    days = {name: told.show(name) for name in told.values}
    text = _(
        "was founded on %(founded_on)s, its audit committee on %(audit_committee_on)s, its women "
        "workers' committee on %(women_committee_on)s; all are founded together"
    )
    return text % days, _("Please check the three days")


def _no_superior(finding: Finding, told: Told) -> Words:
    text = _("has no superior union on record")
    return text, _("Please record the union to which it belongs")


def _no_party_organisation(finding: Finding, told: Told) -> Words:
    text = _("has no party organisation of the same level on record, which leads it")
    return text, _("Please enter its name in the record of the union")


def _led_by_office(finding: Finding, told: Told) -> Words:
    text = _("is led by the union of a government office, which does not stand in for the township")
    return text, _("Please choose the township union as its superior")


def _empty(finding: Finding, told: Told) -> Words:
    text = _("has no grassroots union below it")
    return text, _("Please record the unions that belong to it")


def _to_hand_over(finding: Finding, told: Told) -> Words:
    text = _("has %(unions)s that the county federation still leads itself")
    remedy = _("They can be handed over to the union of the township in one batch")
    return text % {"unions": told.show("county_managed_unions")}, remedy


def _led_from_elsewhere(finding: Finding, told: Told) -> Words:
    text = _("lies in %(township)s, but its superior union in %(parent_township)s")
    remedy = _("Please check to whom it belongs, and correct the place or the superior")
    return text % told.values, remedy


def _no_union_in_time(finding: Finding, told: Told) -> Words:
    text = _("should have had a union by %(day)s, %(days)s days ago")
    remedy = _("Please help it to build a union, and record which union covers it")
    due = finding.due_on or finding.first_seen
    return text % {"day": due.isoformat(), "days": overdue(finding)}, remedy


def _own_union_due(finding: Finding, told: Told) -> Words:
    text = _("has %(members)s in a joint union; from %(limit)s on it has a union of its own")
    numbers = {"members": told.show("member_count"), "limit": told.parameter("member_count")}
    return text % numbers, _("Please help it to build a union of its own")


def _no_units(finding: Finding, told: Told) -> Words:
    text = _("is a joint union, but no unit is recorded that it covers")
    return text, _("Please record which units it covers")


def _too_few_units(finding: Finding, told: Told) -> Words:
    text = _("is a joint union of %(units)s only; it needs %(least)s or more")
    numbers = {
        "units": told.show("joint_unit_count"),
        "least": told.parameter("joint_unit_count"),
    }
    return text % numbers, _("Please add the other units, or change its kind")


def _wrong_tier(finding: Finding, told: Told) -> Words:
    text = _("is a %(kind)s below a %(parent)s, which does not fit the three tiers")
    kinds = {"kind": told.show("org_kind"), "parent": told.show("parent_union")}
    return text % kinds, _("Please correct its superior union")


def _below_goal(finding: Finding, told: Told) -> Words:
    text = _("%(label)s %(rate)s, goal %(goal)s, %(difference)s")
    rates = [
        text
        % {
            "label": one.label,
            "rate": one.actual,
            "goal": one.required,
            "difference": one.difference,
        }
        for one in told.failed
    ]
    if any(one.measure == "units_with_union" for one in told.failed):
        return _("; ").join(rates), _("Please help units without a union to build one")
    return _("; ").join(rates), _("Begin with the units that have many workers and few members")


def _no_township_union(finding: Finding, told: Told) -> Words:
    if told.values.get("township_union_count") == 0:
        text = _("has no union of the township on record")
        return text, _("Please record it, or the work committee that the county has sent")
    return _("has a union that is no general union yet"), _("Please check its form")


def _name_and_form(finding: Finding, told: Told) -> Words:
    form = told.values.get("form")
    if told.values.get("org_kind") != "township" or form is None:
        text = _("is called “%(ending)s”, which only general unions of townships are")
        ending = FORM_ENDINGS["general"]
    else:
        text = _("is a %(form)s by its form; the name of one ends with “%(ending)s”")
        ending = FORM_ENDINGS[str(form)]  # a form without one is told by the stored words
    remedy = _("Please correct the name or the form")
    return text % {"form": told.show("form"), "ending": ending}, remedy


def _no_account(finding: Finding, told: Told) -> Words:
    text = _("is a legal person, but has no bank account and no accounting of its own")
    return text, _("Please open an account and record it")


def _own_account(finding: Finding, told: Told) -> Words:
    text = _("has no bank account and no accounting of its own")
    return text, _("Please open an account and record it")


_VIOLATED, _UNKNOWN, _MET = str(Status.VIOLATED), str(Status.UNKNOWN), str(Status.SATISFIED)
TELL: dict[tuple[str, str], Tell] = {
    ("R-ORG-03", _MET): _general_union_due,
    ("R-ORG-04", _MET): _general_union_due,
    ("R-ORG-06", _UNKNOWN): _no_committee,
    ("R-ORG-06", _VIOLATED): _committees_apart,
    ("R-ORG-07", _UNKNOWN): _no_superior,
    ("R-RGT-13", _UNKNOWN): _no_party_organisation,
    ("R-ORG-10", _VIOLATED): _led_by_office,
    ("R-ORG-11", _VIOLATED): _empty,
    ("R-ORG-12", _VIOLATED): _to_hand_over,
    ("R-ORG-13", _VIOLATED): _led_from_elsewhere,
    ("R-ORG-14", _VIOLATED): _no_union_in_time,
    ("R-ORG-15", _VIOLATED): _own_union_due,
    ("R-ORG-16", _UNKNOWN): _no_units,
    ("R-ORG-16", _VIOLATED): _too_few_units,
    ("R-ORG-20", _VIOLATED): _wrong_tier,
    ("R-ORG-30", _VIOLATED): _below_goal,
    ("R-ORG-35", _VIOLATED): _no_township_union,
    ("R-NAM-05", _VIOLATED): _name_and_form,
    ("R-FIN-02", _VIOLATED): _no_account,
    ("R-FIN-04", _VIOLATED): _own_account,
    **federations.TELL,
    **money.TELL,
    **books.TELL,
    **spending.TELL,
    **officers.TELL,
    **staffing.TELL,
    **terms.TELL,
}


def overdue(finding: Finding, on: date | None = None) -> int:
    """Days since the date of a finding, negative before it; 0 when it has none."""
    day = on or timezone.localdate()
    return (day - finding.due_on).days if finding.due_on else 0
