"""Writing the work log (R-RGT-01, 02, 05 to 10, 12, 14)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from history.services import save_record
from rights.choices import Category
from rights.kinds import group_of
from rights.models import WorkRecord
from rights.selectors.superiors import superiors_on
from rights.services.days import refuse_outside
from townships.models import Union
from townships.problems import Saved
from townships.services.common import lock_stored, today_or
from unionreg.refusals import Refused


@transaction.atomic
def record_work(
    *, work: WorkRecord, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[WorkRecord]:
    """Save an entry of the work log.

    Raises Refused for a day to come or on which the union did not exist, duties of another kind of
    union (R-ORG-21: a township union has those of grassroots unions too), a level or report without
    an incident, a report before the incident (R-RGT-06), an acting union that did not stand above
    (R-RGT-07), an entry that is there already; ValidationError, Conflict.
    """
    lock_stored(work, expected_version)
    work.county_code = work.union.county_code
    if work.held_on is not None:
        today_or(work.held_on, "held_on")
        refuse_outside(work.union, work.held_on, "held_on")
        _refuse_foreign_duty(work)
        _refuse_report(work)
        _settle_acting(work)
        _refuse_twice(work)
    save_record(instance=work, user=user, expected_version=expected_version, reason=reason)
    return Saved(work)


def _refuse_foreign_duty(work: WorkRecord) -> None:
    group = group_of(work.category)
    if group is None or group.kinds is None or work.union.kind in group.kinds:
        return
    text = _("“%(group)s” are not those of %(name)s. Choose another category.")
    raise Refused({"category": text % {"group": group.label, "name": work.union.name}})


def _refuse_report(work: WorkRecord) -> None:
    """R-RGT-06: date, level and report belong to an incident; no document gives a deadline."""
    if work.category != Category.INCIDENT:
        text = _("Only a sudden incident has this. Leave it empty or choose that category.")
        wrong = {name: text for name in ("level", "reported_on") if getattr(work, name)}
        if wrong:
            raise Refused(wrong)
    elif work.reported_on is not None:
        today_or(work.reported_on, "reported_on")
        _refuse_early_report(work, work.reported_on)


def _refuse_early_report(work: WorkRecord, reported_on: date) -> None:
    if reported_on < work.held_on:
        text = _("The incident was on %(day)s; it cannot be reported before. Correct the day.")
        raise Refused({"reported_on": text % {"day": work.held_on.isoformat()}})


def _settle_acting(work: WorkRecord) -> None:
    """R-RGT-07: who acted stood above on that day; unless named it was the next higher union."""
    if work.category != Category.ACTED_FOR:
        if work.acting_union is not None:
            text = _("Only where the higher union acted for the lower. Choose that category.")
            raise Refused({"acting_union": text})
        return
    above = superiors_on(work.union, work.held_on)
    if work.acting_union is None:
        work.acting_union = _next_above(above, work)
    elif work.acting_union not in above:
        text = _("%(name)s did not stand above %(union)s on %(day)s. Choose a higher union.")
        names = {"name": work.acting_union.name, "union": work.union.name}
        raise Refused({"acting_union": text % {**names, "day": work.held_on.isoformat()}})


def _next_above(above: list[Union], work: WorkRecord) -> Union:
    if above:
        return above[0]
    text = _("No union above %(name)s is on record for that day. Record its superior first.")
    raise Refused({"acting_union": text % {"name": work.union.name}})


def _refuse_twice(work: WorkRecord) -> None:
    """A form that is sent twice is no second entry."""
    rows = WorkRecord.objects.in_county(work.county_code).filter(
        union_id=work.union_id, category=work.category, held_on=work.held_on, title=work.title
    )
    if rows.exclude(pk=work.pk).exists():
        text = _("“%(title)s” of %(day)s is recorded already. Give another one its own title.")
        names = {"title": work.title, "day": work.held_on.isoformat()}
        raise Refused({"title": text % names})
