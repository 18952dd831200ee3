"""Exports of members that are written in the background."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    """How far the workbook is."""

    WAITING = "waiting", _("waiting")
    WRITING = "writing", _("being written")
    READY = "ready", _("ready")
    FAILED = "failed", _("not written")
    REMOVED = "removed", _("removed")


class MemberExport(models.Model):
    """A workbook of members that somebody asked for; only he may fetch it, for a day.

    `query` is the address of the list (filters, search), which is applied again with the user's
    rights of the moment when the workbook is written. `unmasked`: with ID numbers and phones in
    full where the user may see them; `reason` says why. `rows` have been written so far, of about
    `expected`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    query = models.TextField(blank=True)
    unmasked = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(
        max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    expected = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(null=True)
    file_name = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("export of members")
        verbose_name_plural = _("exports of members")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
