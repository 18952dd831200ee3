"""The order in which an office wants to see its findings."""

import re
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.choices import USUAL_ORDER, Urgency


def groups_in_words(text: str) -> str:
    """The groups that the change history holds as codes, in their order."""
    codes = re.findall("|".join(Urgency.values), text)
    return gettext(", ").join(str(Urgency(code).label) for code in codes)


class UrgencyOrder(models.Model):
    """The groups of urgency in the order of one place; without a row the place above decides."""

    division = models.OneToOneField(
        "townships.Division",
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        related_name="urgency_order",
    )
    groups = models.JSONField(_("order"), default=list)
    updated_at = models.DateTimeField(auto_now=True)

    # how the change log shows what it keeps as codes
    history_masks: ClassVar[dict[str, Any]] = {"groups": groups_in_words}

    class Meta:
        verbose_name = _("order of urgency")
        verbose_name_plural = _("orders of urgency")

    def __str__(self) -> str:
        return str(self.division)

    @property
    def complete(self) -> list[str]:
        """The order with the groups it does not name behind, in the usual order."""
        known = [group for group in self.groups if group in USUAL_ORDER]
        return [*known, *(group for group in USUAL_ORDER if group not in known)]
