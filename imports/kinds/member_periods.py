"""What a row says about a membership, as the next step of what is stored.

Pure functions.  Rules: one open membership, no two on one day, the first joining date never
changes (总工发〔2016〕28号 一.5, R-MEM-01–03); a row that tells something older than the last
recorded change changes nothing, so an old list can be imported again without harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from imports.kinds.messages import RowIssueCode
from imports.kinds.people import Period
from members.choices import ChangeType
from members.states import MemberState

ENDS = (ChangeType.TRANSFERRED_OUT, ChangeType.STRUCK_OFF, ChangeType.LEFT)
_LATER = frozenset((ChangeType.KEPT, *ENDS))

OPEN, END, KEEP, RESUME, DATE = "open", "end", "keep", "resume", "date"

Told = tuple[str, str]  # column and code of an issue


class News(NamedTuple):
    """What a row tells: kind of change, its day, the day of joining, the reason of the change.

    A tuple, because an import makes one for every row.
    """

    kind: str
    day: date | None
    joined: date | None
    reason: str

    @property
    def later(self) -> bool:
        """Whether the change is one that comes after joining."""
        return self.kind in _LATER

    def first_day(self, *, again: bool = False) -> date | None:
        """The first day of a membership here.

        Of somebody who comes `again`, or comes from another union, 入会日期 may tell of the time
        before: then the day of the change counts.
        """
        if self.later:
            return self.joined
        if again or self.kind == ChangeType.TRANSFERRED_IN:
            return self.day or self.joined
        return self.joined or self.day

    def first_joined(self) -> date | None:
        """The first day in any union, of somebody whose first day is not recorded."""
        if self.kind == ChangeType.TRANSFERRED_IN:
            return self.joined if self.day else None
        return self.first_day()

    def column(self, day: date | None) -> str:
        """The column that tells a day."""
        return "joined_on" if day is not None and day == self.joined else "changed_on"


def _news(values: dict[str, Any]) -> News:
    texts = values.get("change_type", ""), values.get("change_reason", "")
    return News(texts[0], values.get("changed_on"), values.get("joined_on"), texts[1])


@dataclass(frozen=True)
class Step:
    """What happens to a membership.

    `kind`: open a new one, end, keep or resume the open one, put in its missing first day, or
    nothing; `member`: columns of the member that change with it; `period`: columns of the
    membership; `moves`: the person comes to the union of the row; `issue`: why it cannot be.
    A `valid_from` in the period of an open membership is its missing first day.
    """

    kind: str = ""
    member: dict[str, Any] = field(default_factory=dict)
    period: dict[str, Any] = field(default_factory=dict)
    moves: bool = False
    issue: Told | None = None
    warnings: tuple[Told, ...] = ()


NOTHING = Step()


def before_birth(step: Step, birth_date: date | None) -> bool:
    """Whether a day of the membership lies before the person was born."""
    if birth_date is None or not step.period:
        return False
    return any(day is not None and day <= birth_date for day in step.period.values())


# --- somebody who is not in this county -----------------------------------------------------------

STATES = {ChangeType.KEPT: MemberState.KEPT, **dict.fromkeys(ENDS, MemberState.LEFT)}


def new_period(values: dict[str, Any], last_day: date | None = None) -> Step:
    """The first membership of a person in this county; `last_day`: the last one elsewhere."""
    return _first_period(_news(values), last_day)


@lru_cache(maxsize=20_000)  # many people of a file join on the same day
def _first_period(news: News, last_day: date | None) -> Step:
    begin = news.first_day(again=last_day is not None)
    issue = _contradiction(news) or _overlap(news, begin, last_day)
    if issue:
        return Step(issue=issue)
    kind = ChangeType(news.kind or ChangeType.JOINED)
    member = {
        "change_type": str(kind),
        "changed_on": news.day or begin,
        "change_reason": news.reason,
        "joined_on": begin,
        "first_joined_on": news.first_joined(),
        "state": STATES.get(kind, MemberState.ACTIVE),
    }
    period = {"valid_from": begin}
    if kind in ENDS:
        period["valid_to"] = news.day
    elif kind == ChangeType.KEPT:
        period["kept_from"] = news.day
    return Step(OPEN, member, period, moves=True)


def _contradiction(news: News) -> Told | None:
    """What is wrong with the row by itself."""
    if news.later and news.day is None:
        return "changed_on", RowIssueCode.CHANGE_DATE_MISSING
    if news.day and news.joined and news.day < news.joined:
        return "changed_on", RowIssueCode.LEFT_BEFORE_JOINING
    return None


def _overlap(news: News, begin: date | None, last_day: date | None) -> Told | None:
    """Why a membership cannot begin after another one has ended; without a day it cannot."""
    if last_day is None:
        return None
    if begin is None and news.later:
        return "joined_on", RowIssueCode.JOIN_DATE_MISSING
    if begin is None:
        return "changed_on", RowIssueCode.REJOIN_DATE_MISSING
    return (news.column(begin), RowIssueCode.OVERLAP) if begin <= last_day else None


# --- somebody who is stored in this county --------------------------------------------------------


def needs_periods(state: str, joined_on: date | None, values: dict[str, Any]) -> bool:
    """Whether `next_step` has to know the memberships of a stored person.

    Not when the row tells of a member whose first day is recorded that he is one, or tells no day.
    """
    if state == MemberState.LEFT:
        return True
    if not (values.get("changed_on") or values.get("joined_on")):
        return False
    settled = state == MemberState.ACTIVE and joined_on is not None
    return not settled or _news(values).later


def next_step(member: dict[str, Any], values: dict[str, Any], periods: Sequence[Period]) -> Step:
    """What the row means for a person who is stored in this county.

    `member` has the union of the row whenever the membership is open (else a transfer is needed);
    `periods` are all memberships, those in other counties too.
    """
    news = _news(values)
    if member["state"] == MemberState.LEFT:
        return _after_leaving(member, news, periods)
    issue = _contradiction(news)
    if issue:
        return Step(issue=issue)
    if news.later and _before(news.day, member["changed_on"]):
        return NOTHING
    step = (_change if news.later else _still_member)(member, news, _current(periods))
    return step if step.issue else _with_first_day(step, member, news, periods)


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def _current(periods: Sequence[Period]) -> Period | None:
    return next((period for period in periods if period.valid_to is None), None)


def _last_day(periods: Sequence[Period]) -> date | None:
    return max((period.valid_to for period in periods if period.valid_to), default=None)


def _change(member: dict[str, Any], news: News, current: Period | None) -> Step:
    """The membership is kept from a day on, or ends."""
    change = {
        "change_type": str(news.kind),
        "changed_on": news.day,
        "change_reason": news.reason or _kept_reason(member, news.kind),
    }
    if news.kind != ChangeType.KEPT:
        return _leave(change, news.day, current)
    if member["state"] == MemberState.KEPT:
        return NOTHING
    return Step(KEEP, {**change, "state": MemberState.KEPT}, {"kept_from": news.day})


def _kept_reason(member: dict[str, Any], kind: str) -> str:
    return str(member["change_reason"]) if member["change_type"] == kind else ""


def _leave(change: dict[str, Any], day: date | None, current: Period | None) -> Step:
    if current and _before(day, current.valid_from):
        return Step(issue=("changed_on", RowIssueCode.LEFT_BEFORE_JOINING))
    if current and _before(day, current.kept_from):
        return Step(issue=("changed_on", RowIssueCode.LEFT_BEFORE_KEPT))
    return Step(END, {**change, "state": MemberState.LEFT}, {"valid_to": day})


def _still_member(member: dict[str, Any], news: News, current: Period | None) -> Step:
    """A member is listed as a member: nothing new, unless he was kept and is back."""
    day = news.day or news.joined
    if member["state"] != MemberState.KEPT or not _before(member["changed_on"], day):
        return NOTHING
    change = {
        "change_type": str(news.kind or ChangeType.JOINED),
        "changed_on": day,
        "change_reason": "",
    }
    # the statement empties it; an undo needs to know what it was
    old = {"kept_from": current.kept_from if current else None}
    return Step(RESUME, {**change, "state": MemberState.ACTIVE}, old)


def _with_first_day(
    step: Step, member: dict[str, Any], news: News, periods: Sequence[Period]
) -> Step:
    """The step, with the first day of the open membership where none is recorded.

    A bare date is taken for the day of joining only there; any other recorded day stays.
    """
    if member["joined_on"] is not None:
        warnings = _differences(step, member, news)
        return replace(step, warnings=warnings) if warnings else step
    begin, changed_on = _told_first_day(step, member, news), member["changed_on"]
    if begin is None:
        return step
    last_day = _last_day(periods)
    if (last_day and begin <= last_day) or _before(changed_on, begin):
        return Step(issue=(news.column(begin), RowIssueCode.OVERLAP))
    if _before(begin, member["first_joined_on"]):
        return replace(step, warnings=((news.column(begin), RowIssueCode.JOIN_DATE_DIFFERS),))
    days = {
        "joined_on": begin,
        "first_joined_on": member["first_joined_on"] or news.first_joined(),
        "changed_on": changed_on or news.day or begin,
    }
    period = {**step.period, "valid_from": begin}
    return replace(step, kind=step.kind or DATE, member={**days, **step.member}, period=period)


def _told_first_day(step: Step, member: dict[str, Any], news: News) -> date | None:
    """The first day as the row tells it; the day of coming back, or of keeping, is none."""
    if step.kind == RESUME:
        return news.joined if _before(news.joined, member["changed_on"]) else None
    begin = news.first_day()
    return begin if begin != member["changed_on"] else None


def _differences(step: Step, member: dict[str, Any], news: News) -> tuple[Told, ...]:
    """Columns that tell other days of joining than those that are recorded."""
    told = (("joined_on", news.joined), ("changed_on", None if news.later else news.day))
    return tuple(
        (column, RowIssueCode.JOIN_DATE_DIFFERS)
        for column, day in told
        if day is not None and not _is_recorded(day, step, member)
    )


def _is_recorded(day: date, step: Step, member: dict[str, Any]) -> bool:
    recorded = (member["joined_on"], member["changed_on"], member["first_joined_on"])
    return day in recorded or (step.kind == RESUME and day == step.member["changed_on"])


def _after_leaving(member: dict[str, Any], news: News, periods: Sequence[Period]) -> Step:
    """Somebody who left: the same news again changes nothing, joining again needs a date."""
    if news.later:
        return NOTHING
    begin = news.first_day(again=True)
    if begin is None:
        return Step(issue=("changed_on", RowIssueCode.REJOIN_DATE_MISSING))
    issue = _contradiction(news) or _overlap(news, begin, _last_day(periods))
    if issue:
        return Step(issue=issue)
    change = {
        "change_type": str(news.kind or ChangeType.JOINED),
        "changed_on": begin,
        "change_reason": "",
        "joined_on": begin,
        "state": MemberState.ACTIVE,
        "first_joined_on": member["first_joined_on"],
    }
    return Step(OPEN, change, {"valid_from": begin}, moves=True)
