"""What has a date: one provider for each kind of date, asked for a span of days.

    @provides
    def certificates(window: Window) -> Iterator[Deadline]: …

A provider yields only what lies inside the places of the window's user, in queries whose number
does not grow with the rows, and never the name of a person: a calendar leaves the house. A new kind
of date is a new function in a module named in `_MODULES`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _

from accounts.scope import Scope
from compliance.permissions import VIEW
from policies.engine import NATION, Place
from policies.selectors.places import chains
from townships.models import Division


@dataclass(frozen=True)
class Deadline:
    """One date: what is due on `day`, for whom, where, and the clause behind it ("" for none).

    `key` names what and whom and never changes, whatever the day: a calendar program recognises the
    entry by it. `place` is a registry key, "" for the whole country; `place_name` comes later.
    """

    key: str
    day: date
    title: str
    subject: str
    place: str
    url: str
    clause: str = ""
    place_name: str = ""


@dataclass
class Window:
    """The days from `first` to `last`, both included, and whose dates are asked for."""

    user: Any
    first: date
    last: date
    today: date

    def holds(self, day: date | None) -> bool:
        """Whether a day lies inside."""
        return day is not None and self.first <= day <= self.last

    @cached_property
    def scope(self) -> Scope:
        """The places whose dates the user may see."""
        scope: Scope = self.user.scope_for(VIEW)
        return scope

    @cached_property
    def places(self) -> dict[str, Place]:
        """The user's counties and townships with what lies above each, by registry key.

        Empty for the whole country: there every place is one of them.
        """
        return chains(self.scope.counties | self.scope.townships)


Provider = Callable[[Window], Iterator[Deadline]]
_PROVIDERS: list[Provider] = []
_MODULES = (
    *("findings", "organisations", "provisions"),
    *("terms", "federations", "training", "contracts", "collective_contracts"),
)


def provides(provider: Provider) -> Provider:
    """Decorator: registers the function and returns it unchanged."""
    _PROVIDERS.append(provider)
    return provider


def providers() -> list[Provider]:
    """All providers, those of the first module first."""
    for name in _MODULES:
        import_module(f"compliance.deadlines.{name}")
    return list(_PROVIDERS)


def deadlines(window: Window) -> list[Deadline]:
    """Everything that is due in the window, by day; what two providers know is told once."""
    if window.scope.empty:
        return []
    found: dict[str, Deadline] = {}
    for provider in providers():
        for deadline in provider(window):
            found.setdefault(deadline.key, deadline)
    names = _names({deadline.place for deadline in found.values()})
    named = [replace(one, place_name=names.get(one.place, "")) for one in found.values()]
    return sorted(named, key=lambda one: (one.day, one.title, one.subject, one.key))


def _names(keys: set[str]) -> dict[str, str]:
    rows = Division.objects.filter(key__in=sorted(keys - {NATION})).values_list("key", "name")
    return {NATION: _("whole country"), **dict(rows)}
