"""State of a person's membership."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberState(models.TextChoices):
    """Derived from the memberships; kept on the member for lists and counts."""

    ACTIVE = "active", _("member")
    KEPT = "kept", _("membership kept")
    LEFT = "left", _("no longer a member")


OPEN_STATES = (MemberState.ACTIVE, MemberState.KEPT)
