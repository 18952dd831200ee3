"""A term as it would be saved, with what the rules need to judge it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cadres.cases import problem_of
from cadres.models import Appointment, Term
from policies.engine import Book, Value
from policies.selectors import load_book
from townships.cases import PlacedCase, place_of_union
from townships.models import Union
from townships.problems import Problem

RULES = (
    *("R-TRM-01", "R-TRM-02", "R-TRM-03", "R-TRM-05"),
    *("R-COM-01", "R-COM-02", "R-COM-03", "R-COM-04", "R-COM-05", "R-COM-06"),
)


@dataclass(frozen=True, kw_only=True)
class TermCase(PlacedCase):
    """A term as it would be saved; `on` is the day for which the rules are asked, mostly that of
    the election: what came later does not bind it.

    `former` is the term that it ends, None for a first one. `seats` are the appointments of its
    committee.
    """

    term: Term
    union: Union
    former: Term | None = None
    seats: Sequence[Appointment] = ()

    def judged(self, rule: str, field: str, text: str, **values: Value) -> Iterator[Problem]:
        """A problem with these words for each provision in force that is certainly not met."""
        for verdict in self.verdicts(rule, **values):
            if verdict.met is False:
                yield problem_of(verdict, field, text)

    def stated(self, rule: str, field: str, text: str) -> Iterator[Problem]:
        """A problem for a rule without numbers; none where it is not in force."""
        yield from self.finding(rule, field, text, otherwise=None)


def make_term_case(
    *,
    term: Term,
    former: Term | None = None,
    seats: Sequence[Appointment] = (),
    on: date | None = None,
    book: Book | None = None,
) -> TermCase:
    """A case with its place (the township, or the county) and the rule book."""
    return TermCase(
        on=on or term.started_on,
        place=place_of_union(term.union),
        book=book or load_book(*RULES),
        term=term,
        union=term.union,
        former=former,
        seats=seats,
    )
