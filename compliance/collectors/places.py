"""Where the rows of a county lie today: for which places a provision can reach them."""

from dataclasses import dataclass, field
from functools import cached_property

from policies.engine import NATION, Book, Place
from policies.selectors import place_of_division
from townships.models import Division
from townships.selectors.places import CountyPlace, find_county

_MOST_MERGERS = 20  # a county that was merged over and over; a circle ends here


@dataclass
class Places:
    """The places of the rows that carry the registry key `code`.

    Rows of a county that was merged into another keep its key; they are judged by what holds where
    they lie today. `county` is None for rows that sit in no county (province-direct, city-direct).
    """

    code: str
    county: CountyPlace | None
    _found: dict[str, Place] = field(default_factory=dict)

    def place(self, township_key: str) -> Place:
        """Where a row with this township lies (`code` itself: in none), nearest place first."""
        if township_key not in self._found:
            self._found[township_key] = self._place(township_key)
        return self._found[township_key]

    def _place(self, township_key: str) -> Place:
        if self.county is None:
            return self._above
        today = self.county.today.get(township_key)
        return (today, *self._above) if today else self._above

    @cached_property
    def _above(self) -> Place:
        """The county and what is above it."""
        if self.county is not None:
            return place_of_division(self.county.division)
        above = Division.objects.filter(pk__in=[self.code[:4], self.code[:2]]).order_by("-level")
        nearest = above.select_related("parent").first()
        return place_of_division(nearest) if nearest else (NATION,)

    @property
    def townships(self) -> tuple[Division, ...]:
        """The townships of today that are judged with these rows: once, by the county of today."""
        if self.county is None or self.county.division.key != self.code:
            return ()
        return self.county.townships

    @property
    def codes(self) -> tuple[str, ...]:
        """Registry keys whose rows belong to the county of today."""
        return self.county.codes if self.county else (self.code,)

    def reached_by(self, rule_id: str, book: Book) -> bool:
        """Whether a provision of the rule speaks of any of these places, whatever the day."""
        every = {*self._above, *(self.county.today.values() if self.county else ())}
        return any(provision.place in every for provision in book.of_rule(rule_id))


def find_places(code: str) -> Places:
    """The places of a county by its registry key."""
    county, key = find_county(code), code
    for _ in range(_MOST_MERGERS):
        if county is None or county.division.successor_id is None:
            break
        key = county.division.successor_id
        county = find_county(key) or county
    return Places(code, county)
