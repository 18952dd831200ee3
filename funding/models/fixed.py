"""Rows that are written once: corrected by another row, never by an edit."""

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, Self

from django.utils.translation import gettext as _

from unionreg.county import CountyManager, CountyQuerySet, CountyRow


class WrittenOnce(Exception):
    """Somebody tried to change or delete what stays as it was written."""


def _refuse() -> NoReturn:
    raise WrittenOnce(_("What is written here stays as it is. Put it right by another entry."))


class FixedQuerySet(CountyQuerySet[Any]):
    """Reads and inserts only."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        _refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        _refuse()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Inserts; what stands already is not changed by it."""
        if kwargs.get("update_conflicts"):
            _refuse()
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self) -> NoReturn:
        """Refused."""
        _refuse()


class FixedManager(CountyManager[Any]):
    """Begins with the place, like every manager of county rows."""

    def get_queryset(self) -> FixedQuerySet:
        return FixedQuerySet(self.model, using=self._db)


class FixedRow(CountyRow):
    """A row that is inserted and then only read."""

    objects: ClassVar[CountyManager[Self]] = FixedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; raises WrittenOnce for a stored row."""
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        _refuse()


__all__ = ["FixedRow", "WrittenOnce"]
