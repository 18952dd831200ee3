"""The kinds of condition a rule is made of. Each compares measures and keeps the numbers."""

from django.utils.translation import gettext as _

from .bounds import Bound, Percent
from .measures import Count, Fact, Values
from .rates import rate_met, rate_shortfall, rate_text
from .verdicts import ConditionResult

NOTHING = "–"


def count_condition(measure: Count, bound: Bound, values: Values) -> ConditionResult:
    """A count against a bound; unknown when nobody recorded the count."""
    value = values.get(measure.name)
    short = 0 if value is None else bound.shortfall(value)
    return ConditionResult(
        measure=measure.name,
        label=str(measure.label),
        unit=measure.unit,
        required=bound.words(measure.show(bound.number)),
        actual=_("not recorded") if value is None else measure.show(value),
        difference=NOTHING if value is None else _difference(measure, short, value - bound.number),
        met=None if value is None else bound.admits(value),
        required_number=bound.number,
        actual_number=value,
        shortfall=short,
        lacking=measure.lack(short) if short else "",
        missing=(measure.name,) if value is None else (),
    )


def _difference(measure: Count, short: int, surplus: int) -> str:
    if short:
        return _("%(amount)s short") % {"amount": measure.show(short)}
    if surplus == 0:
        return _("exactly enough")
    return _("%(amount)s to spare") % {"amount": measure.show(surplus)}


def fact_condition(measure: Fact, values: Values) -> ConditionResult:
    """A fact that must be so."""
    value = values.get(measure.name)
    return ConditionResult(
        measure=measure.name,
        label=str(measure.label),
        unit="",
        required=str(measure.yes),
        actual=_("not recorded") if value is None else measure.show(value),
        difference=NOTHING,
        met=None if value is None else bool(value),
        lacking=measure.lack() if value is False else "",
        missing=(measure.name,) if value is None else (),
    )


def rate_condition(
    label: str, part: Count, whole: Count, goal: Percent, values: Values
) -> ConditionResult:
    """part/whole against a percentage that is included, by exact whole numbers."""
    numerator, denominator = values.get(part.name), values.get(whole.name)
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
        missing=tuple(m.name for m in (part, whole) if values.get(m.name) is None),
    )


def _rate_actual(whole: Count, numerator: int | None, denominator: int | None) -> str:
    if numerator is None or denominator is None:
        return _("not recorded")
    if denominator == 0:
        return _("no rate: %(whole)s is 0") % {"whole": whole.label}
    return f"{rate_text(numerator, denominator)}（{numerator:,}/{denominator:,}）"
