"""A county as it is today: its townships, and where the former ones have gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from townships.choices import Level
from townships.models import Division, Union


@dataclass(frozen=True)
class CountyPlace:
    """A county with the townships of today.

    `codes`: registry keys whose rows belong to it, those of counties merged into it included.
    `today`: key of every township that ever lay in it → key of the one it is part of today.
    """

    division: Division
    codes: tuple[str, ...]
    townships: tuple[Division, ...]
    today: dict[str, str]

    @property
    def title(self) -> str:
        """Name of the county."""
        return self.division.name

    def keys_of(self, township: Division) -> list[str]:
        """Keys whose rows belong to a township of today."""
        return sorted(key for key, now in self.today.items() if now == township.key)


def find_county(key: str) -> CountyPlace | None:
    """The county of this registry key with its townships; None when there is none."""
    rows = Division.objects.filter(key=key, level=Level.COUNTY).select_related("parent__parent")
    county = rows.first()
    if county is None:
        return None
    codes = Division.objects.with_predecessors([county.key])
    return CountyPlace(county, tuple(sorted(codes)), *_townships(county, codes))


def _townships(
    county: Division, codes: Iterable[str]
) -> tuple[tuple[Division, ...], dict[str, str]]:
    """Townships that exist today, by code, and where each former one has gone."""
    rows = Division.objects.filter(parent_id__in=sorted(codes), level=Level.TOWNSHIP)
    every = {row.key: row for row in rows.order_by("code")}
    for row in every.values():
        row.parent = county  # no query for the chain of each
    today = {key: present_key(key, every) for key in every}
    current = [row for row in every.values() if row.valid_to is None or row.key in today.values()]
    return tuple(row for row in current if today[row.key] == row.key), today


def present_key(key: str, every: dict[str, Division]) -> str:
    """Key of the township that this one is part of today (itself when it was not merged)."""
    seen = {key}
    while (following := every[key].successor_id) in every and following not in seen:
        key = str(following)
        seen.add(key)
    return key


def counties_of(user: Any, permission: str) -> list[Division]:
    """The counties of today in all of which the user holds the permission, by code.

    Of the whole country only those with a union, as long as there is one: the others have nothing
    to look at.
    """
    scope = user.scope_for(permission)
    rows = Division.objects.filter(level=Level.COUNTY, valid_to__isnull=True).order_by("code")
    rows = rows.with_chain()
    if not scope.nationwide:
        return list(rows.filter(key__in=sorted(scope.counties)))
    with_union = Union.objects.order_by().values_list("county_code", flat=True).distinct()
    return list(rows.filter(key__in=sorted(with_union))) or list(rows)


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Names of places by key. 410500 stands for what belongs to the city 4105 itself."""
    wanted = set(keys)
    above = {key: key.removesuffix("00").removesuffix("00") for key in wanted if key[4:] == "00"}
    rows = Division.objects.filter(key__in=sorted(wanted | set(above.values())))
    found = dict(rows.values_list("key", "name"))
    return {key: found.get(key) or found.get(above.get(key, ""), key) for key in wanted}
