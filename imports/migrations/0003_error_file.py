"""The workbook with the rows that were not imported."""

from django.db import migrations, models

import imports.models.batch


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_county_constraints")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="error_file",
            field=models.FileField(
                blank=True,
                editable=False,
                max_length=200,
                upload_to=imports.models.batch.upload_path,
                verbose_name="rows with errors",
            ),
        ),
    ]
