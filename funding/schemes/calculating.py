"""A scheme and the figures of a year make the amounts of all townships. Reads no database."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from funding.choices import LineState
from funding.schemes.inputs import RANKING
from funding.schemes.kinds import KINDS, Missing, Outside, Setting
from funding.schemes.numbers import Number, Numbers, Spec, read_numbers
from funding.schemes.provisions import READERS, numbers_of, provision_of
from funding.schemes.results import Figure, PartLine, TownshipLine, shown_parts
from policies.engine import Book, Measure, Place, Value
from policies.engine.money import in_fen


@dataclass(frozen=True)
class Given:
    """A figure of a township: its value, the day it is of, where it is from."""

    value: Value
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True)
class TownshipFigures:
    """A township and its figures by the name of the measure; what is not there is unknown."""

    key: str
    name: str
    place: Place
    figures: Mapping[str, Given] = field(default_factory=dict)

    def values(self) -> dict[str, Value]:
        """The bare values."""
        return {name: given.value for name, given in self.figures.items()}


@dataclass(frozen=True)
class Terms:
    """The numbers of a part at a place, the clause behind them, and why there are none."""

    numbers: Numbers
    basis: str
    lacking: str = ""


@dataclass(frozen=True)
class _Outcome:
    part: Any
    terms: Terms
    exact: Fraction | None
    words: str
    refused: bool = False


def calculate(
    parts: Sequence[Any],
    townships: Iterable[TownshipFigures],
    *,
    on: date,
    book: Book,
    document: str,
) -> tuple[TownshipLine, ...]:
    """The line of every township. `document` is the basis of parts without a rule."""
    rows = list(townships)
    ranks = Counter(one.values().get(RANKING.name) for one in rows)
    tied = frozenset(r for r, n in ranks.items() if isinstance(r, int) and n > 1)
    return tuple(
        _line(
            one,
            [
                _work(part, one, terms_of(part, one.place, on, book, document), tied)
                for part in parts
            ],
        )
        for one in rows
    )


def terms_of(part: Any, place: Place, on: date, book: Book, document: str) -> Terms:
    """What a part counts with at a place: the provision in force first, then its own numbers."""
    own, _mistakes = read_numbers(KINDS[part.kind].specs, part.parameters)
    if not part.rule:
        return Terms(own, document)
    provision, why = provision_of(part.rule, place, on, book)
    if provision is None:
        return Terms(own, document, why)
    given = numbers_of(provision, part.kind, book)
    basis = f"{provision.document} {provision.clause}"
    added = set(own) - set(given)
    if added and document and document != provision.document:
        basis = _("%(basis)s; amount by %(own)s") % {"basis": basis, "own": document}
    return Terms({**own, **given}, basis)


def _work(part: Any, township: TownshipFigures, terms: Terms, tied: frozenset[int]) -> _Outcome:
    if terms.lacking:
        return _Outcome(part, terms, None, terms.lacking)
    setting = Setting(terms.numbers, part.base, township.values(), tied)
    try:
        worked = KINDS[part.kind].work(setting)
    except Missing as missing:
        return _Outcome(part, terms, None, str(missing))
    except Outside as outside:
        return _Outcome(part, terms, None, str(outside), refused=True)
    return _Outcome(part, terms, worked.exact, worked.words)


def _line(township: TownshipFigures, outcomes: list[_Outcome]) -> TownshipLine:
    failed = [one for one in outcomes if one.exact is None]
    exact = [one.exact for one in outcomes if one.exact is not None]
    amounts = [None] * len(outcomes) if failed else list(shown_parts(exact))
    parts = tuple(
        _part(township, outcome, amount) for outcome, amount in zip(outcomes, amounts, strict=True)
    )
    if not failed:
        total = in_fen(sum(exact, Fraction(0)))
        return TownshipLine(township.key, township.name, LineState.CALCULATED, total, parts=parts)
    refused = any(one.refused for one in failed)
    told = [one for one in failed if one.refused] if refused else failed
    reason = _("; ").join(dict.fromkeys(f"{one.part.label}：{one.words}" for one in told))
    state = LineState.REFUSED if refused else LineState.UNKNOWN
    return TownshipLine(township.key, township.name, state, None, reason[:500], parts)


def _part(township: TownshipFigures, outcome: _Outcome, amount: Any) -> PartLine:
    part = outcome.part
    kind = KINDS[part.kind]
    needed = kind.figures(part.base, outcome.terms.numbers)
    return PartLine(
        number=part.number,
        label=part.label,
        kind=part.kind,
        source=part.source,
        calculation=outcome.words[:300],
        basis=outcome.terms.basis[:200],
        amount=amount,
        figures=tuple(
            _figure(m, township.figures[m.name]) for m in needed if m.name in township.figures
        ),
        numbers=tuple(
            _number(spec, outcome.terms.numbers)
            for spec in kind.specs
            if spec.name in outcome.terms.numbers
        ),
    )


def _figure(measure: Measure, given: Given) -> Figure:
    return Figure(
        name=measure.name,
        label=str(measure.label),
        value=str(given.value),
        shown=measure.show(given.value),
        as_of=given.as_of.isoformat() if given.as_of else "",
        source=given.source,
    )


def _number(spec: Spec, numbers: Mapping[str, Number]) -> Figure:
    value = numbers[spec.name]
    return Figure(spec.name, str(spec.label), str(value), spec.show(value))


def figures_needed(parts: Iterable[Any]) -> list[Measure]:
    """Every figure that the parts may count with, each once, in the order of the parts."""
    found: dict[str, Measure] = {}
    for part in parts:
        for measure in _possible(part):
            found.setdefault(measure.name, measure)
    return list(found.values())


def _possible(part: Any) -> tuple[Measure, ...]:
    own, _mistakes = read_numbers(KINDS[part.kind].specs, part.parameters)
    numbers: dict[str, Number] = dict(own)
    if (part.rule, part.kind) in READERS and "amount" not in numbers:
        numbers.setdefault("lowest", 0)  # a provision may give a range
    return KINDS[part.kind].figures(part.base, numbers)
