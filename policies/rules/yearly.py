"""What has to happen so often in a calendar year."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from policies.engine import ConditionResult, Count, Values
from policies.engine.bounds import AtLeast
from policies.engine.conditions import count_condition

from .measures import YEAR


def still_running(last_day: date, values: Values) -> bool:
    """Whether a period that is judged still has days to come; on its last day it is over."""
    return values.on < last_day


def in_a_year(measure: Count, bound: AtLeast, values: Values) -> ConditionResult:
    """So many in the year. What is short in a year that still runs can still come."""
    condition = count_condition(measure, bound, values)
    year = YEAR.of(values)
    if condition.met is not False or not year:
        return condition
    last_day = date(year, 12, 31)
    if not still_running(last_day, values):
        return condition
    time_left = _("still time until %(day)s") % {"day": last_day.isoformat()}
    return replace(condition, met=True, difference=time_left, shortfall=0, lacking="")


def each_in_a_year(
    needed: Iterable[tuple[Count, AtLeast]], values: Values
) -> tuple[ConditionResult, ...]:
    """So many of each in the year."""
    return tuple(in_a_year(measure, bound, values) for measure, bound in needed)
