"""In which order the groups of urgency are shown somewhere."""

from collections.abc import Mapping, Sequence
from typing import Any

from compliance.choices import USUAL_ORDER
from compliance.models import UrgencyOrder
from townships.models import Division


def chain_of(key: str) -> list[Division]:
    """The place of this key and those above it, the smallest first, in one query."""
    found = Division.objects.filter(key=key).with_chain().first()
    return found.chain() if found else []


def order_above(places: Sequence[Division]) -> UrgencyOrder | None:
    """The order of the nearest of the places (smallest first) that has one."""
    keys = [place.key for place in places]
    rows = UrgencyOrder.objects.filter(division__in=keys).select_related("division")
    return min(rows, key=lambda row: keys.index(row.division_id), default=None)


def order_for(user: Any) -> list[str]:
    """The groups as somebody sees them: by the nearest place above his first one."""
    assignments = user.active_assignments
    place = assignments[0].division_id if assignments else None
    if not place or not UrgencyOrder.objects.exists():  # hardly any office has one of its own
        return list(USUAL_ORDER)
    own = order_above(chain_of(place))
    return own.complete if own else list(USUAL_ORDER)


def moved(groups: Sequence[str], pressed: Mapping[str, str]) -> list[str] | None:
    """The order after a button "up" or "down" with the name of a group; None without a button."""
    step = -1 if "up" in pressed else 1
    group = pressed.get("up") or pressed.get("down")
    if group not in groups:
        return None
    found, at = list(groups), groups.index(group)
    to = min(max(at + step, 0), len(found) - 1)
    found.insert(to, found.pop(at))
    return found
