"""The county, or the township of it, whose subjects a page looks at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from compliance.choices import SubjectKind
from policies.engine import Place
from policies.selectors import place_of_division
from townships.models import Division, Union
from townships.selectors.places import CountyPlace, find_county


@dataclass(frozen=True)
class Area:
    """A county of today, narrowed to one of its townships when `township` is set."""

    place: CountyPlace
    township: Division | None = None

    @property
    def county(self) -> Division:
        """The county."""
        return self.place.division

    @property
    def key(self) -> str:
        """How it is called in addresses."""
        return f"{self.county.key}.{self.township.key}" if self.township else self.county.key

    @property
    def division(self) -> Division:
        """The place itself."""
        return self.township or self.county

    @property
    def township_keys(self) -> Collection[str] | None:
        """Keys of the townships to look at, those merged into one included; None for all."""
        return None if self.township is None else self.place.keys_of(self.township)

    @cached_property
    def _townships(self) -> dict[str, Division]:
        return {township.key: township for township in self.place.townships}

    def lies_in(self, township_key: str) -> Division:
        """The township of today, the county for what lies in none."""
        return self._townships.get(self.place.today.get(township_key, ""), self.county)

    def place_of(self, township_key: str) -> Place:
        """Where a subject lies, for the rule book."""
        return place_of_division(self.lies_in(township_key))


def load_area(county_key: str, township_key: str = "") -> Area | None:
    """The area of these registry keys; None when there is no such place today."""
    county = find_county(county_key)
    if county is None or not township_key:
        return Area(county) if county else None
    found = next((one for one in county.townships if one.key == township_key), None)
    return Area(county, found) if found else None


def first_at_work(county_keys: Sequence[str]) -> str:
    """The first of the counties that has a union, else the first; "" where there is none."""
    if len(county_keys) < 2:
        return next(iter(county_keys), "")
    rows = Union.objects.filter(county_code__in=county_keys).order_by()
    with_union = set(rows.values_list("county_code", flat=True).distinct())
    return next((key for key in county_keys if key in with_union), county_keys[0])


# The admin pages of what is judged.
RECORDS: dict[str, str] = {
    SubjectKind.UNION: "townships_union",
    SubjectKind.EMPLOYER: "townships_employer",
    SubjectKind.OFFICER: "cadres_appointment",
    SubjectKind.SOCIAL_WORKER: "cadres_socialworker",
    SubjectKind.GRANT: "funding_grant",
    SubjectKind.SHARE_TABLE: "funding_sharetable",
}
# Those that have pages of their own.
_PAGES: dict[str, str] = {
    SubjectKind.TOWNSHIP: "township",
    SubjectKind.FEDERATION: "federation",
    SubjectKind.PAYMENT: "payment",
}


def record_url(subject: str, key: str) -> str:
    """The page of a subject, where what is missing can be recorded."""
    if subject == SubjectKind.DECISION:  # what was decided, and its id
        page, _dash, key = key.partition("-")
        return reverse(page, args=[key])
    if subject in _PAGES:
        return reverse(_PAGES[subject], args=[key])
    return reverse(f"admin:{RECORDS[subject]}_change", args=[key])
