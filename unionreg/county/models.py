"""Base classes of county-level tables and of the nationwide registry tables."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionreg.county.errors import CountyChanged
from unionreg.county.querysets import CountyManager, CountyQuerySet


def county_code_field(**kwargs: Any) -> models.CharField[str, str]:
    """The county column: the same type in every table, or tables cannot be kept together."""
    return models.CharField(_("county"), max_length=6, editable=False, **kwargs)


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
