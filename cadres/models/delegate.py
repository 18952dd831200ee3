"""Delegates with a standing mandate and their proposals (R-TRM-08, R-MTG-10)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.choices import DelegateStatus, ProposalState
from cadres.models.person import Person
from cadres.models.term import Term
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class Delegate(RegistryRow):
    """A delegate to the assembly of a term; the mandate lasts as long as the term."""

    township_path: ClassVar[str] = "term__union__township_id"

    term = CountyForeignKey(
        Term, verbose_name=_("term"), on_delete=models.PROTECT, related_name="delegates"
    )
    person = CountyForeignKey(
        Person, verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="mandates"
    )
    represents = CountyForeignKey(
        Union,
        verbose_name=_("elected by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=DelegateStatus.choices,
        default=DelegateStatus.SERVING,
        editable=False,
    )
    replaces = CountyForeignKey(
        "cadres.Delegate",
        verbose_name=_("replaces"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "term", "person"],
                condition=Q(until__isnull=True),
                name="cadres_one_mandate",
                violation_error_message=_("This person is a delegate of the term already."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="cadres_mandate_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Proposal(RegistryRow):
    """A proposal of a delegate and what became of it."""

    township_path: ClassVar[str] = "delegate__term__union__township_id"

    delegate = CountyForeignKey(
        Delegate, verbose_name=_("delegate"), on_delete=models.PROTECT, related_name="proposals"
    )
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    submitted_on = models.DateField(_("submitted on"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ProposalState.choices,
        default=ProposalState.SUBMITTED,
    )
    handled_by = models.CharField(_("handled by"), max_length=100, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-submitted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("submitted_on")),
                name="cadres_proposal_dates",
                violation_error_message=_("The answer lies before the proposal."),
            )
        ]

    def __str__(self) -> str:
        return self.title
