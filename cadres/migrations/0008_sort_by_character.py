"""The pinyin of a name begins with what it is sorted by, and lists follow it by an index."""

from typing import Any

from django.db import migrations, models

from members.names import name_pinyin
from unionreg.respelling import respell_counties


def spell(apps: Any, _editor: Any) -> None:
    person = apps.get_model("cadres", "Person")
    respell_counties(person, "name_pinyin", lambda name: name_pinyin(name)[0])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cadres", "0007_sort_by_pinyin")]
    operations = [
        migrations.RunPython(spell, migrations.RunPython.noop),
        migrations.AddIndex(
            "person",
            models.Index(
                fields=["county_code", "name_pinyin", "name", "id"], name="cadres_person_by_name"
            ),
        ),
    ]
