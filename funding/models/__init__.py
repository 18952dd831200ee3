"""The tables of the app, one file a concept."""

from funding.models.allocation import Allocation, AllocationLine, AllocationPart

__all__ = ["Allocation", "AllocationLine", "AllocationPart"]
