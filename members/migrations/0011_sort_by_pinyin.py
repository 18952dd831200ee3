"""Names are sorted by their pinyin; nothing used the order of the characters for anything else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0010_export_progress")]

    operations = [
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["county_code", "name_pinyin", "name", "id"], name="members_by_name"
            ),
        ),
        # the lock that reading waits for comes last, and is short
        migrations.RemoveIndex("member", "members_name"),
    ]
