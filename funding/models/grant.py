"""Earmarked grants: for what the money is, for whom, and how much (R-FIN-07)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding.choices import FundSource, GrantKind, GrantPurpose
from funding.fields import yuan
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class Grant(RegistryRow):
    """Money for one purpose of one union (总工办发〔2019〕24号 八; 冀工办发〔2020〕43号 四.1).

    What has been spent of it are its payments; the rest is `selectors.grants.balances`.
    """

    township_path: ClassVar[str] = "recipient__township_id"

    number = models.CharField(_("number of the grant"), max_length=50)
    title = models.CharField(_("title of the grant"), max_length=100)
    kind = models.CharField(_("kind of grant"), max_length=20, choices=GrantKind.choices)
    purpose = models.CharField(_("purpose"), max_length=20, choices=GrantPurpose.choices)
    purpose_text = models.CharField(_("purpose in words"), max_length=200, blank=True)
    source = models.CharField(_("source of the money"), max_length=20, choices=FundSource.choices)
    grantor = models.CharField(_("granted by"), max_length=100)
    recipient = CountyForeignKey(
        Union, verbose_name=_("receiving union"), on_delete=models.PROTECT, related_name="grants"
    )
    amount = yuan(_("amount in yuan"))
    granted_on = models.DateField(_("granted on"))
    approval_no = models.CharField(_("approval number"), max_length=50, blank=True)
    one_off_subject = models.CharField(
        _("subject of the one-off subsidy"),
        max_length=100,
        blank=True,
        help_text=_("For example the name of the service centre; it is subsidised once."),
    )
    project_case = models.TextField(
        _("case of the project"),
        max_length=1000,
        blank=True,
        help_text=_("What is supported in this single case, and why."),
    )
    closed_on = models.DateField(_("grant closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("earmarked grant")
        verbose_name_plural = _("earmarked grants")
        ordering = ["-granted_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "number"],
                name="funding_grant_number",
                violation_error_message=_("A grant with this number is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="funding_grant_positive",
                violation_error_message=_("A grant is more than nothing. Write 0.01 yuan or more."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("granted_on")),
                name="funding_grant_days",
                violation_error_message=_("The grant is closed before it was given. Check both."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=GrantKind.ONE_OFF) | ~Q(one_off_subject=""),
                name="funding_grant_one_off",
                violation_error_message=_(
                    "Name what the one-off subsidy is for, for example the service centre."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind=GrantKind.PROJECT) | ~Q(project_case=""),
                name="funding_grant_case",
                violation_error_message=_(
                    "A project subsidy is given case by case: describe the case."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(purpose=GrantPurpose.OTHER) | ~Q(purpose_text=""),
                name="funding_grant_purpose",
                violation_error_message=_("Say in words what the grant is for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def purpose_words(self) -> str:
        """The purpose as people read it; one of its own stands in words."""
        return purpose_words(self.purpose, self.purpose_text)


def purpose_words(purpose: str, text: str) -> str:
    """A purpose as people read it: the word of the list, or the words of a purpose of its own."""
    if purpose == GrantPurpose.OTHER and text:
        return text
    return str(GrantPurpose(purpose).label) if purpose in GrantPurpose.values else ""
