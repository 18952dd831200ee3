"""Composite keys (county_code, x_id) on PostgreSQL.

Staging tables have none: their rows come and go with the batch, in hundreds of thousands.
"""

from django.db import migrations

from unionreg.county.operations import AddCountyConstraints


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
        ("townships", "0002_county_constraints"),
    ]

    operations = [AddCountyConstraints("ImportBatch", "RowIssue")]
