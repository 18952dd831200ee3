"""Collectors of rules about the money that comes in."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Scope, collects
from compliance.collectors.superiors import columns_of, with_superiors
from compliance.collectors.unions import violated_only
from funding.models import Levy, LevyPayment
from townships.models import Affiliation, UnionEmployer

Counted = tuple[date, str | None]  # the day that says where a row counts, and where it does


@collects("R-FND-31", subject=SubjectKind.UNION, finds=violated_only(Urgency.MONEY))
def handed_over(scope: Scope) -> Iterator[Case]:
    """Where the levies count of unions that were handed over, since the day of that.

    A union of whose employers nothing is recorded since then is left out.
    """
    affiliations = _handed_over(scope)
    counted = _counted(scope, [row[0] for row in affiliations])
    names = {place.key: place.name for place in scope.places.townships}
    for pk, name, township_id, since, leads in affiliations:
        places = [place for day, place in counted.get(pk, ()) if day >= since]
        if not places:
            continue
        wrong = next((place for place in places if place != leads), leads)
        values = {
            "transferred_on": since,
            "transferred_to": _name(scope, names, leads),
            "collecting_township": _name(scope, names, wrong),
        }
        yield Case(str(pk), name, scope.lies_in(township_id), values)


def _name(scope: Scope, names: dict[str, str], key: str | None) -> str:
    county = scope.places.county
    if key is None:
        return county.title if county else scope.county_code
    return names.get(key, key)


def _handed_over(scope: Scope) -> list[tuple[Any, ...]]:
    """Id, name, township, day and new township of the unions handed over and still there."""
    code, keys = scope.county_code, scope.township_keys
    rows = Affiliation.objects.in_county(code).filter(
        handover__isnull=False, valid_to__isnull=True, valid_from__lte=scope.on
    )
    listed = rows.order_by("union_id").values_list("union_id", "valid_from", "superior_id")
    found = list(with_superiors(code, listed, ("township_id",)))
    unions = columns_of(code, [row[0] for row in found], ("name", "township_id"))
    return [
        (pk, *unions[pk], since, leads)
        for pk, since, leads in found
        if keys is None or unions[pk][1] in keys
    ]


def _counted(scope: Scope, union_ids: list[int]) -> dict[int, list[Counted]]:
    """For each union where the levies and payments of its employers count, and by which day."""
    covering = UnionEmployer.objects.filter(
        county_code=scope.county_code, union_id__in=union_ids, valid_to__isnull=True
    )
    unions = dict(covering.values_list("employer_id", "union_id"))
    found: dict[int, list[Counted]] = defaultdict(list)
    for employer, day, place in _rows(scope.county_code, list(unions)):
        found[unions[employer]].append((day, place))
    return found


def _rows(county_code: str, employers: list[int]) -> Iterator[tuple[int, date, str | None]]:
    own = {"county_code": county_code, "employer_id__in": employers}
    months = Levy.objects.filter(**own).order_by("pk")
    columns = ("employer_id", "year", "month", "collecting_township_id")
    for employer, year, month, place in months.values_list(*columns):
        yield employer, date(year, month, 1), place
    paid = LevyPayment.objects.filter(**own, reverses__isnull=True).order_by("pk")
    yield from paid.values_list("employer_id", "paid_on", "collecting_township_id")
