"""Social union workers: how many posts (R-SOC-01, R-SOC-02), training, matching funds."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.engine import (
    ConditionResult,
    Count,
    Kind,
    NoParameters,
    NotConcerned,
    Outcome,
    Precedence,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast, AtMost, Natural, Yuan
from policies.engine.conditions import count_condition, order_condition
from policies.engine.measure_types import show_yuan
from policies.engine.money import in_fen
from policies.engine.wording import Headlines

from .measures import CALCULATED, COMPLETED_ON, STARTED_ON, WORKER_COUNT

TOPIC = "social_worker_quota"
Reading = Literal["A", "B", "C"]

SOCIAL_WORKERS = Count(
    "social_workers",
    label=_("Social union workers"),
    meaning=_("Social union workers of the township"),
    amount=_("%(figure)s social union workers"),
)
SUBSIDISED_UNITS = Count(
    "unit_count",
    label=_("Subsidised units"),
    meaning=_("Social union workers or federations that are subsidised (每家)"),
)
measures.add(SOCIAL_WORKERS, SUBSIDISED_UNITS)

QUOTA_HEADLINES = Headlines(
    met=_("The posts stay within the quota"),
    not_met=_("The conditions of the quota are not met"),
    unknown=_("It cannot be judged yet whether the posts stay within the quota"),
)


@dataclass(frozen=True)
class SmallQuota:
    """职工 x 人以下的，可配备 y 名. The number is included."""

    worker_count: AtMost
    posts: Natural = field(metadata={"label": _("Posts")})


@rules.rule(
    "R-SOC-01",
    topic=TOPIC,
    kind=Kind.QUOTA,
    parameters=SmallQuota,
    measures=(WORKER_COUNT, SOCIAL_WORKERS),
    headlines=QUOTA_HEADLINES,
    result=_("Quota"),
)
def quota_of_small_township(parameters: SmallQuota, values: Values) -> Outcome:
    """总工办发〔2019〕24号 六: up to so many workers, a fixed number of posts."""
    workers = _some_workers(values)
    if not parameters.worker_count.admits(workers):
        text = gettext("With %(workers)s the number of posts follows R-SOC-02.")
        raise NotConcerned(text % {"workers": WORKER_COUNT.show(workers)})
    return _quota(parameters.posts, values)


@dataclass(frozen=True)
class LargeQuota:
    """职工 x 人以上的，每 y 人可配备 1 名. Below x one post, by the clause before (R-SOC-01).

    The clause can be read in three ways, told apart by `reading`: A counts full groups of y and
    never gives less than 1; B counts a begun group as well; C adds one post for each full group
    above x.
    """

    worker_count: AtLeast
    workers_per_post: Natural = field(metadata={"label": _("Workers for each post")})
    reading: Reading = field(
        default="A",
        metadata={
            "label": _("Reading"),
            "words": {
                "A": _("A (full groups only, one post at least)"),
                "B": _("B (a begun group counts as well)"),
                "C": _("C (one post at the threshold, one more for each full group above it)"),
            },
        },
    )


@rules.rule(
    "R-SOC-02",
    topic=TOPIC,
    kind=Kind.QUOTA,
    parameters=LargeQuota,
    measures=(WORKER_COUNT, SOCIAL_WORKERS),
    headlines=QUOTA_HEADLINES,
    result=_("Quota"),
)
def quota_of_township(parameters: LargeQuota, values: Values) -> Outcome:
    """总工办发〔2019〕24号 六, both clauses: posts for a township of any size."""
    workers = _some_workers(values)
    if not parameters.worker_count.admits(workers):
        return _quota(1, values)
    return _quota(posts_for(workers, parameters), values)


def posts_for(workers: int, parameters: LargeQuota) -> int:
    """Posts for so many workers, from the threshold on, in the chosen reading."""
    group = parameters.workers_per_post
    if parameters.reading == "B":
        return -(-workers // group)
    if parameters.reading == "C":
        return 1 + (workers - parameters.worker_count.number) // group
    return max(1, workers // group)


def _some_workers(values: Values) -> int:
    """The workers of the township; without any there is no quota."""
    workers = WORKER_COUNT.needed(values)
    if workers == 0:
        raise NotConcerned(gettext("There are no workers, so there is no quota."))
    return workers


def _quota(posts: int, values: Values) -> Outcome:
    """The quota, and the posts filled against it: “可” is a ceiling, fewer are in order."""
    within = count_condition(SOCIAL_WORKERS, AtMost(posts), values)
    return Outcome((within,), posts, SOCIAL_WORKERS.show(posts))


@rules.rule(
    "R-SOC-05",
    topic="pre_post_training",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(STARTED_ON, COMPLETED_ON),
    precedence=Precedence.ALL,
    subject=Subject.SOCIAL_WORKER,
)
def trained_before_the_post(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 七: the training is completed when the work begins, or on that day.

    It speaks of those who began since it is in force, as R-TRN-01 does (our choice).
    """
    if STARTED_ON.needed(values) < values.since:
        raise NotConcerned(gettext("The post was taken up before the rule was in force."))
    return (order_condition(COMPLETED_ON, STARTED_ON, values),)


@dataclass(frozen=True)
class MatchingFunds:
    """省、市、县按照每家每年 x 元标准配套.

    Reading A: each of the levels pays the amount for each unit; B: they share it.
    """

    amount: Yuan = field(metadata={"label": _("Amount for each unit and year")})
    levels: Natural = field(metadata={"label": _("Levels that pay")})
    reading: Literal["A", "B"] = field(
        default="A",
        metadata={
            "label": _("Reading"),
            "words": {
                "A": _("A (each level pays the whole amount)"),
                "B": _("B (the levels share the amount)"),
            },
        },
    )


@rules.rule(
    "R-SOC-09",
    topic="matching_funds",
    kind=Kind.FORMULA,
    parameters=MatchingFunds,
    measures=(SUBSIDISED_UNITS,),
    subject=Subject.COUNTY,
    headlines=CALCULATED,
    result=_("Matching funds of all levels in a year"),
)
def matching_funds(parameters: MatchingFunds, values: Values) -> Outcome:
    """Shanxi: province, city and county match 1:1:1. Who or what 每家 is, is not said."""
    amount = Fraction(parameters.amount.amount) * SUBSIDISED_UNITS.needed(values)
    total = amount * (parameters.levels if parameters.reading == "A" else 1)
    each = in_fen(total / parameters.levels)
    shown = gettext("%(total)s, %(each)s from each level") % {
        "total": show_yuan(in_fen(total)),
        "each": show_yuan(each),
    }
    return Outcome(value=in_fen(total), shown=shown)
