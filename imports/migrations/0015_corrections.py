"""Which import a file corrects, and who has confirmed it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import unionreg.county.fields
from unionreg.county.operations import AddCountyConstraints


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0014_closed_batches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="confirmed_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confirmed by",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="corrects",
            field=unionreg.county.fields.CountyForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="imports.importbatch",
            ),
        ),
        AddCountyConstraints("ImportBatch"),
    ]
