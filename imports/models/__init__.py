"""Models of imports, one file a concept."""

from imports.models.batch import ImportBatch
from imports.models.issue import RowIssue
from imports.models.staged import (
    StagedAttendance,
    StagedCadre,
    StagedEmployer,
    StagedLevy,
    StagedLevyPayment,
    StagedMember,
    StagedRow,
    StagedStatistics,
    StagedUnion,
)

__all__ = [
    "ImportBatch",
    "RowIssue",
    "StagedAttendance",
    "StagedCadre",
    "StagedEmployer",
    "StagedLevy",
    "StagedLevyPayment",
    "StagedMember",
    "StagedRow",
    "StagedStatistics",
    "StagedUnion",
]
