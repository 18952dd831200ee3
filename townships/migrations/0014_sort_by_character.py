"""The pinyin of a name begins with what it is sorted by, and employers follow it by an index."""

from typing import Any

from django.db import migrations, models

from townships.pinyin import search_text
from unionreg.respelling import respell, respell_counties


def spell(apps: Any, _editor: Any) -> None:
    respell(apps.get_model("townships", "Division").objects.all(), "pinyin", search_text)
    for name in ("Union", "Employer"):
        respell_counties(apps.get_model("townships", name), "pinyin", search_text)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("townships", "0013_sort_by_pinyin")]
    operations = [
        migrations.RunPython(spell, migrations.RunPython.noop),
        migrations.AddIndex(
            "employer",
            models.Index(
                fields=["county_code", "pinyin", "name", "id"], name="townships_employer_by_name"
            ),
        ),
    ]
