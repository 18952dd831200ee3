"""What people do with a finding: put somebody in charge, write a note, waive it with an approval.

A check of the rules opens, updates and resolves findings; nobody resolves one by hand. Each of
these is one transaction, recorded in the change history. `version` is the one that the user started
from; all raise `Conflict` when somebody else saved in between, `PermissionDenied`, and
`ValidationError`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.choices import FindingState
from compliance.models import Finding
from compliance.permissions import CHANGE, WAIVE
from history.services import lock, record_many, save_record, snapshot
from unionreg.county import Conflict


def may(finding: Finding, user: Any, permission: str) -> bool:
    """Whether the user holds the permission where the finding lies."""
    scope = user.scope_for(permission)
    return bool(scope.covers(finding.county_code, finding.township_key))


def assign(*, finding: Finding, user: Any, person: Any, version: int | None) -> Finding:
    """Put `person` in charge, nobody with None; his places have to cover that of the finding."""
    if person is not None and not may(finding, person, CHANGE):
        text = _("%(person)s does not work where this lies. Choose somebody who does.")
        raise ValidationError({"assignee": text % {"person": person}})
    return _save(finding, user, CHANGE, version, assignee=person)


def write_note(*, finding: Finding, user: Any, note: str, version: int | None) -> Finding:
    """Keep a note; it replaces the one before, which stays in the history."""
    return _save(finding, user, CHANGE, version, note=note)


def waive(*, finding: Finding, user: Any, number: str, reason: str, version: int | None) -> Finding:
    """Put an open finding aside with the number of the approval and a reason, both required."""
    values = {
        "state": FindingState.WAIVED,
        "waiver_no": number,
        "waiver_reason": reason,
        "waived_on": timezone.localdate(),
        "waived_by": user,
    }
    return _save(finding, user, WAIVE, version, FindingState.OPEN, reason, **values)


def take_back(*, finding: Finding, user: Any, reason: str, version: int | None) -> Finding:
    """Take a waiver back for a reason: the finding is open again."""
    if not reason:
        raise ValidationError({"reason": _("Say why the waiver is taken back.")})
    values = {
        "state": FindingState.OPEN,
        "waiver_no": "",
        "waiver_reason": "",
        "waived_on": None,
        "waived_by": None,
    }
    return _save(finding, user, WAIVE, version, FindingState.WAIVED, reason, **values)


@transaction.atomic
def _save(
    finding: Finding,
    user: Any,
    permission: str,
    version: int | None,
    state: str = "",
    reason: str = "",
    /,
    **values: Any,
) -> Finding:
    """Change the stored row, which a check may have changed since the page was shown."""
    if not may(finding, user, permission):
        raise PermissionDenied
    stored = lock(finding)
    if version is not None and stored.version != version:
        raise Conflict(stored)
    if stored.state == FindingState.RESOLVED or (state and stored.state != state):
        raise ValidationError(_("This finding has changed in the meantime. Look at it again."))
    for name, value in values.items():
        setattr(stored, name, value)
    return save_record(instance=stored, user=user, reason=reason)


@dataclass(frozen=True)
class Assigned:
    """How many findings got the person in charge, and how many lie outside his places."""

    done: int
    left_out: int


@transaction.atomic
def assign_many(*, keys: Iterable[int], user: Any, person: Any) -> Assigned:
    """Put `person` in charge of those of the findings that lie in his places and the user's.

    The number of statements does not grow with the rows.
    """
    mine = Finding.objects.visible_to(user, CHANGE).filter(pk__in=sorted(set(keys)))
    waiting = mine.exclude(state=FindingState.RESOLVED).order_by("pk")
    rows = list(waiting.select_for_update(no_key=True))
    scope = person.scope_for(CHANGE)
    fitting = [row for row in rows if scope.covers(row.county_code, row.township_key)]
    befores = [(row, snapshot(row)) for row in fitting if row.assignee_id != person.pk]
    counties = sorted({row.county_code for row, _before in befores})
    here = Finding.objects.filter(county_code__in=counties)
    here.filter(pk__in=[row.pk for row, _before in befores]).update(
        assignee=person, version=F("version") + 1, updated_by=user, updated_at=timezone.now()
    )
    for row, _before in befores:
        row.assignee = person
    record_many(changes=befores, user=user)
    return Assigned(len(fitting), len(rows) - len(fitting))
