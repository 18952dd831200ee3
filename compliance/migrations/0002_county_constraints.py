"""Composite keys (county_code, x_id) on PostgreSQL."""

from django.db import migrations

from unionreg.county.operations import AddCountyConstraints


class Migration(migrations.Migration):
    dependencies = [("compliance", "0001_initial")]

    operations = [AddCountyConstraints("StoredVerdict", "Finding", "CheckRun")]
