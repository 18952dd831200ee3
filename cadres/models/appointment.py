"""Who holds which post in which organisation, dated."""

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.choices import (
    AppointmentType,
    Body,
    CandidateSource,
    ElectionBody,
    EndReason,
    PartyRole,
    Post,
    Rank,
    SeatCategory,
)
from cadres.models.meeting import Meeting
from cadres.models.person import Person
from cadres.models.term import Term
from cadres.titles import beside_union, title
from townships.models import Union
from unionreg.county import CountyForeignKey, CountyManager, CountyQuerySet, RegistryRow

Row = TypeVar("Row", bound=models.Model)


class HeldManager(CountyManager[Row]):
    """Posts that were held: without those that were entered in error."""

    def get_queryset(self) -> CountyQuerySet[Row]:
        """Every row but the annulled ones."""
        return super().get_queryset().exclude(end_reason=EndReason.ANNULLED)


class Appointment(RegistryRow):
    """A person in a post of a body of a union, from one day to another (last day inclusive).

    Chair and vice-chairs sit on the committee. `represents` is the lower or covered union for
    which a seat is held. An officer of a federation comes into office by an election record
    (R-COM-13) and leaves before the end of the term only with both consents (R-TRM-07).
    A post that was entered in error is annulled: it stays in `entries` and leaves `objects`.
    """

    objects: ClassVar[CountyManager[Self]] = HeldManager()
    entries: ClassVar[CountyManager[Self]] = CountyManager()

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="appointments"
    )
    person = CountyForeignKey(
        Person, verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="appointments"
    )
    body = models.CharField(_("body"), max_length=20, choices=Body.choices, default=Body.COMMITTEE)
    post = models.CharField(_("post"), max_length=20, choices=Post.choices)
    appointment_type = models.CharField(
        _("full-time or part-time"), max_length=20, choices=AppointmentType.choices, blank=True
    )
    term = CountyForeignKey(
        Term,
        verbose_name=_("term"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
    )
    valid_from = models.DateField(_("in office from"))
    valid_to = models.DateField(_("in office until"), null=True, blank=True)

    category = models.CharField(
        _("sits for"), max_length=20, choices=SeatCategory.choices, blank=True
    )
    represents = CountyForeignKey(
        Union,
        verbose_name=_("union represented"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
    )
    source = models.CharField(
        _("came as"), max_length=20, choices=CandidateSource.choices, blank=True
    )
    rank = models.CharField(_("rank"), max_length=20, choices=Rank.choices, blank=True)
    party_role = models.CharField(
        _("party or government post"), max_length=20, choices=PartyRole.choices, blank=True
    )
    concurrent_post = models.CharField(_("concurrent post"), max_length=100, blank=True)
    home_department = models.CharField(_("home department"), max_length=100, blank=True)
    on_establishment = models.BooleanField(_("on the establishment"), null=True, blank=True)
    treatment = models.CharField(_("treatment"), max_length=100, blank=True)
    managing_body = models.CharField(_("managed by"), max_length=100, blank=True)

    elected_on = models.DateField(_("elected on"), null=True, blank=True)
    elected_by = models.CharField(
        _("elected by"), max_length=20, choices=ElectionBody.choices, blank=True
    )
    election = CountyForeignKey(
        Meeting,
        verbose_name=_("election meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    approval_no = models.CharField(_("approval number"), max_length=50, blank=True)

    end_reason = models.CharField(
        _("left because"), max_length=20, choices=EndReason.choices, blank=True, editable=False
    )
    consent_committee_on = models.DateField(
        _("own committee agreed on"), null=True, blank=True, editable=False
    )
    consent_upper_on = models.DateField(
        _("higher union agreed on"), null=True, blank=True, editable=False
    )
    consent_upper_no = models.CharField(
        _("number of the higher union's consent"), max_length=50, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union", "body"],
                condition=Q(post=Post.CHAIR, valid_to__isnull=True),
                name="cadres_one_chair",
                violation_error_message=_("There is a chair in office."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "union", "body", "person"],
                condition=Q(valid_to__isnull=True),
                name="cadres_one_post",
                violation_error_message=_("This person has a post in this body already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="cadres_appointment_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True, end_reason="")
                | (Q(valid_to__isnull=False) & ~Q(end_reason="")),
                name="cadres_appointment_reason",
                violation_error_message=_("Who left a post left for a reason."),
            ),
        ]
        indexes = [
            models.Index(fields=["county_code", "person"], name="cadres_post_of_person"),
            models.Index(
                fields=["county_code", "union", "valid_from"], name="cadres_post_in_union"
            ),
            models.Index(
                fields=["county_code", "represents"],
                name="cadres_seat_of_union",
                condition=Q(represents__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.title}"

    @property
    def title(self) -> str:
        """What the post is called in this body of this organisation."""
        return title(self.post, self.body, self.union.kind)

    @property
    def full_title(self) -> str:
        """The same behind the name of the organisation."""
        return beside_union(self.union.name, self.post, self.body)

    @property
    def is_annulled(self) -> bool:
        """Whether it was entered in error."""
        return self.end_reason == EndReason.ANNULLED
