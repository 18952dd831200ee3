"""Who belongs to whom, dated: changing a superior, and handing over in batches (下放)."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from history.services import record_many, save_record, snapshot
from townships.choices import GRASSROOTS_KINDS, UnionForm, UnionKind
from townships.models import Affiliation, Handover, Union
from townships.services import leaders
from townships.services.common import ONE_DAY, lock_unions, today_or
from townships.services.relocation import move_to_township
from unionreg.refusals import Refused

NAMED = 3  # so many unions are named in a refusal, the others counted


def record_superior(
    *, union: Union, user: Any, on: datetime.date | None, document_no: str = ""
) -> None:
    """Bring the dated affiliations in line with `union.superior`, from the day `on`.

    The old superior ends the day before and stays in history. A change on the very day the old one
    began is a correction of it. `on` None: the beginning is not recorded (new unions only). Raises
    Refused for a day on which another superior is recorded already.
    """
    rows = Affiliation.objects.in_county(union.county_code).filter(union_id=union.pk)
    current = rows.filter(valid_to__isnull=True).select_for_update().first()
    if (current.superior_id if current else None) == union.superior_id:
        return
    if current and union.superior_id and on and current.valid_from == on:
        current.superior_id = union.superior_id
        current.document_no = document_no
        save_record(instance=current, user=user)
        _tell([union], on, user)
        return
    if current:
        _end(current, on or timezone.localdate(), user)
    if union.superior_id:
        _refuse_overlap(rows, on)
        new = Affiliation(
            county_code=union.county_code,
            union_id=union.pk,
            superior_id=union.superior_id,
            valid_from=on,
            document_no=document_no,
        )
        save_record(instance=new, user=user)
    _tell([union], on or datetime.date.min, user)


def _tell(unions: Sequence[Union], on: datetime.date, user: Any) -> None:
    """Others have to know who leads these unions since the day."""
    ids = {union.pk for union in unions}
    leaders.tell(county_code=unions[0].county_code, union_ids=ids, on=on, user=user)


def _end(current: Affiliation, on: datetime.date, user: Any) -> None:
    """End an affiliation the day before `on`; raises Refused when it began later."""
    if current.valid_from and current.valid_from > on:
        text = _("The present superior holds since %(day)s. Choose that day or a later one.")
        raise Refused({"effective_on": text % {"day": current.valid_from.isoformat()}})
    began_today = current.valid_from == on
    current.valid_to = on if began_today else on - ONE_DAY
    save_record(instance=current, user=user)


def _refuse_overlap(rows: QuerySet[Affiliation], on: datetime.date | None) -> None:
    """Raise Refused when an earlier superior reaches the first day of the new one."""
    last_day = rows.aggregate(last=Max("valid_to"))["last"]
    if on and last_day and last_day >= on:
        text = _("Another superior is recorded until %(day)s. Choose a later day.")
        raise Refused({"effective_on": text % {"day": last_day.isoformat()}})


@transaction.atomic
def hand_over(
    *,
    unions: Sequence[Union],
    new_superior: Union,
    document_no: str,
    effective_on: datetime.date,
    user: Any,
    note: str = "",
    reason: str = "",
) -> Handover:
    """Hand unions down to a township union in one batch, from the day `effective_on`.

    Every union keeps its old superior in history until the day before. Set-based: the number of
    statements does not depend on the number of unions. Raises Refused, naming every union that
    cannot be handed over (安工办〔2020〕7号 三, R-ORG-12).
    """
    today_or(effective_on, "effective_on")
    ids = {union.pk for union in unions}
    locked = lock_unions(new_superior.county_code, {*ids, new_superior.pk})
    superior = _superior(locked.get(new_superior.pk))
    rows = [union for union in locked.values() if union.pk in ids]
    if not rows or len(rows) != len(ids):
        raise Refused(_("Choose unions of the same county."))
    _refuse_unfit(rows, superior, effective_on)
    handover = Handover(
        county_code=superior.county_code,
        document_no=document_no.strip(),
        effective_on=effective_on,
        new_superior=superior,
        note=note,
    )
    save_record(instance=handover, user=user, reason=reason)
    _move_affiliations(rows, handover, user)
    _repoint(rows, superior, user, reason or handover.document_no)
    homeless = [union for union in rows if union.township_id is None]
    move_to_township(unions=homeless, township_key=superior.township_id, user=user)
    _tell(rows, effective_on, user)
    return handover


def _superior(found: Union | None) -> Union:
    if found is None or found.kind != UnionKind.TOWNSHIP or not found.is_open:
        raise Refused({"new_superior": _("Choose a township union that exists today.")})
    if found.form == UnionForm.WORK_COMMITTEE:
        text = _("%(name)s is a body that the county federation has sent, not a township union.")
        raise Refused({"new_superior": text % {"name": found.name}})
    return found


def _refuse_unfit(rows: list[Union], superior: Union, on: datetime.date) -> None:
    """Raise Refused with one sentence for each reason why unions cannot be handed over."""
    later = set(
        Affiliation.objects.in_county(superior.county_code)
        .filter(Q(valid_to__isnull=True, valid_from__gte=on) | Q(valid_to__gte=on), union__in=rows)
        .values_list("union_id", flat=True)
    )
    unfit: dict[str, list[str]] = {}
    for union in rows:
        if reason := _unfit(union, superior, union.pk in later):
            unfit.setdefault(reason, []).append(union.name)
    if unfit:
        raise Refused(
            [
                reason % {"name": _some(names), "superior": superior.name}
                for reason, names in unfit.items()
            ]
        )


def _some(names: list[str]) -> str:
    """The first names, and how many more."""
    shown = "、".join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return _("%(names)s and %(count)s more") % {"names": shown, "count": len(names) - NAMED}


def _unfit(union: Union, superior: Union, affiliated_later: bool) -> str:
    """Why a union cannot be handed over, a sentence about `name` and `superior`; empty: it can."""
    if not union.is_open:
        return _("%(name)s is closed.")
    if union.kind not in GRASSROOTS_KINDS:
        return _("%(name)s is no grassroots union.")
    if union.superior_id == superior.pk:
        return _("%(name)s belongs to %(superior)s already.")
    if union.township_id not in (None, superior.township_id):
        return _("%(name)s lies in another township than %(superior)s.")
    if affiliated_later:
        return _("%(name)s got or had another superior on that day or later.")
    return ""


def _move_affiliations(rows: list[Union], handover: Handover, user: Any) -> None:
    """End the open affiliations the day before and open the new ones."""
    now, county_code = timezone.now(), handover.county_code
    author = user if getattr(user, "pk", None) else None
    open_rows = Affiliation.objects.in_county(county_code).filter(
        union_id__in=[union.pk for union in rows], valid_to__isnull=True
    )
    ended = list(
        open_rows.select_related("union", "superior")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    before = [snapshot(row) for row in ended]
    last_day = handover.effective_on - ONE_DAY
    open_rows.update(valid_to=last_day, version=F("version") + 1, updated_by=author, updated_at=now)
    for row in ended:
        row.valid_to = last_day
    opened = Affiliation.objects.bulk_create(
        Affiliation(
            county_code=county_code,
            union=union,
            superior=handover.new_superior,
            valid_from=handover.effective_on,
            document_no=handover.document_no,
            handover=handover,
            updated_by=author,
        )
        for union in rows
    )
    pairs = [*zip(ended, before, strict=True), *((row, None) for row in opened)]
    record_many(changes=pairs, user=user, reason=handover.document_no)


def _repoint(rows: list[Union], superior: Union, user: Any, reason: str) -> None:
    """Give all unions the new superior, with their history."""
    before = [snapshot(union) for union in rows]
    Union.objects.in_county(superior.county_code).filter(
        pk__in=[union.pk for union in rows]
    ).update(
        superior=superior,
        version=F("version") + 1,
        updated_by=user if getattr(user, "pk", None) else None,
        updated_at=timezone.now(),
    )
    for union in rows:
        union.superior = superior
        union.version += 1
    record_many(changes=list(zip(rows, before, strict=True)), user=user, reason=reason)
