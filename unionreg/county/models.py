"""Base classes of county-level tables and of the nationwide registry tables."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models, router
from django.utils.translation import gettext_lazy as _

from unionreg.county.errors import CountyChanged
from unionreg.county.querysets import CountyManager, CountyQuerySet


def county_code_field(**kwargs: Any) -> models.CharField[str, str]:
    """The county column: the same type in every table, or tables cannot be kept together."""
    return models.CharField(_("county"), max_length=6, editable=False, **kwargs)


def _is_check(rule: models.BaseConstraint) -> bool:
    return isinstance(rule, models.CheckConstraint)


class CountyRow(models.Model):
    """A row that belongs to one county for ever.

    `save()` puts the county in WHERE and never in SET; a changed county is refused.
    `township_path` names the way to the township for users whose scope lies below the county.
    """

    id = models.BigAutoField(primary_key=True)
    county_code = county_code_field()

    objects: ClassVar[CountyManager[Self]] = CountyManager()
    township_path: ClassVar[str] = "township_id"
    _saved_county: str | None = None
    _checks_hold = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raises CountyChanged when a stored row was given another county."""
        if self._saved_county not in (None, self.county_code):
            raise CountyChanged(f"{type(self).__name__} {self.pk} stays in {self._saved_county}")
        if self._state.adding and self._has_id() and not kwargs.get("force_insert"):
            # In a partitioned table the same id in another county would be a second row.
            raise CountyChanged(f"{type(self).__name__} {self.pk} was not read from the database")
        super().save(*args, **kwargs)
        self._saved_county = self.county_code

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django does it, but the checks of a row are one question to the database.

        Raises ValidationError; which check failed is asked only when one of them did.
        """
        self._checks_hold = self._ask_checks(set(exclude or ()))
        try:
            super().validate_constraints(exclude=set(exclude or ()))
        finally:
            self._checks_hold = False

    def get_constraints(
        self,
    ) -> list[tuple[type[models.Model], Sequence[models.BaseConstraint]]]:
        """The constraints that remain to be validated."""
        found = super().get_constraints()
        if not self._checks_hold:
            return found
        return [(m, [c for c in rules if not _is_check(c)]) for m, rules in found]

    def _ask_checks(self, exclude: set[str]) -> bool:
        """Whether all checks hold; False also where they cannot be asked together."""
        rules = [rule for _model, found in super().get_constraints() for rule in found]
        checks = [rule.condition for rule in rules if isinstance(rule, models.CheckConstraint)]
        if not checks:
            return True
        values = self._get_field_expression_map(meta=self._meta, exclude=exclude)  # type: ignore[attr-defined]
        try:
            return bool(models.Q(*checks).check(values, using=router.db_for_write(type(self))))
        except FieldError:  # a check speaks of a field that the form left out
            return False

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._saved_county = row.__dict__.get("county_code")
        return row

    def _has_id(self) -> bool:
        key: int | None = self.pk
        return key is not None

    def _do_update(
        self, base_qs: Any, using: Any, pk_val: Any, values: Any, *args: Any, **kwargs: Any
    ) -> Any:
        here = base_qs.filter(county_code=self.county_code)
        kept = [value for value in values if value[0].attname != "county_code"]
        return super()._do_update(here, using, pk_val, kept, *args, **kwargs)

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        queryset = type(self)._base_manager.all() if from_queryset is None else from_queryset
        county_code = self.__dict__.get("county_code")  # may be deferred by only()
        if county_code:
            queryset = queryset.filter(county_code=county_code)
        super().refresh_from_db(using=using, fields=fields, from_queryset=queryset)

    @property
    def place_key(self) -> str | None:
        """Key of the township the row lies in, by way of `township_path`; None: the county."""
        value: Any = self
        for name in type(self).township_path.split("__"):
            value = getattr(value, name, None)
        return value or None


class RegistryRow(CountyRow):
    """A county-level record that people edit: versioned, with time and author of the last save."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("last change"), auto_now=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class RegistryKey(models.Model):
    """A value that is unique in the whole country and the county that holds it.

    Its primary key is the value itself, so that it can be claimed by
    `INSERT … ON CONFLICT DO NOTHING` in the transaction that writes the record.
    """

    county_code = county_code_field()

    class Meta:
        abstract = True


__all__ = ["CountyQuerySet", "CountyRow", "RegistryKey", "RegistryRow", "county_code_field"]
