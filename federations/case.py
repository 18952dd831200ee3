"""A federation as it would be saved, with what the rules need to judge it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from federations.choices import FederationKind
from federations.models import Federation
from policies.engine import Book, Kind, Status, Value, Verdict
from policies.selectors import citation, load_book, place_of_division
from townships.choices import Level
from townships.models import Division, Union
from townships.problems import Problem

# The engine judges these two kinds; of federations of social organisations no document speaks.
JUDGED_KINDS = (FederationKind.REGIONAL, FederationKind.INDUSTRY)


@dataclass(frozen=True)
class FederationCase:
    """A federation and its union, where it lies, the day, and the rule book."""

    federation: Federation
    union: Union
    place: Division
    on: date
    book: Book

    def verdicts(self, rule: str, **values: Value) -> tuple[Verdict, ...]:
        """What the engine says by every provision of a rule in force; none where none is."""
        place = place_of_division(self.place)
        found = self.book.verdicts(rule, place=place, on=self.on, measures=values)
        return tuple(one for one in found if one.status is not Status.NOT_APPLICABLE)

    def basis(self, rule: str) -> str:
        """Document and clause of a rule in force here; empty where none is."""
        cited = citation(rule, division=self.place, on=self.on, book=self.book)
        return str(cited) if cited else ""

    def in_force(self, rule: str) -> bool:
        """Whether a provision of the rule holds here on the day."""
        return bool(self.basis(rule))

    def failures(
        self,
        rule: str,
        field: str,
        remedy: str,
        *,
        values: Mapping[str, Value],
        text: str = "",
    ) -> Iterator[Problem]:
        """A problem for every provision that is certainly not met: what is wrong, what to do."""
        for verdict in self.verdicts(rule, **values):
            if verdict.met is not False:
                continue
            failed = [one.sentence for one in verdict.conditions if one.met is False]
            said = text or _("; ").join(failed)
            basis = f"{verdict.document} {verdict.clause}"
            whole = _("%(text)s. %(remedy)s") % {"text": said, "remedy": remedy}
            yield Problem(rule, whole, field, basis, verdict.kind is Kind.HARD_BLOCK)


def make_case(
    federation: Federation, union: Union, on: date, book: Book | None = None
) -> FederationCase:
    """A case with its place (the township, or the county) and the rule book."""
    return FederationCase(federation, union, _place_of(union), on, book or load_book())


def _place_of(union: Union) -> Division:
    """Township or county; what an office above the counties keeps lies in a place of its own."""
    key = union.township_id or union.county_code
    found = Division.objects.with_chain().filter(pk=key).first()
    return found or Division(key=key, code=key, name=key, level=Level.COUNTY)
