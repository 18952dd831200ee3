"""Who may not stand for office in a federation: R-ELG-01, R-ELG-03."""

from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Choice,
    ConditionResult,
    Fact,
    Kind,
    NoParameters,
    Outcome,
    Precedence,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.conditions import choice_condition, fact_condition, where

from .measures import POST

CHIEF_EXECUTIVE = Fact(
    "administrative_head",
    label=_("Chief administrative head of a covered unit"),
    meaning=_("Whether the person is the chief administrative head of a covered unit, no deputy"),
)
ASSOCIATION_ROLE = Choice(
    "association_role",
    label=_("Role in a trade association or chamber"),
    meaning=_("Role of the person in a trade association or chamber of commerce"),
    codes=(
        ("president", _("president")),
        ("vice_president", _("vice-president")),
        ("secretary_general", _("secretary-general")),
        ("member", _("member")),
        ("no_role", _("no role")),
    ),
    also=(
        *(("会长", "president"), ("副会长", "vice_president"), ("秘书长", "secretary_general")),
        *(("会员", "member"), ("无", "no_role")),
    ),
)
measures.add(CHIEF_EXECUTIVE, ASSOCIATION_ROLE)


@rules.rule(
    "R-ELG-01",
    topic="chief_executives",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(CHIEF_EXECUTIVE,),
    precedence=Precedence.ALL,
    subject=Subject.OFFICER,
)
def no_chief_executive(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.4: the chief administrative head is no candidate; deputies may be."""
    return (fact_condition(CHIEF_EXECUTIVE, values, required=False),)


@rules.rule(
    "R-ELG-03",
    topic="association_presidents",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(POST, ASSOCIATION_ROLE),
    precedence=Precedence.ALL,
    subject=Subject.OFFICER,
)
def no_association_president(_none: NoParameters, values: Values) -> Outcome:
    """冀工办发〔2020〕43号 二.4: neither chair nor vice-chair, but a member they may be.

    “等” leaves the secretary-general open: that is noted and not refused.
    """
    heads = choice_condition(POST, ("chair", "vice_chair"), values)
    free = choice_condition(ASSOCIATION_ROLE, ("member", "no_role"), values)
    free = replace(free, required=gettext("no president, vice-president or the like"))
    open_case = ASSOCIATION_ROLE.of(values) == "secretary_general"
    return Outcome(where(heads, free), kind=Kind.WARNING if open_case else None)
