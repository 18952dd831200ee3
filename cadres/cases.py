"""An appointment as it would be saved, with what the rules need to judge it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from cadres.choices import LEADERS, SEATS, Body
from cadres.facts import Facts, StoredFacts
from cadres.models import Appointment
from policies.engine import Book, Kind, Value, Verdict
from policies.selectors import load_book
from townships.cases import PlacedCase, place_of_union
from townships.choices import UnionKind
from townships.problems import Problem


@dataclass(frozen=True, kw_only=True)
class PostCase(PlacedCase):
    """An appointment (`post`) as it would be saved; `on` is its first day.

    `stored` is the row as it is (None: new).
    """

    post: Appointment
    stored: Appointment | None
    facts: Facts = field(default_factory=StoredFacts)

    def changed(self, *names: str) -> bool:
        """Whether the record is new or one of the fields changes."""
        stored = self.stored
        return stored is None or any(
            getattr(self.post, name) != getattr(stored, name) for name in names
        )

    def judge(self, rule: str, field: str, text: str, **values: Value) -> Iterator[Problem]:
        """A problem for each provision in force that is certainly not met."""
        for verdict in self.verdicts(rule, **values):
            if verdict.met is False:
                yield problem_of(verdict, field, text)

    @property
    def leads(self) -> bool:
        """Chair or vice-chair of the committee."""
        return self.post.body == Body.COMMITTEE and self.post.post in LEADERS

    @property
    def sits(self) -> bool:
        """Whether the post is a seat on the committee."""
        return self.post.body == Body.COMMITTEE and self.post.post in SEATS

    @property
    def of_federation(self) -> bool:
        """Whether the union is a regional or industry federation."""
        return bool(self.post.union.kind == UnionKind.FEDERATION)

    @cached_property
    def covered(self) -> set[int]:
        """Ids of the unions that the federation covers on the day of the appointment."""
        return self.facts.covered(self.post) if self.of_federation else set()

    @cached_property
    def unit_is_covered(self) -> bool | None:
        """Whether the person's place of work is a unit that the federation covers; None: unknown.

        A seat held for a covered union says so, else the name of the place of work.
        """
        if self.post.represents_id in self.covered:
            return True
        if not self.post.person.workplace:
            return None
        return self.facts.works_in(self.post, self.covered)


def problem_of(verdict: Verdict, field: str, text: str) -> Problem:
    """What a failed verdict has against the record: it refuses where the provision does."""
    basis = f"{verdict.document} {verdict.clause}"
    return Problem(verdict.rule, text, field, basis, blocking=verdict.kind is Kind.HARD_BLOCK)


def make_case(
    *, post: Appointment, stored: Appointment | None, book: Book | None = None
) -> PostCase:
    """A case with its place (the township of the union, or the county) and the rule book."""
    return PostCase(
        post=post,
        stored=stored,
        on=post.valid_from,
        place=place_of_union(post.union),
        book=book or load_book(),
    )
