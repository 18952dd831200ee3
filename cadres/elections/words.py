"""How the list says where a term stands."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices import TermChange
from cadres.models import Term
from cadres.selectors.terms import OVERDUE, RUNNING, UNRECORDED, WINDOWS

Label = str | Promise

TAB_LABELS: dict[str, Label] = {
    OVERDUE: gettext_lazy("overdue"),
    "30": gettext_lazy("within 30 days"),
    "90": gettext_lazy("within 90 days"),
    "180": gettext_lazy("within 180 days"),
    RUNNING: gettext_lazy("later"),
    UNRECORDED: gettext_lazy("term not recorded"),
}


@dataclass(frozen=True)
class Standing:
    """Where a term stands: the words, and the colour of the badge."""

    text: str
    tone: str


def standing(term: Term, today: datetime.date) -> Standing:
    """Days overdue or left, by the deadline of the term."""
    if term.ended_on is not None:
        return Standing(_("ended on %(day)s") % {"day": term.ended_on.isoformat()}, "plain")
    days = (term.deadline - today).days
    if days < 0:
        return Standing(_("%(days)s days overdue") % {"days": -days}, "bad")
    if days == 0:
        return Standing(_("due today"), "warn")
    tone = "warn" if days <= WINDOWS[1] else "ok"
    return Standing(_("%(days)s days left") % {"days": days}, tone)


def change_words(term: Term) -> str:
    """The approval of another date, in words; empty without one."""
    if not term.change_kind:
        return ""
    text = (
        _("put off to %(day)s by %(number)s")
        if term.change_kind == TermChange.LATE
        else _("brought forward to %(day)s by %(number)s")
    )
    names: dict[str, Any] = {"day": term.new_due_on or "", "number": term.change_approval_no}
    return text % names


def ordinal(term: Term) -> str:
    """The number of a term as it is spoken."""
    return _("term %(number)s") % {"number": term.number}
