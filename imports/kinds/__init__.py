"""Kinds of imports."""

from functools import cache

from imports.choices import Kind
from imports.kinds.base import ImportKind


@cache
def _kinds() -> dict[str, ImportKind]:
    from imports.kinds.attendance import AttendanceList
    from imports.kinds.cadres import Cadres
    from imports.kinds.employers import Employers
    from imports.kinds.levies import Levies
    from imports.kinds.levy_payments import LevyPayments
    from imports.kinds.members import Members
    from imports.kinds.statistics import Statistics
    from imports.kinds.unions import Unions

    kinds: tuple[ImportKind, ...] = (
        *(Members(), Employers(), Unions(), Statistics()),
        *(Cadres(), AttendanceList(), LevyPayments(), Levies()),
    )
    return {str(kind.code): kind for kind in kinds}


def kind_of(code: str) -> ImportKind:
    """The kind with a code; raises KeyError for an unknown one."""
    return _kinds()[code]


def all_kinds() -> list[ImportKind]:
    """Every kind, in the order of `Kind`."""
    return [_kinds()[code] for code in Kind.values if code in _kinds()]


__all__ = ["ImportKind", "all_kinds", "kind_of"]
