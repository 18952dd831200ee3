"""A scheme of the first demo county and its allocations: a year approved, the running one a draft.

It needs the monthly counts and the demo accounts, so it is made last.
"""

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from dashboards.services import backfill
from funding.models import Scheme, SchemePart, YearInput
from funding.selectors.figures import townships_of
from funding.services import allocations
from funding.services.schemes import release_scheme, save_scheme
from townships.models import Division
from townships.selectors.places import CountyPlace, find_county
from unionreg.demo.writing import log

COUNTY = "410581"
RULE = "R-FND-10"
RATE = "12"
PROJECT = "8000"


def build_allocations() -> bool:
    """Make them; False when the county has a scheme already or lacks its accounts."""
    users = {one.username: one for one in User.objects.filter(username__in=["county", "admin"])}
    place = find_county(COUNTY)
    if place is None or len(users) < 2 or Scheme.objects.filter(owner=COUNTY).exists():
        return False
    today = timezone.localdate()
    year = today.year
    backfill(county_code=COUNTY, months=today.month + 1)  # back to the last December
    scheme = _scheme(users["county"], users["admin"], year)
    for one in (year - 1, year):
        _projects(place, one)
    _approved(scheme, place, year - 1, users)
    allocations.save_allocation(scheme=scheme, place=place, year=year, user=users["county"])
    return True


def _scheme(author: Any, releaser: Any, year: int) -> Scheme:
    """So much for each member and each project, as the city's document lets counties do."""
    county = Division.objects.with_chain().get(key=COUNTY)
    scheme = Scheme(
        owner=county,
        place=county,
        title="林州市乡镇（街道）工会经费补助办法（示例）",
        document_text="林州市总工会示例文件〔2024〕1号",
        valid_from=datetime.date(year - 2, 1, 1),
        note="标准为演示参数。",
    )
    parts = [
        _part("按会员数量定额补助", "per_member", RATE),
        _part("工作项目补助", "project", PROJECT),
    ]
    saved = save_scheme(scheme=scheme, parts=parts, user=author)
    return release_scheme(scheme=saved, user=releaser)


def _part(label: str, kind: str, amount: str) -> SchemePart:
    return SchemePart(
        label=label,
        kind=kind,
        source="upper_subsidy",
        rule=RULE,
        parameters={"amount": amount},
    )


def _projects(place: CountyPlace, year: int) -> None:
    """Approved projects of the year; of the last township nobody recorded them."""
    rows = [
        YearInput(
            county_code=COUNTY,
            year=year,
            township=one,
            name="project_count",
            value=str((number + year) % 3),
            source="县级项目评审（示例）",
        )
        for number, one in enumerate(townships_of(place)[:-1])
    ]
    log(YearInput.objects.bulk_create(rows))


def _approved(scheme: Scheme, place: CountyPlace, year: int, users: dict[str, Any]) -> None:
    author, approver = users["county"], users["admin"]
    kept = allocations.save_allocation(scheme=scheme, place=place, year=year, user=author).record
    reviewed = allocations.review_allocation(allocation=kept, user=author).record
    allocations.approve_allocation(allocation=reviewed, user=approver)
