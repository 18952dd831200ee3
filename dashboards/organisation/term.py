"""Where a term stands: the bar from the election to the day on which the next one is due."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cadres.models import Term

WIDTH = 700  # of the drawing; it is stretched to its place
SOON, NEAR = 90, 180  # days


@dataclass(frozen=True)
class State:
    """How much time is left, in words, with the colour and icon of a badge."""

    tone: str
    text: str
    days: int


def state_of(due: datetime.date, today: datetime.date) -> State:
    """Past its day, near, or with time; the day itself is in time (R-TRM-02)."""
    days = (due - today).days
    if days < 0:
        return State("bad", _("overdue by %(n)s days") % {"n": f"{-days:,}"}, days)
    if not days:
        return State("warn", _("due today"), 0)
    tone = "warn" if days <= SOON else "info" if days <= NEAR else "ok"
    return State(tone, _("%(n)s days left") % {"n": f"{days:,}"}, days)


@dataclass(frozen=True)
class TermBar:
    """A running term: `done` of `WIDTH`, and `over` that lies behind the day of the re-election."""

    term: Term
    due: datetime.date
    state: State
    done: int
    over: int

    @property
    def postponed(self) -> bool:
        """Whether the parent approved another day."""
        return self.term.new_due_on is not None


def bar_of(term: Term, today: datetime.date) -> TermBar:
    """The bar of a running term; an overdue one fills it and shows how far it is past its day."""
    due = term.new_due_on or term.due_on
    whole = max((max(due, today) - term.started_on).days, 1)
    passed = (min(due, today) - term.started_on).days
    done = max(min(passed * WIDTH // whole, WIDTH), 0)
    over = WIDTH - done if today > due else 0
    return TermBar(term, due, state_of(due, today), done, over)
