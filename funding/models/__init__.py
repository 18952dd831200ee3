"""The tables of the app, one file a concept."""

from funding.models.allocation import Allocation, AllocationLine, AllocationPart
from funding.models.budget import AuditRecord, Budget, BudgetLine
from funding.models.journal import JournalEntry, JournalLine
from funding.models.ledger import AccountTerm, Ledger, SubLedger

__all__ = [
    "AccountTerm",
    "Allocation",
    "AllocationLine",
    "AllocationPart",
    "AuditRecord",
    "Budget",
    "BudgetLine",
    "JournalEntry",
    "JournalLine",
    "Ledger",
    "SubLedger",
]
