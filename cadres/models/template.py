"""Word templates of an office for what it prints about terms (批复, 审批表)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.choices import TermDocument
from unionreg.county import RegistryRow


def storage_path(template: OfficeTemplate, filename: str) -> str:
    """Where a file is kept: no part of the user's file name, and no ending."""
    return f"templates/{template.county_code}/{uuid.uuid4().hex}"


class OfficeTemplate(RegistryRow):
    """The template that a county uses instead of the one that ships with the program."""

    township_path: ClassVar[str] = "county_code"

    document = models.CharField(_("document"), max_length=20, choices=TermDocument.choices)
    file = models.FileField(_("file"), upload_to=storage_path, max_length=200)
    original_name = models.CharField(_("file name"), max_length=200, editable=False)

    class Meta:
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        ordering = ["document"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "document"],
                name="cadres_one_template",
                violation_error_message=_("The county has a template for this document."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_document_display())
