"""Which entries of a member's file are missing (健全会员档案, 总工发〔2016〕28号 一.5, R-MEM-06).

The document names no entries. These are our choice: those of the provincial form that everybody
has. Skill level, native place, priority group and place of registration are not among them, because
many people have none or need none.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from members.models import Member

MISSING: dict[str, Q] = {
    "phone": Q(phone=""),
    "birth_date": Q(birth_date__isnull=True),
    "ethnicity": Q(ethnicity=""),
    "education": Q(education=""),
    "political_status": Q(political_status=""),
    "employment_status": Q(employment_status=""),
    "household_type": Q(household_type=""),
    "is_migrant": Q(is_migrant__isnull=True),
    "joined_on": Q(joined_on__isnull=True),
}
INCOMPLETE = "any"
WHICH: dict[str, Q] = {INCOMPLETE: reduce(or_, MISSING.values()), **MISSING}


def label_of(name: str) -> str:
    """What an entry is called."""
    if name == "joined_on":
        return _("day of joining")
    field: Any = Member._meta.get_field(name)
    return str(field.verbose_name)


def gaps() -> dict[str, Any]:
    """People, incomplete files, and how many lack each entry: counts for one grouped statement."""
    counts = {name: Count("pk", filter=which) for name, which in WHICH.items()}
    return {"members": Count("pk"), **counts}
