"""Schemes of allocation as data: parts with source, base and numbers, by place and date."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding.choices import Base, FundSource, PartKind
from policies.choices import State
from policies.models import PolicyDocument
from policies.models.release import Releasable
from townships.models import Division


class Scheme(Releasable):
    """How a place gives its townships money (总工办发〔2019〕24号 八, R-FND-09).

    One that ships has no owner. A released one is never edited; another supersedes it.
    """

    key = models.SlugField(_("key"), max_length=50, unique=True, editable=False)
    title = models.CharField(_("title of the scheme"), max_length=100)
    place = models.ForeignKey(
        Division, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    document = models.ForeignKey(
        PolicyDocument,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    document_text = models.CharField(_("document in words"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    supersedes = models.ForeignKey(
        "funding.Scheme",
        verbose_name=_("supersedes"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        editable=False,
    )

    class Meta:
        verbose_name = _("allocation scheme")
        verbose_name_plural = _("allocation schemes")
        ordering = ["place", "title", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True)
                | Q(releaser__isnull=True)
                | ~Q(releaser=F("author")),
                name="funding_scheme_two_persons",
                violation_error_message=_("Somebody other than the author has to release it."),
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True)
                | Q(state=State.DRAFT)
                | Q(author__isnull=False, releaser__isnull=False, released_at__isnull=False),
                name="funding_scheme_released",
                violation_error_message=_("What is in force names its author and releaser."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="funding_scheme_days",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the program."""
        return self.owner_id is None

    @property
    def basis(self) -> str:
        """The document in words."""
        return str(self.document) if self.document else self.document_text

    def holds_on(self, day: object) -> bool:
        """Whether the day lies in the validity, first and last day included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)  # type: ignore[operator]


class SchemePart(models.Model):
    """One part: its kind says which numbers it has (`funding.schemes.kinds`).

    With a `rule` the provision in force at the place gives numbers and clause; what it leaves open
    stands in `parameters`, as texts so that they stay exact.
    """

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("scheme"), on_delete=models.CASCADE, related_name="parts"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("part"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=PartKind.choices)
    source = models.CharField(_("source"), max_length=20, choices=FundSource.choices)
    base = models.CharField(_("base"), max_length=10, choices=Base.choices, blank=True)
    rule = models.CharField(_("rule"), max_length=20, blank=True)
    parameters = models.JSONField(_("numbers"), default=dict, blank=True)

    class Meta:
        verbose_name = _("part of a scheme")
        verbose_name_plural = _("parts of schemes")
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="funding_one_scheme_part"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} · {self.label}"
