"""Models of imports, one file a concept."""

from imports.models.batch import ImportBatch
from imports.models.issue import RowIssue
from imports.models.staged import (
    StagedEmployer,
    StagedMember,
    StagedRow,
    StagedStatistics,
    StagedUnion,
)

__all__ = [
    "ImportBatch",
    "RowIssue",
    "StagedEmployer",
    "StagedMember",
    "StagedRow",
    "StagedStatistics",
    "StagedUnion",
]
