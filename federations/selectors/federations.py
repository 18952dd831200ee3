"""Federations inside the places of a user, and what belongs to one."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from federations.models import ChecklistItem, Federation, FoundingStep
from townships.choices import OPEN_STATUSES, Level, UnionForm, UnionKind
from townships.models import Division, Union

VIEW = "federations.view_federation"
FOUND = "federations.found_federation"
CHANGE = "federations.change_federation"
COVER = "federations.add_coverage"
SEAT = "federations.change_seattofill"
RECORD = "cadres.add_meeting"


def federation_or_404(user: Any, key: int) -> Federation:
    """A federation that the user may see, with its union, place and superior."""
    rows = Federation.objects.visible_to(user, VIEW).select_related(
        "union__township__parent", "union__superior"
    )
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def unregistered(user: Any, permission: str = VIEW) -> QuerySet[Union]:
    """Open unions of the kind “federation” without a record beside them."""
    record = Federation.objects.filter(county_code=OuterRef("county_code"), union_id=OuterRef("pk"))
    rows = Union.objects.visible_to(user, permission).filter(
        ~Exists(record), kind=UnionKind.FEDERATION, status__in=OPEN_STATUSES
    )
    return rows.select_related("township").order_by("county_code", "code")


def townships_of(county_code: str) -> QuerySet[Division]:
    """Townships of a county today, by code."""
    rows = Division.objects.filter(parent_id=county_code, level=Level.TOWNSHIP)
    return rows.filter(valid_to__isnull=True).order_by("code")


def superiors(county_code: str) -> QuerySet[Union]:
    """Unions of a county that can stand above a federation."""
    kinds = Q(kind__in=(UnionKind.COUNTY, UnionKind.FEDERATION)) | (
        Q(kind=UnionKind.TOWNSHIP) & ~Q(form=UnionForm.WORK_COMMITTEE)
    )
    rows = Union.objects.in_county(county_code).filter(kinds, status__in=OPEN_STATUSES)
    return rows.order_by("code")


def steps_of(federation: Federation) -> dict[str, FoundingStep]:
    """The gates that were passed, by step."""
    rows = FoundingStep.objects.in_county(federation.county_code)
    found = rows.filter(federation_id=federation.pk).select_related("updated_by")
    return {row.step: row for row in found}


def ticks_of(federation: Federation) -> dict[str, ChecklistItem]:
    """The items of the 321 procedure that were done, by item."""
    rows = ChecklistItem.objects.in_county(federation.county_code)
    return {row.item: row for row in rows.filter(federation_id=federation.pk)}
