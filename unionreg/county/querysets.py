"""The one place where "inside and below only" becomes SQL."""

from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model)


class Scoped(Protocol):
    """What a queryset needs to know of the places somebody may see."""

    @property
    def nationwide(self) -> bool: ...
    @property
    def counties(self) -> frozenset[str]: ...
    @property
    def townships(self) -> frozenset[str]: ...
    @property
    def township_counties(self) -> frozenset[str]: ...


class CountyQuerySet(models.QuerySet[Row]):
    """Queryset of a county-level model: scope filters and access by county and id."""

    def within(self, scope: Scoped) -> Self:
        """Rows inside `scope`, by equality on the county and, below it, on the township."""
        if scope.nationwide:
            return self
        inside = Q(county_code__in=sorted(scope.counties))
        if scope.townships:
            path = getattr(self.model, "township_path", "township_id")
            below = {
                "county_code__in": sorted(scope.township_counties),
                f"{path}__in": sorted(scope.townships),
            }
            inside |= Q(**below)
        return self.filter(inside)

    def visible_to(self, user: Any, permission: str | None = None) -> Self:
        """Rows that `user` may see, or for which he holds `permission` ("app.codename")."""
        return self.within(user.scope_for(permission) if permission else user.scope)

    def in_county(self, county_code: str) -> Self:
        """Rows of one county (registry key)."""
        return self.filter(county_code=county_code)


class CountyManager(models.Manager[Row]):
    """Default manager of county-level models: begin with the place, then filter."""

    def get_queryset(self) -> CountyQuerySet[Row]:
        return CountyQuerySet(self.model, using=self._db)

    def within(self, scope: Scoped) -> CountyQuerySet[Row]:
        """Rows inside `scope`."""
        return self.get_queryset().within(scope)

    def visible_to(self, user: Any, permission: str | None = None) -> CountyQuerySet[Row]:
        """Rows that `user` may see, or for which he holds `permission`."""
        return self.get_queryset().visible_to(user, permission)

    def in_county(self, county_code: str) -> CountyQuerySet[Row]:
        """Rows of one county (registry key)."""
        return self.get_queryset().in_county(county_code)
