"""Recording meetings and events: what stands behind every tick of an organisation's year."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.models import Meeting
from history.services import save_record
from townships.problems import Saved
from townships.services.common import today_or
from townships.services.summaries import mark_due
from unionreg.refusals import Refused


@transaction.atomic
def record_meeting(
    *, meeting: Meeting, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[Meeting]:
    """Save a meeting or event that was held.

    Raises Refused for a day to come or before the founding of the organisation, ValidationError
    (more people present than entitled), Conflict when somebody else saved.
    """
    union = meeting.union
    meeting.county_code = union.county_code
    if meeting.held_on is not None:
        today_or(meeting.held_on, "held_on")
        _refuse_before_founding(meeting)
    save_record(instance=meeting, user=user, expected_version=expected_version, reason=reason)
    mark_due(county_code=union.county_code, township_keys=[union.township_id])
    return Saved(meeting)


def _refuse_before_founding(meeting: Meeting) -> None:
    founded = meeting.union.founded_on
    if founded and meeting.held_on < founded:
        text = _("%(name)s was founded on %(day)s only. Correct one of the two days.")
        names = {"name": meeting.union.name, "day": founded.isoformat()}
        raise Refused({"held_on": text % names})
