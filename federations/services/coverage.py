"""Which unions a federation covers: added many at once, ended one by one, always dated."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from federations.case import make_case
from federations.models import Coverage, Federation
from federations.rules import name_problems, size_problems
from federations.selectors.coverage import COVERED_KINDS, covered_on
from federations.services.records import keep_due
from federations.services.seats import open_seat_of_closed
from history.services import save_record
from townships.choices import UnionStatus
from townships.models import Union
from townships.problems import Problem, Saved
from townships.services.common import lock_unions, today_or
from unionreg.refusals import Refused


@transaction.atomic
def cover_unions(
    *, federation: Federation, unions: Collection[Union], on: date, user: Any
) -> list[Coverage]:
    """Let a federation cover unions from a day on.

    Raises Refused with every union that cannot be covered and why (R-ORG-23): it does not exist
    yet or any more, is of another county or no grassroots union, or was covered on that day.
    """
    today_or(on, "valid_from")
    locked = lock_unions(federation.county_code, {federation.union_id, *(u.pk for u in unions)})
    own = locked[federation.union_id]
    if not own.is_open:
        raise Refused(_("This federation is closed. Its record stays as it was."))
    case = make_case(federation, own, on)
    basis = case.basis("R-ORG-23")
    taken = _taken(federation, [union.pk for union in unions], on)
    reasons = [_why_not(federation, union, on, taken) for union in unions]
    said = [Problem("R-ORG-23", reason, "unions", basis).message for reason in reasons if reason]
    if said:
        raise Refused({"unions": said})
    return [_cover(federation, union, on, user) for union in unions]


def _taken(federation: Federation, union_ids: list[int], on: date) -> dict[int, Coverage]:
    """Rows of these unions that reach the day or begin after it."""
    rows = Coverage.objects.in_county(federation.county_code).filter(
        federation_id=federation.pk, union_id__in=union_ids
    )
    return {row.union_id: row for row in rows if row.valid_to is None or row.valid_to >= on}


def _why_not(federation: Federation, union: Union, on: date, taken: dict[int, Coverage]) -> str:
    """Why the federation cannot cover a union from that day; empty when it can."""
    words = {"name": union.name, "day": on.isoformat()}
    if union.county_code != federation.county_code:
        return _("%(name)s belongs to another county.") % words
    if union.pk == federation.union_id:
        return _("A federation does not cover itself.")
    if union.kind not in COVERED_KINDS:
        text = _("%(name)s is no grassroots union; a federation is built on grassroots unions.")
        return text % words
    if union.status != UnionStatus.ACTIVE:
        text = _("%(name)s does not exist: it is being prepared or was closed. Found it first.")
        return text % words
    if union.founded_on and union.founded_on > on:
        words["founded"] = union.founded_on.isoformat()
        text = _("%(name)s was founded on %(founded)s, after %(day)s. Choose that day or later.")
        return text % words
    return _already(words, taken.get(union.pk))


def _already(words: dict[str, str], row: Coverage | None) -> str:
    if row is None:
        return ""
    if row.valid_to is None:
        text = _("%(name)s is covered by this federation since %(since)s already.")
        return text % {**words, "since": row.valid_from.isoformat()}
    text = _("%(name)s was covered by this federation until %(until)s. Choose a later day.")
    return text % {**words, "until": row.valid_to.isoformat()}


def _cover(federation: Federation, union: Union, on: date, user: Any) -> Coverage:
    row = Coverage(
        county_code=federation.county_code, federation=federation, union=union, valid_from=on
    )
    save_record(instance=row, user=user)
    keep_due(federation.union)
    return row


@transaction.atomic
def end_coverage(
    *,
    coverage: Coverage,
    last_day: date,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
) -> Saved[Coverage]:
    """End the coverage of a union with its last day.

    The notices say when the federation is left with too few unions (R-ORG-23): no document orders
    it to be closed. Raises Refused for a day to come or before the beginning, Conflict.
    """
    today_or(last_day, "valid_to")
    if coverage.valid_to is not None:
        raise Refused(_("This coverage has ended already."))
    if last_day < coverage.valid_from:
        text = _("The coverage began on %(day)s. Choose that day or a later one.")
        raise Refused({"valid_to": text % {"day": coverage.valid_from.isoformat()}})
    coverage.valid_to = last_day
    save_record(instance=coverage, user=user, expected_version=expected_version, reason=reason)
    federation = coverage.federation
    keep_due(federation.union)
    case = make_case(federation, federation.union, last_day)
    left = covered_on(federation, last_day).exclude(pk=coverage.pk).count()
    problems = size_problems(case, left)
    notices = tuple(Problem(one.rule, one.text, "", one.basis) for one in problems)
    return Saved(coverage, notices)


@transaction.atomic
def end_with_union(*, union: Union, last_day: date, user: Any) -> None:
    """End every coverage of a union that was closed on the day, and of a federation that was.

    The seats that its heads held in federations are to be filled (R-COM-10).
    """
    rows = Coverage.objects.in_county(union.county_code).filter(
        Q(union_id=union.pk) | Q(federation__union_id=union.pk), valid_to__isnull=True
    )
    for row in rows.select_related("federation__union").order_by("pk"):
        if row.union_id == union.pk:
            open_seat_of_closed(federation=row.federation, covered=union, on=last_day, user=user)
        row.valid_to = last_day
        save_record(instance=row, user=user, reason=union.closing_reason)
        keep_due(row.federation.union)


def name_notices(federation: Federation, names: list[str]) -> list[Problem]:
    """R-NAM-03 with the unions that are covered now; a name that stands is only told about."""
    case = make_case(federation, federation.union, timezone.localdate())
    found = name_problems(case, names)
    return [Problem(one.rule, one.text, "", one.basis) for one in found]
