"""The form 总工会 and the approval that lifts its conditions: R-ORG-02, R-ORG-03, R-ORG-04."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from policies.services import FormDecision, may_take_form
from townships.cases import UnionCase
from townships.choices import UnionForm
from townships.models import Union
from townships.problems import Problem
from townships.selectors.forms import form_given_up_on, form_taken_on


def form_conditions(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-02, 03, 04: the form 总工会 asks for firms, workers, staffing, or an approval.

    A new union is judged by the day of its founding, a change of form by the day of the change, a
    corrected founding by its new day. A 总工会 that falls below later is only told so: no document
    orders it to be dissolved.
    """
    if case.union.form != UnionForm.GENERAL:
        return
    day = _day_of_choice(case)
    refused = list(_refusals(case, day)) if day else []
    yield from refused
    if not refused and day != case.on:
        yield from _fallen_below(case)


def _day_of_choice(case: UnionCase) -> date | None:
    """The day on which the form was taken, when the save decides that; None when it does not."""
    union = case.union
    if case.stored is None:
        return union.founded_on or case.on
    if case.changed("form"):
        return case.on
    # Who became a 总工会 later was founded in another form: that day says nothing about this one.
    if case.changed("founded_on") and not form_taken_on(union, union.form):
        return union.founded_on
    return None


def _refusals(case: UnionCase, day: date) -> Iterator[Problem]:
    flaw = _flaw_of_approval(case, day)
    decision = _decide(case, day, "" if flaw else approval_of_form(case.union))
    if decision.allowed:
        return
    field, text = "form", decision.field_error
    if not case.changed("form"):
        field = "founded_on"
        text = _("On that day the form was not allowed. %(reason)s") % {"reason": text}
    yield Problem("R-ORG-02", text, field, _basis(decision), True, decision)
    if flaw:
        yield Problem("R-ORG-02", flaw, "form_approved_on", blocking=True)


def _fallen_below(case: UnionCase) -> Iterator[Problem]:
    """Told on the day of the save; what is not recorded is no reason."""
    decision = _decide(case, case.on, approval_of_form(case.union))
    if decision.met is False and not decision.lifted:
        yield Problem("R-ORG-02", decision.headline, "form", _basis(decision))


def _decide(case: UnionCase, day: date, approval_no: str) -> FormDecision:
    return may_take_form(
        form=case.union.form,
        division=case.place,
        on=day,
        approval_no=approval_no,
        book=case.book,
    )


def _basis(decision: FormDecision) -> str:
    return _(", ").join(f"{verdict.document} {verdict.clause}" for verdict in decision.verdicts)


def approval_of_form(union: Union) -> str:
    """The number of the recorded approval, when number, date and approver are all there."""
    complete = union.form_approval_no and union.form_approved_on and union.form_approved_by
    return union.form_approval_no if complete else ""


def _flaw_of_approval(case: UnionCase, day: date) -> str:
    """Why a complete approval does not lift the refusal of that day; empty when it does.

    An approval is for one change: it comes before it, and after the form was last given up. Giving
    up and taking back on one day is a correction.
    """
    approved_on = case.union.form_approved_on
    if approved_on is None or not approval_of_form(case.union):
        return ""
    if approved_on > day:
        text = _("This approval is later than the change on %(day)s, so it does not count.")
        return text % {"day": day.isoformat()}
    given_up = form_given_up_on(case.union, case.union.form, before=day)
    if given_up is None or approved_on > given_up:
        return ""
    text = _("After this approval the form was given up on %(day)s. A new approval is needed.")
    return text % {"day": given_up.isoformat()}


def approval_complete(case: UnionCase) -> Iterator[Problem]:
    """An approval counts with number, date and approver only."""
    fields = ("form_approval_no", "form_approved_on", "form_approved_by")
    empty = [name for name in fields if not getattr(case.union, name)]
    if len(empty) in (0, len(fields)):
        return
    for name in empty:
        text = _("An approval needs its number, its date and who approved.")
        yield Problem("R-ORG-02", text, name, blocking=True)
