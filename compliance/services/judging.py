"""What the policy engine says about stored subjects. Nothing is written here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from compliance.choices import Urgency
from compliance.collectors import Case, Collector, Scope
from policies.engine import Book, Status, Verdict


@dataclass(frozen=True)
class Judged:
    """A subject with the answer of one provision. `urgency` None: no finding."""

    case: Case
    verdict: Verdict
    urgency: Urgency | None

    @property
    def due_on(self) -> date | None:
        """The date of the case, else the one that the rule calculated."""
        value = self.verdict.value
        return self.case.due_on or (value if isinstance(value, date) else None)


def judge(
    collector: Collector,
    scope: Scope,
    book: Book,
    *,
    parameters: Mapping[str, object] | None = None,
) -> Iterator[Judged]:
    """Every subject of the scope, by every provision of the rule in force where it lies.

    `parameters` replace those of the provisions, to try a change out. Subjects of which the rule
    does not speak are left out. Nothing is read where no provision reaches the county. Raises
    `policies.engine.BadParameters` when the parameters do not fit.
    """
    if not scope.places.reached_by(collector.rule_id, book):
        return
    # Thousands of unions have the same superior: what is the same in all is judged once.
    answers: dict[object, tuple[Verdict, ...]] = {}
    for case in collector.collect(scope):
        place = scope.places.place(case.township_key)
        same = (place, tuple(case.values.items()))
        if same not in answers:
            answers[same] = book.verdicts(
                collector.rule_id,
                place=place,
                on=scope.on,
                measures=case.values,
                parameters=parameters,
            )
        for verdict in answers[same]:
            if verdict.status is not Status.NOT_APPLICABLE:
                yield Judged(case, verdict, collector.finds(case, verdict))
