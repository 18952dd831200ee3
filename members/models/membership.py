"""Memberships: in which union a person was from one day to another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.choices import ChangeReason, ChangeType
from members.models.member import Member
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class Membership(RegistryRow):
    """One period in one union; `valid_to` is the last day, inclusive.

    A person has at most one open membership and never two on the same day
    (总工发〔2016〕28号 一.5, R-MEM-02). Empty `valid_from`: the day is not recorded.
    """

    township_path: ClassVar[str] = "union__township_id"

    member = CountyForeignKey(
        Member,
        verbose_name=_("member"),
        on_delete=models.PROTECT,
        related_name="memberships",
        db_index=False,  # members_membership_start begins with it
    )
    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="memberships"
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    began_by = models.CharField(
        _("began by"), max_length=2, choices=ChangeType.choices, default=ChangeType.JOINED
    )
    ended_by = models.CharField(_("ended by"), max_length=2, choices=ChangeType.choices, blank=True)
    end_reason = models.CharField(
        _("reason"), max_length=2, choices=ChangeReason.choices, blank=True
    )
    kept_from = models.DateField(_("kept since"), null=True, blank=True)
    # Names of unions that no registry row stands for (R-MEM-08).
    came_from = models.CharField(_("came from (outside the registry)"), max_length=100, blank=True)
    went_to = models.CharField(_("went to (outside the registry)"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "member"],
                condition=Q(valid_to__isnull=True),
                name="members_one_open_membership",
                violation_error_message=_("The person is a member of another union."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "member", "valid_from"],
                name="members_membership_start",
                violation_error_message=_("Another membership begins on this day."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="members_membership_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["county_code", "union"],
                name="members_open_in_union",
                condition=Q(valid_to__isnull=True),
            ),
            # What happened in a month.
            models.Index(fields=["county_code", "valid_from", "union"], name="members_begun_on"),
            models.Index(
                fields=["county_code", "valid_to", "union"],
                name="members_ended_on",
                condition=Q(valid_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.union}"
