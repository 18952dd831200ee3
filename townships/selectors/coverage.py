"""What the history of a union says about its covered employers."""

from history.selectors import last_changes
from townships.models import Union

LISTED = "、"  # between the names in a change
ADDED, ENDED = "employers_added", "employers_ended"


def employers_changed_since(union: Union, version: int) -> tuple[set[str], set[str]]:
    """Names of the employers that the union gained and that it lost since it had this version."""
    gained: set[str] = set()
    lost: set[str] = set()
    for change, _fields in reversed(last_changes(union, union.version - version)):
        ended = _names(change.fields.get(ENDED, [None, None])[0])
        added = _names(change.fields.get(ADDED, [None, None])[1])
        gained, lost = (gained - ended) | (added - lost), (lost - added) | (ended - gained)
    return gained, lost


def _names(listed: str | None) -> set[str]:
    return set(listed.split(LISTED)) if listed else set()
