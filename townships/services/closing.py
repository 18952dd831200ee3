"""Dissolving and merging: never without the approval of the next higher union (R-ORG-08)."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from history.services import record_many, save_record, snapshot
from townships.choices import UnionKind, UnionStatus
from townships.models import Affiliation, Union, UnionEmployer
from townships.problems import Problem, refuse
from townships.rules import unit_problems
from townships.services.affiliations import record_superior
from townships.services.common import ONE_DAY, lock_stored, lock_unions, today_or
from townships.services.coverage import (
    covered_employers,
    hand_on_employers,
    set_covered_employers,
)
from townships.services.dependents import all_dependents, last_day_of
from townships.services.summaries import refresh
from townships.services.unions import open_subordinates
from unionreg.refusals import Refused


@dataclass(frozen=True)
class Approval:
    """The recorded approval of the next higher union, and what it decided from which day."""

    number: str
    approved_by: str
    closed_on: datetime.date
    reason: str

    def check(self) -> None:
        """Raise Refused for whatever is missing, by field."""
        values = {
            "approval_no": self.number,
            "approved_by": self.approved_by,
            "reason": self.reason,
        }
        empty = {
            name: _("Needed: a union is closed only with the approval of the next higher union.")
            for name, value in values.items()
            if not value.strip()
        }
        if empty:
            raise Refused(empty)
        today_or(self.closed_on, "closed_on")


@transaction.atomic
def dissolve_union(
    *, union: Union, approval: Approval, user: Any, expected_version: int | None = None
) -> Union:
    """Close a union for good; it stays in the registry.

    Raises Refused without a complete approval, or while unions or members remain under it;
    Conflict when somebody else saved. Implements 总工办发〔2019〕24号 三 and 工会法 art. 13.
    """
    stored = _begin(union, approval, expected_version)
    refuse(_remaining(stored))
    set_covered_employers(
        union=stored,
        employers=(),
        user=user,
        on=approval.closed_on,
        reason=approval.number,
        note=False,
    )
    return _close(stored, approval, UnionStatus.DISSOLVED, None, user)


@transaction.atomic
def merge_union(
    *,
    union: Union,
    target: Union,
    approval: Approval,
    user: Any,
    expected_version: int | None = None,
) -> Union:
    """Merge a union into another one of the county: subordinates, employers and members go along.

    Raises Refused without a complete approval or when the target cannot take what comes; Conflict.
    """
    below = open_subordinates(union).values_list("pk", flat=True)
    locked = lock_unions(union.county_code, [union.pk, target.pk, *below])
    stored = _begin(union, approval, expected_version)
    into = locked.get(target.pk, target)
    refuse([*_unfit_target(stored, into), *_unfit_units(stored, into)])
    _refuse_before_founding(into, approval.closed_on)
    _move_subordinates(stored, into, approval, user)
    hand_on_employers(
        union=stored, into=into, user=user, on=approval.closed_on, reason=approval.number
    )
    for dependents in all_dependents():
        dependents.move_all(from_union=stored, to_union=into, on=approval.closed_on, user=user)
    return _close(stored, approval, UnionStatus.MERGED, into, user)


def _begin(union: Union, approval: Approval, expected_version: int | None) -> Union:
    """The stored row, locked and open."""
    approval.check()
    stored = lock_stored(union, expected_version)
    if stored is None or not stored.is_open:
        raise Refused(_("This union is closed. Its record stays as it was."))
    if stored.kind == UnionKind.COUNTY:
        raise Refused(_("A county federation is not closed here."))
    _refuse_before_founding(stored, approval.closed_on)
    _refuse_before_last_event(stored, approval.closed_on)
    return stored


def _refuse_before_founding(union: Union, closed_on: datetime.date) -> None:
    if union.founded_on and closed_on < union.founded_on:
        text = _("%(name)s was founded after that day.") % {"name": union.name}
        raise Refused({"closed_on": text})


def _refuse_before_last_event(union: Union, closed_on: datetime.date) -> None:
    """Raise Refused when something of the union began or ended after the day of closing."""
    rows = (
        UnionEmployer.objects.in_county(union.county_code).filter(union_id=union.pk),
        Affiliation.objects.in_county(union.county_code).filter(
            Q(union_id=union.pk) | Q(superior_id=union.pk)
        ),
    )
    days = [last_day_of(union)]
    for found in rows:
        days += found.aggregate(first=Max("valid_from"), last=Max("valid_to")).values()
    last = max((day for day in days if day), default=None)
    if last and closed_on < last:
        text = _(
            "A member, an employer, a superior or a union below it began or ended on %(day)s. "
            "Choose that day or a later one."
        )
        raise Refused({"closed_on": text % {"day": last.isoformat()}})


def _remaining(union: Union) -> list[Problem]:
    """What still belongs to the union."""
    found = []
    if number := open_subordinates(union).count():
        text = _("%(n)s unions still belong to %(name)s. Give them another superior, or merge.")
        found.append(_blocking("R-ORG-08", text % {"n": number, "name": union.name}))
    for dependents in all_dependents():
        if number := dependents.count(union):
            text = _("%(what)s still belong to %(name)s. Transfer them first, or merge.")
            names = {"what": dependents.describe(number), "name": union.name}
            found.append(_blocking("R-ORG-08", text % names))
    return found


def _blocking(rule: str, text: str, field: str = "") -> Problem:
    return Problem(rule, text, field, blocking=True)


def _unfit_target(union: Union, into: Union) -> list[Problem]:
    if into.pk == union.pk:
        return [_blocking("R-ORG-08", _("Choose another union."), "target")]
    if into.county_code != union.county_code or not into.is_open:
        text = _("Choose a union of the same county that exists today.")
        return [_blocking("R-ORG-08", text, "target")]
    if UnionKind.TOWNSHIP in (union.kind, into.kind) and union.kind != into.kind:
        text = _("A township union merges only with another township union.")
        return [_blocking("R-ORG-08", text, "target")]
    if into.kind == UnionKind.COUNTY:
        return [_blocking("R-ORG-08", _("A union is not merged into the federation."), "target")]
    return []


def _unfit_units(union: Union, into: Union) -> list[Problem]:
    """The rules of the target with the employers that would come (R-ORG-16)."""
    if into.pk == union.pk or into.kind not in (UnionKind.OWN, UnionKind.OFFICE, UnionKind.JOINT):
        return []
    number = len({e.pk for u in (union, into) for e in covered_employers(u)})
    found = unit_problems(into, number, timezone.localdate())
    return [
        Problem(problem.rule, problem.text, "target", problem.basis, blocking=True)
        for problem in found
    ]


def _move_subordinates(union: Union, into: Union, approval: Approval, user: Any) -> None:
    """Give the open subordinates the target as superior, dated; set-based but for affiliations."""
    rows = list(open_subordinates(union).exclude(pk=into.pk).order_by("pk").select_for_update())
    before = [snapshot(row) for row in rows]
    open_subordinates(union).filter(pk__in=[row.pk for row in rows]).update(
        superior=into,
        version=F("version") + 1,
        updated_by=user,
        updated_at=timezone.now(),
    )
    for row in rows:
        row.superior = into
        row.version += 1
        record_superior(union=row, user=user, on=approval.closed_on, document_no=approval.number)
    record_many(changes=list(zip(rows, before, strict=True)), user=user, reason=approval.number)


def _close(union: Union, approval: Approval, status: str, into: Union | None, user: Any) -> Union:
    """Mark the union closed, end its affiliation and count again."""
    union.status = status
    union.closed_on = approval.closed_on
    union.closing_approval_no = approval.number.strip()
    union.closing_approved_by = approval.approved_by.strip()
    union.closing_reason = approval.reason.strip()
    union.merged_into = into
    save_record(instance=union, user=user, reason=approval.reason)
    for dependents in all_dependents():
        dependents.close(union=union, on=approval.closed_on, user=user)
    current = Affiliation.objects.in_county(union.county_code).filter(
        union_id=union.pk, valid_to__isnull=True
    )
    for row in current.select_for_update():
        last_day = approval.closed_on - ONE_DAY
        row.valid_to = max(last_day, row.valid_from) if row.valid_from else last_day
        save_record(instance=row, user=user, reason=approval.number)
    touched = [union.pk, into.pk] if into else [union.pk]
    places = [union.township_id, into.township_id if into else union.township_id]
    refresh(county_code=union.county_code, union_ids=touched, township_keys=places)
    return union
