"""What a page of one county, or of several, shows to its reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import Http404

from accounts.scope import Scope as Places
from compliance.collectors import Scope
from townships.choices import Level
from townships.models import Division
from townships.selectors.places import CountyPlace, counties_of, find_county


@dataclass(frozen=True)
class Counties:
    """Several counties side by side."""

    counties: Sequence[Division]


@dataclass(frozen=True)
class OneCounty:
    """A county, or those of its townships that the reader looks after. `several`: of more.

    `township`: the one that was asked for; `choices`: those that could be.
    """

    place: CountyPlace
    township_keys: frozenset[str] | None = None
    several: bool = False
    township: Division | None = None

    @property
    def choices(self) -> list[Division]:
        """The townships of today among which one can be chosen."""
        keys = None if self.township else self.township_keys
        return [one for one in self.place.townships if keys is None or one.key in keys]

    def scope(self, on: date) -> Scope:
        """What collectors read."""
        keys = None if self.township_keys is None else sorted(self.township_keys)
        return Scope(self.place.division.key, on, keys)


def view_of(
    user: Any, permission: str, county_key: str = "", township_key: str = ""
) -> Counties | OneCounty:
    """The county asked for, the only one, all of the reader's, or his townships.

    `township_key` narrows it to one township. Raises Http404 for a county or township outside and
    for a reader without any place.
    """
    township = township_of(user, permission, township_key)
    if township is None:
        return _whole(user, permission, county_key)
    shown = _whole(user, permission, county_key or str(township.parent_id))
    if not isinstance(shown, OneCounty) or township not in shown.place.townships:
        raise Http404
    keys = frozenset(shown.place.keys_of(township))
    return replace(shown, township=township, township_keys=keys)


def township_of(user: Any, permission: str, key: str) -> Division | None:
    """The township that an address names, None for none. Raises Http404 outside his places."""
    if not key:
        return None
    found = _township(key)
    if found is None or not user.scope_for(permission).covers(found.parent_id, found.key):
        raise Http404
    return found


def _township(key: str) -> Division | None:
    if len(key) != 9 or not (key.isascii() and key.isdigit()):
        return None
    return Division.objects.filter(key=key, level=Level.TOWNSHIP).first()


def _whole(user: Any, permission: str, county_key: str) -> Counties | OneCounty:
    places: Places = user.scope_for(permission)
    if county_key:
        return _asked(user, permission, county_key)
    counties = counties_of(user, permission) if places.nationwide or places.counties else []
    if len(counties) == 1:
        return OneCounty(_load(counties[0].key))
    if counties:
        return Counties(counties)
    return _townships(places)


def is_key(text: str) -> bool:
    """Whether a text from an address can be the registry key of a county at all."""
    return len(text) == 6 and text.isascii() and text.isdigit()


def _asked(user: Any, permission: str, key: str) -> OneCounty:
    if not is_key(key):
        raise Http404
    counties = {county.key for county in counties_of(user, permission)}
    places: Places = user.scope_for(permission)
    if places.nationwide or key in counties:
        return OneCounty(_load(key), several=places.nationwide or len(counties) > 1)
    if key in places.township_counties:
        return _townships(places)
    raise Http404


def _townships(places: Places) -> OneCounty:
    """The county of somebody who looks after townships, narrowed to them."""
    if not places.townships:
        raise Http404
    place = _load(min(places.township_counties))
    keys = {place.today.get(key, key) for key in places.townships}
    return OneCounty(place, frozenset(keys))


def _load(key: str) -> CountyPlace:
    found = find_county(key)
    if found is None:
        raise Http404
    return found
