"""Words of the simulator: statuses, subjects, measures."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compliance.choices import SubjectKind
from compliance.selectors.simulation import Line
from policies.engine import Measure, Rule, Status, Value
from unionreg.ui import badge

_BADGES = {
    Status.SATISFIED: "ok",
    Status.VIOLATED: "plain",
    Status.UNKNOWN: "unk",
    Status.NOT_APPLICABLE: "plain",
}


def status_word(status: Status) -> str:
    """The status in a word."""
    return {
        Status.SATISFIED: _("meets them"),
        Status.VIOLATED: _("does not"),
        Status.UNKNOWN: _("cannot be judged"),
        Status.NOT_APPLICABLE: _("does not apply"),
    }[status]


def status_badge(status: Status) -> SafeString:
    """The status as a badge. Not to meet the conditions of a rule is no reproach."""
    icon = "close" if status is Status.VIOLATED else None
    return badge(_BADGES[status], status_word(status), icon_name=icon)


def subjects(kind: str) -> str:
    """The subjects of a rule in a word."""
    return str(SubjectKind(kind).label)


def shown(measure: Measure, value: Value) -> str:
    """A measure of a subject; a dash when nobody recorded it."""
    return "" if value is None else measure.show(value)


def to_record(line: Line, rule: Rule[Any]) -> str:
    """What has to be recorded before the subject can be judged, or why it cannot be."""
    missing = set(line.new.missing if line.new else ())
    labels = [str(measure.label) for measure in rule.measures if measure.name in missing]
    if labels:
        return _(", ").join(labels)
    return line.new.explanation if line.new else ""
