"""Places to look at policy for: documents are public, so anybody may ask for any place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from policies.engine import Place, place_of
from policies.selectors.book import place_of_division
from townships.choices import Level
from townships.models import Division

MOST_FOUND = 20


@dataclass(frozen=True)
class Viewpoint:
    """A place, the whole country for None, with those above it, nearest first."""

    division: Division | None = None
    chain: list[Division] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """The place as the rule book wants it."""
        return place_of_division(self.division) if self.division else place_of()


def viewpoint(user: Any, key: str | None) -> Viewpoint | None:
    """The place of this registry key; one's own without a key; None when there is none."""
    if key is None:
        own = next((a.division_id for a in user.active_assignments if a.division_id), "")
        key = own or ""
    if not key:
        return Viewpoint()
    if not is_key(key):
        return None
    found = Division.objects.filter(key=key, level__lte=Level.TOWNSHIP).with_chain().first()
    return Viewpoint(found, found.chain()) if found else None


def is_key(text: str) -> bool:
    """Whether a text can be a registry key; anything else is not even asked for."""
    return text.isascii() and text.isdigit() and len(text) <= Level.VILLAGE


def below(division: Division | None) -> list[Division]:
    """The places one level below, the provinces for the whole country."""
    rows = Division.objects.filter(valid_to__isnull=True, parent=division)
    return list(rows.filter(level__lte=Level.TOWNSHIP).order_by("code"))


def find_places(text: str) -> list[Division]:
    """Places of today by name or code, larger ones first."""
    rows = Division.objects.filter(valid_to__isnull=True, level__lte=Level.TOWNSHIP)
    wanted = (
        rows.filter(code__startswith=text) if text.isdigit() else rows.filter(name__contains=text)
    )
    return list(wanted.select_related("parent__parent").order_by("level", "code")[:MOST_FOUND])


def chains(keys: Iterable[str]) -> dict[str, Place]:
    """Each of the divisions with those above it, for the rule book, in one query."""
    rows = Division.objects.filter(key__in=sorted(keys)).with_chain()
    return {row.key: place_of_division(row) for row in rows}
