"""Composite keys (county_code, x_id) on PostgreSQL."""

from django.db import migrations

from unionreg.county.operations import AddCountyConstraints


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_initial"), ("townships", "0002_county_constraints")]

    operations = [AddCountyConstraints("Attachment")]
