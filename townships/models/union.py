"""Unions of every kind in one table, so that a member or a superior is always one of its rows."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from townships.choices import (
    GRASSROOTS_KINDS,
    OPEN_STATUSES,
    AccountMode,
    FoundingMode,
    UnionForm,
    UnionKind,
    UnionStatus,
)
from townships.code_lists import JointUnionSubtype
from townships.credit_code import check_credit_code
from townships.models.division import Division
from unionreg.county import CountyForeignKey, CountyManager, RegistryKey, RegistryRow


class Union(RegistryRow):
    """A county federation, township union or grassroots union.

    Township unions are formed, led and dissolved by 总工办发〔2019〕24号 三 (R-ORG-01, 05–09),
    grassroots unions by 工会法 art. 11 and the local documents (R-ORG-15, 16, 19, 20).
    """

    code = models.CharField(_("union code"), max_length=16, editable=False)
    name = models.CharField(_("full name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=50, blank=True)
    pinyin = models.CharField(max_length=400, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=UnionKind.choices)
    form = models.CharField(_("form"), max_length=20, choices=UnionForm.choices, blank=True)
    subtype = models.CharField(
        _("subtype"), max_length=20, choices=JointUnionSubtype.choices, blank=True
    )
    township = models.ForeignKey(
        Division,
        verbose_name=_("township"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="unions",
        db_index=False,  # townships_union_place begins with it
    )
    superior = CountyForeignKey(
        "townships.Union",
        verbose_name=_("superior union"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        db_index=False,  # townships_union_superior begins with it
    )
    status = models.CharField(
        _("status"), max_length=20, choices=UnionStatus.choices, default=UnionStatus.ACTIVE
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founding_mode = models.CharField(
        _("founded how"), max_length=10, choices=FoundingMode.choices, blank=True
    )
    approval_no = models.CharField(_("approval number"), max_length=50, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=100, blank=True)

    # A recorded approval of the next higher union for a form whose conditions are not met.
    form_approval_no = models.CharField(_("form approval number"), max_length=50, blank=True)
    form_approved_on = models.DateField(_("form approved on"), null=True, blank=True)
    form_approved_by = models.CharField(_("form approved by"), max_length=100, blank=True)

    is_legal_person = models.BooleanField(_("legal person status"), null=True, blank=True)
    credit_code = models.CharField(_("union's credit code (81…)"), max_length=18, blank=True)
    certificate_no = models.CharField(_("certificate number"), max_length=50, blank=True)
    certificate_from = models.DateField(_("certificate valid from"), null=True, blank=True)
    certificate_to = models.DateField(_("certificate valid to"), null=True, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=50, blank=True)
    account_mode = models.CharField(
        _("account"), max_length=10, choices=AccountMode.choices, blank=True
    )

    audit_committee_on = models.DateField(_("audit committee founded on"), null=True, blank=True)
    women_committee_on = models.DateField(
        _("women workers' committee founded on"), null=True, blank=True
    )

    # R-RGT-13: it leads a union of a township together with the next higher union.
    party_organisation = models.CharField(
        _("party organisation of the same level"), max_length=100, blank=True
    )

    chair_name = models.CharField(_("chair"), max_length=50, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)

    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    closing_approval_no = models.CharField(
        _("approval number of closing"), max_length=50, blank=True, editable=False
    )
    closing_approved_by = models.CharField(
        _("closing approved by"), max_length=100, blank=True, editable=False
    )
    closing_reason = models.CharField(
        _("reason of closing"), max_length=200, blank=True, editable=False
    )
    merged_into = CountyForeignKey(
        "townships.Union",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
    )

    class Meta:
        verbose_name = _("union")
        verbose_name_plural = _("unions")
        ordering = ["pinyin", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "code"],
                name="townships_union_code",
                violation_error_message=_("Another union of the county has this code."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "credit_code"],
                condition=~Q(credit_code=""),
                name="townships_union_credit_code",
                violation_error_message=_("Another union has this credit code."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "township"],
                condition=Q(kind=UnionKind.TOWNSHIP, status__in=OPEN_STATUSES),
                name="townships_one_township_union",
                violation_error_message=_(
                    "This township has a township union or a dispatched work committee already."
                ),
            ),
            models.UniqueConstraint(
                fields=["county_code", "name"],
                condition=Q(status__in=OPEN_STATUSES),
                name="townships_union_name",
                violation_error_message=_("Another union of the county has this name."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN_STATUSES)
                | (Q(closed_on__isnull=False) & ~Q(closing_approval_no="")),
                name="townships_union_closed_with_approval",
                violation_error_message=_("A closing has a day and an approval."),
            ),
            models.CheckConstraint(
                condition=(Q(kind=UnionKind.TOWNSHIP) & ~Q(form="") & Q(township__isnull=False))
                | (~Q(kind=UnionKind.TOWNSHIP) & Q(form="")),
                name="townships_union_form_of_township",
                violation_error_message=_("A township union has a township and a form."),
            ),
            models.CheckConstraint(
                condition=~Q(form=UnionForm.WORK_COMMITTEE)
                | Q(is_legal_person__isnull=True)
                | Q(is_legal_person=False),
                name="townships_work_committee_no_legal_person",
                violation_error_message=_("A dispatched work committee is not a legal person."),
            ),
        ]
        indexes = [
            models.Index(fields=["county_code", "township", "kind"], name="townships_union_place"),
            models.Index(fields=["county_code", "superior"], name="townships_union_superior"),
        ]
        permissions = [
            ("hand_over", _("Can hand unions over to townships")),
            ("close_union", _("Can dissolve or merge unions")),
            ("export_registry", _("Can export lists of organisations")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Neither dissolved nor merged."""
        return self.status in OPEN_STATUSES

    @property
    def is_grassroots(self) -> bool:
        """Any kind of grassroots union."""
        return self.kind in GRASSROOTS_KINDS

    @property
    def leads_township(self) -> bool:
        """Whether it is a township's union: a dispatched work committee leads nobody (R-ORG-05)."""
        return self.kind == UnionKind.TOWNSHIP and self.form != UnionForm.WORK_COMMITTEE

    def clean(self) -> None:
        """Dates run forwards, the credit code is a union's."""
        errors: dict[str, Any] = {}
        first, last = self.certificate_from, self.certificate_to
        if first and last and last < first:
            errors["certificate_to"] = _("The end lies before the beginning.")
        if self.credit_code:
            result = check_credit_code(self.credit_code)
            self.credit_code = result.value
            if result.errors:
                errors["credit_code"] = _("The credit code has a typing error.")
            elif result.value[0] != "8":
                errors["credit_code"] = _(
                    "This is the code of an employer. A union's own code begins with 81 or 89."
                )
        if self.superior_id and self.superior_id == self.pk:
            errors["superior"] = _("A union cannot be its own superior.")
        if errors:
            raise ValidationError(errors)


class UnionKey(RegistryKey):
    """Union codes and unions' credit codes: each belongs to one union in the whole country."""

    value = models.CharField(max_length=18, primary_key=True)
    union_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["county_code", "union_id"], name="townships_union_key")]

    def __str__(self) -> str:
        return self.value


class _KindManager(CountyManager[Union]):
    """Unions of some kinds only."""

    def __init__(self, *kinds: str) -> None:
        super().__init__()
        self.kinds = kinds

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(kind__in=self.kinds)


class TownshipUnion(Union):
    """乡镇（街道）工会 and dispatched work committees."""

    objects: ClassVar[Any] = _KindManager(UnionKind.TOWNSHIP)

    class Meta:
        proxy = True
        verbose_name = _("township union")
        verbose_name_plural = _("township unions")


class GrassrootsUnion(Union):
    """Unions of employers and joint unions."""

    objects: ClassVar[Any] = _KindManager(*GRASSROOTS_KINDS)

    class Meta:
        proxy = True
        verbose_name = _("grassroots union")
        verbose_name_plural = _("grassroots unions")
