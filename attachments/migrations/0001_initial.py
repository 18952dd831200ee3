"""The tables of the app with their constraints and indexes, each made in one statement."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import attachments.models
import unionreg.county.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("townships", "0009_check_due"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "county_code",
                    models.CharField(editable=False, max_length=6, verbose_name="county"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last changed by",
                    ),
                ),
                (
                    "union",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="townships.union",
                        verbose_name="union",
                    ),
                ),
                (
                    "record",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=60,
                        verbose_name="record that it proves",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "document_no",
                    models.CharField(blank=True, max_length=50, verbose_name="document number"),
                ),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        upload_to=attachments.models.storage_path,
                        verbose_name="file",
                    ),
                ),
                (
                    "original_name",
                    models.CharField(editable=False, max_length=200, verbose_name="file name"),
                ),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="size")),
                (
                    "sha256",
                    models.CharField(editable=False, max_length=64, verbose_name="checksum"),
                ),
                (
                    "removed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="removed on"
                    ),
                ),
                (
                    "removal_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="reason of removal"
                    ),
                ),
            ],
            options={
                "verbose_name": "attached document",
                "verbose_name_plural": "attached documents",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(
                        fields=["county_code", "union", "record"], name="attachments_of_record"
                    )
                ],
                "constraints": [],
            },
        ),
    ]
