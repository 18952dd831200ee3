"""What happened to a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """Kind of a change."""

    CREATED = "+", _("created")
    CHANGED = "~", _("changed")
    REMOVED = "-", _("removed by undo")
    REVEALED = "?", _("ID number shown")
    EXPORTED = ">", _("exported")
