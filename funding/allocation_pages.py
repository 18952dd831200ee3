"""What the pages of allocations show."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from funding.choices import AllocationState
from funding.forms.allocations import ChooseForm, DecisionForm, WithdrawForm
from funding.models import Allocation
from funding.schemes.comparing import compare
from funding.schemes.results import Result
from funding.selectors.allocations import approved_amounts, stored_result
from funding.selectors.figures import Cut
from funding.selectors.payments import paid_of_lines
from funding.selectors.schemes import usable_in, work_out
from funding.views.common import CHANGE, Reader
from townships.selectors.places import find_county
from unionreg.text import as_key

SHOWN_YEARS = 5


def overview(user: Any, shown: Reader, year: int, form: ChooseForm) -> dict[str, Any]:
    """The year of a county: the kept allocations and what they add up to."""
    place = shown.place
    county = place.division  # type: ignore[union-attr]
    rows = Allocation.objects.in_county(county.key).filter(year=year).select_related("author")
    today = timezone.localdate().year
    return {
        "place": place,
        "county": county,
        "several": shown.several,
        "year": year,
        "years": range(today - SHOWN_YEARS + 1, today + 1),
        "form": form,
        "rows": rows.order_by("state", "-id"),
        "approved": sum(approved_amounts(county.key, year).values()),
        "paid": sum(paid_of_lines([county.key], year).values()),
        "may_change": user.scope_for(CHANGE).covers(county.key, None),
        "may_see_numbers": user.scope_for("funding.view_yearinput").covers(county.key, None),
    }


def former_of(result: Result) -> Allocation | None:
    """The allocation of the year before by the same scheme."""
    rows = Allocation.objects.in_county(result.county_key).filter(year=result.year - 1)
    rows = rows.filter(scheme_key=result.scheme_key).exclude(state=AllocationState.WITHDRAWN)
    return rows.first()


def against_last_year(result: Result) -> dict[str, Any]:
    """The result beside that of the year before; nothing where none is kept."""
    former = former_of(result)
    return _beside(stored_result(former), result) if former is not None else {}


def _beside(other: Result, result: Result) -> dict[str, Any]:
    return {"other": other, "changes": compare(other, result)}


def detail(user: Any, allocation: Allocation, query: Mapping[str, str]) -> dict[str, Any]:
    """One allocation, beside the one asked for or that of the year before."""
    result = stored_result(allocation)
    may = user.scope_for(CHANGE).covers(allocation.county_code, None)
    place = find_county(allocation.county_code)
    schemes = usable_in(place.division, allocation.as_of) if place else []
    context = {
        "allocation": allocation,
        "result": result,
        "county": place.division if place else None,
        "may_review": may and allocation.state == AllocationState.DRAFT,
        "may_approve": may and _second_person(user, allocation),
        "may_withdraw": may and allocation.state != AllocationState.WITHDRAWN,
        "withdraw": WithdrawForm(auto_id="withdraw_%s"),
        "kept": _kept(allocation),
        "schemes": [one for one in schemes if one.key != allocation.scheme_key],
        "may_export": user.has_perm("townships.export_registry"),
    }
    if context["may_approve"]:
        context["decision"] = DecisionForm(allocation.county_code, auto_id="decision_%s")
    return context | _compared(allocation, result, query, context["schemes"], place)


def _second_person(user: Any, allocation: Allocation) -> bool:
    others = (allocation.author_id, allocation.reviewer_id)
    return allocation.state == AllocationState.REVIEWED and user.pk not in others


def _kept(allocation: Allocation) -> list[Allocation]:
    rows = Allocation.objects.in_county(allocation.county_code).exclude(pk=allocation.pk)
    return list(rows.exclude(state=AllocationState.WITHDRAWN)[:20])


def _compared(
    allocation: Allocation, result: Result, query: Mapping[str, str], schemes: Any, place: Any
) -> dict[str, Any]:
    """Beside a kept allocation, another scheme on the same day, or the year before."""
    key = as_key(query.get("with", ""))
    rows = Allocation.objects.in_county(allocation.county_code)
    if key and (other := rows.filter(pk=key).first()):
        return _beside(stored_result(other), result)
    scheme = next((one for one in schemes if one.key == query.get("scheme")), None)
    if scheme is None:
        return against_last_year(result)
    try:
        other_result = work_out(scheme, place, Cut(allocation.year, allocation.as_of))
    except ValidationError as error:
        return {"no_comparison": " ".join(error.messages)}
    return _beside(other_result, result)
