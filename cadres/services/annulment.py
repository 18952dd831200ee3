"""Annulling a post that was entered in error. Its row and its history stay; nobody held it."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.choices import EndReason
from cadres.models import Appointment
from cadres.services.appointments import follow, lock_post
from history.services import save_record
from members.services.rows import require
from unionreg.refusals import Refused

# Called with the annulled post and the user, in the transaction.
Handler = Callable[[Appointment, Any], None]
_registered: list[Handler] = []


def register(handler: Handler) -> None:
    """Have `handler` called after a post was annulled. Called once by an app when it starts."""
    if handler not in _registered:
        _registered.append(handler)


@transaction.atomic
def annul_appointment(
    *, appointment: Appointment, reason: str, user: Any, expected_version: int | None = None
) -> Appointment:
    """Annul a post that was entered in error: nobody held it, its seat is free again.

    `reason` goes into the change log. Raises Refused without one, for a post that was annulled
    before, or for which an allowance is recorded; Conflict, PermissionDenied.
    """
    stored = lock_post(appointment, expected_version)
    if stored is None or stored.is_annulled:
        raise Refused(_("This post was annulled. Its record stays as it was."))
    require(user, "cadres.change_appointment", stored)
    if not reason.strip():
        raise Refused({"reason": _("Say what is wrong about this entry.")})
    if stored.allowances.exists():
        text = _("An allowance is recorded for this post, so it was held. End the post instead.")
        raise Refused(text)
    annulled = copy(stored)
    annulled.union = appointment.union
    annulled.valid_to = stored.valid_to or stored.valid_from
    annulled.end_reason = EndReason.ANNULLED
    save_record(instance=annulled, user=user, reason=reason.strip())
    follow(annulled, stored, user)
    for handler in _registered:
        handler(annulled, user)
    return annulled
