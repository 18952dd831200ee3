"""Meetings and events: what stands behind every tick of an organisation's year."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.choices import MeetingKind
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class Meeting(RegistryRow):
    """An assembly, meeting, report or activity that was held. One event serves one duty only."""

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="meetings"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind.choices)
    held_on = models.DateField(_("held on"))
    title = models.CharField(_("title"), max_length=100, blank=True)
    expected = models.PositiveIntegerField(_("people entitled"), null=True, blank=True)
    attended = models.PositiveIntegerField(_("people present"), null=True, blank=True)
    participants = models.CharField(_("participants"), max_length=200, blank=True)
    decisions = models.TextField(_("decisions"), max_length=2000, blank=True)
    problems_raised = models.PositiveIntegerField(_("problems raised"), null=True, blank=True)
    problems_solved = models.PositiveIntegerField(_("problems solved"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting or event")
        verbose_name_plural = _("meetings and events")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expected__isnull=True)
                | Q(attended__isnull=True)
                | Q(attended__lte=F("expected")),
                name="cadres_meeting_people",
                violation_error_message=_("More people were present than were entitled."),
            )
        ]
        indexes = [
            models.Index(
                fields=["county_code", "union", "kind", "held_on"], name="cadres_meeting_of_union"
            ),
            models.Index(fields=["county_code", "held_on"], name="cadres_meeting_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on} {self.title}".strip()
