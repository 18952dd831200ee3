"""Entries that close a year; a seal over each entry, also over those that stand already."""

from typing import Any

from django.db import migrations, models

from funding.seals import seal_of


def seal_entries(apps: Any, schema_editor: Any) -> None:
    """Seal what was posted before there were seals, as it stands now."""
    entries = apps.get_model("funding", "JournalEntry").objects
    lines = apps.get_model("funding", "JournalLine").objects
    for entry in entries.filter(seal=None).order_by("pk").iterator(2000):
        key = {"county_code": entry.county_code, "entry_id": entry.pk}
        seal = seal_of(entry, lines.filter(**key).order_by("number"))
        entries.filter(county_code=entry.county_code, pk=entry.pk).update(seal=seal)


class Migration(migrations.Migration):
    dependencies = [("funding", "0003_meeting_of_allocations_and_fixed_log")]

    operations = [
        migrations.AddField(
            model_name="journalentry",
            name="closing",
            field=models.BooleanField(default=False, verbose_name="closes the year"),
        ),
        migrations.AddField(
            model_name="journalentry",
            name="seal",
            field=models.UUIDField(editable=False, null=True, verbose_name="seal"),
        ),
        migrations.RunPython(seal_entries, migrations.RunPython.noop, elidable=True),
    ]
