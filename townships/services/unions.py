"""Saving unions of every kind: rules, code, credit code, superior, employers, counts."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from history.services import save_record
from policies.engine import Book
from townships.choices import GRASSROOTS_KINDS, OPEN_STATUSES, Level, UnionKind, UnionStatus
from townships.models import Division, Employer, Union
from townships.pinyin import search_text
from townships.problems import Saved, refuse
from townships.rules import UnionCase, make_case, problems_of
from townships.services.affiliations import record_superior
from townships.services.codes import assign, claim_union_credit_code, code_prefix, issue_codes
from townships.services.common import lock_stored, lock_unions, settle_county, today_or
from townships.services.coverage import (
    covered_employers,
    covering_unions,
    set_covered_employers,
)
from townships.services.dependents import largest_unit
from townships.services.relocation import follow
from townships.services.summaries import refresh
from unionreg.refusals import Refused
from unionreg.text import tidy


@transaction.atomic
def save_union(
    *,
    union: Union,
    user: Any,
    expected_version: int | None = None,
    employers: Iterable[Employer] | None = None,
    move_employers: bool = False,
    effective_on: datetime.date | None = None,
    document_no: str = "",
    reason: str = "",
    batch_id: int | None = None,
    book: Book | None = None,
) -> Saved[Union]:
    """Save a new or changed union with everything that follows from it.

    `employers` are those it covers from `effective_on` (None: they stay as they are); an employer
    of another union is refused unless `move_employers`. `effective_on` (today) is the first day of
    a changed superior, township or coverage, `document_no` the document behind a changed superior.
    Raises Refused with all reasons by field, ValidationError, Conflict when somebody else saved.
    Implements R-ORG-01 to 07, 09 to 11, 13, 16, 19, 20 and R-NAM-05; see townships/rules.py.
    """
    on = today_or(effective_on, "effective_on")
    wanted = None if employers is None else list(employers)
    if union.pk is None:
        _place(union, user)
    _lock(union, wanted if move_employers else None)
    stored = lock_stored(union, expected_version)
    _prepare(union, stored)
    notices = refuse(problems_of(_case(union, stored, on, wanted, book)))
    if stored is None:
        _issue_code(union)
    save_record(instance=union, user=user, reason=reason, batch_id=batch_id)
    since = on if stored else effective_on or union.founded_on
    _after(union, stored, user, since, document_no)
    if wanted is not None:
        set_covered_employers(
            union=union,
            employers=wanted,
            user=user,
            on=since,
            move=move_employers,
            reason=reason,
            note=stored is not None,
        )
    return Saved(union, notices)


def _place(union: Union, user: Any) -> None:
    """Give a new union its county and, when it names none, the superior next above."""
    settle_county(union, None, user)
    if union.superior_id is None:
        union.superior = default_superior(union)


def _prepare(union: Union, stored: Union | None) -> None:
    """Fill in what follows from the rest; raises Refused for what may never change."""
    union.name = tidy(union.name)
    union.pinyin = search_text(union.name)
    if stored is not None:
        settle_county(union, stored)
        _refuse_changes(union, stored)
    if union.status not in OPEN_STATUSES:
        raise Refused({"status": _("Dissolving and merging have a page of their own.")})


def _refuse_changes(union: Union, stored: Union) -> None:
    """Raise Refused for what a recorded union never does."""
    if not stored.is_open:
        raise Refused(_("This union is closed. Its record stays as it was."))
    if stored.status == UnionStatus.ACTIVE and union.status == UnionStatus.PREPARING:
        text = _("A union that was founded is not prepared again. It can be dissolved or merged.")
        raise Refused({"status": text})
    kinds = {union.kind, stored.kind}
    if len(kinds) > 1 and not kinds <= set(GRASSROOTS_KINDS):
        raise Refused({"kind": _("A union of this kind cannot become one of another kind.")})


def _case(
    union: Union,
    stored: Union | None,
    on: datetime.date,
    employers: list[Employer] | None,
    book: Book | None,
) -> UnionCase:
    """What the rules judge."""
    return make_case(
        union=union,
        stored=stored,
        on=on,
        units=_units(union, employers),
        subordinates=_subordinates(union, stored),
        unit_members=_unit_members(union, stored),
        book=book,
    )


def default_superior(union: Union) -> Union | None:
    """The union above a new one: the township union of its place, else the county federation."""
    if union.kind == UnionKind.COUNTY:
        return None
    if union.township_id and union.kind != UnionKind.TOWNSHIP:
        above = Union.objects.in_county(union.county_code).filter(
            township_id=union.township_id, kind=UnionKind.TOWNSHIP, status__in=OPEN_STATUSES
        )
        found = above.first()  # a constraint lets a township have one of them
        if found and found.leads_township:
            return found
    return ensure_county_union(county=Division.objects.get(pk=union.county_code))


@transaction.atomic
def ensure_county_union(*, county: Division, user: Any = None) -> Union:
    """The federation of a county, made as “X总工会” when there is none. Raises Refused."""
    if county.level != Level.COUNTY:
        raise Refused(_("%(place)s is no county.") % {"place": county.name})
    rows = Union.objects.in_county(county.pk).filter(
        kind=UnionKind.COUNTY, status__in=OPEN_STATUSES
    )
    found = rows.order_by("pk").first()
    if found is not None:
        return found
    union = Union(county_code=county.pk, name=f"{county.name}总工会", kind=UnionKind.COUNTY)
    return save_union(union=union, user=user).record


def _lock(union: Union, taken: Iterable[Employer] | None) -> None:
    """Hold the union, its superior and the unions that employers are taken from, by id.

    So none of them is closed or loses employers meanwhile. Takes the superior as it is stored.
    """
    superior = union.superior
    ids = covering_unions(union.county_code, [employer.pk for employer in taken or ()])
    ids |= {row.pk for row in (union, superior) if row is not None and row.pk is not None}
    locked = lock_unions(union.county_code, ids)
    if superior is not None:
        union.superior = locked.get(superior.pk, superior)


def _units(union: Union, employers: list[Employer] | None) -> int | None:
    """How many different employers the union would cover; None for kinds that cover unions."""
    if union.kind not in (UnionKind.OWN, UnionKind.OFFICE, UnionKind.JOINT):
        return None
    if employers is None:
        employers = covered_employers(union)
    return len({employer.pk for employer in employers})


def _subordinates(union: Union, stored: Union | None) -> int | None:
    if stored is None or union.kind != UnionKind.TOWNSHIP:
        return None
    return int(open_subordinates(stored).count())


def _unit_members(union: Union, stored: Union | None) -> int | None:
    if stored is None or union.kind != UnionKind.JOINT:
        return None
    return largest_unit(stored)


def open_subordinates(union: Union) -> Any:
    """Open unions whose superior is this one."""
    rows = Union.objects.in_county(union.county_code)
    return rows.filter(superior_id=union.pk, status__in=OPEN_STATUSES)


def _issue_code(union: Union) -> None:
    county = Division.objects.get(pk=union.county_code)
    prefix = code_prefix(county=county, township=union.township)
    union.code = issue_codes(county_code=union.county_code, prefix=prefix)[0]


def _after(
    union: Union,
    stored: Union | None,
    user: Any,
    since: datetime.date | None,
    document_no: str,
) -> None:
    """Keys, affiliations and counts, once the union has its id."""
    if stored is None:
        assign(union=union)
    claim_union_credit_code(union=union, before=stored.credit_code if stored else "")
    record_superior(union=union, user=user, on=since, document_no=document_no)
    if stored is not None and stored.township_id != union.township_id:
        follow(county_code=union.county_code, unions=[union], left={stored.township_id})
    else:
        refresh(
            county_code=union.county_code,
            union_ids=[union.pk],
            township_keys=[union.township_id],
        )
