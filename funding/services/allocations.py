"""Allocations: calculated and frozen, reviewed, approved by different people, withdrawn."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cadres.models import Meeting
from funding.choices import AllocationState, LineState
from funding.exact import ZERO
from funding.models import Allocation, AllocationLine, AllocationPart, Scheme
from funding.schemes.results import Result, TownshipLine
from funding.selectors.allocations import stored_result
from funding.selectors.payments import balances_of
from funding.selectors.schemes import cut_of, work_out
from funding.services.decisions import decision_problems, fit_meeting
from history.services import save_record
from townships.models import Division
from townships.problems import Problem, Saved, refuse
from townships.selectors.places import CountyPlace
from townships.services.common import lock_stored
from unionreg.refusals import Refused


@transaction.atomic
def save_allocation(
    *,
    scheme: Scheme,
    place: CountyPlace,
    year: int,
    user: Any,
    as_of: date | None = None,
) -> Saved[Allocation]:
    """Calculate a year and keep it with all its figures; the same again keeps what is there.

    A draft of the same scheme and year is withdrawn when something differs. Raises Refused for
    what cannot be calculated and where the year was reviewed or approved already.
    """
    Division.objects.select_for_update(no_key=True).get(pk=place.division.key)  # one at a time
    with translation.override("zh-hans"):  # frozen words are those of the office
        result = work_out(scheme, place, cut_of(year, as_of))
    former = _former(result)
    if former is not None:
        if former.state != AllocationState.DRAFT:
            text = _("%(year)s is %(state)s by this scheme already. Withdraw it first.")
            named = {"year": year, "state": former.get_state_display()}
            raise Refused(text % named)
        if stored_result(former) == result:
            return Saved(former)
        _set_state(former, AllocationState.WITHDRAWN, user, _("calculated anew"))
    return Saved(_write(result, user))


def _former(result: Result) -> Allocation | None:
    """The allocation of the same scheme and year that counts, locked."""
    rows = Allocation.objects.in_county(result.county_key).select_for_update(of=("self",))
    rows = rows.filter(year=result.year, scheme_key=result.scheme_key)
    return rows.exclude(state=AllocationState.WITHDRAWN).first()


def _write(result: Result, user: Any) -> Allocation:
    allocation = Allocation(
        county_code=result.county_key,
        scheme_key=result.scheme_key,
        scheme_title=result.scheme_title,
        year=result.year,
        as_of=result.as_of,
        total=result.total,
        author=user,
    )
    save_record(instance=allocation, user=user)
    rows = [_line(allocation, line) for line in result.lines]
    AllocationLine.objects.bulk_create(rows)
    pairs = zip(rows, result.lines, strict=True)
    AllocationPart.objects.bulk_create(part for row, line in pairs for part in _parts(row, line))
    return allocation


def _line(allocation: Allocation, line: TownshipLine) -> AllocationLine:
    return AllocationLine(
        county_code=allocation.county_code,
        allocation=allocation,
        township_id=line.key,
        state=line.state,
        amount=line.amount,  # type: ignore[misc]
        reason=line.reason,
    )


def _parts(row: AllocationLine, line: TownshipLine) -> list[AllocationPart]:
    return [
        AllocationPart(
            county_code=row.county_code,
            line=row,
            number=part.number,
            label=part.label,
            source=part.source,
            calculation=part.calculation,
            inputs=part.frozen(),
            basis=part.basis,
            amount=part.amount,  # type: ignore[misc]
        )
        for part in line.parts
    ]


@transaction.atomic
def review_allocation(
    *, allocation: Allocation, user: Any, expected_version: int | None = None
) -> Saved[Allocation]:
    """Say that the numbers were checked. Raises Refused where a line is refused or none counts."""
    stored = _locked(allocation, expected_version)
    _in_state(stored, AllocationState.DRAFT)
    _complete(stored)
    stored.reviewer, stored.reviewed_at = user, timezone.now()
    return _set_state(stored, AllocationState.REVIEWED, user, _("reviewed"))


@transaction.atomic
def approve_allocation(
    *,
    allocation: Allocation,
    user: Any,
    expected_version: int | None = None,
    meeting: Meeting | None = None,
) -> Saved[Allocation]:
    """Approve what was reviewed; from then on nothing of it changes.

    Raises Refused for the author, for the reviewer, in any other state, and without a meeting where
    the total lies above the amount laid down (总工办发〔2019〕24号 九, R-FIN-06). Tells it where
    none is laid down.
    """
    stored = _locked(allocation, expected_version)
    _in_state(stored, AllocationState.REVIEWED)
    if user.pk == stored.author_id:
        raise Refused(_("You calculated it yourself; somebody else of the office has to approve."))
    if user.pk == stored.reviewer_id:
        raise Refused(_("You reviewed it yourself; somebody else of the office has to approve."))
    notices = _decided(stored, meeting)
    stored.approver, stored.approved_at = user, timezone.now()
    saved = _set_state(stored, AllocationState.APPROVED, user, _("approved"))
    return Saved(saved.record, notices)


def _decided(allocation: Allocation, meeting: Meeting | None) -> tuple[Problem, ...]:
    """Note the meeting that decided; the notices of R-FIN-06 on the whole amount."""
    code, today = allocation.county_code, timezone.localdate()
    fit_meeting(county_code=code, meeting=meeting, on=today)
    allocation.meeting = meeting
    return refuse(
        decision_problems(
            county_code=code, township_key=None, amount=allocation.total, meeting=meeting, on=today
        )
    )


@transaction.atomic
def withdraw_allocation(
    *, allocation: Allocation, user: Any, reason: str, expected_version: int | None = None
) -> Saved[Allocation]:
    """Take an allocation back, so that the year can be calculated anew; its rows stay.

    Raises Refused without a reason, for one withdrawn already and where money of it was paid.
    """
    stored = _locked(allocation, expected_version)
    if stored.state == AllocationState.WITHDRAWN:
        raise Refused(_("It has been withdrawn already."))
    if not reason.strip():
        raise Refused({"reason": _("Say why it is withdrawn.")})
    _nothing_drawn(stored)
    return _set_state(stored, AllocationState.WITHDRAWN, user, reason.strip()[:200])


def _nothing_drawn(allocation: Allocation) -> None:
    """No payment rests on its lines, which are locked: a payment that is drafted locks its own."""
    rows = AllocationLine.objects.in_county(allocation.county_code).filter(allocation=allocation)
    lines = rows.select_for_update(no_key=True).order_by("pk")
    amounts = {line.pk: line.amount or ZERO for line in lines}
    balances = balances_of([allocation.county_code], "line", amounts)
    drawn = sum((one.committed for one in balances.values()), ZERO)
    if drawn:
        text = _(
            "Payments of %(amount)s yuan rest on this allocation. Cancel the drafts and reverse "
            "what was paid first."
        )
        raise Refused(text % {"amount": f"{drawn:,.2f}"})


def _locked(allocation: Allocation, expected_version: int | None) -> Allocation:
    stored = lock_stored(allocation, expected_version)
    if stored is None:
        raise Refused(_("It is not saved yet."))
    return stored


def _in_state(allocation: Allocation, state: AllocationState) -> None:
    if allocation.state != state:
        text = _("It is %(now)s, and not %(needed)s.")
        named = {"now": allocation.get_state_display(), "needed": state.label}
        raise Refused(text % named)


def _complete(allocation: Allocation) -> None:
    """Nothing the scheme forbids goes on; townships with a missing number wait, and are counted."""
    lines = AllocationLine.objects.in_county(allocation.county_code).filter(allocation=allocation)
    states = set(lines.values_list("state", flat=True))
    if LineState.REFUSED in states:
        text = _("A figure lies outside of what the scheme allows. Correct it and calculate anew.")
        raise Refused(text)
    if LineState.CALCULATED not in states:
        raise Refused(_("No township has an amount yet. Record what is missing first."))


def _set_state(
    allocation: Allocation, state: AllocationState, user: Any, reason: str
) -> Saved[Allocation]:
    allocation.state = state
    save_record(instance=allocation, user=user, reason=reason)
    return Saved(allocation)
