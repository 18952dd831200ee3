"""Composite keys (county_code, x_id) on PostgreSQL."""

from django.db import migrations

from unionreg.county.operations import AddCountyConstraints


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"),
        ("cadres", "0002_county_constraints"),
        ("townships", "0002_county_constraints"),
    ]

    operations = [AddCountyConstraints("CollectiveContract", "WorkRecord")]
