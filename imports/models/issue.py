"""What is the matter with a cell."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from imports.choices import Severity
from imports.models.batch import ImportBatch
from unionreg.county import CountyForeignKey, CountyRow


class RowIssue(CountyRow):
    """An error or warning at one cell; the words come from `imports/messages.py` by its code.

    `shown` is the content of the cell as lists may show it: numbers of people are masked.
    """

    batch = CountyForeignKey(
        ImportBatch,
        verbose_name=_("import"),
        on_delete=models.CASCADE,
        related_name="issues",
        db_index=False,  # imports_issues begins with it
    )
    row_number = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=3)
    header = models.CharField(_("title"), max_length=60)
    label = models.CharField(_("name"), max_length=100, blank=True)
    shown = models.CharField(_("content"), max_length=60, blank=True)
    code = models.CharField(_("reason"), max_length=50)
    params = models.JSONField(default=dict)
    severity = models.CharField(max_length=10, choices=Severity.choices)

    township_path: ClassVar[str] = "batch__township_id"

    class Meta:
        verbose_name = _("row issue")
        verbose_name_plural = _("row issues")
        ordering = ["row_number", "id"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["county_code", "batch", "severity", "row_number", "id"],
                name="imports_issues",
            )
        ]

    def __str__(self) -> str:
        return f"{self.column}{self.row_number} {self.code}"
