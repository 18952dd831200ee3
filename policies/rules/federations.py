"""Founding regional and industry federations: R-ORG-23, R-ORG-25, R-ORG-26, R-ORG-27."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Choice,
    ConditionResult,
    Day,
    Kind,
    NoParameters,
    Outcome,
    Precedence,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast
from policies.engine.conditions import (
    choice_condition,
    count_condition,
    done_condition,
    fact_condition,
    order_condition,
    unrecorded,
    where,
)

from .committees import COVERED_UNIONS
from .measures import ELECTED_ON, FEDERATION_KIND, HAS_PARTY_ORG

LEVEL = Choice(
    "level",
    label=_("Level"),
    meaning=_("Level at which the federation is built"),
    codes=(
        ("village", _("village")),
        ("township", _("township")),
        ("county", _("county")),
        ("city", _("city")),
        ("province", _("province")),
    ),
    also=(
        ("村", "village"),
        ("乡镇", "township"),
        ("县", "county"),
        ("市", "city"),
        ("省", "province"),
    ),
)
CONSULTED_ON = Day(
    "consulted_on",
    label=_("Covered units consulted"),
    meaning=_("Day on which the units to be covered were consulted"),
)
PARTY_CONSENT_ON = Day(
    "party_consent_on",
    label=_("Party organisation agreed"),
    meaning=_("Day on which the party organisation of the same level agreed"),
)
APPROVAL_ON = Day(
    "approval_on",
    label=_("Higher union approved"),
    meaning=_("Day on which the next higher union approved"),
)
FORMED_ON = Day(
    "formed_on",
    label=_("Preparatory group formed"),
    meaning=_("Day on which the preparatory group was formed"),
)
measures.add(LEVEL, CONSULTED_ON, PARTY_CONSENT_ON, APPROVAL_ON, FORMED_ON)

COUNTY_AND_BELOW = ("village", "township", "county")
# 联合: of more than one, by the meaning of the word; the document gives no number.
UNITED = AtLeast(2)


@dataclass(frozen=True)
class FederationSize:
    """在若干个基层工会的基础上: how many are some is not said; an office may set it."""

    covered_unions: AtLeast | None = None


@rules.rule(
    "R-ORG-23",
    topic="federation_of_unions",
    kind=Kind.HARD_BLOCK,
    parameters=FederationSize,
    measures=(COVERED_UNIONS,),
    subject=Subject.FEDERATION,
)
def built_on_unions(parameters: FederationSize, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.1、二.2: built on unions that exist, of more than one at least."""
    return (count_condition(COVERED_UNIONS, parameters.covered_unions or UNITED, values),)


@rules.rule(
    "R-ORG-25",
    topic="federation_level",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(LEVEL, FEDERATION_KIND),
    precedence=Precedence.ALL,
    subject=Subject.FEDERATION,
)
def federation_level(_none: NoParameters, values: Values) -> Outcome:
    """冀工办发〔2020〕43号 二.1: county or below; an industry federation may be tried in a city.

    A federation of a whole province is refused, everything else only noted.
    """
    level, kind = LEVEL.of(values), FEDERATION_KIND.of(values)
    allowed: tuple[str, ...] = COUNTY_AND_BELOW
    if kind == "industry":
        allowed = (*allowed, "city")
    low_enough = choice_condition(LEVEL, allowed, values)
    if kind is None:
        return Outcome((low_enough, unrecorded(FEDERATION_KIND)))
    return Outcome((low_enough,), kind=Kind.HARD_BLOCK if level == "province" else None)


@rules.rule(
    "R-ORG-26",
    topic="federation_founding_steps",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(CONSULTED_ON, HAS_PARTY_ORG, APPROVAL_ON, FORMED_ON, ELECTED_ON),
    optional=(PARTY_CONSENT_ON,),
    precedence=Precedence.ALL,
    subject=Subject.FEDERATION,
)
def founding_steps(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.1: the steps in their order; two on the same day are in order.

    A step that has not happened is written “never”; no later one may then have happened.
    """
    steps = [CONSULTED_ON, PARTY_CONSENT_ON, APPROVAL_ON, FORMED_ON, ELECTED_ON]
    party = HAS_PARTY_ORG.of(values)
    if party is False:
        steps.remove(PARTY_CONSENT_ON)
    order = [order_condition(earlier, later, values) for earlier, later in pairwise(steps)]
    return (*order, unrecorded(HAS_PARTY_ORG)) if party is None else tuple(order)


@rules.rule(
    "R-ORG-27",
    topic="founding_without_party",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(HAS_PARTY_ORG,),
    optional=(PARTY_CONSENT_ON,),
    precedence=Precedence.ALL,
    subject=Subject.FEDERATION,
)
def party_consent(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.1: the party organisation agrees, where there is one."""
    agreed = done_condition(PARTY_CONSENT_ON, values)
    return where(fact_condition(HAS_PARTY_ORG, values), agreed)
