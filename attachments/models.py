"""Attached documents: kept outside the web root, served only inside the scope."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


def storage_path(attachment: Attachment, filename: str) -> str:
    """Where a file is kept: no part of the user's file name, and no ending."""
    return f"attachments/{attachment.county_code}/{uuid.uuid4().hex}"


class Attachment(RegistryRow):
    """A file that belongs to an organisation and, where it proves something, to one record of it.

    `record` names that record as "app.model:id"; empty for the organisation itself.
    """

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="attachments"
    )
    record = models.CharField(max_length=60, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=100)
    document_no = models.CharField(_("document number"), max_length=50, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=storage_path, max_length=200)
    original_name = models.CharField(_("file name"), max_length=200, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    removed_on = models.DateField(_("removed on"), null=True, blank=True, editable=False)
    removal_reason = models.CharField(
        _("reason of removal"), max_length=200, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["county_code", "union", "record"], name="attachments_of_record")
        ]

    def __str__(self) -> str:
        return self.title
