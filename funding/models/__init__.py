"""The tables of the app, one file a concept."""

from funding.models.allocation import Allocation, AllocationLine, AllocationPart
from funding.models.grant import Grant
from funding.models.levy import Levy, LevyPayment
from funding.models.payment import Payment, PaymentStep
from funding.models.scheme import Scheme, SchemePart
from funding.models.share_table import ShareTable
from funding.models.year_input import YearInput

__all__ = [
    "Allocation",
    "AllocationLine",
    "AllocationPart",
    "Grant",
    "Levy",
    "LevyPayment",
    "Payment",
    "PaymentStep",
    "Scheme",
    "SchemePart",
    "ShareTable",
    "YearInput",
]
