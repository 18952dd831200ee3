"""A term as it would be saved, with what the rules need to judge it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cadres.models import Appointment, Term
from policies.engine import Book, Kind, Status, Value, Verdict
from policies.selectors import citation, load_book, place_of_division
from townships.models import Division, Union
from townships.problems import Problem

RULES = (
    *("R-TRM-01", "R-TRM-02", "R-TRM-03", "R-TRM-05"),
    *("R-COM-01", "R-COM-02", "R-COM-03", "R-COM-04", "R-COM-05", "R-COM-06"),
)


@dataclass(frozen=True)
class TermCase:
    """A term as it would be saved.

    `former` is the term that it ends, None for a first one. `seats` are the appointments of its
    committee. Rules are asked for the day of the election: what came later does not bind it.
    """

    term: Term
    union: Union
    place: Division
    book: Book
    former: Term | None = None
    seats: Sequence[Appointment] = ()

    @property
    def on(self) -> date:
        """The day of the election."""
        return self.term.started_on

    def verdicts(self, rule: str, **values: Value) -> tuple[Verdict, ...]:
        """What the engine says by every provision of a rule in force; none where none is."""
        place = place_of_division(self.place)
        found = self.book.verdicts(rule, place=place, on=self.on, measures=values)
        return tuple(one for one in found if one.status is not Status.NOT_APPLICABLE)

    def judged(self, rule: str, field: str, text: str, **values: Value) -> Iterator[Problem]:
        """A problem with these words for each provision in force that is certainly not met."""
        for verdict in self.verdicts(rule, **values):
            if verdict.met is False:
                basis = f"{verdict.document} {verdict.clause}"
                blocking = verdict.kind is Kind.HARD_BLOCK
                yield Problem(rule, text, field, basis, blocking)

    def stated(self, rule: str, field: str, text: str) -> Iterator[Problem]:
        """A problem for a rule that states something without numbers; none where it is not in
        force."""
        cited = citation(rule, division=self.place, on=self.on, book=self.book)
        if cited:
            blocking = cited.kind is Kind.HARD_BLOCK
            yield Problem(rule, text, field, str(cited), blocking)


def make_term_case(
    *,
    term: Term,
    former: Term | None = None,
    seats: Sequence[Appointment] = (),
    book: Book | None = None,
) -> TermCase:
    """A case with its place (the township, or the county) and the rule book."""
    union = term.union
    key = union.township_id or union.county_code
    place = Division.objects.with_chain().get(pk=key)
    return TermCase(term, union, place, book or load_book(*RULES), former, seats)
