"""The change log."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from history.choices import Action
from unionreg.county import CountyRow

# Key of records that belong to no county: users, divisions, policies.
NO_COUNTY = "000000"


class Change(CountyRow):
    """One change of one record: who, when, and each changed field before and after.

    Only changed fields are stored, as `{"field": [before, after]}` with plain JSON values; labels
    come from the model when the change is shown. Written set-based by imports.
    """

    township_path: ClassVar[str] = "township_key"

    model = models.CharField(_("kind of record"), max_length=60, editable=False)
    object_id = models.CharField(_("record"), max_length=40, editable=False)
    object_label = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    township_key = models.CharField(_("township"), max_length=12, blank=True, editable=False)
    action = models.CharField(_("what"), max_length=1, choices=Action.choices, editable=False)
    fields = models.JSONField(_("changed fields"), default=dict, editable=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_constraint=False,
        related_name="+",
    )
    request_id = models.CharField(_("request"), max_length=32, blank=True, editable=False)
    batch_id = models.BigIntegerField(_("import batch"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("change history")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["county_code", "model", "object_id"], name="history_of_record"),
            models.Index(fields=["county_code", "at"], name="history_by_time"),
            models.Index(
                fields=["county_code", "batch_id"],
                name="history_of_batch",
                condition=models.Q(batch_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_label} {self.get_action_display()}"
