"""Assessment: the veto of 济宁 (R-ASM-05) and the classes of 福建 (R-ASM-12)."""

from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Count,
    Fact,
    Kind,
    Met,
    NoParameters,
    Outcome,
    Precedence,
    Values,
    any_met,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast, Bound
from policies.engine.conditions import fact_condition
from policies.engine.errors import Unrecorded
from policies.engine.wording import Headlines

from .measures import CALCULATED, FIRM_COUNT, FORM, WORKER_COUNT

CHAIR_REQUIREMENT_MET = Fact(
    "chair_requirement_met",
    label=_("Chair as required"),
    meaning=_("Whether the chair is staffed as the city party committee requires"),
)
SCORE = Count("score", label=_("Score"), meaning=_("Score of the assessment"))
measures.add(CHAIR_REQUIREMENT_MET, SCORE)

NO_STAR = "no_star"


@rules.rule(
    "R-ASM-05",
    topic="chair_veto",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(CHAIR_REQUIREMENT_MET,),
    optional=(SCORE,),
    precedence=Precedence.ALL,
    headlines=Headlines(
        met=_("There is no veto"),
        not_met=_("Veto: no star, whatever the score"),
        unknown=_("It cannot be judged yet whether there is a veto"),
    ),
    result=_("Stars"),
)
def chair_veto(_none: NoParameters, values: Values) -> Outcome:
    """济宁: without the chair that is required no score helps. What stars need is not said."""
    required = fact_condition(CHAIR_REQUIREMENT_MET, values)
    if required.met is False:
        return Outcome((required,), NO_STAR, gettext("no star"))
    return Outcome((required,))


@dataclass(frozen=True)
class ClassParameters:
    """第一、二类: 企业 x 家以上或职工 y 人以上. All numbers are included; the rest is class 3."""

    class_1_firms: AtLeast = field(metadata={"label": _("Class 1, firms")})
    class_1_workers: AtLeast = field(metadata={"label": _("Class 1, workers")})
    class_2_firms: AtLeast = field(metadata={"label": _("Class 2, firms")})
    class_2_workers: AtLeast = field(metadata={"label": _("Class 2, workers")})


@rules.rule(
    "R-ASM-12",
    topic="township_class",
    kind=Kind.FORMULA,
    parameters=ClassParameters,
    measures=(FIRM_COUNT, WORKER_COUNT),
    optional=(FORM,),
    headlines=CALCULATED,
    result=_("Class"),
)
def township_class(parameters: ClassParameters, values: Values) -> Outcome:
    """福建: the first class that fits. One number alone decides when it is large enough.

    A township union whose form is not recorded is not counted as a 总工会.
    """
    firms = partial(_reached, FIRM_COUNT, values)
    workers = partial(_reached, WORKER_COUNT, values)
    general = FORM.of(values) == "general"
    first = any_met((general, firms(parameters.class_1_firms), workers(parameters.class_1_workers)))
    second = any_met((firms(parameters.class_2_firms), workers(parameters.class_2_workers)))
    number = 1 if first else 2 if first is False and second else 3
    # A number that is not recorded could lift the township into a higher class.
    if None in (first, second) and number > 1:
        raise Unrecorded
    return Outcome(value=number, shown=gettext("class %(number)s") % {"number": number})


def _reached(measure: Count, values: Values, bound: Bound) -> Met:
    value = measure.of(values)
    return None if value is None else bound.admits(value)
