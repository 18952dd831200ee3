"""Models of organisations, one file a concept."""

from townships.models.affiliation import Affiliation, Handover
from townships.models.division import Division, FormerDivisionCode
from townships.models.employer import Employer, EmployerKey, UnionEmployer
from townships.models.statistics import TownshipStatistics
from townships.models.summary import TownshipMonth, TownshipSummary, UnionSummary
from townships.models.union import GrassrootsUnion, TownshipUnion, Union, UnionKey

__all__ = [
    "Affiliation",
    "Division",
    "Employer",
    "EmployerKey",
    "FormerDivisionCode",
    "GrassrootsUnion",
    "Handover",
    "TownshipMonth",
    "TownshipStatistics",
    "TownshipSummary",
    "TownshipUnion",
    "Union",
    "UnionEmployer",
    "UnionKey",
    "UnionSummary",
]
