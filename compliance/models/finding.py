"""Findings: what a county has to do, from the day it was first seen until it is resolved."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.choices import FindingState, Urgency
from compliance.models.verdict import JudgedSubject, StoredVerdict
from unionreg.county import CountyForeignKey, RegistryRow


class Finding(RegistryRow, JudgedSubject):
    """A rule that a subject does not meet, or that cannot be judged for want of a number.

    One row from first seen to resolved; what comes back later is a new row. `verdict` is the latest
    answer behind it. `due_on` is the date that has passed or is to come, where the rule has one.
    A waived finding stays, with the approval behind it, until the rule is met. `version` counts
    what people did (in charge, note, waiver); a check of the rules does not touch it.
    """

    township_path: ClassVar[str] = "township_key"

    verdict = CountyForeignKey(
        StoredVerdict,
        verbose_name=_("verdict"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    urgency = models.CharField(_("urgency"), max_length=20, choices=Urgency.choices, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=FindingState.choices,
        default=FindingState.OPEN,
        editable=False,
    )
    first_seen = models.DateField(_("first seen"), editable=False)
    due_on = models.DateField(_("date"), null=True, editable=False)
    resolved_on = models.DateField(_("resolved on"), null=True, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("in charge"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    waiver_no = models.CharField(_("number of the waiver's approval"), max_length=100, blank=True)
    waiver_reason = models.CharField(_("reason"), max_length=200, blank=True)
    waived_on = models.DateField(_("waived on"), null=True, editable=False)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("waived by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_constraint=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["first_seen", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "rule_id", "subject", "subject_key"],
                condition=Q(resolved_on__isnull=True),
                name="compliance_finding_once",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.RESOLVED, resolved_on__isnull=False)
                | (~Q(state=FindingState.RESOLVED) & Q(resolved_on__isnull=True)),
                name="compliance_finding_resolved",
                violation_error_message=_("A resolved finding has a day on which it was resolved."),
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.WAIVED)
                | (~Q(waiver_no="") & ~Q(waiver_reason="") & Q(waived_on__isnull=False)),
                name="compliance_finding_waived",
                violation_error_message=_(
                    "A waiver needs the number of the approval and a reason."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["county_code", "state"], name="compliance_finding_state"),
            models.Index(
                fields=["county_code", "township_key"],
                name="compliance_finding_place",
                condition=Q(resolved_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject_label

    @property
    def place_key(self) -> str | None:
        """Key of the township; None where the subject lies in no township."""
        return None if self.township_key == self.county_code else self.township_key
