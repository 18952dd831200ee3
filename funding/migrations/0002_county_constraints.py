"""Composite keys (county_code, x_id) on PostgreSQL."""

from django.db import migrations

from unionreg.county.operations import AddCountyConstraints


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial"), ("cadres", "0002_county_constraints")]

    operations = [
        AddCountyConstraints(
            *("AllocationLine", "AllocationPart", "Levy", "LevyPayment", "Grant"),
            *("Ledger", "SubLedger", "AccountTerm", "JournalEntry", "JournalLine"),
            *("Budget", "BudgetLine", "AuditRecord", "Payment", "PaymentStep"),
        )
    ]
