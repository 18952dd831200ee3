"""The founding file: one gate after another, and the items of the 321 procedure."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.choices import LEADERS, Body, Post
from cadres.models import Appointment
from federations.case import FederationCase, make_case
from federations.choices import Step
from federations.models import ChecklistItem, Federation, FoundingStep
from federations.rules import (
    checklist_problems,
    days_have_come,
    early_election_problems,
    officer_problems,
    order_problems,
    size_problems,
)
from federations.selectors.coverage import covered_on, holding
from federations.services.records import keep_due
from history.services import save_record
from townships.choices import UnionStatus
from townships.models import Union
from townships.problems import Problem, Saved, refuse
from townships.services.common import lock_stored, lock_unions
from townships.services.unions import save_union
from unionreg.refusals import Refused


@transaction.atomic
def pass_gate(
    *, step: FoundingStep, user: Any, expected_version: int | None = None
) -> Saved[FoundingStep]:
    """Record that a gate was passed, or correct what is recorded of it.

    The last one, “in office”, makes the union active with that day as its founding. Raises Refused
    with clause, reason and remedy: a gate skipped or dated backwards (R-ORG-26, R-ORG-27), too few
    unions covered (R-ORG-23), an incomplete 321 procedure (R-ORG-32), no elected chair (R-COM-13);
    ValidationError; Conflict when somebody else saved.
    """
    federation = step.federation
    step.county_code = federation.county_code
    union = lock_unions(federation.county_code, [federation.union_id])[federation.union_id]
    lock_stored(step, expected_version)
    days = {**days_of(federation), step.step: step.done_on}
    case = make_case(federation, union, step.done_on)
    problems = [*days_have_come(days), *order_problems(case, days), *_of_paper(step, union)]
    if step.step == Step.IN_OFFICE:
        problems += _of_office(case, federation, days)
    notices = refuse(_told_once(problems))
    save_record(instance=step, user=user, reason="")
    _carry_over(step, union, user)
    keep_due(union)
    return Saved(step, notices)


def days_of(federation: Federation) -> dict[str, date]:
    """Day of every gate that was passed."""
    rows = FoundingStep.objects.in_county(federation.county_code)
    return dict(rows.filter(federation_id=federation.pk).values_list("step", "done_on"))


def _told_once(problems: list[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


def _of_paper(step: FoundingStep, union: Union) -> list[Problem]:
    """An approval has a number and somebody who approved, by the meaning of the word.

    Who approved is written as on the paper; a name that is not the superior's is told.
    """
    if step.step != Step.APPROVED:
        return []
    text = _("An approval needs its number, its date and who approved.")
    empty = [name for name in ("document_no", "by") if not getattr(step, name)]
    if not empty and union.superior is not None and step.by != union.superior.name:
        told = _("The next higher union is %(superior)s, not %(by)s. Please check who approved.")
        names = {"superior": union.superior.name, "by": step.by}
        return [Problem("R-ORG-26", told % names, "by")]
    return [Problem("R-ORG-26", text, name, blocking=True) for name in empty]


def _of_office(
    case: FederationCase, federation: Federation, days: dict[str, date]
) -> list[Problem]:
    """What has to be there before a federation is in office."""
    on = days[Step.IN_OFFICE]
    leaders = list(
        Appointment.objects.in_county(federation.county_code)
        .filter(holding(on), union_id=federation.union_id, body=Body.COMMITTEE, post__in=LEADERS)
        .select_related("person")
    )
    unelected = [row.person.name for row in leaders if not (row.elected_on or row.election_id)]
    ticked = ChecklistItem.objects.in_county(federation.county_code)
    return [
        *size_problems(case, covered_on(federation, on).count()),
        *checklist_problems(case, ticked.filter(federation_id=federation.pk).count()),
        *officer_problems(case, any(row.post == Post.CHAIR for row in leaders), unelected),
        *early_election_problems(case, leaders, days.get(Step.GROUP_FORMED)),
    ]


def _carry_over(step: FoundingStep, union: Union, user: Any) -> None:
    """What a gate says about the union itself: its approval, its founding."""
    if step.step == Step.APPROVED:
        union.approval_no, union.approved_on = step.document_no, step.done_on
        union.approved_by = step.by
    elif step.step == Step.IN_OFFICE:
        union.status, union.founded_on = UnionStatus.ACTIVE, step.done_on
    else:
        return
    save_union(union=union, user=user, effective_on=step.done_on)


@transaction.atomic
def tick_item(
    *, item: ChecklistItem, user: Any, expected_version: int | None = None
) -> ChecklistItem:
    """Record that an item of the 321 procedure was done (R-ORG-32).

    Raises Refused for a federation that was not founded by it and for a day to come.
    """
    federation = item.federation
    item.county_code = federation.county_code
    if not federation.shanxi_checklist:
        raise Refused(_("This federation was not founded by the 321 procedure."))
    refuse(days_have_come({item.item: item.done_on}))
    lock_stored(item, expected_version)
    save_record(instance=item, user=user)
    keep_due(federation.union)
    return item
