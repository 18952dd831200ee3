"""Approvals of an early or late re-election (R-TRM-03)."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cadres.choices import TermChange
from cadres.models import Term
from cadres.services.terms import due_day
from cadres.term_cases import TermCase, make_term_case
from history.services import save_record
from townships.choices import UnionKind
from townships.models import Affiliation, Division, Union
from townships.problems import Problem, Saved, refuse
from townships.services.common import lock_stored, today_or
from townships.services.summaries import mark_due
from unionreg.refusals import Refused

RULE = "R-TRM-03"


def superior_on(union: Union, day: datetime.date) -> Union | None:
    """The union that led another on a day, by the dated affiliation; None when not recorded.

    Of an affiliation without a first day nobody knows since when it holds: it is taken as long as
    no other one says something else about the day.
    """
    rows = Affiliation.objects.in_county(union.county_code).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        union_id=union.pk,
    )
    found = list(rows.select_related("superior"))
    dated = [row for row in found if row.valid_from is not None]
    return next((row.superior for row in dated or found), None)


@transaction.atomic
def approve_change(
    *,
    term: Term,
    change_kind: str,
    approval_no: str,
    approved_on: datetime.date,
    approved_by: Union | None,
    new_due_on: datetime.date,
    reason: str,
    user: Any,
    expected_version: int | None = None,
    approver_name: str = "",
) -> Saved[Term]:
    """Record that the next higher union approved an early or late re-election.

    `new_due_on` is the day to which it was moved. Above a county federation stands a union of the
    city, which is no record of the county: `approver_name` names it, `approved_by` is None.
    Raises Refused for whatever does not fit, by field: an approver who did not lead the
    organisation on that day, an approval that came after the term had ended where R-TRM-03 is in
    force, a new date on the wrong side of the due day;
    Conflict when somebody else saved.
    """
    stored = lock_stored(term, expected_version)
    if stored is None or stored.ended_on is not None:
        raise Refused(_("This term is over. Correct it if something was recorded wrongly."))
    term.change_kind, term.change_reason = change_kind, reason.strip()
    term.change_approval_no = approval_no.strip()
    term.change_approved_on, term.change_approved_by = approved_on, approved_by
    term.new_due_on, term.change_approver_name = new_due_on, approver_name.strip()
    _complete(term)
    today_or(approved_on, "approved_on")
    notices = refuse([*_approver(term), *_dates(term)])
    save_record(instance=term, user=user, expected_version=expected_version)
    mark_due(county_code=term.county_code, township_keys=[term.union.township_id])
    return Saved(term, notices)


def _complete(term: Term) -> None:
    """An approval has a number, and the one who asked had a reason."""
    empty = {
        name: _("Needed: an approval has its number and its reason.")
        for name, value in (
            ("approval_no", term.change_approval_no),
            ("reason", term.change_reason),
        )
        if not value
    }
    if term.change_kind not in TermChange.values:
        empty["change_kind"] = _("Say whether the re-election is earlier or later.")
    if empty:
        raise Refused(empty)


def _approver(term: Term) -> list[Problem]:
    """The one who approves led the organisation on that day."""
    day, approver = term.change_approved_on, term.change_approved_by
    if day is None:
        return []
    if term.union.kind == UnionKind.COUNTY:
        return _outside(term)
    superior = superior_on(term.union, day)
    if superior is None:
        text = _(
            "No superior of %(name)s is recorded for %(day)s. Record it with the organisation "
            "first."
        )
    elif approver is None or approver.pk != superior.pk:
        text = _(
            "On %(day)s %(name)s belonged to %(superior)s: only its approval counts. Choose it, or "
            "correct the date."
        )
    else:
        return []
    names = {"name": term.union.name, "day": day.isoformat(), "superior": superior}
    return [_problem(term, "approved_by", text % names)]


def _outside(term: Term) -> list[Problem]:
    """The superior of a county federation is named; it is nobody of the county."""
    if term.change_approver_name and term.change_approved_by is None:
        return []
    text = _("Name the union of the city that approved; no union of the county leads this one.")
    return [_problem(term, "approver_name", text)]


def outside_superior(union: Union) -> str:
    """What the union above a county federation is called; empty for every other organisation."""
    if union.kind != UnionKind.COUNTY:
        return ""
    county = Division.objects.select_related("parent").get(pk=union.county_code)
    return f"{county.parent.name}总工会" if county.parent else ""


def _dates(term: Term) -> list[Problem]:
    """The new date lies on its side of the due day, the approval not after the one it replaces."""
    late, due = term.change_kind == TermChange.LATE, term.due_on
    new, approved = term.new_due_on, term.change_approved_on
    assert new  # noqa: S101 - given by the caller
    assert approved  # noqa: S101 - given by the caller
    found = []
    if late and new <= due:
        text = _("The term ends on %(due)s; a late re-election comes after that day.")
        found.append(_problem(term, "new_due_on", text % {"due": due.isoformat()}))
    if late and new > due_day(due, term.years):
        text = _("The new date lies more than a whole term after %(due)s. Check the year.")
        found.append(_problem(term, "new_due_on", text % {"due": due.isoformat()}))
    if not late and new >= due:
        text = _("The term ends on %(due)s; an early re-election comes before that day.")
        found.append(_problem(term, "new_due_on", text % {"due": due.isoformat()}))
    if not late and approved > new:
        text = _("The approval of %(day)s came after the early re-election of %(new)s.")
        days = {"day": approved.isoformat(), "new": new.isoformat()}
        found.append(_problem(term, "approved_on", text % days))
    if approved < term.started_on:
        text = _("The term began on %(day)s only; the approval cannot be older.")
        names = {"day": term.started_on.isoformat()}
        found.append(_problem(term, "approved_on", text % names))
    return [*found, *_too_late(term, approved)]


def _too_late(term: Term, approved: datetime.date) -> list[Problem]:
    """An approval of a late re-election comes before the term ends; a refusal for federations
    where R-TRM-03 is in force, a notice elsewhere."""
    if term.change_kind != TermChange.LATE or approved <= term.due_on:
        return []
    text = _(
        "The term ended on %(due)s, and the approval of %(day)s came after it. A late re-election "
        "is approved before."
    ) % {"due": term.due_on.isoformat(), "day": approved.isoformat()}
    stated = list(_case(term, approved).stated(RULE, "approved_on", text))
    binding = [one for one in stated if term.union.kind == UnionKind.FEDERATION]
    return binding or [Problem(RULE, text, "approved_on")]


def _problem(term: Term, field: str, text: str) -> Problem:
    """A refusal, with the clause where R-TRM-03 is in force for the organisation."""
    day = term.change_approved_on or term.started_on
    federation = term.union.kind == UnionKind.FEDERATION
    stated = list(_case(term, day).stated(RULE, field, text)) if federation else []
    return Problem(RULE, text, field, stated[0].basis if stated else "", blocking=True)


def _case(term: Term, day: datetime.date) -> TermCase:
    """The case of the term, its rules asked for another day."""
    return make_term_case(term=term, on=day)
