"""Composite keys (county_code, x_id) on PostgreSQL."""

from django.db import migrations

from unionreg.county.operations import AddCountyConstraints


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0002_ledgers"),
        ("townships", "0002_county_constraints"),
    ]

    operations = [
        AddCountyConstraints(
            "Ledger",
            "SubLedger",
            "AccountTerm",
            "JournalEntry",
            "JournalLine",
            "Budget",
            "BudgetLine",
            "AuditRecord",
        )
    ]
