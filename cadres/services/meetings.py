"""Recording meetings and events: what stands behind every tick of an organisation's year."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.models import Meeting
from history.services import save_record
from townships.problems import Saved
from townships.services.common import first_day_of, today_or
from townships.services.summaries import mark_due
from unionreg.refusals import Refused


@transaction.atomic
def record_meeting(
    *, meeting: Meeting, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[Meeting]:
    """Save a meeting or event that was held.

    Raises Refused for a day to come or on which the organisation did not exist, and for an event
    that is on record already; ValidationError (more people present than entitled), Conflict when
    somebody else saved.
    """
    union = meeting.union
    meeting.county_code = union.county_code
    if meeting.held_on is not None:
        today_or(meeting.held_on, "held_on")
        _refuse_outside(meeting)
        _refuse_twice(meeting)
    save_record(instance=meeting, user=user, expected_version=expected_version, reason=reason)
    mark_due(county_code=union.county_code, township_keys=[union.township_id])
    return Saved(meeting)


def _refuse_outside(meeting: Meeting) -> None:
    """An organisation meets from the approval of its founding on, until it is closed."""
    union = meeting.union
    first, last = first_day_of(union), union.closed_on
    if first and meeting.held_on < first:
        text = _("%(name)s was approved or founded on %(day)s only. Correct the day.")
        names = {"name": union.name, "day": first.isoformat()}
        raise Refused({"held_on": text % names})
    if last and meeting.held_on > last:
        text = _("%(name)s was closed on %(day)s. Correct the day.")
        raise Refused({"held_on": text % {"name": union.name, "day": last.isoformat()}})


def _refuse_twice(meeting: Meeting) -> None:
    """One event, one record: a form that is sent twice is no second event."""
    rows = Meeting.objects.in_county(meeting.county_code).filter(
        union_id=meeting.union_id,
        kind=meeting.kind,
        held_on=meeting.held_on,
        title=meeting.title,
    )
    if rows.exclude(pk=meeting.pk).exists():
        text = _(
            "“%(kind)s” of %(day)s is recorded already. If there was another one on that day, give "
            "it a title of its own."
        )
        names = {"kind": meeting.get_kind_display(), "day": meeting.held_on.isoformat()}
        raise Refused({"title": text % names})
