"""Workers of a union that no employer recorded are unknown, not 0; count what is missing."""

from typing import Any

from django.db import migrations, models
from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def count_again(apps: Any, schema_editor: Any) -> None:
    """One statement for each county, as everywhere."""
    summary = apps.get_model("townships", "UnionSummary")
    covered = apps.get_model("townships", "UnionEmployer").objects.filter(
        county_code=OuterRef("county_code"),
        union_id=OuterRef("union_id"),
        valid_to__isnull=True,
        employer__status="open",
        employer__worker_count__isnull=True,
    )
    number = covered.order_by().values("county_code").annotate(n=Count("pk")).values("n")
    missing = Coalesce(Subquery(number, output_field=IntegerField()), Value(0))
    counties = summary.objects.order_by().values_list("county_code", flat=True).distinct()
    for county_code in list(counties):
        rows = summary.objects.filter(county_code=county_code)
        rows.update(uncounted=missing)
        rows.filter(workers=0).update(workers=None)


class Migration(migrations.Migration):
    dependencies = [
        ("townships", "0006_plain_digits_and_counts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unionsummary",
            name="workers",
            field=models.PositiveIntegerField(
                null=True, verbose_name="workers of covered employers"
            ),
        ),
        migrations.AddField(
            model_name="unionsummary",
            name="uncounted",
            field=models.PositiveIntegerField(
                default=0, verbose_name="covered employers without a number of workers"
            ),
        ),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]
