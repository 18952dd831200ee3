"""Attached documents: kept outside the web root, served only inside the scope."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


def storage_path(attachment: Attachment, filename: str) -> str:
    """Where a file is kept: no part of the user's file name, and no ending."""
    return f"attachments/{attachment.county_code}/{uuid.uuid4().hex}"


def _where(path: str) -> str:
    """Instead of the path of a file, which says nothing to readers of the history."""
    return gettext("kept on the server")


def _belongs_to(key: str) -> str:
    """What sort of record a document proves, instead of its key."""
    from attachments.records import kind_words

    return kind_words(key)


def _beginning(digest: str) -> str:
    """Enough of a checksum to compare it by eye."""
    return f"{digest[:12]}…"


class Attachment(RegistryRow):
    """A file that belongs to an organisation and, where it proves something, to one record of it.

    `record` names that record as "app.model:id"; empty for the organisation itself.
    """

    township_path: ClassVar[str] = "union__township_id"
    history_masks: ClassVar[dict[str, Any]] = {
        "file": _where,
        "record": _belongs_to,
        "sha256": _beginning,
    }

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="attachments"
    )
    record = models.CharField(_("record that it proves"), max_length=60, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=100)
    document_no = models.CharField(_("document number"), max_length=50, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=storage_path, max_length=200)
    original_name = models.CharField(_("file name"), max_length=200, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64, editable=False)
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

    @property
    def belongs_to(self) -> str:
        """What sort of record it proves; "" for the organisation itself."""
        return _belongs_to(self.record)
