"""Unions that come to lie in another township: what hangs on them goes along."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from history.services import record_many, snapshot
from townships.models import Union
from townships.services.dependents import all_dependents
from townships.services.summaries import refresh


def move_to_township(*, unions: Sequence[Union], township_key: str | None, user: Any) -> None:
    """Let the unions (of one county, locked) lie in this township, with history and counts."""
    if not unions:
        return
    county_code = unions[0].county_code
    before = [snapshot(union) for union in unions]
    left = {union.township_id for union in unions}
    Union.objects.in_county(county_code).filter(pk__in=[union.pk for union in unions]).update(
        township_id=township_key,
        version=F("version") + 1,
        updated_by=user if getattr(user, "pk", None) else None,
        updated_at=timezone.now(),
    )
    for union in unions:
        union.township_id = township_key
        union.version += 1
    record_many(changes=list(zip(unions, before, strict=True)), user=user)
    follow(county_code=county_code, unions=unions, left=left)


def follow(*, county_code: str, unions: Sequence[Union], left: set[str | None]) -> None:
    """Repeat the unions' new township on what other apps keep for them, then count again."""
    union_ids = [union.pk for union in unions]
    for dependents in all_dependents():
        for key in {union.township_id for union in unions}:
            moved = [union.pk for union in unions if union.township_id == key]
            dependents.relocate(county_code=county_code, union_ids=moved, township_key=key)
    keys = left | {union.township_id for union in unions}
    refresh(county_code=county_code, union_ids=union_ids, township_keys=keys)
