"""Summary rows: counts kept in the transaction of each change, so that no page counts members."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from townships.models.division import Division
from townships.models.union import Union
from unionreg.county import CountyForeignKey, CountyRow


class MemberCounts(models.Model):
    """Counts over people with an open membership; `kept` are those whose membership is kept."""

    members = models.PositiveIntegerField(_("members"), default=0)
    women = models.PositiveIntegerField(_("women members"), default=0)
    migrants = models.PositiveIntegerField(_("migrant members"), default=0)
    kept = models.PositiveIntegerField(_("kept memberships"), default=0)

    class Meta:
        abstract = True


class UnionSummary(CountyRow, MemberCounts):
    """Counts of one union.

    `workers` is the sum over the covered employers that recorded theirs, empty when none did;
    `uncounted` says how many did not.
    """

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.CASCADE, related_name="summaries"
    )
    township = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("township")
    )
    employers = models.PositiveIntegerField(_("covered employers"), default=0)
    workers = models.PositiveIntegerField(_("workers of covered employers"), null=True)
    uncounted = models.PositiveIntegerField(
        _("covered employers without a number of workers"), default=0
    )
    updated_at = models.DateTimeField(_("as of"), auto_now=True)

    class Meta:
        verbose_name = _("union summary")
        verbose_name_plural = _("union summaries")
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union"], name="townships_union_summary_once"
            )
        ]
        indexes = [models.Index(fields=["county_code", "township"], name="townships_summary_place")]

    def __str__(self) -> str:
        return f"{self.union}: {self.members}"


class TownshipCounts(MemberCounts):
    """Counts over one township, or over all that sits in the county but in no township."""

    unions = models.PositiveIntegerField(_("grassroots unions"), default=0)
    employers = models.PositiveIntegerField(_("employers"), default=0)
    legal_persons = models.PositiveIntegerField(_("registered legal-person units"), default=0)
    unionised = models.PositiveIntegerField(_("unionised legal-person units"), default=0)

    class Meta:
        abstract = True


class TownshipSummary(CountyRow, TownshipCounts):
    """Today's counts of a township. `township_key` is the county's own key for "no township".

    `check_due` says that something in the township changed since its rules were last evaluated.
    """

    township_path: ClassVar[str] = "township_key"

    township_key = models.CharField(_("township"), max_length=12)
    check_due = models.BooleanField(default=True, editable=False)
    updated_at = models.DateTimeField(_("as of"), auto_now=True)

    class Meta:
        verbose_name = _("township summary")
        verbose_name_plural = _("township summaries")
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "township_key"], name="townships_summary_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.township_key}: {self.members}"


class TownshipMonth(CountyRow, TownshipCounts):
    """The counts of a township at the end of a month (the running month: as of the last change)."""

    township_path: ClassVar[str] = "township_key"

    township_key = models.CharField(_("township"), max_length=12)
    month = models.DateField(_("month"), help_text=_("first day of the month"))
    workers = models.PositiveIntegerField(_("workers"), null=True)
    legal_person_units = models.PositiveIntegerField(_("legal-person units"), null=True)
    joined = models.PositiveIntegerField(_("joined"), default=0)
    transferred_in = models.PositiveIntegerField(_("transferred in"), default=0)
    transferred_out = models.PositiveIntegerField(_("transferred out"), default=0)
    left = models.PositiveIntegerField(_("left"), default=0)

    class Meta:
        verbose_name = _("month of a township")
        verbose_name_plural = _("months of townships")
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "township_key", "month"], name="townships_month_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.township_key} {self.month:%Y-%m}"
