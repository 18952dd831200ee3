"""The state of a division that a form started from, and what changed since.

Divisions have no version: loading writes them by the thousand. A form carries the whole state
instead, signed, so that it can tell what changed even where nobody wrote a history.
"""

from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from history.models import NO_COUNTY, Change
from history.selectors import changes_of, labelled
from history.services import differences, snapshot
from townships.models import Division
from unionreg.refusals import Meanwhile

RECENT = 20
_SALT = "state of a division"


def state_of(division: Division) -> dict[str, Any]:
    """What the change history keeps of a division: its fields and its former codes."""
    former = [row.dated for row in division.former_codes.order_by("code")]
    return snapshot(division) | {"former_codes": "; ".join(former)}


def stamp_of(division: Division) -> str:
    """The state as a form carries it."""
    return signing.dumps(state_of(division), salt=_SALT, compress=True)


def state_in(stamp: str) -> dict[str, Any]:
    """The state in a stamp; empty when it is none of ours."""
    try:
        state: dict[str, Any] = signing.loads(stamp, salt=_SALT)
    except signing.BadSignature:
        return {}
    return state


def changed_since(division: Division, state: dict[str, Any]) -> dict[str, Meanwhile]:
    """By field what changed between a state and the present one; nothing for an empty state."""
    fields = differences(state, state_of(division)) if state else {}
    fields.pop("corrected", None)  # follows from every other change
    authors = _authors(division, set(fields))
    model = Division._meta.label_lower
    [(_change, words)] = labelled([Change(county_code=NO_COUNTY, model=model, fields=fields)])
    return {
        each.name: Meanwhile(
            who=authors.get(each.name) or _("the system"),
            label=each.label,
            before=each.before,
            now=each.after,
            before_value=fields[each.name][0],
        )
        for each in words
    }


def _authors(division: Division, names: set[str]) -> dict[str, str]:
    """Who wrote each field last."""
    found: dict[str, str] = {}
    for change in changes_of(division)[:RECENT]:
        for name in names & change.fields.keys():
            found.setdefault(name, str(change.user or ""))
    return found
