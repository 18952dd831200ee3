"""How findings are told: age, colours and icons of the groups, names of the tabs."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.choices import FindingState, Urgency
from compliance.models import Finding

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Look:
    """Colour and icon of a group."""

    tone: str
    icon: str


# Red is for what is past its date; the rest is to be done; what cannot be judged is grey.
LOOKS = {
    Urgency.PAST_DATE: Look("bad", "error"),
    Urgency.MISSING_POST: Look("warn", "users"),
    Urgency.MONEY: Look("warn", "pie"),
    Urgency.MISSING_DATA: Look("unk", "unknown"),
    Urgency.OTHER: Look("warn", "warning"),
}
STATE_LOOKS = {
    FindingState.WAIVED: Look("unk", "clock"),
    FindingState.RESOLVED: Look("ok", "done"),
}


def look_of(finding: Finding) -> Look:
    """Colour and icon of a finding: of its group while it is open, else of its state."""
    return STATE_LOOKS.get(FindingState(finding.state)) or LOOKS[Urgency(finding.urgency)]


@dataclass(frozen=True)
class Age:
    """How long something has lasted, or how long there is time, in words; `days` never negative."""

    days: int
    text: str
    note: str


def age(finding: Finding, today: datetime.date) -> Age:
    """Counted from the date that has passed or is to come, else from the day of first sight."""
    if finding.resolved_on:
        days = (finding.resolved_on - finding.first_seen).days
        return Age(days, _("after %(n)s days") % {"n": days}, _on(finding.resolved_on))
    if finding.due_on and finding.due_on >= today:
        return _to_come((finding.due_on - today).days, finding.due_on)
    since = finding.due_on + ONE_DAY if finding.due_on else finding.first_seen
    days = (today - finding.due_on).days if finding.due_on else (today - since).days
    text = _("for %(n)s days") % {"n": f"{days:,}"} if days > 0 else _("since today")
    return Age(max(days, 0), text, _("since %(day)s") % {"day": short_day(since, today)})


def _to_come(days: int, due: datetime.date) -> Age:
    text = _("%(n)s days left") % {"n": f"{days:,}"} if days else _("due today")
    return Age(days, text, _("due %(day)s") % {"day": short_day(due, due - ONE_DAY * days)})


def _on(day: datetime.date) -> str:
    return _("resolved on %(day)s") % {"day": day.isoformat()}


def short_day(day: datetime.date, today: datetime.date) -> str:
    """The day without its year when that is the running one."""
    return date_format(day, _("N j")) if day.year == today.year else day.isoformat()


TAB_LABELS: dict[str, str | Promise] = {
    "all": gettext_lazy("All (findings)"),
    "waived": gettext_lazy("Waived with approval"),
    "resolved": gettext_lazy("Resolved this month"),
}
AGE_LABELS = (
    ("30", gettext_lazy("30 days or longer")),
    ("90", gettext_lazy("90 days or longer")),
    ("180", gettext_lazy("half a year or longer")),
    ("ahead", gettext_lazy("date still to come")),
)


@dataclass(frozen=True)
class Tab:
    """A tab of the list."""

    key: str
    label: str | Promise
    count: int
    look: Look | None = None


def tabs(order: Sequence[str], count_of: dict[str, int], current: str = "") -> list[Tab]:
    """All, each group that has findings in the office's order, waived, resolved."""
    groups = [
        Tab(group, Urgency(group).label, count_of.get(group, 0), LOOKS[Urgency(group)])
        for group in order
        if count_of.get(group) or group == current
    ]
    around = {key: Tab(key, label, count_of.get(key, 0)) for key, label in TAB_LABELS.items()}
    return [around["all"], *groups, around["waived"], around["resolved"]]
