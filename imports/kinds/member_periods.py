"""What a row says about a membership, as the next step of what is stored.

Pure functions.  Rules: one open membership, no two on one day, the first joining date never
changes (总工发〔2016〕28号 一.5, R-MEM-01–03); a row that tells something older than the last
recorded change changes nothing, so an old list can be imported again without harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from imports.kinds.messages import RowIssueCode
from imports.kinds.people import Period
from members.choices import ChangeType
from members.states import MemberState

BEGINS = (ChangeType.JOINED, ChangeType.TRANSFERRED_IN)
ENDS = (ChangeType.TRANSFERRED_OUT, ChangeType.STRUCK_OFF, ChangeType.LEFT)

OPEN, END, KEEP, RESUME, DATE = "open", "end", "keep", "resume", "date"


@dataclass(frozen=True)
class Step:
    """What happens to a membership.

    `kind`: open a new one, end, keep or resume the open one, put in its missing first day, or
    nothing; `member`: columns of the member that change with it; `period`: columns of the
    membership; `moves`: the person comes to the union of the row; `issue`: why it cannot be.
    """

    kind: str = ""
    member: dict[str, Any] = field(default_factory=dict)
    period: dict[str, Any] = field(default_factory=dict)
    moves: bool = False
    issue: tuple[str, str] | None = None
    warnings: tuple[tuple[str, str], ...] = ()


def _refuse(code: str) -> Step:
    return Step(issue=("changed_on", code))


def new_period(values: dict[str, Any], last_day: date | None = None) -> Step:
    """The first membership of a person in this county; `last_day`: the last one elsewhere."""
    kind, day = values.get("change_type", ""), values.get("changed_on")
    if kind in (ChangeType.KEPT, *ENDS) and day is None:
        return _refuse(RowIssueCode.CHANGE_DATE_MISSING)
    if last_day is not None and (day is None or day <= last_day):
        return _refuse(RowIssueCode.OVERLAP if day else RowIssueCode.REJOIN_DATE_MISSING)
    member = _member(kind or ChangeType.JOINED, day, values.get("change_reason", ""))
    if kind in ENDS:
        return Step(OPEN, {**member, "state": MemberState.LEFT}, {"valid_to": day}, moves=True)
    if kind == ChangeType.KEPT:
        return Step(OPEN, {**member, "state": MemberState.KEPT}, {"kept_from": day}, moves=True)
    first = day if kind != ChangeType.TRANSFERRED_IN else None
    member |= {"state": MemberState.ACTIVE, "joined_on": day, "first_joined_on": first}
    return Step(OPEN, member, {"valid_from": day}, moves=True)


def _member(kind: str, day: date | None, reason: str) -> dict[str, Any]:
    """The columns of a member that repeat the last change, and the empty ones of a new member."""
    return {
        "change_type": str(kind),
        "changed_on": day,
        "change_reason": reason,
        "joined_on": None,
        "first_joined_on": None,
    }


def next_step(member: dict[str, Any], values: dict[str, Any], periods: Sequence[Period]) -> Step:
    """What the row means for a person who is stored in this county.

    `member` has the union of the row whenever the membership is open (else a transfer is needed).
    """
    kind, day = values.get("change_type", ""), values.get("changed_on")
    if member["state"] == MemberState.LEFT:
        return _after_leaving(member, values, periods)
    if kind in BEGINS or not kind:
        return _while_member(member, kind, day, _current(periods))
    if day is None:
        return _refuse(RowIssueCode.CHANGE_DATE_MISSING)
    if member["changed_on"] and day < member["changed_on"]:
        return Step()
    change = {
        "change_type": str(kind),
        "changed_on": day,
        "change_reason": values.get("change_reason") or _kept_reason(member, kind),
    }
    if kind == ChangeType.KEPT:
        if member["state"] == MemberState.KEPT:
            return Step()
        return Step(KEEP, {**change, "state": MemberState.KEPT}, {"kept_from": day})
    return _leave(member, change, day, periods)


def _kept_reason(member: dict[str, Any], kind: str) -> str:
    return str(member["change_reason"]) if member["change_type"] == kind else ""


def _leave(
    member: dict[str, Any], change: dict[str, Any], day: date, periods: Sequence[Period]
) -> Step:
    current = _current(periods)
    if current and current.valid_from and day < current.valid_from:
        return _refuse(RowIssueCode.LEFT_BEFORE_JOINING)
    if current and current.kept_from and day < current.kept_from:
        return _refuse(RowIssueCode.LEFT_BEFORE_KEPT)
    return Step(END, {**change, "state": MemberState.LEFT}, {"valid_to": day})


def _current(periods: Sequence[Period]) -> Period | None:
    return next((period for period in periods if period.valid_to is None), None)


def _while_member(
    member: dict[str, Any], kind: str, day: date | None, current: Period | None
) -> Step:
    """A member is listed as a member: nothing new, unless a date was missing or he is back."""
    if day is None:
        return Step()
    if not kind:
        # a bare date is taken for the day of joining only where none is known
        kind = ChangeType.JOINED
    if member["state"] == MemberState.KEPT and member["changed_on"] and day > member["changed_on"]:
        change = {"change_type": str(kind), "changed_on": day, "change_reason": ""}
        # the statement empties it; an undo needs to know what it was
        old = {"kept_from": current.kept_from if current else None}
        return Step(RESUME, {**change, "state": MemberState.ACTIVE}, old)
    first_day = member["first_joined_on"]
    if member["joined_on"] is None and not (first_day and day < first_day):
        first = {"first_joined_on": member["first_joined_on"] or _first(kind, day)}
        last = {} if member["changed_on"] else {"changed_on": day}
        return Step(DATE, {"joined_on": day, **first, **last}, {"valid_from": day})
    if day != member["joined_on"] and day != member["changed_on"]:
        return Step(warnings=(("changed_on", RowIssueCode.JOIN_DATE_DIFFERS),))
    return Step()


def before_birth(step: Step, birth_date: date | None) -> bool:
    """Whether a day of the membership lies before the person was born."""
    days = [day for day in step.period.values() if day is not None]
    return birth_date is not None and any(day <= birth_date for day in days)


def _first(kind: str, day: date) -> date | None:
    return day if kind == ChangeType.JOINED else None


def _after_leaving(
    member: dict[str, Any], values: dict[str, Any], periods: Sequence[Period]
) -> Step:
    """Somebody who left: the same news again changes nothing, joining again needs a date."""
    kind, day = values.get("change_type", ""), values.get("changed_on")
    if kind in (ChangeType.KEPT, *ENDS):
        return Step()
    last_day = max((period.valid_to for period in periods if period.valid_to), default=None)
    if day is None:
        return _refuse(RowIssueCode.REJOIN_DATE_MISSING)
    if last_day is not None and day <= last_day:
        return _refuse(RowIssueCode.OVERLAP)
    change = {
        "change_type": str(kind or ChangeType.JOINED),
        "changed_on": day,
        "change_reason": "",
        "joined_on": day,
        "state": MemberState.ACTIVE,
        "first_joined_on": member["first_joined_on"],
    }
    return Step(OPEN, change, {"valid_from": day}, moves=True)
