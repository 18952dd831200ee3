"""Showing a full ID number: with a reason, and never without a trace."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from history.choices import Action
from history.services import record
from members.services.rows import require
from unionreg.crypto import decrypt

PERMISSION = "members.reveal_id"


@transaction.atomic
def reveal_id(*, member: Any, user: Any, reason: str) -> str:
    """The full ID number of a member, or of another record that keeps one; "" when it has none.

    Who asked for it and why is written first.

    Raises PermissionDenied without the permission where the member lies, ValidationError without a
    reason.
    """
    if user is None or not reason.strip():
        raise ValidationError({"reason": _("Say what you need the number for.")})
    require(user, PERMISSION, member)
    record(instance=member, before={}, user=user, reason=reason, action=Action.REVEALED, fields={})
    return decrypt(member.id_cipher) if member.id_cipher else ""
