"""Filters: `yuan`, `signed_yuan`, `state_badge`, `line_badge`, `source_label`."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from funding.choices import AllocationState, FundSource, LineState
from unionreg.ui import NOTHING, badge

register = template.Library()

STATE_KINDS = {
    AllocationState.DRAFT: "plain",
    AllocationState.REVIEWED: "info",
    AllocationState.APPROVED: "ok",
    AllocationState.WITHDRAWN: "unk",
}
LINE_KINDS = {
    LineState.CALCULATED: "ok",
    LineState.UNKNOWN: "unk",
    LineState.REFUSED: "bad",
}


@register.filter
def yuan(value: Decimal | int | None) -> str:
    """12,345.60; a dash for what is not known."""
    return NOTHING if value is None else f"{value:,.2f}"


@register.filter
def signed_yuan(value: Decimal | None) -> str:
    """+12,345.60, −3.00 and a plain 0.00; a dash for what is not known."""
    if value is None:
        return NOTHING
    shown = f"{value:,.2f}".replace("-", "−")
    return f"+{shown}" if value > 0 else shown


@register.filter
def state_badge(value: str) -> SafeString:
    """How far an allocation has got."""
    state = AllocationState(value)
    return badge(STATE_KINDS[state], state.label)


@register.filter
def line_badge(value: str) -> SafeString:
    """What came of the calculation for a township."""
    state = LineState(value)
    return badge(LINE_KINDS[state], state.label)


@register.filter
def source_label(value: str) -> str:
    """The source of money in words."""
    return str(FundSource(value).label) if value in FundSource.values else ""
