"""Bargaining of federations (R-RGT-03), dual leadership of unions of townships (R-RGT-13)."""

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Choice,
    ConditionResult,
    Fact,
    Kind,
    NoParameters,
    Precedence,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.conditions import choice_condition, fact_condition, where

from .measures import HAS_PARTY_ORG
from .organisations import PARENT_UNION

BARGAINING_SCOPE = Choice(
    "bargaining_scope",
    label=_("Scope of the bargaining"),
    meaning=_("Whether a contract was made for an enterprise, an area or an industry"),
    codes=(
        ("enterprise", _("enterprise")),
        ("regional", _("regional")),
        ("industry", _("of an industry")),
    ),
    also=(("企业", "enterprise"), ("区域性", "regional"), ("行业性", "industry")),
)
NEGOTIATOR_IS_CHAIR = Fact(
    "negotiator_is_chair",
    label=_("Chief negotiator is the chair"),
    meaning=_(
        "Whether the chair of the federation in office on the day of signing was the chief "
        "negotiator of the workers"
    ),
)
measures.add(BARGAINING_SCOPE, NEGOTIATOR_IS_CHAIR)

WIDER = ("regional", "industry")


@rules.rule(
    "R-RGT-03",
    topic="federation_duties",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(BARGAINING_SCOPE, NEGOTIATOR_IS_CHAIR),
    precedence=Precedence.ALL,
    subject=Subject.FEDERATION,
)
def chief_negotiator(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 三.2: the chair leads regional and industry bargaining of workers."""
    wider = choice_condition(BARGAINING_SCOPE, WIDER, values)
    return where(wider, fact_condition(NEGOTIATOR_IS_CHAIR, values))


@rules.rule(
    "R-RGT-13",
    topic="dual_leadership",
    kind=Kind.RECORD,
    parameters=NoParameters,
    measures=(HAS_PARTY_ORG, PARENT_UNION),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def dual_leadership(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 二(二): led by the party committee of the same level and the higher union."""
    superior = choice_condition(PARENT_UNION, PARENT_UNION.values, values)
    return (fact_condition(HAS_PARTY_ORG, values), superior)
