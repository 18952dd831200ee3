"""The figures that dashboards show: how each is called, how it is made, which rules look at it.

A figure that pages show and that is not here has no explanation: `{% how %}` refuses its key, so a
misspelt one fails when the page is made.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Figure:
    """One figure.

    `of`: names of numerator and denominator for a rate, of the one number for a count. `rules` are
    those that judge it, or calculate with it; `measure` is the condition of the first of them that
    speaks of this figure. `compares`: the places below can be put side by side by it.
    """

    key: str
    label: Words
    meaning: Words
    of: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    measure: str = ""
    is_rate: bool = False
    compares: bool = True


GOALS = ("R-ORG-30",)
FORM = ("R-ORG-02", "R-ORG-03", "R-ORG-04", "R-ORG-35", "R-NAM-05")
QUOTA = ("R-SOC-01", "R-SOC-02")

_ALL = (
    Figure(
        "joining",
        _("Joining rate"),
        _(
            "Members divided by workers. Members are counted in the registry at this moment; "
            "workers are those of the latest statistics of each township. A township that recorded "
            "no workers is left out on both sides. The rate is cut after one digit and never "
            "rounded up; it is compared with the goal in whole numbers."
        ),
        of=("members_counted", "workers"),
        rules=GOALS,
        measure="member_count",
        is_rate=True,
    ),
    Figure(
        "unionisation",
        _("Unionisation rate"),
        _(
            "Legal-person units in business that an active union covers, divided by all legal-"
            "person units. The first are counted in the registry at this moment, the second are "
            "those of the latest statistics of each township. A township that recorded no units is "
            "left out on both sides. The rate is cut and never rounded up; it is compared with the "
            "goal in whole numbers."
        ),
        of=("unionised_counted", "units"),
        rules=GOALS,
        measure="units_with_union",
        is_rate=True,
    ),
    Figure(
        "below",
        _("Places below the goal"),
        _(
            "Each township is judged by the goals that hold there: it counts when its joining rate "
            "or its unionisation rate certainly does not reach its goal. A township without figures"
            " counts neither as below the goal nor as one that meets it."
        ),
        of=("below",),
        rules=GOALS,
    ),
    Figure(
        "members",
        _("Members"),
        _(
            "Everybody with an open membership in a union of the place, counted in the registry at "
            "this moment."
        ),
        of=("members",),
        rules=("R-ORG-30", "R-FND-10"),
        measure="member_count",
    ),
    Figure(
        "workers",
        _("Workers"),
        _(
            "Workers by the latest statistics of each township that are not later than today, as "
            "one set: figures of different days are not mixed."
        ),
        of=("workers",),
        rules=("R-ORG-30", "R-ORG-02", "R-ORG-04", *QUOTA, "R-FND-13"),
    ),
    Figure(
        "units",
        _("Legal-person units"),
        _(
            "Legal-person units by the latest statistics of each township that are not later than "
            "today."
        ),
        of=("units",),
        rules=GOALS,
    ),
    Figure(
        "unionised",
        _("Unionised units"),
        _(
            "Legal-person units in business that an active union covers today, counted in the "
            "registry."
        ),
        of=("unionised",),
        rules=GOALS,
        measure="units_with_union",
    ),
    Figure(
        "unions",
        _("Grassroots unions"),
        _("Grassroots unions in operation, of every kind, counted in the registry at this moment."),
        of=("unions",),
        rules=("R-ORG-04", "R-ORG-11"),
    ),
    Figure(
        "employers",
        _("Employers"),
        _("Employers in business that are recorded in the registry."),
        of=("employers",),
        rules=("R-ORG-14",),
    ),
    Figure(
        "form",
        _("Form of the township's union"),
        _(
            "What is recorded of the open union of the township: general union, federation of "
            "unions, or the work committee that the county has sent. Which form a township may or "
            "must have follows from the number of its firms and workers."
        ),
        rules=FORM,
        compares=False,
    ),
    Figure(
        "quota",
        _("Quota of social union workers"),
        _(
            "How many social union workers a township is to have, calculated from its workers by "
            "the latest statistics."
        ),
        of=("workers",),
        rules=QUOTA,
        compares=False,
    ),
    Figure(
        "movements",
        _("Joined, transferred, left"),
        _(
            "Changes of membership by the day on which they took effect. A transfer between two "
            "unions of the same place counts as out and in. The difference to the end of the last "
            "month also holds what was recorded late or put right."
        ),
        compares=False,
    ),
    Figure(
        "findings",
        _("Findings of the compliance list"),
        _(
            "What a provision in force asks for and the records do not show: one line for each "
            "union, unit or township and rule. What is waived with an approval does not count. Each"
            " line leads to its clause, its numbers and its record."
        ),
        compares=False,
    ),
)
FIGURES: dict[str, Figure] = {figure.key: figure for figure in _ALL}

# What the numbers that figures are made of are called, and their unit.
NUMBERS: dict[str, tuple[Words, str]] = {
    "members": (_("Members"), "people"),
    "members_counted": (_("Members, where workers are recorded"), "people"),
    "workers": (_("Workers"), "people"),
    "units": (_("Legal-person units"), "units"),
    "unionised": (_("Unionised units"), "units"),
    "unionised_counted": (_("Unionised units, where legal-person units are recorded"), "units"),
    "unions": (_("Grassroots unions"), "units"),
    "employers": (_("Employers"), "units"),
    "below": (_("Places below the goal"), "places"),
}
