"""Collective contracts and special agreements (R-RGT-03, R-RGT-04)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.models import Person
from rights.choices import ContractKind, ContractScope
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class CollectiveContract(RegistryRow):
    """A contract that a union signed for workers, from one day to another (last day inclusive).

    `negotiator` is the chief negotiator of the workers' side where the person is on record;
    `negotiator_name` the name in any case. Numbers that are empty are not recorded.
    """

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="contracts"
    )
    scope = models.CharField(_("scope"), max_length=10, choices=ContractScope.choices)
    kind = models.CharField(
        _("kind"), max_length=10, choices=ContractKind.choices, default=ContractKind.GENERAL
    )
    title = models.CharField(_("title"), max_length=100)
    number = models.CharField(_("registration number"), max_length=50, blank=True)
    other_side = models.CharField(_("employers' side"), max_length=100, blank=True)
    signed_on = models.DateField(_("signed on"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    firms = models.PositiveIntegerField(_("firms covered"), null=True, blank=True)
    workers = models.PositiveIntegerField(_("workers covered"), null=True, blank=True)
    negotiator = CountyForeignKey(
        Person,
        verbose_name=_("chief negotiator of the workers"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    negotiator_name = models.CharField(_("name of the chief negotiator"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("collective contract")
        verbose_name_plural = _("collective contracts")
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="rights_contract_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("signed_on")),
                name="rights_contract_signed",
                violation_error_message=_("The contract was signed after its end. Correct a day."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["county_code", "union", "valid_to"], name="rights_contract_of_union"
            ),
            models.Index(fields=["county_code", "valid_to"], name="rights_contract_end"),
        ]

    def __str__(self) -> str:
        return self.title
