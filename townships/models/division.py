"""Administrative divisions: a code table for the whole country, not a county-level table."""

from collections.abc import Iterable
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from townships.choices import Level
from townships.division_kinds import DivisionKind

# Not \d: full-width digits look the same, and a code with one is never found again.
digits = RegexValidator(
    r"^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?)?\Z", _("2, 4, 6, 9 or 12 digits")
)


class DivisionQuerySet(models.QuerySet["Division"]):
    """Look-ups among divisions."""

    def with_predecessors(self, keys: Iterable[str]) -> set[str]:
        """`keys` and the keys of every division that was merged into one of them."""
        found = set(keys)
        new = set(found)
        while new:
            merged = self.model.objects.filter(successor_id__in=new).values_list("key", flat=True)
            new = set(merged) - found
            found |= new
        return found

    def with_chain(self) -> "DivisionQuerySet":
        """With those above, up to the province of a township, so that `chain()` asks nothing."""
        return self.select_related("parent__parent__parent")

    def in_force(self) -> "DivisionQuerySet":
        """Divisions that exist today."""
        return self.filter(valid_to__isnull=True)


class Division(models.Model):
    """A province, city, county, township or village.

    `key` is the first code the place was ever registered under and never changes; records refer to
    it. Renumbering, renaming and merging touch only this table: `code`, `name`, `successor` and the
    former codes.
    """

    key = models.CharField(_("registry key"), max_length=12, primary_key=True, editable=False)
    code = models.CharField(_("code"), max_length=12, unique=True, validators=[digits])
    name = models.CharField(_("name"), max_length=50)
    pinyin = models.CharField(max_length=400, blank=True, editable=False)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=30, choices=DivisionKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    has_union_duty = models.BooleanField(
        _("union duty"),
        default=True,
        help_text=_("Off for units that exist for statistics only."),
    )
    corrected = models.BooleanField(_("corrected by hand"), default=False, editable=False)

    objects: ClassVar[models.Manager["Division"]] = models.Manager.from_queryset(DivisionQuerySet)()

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "code"], name="townships_division_level")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="townships_division_dates",
                violation_error_message=_("The end lies before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The number of digits is the level; the code of the parent is its beginning."""
        if self.code and self.level and len(self.code) != self.level:
            raise ValidationError({"code": _("A code of this level has another number of digits.")})
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end lies before the beginning.")})
        if self.successor_id and self.successor_id == self.key:
            raise ValidationError({"successor": _("A place cannot be merged into itself.")})

    def chain(self) -> list["Division"]:
        """This division and those above it, the smallest first."""
        found, place = [], self
        while place is not None:
            found.append(place)
            place = place.parent  # type: ignore[assignment]
        return found

    @property
    def full_label(self) -> str:
        """The name with the place above it and the code, where names alone are not enough."""
        above = f"{self.parent.name} " if self.parent else ""
        return f"{above}{self.name} {self.code}"

    def county(self) -> "Division | None":
        """The county this division is or lies in; None above the county."""
        return next((place for place in self.chain() if place.level == Level.COUNTY), None)


class FormerDivisionCode(models.Model):
    """A code and name that a division had before (海门市 320684, until it became 海门区 320614)."""

    division = models.ForeignKey(
        Division,
        verbose_name=_("division"),
        on_delete=models.CASCADE,
        related_name="former_codes",
    )
    code = models.CharField(_("former code"), max_length=12, db_index=True, validators=[digits])
    name = models.CharField(_("former name"), max_length=50)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("former code")
        verbose_name_plural = _("former codes")
        constraints = [
            models.UniqueConstraint(
                fields=["division", "code"],
                name="townships_former_code_once",
                violation_error_message=_("This former code is recorded already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        """The code ended after it began."""
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end lies before the beginning.")})

    @property
    def dated(self) -> str:
        """Code and name with the days, as the change history keeps them."""
        if not (self.valid_from or self.valid_to):
            return str(self)
        return f"{self} ({self.valid_from or '…'} – {self.valid_to or '…'})"
