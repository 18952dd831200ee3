"""Three-valued logic (Kleene): True = met, False = not met, None = unknown.

Unknown is never turned into "no": a condition whose measure nobody recorded stays unknown, and so
does everything that hangs on it, unless another condition already decides the matter.
"""

from collections.abc import Iterable

Met = bool | None


def all_met(parts: Iterable[Met]) -> Met:
    """AND: one False decides, whatever is unknown; no parts at all is True."""
    values = list(parts)
    if False in values:
        return False
    return None if None in values else True


def any_met(parts: Iterable[Met]) -> Met:
    """OR: one True decides, whatever is unknown; no parts at all is False."""
    values = list(parts)
    if True in values:
        return True
    return None if None in values else False
