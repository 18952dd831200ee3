"""The tables of the app, one file a concept."""

from federations.models.coverage import Coverage
from federations.models.federation import Federation, FederationTownship
from federations.models.founding import ChecklistItem, FoundingStep
from federations.models.scattered import ScatteredCount
from federations.models.seat import SeatToFill

__all__ = [
    "ChecklistItem",
    "Coverage",
    "Federation",
    "FederationTownship",
    "FoundingStep",
    "ScatteredCount",
    "SeatToFill",
]
