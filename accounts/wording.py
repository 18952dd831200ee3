"""The history of accounts in words: stored as codes, so that everybody reads it in his language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Role

SET_ANEW = "anew"
LOCKED, UNLOCKED = "locked", "unlocked"
_WORDS: dict[str, Any] = {
    SET_ANEW: gettext_lazy("set anew"),
    LOCKED: gettext_lazy("locked"),
    UNLOCKED: gettext_lazy("unlocked"),
    **{role.value: role.label for role in Role},
}
_BETWEEN, _AT = "; ", " · "


def stored_roles(assignments: Iterable[Any]) -> str:
    """Roles with their places as the history keeps them."""
    return _BETWEEN.join(
        f"{each.role}{_AT}{each.division.name} {each.division.code}" if each.division else each.role
        for each in assignments
    )


def in_words(stored: str) -> str:
    """What is shown of a stored value of an account."""
    return _(_BETWEEN).join(_part(part) for part in stored.split(_BETWEEN))


def _part(part: str) -> str:
    code, _separator, place = part.partition(_AT)
    label = str(_WORDS.get(code, code))
    if code in Role.values:
        return f"{label}{_AT}{place or _('China')}"
    return label
