"""The federation record beside a union: started with its union, completed later, changed."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from federations.case import FederationCase, make_case
from federations.models import Federation, FederationTownship
from federations.rules import level_problems, name_problems
from federations.selectors.coverage import covered_names, names_like
from history.choices import Action
from history.services import record, save_record
from policies.engine import Book
from policies.rules.names import take_apart
from townships.choices import UnionKind, UnionStatus
from townships.models import Division, Union
from townships.problems import Problem, Saved, refuse
from townships.services.common import lock_stored, lock_unions
from townships.services.summaries import mark_due
from townships.services.unions import save_union
from unionreg.refusals import Refused


@transaction.atomic
def start_federation(
    *,
    federation: Federation,
    union: Union,
    townships: Collection[Division],
    user: Any,
    book: Book | None = None,
) -> Saved[Federation]:
    """Open the founding file: a union that is being prepared, and its federation record.

    A federation of one township lies in it, one of several in the county. Raises Refused with all
    reasons by field (R-NAM-02, R-NAM-03, R-ORG-25 and what `save_union` refuses), ValidationError.
    """
    union.kind, union.status = UnionKind.FEDERATION, UnionStatus.PREPARING
    places = list(townships)
    union.township = places[0] if len(places) == 1 else None
    union.county_code = union.county_code or _county_of(places, union)
    case = make_case(federation, union, timezone.localdate(), book)
    notices = refuse([*name_problems(case, _similar(union)), *level_problems(case)])
    saved = save_union(union=union, user=user, book=book)
    made = _write(federation, saved.record, places, user)
    return Saved(made, (*notices, *saved.notices))


@transaction.atomic
def save_federation(
    *,
    federation: Federation,
    townships: Collection[Division] | None,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
) -> Saved[Federation]:
    """Complete a union of the kind “federation”, or change its record; None keeps the townships.

    Raises Refused (not a federation, R-ORG-25 for a level that is none, townships of another
    county), ValidationError, Conflict when somebody else saved.
    """
    union = lock_unions(federation.county_code, [federation.union_id])[federation.union_id]
    if union.kind != UnionKind.FEDERATION:
        text = _("%(name)s is no federation. Correct its kind first.") % {"name": union.name}
        raise Refused(text)
    if not union.is_open:
        raise Refused(_("This union is closed. Its record stays as it was."))
    stored = lock_stored(federation, expected_version)
    case = make_case(federation, union, timezone.localdate())
    notices = refuse(_of_change(case, stored))
    made = _write(federation, union, townships, user, reason)
    return Saved(made, notices)


def _of_change(case: FederationCase, stored: Federation | None) -> list[Problem]:
    """A name that stands is told about and not refused; a level is judged when it is chosen."""
    found = [] if stored and stored.level == case.federation.level else [*level_problems(case)]
    names = covered_names(stored) if stored else ()
    said = name_problems(case, names)
    return [*found, *(Problem(one.rule, one.text, "", one.basis) for one in said)]


def _county_of(places: list[Division], union: Union) -> str:
    if places:
        return places[0].parent_id or ""
    return union.superior.county_code if union.superior is not None else ""


def _similar(union: Union) -> list[str]:
    """Units and unions of the county after which the federation would be named (R-NAM-03)."""
    return names_like(union.county_code, take_apart(union.name, None).middle)


def _write(
    federation: Federation,
    union: Union,
    townships: Collection[Division] | None,
    user: Any,
    reason: str = "",
) -> Federation:
    federation.union, federation.county_code = union, union.county_code
    save_record(instance=federation, user=user, reason=reason)
    if townships is not None:
        _set_townships(federation, list(townships), user, reason)
    keep_due(union)
    return federation


def keep_due(union: Union) -> None:
    """Have the rules of the place evaluated again: something about the federation changed."""
    mark_due(county_code=union.county_code, township_keys=[union.township_id])


def _set_townships(federation: Federation, wanted: list[Division], user: Any, reason: str) -> None:
    """Let the federation extend to exactly these townships of its county."""
    for place in wanted:
        if place.parent_id != federation.county_code:
            text = _("%(place)s lies in another county.") % {"place": place.name}
            raise Refused({"townships": text})
    rows = {row.township_id: row for row in federation.townships.select_related("township")}
    before = sorted(row.township.name for row in rows.values())
    keys = {place.key for place in wanted}
    for key in sorted(set(rows) - keys):
        rows[key].delete()  # a link without a day; the history of the federation keeps it
    for place in sorted(wanted, key=lambda one: one.key):
        if place.key not in rows:
            FederationTownship.objects.create(
                county_code=federation.county_code, federation=federation, township=place
            )
    after = sorted(place.name for place in wanted)
    if before != after:
        fields = {"townships_covered": ["、".join(before) or None, "、".join(after) or None]}
        action = Action.CHANGED
        record(
            instance=federation,
            before=None,
            user=user,
            reason=reason,
            action=action,
            fields=fields,
        )
