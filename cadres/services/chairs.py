"""The chair's name on the union row, kept in step with the chair in office."""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, CharField, F, Value, When
from django.utils import timezone

from cadres.choices import Body, Post
from cadres.models import Appointment
from history.services import record_many, snapshot
from townships.models import Union
from townships.services.common import lock_unions

AT_ONCE = 500  # unions in one statement


def write_chair_names(*, county_code: str, union_ids: Collection[int], user: Any) -> None:
    """Write on these unions who chairs the committee now; empty when nobody is in office.

    Only for unions with appointments: where none is recorded the name that was typed stays.
    """
    names = _chairs(county_code, union_ids)
    locked = lock_unions(county_code, union_ids).values()
    changed = [union for union in locked if union.chair_name != names.get(union.pk, "")]
    for start in range(0, len(changed), AT_ONCE):
        _write(county_code, changed[start : start + AT_ONCE], names, user)


def _chairs(county_code: str, union_ids: Collection[int]) -> dict[int, str]:
    rows = Appointment.objects.in_county(county_code).filter(
        union_id__in=union_ids, body=Body.COMMITTEE, post=Post.CHAIR, valid_to__isnull=True
    )
    longest = Union._meta.get_field("chair_name").max_length
    return {
        union_id: name[:longest] for union_id, name in rows.values_list("union_id", "person__name")
    }


def _write(county_code: str, unions: list[Union], names: dict[int, str], user: Any) -> None:
    """Write the names of some unions in one statement, and their history in another."""
    before = [snapshot(union) for union in unions]
    for union in unions:
        union.chair_name = names.get(union.pk, "")
        union.version += 1
    by_union = (When(pk=union.pk, then=Value(union.chair_name)) for union in unions)
    rows = Union.objects.in_county(county_code).filter(pk__in=[union.pk for union in unions])
    rows.update(
        chair_name=Case(*by_union, output_field=CharField()),
        version=F("version") + 1,
        updated_by=user if getattr(user, "pk", None) else None,
        updated_at=timezone.now(),
    )
    record_many(changes=list(zip(unions, before, strict=True)), user=user)
