"""Three-valued logic: True = met, False = not met, None = unknown.

Unknown is never turned into "no": a condition whose measure nobody recorded stays unknown, and so
does a rule that needs all its conditions. What fails already is told with the conditions.
"""

from collections.abc import Iterable

Met = bool | None


def all_met(parts: Iterable[Met]) -> Met:
    """All conditions of a rule: unknown as long as one is, else AND; no parts at all is True."""
    values = list(parts)
    return None if None in values else all(values)


def any_met(parts: Iterable[Met]) -> Met:
    """OR: one True decides, whatever is unknown; no parts at all is False."""
    values = list(parts)
    if True in values:
        return True
    return None if None in values else False
