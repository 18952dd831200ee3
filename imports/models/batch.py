"""One uploaded workbook and what became of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imports.choices import BUSY_STATES, Kind, Mode, State
from townships.models import Division, Union
from unionreg.county import CountyForeignKey, CountyRow

REMINDED = timedelta(days=7)  # how long the home page tells of rows that were not imported


def upload_path(batch: ImportBatch, filename: str) -> str:
    """Where an upload is kept: no part of the user's file name, and no ending."""
    return f"imports/{batch.county_code}/{uuid.uuid4().hex}"


class ImportBatch(CountyRow):
    """An import, from the upload to the undo.

    `county_code` and `township` are the place it was allowed for; a clerk of a township has
    `township`, one of the county has not.  `lease` names the worker process that is at work on
    it, `heartbeat` when it last said so: a batch whose heartbeat has stopped is sent again, and
    a second worker that comes by mistake finds the lease taken.
    """

    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.UPLOADED, editable=False
    )
    mode = models.CharField(
        _("rows with errors"), max_length=20, choices=Mode.choices, default=Mode.GOOD_ROWS
    )
    township = models.ForeignKey(
        Division,
        verbose_name=_("township"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    default_union = CountyForeignKey(
        Union,
        verbose_name=_("union of rows that name none"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    # The import whose failed rows the file brings back.
    corrects = CountyForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    file = models.FileField(_("file"), upload_to=upload_path, max_length=200)
    original_name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, editable=False)

    layout = models.JSONField(default=dict, editable=False)
    left_out = models.JSONField(default=list, editable=False)
    refusal = models.JSONField(default=dict, editable=False)
    last_row = models.PositiveIntegerField(default=0, editable=False)

    new_count = models.PositiveIntegerField(_("new"), default=0, editable=False)
    changed_count = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0, editable=False)
    transfer_count = models.PositiveIntegerField(_("transfer needed"), default=0, editable=False)
    failed_count = models.PositiveIntegerField(_("with errors"), default=0, editable=False)
    error_count = models.PositiveIntegerField(_("errors"), default=0, editable=False)
    warning_count = models.PositiveIntegerField(_("warnings"), default=0, editable=False)

    error_file = models.FileField(
        _("rows with errors"), upload_to=upload_path, max_length=200, blank=True, editable=False
    )

    rows_done = models.PositiveIntegerField(default=0, editable=False)
    lease = models.UUIDField(null=True, editable=False)
    heartbeat = models.DateTimeField(default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    failed_in = models.CharField(max_length=20, blank=True, editable=False)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_constraint=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    checked_at = models.DateTimeField(_("checked"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_constraint=False,
        related_name="+",
    )
    applied_at = models.DateTimeField(_("imported"), null=True, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_constraint=False,
        related_name="+",
    )
    undo_partly = models.BooleanField(default=False, editable=False)
    # What the worker found in the way of an undo: how many rows, and the first of them.
    undo_blocked = models.PositiveIntegerField(null=True, editable=False)
    undo_blocked_rows = models.JSONField(default=list, editable=False)
    # Rows that a partial undo left as they were.
    kept_new_count = models.PositiveIntegerField(default=0, editable=False)
    kept_changed_count = models.PositiveIntegerField(default=0, editable=False)

    # When and by whom it was settled that no more comes of it: thrown away, or no reminder wanted.
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_constraint=False,
        related_name="+",
    )

    township_path: ClassVar[str] = "township_id"

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("import_workbook", _("Can import workbooks"))]
        indexes = [
            models.Index(fields=["county_code", "-id"], name="imports_of_county"),
            models.Index(
                fields=["heartbeat"],
                name="imports_busy",
                condition=models.Q(state__in=[str(state) for state in BUSY_STATES]),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Number of the batch as people read it."""
        day = timezone.localtime(self.created_at)
        return f"{day:%Y-%m%d}-{self.pk or 0:04d}"

    @property
    def author(self) -> Any:
        """Who answers for what it writes: who confirmed it, else who uploaded it."""
        return self.confirmed_by or self.created_by

    @property
    def row_count(self) -> int:
        """Rows of data in the file: each of them is in exactly one of the five counts."""
        return (
            self.new_count
            + self.changed_count
            + self.unchanged_count
            + self.transfer_count
            + self.failed_count
        )

    @property
    def good_count(self) -> int:
        """Rows that the import writes."""
        return self.new_count + self.changed_count

    @property
    def unwritten_count(self) -> int:
        """Rows that the import did not write."""
        return self.row_count - self.good_count

    @property
    def removed_count(self) -> int:
        """New records that an undo took away."""
        return self.new_count - self.kept_new_count

    @property
    def restored_count(self) -> int:
        """Changed records that an undo brought back as they were."""
        return self.changed_count - self.kept_changed_count

    @property
    def kept_count(self) -> int:
        """Records that an undo left as they were."""
        return self.kept_new_count + self.kept_changed_count

    @property
    def undone_in_part(self) -> bool:
        """An undo has left some of its records as they were."""
        return self.state == State.UNDONE and self.kept_count > 0

    @property
    def is_busy(self) -> bool:
        """A worker is at it, or will be."""
        return self.state in BUSY_STATES

    @property
    def undo_stopped(self) -> bool:
        """A fault has stopped its undo: what it has written is still there."""
        return self.state == State.FAILED and self.failed_in == State.UNDOING

    @property
    def is_recent(self) -> bool:
        """Whether the home page still tells of it."""
        return timezone.now() - self.created_at < REMINDED

    @property
    def reminds(self) -> bool:
        """Rows were not imported, lately, and nobody has said that they may stay out."""
        unfinished = self.state == State.APPLIED and self.failed_count and not self.closed_at
        return bool(unfinished) and self.is_recent

    @property
    def blocked(self) -> bool:
        """All or nothing was wished, and there are errors."""
        return self.mode == Mode.ALL_OR_NOTHING and self.failed_count > 0

    @property
    def undo_until(self) -> datetime | None:
        """Until when the batch can be undone."""
        if self.applied_at is None:
            return None
        return self.applied_at + timedelta(hours=settings.IMPORT_UNDO_HOURS)

    @property
    def can_be_undone(self) -> bool:
        """Imported, changed something, and not too long ago."""
        if self.state != State.APPLIED or not self.good_count or self.undo_until is None:
            return False
        return timezone.now() <= self.undo_until

    def outcome(self) -> dict[str, int]:
        """The counts for a report: created + updated + unchanged + skipped + failed = rows.

        With all or nothing and errors, the good rows count as skipped.
        """
        written = 0 if self.blocked else 1
        return {
            "rows": self.row_count,
            "created": self.new_count * written,
            "updated": self.changed_count * written,
            "unchanged": self.unchanged_count,
            "skipped": self.transfer_count + self.good_count * (1 - written),
            "failed": self.failed_count,
        }

    def facts(self) -> dict[str, Any]:
        """What the log may know of a batch: no names, no numbers of people."""
        return {"batch": self.pk, "county": self.county_code, "kind": self.kind}
