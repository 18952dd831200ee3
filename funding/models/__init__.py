"""The tables of the app, one file a concept."""

from funding.models.allocation import Allocation, AllocationLine, AllocationPart
from funding.models.levy import Levy, LevyPayment
from funding.models.share_table import ShareTable

__all__ = ["Allocation", "AllocationLine", "AllocationPart", "Levy", "LevyPayment", "ShareTable"]
