"""How union funds are shared between the levels of a place, and since when (R-FND-04, R-FND-05)."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding.choices import ShareLevel
from policies.choices import State
from policies.models.release import Releasable
from townships.models import Division

WHOLE = Decimal(100)
# In this order in every table and every split.
LEVELS = tuple(ShareLevel.values)


def _percent(verbose_name: Any, **options: Any) -> "models.DecimalField[Decimal, Decimal]":
    """A share in percent with at most four decimals."""
    limits = [MinValueValidator(Decimal(0)), MaxValueValidator(WHOLE)]
    return models.DecimalField(
        verbose_name, max_digits=7, decimal_places=4, validators=limits, **options
    )


class ShareTable(Releasable):
    """The shares of a place: written by one person, released by another, then never edited.

    `valid_to` is the last day; empty means no end. An empty township share means that none is laid
    down, which is not the same as 0.
    """

    jurisdiction = models.ForeignKey(
        Division, verbose_name=_("in force in"), on_delete=models.PROTECT, related_name="+"
    )
    document_no = models.CharField(_("document number"), max_length=50)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    grassroots = _percent(_("grassroots unions (%)"))
    township = _percent(
        _("township union (%)"),
        null=True,
        blank=True,
        help_text=_("Empty: no share is laid down. 0 means that it is laid down as nothing."),
    )
    county = _percent(_("county (%)"), default=Decimal(0))
    city = _percent(_("city (%)"), default=Decimal(0))
    province = _percent(_("province (%)"), default=Decimal(0))
    national = _percent(_("national (%)"), default=Decimal(0))
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("supersedes"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="successors",
    )

    class Meta:
        verbose_name = _("share table")
        verbose_name_plural = _("share tables")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction"],
                condition=Q(state=State.RELEASED, valid_to__isnull=True),
                name="funding_one_share_table",
                violation_error_message=_("Another share table without an end holds here."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="funding_share_table_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(
                    *(Q(**{f"{name}__range": (0, 100)}) for name in LEVELS if name != "township"),
                    Q(township__isnull=True) | Q(township__range=(0, 100)),
                ),
                name="funding_share_table_percent",
                violation_error_message=_("A share lies between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(releaser__isnull=True) | ~Q(releaser=F("author")),
                name="funding_share_table_persons",
                violation_error_message=_("Somebody other than the author has to release it."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT)
                | Q(
                    owner__isnull=False,
                    author__isnull=False,
                    releaser__isnull=False,
                    released_at__isnull=False,
                ),
                name="funding_share_table_released",
                violation_error_message=_(
                    "What is in force names its office, author and releaser."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.document_no}"

    @property
    def shares(self) -> dict[str, Decimal]:
        """Percent by level; a share of the township that is not laid down is no part of it."""
        found = {name: getattr(self, name) for name in LEVELS}
        return {name: share for name, share in found.items() if share is not None}

    @property
    def upper(self) -> Decimal:
        """Percent of all higher unions together."""
        return self.county + self.city + self.province + self.national

    def clean(self) -> None:
        """The end does not lie before the beginning."""
        begins: Any = self.valid_from  # None while its field has a mistake
        if begins and self.valid_to and self.valid_to < begins:
            raise ValidationError({"valid_to": _("The end lies before the beginning.")})
