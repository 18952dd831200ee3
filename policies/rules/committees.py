"""Committees: who sits on them, what stands beside them, who fills a seat (R-COM)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.engine import (
    ConditionResult,
    Count,
    Day,
    Fact,
    Kind,
    NoParameters,
    NotGiven,
    Precedence,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast, Rate
from policies.engine.conditions import (
    count_condition,
    fact_condition,
    majority_condition,
    order_condition,
    same_day_condition,
    where,
)

from .measures import ELECTED_ON, TERM_END

GRASSROOTS_CADRES = Count(
    "grassroots_cadres",
    label=_("Grassroots cadres on the committee"),
    meaning=_("Members of the committee who are cadres of grassroots unions"),
)
FRONT_LINE_MEMBERS = Count(
    "front_line_members",
    label=_("Front-line representatives on the committee"),
    meaning=_("Members of the committee who represent front-line union members"),
)
RULES_PASSED_ON = Day(
    "rules_passed_on",
    label=_("Rules of the election passed"),
    meaning=_("Day on which the assembly passed how members are chosen, elected and replaced"),
)
MANAGES_OWN_FUNDS = Fact(
    "manages_own_funds",
    label=_("Funds managed by itself"),
    meaning=_("Whether the federation manages its own funds"),
)
AUDIT_COMMITTEE = Fact(
    "audit_committee", label=_("Audit committee"), meaning=_("Whether there is an audit committee")
)
WOMEN_WORKERS = Count(
    "women_workers",
    label=_("Women workers"),
    meaning=_("Women workers in the covered unions"),
    amount=_("%(figure)s women workers"),
)
WOMEN_COMMITTEE = Fact(
    "women_committee",
    label=_("Committee of women workers"),
    meaning=_("Whether there is a committee of women workers"),
)
PROCEDURE_ON = Day(
    "procedure_on",
    label=_("Democratic procedure"),
    meaning=_("Day of the democratic procedure by which the new head takes the seat"),
)
REPLACED_ON = Day(
    "replaced_on",
    label=_("Seat filled"),
    meaning=_("Day from which the new head sits on the committee"),
)
CHAIRS_ON_COMMITTEE = Count(
    "chairs_on_committee",
    label=_("Chairs on the committee"),
    meaning=_("Chairs of covered unions who sit on the committee of the federation"),
)
COVERED_UNIONS = Count(
    "covered_unions",
    label=_("Covered unions"),
    meaning=_("Unions that the federation covers"),
    amount=_("%(figure)s unions"),
)
OFFICER_TERM_END = Day(
    "officer_term_end",
    label=_("End of the officer's term"),
    meaning=_("Last day of the term of the chair or vice-chair"),
)
measures.add(GRASSROOTS_CADRES, FRONT_LINE_MEMBERS, RULES_PASSED_ON, MANAGES_OWN_FUNDS)
measures.add(AUDIT_COMMITTEE, WOMEN_WORKERS, WOMEN_COMMITTEE, PROCEDURE_ON, REPLACED_ON)
measures.add(CHAIRS_ON_COMMITTEE, COVERED_UNIONS, OFFICER_TERM_END)


@dataclass(frozen=True)
class Composition:
    """有一定数量的基层工会干部和一线工会会员代表: some of each, read as these numbers or more."""

    grassroots_cadres: AtLeast
    front_line_members: AtLeast


@rules.rule(
    "R-COM-04",
    topic="committee_composition",
    kind=Kind.WARNING,
    parameters=Composition,
    measures=(GRASSROOTS_CADRES, FRONT_LINE_MEMBERS),
)
def committee_is_mixed(parameters: Composition, values: Values) -> tuple[ConditionResult, ...]:
    """安工办〔2020〕7号 二: cadres from below and front-line members sit on the committee."""
    return (
        count_condition(GRASSROOTS_CADRES, parameters.grassroots_cadres, values),
        count_condition(FRONT_LINE_MEMBERS, parameters.front_line_members, values),
    )


@rules.rule(
    "R-COM-06",
    topic="rules_of_reelection",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(RULES_PASSED_ON, ELECTED_ON),
    precedence=Precedence.ALL,
)
def rules_passed_before(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """安工办〔2020〕7号 二: the assembly passes the rules not after the election."""
    return (order_condition(RULES_PASSED_ON, ELECTED_ON, values),)


@rules.rule(
    "R-COM-08",
    topic="federation_audit",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(MANAGES_OWN_FUNDS, AUDIT_COMMITTEE),
    precedence=Precedence.ALL,
    subject=Subject.FEDERATION,
)
def audit_of_own_funds(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.3: who manages own funds has an audit committee."""
    own_funds = fact_condition(MANAGES_OWN_FUNDS, values)
    return where(own_funds, fact_condition(AUDIT_COMMITTEE, values))


@dataclass(frozen=True)
class WomenParameters:
    """女职工较多的: how many are many is not said; an office may set it."""

    women_workers: AtLeast | None = None


@rules.rule(
    "R-COM-09",
    topic="federation_women",
    kind=Kind.WARNING,
    parameters=WomenParameters,
    measures=(WOMEN_WORKERS, WOMEN_COMMITTEE),
    subject=Subject.FEDERATION,
)
def women_committee(parameters: WomenParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.3: with many women workers, a committee of theirs."""
    committee = fact_condition(WOMEN_COMMITTEE, values)
    if committee.met:
        return (committee,)
    if parameters.women_workers is None:
        raise NotGiven(_("How many women workers are many"))
    return where(count_condition(WOMEN_WORKERS, parameters.women_workers, values), committee)


@rules.rule(
    "R-COM-10",
    topic="committee_replacement",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(PROCEDURE_ON, REPLACED_ON),
    precedence=Precedence.ALL,
    subject=Subject.FEDERATION,
)
def seat_filled_by_procedure(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.3: the new head takes the seat after a democratic procedure."""
    return (order_condition(PROCEDURE_ON, REPLACED_ON, values),)


@dataclass(frozen=True)
class MajorityParameters:
    """多数: more than this percentage, which is not included."""

    majority: Rate = field(metadata={"label": _("Majority, more than")})


@rules.rule(
    "R-COM-11",
    topic="chairs_on_committee",
    kind=Kind.WARNING,
    parameters=MajorityParameters,
    measures=(CHAIRS_ON_COMMITTEE, COVERED_UNIONS),
    subject=Subject.FEDERATION,
)
def most_chairs_sit(parameters: MajorityParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工发〔2016〕28号 一.3: most chairs of the covered unions sit on the committee."""
    return (
        majority_condition(
            gettext("Chairs on the committee"),
            CHAIRS_ON_COMMITTEE,
            COVERED_UNIONS,
            parameters.majority,
            values,
        ),
    )


@rules.rule(
    "R-COM-15",
    topic="officer_term",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(OFFICER_TERM_END, TERM_END),
    precedence=Precedence.ALL,
    subject=Subject.OFFICER,
)
def terms_end_together(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.4: chair and vice-chair serve as long as the committee."""
    return (same_day_condition(OFFICER_TERM_END, TERM_END, values),)
