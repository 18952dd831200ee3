"""Employers (单位) and which union covers them."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from townships.choices import EmployerStatus
from townships.code_lists import EconomicType, Industry
from townships.credit_code import check_credit_code
from townships.models.counts import not_too_many
from townships.models.division import Division
from townships.models.union import Union
from unionreg.county import CountyForeignKey, RegistryKey, RegistryRow


class Employer(RegistryRow):
    """A firm, institution, office or other unit with workers."""

    name = models.CharField(_("name"), max_length=100)
    pinyin = models.CharField(max_length=400, blank=True, editable=False)
    credit_code = models.CharField(_("credit code"), max_length=18, blank=True)
    township = models.ForeignKey(
        Division,
        verbose_name=_("township"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="employers",
    )
    economic_type = models.CharField(
        _("economic type"), max_length=10, choices=EconomicType.choices, blank=True
    )
    industry = models.CharField(_("industry"), max_length=5, choices=Industry.choices, blank=True)
    is_legal_person = models.BooleanField(_("legal person"), default=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    worker_count = models.PositiveIntegerField(
        _("workers"), null=True, blank=True, validators=[not_too_many]
    )
    women_count = models.PositiveIntegerField(
        _("women workers"), null=True, blank=True, validators=[not_too_many]
    )
    migrant_count = models.PositiveIntegerField(
        _("migrant workers"), null=True, blank=True, validators=[not_too_many]
    )
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=50, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=EmployerStatus.choices, default=EmployerStatus.OPEN
    )

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        ordering = ["pinyin", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "credit_code"],
                condition=~Q(credit_code=""),
                name="townships_employer_credit_code",
                violation_error_message=_("Another employer has this credit code."),
            ),
            models.CheckConstraint(
                condition=Q(women_count__isnull=True)
                | Q(worker_count__isnull=True)
                | Q(women_count__lte=F("worker_count")),
                name="townships_employer_women",
                violation_error_message=_("More women workers than workers."),
            ),
            models.CheckConstraint(
                condition=Q(migrant_count__isnull=True)
                | Q(worker_count__isnull=True)
                | Q(migrant_count__lte=F("worker_count")),
                name="townships_employer_migrants",
                violation_error_message=_("More migrant workers than workers."),
            ),
        ]
        indexes = [
            models.Index(fields=["county_code", "township"], name="townships_employer_place"),
            models.Index(fields=["county_code", "name"], name="townships_employer_name"),
            models.Index(
                fields=["county_code", "pinyin", "name", "id"], name="townships_employer_by_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The credit code is right and not a union's own."""
        errors: dict[str, Any] = {}
        if self.credit_code:
            result = check_credit_code(self.credit_code)
            self.credit_code = result.value
            if result.errors:
                errors["credit_code"] = _("The credit code has a typing error.")
            elif result.value[0] == "8":
                errors["credit_code"] = _(
                    "This is a union's own code. The code of the employer is wanted here."
                )
        if self.worker_count is not None and self.counted_on is None:
            errors["counted_on"] = _("Say on which day the workers were counted.")
        if errors:
            raise ValidationError(errors)


class EmployerKey(RegistryKey):
    """Credit codes of employers: each belongs to one employer in the whole country."""

    value = models.CharField(max_length=18, primary_key=True)
    employer_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["county_code", "employer_id"], name="townships_employer_key")
        ]

    def __str__(self) -> str:
        return self.value


class UnionEmployer(RegistryRow):
    """An employer covered by a union, from one day to another (last day inclusive).

    An own union covers one employer, a joint one at least two (绍兴 市委办 二(一), R-ORG-16).
    """

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="covered"
    )
    employer = CountyForeignKey(
        Employer, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="coverage"
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("covered employer")
        verbose_name_plural = _("covered employers")
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "employer"],
                condition=Q(valid_to__isnull=True),
                name="townships_employer_in_one_union",
                violation_error_message=_("Another union covers this employer already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="townships_coverage_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["county_code", "union"],
                name="townships_covered_now",
                condition=Q(valid_to__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer} · {self.union}"
