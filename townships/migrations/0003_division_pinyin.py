"""Pinyin of divisions, for the search."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("townships", "0002_county_constraints")]

    operations = [
        migrations.AddField(
            model_name="division",
            name="pinyin",
            field=models.CharField(blank=True, editable=False, max_length=400),
        )
    ]
