"""The figures that parts count with: measures of the engine, and a few of money alone.

Some the registry counts (`COUNTED`), the others an office records for the year.
"""

from django.utils.translation import gettext_lazy as _

from policies.engine import Amount, Count, Measure
from policies.rules.funds import MEMBER_RATE, MONTHS, PAID_UP_TOTAL, UNION_COUNT
from policies.rules.funds import VILLAGE_UNION_COUNT as VILLAGE_UNIONS
from policies.rules.measures import MEMBER_COUNT, WORKER_COUNT
from policies.rules.rebates import GRADE, RANKING, UPLIFT
from policies.rules.social_workers import SUBSIDISED_UNITS

PROJECT_COUNT = Count(
    "project_count",
    label=_("Approved projects"),
    meaning=_("Projects of the township that the county approved for the year"),
    amount=_("%(figure)s projects"),
)
PROJECT_AMOUNT = Amount(
    "project_amount",
    label=_("Approved amount of the projects"),
    meaning=_("Yuan that the county approved for the projects of the township, case by case"),
)
BASE_AMOUNT = Amount(
    "base_amount",
    label=_("Base of the percentage"),
    meaning=_("Amount of which the percentage is taken, as the county lays it down"),
)
MONTHLY_RATE = Amount(
    "monthly_rate",
    label=_("Monthly allowance"),
    meaning=_("Yuan a month for each part-time cadre who is no public official"),
)

COUNTED: tuple[Measure, ...] = (
    PAID_UP_TOTAL,
    UNION_COUNT,
    MEMBER_COUNT,
    WORKER_COUNT,
    VILLAGE_UNIONS,
)
RECORDED: tuple[Measure, ...] = (
    GRADE,
    UPLIFT,
    RANKING,
    MEMBER_RATE,
    PROJECT_COUNT,
    PROJECT_AMOUNT,
    BASE_AMOUNT,
    MONTHS,
    MONTHLY_RATE,
    SUBSIDISED_UNITS,
)
INPUTS: dict[str, Measure] = {measure.name: measure for measure in (*COUNTED, *RECORDED)}


def names() -> list[tuple[str, str]]:
    """Name and label of every figure that can be recorded for a year."""
    return [(name, str(measure.label)) for name, measure in INPUTS.items()]


__all__ = [
    "BASE_AMOUNT",
    "COUNTED",
    "GRADE",
    "INPUTS",
    "MEMBER_COUNT",
    "MEMBER_RATE",
    "MONTHLY_RATE",
    "MONTHS",
    "PAID_UP_TOTAL",
    "PROJECT_AMOUNT",
    "PROJECT_COUNT",
    "RANKING",
    "RECORDED",
    "SUBSIDISED_UNITS",
    "UNION_COUNT",
    "UPLIFT",
    "VILLAGE_UNIONS",
    "WORKER_COUNT",
    "names",
]
