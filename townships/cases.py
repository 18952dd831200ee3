"""A record as it would be saved, with what the rules need to judge it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policies.engine import Book, Kind, Status, Value, Verdict
from policies.selectors import citation, load_book, place_of_division
from townships.models import Division, Union
from townships.problems import Problem


@dataclass(frozen=True, kw_only=True)
class PlacedCase:
    """Something that is judged on a day (`on`) by the provisions in force at a place."""

    on: date
    place: Division
    book: Book

    def verdicts(self, rule: str, **values: Value) -> tuple[Verdict, ...]:
        """What the engine says by every provision of a rule in force; none where none is."""
        place = place_of_division(self.place)
        found = self.book.verdicts(rule, place=place, on=self.on, measures=values)
        return tuple(one for one in found if one.status is not Status.NOT_APPLICABLE)

    def fails(self, rule: str, **values: Value) -> bool:
        """Whether a provision in force is certainly not met."""
        return any(verdict.met is False for verdict in self.verdicts(rule, **values))

    def finding(
        self, rule: str, field: str, text: str, *, otherwise: Kind | None
    ) -> Iterator[Problem]:
        """What the provision in force makes of it; without one, `otherwise` (None: nothing)."""
        cited = citation(rule, division=self.place, on=self.on, book=self.book)
        kind = cited.kind if cited else otherwise
        if kind is None:
            return
        basis = str(cited) if cited else ""
        yield Problem(rule, text, field, basis, blocking=kind is Kind.HARD_BLOCK)

    def refusal(self, rule: str, field: str, text: str) -> Iterator[Problem]:
        """A reason to refuse whatever the place, with the clause where there is one."""
        cited = citation(rule, division=self.place, on=self.on, book=self.book)
        yield Problem(rule, text, field, str(cited) if cited else "", blocking=True)


@dataclass(frozen=True, kw_only=True)
class UnionCase(PlacedCase):
    """A union as it would be saved, and what is needed to judge it.

    `stored` is the row as it is (None: new). `on` is the day of the change. `units` is the number
    of different employers it would cover, `subordinates` that of open unions under it; None means
    that the save does not touch them. `unit_members` is the largest number of its members who
    work for one employer.
    """

    union: Union
    stored: Union | None
    units: int | None = None
    subordinates: int | None = None
    unit_members: int | None = None

    def changed(self, *names: str) -> bool:
        """Whether the record is new or one of the fields changes."""
        stored = self.stored
        if stored is None:
            return True
        return any(getattr(self.union, name) != getattr(stored, name) for name in names)


def make_case(
    *,
    union: Union,
    stored: Union | None,
    on: date,
    units: int | None = None,
    subordinates: int | None = None,
    unit_members: int | None = None,
    book: Book | None = None,
) -> UnionCase:
    """A case with its place (the township, or the county) and the rule book."""
    return UnionCase(
        union=union,
        stored=stored,
        on=on,
        place=place_of_union(union),
        book=book or load_book(),
        units=units,
        subordinates=subordinates,
        unit_members=unit_members,
    )


def place_of_union(union: Union) -> Division:
    """The township of a union, or its county, with the divisions above."""
    return Division.objects.with_chain().get(pk=union.township_id or union.county_code)
