"""Township unions, what belongs to them and to whom a union belongs: R-ORG-06 to 13, 20, 35.

The registry counts its own rows: that no grassroots union belongs to a township union is a number
(0), not something that nobody recorded.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Choice,
    ConditionResult,
    Count,
    Day,
    Kind,
    NoParameters,
    Outcome,
    Precedence,
    Subject,
    Text,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast, AtMost, Natural
from policies.engine.conditions import (
    choice_condition,
    count_condition,
    done_condition,
    same_day_condition,
    told,
    unrecorded,
)
from policies.engine.wording import Headlines

from .measures import FORM

KINDS = (
    ("county", _("county federation")),
    ("township", _("township union")),
    ("own", _("own grassroots union")),
    ("office", _("union of a government office")),
    ("joint", _("joint grassroots union")),
    ("federation", _("federation of grassroots unions")),
    ("village", _("village or community union")),
)
# R-ORG-20: the three tiers. Nothing stands above a county federation in a county's registry.
ALLOWED_PARENTS: dict[str, tuple[str, ...]] = {
    "county": (),
    "township": ("county",),
    "village": ("township",),
    "federation": ("village", "township", "county"),
}
ANY_TIER = ("village", "federation", "township", "county")

FOUNDED_ON = Day("founded_on", label=_("Founded"), meaning=_("Day on which the union was founded"))
AUDIT_COMMITTEE_ON = Day(
    "audit_committee_on",
    label=_("Audit committee founded on"),
    meaning=_("Day on which the audit committee was founded; “never” when there is none"),
)
WOMEN_COMMITTEE_ON = Day(
    "women_committee_on",
    label=_("Women workers' committee founded on"),
    meaning=_("Day on which the women workers' committee was founded; “never” when there is none"),
)
ORG_KIND = Choice("org_kind", label=_("Kind"), meaning=_("Kind of the union"), codes=KINDS)
PARENT_UNION = Choice(
    "parent_union",
    label=_("Superior union"),
    meaning=_("Kind of the union to which it belongs"),
    codes=KINDS,
)
CHILD_COUNT = Count(
    "child_count",
    label=_("Unions that belong to it"),
    meaning=_("Open unions whose superior it is"),
    amount=_("%(figure)s unions"),
)
COUNTY_MANAGED_UNIONS = Count(
    "county_managed_unions",
    label=_("Unions led by the county"),
    meaning=_(
        "Unions in the township that the county federation leads although the township has a union"
    ),
    amount=_("%(figure)s unions"),
)
TOWNSHIP = Text(
    "township", label=_("Township"), meaning=_("Township in which the union is registered")
)
PARENT_TOWNSHIP = Text(
    "parent_township",
    label=_("Township of the superior union"),
    meaning=_("Township of the union to which it belongs"),
)
TOWNSHIP_UNION_COUNT = Count(
    "township_union_count",
    label=_("Unions of the township"),
    meaning=_("Recorded unions of the township itself, a dispatched work committee among them"),
    amount=_("%(figure)s unions"),
)
measures.add(
    *(FOUNDED_ON, AUDIT_COMMITTEE_ON, WOMEN_COMMITTEE_ON, ORG_KIND, PARENT_UNION, CHILD_COUNT),
    *(COUNTY_MANAGED_UNIONS, TOWNSHIP, PARENT_TOWNSHIP, TOWNSHIP_UNION_COUNT),
)


@rules.rule(
    "R-ORG-06",
    topic="committees_at_founding",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(AUDIT_COMMITTEE_ON, WOMEN_COMMITTEE_ON, FOUNDED_ON),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def committees_at_founding(_none: NoParameters, values: Values) -> Outcome:
    """总工办发〔2019〕24号 三: both committees are there, and founded together with the union.

    Different days are reported only: both are there.
    """
    bodies = (AUDIT_COMMITTEE_ON, WOMEN_COMMITTEE_ON)
    there = tuple(done_condition(body, values) for body in bodies)
    founded = () if FOUNDED_ON.of(values) else (unrecorded(FOUNDED_ON),)
    if founded or any(not body.met for body in there):
        return Outcome((*there, *founded))
    together = tuple(same_day_condition(body, FOUNDED_ON, values) for body in bodies)
    return Outcome(together, kind=Kind.REPORT)


@rules.rule(
    "R-ORG-07",
    topic="subordination",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(PARENT_UNION,),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def has_a_superior(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 三: every union belongs to one; which one may be is R-ORG-20."""
    return (choice_condition(PARENT_UNION, PARENT_UNION.values, values),)


