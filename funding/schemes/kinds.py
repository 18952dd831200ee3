"""The kinds of part: which numbers and figures each has, and what it comes to.

Every amount is an exact fraction; a township's total is rounded once, at the end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.choices import Base, PartKind
from funding.schemes.inputs import (
    BASE_AMOUNT,
    GRADE,
    MEMBER_COUNT,
    MEMBER_RATE,
    MONTHLY_RATE,
    MONTHS,
    PAID_UP_TOTAL,
    PROJECT_AMOUNT,
    PROJECT_COUNT,
    RANKING,
    SUBSIDISED_UNITS,
    UNION_COUNT,
    UPLIFT,
    VILLAGE_UNIONS,
    WORKER_COUNT,
)
from funding.schemes.numbers import Number, Spec
from policies.engine import Count, Measure
from policies.engine.measure_types import show_yuan
from policies.engine.money import in_fen, percent_of

HUNDRED = Decimal(100)
ONE = Decimal(1)
FEN = Decimal("0.01")


class Missing(Exception):
    """A figure or number is not there: the amount is unknown. `str()` says which."""


class Outside(Exception):
    """A figure lies outside of what the scheme allows: refused. `str()` says which."""


@dataclass(frozen=True)
class Setting:
    """What a part works with: its numbers and base, the figures, and who shares a rank."""

    numbers: Mapping[str, Number]
    base: str
    figures: Mapping[str, Any]
    tied: frozenset[int] = frozenset()

    def number(self, name: str, label: Any) -> Decimal:
        """A number of the document. Raises Missing where it leaves it open."""
        if name not in self.numbers:
            raise Missing(_("%(label)s: the document gives no number") % {"label": label})
        return Decimal(self.numbers[name])

    def figure(self, measure: Measure) -> Any:
        """A figure of the township. Raises Missing when nobody recorded it."""
        value = self.figures.get(measure.name)
        if value is None:
            raise Missing(_("%(label)s: not recorded") % {"label": measure.label})
        return value


@dataclass(frozen=True)
class Worked:
    """An exact amount and how it came about."""

    exact: Fraction
    words: str


@dataclass(frozen=True)
class Kind:
    """One kind of part."""

    work: Callable[[Setting], Worked]
    specs: tuple[Spec, ...] = ()
    figures: Callable[[str, Mapping[str, Number]], tuple[Measure, ...]] = field(
        default=lambda base, numbers: ()
    )
    has_base: bool = False


AMOUNT = Spec("amount", gettext_lazy("Standard amount"), "yuan", FEN)
WHOLE_AMOUNT = Spec("amount", gettext_lazy("Amount"), "yuan", FEN)
PERCENT = Spec("percent", gettext_lazy("Percentage"), "percent", Decimal("0.000001"), HUNDRED)
OPEN_BASE = Spec("base_amount", gettext_lazy("Base of the percentage"), "yuan", needed=False)
LOWEST = Spec("lowest", gettext_lazy("Lowest rate"), "yuan", FEN)
HIGHEST = Spec("highest", gettext_lazy("Highest rate"), "yuan", FEN)
UPLIFT_LOWEST = Spec(
    "uplift_lowest", gettext_lazy("Lowest uplift"), "percent", highest=HUNDRED * 10
)
UPLIFT_HIGHEST = Spec(
    "uplift_highest", gettext_lazy("Highest uplift"), "percent", highest=HUNDRED * 10
)
REDUCTION = Spec(
    "reduction",
    gettext_lazy("Reduction for a backward unit"),
    "percent",
    needed=False,
    highest=HUNDRED,
)
TOP = Spec("ranking", gettext_lazy("How many of the first"), "count", ONE, Decimal(1000))
AWARD = Spec("award", gettext_lazy("Award"), "yuan", FEN)
LEVELS = Spec("levels", gettext_lazy("Levels that pay"), "count", ONE, Decimal(9))
READING = Spec(
    "reading", gettext_lazy("Reading (A: each level pays all, B: they share)"), "reading"
)


def _based(base: str, numbers: Mapping[str, Number]) -> tuple[Measure, ...]:
    if base == Base.PAID_UP:
        return (PAID_UP_TOTAL,)
    return (BASE_AMOUNT,) if base == Base.GIVEN else ()


def _base_of(setting: Setting) -> tuple[Decimal, str]:
    """The base and its name. Raises Missing where the document leaves it open."""
    if setting.base == Base.OPEN:
        amount = setting.number("base_amount", OPEN_BASE.label)
        return amount, str(OPEN_BASE.label)
    (measure,) = _based(setting.base, {})
    return setting.figure(measure), str(measure.label)


def _percent(setting: Setting) -> Worked:
    rate = setting.number("percent", PERCENT.label)
    base, name = _base_of(setting)
    words = f"{name} {show_yuan(base)} × {rate:f}%"
    return Worked(percent_of(base, rate), words)


def _graded(setting: Setting) -> Worked:
    """R-FND-12: the uplift is of the rebate and not in percentage points."""
    plain = _percent(setting)
    grade, uplift = setting.figures.get(GRADE.name), setting.figures.get(UPLIFT.name)
    if grade in ("backward", "standard") and uplift:
        raise Outside(
            _("Only an advanced unit gets an uplift; here %(uplift)s%% is recorded.")
            % {"uplift": f"{uplift:f}"}
        )
    if grade == "backward":
        cut = setting.number("reduction", REDUCTION.label)
        words = _("%(words)s, backward: less %(cut)s%%") % {"words": plain.words, "cut": f"{cut:f}"}
        return Worked(plain.exact - percent_of(plain.exact, cut), words)
    if grade == "standard":
        return Worked(plain.exact, plain.words)
    if grade is None and uplift is None:
        raise Missing(_("%(label)s: not recorded") % {"label": GRADE.label})
    more = setting.figure(UPLIFT)
    _between(more, setting, UPLIFT_LOWEST, UPLIFT_HIGHEST, UPLIFT)
    words = _("%(words)s, uplift %(more)s%%") % {"words": plain.words, "more": f"{more:f}"}
    return Worked(plain.exact + percent_of(plain.exact, more), words)


def _between(
    value: Decimal, setting: Setting, lowest: Spec, highest: Spec, measure: Measure
) -> None:
    """Raises Outside unless the value lies within both ends, which are included."""
    low = setting.number(lowest.name, lowest.label)
    high = setting.number(highest.name, highest.label)
    if not low <= value <= high:
        text = _("%(label)s %(value)s lies outside %(low)s to %(high)s.")
        raise Outside(
            text
            % {
                "label": measure.label,
                "value": measure.show(value),
                "low": lowest.show(low),
                "high": highest.show(high),
            }
        )


def _each(measure: Count) -> Callable[[Setting], Worked]:
    def work(setting: Setting) -> Worked:
        each = setting.number("amount", AMOUNT.label)
        return _times(setting, measure, each)

    return work


def _times(setting: Setting, measure: Count, each: Decimal) -> Worked:
    count = setting.figure(measure)
    return Worked(Fraction(each) * count, f"{measure.show(count)} × {show_yuan(each)}")


def _per_member(setting: Setting) -> Worked:
    if "lowest" not in setting.numbers:
        return _each(MEMBER_COUNT)(setting)
    rate = setting.figure(MEMBER_RATE)
    _between(rate, setting, LOWEST, HIGHEST, MEMBER_RATE)
    return _times(setting, MEMBER_COUNT, rate)


def _member_figures(base: str, numbers: Mapping[str, Number]) -> tuple[Measure, ...]:
    return (MEMBER_COUNT, MEMBER_RATE) if "lowest" in numbers else (MEMBER_COUNT,)


def _project(setting: Setting) -> Worked:
    if "amount" in setting.numbers:
        return _each(PROJECT_COUNT)(setting)
    amount = setting.figure(PROJECT_AMOUNT)
    return Worked(
        Fraction(amount), _("approved case by case: %(amount)s") % {"amount": show_yuan(amount)}
    )


def _project_figures(base: str, numbers: Mapping[str, Number]) -> tuple[Measure, ...]:
    return (PROJECT_COUNT,) if "amount" in numbers else (PROJECT_AMOUNT,)


def _fixed(setting: Setting) -> Worked:
    amount = setting.number("amount", WHOLE_AMOUNT.label)
    return Worked(Fraction(amount), _("fixed amount %(amount)s") % {"amount": show_yuan(amount)})


def _award(setting: Setting) -> Worked:
    """R-FND-19: nothing is said about ties, so a shared rank that counts is not guessed."""
    first = int(setting.number("ranking", TOP.label))
    award = setting.number("award", AWARD.label)
    rank = setting.figure(RANKING)
    if rank < 1:
        raise Outside(_("Rank %(rank)s is none: the first has rank 1.") % {"rank": rank})
    if rank <= first and rank in setting.tied:
        raise Missing(
            _("Rank %(rank)s is shared, and the document says nothing about ties") % {"rank": rank}
        )
    words = _("rank %(rank)s; the first %(first)s get %(award)s each") % {
        "rank": rank,
        "first": first,
        "award": show_yuan(award),
    }
    return Worked(Fraction(award) if rank <= first else Fraction(0), words)


def _allowance(setting: Setting) -> Worked:
    rate = setting.figure(MONTHLY_RATE)
    _between(rate, setting, LOWEST, HIGHEST, MONTHLY_RATE)
    months = setting.figure(MONTHS)
    words = _("%(months)s months × %(rate)s") % {"months": months, "rate": show_yuan(rate)}
    return Worked(Fraction(rate) * months, words)


def _matching(setting: Setting) -> Worked:
    """R-SOC-09: 1:1:1; in reading B the levels share the amount."""
    each = setting.number("amount", AMOUNT.label)
    levels = int(setting.number("levels", LEVELS.label))
    units = setting.figure(SUBSIDISED_UNITS)
    shared = setting.numbers.get("reading", "A") == "B"
    total = Fraction(each) * units * (1 if shared else levels)
    words = _("%(units)s units × %(each)s, %(levels)s levels, %(part)s from each") % {
        "units": units,
        "each": show_yuan(each),
        "levels": levels,
        "part": show_yuan(in_fen(total / levels)),
    }
    return Worked(total, words)


def _only(*measures: Measure) -> Callable[[str, Mapping[str, Number]], tuple[Measure, ...]]:
    return lambda base, numbers: measures


def _graded_figures(base: str, numbers: Mapping[str, Number]) -> tuple[Measure, ...]:
    return (*_based(base, numbers), GRADE, UPLIFT)


KINDS: dict[str, Kind] = {
    PartKind.PERCENT: Kind(_percent, (PERCENT, OPEN_BASE), _based, True),
    PartKind.GRADED: Kind(
        _graded,
        (PERCENT, OPEN_BASE, UPLIFT_LOWEST, UPLIFT_HIGHEST, REDUCTION),
        _graded_figures,
        True,
    ),
    PartKind.PER_UNION: Kind(_each(UNION_COUNT), (AMOUNT,), _only(UNION_COUNT)),
    PartKind.PER_MEMBER: Kind(
        _per_member,
        (
            Spec("amount", AMOUNT.label, "yuan", FEN, needed=False),
            Spec("lowest", LOWEST.label, "yuan", FEN, needed=False),
            Spec("highest", HIGHEST.label, "yuan", FEN, needed=False),
        ),
        _member_figures,
    ),
    PartKind.PER_WORKER: Kind(_each(WORKER_COUNT), (AMOUNT,), _only(WORKER_COUNT)),
    PartKind.PER_VILLAGE: Kind(_each(VILLAGE_UNIONS), (AMOUNT,), _only(VILLAGE_UNIONS)),
    PartKind.PROJECT: Kind(
        _project, (Spec("amount", AMOUNT.label, "yuan", FEN, needed=False),), _project_figures
    ),
    PartKind.FIXED: Kind(_fixed, (WHOLE_AMOUNT,)),
    PartKind.AWARD: Kind(_award, (TOP, AWARD), _only(RANKING)),
    PartKind.ALLOWANCE: Kind(_allowance, (LOWEST, HIGHEST), _only(MONTHS, MONTHLY_RATE)),
    PartKind.MATCHING: Kind(_matching, (AMOUNT, LEVELS, READING), _only(SUBSIDISED_UNITS)),
}
