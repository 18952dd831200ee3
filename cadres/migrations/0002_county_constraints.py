"""Composite keys (county_code, x_id) on PostgreSQL."""

from django.db import migrations

from unionreg.county.operations import AddCountyConstraints


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0001_initial"),
        ("members", "0002_county_constraints"),
        ("townships", "0002_county_constraints"),
    ]

    operations = [
        AddCountyConstraints(
            "Person",
            "Meeting",
            "Term",
            "Appointment",
            "OrganisationBody",
            "Delegate",
            "Proposal",
            "SocialWorker",
            "WorkerAssignment",
            "TrainingPlan",
            "Training",
            "Attendance",
            "Allowance",
        )
    ]
