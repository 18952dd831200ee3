"""The pinyin of a name begins with what it is sorted by; not atomic, so that nobody waits long."""

from typing import Any

from django.db import migrations

from members.names import name_pinyin
from unionreg.respelling import respell_counties


def spell(apps: Any, _editor: Any) -> None:
    member = apps.get_model("members", "Member")
    respell_counties(member, "name_pinyin", lambda name: name_pinyin(name)[0])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("members", "0011_sort_by_pinyin")]
    operations = [migrations.RunPython(spell, migrations.RunPython.noop)]
