"""Changing the order in which an office sees the groups of urgency."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.choices import USUAL_ORDER
from compliance.models import UrgencyOrder
from compliance.permissions import ORDER
from history.choices import Action
from history.models import NO_COUNTY
from history.services import record, snapshot
from townships.choices import Level
from townships.models import Division


@transaction.atomic
def set_order(*, division: Division, groups: Sequence[str], user: Any) -> UrgencyOrder:
    """Keep an order for a place and everything below it that has none of its own.

    `groups` are all groups of urgency, each once. Raises ValidationError, PermissionDenied.
    """
    _require(division, user)
    if sorted(groups) != sorted(USUAL_ORDER):
        raise ValidationError(_("The order has to name each group once."))
    stored = UrgencyOrder.objects.select_for_update().filter(division=division).first()
    before = snapshot(stored) if stored else None
    row = stored or UrgencyOrder(division=division)
    row.groups = list(groups)
    row.save()
    record(instance=row, before=before, user=user, place=_place(division))
    return row


@transaction.atomic
def reset_order(*, division: Division, user: Any) -> None:
    """Give up the place's own order: that of the place above holds again."""
    _require(division, user)
    row = UrgencyOrder.objects.select_for_update().filter(division=division).first()
    if row is None:
        return
    fields = {"groups": [str(row.groups), None]}
    record(
        instance=row,
        before=None,
        user=user,
        action=Action.CHANGED,
        fields=fields,
        place=_place(division),
    )
    row.delete()


def _require(division: Division, user: Any) -> None:
    if not user.scope_for(ORDER).holds(division):
        raise PermissionDenied


def _place(division: Division) -> tuple[str, str]:
    """County and township under which the change is kept; above a county it is in none."""
    county = division.county()
    township = division.key if division.level >= Level.TOWNSHIP else ""
    return (county.key if county else NO_COUNTY), township
