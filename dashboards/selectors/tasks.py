"""What a task on the home page is, and the one order in which tasks are shown.

No document ranks the duties of an office, so the order is ours and stated once, here: what is past
its date, what runs out within a month, imports that were begun, what cannot be judged for want of
a number, what a document asks for without a date, and advice last. Imports may be many; they do not
crowd out the duties of the registry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_IMPORTS = 2  # lines of a shortened list, as long as other tasks wait for the room


class Urgency(IntEnum):
    """The groups in their order."""

    OVERDUE = 1
    SOON = 2
    IMPORT = 3
    UNKNOWN = 4
    DUTY = 5
    ADVICE = 6


@dataclass(frozen=True)
class Look:
    """Heading, colour and icon of a group."""

    label: str | Promise
    tone: str
    icon: str


LOOKS = {
    Urgency.OVERDUE: Look(_("Overdue"), "bad", "error"),
    Urgency.SOON: Look(_("Due within a month"), "warn", "clock"),
    Urgency.IMPORT: Look(_("Imports to finish"), "unk", "upload"),
    Urgency.UNKNOWN: Look(_("Figures to record"), "unk", "unknown"),
    Urgency.DUTY: Look(_("To be put in order"), "warn", "warning"),
    Urgency.ADVICE: Look(_("Worth doing"), "unk", "info"),
}


@dataclass(frozen=True)
class Task:
    """One line: what is the matter (`about` in bold, then `text`), what to do, and where.

    `clause` is the document behind it, where there is one; `clause_url` explains it at the place.
    """

    urgency: Urgency
    icon: str
    about: str
    text: str
    hint: str
    url: str
    action: str
    clause: str = ""
    clause_url: str = ""

    @property
    def tone(self) -> str:
        """Colour of its icon."""
        return LOOKS[self.urgency].tone


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of one urgency, those that are shown and how many there are."""

    look: Look
    tasks: list[Task]
    count: int


def grouped(tasks: Iterable[Task], limit: int | None = None) -> list[TaskGroup]:
    """Tasks in their order; at most `limit` of them, the most urgent, few of them imports."""
    every = sorted(tasks, key=lambda task: task.urgency)
    shown = every if limit is None else _most_urgent(every, limit)
    groups = []
    for urgency in Urgency:
        count = sum(task.urgency == urgency for task in every)
        mine = [task for task in shown if task.urgency == urgency]
        if mine:
            groups.append(TaskGroup(LOOKS[urgency], mine, count))
    return groups


def _most_urgent(every: list[Task], limit: int) -> list[Task]:
    imports = [task for task in every if task.urgency == Urgency.IMPORT]
    others = len(every) - len(imports)
    left_out = imports[max(MOST_IMPORTS, limit - others) :]
    return [task for task in every if task not in left_out][:limit]
