"""The tables of the app, one file a concept."""

from funding.models.allocation import Allocation, AllocationLine, AllocationPart
from funding.models.budget import AuditRecord, Budget, BudgetLine
from funding.models.grant import Grant
from funding.models.journal import JournalEntry, JournalLine
from funding.models.ledger import AccountTerm, Ledger, SubLedger
from funding.models.levy import Levy, LevyPayment
from funding.models.payment import Payment, PaymentStep
from funding.models.scheme import Scheme, SchemePart
from funding.models.share_table import ShareTable
from funding.models.year_input import YearInput

__all__ = [
    "AccountTerm",
    "Allocation",
    "AllocationLine",
    "AllocationPart",
    "AuditRecord",
    "Budget",
    "BudgetLine",
    "Grant",
    "JournalEntry",
    "JournalLine",
    "Ledger",
    "Levy",
    "LevyPayment",
    "Payment",
    "PaymentStep",
    "Scheme",
    "SchemePart",
    "ShareTable",
    "SubLedger",
    "YearInput",
]
