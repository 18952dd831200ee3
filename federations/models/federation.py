"""Regional, industry and social-organisation federations: what a union row does not say."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federations.choices import FederationKind, FederationLevel
from townships.code_lists import FederationBasis, FederationHost, Industry
from townships.models import Division, Union
from unionreg.county import CountyForeignKey, RegistryRow


class Federation(RegistryRow):
    """The federation behind a union of the kind “federation” (R-ORG-17, 18, 36).

    Name, status, superior, approval and bodies are those of its union row. A federation that spans
    several townships lies in the county (`union.township` empty) and names them.
    """

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="federations"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=FederationKind.choices)
    level = models.CharField(_("level"), max_length=20, choices=FederationLevel.choices)
    basis = models.CharField(
        _("built on"), max_length=20, choices=FederationBasis.choices, blank=True
    )
    host = models.CharField(
        _("leans on"), max_length=20, choices=FederationHost.choices, blank=True
    )
    host_name = models.CharField(_("name of the host body"), max_length=100, blank=True)
    area = models.CharField(_("area or industry"), max_length=100, blank=True)
    industry = models.CharField(_("industry"), max_length=5, choices=Industry.choices, blank=True)
    has_party_org = models.BooleanField(
        _("party organisation of the same level"), null=True, blank=True
    )
    manages_own_funds = models.BooleanField(_("manages its own funds"), null=True, blank=True)
    shanxi_checklist = models.BooleanField(_("founded by the 321 procedure"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("federation")
        verbose_name_plural = _("federations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union"],
                name="federations_one_of_union",
                violation_error_message=_("This union has its federation record already."),
            ),
            models.CheckConstraint(
                condition=Q(host="") | Q(kind=FederationKind.INDUSTRY),
                name="federations_host_of_industry",
                violation_error_message=_("Only an industry federation leans on a host body."),
            ),
            models.CheckConstraint(
                condition=Q(basis="") | Q(kind=FederationKind.REGIONAL),
                name="federations_basis_of_region",
                violation_error_message=_("Only a regional federation is built on an area."),
            ),
            models.CheckConstraint(
                condition=Q(industry="") | Q(kind=FederationKind.INDUSTRY),
                name="federations_industry_of_industry",
                violation_error_message=_("Only an industry federation has an industry."),
            ),
        ]
        permissions = [("found_federation", _("Can lead a federation through its founding"))]

    def __str__(self) -> str:
        return str(self.union)

    @property
    def status_words(self) -> str:
        """The status of its union in words."""
        return str(self.union.get_status_display())


class FederationTownship(RegistryRow):
    """A township that a federation extends to (冀工办发〔2020〕43号 四.1, R-FND-25)."""

    federation = CountyForeignKey(
        Federation,
        verbose_name=_("federation"),
        on_delete=models.PROTECT,
        related_name="townships",
    )
    township = models.ForeignKey(
        Division, verbose_name=_("township"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("township of a federation")
        verbose_name_plural = _("townships of federations")
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "federation", "township"],
                name="federations_township_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.township)
