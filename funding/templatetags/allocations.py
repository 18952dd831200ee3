"""How allocations are shown: `state_badge`, `line_badge`, `source_label`."""

from django import template
from django.utils.safestring import SafeString

from funding.choices import AllocationState, FundSource, LineState
from unionreg.ui import badge

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