@rules.rule(
    "R-ORG-10",
    topic="office_union",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(PARENT_UNION,),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def led_by_no_office(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """安阳 2020, 一: an office's own union does not stand in for the union of the township."""
    others = tuple(kind for kind in PARENT_UNION.values if kind != "office")
    return (choice_condition(PARENT_UNION, others, values),)


@rules.rule(
    "R-ORG-11",
    topic="empty_township_union",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(CHILD_COUNT,),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def leads_somebody(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """安阳 2020, 一: a township union is the union of the grassroots unions of its area."""
    return (count_condition(CHILD_COUNT, AtLeast(1), values),)


@rules.rule(
    "R-ORG-12",
    topic="handing_over",
    kind=Kind.RECORD,
    parameters=NoParameters,
    measures=(COUNTY_MANAGED_UNIONS,),
    precedence=Precedence.ALL,
)
def all_handed_over(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """安阳 2020, 三: the county hands what it leads in a township over to the township's union."""
    return (count_condition(COUNTY_MANAGED_UNIONS, AtMost(0), values),)


@rules.rule(
    "R-ORG-13",
    topic="subordination_check",
    kind=Kind.REPORT,
    parameters=NoParameters,
    measures=(TOWNSHIP, PARENT_TOWNSHIP),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def led_in_its_township(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """安阳 2020, 三: a union lies in the township of the union that leads it."""
    here, there = TOWNSHIP.of(values), PARENT_TOWNSHIP.of(values)
    missing = [measure for measure in (TOWNSHIP, PARENT_TOWNSHIP) if not measure.of(values)]
    if missing:
        return tuple(unrecorded(measure) for measure in missing)
    required = gettext("the same as %(label)s") % {"label": TOWNSHIP.label}
    return (told(PARENT_TOWNSHIP, here == there, required=required, actual=str(there)),)


@rules.rule(
    "R-ORG-20",
    topic="three_tiers",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(ORG_KIND, PARENT_UNION),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def stands_in_its_tier(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工发〔2016〕28号 一.2: an enterprise under any tier above, a village under its township."""
    kind = ORG_KIND.needed(values)
    return (choice_condition(PARENT_UNION, ALLOWED_PARENTS.get(kind, ANY_TIER), values),)


@dataclass(frozen=True)
class TownshipCoverage:
    """全部建立工会, or with `general` 全部成立总工会.

    `townships` is how many the document names: a number of its day, shown and never judged (C-15).
    """

    general: bool = field(default=False, metadata={"label": _("A general union")})
    townships: Natural | None = field(
        default=None, metadata={"label": _("Townships named by the document")}
    )


@rules.rule(
    "R-ORG-35",
    topic="township_coverage",
    kind=Kind.REPORT,
    parameters=TownshipCoverage,
    measures=(TOWNSHIP_UNION_COUNT,),
    optional=(FORM,),
    precedence=Precedence.ALL,
    headlines=Headlines(
        met=_("The township has its union"),
        not_met=_("The township does not have the union that all townships of the place have"),
        unknown=_("It is not recorded whether the township has a union"),
    ),
)
def township_has_union(parameters: TownshipCoverage, values: Values) -> tuple[ConditionResult, ...]:
    """保定, 济宁, 西宁: reported that all townships have unions, or all 总工会."""
    there = count_condition(TOWNSHIP_UNION_COUNT, AtLeast(1), values)
    if not parameters.general or not there.met:
        return (there,)
    return (there, choice_condition(FORM, ("general",), values))
