"""Levies and shares that follow the organisation: R-FND-05, R-FND-31."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.engine import (
    ConditionResult,
    Day,
    Fact,
    Kind,
    NoParameters,
    Precedence,
    Subject,
    Text,
    Values,
    measures,
    rules,
)
from policies.engine.conditions import fact_condition, told, unrecorded

TOWNSHIP_SHARE_GIVEN = Fact(
    "township_share_given",
    label=_("Share of the township unions laid down"),
    meaning=_("Whether the share table lays down the share of township and zone unions"),
    lacking=_("a share for the township unions"),
)
TRANSFERRED_ON = Day(
    "transferred_on",
    label=_("Handed over on"),
    meaning=_("Day since which the union belongs to the township union"),
)
TRANSFERRED_TO = Text(
    "transferred_to",
    label=_("Handed over to"),
    meaning=_("Township to whose union the union belongs since that day"),
)
COLLECTING_TOWNSHIP = Text(
    "collecting_township",
    label=_("Levies count for"),
    meaning=_("Township for which levies count that were due or paid since that day"),
)
measures.add(TOWNSHIP_SHARE_GIVEN, TRANSFERRED_ON, TRANSFERRED_TO, COLLECTING_TOWNSHIP)


@rules.rule(
    "R-FND-05",
    topic="township_share",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(TOWNSHIP_SHARE_GIVEN,),
    precedence=Precedence.ALL,
    subject=Subject.SHARE_TABLE,
)
def township_share_is_given(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工发〔2016〕28号 四.3: the share of township and zone unions is laid down; no number."""
    return (fact_condition(TOWNSHIP_SHARE_GIVEN, values),)


@rules.rule(
    "R-FND-31",
    topic="funds_with_handing_over",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(TRANSFERRED_ON, TRANSFERRED_TO, COLLECTING_TOWNSHIP),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def funds_follow_the_union(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """土默特右旗: taking over an enterprise and taking over its funds happen together.

    Before the day of the handover nothing is demanded.
    """
    day, wanted = TRANSFERRED_ON.of(values), TRANSFERRED_TO.of(values)
    actual = COLLECTING_TOWNSHIP.of(values)
    missing = [one for one in (TRANSFERRED_ON, TRANSFERRED_TO) if one.of(values) is None]
    if missing:
        return tuple(unrecorded(one) for one in missing)
    if day is not None and day > values.on:
        free = gettext("not handed over yet")
        return (told(COLLECTING_TOWNSHIP, True, required="", actual=str(actual or free)),)
    if actual is None:
        return (unrecorded(COLLECTING_TOWNSHIP),)
    return (told(COLLECTING_TOWNSHIP, actual == wanted, required=str(wanted), actual=str(actual)),)
