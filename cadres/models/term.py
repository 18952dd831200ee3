"""Terms of committees (届): from one election to the next."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cadres.choices import ElectionBody, FormationMode, TermChange
from cadres.models.meeting import Meeting
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class Term(RegistryRow):
    """One term of an organisation's committee, audit and women workers' committee alike.

    `started_on` is the day of the election, `due_on` the corresponding day `years` later, the last
    day on which the re-election is on time (R-TRM-02); a recorded approval of the parent may set
    another `new_due_on` (R-TRM-03). `ended_on` is the day of the next election, empty while the
    term runs. Officers and seats of the term are appointments. The superior of a county federation
    lies in the city and has no row here, so `change_approver_name` names it.
    """

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="terms"
    )
    number = models.PositiveSmallIntegerField(_("number of the term"))
    started_on = models.DateField(_("elected on"))
    years = models.PositiveSmallIntegerField(_("length in years"))
    due_on = models.DateField(_("re-election due on"), editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    elected_by = models.CharField(
        _("elected by"), max_length=20, choices=ElectionBody.choices, blank=True
    )
    formation_mode = models.CharField(
        _("committee formed by"), max_length=20, choices=FormationMode.choices, blank=True
    )
    assembly = CountyForeignKey(
        Meeting,
        verbose_name=_("assembly"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    rules_passed_on = models.DateField(_("election rules passed on"), null=True, blank=True)
    approval_no = models.CharField(_("number of the reply"), max_length=50, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=100, blank=True)
    committee_size = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    direct_election = models.BooleanField(_("chair elected directly"), null=True, blank=True)
    rule_basis = models.CharField(_("rules followed"), max_length=200, blank=True)
    candidate_review = models.TextField(_("review of candidates"), max_length=1000, blank=True)

    change_kind = models.CharField(
        _("early or late"), max_length=10, choices=TermChange.choices, blank=True, editable=False
    )
    change_approval_no = models.CharField(
        _("approval number"), max_length=50, blank=True, editable=False
    )
    change_approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    change_approved_by = CountyForeignKey(
        Union,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    change_approver_name = models.CharField(
        _("approved by (outside the county)"), max_length=100, blank=True, editable=False
    )
    change_reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    new_due_on = models.DateField(_("approved new date"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union"],
                condition=Q(ended_on__isnull=True),
                name="cadres_one_open_term",
                violation_error_message=_("The organisation has a term that is not over."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "union", "number"],
                name="cadres_term_number",
                violation_error_message=_("The organisation has a term with this number."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="cadres_term_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1),
                name="cadres_term_years",
                violation_error_message=_("A term has at least one year."),
            ),
            models.CheckConstraint(
                condition=Q(change_kind="")
                | (~Q(change_approval_no="") & Q(change_approved_on__isnull=False)),
                name="cadres_term_change_approved",
                violation_error_message=_("An approval needs its number and its date."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["county_code", "due_on"],
                name="cadres_term_due",
                condition=Q(ended_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        number = gettext("term %(number)s") % {"number": self.number}
        return f"{self.union} · {number}"

    @property
    def deadline(self) -> date:
        """The last day on which the re-election is on time: the approved one, else the due day."""
        return self.new_due_on or self.due_on
