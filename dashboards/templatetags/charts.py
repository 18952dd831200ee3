"""Charts as inline SVG: `{% trend_chart trend %}`, `{% spark line.spark %}`, `{% rate r "…" %}`."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards.charts import Series, Sparkline, line_chart, tenths
from dashboards.rates import Rate
from dashboards.selectors.trends import Trend
from unionreg.ui import rate_bar

register = template.Library()


@register.inclusion_tag("dashboards/_trend.html")
def trend_chart(trend: Trend, width: int = 366) -> dict[str, Any]:
    """Both rates over twelve months with the goal, and the same numbers as a table."""
    goal = trend.goal.membership_percent if trend.goal else None
    series = [
        Series(_("unionised"), tenths(trend.unionisation)),
        Series(_("joining"), tenths(trend.joining)),
    ]
    text = _("goal %(percent)s%%") % {"percent": goal} if goal else ""
    chart = line_chart(
        series, trend.months, goal, width=width, goal_text=text, goal_begins=trend.goal_begins
    )
    return {"trend": trend, "chart": chart, "sentence": _sentence(trend)}


def _sentence(trend: Trend) -> str:
    """What the chart shows, for those who do not see it."""
    parts = [
        _change(str(_("Joining rate")), trend.joining),
        _change(str(_("Unionisation rate")), trend.unionisation),
    ]
    return _("%(changes)s. The numbers stand in the table below.") % {
        "changes": _("; ").join(parts)
    }


def _change(label: str, rates: list[Rate]) -> str:
    known = [rate for rate in rates if rate.known]
    if not known:
        return _("%(label)s: no figures") % {"label": label}
    return _("%(label)s from %(first)s to %(last)s") % {
        "label": label,
        "first": known[0].text,
        "last": known[-1].text,
    }


@register.simple_tag
def spark(line: Sparkline) -> SafeString:
    """A line in a table cell, for the eye only: the numbers are on the place's own page."""
    if not line.path:
        return format_html('<span class="muted">{}</span>', "–")
    return format_html(
        '<svg class="spark" viewBox="0 0 72 20" aria-hidden="true"><path d="{}"/>'
        '<circle cx="{}" cy="{}" r="2.2"/></svg>',
        line.path,
        line.x,
        line.y,
    )


@register.simple_tag
def rate(value: Rate, label: str) -> SafeString:
    """A rate as bar, number and verdict; without a goal in force there is no verdict."""
    return rate_bar(value.part, value.whole, goal=value.goal, label=label)


@register.inclusion_tag("dashboards/_goal.html")
def goal_card(value: Rate, kind: str, **extra: Any) -> dict[str, Any]:
    """One of the two large rates of a township: `kind` is "people" or "units"."""
    width = min(value.tenths or 0, 1000) * 0.3
    return {"rate": value, "kind": kind, "width": f"{width:.1f}", "tick": _tick(value), **extra}


def _tick(value: Rate) -> str:
    return f"{(value.goal or 0) * 3}"


@register.simple_tag
def change(now: int, before: int) -> int:
    """The difference of two counts."""
    return now - before


@register.filter
def beside(cells: Sequence[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a report with its column."""
    return list(zip(columns, cells, strict=True))


@register.simple_tag
def is_today(at: datetime.datetime) -> bool:
    """Whether a time lies in the day of the office."""
    return timezone.localtime(at).date() == timezone.localdate()
