"""The kinds of condition a rule is made of. Each compares measures and keeps the numbers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .bounds import Bound, Percent, Rate
from .logic import Met
from .measure_types import NEVER, Choice, Day, DecimalMeasure, show_day
from .measures import Count, Fact, Measure, Values
from .rates import rate_met, rate_shortfall, rate_text
from .verdicts import ConditionResult

if TYPE_CHECKING:
    from .measures import Text

NOTHING = "–"


def unrecorded(measure: Measure) -> ConditionResult:
    """A measure that is needed and that nobody recorded."""
    return _stated(measure, "", _("not recorded"), None, missing=(measure.name,))


def open_number(label: "Text") -> ConditionResult:
    """A number that the document leaves open: nothing can be compared with it."""
    said = _("the document gives no number")
    return ConditionResult("", str(label), "", said, said, NOTHING, None)


def _stated(
    measure: Measure,
    required: str,
    actual: str,
    met: Met,
    *,
    difference: str = NOTHING,
    missing: tuple[str, ...] = (),
    lacking: str = "",
) -> ConditionResult:
    return ConditionResult(
        measure=measure.name,
        label=str(measure.label),
        unit=measure.unit,
        required=required,
        actual=actual,
        difference=difference,
        met=met,
        lacking=lacking,
        missing=missing,
    )


def count_condition(measure: Count, bound: Bound, values: Values) -> ConditionResult:
    """A count against a bound; unknown when nobody recorded the count."""
    value = measure.of(values)
    short = 0 if value is None else bound.shortfall(value)
    return ConditionResult(
        measure=measure.name,
        label=str(measure.label),
        unit=measure.unit,
        required=bound.told(measure.show),
        actual=_("not recorded") if value is None else measure.show(value),
        difference=NOTHING if value is None else _difference(measure, bound, value),
        met=None if value is None else bound.admits(value),
        required_number=bound.number,
        actual_number=value,
        shortfall=short,
        lacking=measure.lack(short) if short else "",
        missing=(measure.name,) if value is None else (),
    )


def _difference(measure: Count, bound: Bound, value: int) -> str:
    if short := bound.shortfall(value):
        return _("%(amount)s short") % {"amount": measure.show(short)}
    if bound.most is not None and value > bound.most:
        return _("%(amount)s too many") % {"amount": measure.show(value - bound.most)}
    surplus = value - bound.number
    if surplus == 0:
        return NOTHING if bound.most == 0 else _("exactly enough")
    return _("%(amount)s to spare") % {"amount": measure.show(surplus)} if surplus > 0 else NOTHING


def decimal_condition(measure: DecimalMeasure, bound: Bound, values: Values) -> ConditionResult:
    """An amount or a percentage against a bound, compared exactly."""
    value = measure.of(values)
    required = bound.told(lambda number: measure.show(Decimal(number)))
    if value is None:
        return replace(unrecorded(measure), required=required)
    return _stated(measure, required, measure.show(value), bound.admits(value))


def fact_condition(measure: Fact, values: Values, required: bool = True) -> ConditionResult:
    """A fact that must be so, or with `required=False` must not be so."""
    value = measure.of(values)
    wrong = value is not None and value is not required
    return ConditionResult(
        measure=measure.name,
        label=str(measure.label),
        unit="",
        required=measure.show(required),
        actual=_("not recorded") if value is None else measure.show(value),
        difference=NOTHING,
        met=None if value is None else not wrong,
        lacking=measure.lack() if wrong and required else "",
        missing=(measure.name,) if value is None else (),
    )


def choice_condition(measure: Choice, allowed: Iterable[str], values: Values) -> ConditionResult:
    """One of the allowed codes."""
    codes = tuple(allowed)
    value = measure.of(values)
    required = _(" or ").join(measure.show(code) for code in codes)
    if value is None:
        return replace(unrecorded(measure), required=required)
    return _stated(measure, required, measure.show(value), value in codes)


def one_of_condition(measure: Count, allowed: tuple[int, ...], values: Values) -> ConditionResult:
    """One of a few numbers."""
    value = measure.of(values)
    required = _(" or ").join(measure.show(number) for number in allowed)
    if value is None:
        return replace(unrecorded(measure), required=required)
    return _stated(measure, required, measure.show(value), value in allowed)


def in_time_condition(measure: Day, due: date, values: Values) -> ConditionResult:
    """Something that has to have happened by a day, that day included.

    What has not happened yet is in order as long as the day has not passed.
    """
    value = measure.of(values)
    required = _("%(day)s at the latest") % {"day": due.isoformat()}
    if value is None:
        return replace(unrecorded(measure), required=required)
    happened = values.on if value == NEVER else value
    late = _("%(days)s days late") % {"days": (happened - due).days}
    met = happened <= due
    difference = NOTHING if met else late
    return _stated(measure, required, measure.show(value), met, difference=difference)


def done_condition(measure: Day, values: Values) -> ConditionResult:
    """Something that has to have happened by the day of the judgement."""
    value = measure.of(values)
    required = _("done")
    if value is None:
        return replace(unrecorded(measure), required=required)
    return _stated(measure, required, measure.show(value), value <= values.on)


def order_condition(earlier: Day, later: Day, values: Values) -> ConditionResult:
    """`earlier` not after `later`; the same day is in order, and so is what has yet to come."""
    first, second = earlier.of(values), later.of(values)
    required = _("not after %(label)s") % {"label": later.label}
    missing = tuple(m.name for m in (earlier, later) if m.of(values) is None)
    if first is None or second is None:
        return _stated(earlier, required, _("not recorded"), None, missing=missing)
    actual = _("%(first)s, %(label)s %(second)s") % {
        "first": show_day(first),
        "label": later.label,
        "second": show_day(second),
    }
    return _stated(earlier, required, actual, first <= second)


def same_day_condition(first: Day, second: Day, values: Values) -> ConditionResult:
    """Both on the same day."""
    order = order_condition(first, second, values)
    required = _("the same day as %(label)s") % {"label": second.label}
    met = None if order.met is None else first.of(values) == second.of(values)
    return replace(order, required=required, met=met)


def rate_condition(
    label: str,
    part: Count,
    whole: Count,
    goal: Percent,
    values: Values,
) -> ConditionResult:
    """part/whole against a percentage that is included, by exact whole numbers."""
    numerator, denominator = part.of(values), whole.of(values)
    met = rate_met(numerator, denominator, goal.number)
    short = rate_shortfall(numerator or 0, denominator or 0, goal.number) if met is False else 0
    return ConditionResult(
        measure=part.name,
        label=label,
        unit="%",
        required=_("%(amount)s or more") % {"amount": f"{goal.number}%"},
        actual=_rate_actual(whole, numerator, denominator),
        difference=_("%(amount)s short") % {"amount": part.show(short)} if short else NOTHING,
        met=met,
        required_number=goal.number,
        shortfall=short,
        lacking=part.lack(short) if short else "",
        missing=tuple(m.name for m in (part, whole) if m.of(values) is None),
    )


def _rate_actual(whole: Count, numerator: int | None, denominator: int | None) -> str:
    if numerator is None or denominator is None:
        return _("not recorded")
    if denominator == 0:
        return _("no rate: %(whole)s is 0") % {"whole": whole.label}
    return f"{rate_text(numerator, denominator)}（{numerator:,}/{denominator:,}）"


def majority_condition(
    label: str, part: Count, whole: Count, percent: Rate, values: Values
) -> ConditionResult:
    """part/whole above a percentage that is not included (多数)."""
    goal = rate_condition(label, part, whole, Percent(percent.number), values)
    numerator, denominator = part.of(values), whole.of(values)
    required = _("more than %(amount)s") % {"amount": f"{percent.number}%"}
    if goal.met is None or numerator is None or denominator is None:
        return replace(goal, required=required)
    met = numerator * 100 > percent.number * denominator
    return replace(goal, required=required, met=met)


def told(
    measure: Measure, met: Met, *, required: str, actual: str, lacking: str = ""
) -> ConditionResult:
    """A condition of a rule's own, in its own words."""
    return _stated(measure, required, actual, met, lacking=lacking)


def where(premise: ConditionResult, *demanded: ConditionResult) -> tuple[ConditionResult, ...]:
    """What is demanded only where a premise holds; where it does not hold all is in order."""
    if premise.met is False:
        free = _("%(actual)s (nothing is demanded)") % {"actual": premise.actual}
        done = replace(premise, actual=free, met=True, difference=NOTHING)
        return (replace(done, required="", shortfall=0, lacking=""),)
    return (premise, *demanded)
