"""What a scheme comes to: the same for a fresh calculation and for a stored allocation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from funding.choices import LineState
from policies.engine.money import in_fen


@dataclass(frozen=True)
class Figure:
    """One number behind an amount: as stored, in words, of which day, from where."""

    name: str
    label: str
    value: str
    shown: str
    as_of: str = ""
    source: str = ""

    def as_json(self) -> dict[str, str]:
        """For the frozen inputs and for scripts."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class PartLine:
    """One part of a township's amount; `amount` None while the line has none."""

    number: int
    label: str
    kind: str
    source: str
    calculation: str
    basis: str
    amount: Decimal | None
    figures: tuple[Figure, ...] = ()
    numbers: tuple[Figure, ...] = ()

    def frozen(self) -> dict[str, Any]:
        """What an allocation keeps besides its columns."""
        return {
            "kind": self.kind,
            "figures": [one.as_json() for one in self.figures],
            "numbers": [one.as_json() for one in self.numbers],
        }

    def as_json(self) -> dict[str, Any]:
        """For scripts; amounts are texts, so that they stay exact."""
        return {
            "number": self.number,
            "label": self.label,
            "source": self.source,
            "calculation": self.calculation,
            "basis": self.basis,
            "amount": _text(self.amount),
            **self.frozen(),
        }


@dataclass(frozen=True)
class TownshipLine:
    """The amount of one township, or why there is none."""

    key: str
    name: str
    state: str
    amount: Decimal | None
    reason: str = ""
    parts: tuple[PartLine, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "township": self.key,
            "name": self.name,
            "state": str(self.state),
            "amount": _text(self.amount),
            "reason": self.reason,
            "parts": [part.as_json() for part in self.parts],
        }


@dataclass(frozen=True)
class Result:
    """All townships of a county for a year by one scheme."""

    scheme_key: str
    scheme_title: str
    county_key: str
    county_name: str
    year: int
    as_of: date
    lines: tuple[TownshipLine, ...] = field(default=())

    @property
    def total(self) -> Decimal:
        """The sum of the rows that have an amount."""
        return sum((line.amount for line in self.lines if line.amount is not None), Decimal("0.00"))

    @property
    def known(self) -> bool:
        """Whether any township has an amount; without one there is no total either."""
        return any(line.amount is not None for line in self.lines)

    def count(self, state: str) -> int:
        """How many townships are in this state."""
        return sum(line.state == state for line in self.lines)

    @property
    def open(self) -> int:
        """Townships without an amount because a number is missing."""
        return self.count(LineState.UNKNOWN)

    @property
    def refused(self) -> int:
        """Townships whose figures the scheme does not allow."""
        return self.count(LineState.REFUSED)

    def line(self, key: str) -> TownshipLine | None:
        """The line of a township."""
        return next((line for line in self.lines if line.key == key), None)

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "scheme": self.scheme_key,
            "title": self.scheme_title,
            "county": self.county_key,
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "total": _text(self.total),
            "open": self.open,
            "refused": self.refused,
            "lines": [line.as_json() for line in self.lines],
        }


def shown_parts(exact: Iterable[Fraction]) -> Iterator[Decimal]:
    """Each part in fen, such that they add up to the total, which is rounded once.

    Every amount is the growth of the rounded running sum, so none is off by more than a fen.
    """
    running, told = Fraction(0), Decimal(0)
    for part in exact:
        running += part
        now = in_fen(running)
        yield now - told
        told = now


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
