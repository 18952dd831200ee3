"""The founding file: dated gates, none skipped, none dated backwards (R-ORG-26, 27, 32)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from federations.choices import ShanxiItem, Step
from federations.models.federation import Federation
from unionreg.county import CountyForeignKey, RegistryRow


class FoundingStep(RegistryRow):
    """A gate that a federation has passed."""

    township_path: ClassVar[str] = "federation__union__township_id"

    federation = CountyForeignKey(
        Federation,
        verbose_name=_("federation"),
        on_delete=models.PROTECT,
        related_name="steps",
        db_index=False,  # federations_step_once begins with it
    )
    step = models.CharField(_("step"), max_length=20, choices=Step.choices)
    done_on = models.DateField(_("done on"))
    by = models.CharField(_("by whom"), max_length=100, blank=True)
    document_no = models.CharField(_("document number"), max_length=50, blank=True)
    people = models.CharField(_("people"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("founding step")
        verbose_name_plural = _("founding steps")
        ordering = ["done_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "federation", "step"],
                name="federations_step_once",
                violation_error_message=_("This step is recorded already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.done_on}"


class ChecklistItem(RegistryRow):
    """A tick of the 321 procedure."""

    township_path: ClassVar[str] = "federation__union__township_id"

    federation = CountyForeignKey(
        Federation,
        verbose_name=_("federation"),
        on_delete=models.PROTECT,
        related_name="checklist",
        db_index=False,  # federations_item_once begins with it
    )
    item = models.CharField(_("item"), max_length=20, choices=ShanxiItem.choices)
    done_on = models.DateField(_("done on"))
    document_no = models.CharField(_("document number"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "federation", "item"],
                name="federations_item_once",
                violation_error_message=_("This item is ticked already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_item_display())
