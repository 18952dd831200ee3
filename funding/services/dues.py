"""What is due for a month, by the provision in force there (R-FND-01, R-FND-02)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from funding.choices import LevyKind
from policies.engine import Book, Place
from policies.selectors import load_book, place_of_division
from townships.models import Division

RULES = {LevyKind.UNION.value: "R-FND-01", LevyKind.PREPARATORY.value: "R-FND-02"}


@dataclass(frozen=True)
class Due:
    """An amount in yuan and its clause; None where it is not known."""

    amount: Decimal | None = None
    basis: str = ""


UNKNOWN = Due()


@dataclass
class DueBook:
    """The provisions about levies, loaded once for many rows."""

    book: Book = field(default_factory=lambda: load_book(*RULES.values()))
    places: dict[str, Place] = field(default_factory=dict)

    def due(self, *, kind: str, place_key: str, on: date, payroll: Decimal | None) -> Due:
        """What is due for a payroll in yuan; unknown without one or without a provision.

        `place_key`: registry key of the township, or of the county. `on`: first day of the month.
        """
        if payroll is None:
            return UNKNOWN
        verdict = self.book.evaluate(
            RULES[kind], place=self._place(place_key), on=on, measures={"payroll_total": payroll}
        )
        if not isinstance(verdict.value, Decimal):
            return UNKNOWN
        return Due(verdict.value, f"{verdict.document} {verdict.clause}"[:200])

    def _place(self, key: str) -> Place:
        if key not in self.places:
            division = Division.objects.with_chain().get(pk=key)
            self.places[key] = place_of_division(division)
        return self.places[key]
