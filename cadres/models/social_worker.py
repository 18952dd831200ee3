"""Social union workers (社会化工会工作者): contract, pay, and whom they help."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.choices import HireMode, PaySource, WorkerKind
from cadres.models.person import Person
from townships.models import Division, Union
from unionreg.county import CountyForeignKey, RegistryRow


class SocialWorker(RegistryRow):
    """One employment of a social union worker (总工办发〔2019〕24号 六, R-SOC-01 … 11).

    `township` is the one whose posts it counts against, empty when hired for the county.
    """

    person = CountyForeignKey(
        Person, verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="employments"
    )
    township = models.ForeignKey(
        Division,
        verbose_name=_("township"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # cadres_worker_place begins with it
    )
    employer = CountyForeignKey(
        Union,
        verbose_name=_("hired by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="social_workers",
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=WorkerKind.choices, default=WorkerKind.SOCIAL
    )
    hire_mode = models.CharField(_("hired how"), max_length=20, choices=HireMode.choices)
    pay_source = models.CharField(
        _("paid by"), max_length=20, choices=PaySource.choices, blank=True
    )
    monthly_pay = models.DecimalField(
        _("monthly pay (yuan)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    contract_from = models.DateField(_("contract from"), null=True, blank=True)
    contract_to = models.DateField(_("contract until"), null=True, blank=True)
    rule_basis = models.CharField(_("managed by the rules of"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("social union worker")
        verbose_name_plural = _("social union workers")
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "person"],
                condition=Q(ended_on__isnull=True),
                name="cadres_one_employment",
                violation_error_message=_("This person is a social union worker already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="cadres_employment_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(contract_from__isnull=True)
                | Q(contract_to__isnull=True)
                | Q(contract_to__gte=F("contract_from")),
                name="cadres_contract_dates",
                violation_error_message=_("The contract ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(monthly_pay__isnull=True) | Q(monthly_pay__gte=0),
                name="cadres_pay_positive",
                violation_error_message=_("Pay is not negative."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["county_code", "township"],
                name="cadres_worker_place",
                condition=Q(ended_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class WorkerAssignment(RegistryRow):
    """A union or federation that a social union worker guides (冀工办发〔2020〕43号 四.3)."""

    township_path: ClassVar[str] = "worker__township_id"

    worker = CountyForeignKey(
        SocialWorker,
        verbose_name=_("social union worker"),
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="guided_by"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment of a social union worker")
        verbose_name_plural = _("assignments of social union workers")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "worker", "union"],
                condition=Q(valid_to__isnull=True),
                name="cadres_one_assignment",
                violation_error_message=_("The worker guides this union already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="cadres_assignment_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} → {self.union}"
