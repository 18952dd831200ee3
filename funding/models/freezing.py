"""Rows that can be changed until they are frozen, by instance and by queryset alike."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from funding.models.fixed import WrittenOnce
from unionreg.county import CountyManager, CountyQuerySet, CountyRow


def refuse_any(rows: QuerySet[Any]) -> None:
    """Raise WrittenOnce when there is any such row."""
    if rows.exists():
        raise WrittenOnce(_("This version is frozen. An amendment is a new version."))


class FreezingQuerySet(CountyQuerySet[Any]):
    """Changes nothing where one of the rows is frozen."""

    def frozen(self) -> "FreezingQuerySet":
        """The frozen ones among these rows."""
        return self.filter(self.model.frozen_when)

    def update(self, **kwargs: Any) -> int:
        """As always; raises WrittenOnce."""
        refuse_any(self.frozen())
        return super().update(**kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        """As always; raises WrittenOnce."""
        rows = list(objs)
        refuse_any(self.filter(pk__in=[row.pk for row in rows]).frozen())
        return super().bulk_update(rows, *args, **kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As always; raises WrittenOnce for rows of something frozen."""
        rows = list(objs)
        self.model.refuse_new(rows)
        return super().bulk_create(rows, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As always; raises WrittenOnce."""
        refuse_any(self.frozen())
        return super().delete()


class FreezingManager(CountyManager[Any]):
    """Begins with the place, like every manager of county rows."""

    def get_queryset(self) -> FreezingQuerySet:
        return FreezingQuerySet(self.model, using=self._db)


class FreezingRow(CountyRow):
    """`frozen_when` says which stored rows do not change any more."""

    frozen_when: ClassVar[Q]
    objects: ClassVar[CountyManager[Self]] = FreezingManager()

    class Meta:
        abstract = True

    @classmethod
    def refuse_new(cls, rows: list[Any]) -> None:
        """Raise WrittenOnce when new rows would belong to something frozen; here none does."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raises WrittenOnce when the stored row is frozen."""
        if self._state.adding:
            self.refuse_new([self])
        else:
            refuse_any(self._stored())
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete; raises WrittenOnce when the stored row is frozen."""
        refuse_any(self._stored())
        return super().delete(*args, **kwargs)

    def _stored(self) -> QuerySet[Any]:
        rows = type(self).objects.in_county(self.county_code)
        return rows.filter(type(self).frozen_when, pk=self.pk)


__all__ = ["FreezingRow", "refuse_any"]
