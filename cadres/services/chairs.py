"""The chair's name on the union row, kept in step with the chair in office."""

from collections.abc import Collection
from typing import Any

from cadres.choices import Body, Post
from cadres.models import Appointment
from history.services import record, snapshot
from townships.models import Union
from townships.services.common import lock_unions


def write_chair_names(*, county_code: str, union_ids: Collection[int], user: Any) -> None:
    """Write on these unions who chairs the committee now; empty when nobody is in office.

    Only for unions with appointments: where none is recorded the name that was typed stays.
    """
    names = _chairs(county_code, union_ids)
    for union in lock_unions(county_code, union_ids).values():
        name = names.get(union.pk, "")
        if union.chair_name != name:
            _write(union, name, user)


def _chairs(county_code: str, union_ids: Collection[int]) -> dict[int, str]:
    rows = Appointment.objects.in_county(county_code).filter(
        union_id__in=union_ids, body=Body.COMMITTEE, post=Post.CHAIR, valid_to__isnull=True
    )
    longest = Union._meta.get_field("chair_name").max_length
    return {
        union_id: name[:longest] for union_id, name in rows.values_list("union_id", "person__name")
    }


def _write(union: Union, name: str, user: Any) -> None:
    before = snapshot(union)
    union.chair_name = name
    union.version += 1
    union.updated_by = user if getattr(user, "pk", None) else None
    union.save(update_fields=["chair_name", "version", "updated_by", "updated_at"])
    record(instance=union, before=before, user=user)
